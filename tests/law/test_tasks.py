"""What a task of a plan needs, and how its days lie within one another."""

from datetime import date, timedelta

import pytest

from hoiam.law import tasks
from hoiam.law.refusal import Refused
from tests.every import each

ON, DAY = date(2027, 3, 1), timedelta(days=1)
DUE = date(2027, 6, 30)


def refused(action, *args, **said):
    with pytest.raises(Refused) as caught:
        action(*args, **said)
    return caught.value.code, caught.value.facts


@each(["21-KL/TW", "83-KH/TU", "12/QĐ-UBND", " 05 / CT - TTg ", "1234/QĐ-BTC"])
def test_the_number_of_a_document_is_kept_without_spaces(number):
    assert tasks.require_number(number) == number.replace(" ", "")


@each(["", "21", "KL/TW", "hai mốt", "21-KL/TW và 22-KL/TW", "21 KL"])
def test_what_is_no_number_is_refused(number):
    assert refused(tasks.require_number, number)[0] == "document_number_wrong"


def test_words_a_post_and_a_day_that_has_come_are_needed():
    tasks.require_words("a", "b")
    assert refused(tasks.require_words, "a", " ")[0] == "words_needed"
    assert tasks.require_post(7) == 7
    assert refused(tasks.require_post, None)[0] == "post_needed"
    tasks.require_not_ahead(ON, on=ON)
    assert refused(tasks.require_not_ahead, ON + DAY, on=ON) == ("day_ahead", {"named": ON + DAY, "on": ON})


def test_a_plan_reaches_its_own_unit_and_those_below():
    tasks.require_below("/20/05977/", plan_path="/20/")
    assert refused(tasks.require_below, "/20/06040/", plan_path="/20/05977/")[0] == "unit_not_below"


def test_a_unit_that_is_no_more_is_named_with_its_successor():
    standing = {"unit_id": 1, "successor_id": None, "on": ON}
    tasks.require_standing(until=None, **standing)
    tasks.require_standing(until=ON + DAY, **standing)
    told = refused(tasks.require_standing, unit_id=1, until=ON, successor_id=2, on=ON)
    assert told == ("unit_dissolved", {"unit_id": 1, "since": ON, "successor_id": 2})


def test_days_lie_ahead_and_within_the_task_above():
    tasks.require_days(given_on=ON, due_on=DUE, limit=DUE)
    tasks.require_days(given_on=ON, due_on=DUE, limit=None)
    assert refused(tasks.require_days, given_on=ON, due_on=ON, limit=None)[0] == "day_in_past"
    told = refused(tasks.require_days, given_on=ON, due_on=DUE + DAY, limit=DUE)
    assert told == ("after_task_above", {"named": DUE + DAY, "limit": DUE})


def test_steps_lie_within_the_days_of_the_task():
    tasks.require_steps([ON, DUE], given_on=ON, due_on=DUE)
    for day in (ON - DAY, DUE + DAY):
        told = refused(tasks.require_steps, [day], given_on=ON, due_on=DUE)
        assert told == ("step_outside", {"named": day, "first": ON, "last": DUE})
    assert refused(tasks.require_steps, [ON] * 21, given_on=ON, due_on=DUE)[0] == "too_many_steps"


@each(
    [
        ("in_work", DUE, None, None, False),
        ("in_work", DUE + DAY, None, None, True),
        ("asked", DUE + DAY, None, None, True),
        ("reported", DUE + DAY, DUE, None, False),
        ("reported", DUE + DAY, DUE + DAY, None, True),
        ("reported", DUE + DAY, None, None, False),
        ("done", DUE + DAY, DUE, DUE, False),
        ("done", DUE + DAY, DUE + DAY, DUE + DAY, True),
        ("done", DUE + DAY, None, None, False),
        ("cancelled", DUE + DAY, None, None, False),
    ]
)
def test_a_task_is_late_by_its_day(case):
    state, on, reported_on, done_on, late = case
    assert tasks.late(state=state, due_on=DUE, on=on, reported_on=reported_on, done_on=done_on) is late


def test_who_was_briefed_acknowledges_once():
    tasks.require_acknowledging(briefed=True, acknowledged=False)
    assert refused(tasks.require_acknowledging, briefed=False, acknowledged=False)[0] == "not_briefed"
    assert refused(tasks.require_acknowledging, briefed=True, acknowledged=True)[0] == "acknowledged_already"


def test_nobody_is_reminded_twice_in_a_day():
    tasks.require_reminding(reminded_on=None, on=ON)
    tasks.require_reminding(reminded_on=ON - DAY, on=ON)
    assert refused(tasks.require_reminding, reminded_on=ON, on=ON)[0] == "reminded_today"
