"""What must hold of any date, whatever the rule and the calendar; a walker of its own checks the counting."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings, strategies as st

from hoiam.law import clocks, packs
from hoiam.law.calendar import Calendar
from tests.every import each
from tests.law import builders

VN = packs.load("vn").calendar
ONE = timedelta(days=1)
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)

days = st.dates(FIRST, LAST)
amounts = st.integers(1, 60)
units = st.sampled_from(["days", "working_days", "months"])
forward = st.builds(builders.rule, amounts, units, st.sampled_from(["max", "limitation", "window", "min"]))
deadlines = st.builds(builders.rule, amounts, units, st.sampled_from(["max", "limitation", "window"]))
backward = st.builds(builders.rule, amounts, units, st.just("min"), st.just("before"))
any_rule = forward | backward
calendars = st.sampled_from([VN, *builders.odd_calendars(FIRST, LAST)])

quick = settings(max_examples=25, deadline=None)


def walk(event: date, amount: int, step: int, calendar: Calendar) -> date:
    """Day by day, on fingers."""
    on, left = event, amount
    while left:
        on += ONE * step
        left -= calendar.day(on).working
    return on


@quick
@given(any_rule, days, st.integers(0, 30), calendars)
def test_a_later_event_is_never_due_earlier(rule, event, later, calendar):
    one = clocks.compute(rule, event, calendar)
    two = clocks.compute(rule, event + ONE * later, calendar)
    assert one.unrolled <= two.unrolled
    assert one.legal_due <= two.legal_due
    assert one.safe_due <= two.safe_due


@quick
@given(any_rule, days, calendars)
def test_as_many_days_are_counted_as_the_rule_says(rule, event, calendar):
    counted = [day for day in clocks.compute(rule, event, calendar).days if day.counted]
    assert [day.number for day in counted] == list(range(1, rule.amount + 1))


@quick
@given(
    st.builds(
        builders.rule,
        amounts,
        st.sampled_from(["days", "working_days"]),
        direction=st.sampled_from(["after", "before"]),
    ),
    days,
    calendars,
)
def test_no_day_on_the_way_is_left_out(rule, event, calendar):
    rows = clocks.compute(rule, event, calendar).days
    gaps = {abs(after.on - before.on) for before, after in pairwise(rows)}
    assert gaps == {ONE}
    assert all(row.day == calendar.day(row.on) for row in rows)


@quick
@given(amounts, st.sampled_from(["after", "before"]), days, calendars)
def test_working_days_agree_with_a_walk_on_fingers(amount, direction, event, calendar):
    due = clocks.compute(builders.rule(amount, "working_days", direction=direction), event, calendar)
    assert due.unrolled == walk(event, amount, -1 if direction == "before" else 1, calendar)


@quick
@given(deadlines, days, calendars)
def test_a_deadline_is_legal_on_a_working_day_and_safe_no_later_than_it_was_counted(rule, event, calendar):
    due = clocks.compute(rule, event, calendar)
    assert event <= due.safe_due <= due.unrolled <= due.legal_due
    assert calendar.is_working(due.legal_due)
    assert not any(
        calendar.is_working(row.on) for row in due.days if row.role == "rolled" and row.on < due.legal_due
    )


@quick
@given(forward.filter(lambda rule: rule.kind == "min"), days, calendars)
def test_a_minimum_period_is_over_before_its_safe_day(rule, event, calendar):
    due = clocks.compute(rule, event, calendar)
    assert due.unrolled == due.legal_due < due.safe_due
    assert calendar.is_working(due.safe_due)


@quick
@given(backward, days, calendars)
def test_a_notice_is_safe_on_a_working_day_before_its_last(rule, event, calendar):
    due = clocks.compute(rule, event, calendar)
    assert due.safe_due < due.legal_due == due.unrolled < event
    assert calendar.is_working(due.safe_due)


@quick
@given(days, calendars)
def test_rolling_twice_is_rolling_once(on, calendar):
    rolled, back = calendar.next_working(on), calendar.last_working(on)
    assert calendar.next_working(rolled) == rolled
    assert calendar.last_working(back) == back
    assert back <= on <= rolled
    assert (back == on == rolled) == calendar.is_working(on)


@quick
@given(
    st.builds(builders.rule, st.integers(1, 200), st.just("hours"), st.sampled_from(["max", "min"])),
    st.builds(datetime.combine, days, st.times()),
    calendars,
)
def test_hours_are_exact(rule, event, calendar):
    due = clocks.compute(rule, event, calendar)
    assert due.moment - event == timedelta(hours=rule.amount)
    assert due.days[-1].on == due.legal_due == due.moment.date()


@each([3, 5, 7, 10, 15, 30])
def test_every_receipt_day_of_2026_agrees_with_a_walk_on_fingers(amount):
    rule = builders.rule(amount, "working_days")
    for offset in range(365):
        event = date(2026, 1, 1) + ONE * offset
        assert clocks.compute(rule, event, VN).legal_due == walk(event, amount, 1, VN)
