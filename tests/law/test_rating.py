"""Ratings: once, within the bounds, and of how people were received only where they got no answer."""

import pytest

from hoiam.law import packs, rating
from hoiam.law.refusal import Refused

VN = packs.load("vn")


def asked(**changes):
    rating.reception(
        **{
            "whose": rating.whose(state=changes.get("state", "refused"), unit=1, passed_by=None),
            "state": "refused",
            "score": 4,
            "rated": False,
            "pack": VN,
            **changes,
        }
    )


@pytest.mark.parametrize("state", ["refused", "refusing", "guided", "transferred"])
@pytest.mark.parametrize("score", [1, 5])
def test_whoever_was_turned_away_may_say_how_they_were_received(score, state):
    asked(state=state, score=score)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": "received"}, "wrong_state"),
        ({"state": "answered"}, "wrong_state"),
        ({"state": "withdrawn"}, "wrong_state"),
        ({"rated": True}, "already_rated"),
        ({"score": 0}, "score_out_of_range"),
        ({"score": 6}, "score_out_of_range"),
        ({"score": None}, "score_out_of_range"),
    ],
)
def test_nobody_else_not_twice_and_nothing_but_a_score(changes, code):
    with pytest.raises(Refused) as refused:
        asked(**changes)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("state", "passed_by", "whose"),
    [
        ("refused", None, 1),
        ("refused", 2, 1),
        ("received", 2, 2),
        ("accepted", 2, 2),
        ("received", None, None),
        ("answered", 2, None),
        ("withdrawn", 2, None),
    ],
)
def test_it_is_the_office_that_turned_them_away_or_passed_the_matter_on(state, passed_by, whose):
    assert rating.whose(state=state, unit=1, passed_by=passed_by) == whose
