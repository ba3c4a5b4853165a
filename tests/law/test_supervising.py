"""Recommendations of supervision: their term, their answer, what was promised in it."""

from datetime import date, timedelta

import pytest

from hoiam.law import packs, supervising
from hoiam.law.refusal import Refused
from hoiam.law.supervising import State

ON = date(2026, 12, 1)
VN = packs.load("vn")


@pytest.mark.parametrize(
    ("by", "rule"),
    [
        ("inspection_board", "dc.inspection_board_reply"),
        ("investment_board", "dc.investment_board_reply"),
        ("front", "house.recommendation"),
        ("council", "house.recommendation"),
    ],
)
def test_boards_have_a_term_by_law_and_all_others_by_a_rule_of_this_system(by, rule):
    found = supervising.rule_of(by, VN)
    assert (found.id, found.amount, found.unit) == (rule, 15, "days")


def test_days_are_in_order_and_what_is_entered_has_happened():
    supervising.require_days(ON, ON)
    supervising.require_past(ON, on=ON)
    with pytest.raises(Refused, match="period_wrong"):
        supervising.require_days(ON, ON - timedelta(days=1))
    with pytest.raises(Refused, match="day_in_future"):
        supervising.require_past(ON + timedelta(days=1), on=ON)


def test_an_answer_with_a_day_leaves_something_to_do():
    day = ON + timedelta(days=9)
    assert supervising.answer(state="open", text="Sẽ làm.", done_by=day, on=ON) is State.ANSWERED
    assert supervising.answer(state="open", text="Không làm được, vì…", done_by=None, on=ON) is State.DONE


@pytest.mark.parametrize(
    ("state", "text", "done_by", "code"),
    [
        ("answered", "x", None, "recommendation_answered"),
        ("open", " ", None, "words_needed"),
        ("open", "x", ON, "day_in_past"),
    ],
)
def test_an_answer_that_is_none_is_refused(state, text, done_by, code):
    with pytest.raises(Refused, match=code):
        supervising.answer(state=state, text=text, done_by=done_by, on=ON)


def test_what_was_promised_is_done_with_something_that_shows_it():
    assert supervising.finish(state="answered", evidence="Ảnh.") is State.DONE
    for state, evidence, code in (("open", "x", "nothing_promised"), ("answered", " ", "words_needed")):
        with pytest.raises(Refused, match=code):
            supervising.finish(state=state, evidence=evidence)
