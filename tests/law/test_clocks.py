from datetime import date, datetime

import pytest

from hoiam.law import clocks
from hoiam.law.refusal import Refused
from tests.every import each
from tests.law import builders

PLAIN = builders.calendar(confirmed=[2026])
MONDAY, FRIDAY = date(2026, 6, 1), date(2026, 6, 5)
SATURDAY, SUNDAY = date(2026, 6, 6), date(2026, 6, 7)
NEXT_MONDAY = date(2026, 6, 8)


def due(amount, unit="days", *, kind="max", direction="after", event=MONDAY, calendar=PLAIN):
    return clocks.compute(builders.rule(amount, unit, kind, direction), event, calendar)


def test_the_event_day_is_listed_first_and_not_counted():
    first, *rest = due(3).days
    assert (first.on, first.role, first.counted, first.number) == (MONDAY, "event", False, None)
    assert [(day.on.day, day.number) for day in rest] == [(2, 1), (3, 2), (4, 3)]


@each(["max", "limitation", "window"])
def test_a_last_day_on_a_saturday_moves_to_monday_and_is_safe_on_friday(kind):
    found = due(5, kind=kind)
    assert (found.unrolled, found.legal_due, found.safe_due) == (SATURDAY, NEXT_MONDAY, FRIDAY)
    assert [(day.on, day.role) for day in found.days[-2:]] == [(SUNDAY, "rolled"), (NEXT_MONDAY, "rolled")]


def test_a_last_day_that_is_worked_stays():
    found = due(4)
    assert found.unrolled == found.legal_due == found.safe_due == FRIDAY


def test_working_days_skip_days_off_and_say_so():
    found = due(2, "working_days", event=FRIDAY)
    assert [(day.on.day, day.role, day.number) for day in found.days] == [
        (5, "event", None),
        (6, "skipped", None),
        (7, "skipped", None),
        (8, "counted", 1),
        (9, "counted", 2),
    ]
    assert found.legal_due == found.safe_due == date(2026, 6, 9)


def test_a_saturday_worked_instead_counts():
    swapped = PLAIN.amended(builders.swap(NEXT_MONDAY, SATURDAY))
    assert due(1, "working_days", event=FRIDAY, calendar=swapped).legal_due == SATURDAY


def test_a_minimum_period_is_not_cut_short_and_ends_before_the_safe_day():
    found = due(5, kind="min")
    assert (found.unrolled, found.legal_due, found.safe_due) == (SATURDAY, SATURDAY, NEXT_MONDAY)


def test_a_notice_counts_back_and_is_safe_a_working_day_earlier():
    found = due(5, kind="min", direction="before", event=date(2026, 6, 13))
    assert (found.legal_due, found.safe_due) == (NEXT_MONDAY, FRIDAY)
    assert [day.on.day for day in found.days] == [13, 12, 11, 10, 9, 8]


def test_a_notice_in_working_days_counts_back_over_the_weekend():
    found = due(5, "working_days", kind="min", direction="before", event=date(2026, 6, 10))
    assert (found.legal_due, found.safe_due) == (date(2026, 6, 3), date(2026, 6, 2))


def test_a_notice_whose_last_day_is_a_sunday_is_not_rolled_towards_the_event():
    found = due(3, kind="min", direction="before", event=date(2026, 6, 10))
    assert (found.legal_due, found.safe_due) == (SUNDAY, FRIDAY)


def test_months_end_on_the_same_day_of_the_month():
    found = due(3, "months", event=date(2026, 1, 15))
    assert [day.on for day in found.days[1:]] == [date(2026, 2, 15), date(2026, 3, 15), date(2026, 4, 15)]
    assert found.legal_due == date(2026, 4, 15)


def test_a_month_without_that_day_ends_on_its_last_day():
    assert due(1, "months", event=date(2026, 1, 31)).unrolled == date(2026, 2, 28)
    assert due(1, "months", event=date(2028, 1, 31)).unrolled == date(2028, 2, 29)


def test_months_run_over_the_year_and_back():
    assert due(2, "months", event=date(2026, 11, 30)).unrolled == date(2027, 1, 30)
    assert due(2, "months", direction="before", event=date(2026, 1, 15)).unrolled == date(2025, 11, 15)


def test_hours_do_not_roll():
    found = due(24, "hours", event=datetime(2026, 6, 5, 9))  # noqa: DTZ001
    assert found.legal_due == found.safe_due == found.unrolled == SATURDAY
    assert found.moment == datetime(2026, 6, 6, 9)  # noqa: DTZ001
    assert [(day.on, day.role) for day in found.days] == [(FRIDAY, "event"), (SATURDAY, "counted")]


def test_hours_within_a_day_touch_only_that_day():
    found = due(1, "hours", kind="min", direction="before", event=datetime(2026, 6, 5, 9))  # noqa: DTZ001
    assert found.moment == datetime(2026, 6, 5, 8)  # noqa: DTZ001
    assert [day.on for day in found.days] == [FRIDAY] == [found.legal_due]


def test_hours_counted_back_past_midnight_list_the_day_before():
    found = due(12, "hours", direction="before", event=datetime(2026, 6, 5, 9))  # noqa: DTZ001
    assert [day.on.day for day in found.days] == [5, 4]


def test_hours_from_a_bare_day_count_from_its_first_minute():
    assert due(72, "hours", event=MONDAY).moment == datetime(2026, 6, 4)  # noqa: DTZ001


def test_a_moment_for_a_rule_in_days_is_refused():
    with pytest.raises(Refused) as refused:
        due(3, event=datetime(2026, 6, 1, 23))  # noqa: DTZ001
    assert refused.value.code == "day_needed"


def test_a_rule_without_a_number_gives_no_date():
    with pytest.raises(Refused) as refused:
        due(0)
    assert (refused.value.code, refused.value.facts) == ("no_statutory_limit", {"rule": "test.rule"})


def test_an_event_before_the_rule_was_in_force_is_refused():
    young = builders.rule(in_force_from="2026-07-01")
    with pytest.raises(Refused) as refused:
        clocks.compute(young, date(2026, 6, 30), PLAIN)
    assert refused.value.code == "rule_not_in_force"
    assert refused.value.facts == {
        "rule": "test.rule",
        "event": date(2026, 6, 30),
        "in_force_from": date(2026, 7, 1),
        "in_force_until": None,
    }


def test_an_event_after_the_rule_ended_is_refused_and_its_last_day_is_not():
    old = builders.rule(in_force_until="2026-06-30")
    assert clocks.compute(old, date(2026, 6, 30), PLAIN).legal_due == date(2026, 7, 10)
    with pytest.raises(Refused):
        clocks.compute(old, date(2026, 7, 1), PLAIN)


def test_a_rule_may_be_applied_earlier_than_its_force_by_decision():
    early = builders.rule(in_force_from="2026-07-01", applied_from="2026-06-01")
    assert early.governs(date(2026, 6, 1))
    assert not early.governs(date(2026, 5, 31))


def test_with_no_working_day_in_the_period_the_safe_day_is_the_last_day_itself():
    off = builders.calendar(NEXT_MONDAY)
    found = due(2, event=SATURDAY, calendar=off)
    assert (found.unrolled, found.safe_due, found.legal_due) == (NEXT_MONDAY, NEXT_MONDAY, date(2026, 6, 9))


def test_a_date_that_runs_into_a_year_not_yet_official_is_marked():
    assert due(10).confirmed
    assert not due(10, event=date(2026, 12, 28)).confirmed
    assert not due(10, direction="before", event=date(2027, 1, 5)).confirmed


NAMED = builders.rule(0)


def test_a_promised_day_binds_as_named():
    found = clocks.promised(NAMED, MONDAY, NEXT_MONDAY, PLAIN)
    assert found.unrolled == found.legal_due == found.safe_due == NEXT_MONDAY
    assert [(day.on, day.role, day.counted) for day in found.days] == [
        (MONDAY, "event", False),
        (NEXT_MONDAY, "promised", False),
    ]
    assert found.confirmed


def test_a_promised_sunday_does_not_move_and_is_safe_on_the_friday():
    found = clocks.promised(NAMED, MONDAY, SUNDAY, PLAIN)
    assert (found.legal_due, found.safe_due) == (SUNDAY, FRIDAY)


def test_a_promised_day_before_the_event_is_refused():
    with pytest.raises(Refused) as refused:
        clocks.promised(NAMED, NEXT_MONDAY, MONDAY, PLAIN)
    assert refused.value.code == "promise_before_event"


def test_a_promise_under_a_rule_not_in_force_is_refused():
    with pytest.raises(Refused) as refused:
        clocks.promised(builders.rule(0, in_force_from="2027-01-01"), MONDAY, NEXT_MONDAY, PLAIN)
    assert refused.value.code == "rule_not_in_force"
