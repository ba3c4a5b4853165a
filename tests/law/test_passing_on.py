"""Whose a matter is, is not asked for ever."""

import pytest

from hoiam.law import passing_on
from hoiam.law.refusal import Refused

PROVINCE, WARD, OTHER = "/20/", "/20/05977/", "/20/06040/"


@pytest.mark.parametrize(("before", "noted"), [(0, False), (1, True)])
def test_it_is_passed_on_and_back_and_the_second_time_is_noted(before, noted):
    count = passing_on.decide(before=before, from_path=WARD, to_path=OTHER)
    assert count == before + 1
    assert passing_on.noted(count) is noted


@pytest.mark.parametrize("before", [2, 3, 9])
def test_a_third_time_only_the_office_above_decides(before):
    with pytest.raises(Refused, match="superior_decides") as refused:
        passing_on.decide(before=before, from_path=WARD, to_path=OTHER)
    assert refused.value.facts == {"count": before}
    assert passing_on.decide(before=before, from_path=WARD, to_path=PROVINCE) == before + 1
    assert passing_on.decide(before=before, from_path=PROVINCE, to_path=OTHER) == before + 1


def test_the_unit_that_passed_it_on_last_is_known_by_the_history():
    steps = [
        ("receive", {}),
        ("transfer", {"from": "2", "to": "3"}),
        ("accept", {"from": "9"}),
        ("send_back", {"from": "3", "to": "2"}),
        ("transfer", {}),
    ]
    assert passing_on.last_from(steps) == 3
    assert passing_on.last_from(steps[:1]) is None
