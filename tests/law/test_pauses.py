"""Stopping, resuming and extending a clock: what is refused, what a decision does to the days, what always holds."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from hoiam.law import clocks, packs, pauses
from hoiam.law.pauses import Granted, Pause, Sign, Signed
from hoiam.law.refusal import Refused
from hoiam.law.rules import TimeUnit
from tests.every import each_row
from tests.law import builders

VN = packs.load("vn").calendar
ONE = timedelta(days=1)
STOPS = {"source_document": "a law", "article": "11a"}
THIRTY = {"amount": 30, "unit": "days", "source_document": "a law", "article": "30"}
DAYS = TimeUnit.DAYS
COMPLEX = {**THIRTY, "when": "complex"}
quick = settings(max_examples=25, deadline=None)


def rule(amount=30, unit="days", **more):
    return builders.rule(amount, unit, stops=STOPS, **more)


def d(text):
    return date.fromisoformat(text)


def test_worked_example_23_counts_the_day_of_the_resumption():
    pause = Pause(d("2026-08-17"), d("2026-09-14"), "12/QĐ-UBND")
    due = clocks.run(rule(), d("2026-08-03"), VN, pauses=[pause])
    assert due.legal_due == due.safe_due == d("2026-09-29")
    still = [row.on for row in due.days if row.role == "paused"]
    assert (still[0], still[-1], len(still)) == (d("2026-08-18"), d("2026-09-13"), 27)
    assert next(row.number for row in due.days if row.on == d("2026-09-14")) == 15


def test_worked_example_9_stacks_on_the_limit_before_it_was_moved():
    twice = rule(extend=[THIRTY, THIRTY])
    decisions = [Granted(30, DAYS, d("2026-02-10"), "1"), Granted(30, DAYS, d("2026-03-10"), "2")]
    due = clocks.run(twice, d("2026-01-19"), VN, extensions=decisions)
    assert (due.unrolled, due.legal_due, due.safe_due) == (d("2026-04-19"), d("2026-04-20"), d("2026-04-17"))
    assert [row.number for row in due.days if row.role == "extended"] == list(range(31, 91))


def test_an_extension_is_granted_for_what_the_case_was_found_to_be():
    granted = Granted(30, DAYS, d("2026-02-10"), "1", frozenset({"complex"}))
    due = clocks.run(rule(extend=[COMPLEX]), d("2026-01-19"), VN, extensions=[granted])
    assert due.unrolled == d("2026-03-20")


def test_an_extension_in_another_unit_counts_in_its_own():
    other = {**THIRTY, "amount": 10, "unit": "working_days"}
    due = clocks.run(
        rule(15, extend=[other]),
        d("2026-06-01"),
        VN,
        extensions=[Granted(10, TimeUnit.WORKING_DAYS, d("2026-06-10"), "1")],
    )
    assert due.unrolled == d("2026-06-30")  # the 16th is a Tuesday
    assert [row.number for row in due.days if row.role == "extended"] == list(range(1, 11))


def test_a_pause_may_lie_in_the_time_added():
    longer = rule(extend=[THIRTY])
    granted = [Granted(30, DAYS, d("2026-06-20"), "1")]
    plain = clocks.run(longer, d("2026-06-01"), VN, extensions=granted)
    pause = Pause(d("2026-07-10"), d("2026-07-21"), "2")
    assert (
        clocks.run(longer, d("2026-06-01"), VN, pauses=[pause], extensions=granted).unrolled
        == plain.unrolled + 10 * ONE
    )


def test_months_are_put_off_by_the_days_the_clock_stood_still():
    months = rule(2, "months", extend=[{**THIRTY, "amount": 1, "unit": "months"}])
    pause = Pause(d("2026-03-10"), d("2026-03-21"), "1")
    due = clocks.run(months, d("2026-01-31"), VN, pauses=[pause])
    assert [row.on for row in due.days if row.counted] == [d("2026-02-28"), d("2026-04-10")]
    granted = Granted(1, TimeUnit.MONTHS, d("2026-04-01"), "2")
    assert clocks.run(months, d("2026-01-31"), VN, pauses=[pause], extensions=[granted]).unrolled == d(
        "2026-05-10"
    )


def test_a_clock_that_stands_still_has_no_date_but_says_what_is_left():
    with pytest.raises(Refused) as refused:
        clocks.run(rule(), d("2026-08-03"), VN, pauses=[Pause(d("2026-08-17"), None, "1")])
    assert refused.value.code == "clock_stopped"
    assert refused.value.facts == {"since": d("2026-08-17"), "used": 14, "left": 16}


def test_without_decisions_a_run_is_what_is_computed():
    assert clocks.run(rule(), d("2026-08-03"), VN) == clocks.compute(rule(), d("2026-08-03"), VN)


CLOSED = Pause(d("2026-06-10"), d("2026-06-20"), "1")
GRANT = Granted(30, DAYS, d("2026-06-10"), "1")
REFUSED = [
    ("clock_cannot_stop", builders.rule(30), [CLOSED], []),
    ("clock_cannot_stop", builders.rule(30, stops={**STOPS, "in_force_from": "2026-07-01"}), [CLOSED], []),
    ("stop_before_event", rule(), [Pause(d("2026-05-31"), d("2026-06-20"), "1")], []),
    ("resume_before_stop", rule(), [Pause(d("2026-06-10"), d("2026-06-09"), "1")], []),
    ("stop_after_limit", rule(), [Pause(d("2026-07-02"), d("2026-07-09"), "1")], []),
    ("pauses_overlap", rule(), [CLOSED, Pause(d("2026-06-19"), None, "2")], []),
    ("pauses_overlap", rule(), [Pause(d("2026-06-10"), None, "1"), Pause(d("2026-06-19"), None, "2")], []),
    ("finding_needed", rule(extend=[COMPLEX]), [], [replace(GRANT, found=frozenset())]),
    ("no_more_extensions", rule(), [], [GRANT]),
    ("no_more_extensions", rule(extend=[THIRTY]), [], [GRANT, GRANT]),
    ("extension_too_long", rule(extend=[THIRTY]), [], [replace(GRANT, amount=31)]),
    ("extension_too_long", rule(extend=[THIRTY]), [], [replace(GRANT, amount=0)]),
    ("extension_too_long", rule(extend=[THIRTY]), [], [replace(GRANT, unit=TimeUnit.WORKING_DAYS)]),
    ("extension_too_late", rule(extend=[THIRTY]), [], [replace(GRANT, on=d("2026-07-02"))]),
]


@each_row(REFUSED)
def test_what_the_law_does_not_allow_is_refused(code, of, stopped, granted):
    with pytest.raises(Refused) as refused:
        clocks.run(of, d("2026-06-01"), VN, pauses=stopped, extensions=granted)
    assert refused.value.code == code


def test_decisions_are_read_as_pauses():
    signed = [
        Signed(Sign.STOP, d("2026-06-10"), "1/QĐ"),
        Signed(Sign.RESUME, d("2026-06-20"), "2/QĐ"),
        Signed(Sign.STOP, d("2026-06-25"), "3/QĐ"),
    ]
    assert pauses.read(signed) == (
        Pause(d("2026-06-10"), d("2026-06-20"), "1/QĐ"),
        Pause(d("2026-06-25"), None, "3/QĐ"),
    )
    assert [pause.length for pause in pauses.read(signed)] == [9, 0]


@each_row(
    [
        ("resume_without_stop", [(Sign.RESUME, "1")]),
        ("already_stopped", [(Sign.STOP, "1"), (Sign.STOP, "2")]),
        ("resume_without_stop", [(Sign.STOP, "1"), (Sign.RESUME, "2"), (Sign.RESUME, "3")]),
        ("decision_needed", [(Sign.STOP, " ")]),
    ]
)
def test_decisions_out_of_order_are_refused(code, signs):
    with pytest.raises(Refused) as refused:
        pauses.read(Signed(sign, d("2026-06-10"), number) for sign, number in signs)
    assert refused.value.code == code


days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
units = st.sampled_from(["days", "working_days", "months"])
used = st.integers(0, 9)
still = st.integers(0, 60)


def paused(of, event, after, length):
    """A pause that begins while the clock runs."""
    return Pause(event + after * ONE, event + (after + length) * ONE, "1")


@quick
@given(st.builds(rule, st.integers(10, 60), units), days, used, still)
def test_stopping_and_resuming_never_shortens(of, event, after, length):
    without = clocks.compute(of, event, VN)
    due = clocks.run(of, event, VN, pauses=[paused(of, event, after, length)])
    assert due.unrolled >= without.unrolled
    assert (due.legal_due, due.safe_due) >= (without.legal_due, without.safe_due)
    assert sum(row.counted for row in due.days) == of.amount


@quick
@given(
    st.builds(rule, st.integers(12, 60), st.sampled_from(["days", "working_days"])), days, used, still, still
)
def test_two_pauses_that_meet_are_one_but_for_the_day_between(of, event, after, one, two):
    """The day on which the clock is resumed and stopped again counts."""
    first = paused(of, event, after, one)
    second = Pause(first.resumed_on, first.resumed_on + two * ONE, "2")
    split = clocks.run(of, event, VN, pauses=[first, second])
    between = [row for row in split.days if row.on == first.resumed_on and row.role != "event"]
    assert all(row.role != "paused" for row in between)
    stood = sum(row.role == "paused" for row in split.days)
    assert stood == max(one - 1, 0) + max(two - 1, 0)


@quick
@given(st.builds(rule, st.integers(1, 60), units), days, st.integers(0, 20))
def test_a_later_event_under_the_same_pause_is_never_due_earlier(of, event, later):
    pause = Pause(event + (later + 1) * ONE, event + (later + 15) * ONE, "1")
    if pause.stopped_on > clocks.compute(of, event, VN).unrolled:
        return
    one = clocks.run(of, event, VN, pauses=[pause])
    assert one.unrolled <= clocks.run(of, event + later * ONE, VN, pauses=[pause]).unrolled


@quick
@given(st.integers(1, 60), st.integers(1, 60), units, days)
def test_a_period_and_its_extension_add_up(first, second, unit, event):
    longer = rule(first, unit, extend=[{**THIRTY, "amount": second, "unit": unit}])
    due = clocks.run(longer, event, VN, extensions=[Granted(second, TimeUnit(unit), event, "1")])
    if unit == "months":
        assert abs((due.unrolled - clocks.compute(rule(first + second, unit), event, VN).unrolled).days) <= 3
    else:
        assert due.unrolled == clocks.compute(rule(first + second, unit), event, VN).unrolled


kinds = st.sampled_from(["max", "min", "limitation", "window"])
ways = st.sampled_from(["after", "before"])


@quick
@given(
    st.builds(builders.rule, st.integers(1, 700), units, kinds, ways),
    st.dates(date(1995, 1, 1), date(2035, 1, 1)),
)
def test_dates_without_the_walk_are_those_of_the_walk(of, event):
    due = clocks.compute(of, event, VN)
    assert clocks.dates(of, event, VN) == (due.unrolled, due.legal_due, due.safe_due)


def test_dates_of_hours_take_the_walk_and_of_days_no_moment():
    moment = datetime.combine(d("2026-02-14"), time(10, 30))
    assert clocks.dates(builders.rule(72, "hours"), moment, VN) == (d("2026-02-17"),) * 3
    with pytest.raises(Refused, match="day_needed"):
        clocks.dates(builders.rule(3), moment, VN)
    with pytest.raises(Refused, match="no_statutory_limit"):
        clocks.dates(builders.rule(0), d("2026-02-14"), VN)
