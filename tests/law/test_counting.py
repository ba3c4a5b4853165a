"""In which cells of the tally a duty is counted, and that what is taken back leaves nothing."""

from datetime import date, timedelta

import pytest

from hoiam.law.counting import HELD, Cell, Clock, Measure, Sums

DAY = date(2026, 3, 2)
DUE = date(2026, 3, 16)
CLOCK = Clock("answer", 1, 2, DAY, DUE, DAY)


def sums():
    return Sums(lambda _unit: date(2025, 7, 1))


def counted(found):
    return {
        (cell.measure, cell.day, cell.bucket): counts for cell, counts in found.cells.items() if any(counts)
    }


def test_what_runs_is_counted_by_its_last_day_and_its_receipt_by_month():
    found = sums()
    found.opened(CLOCK)
    assert counted(found) == {
        (Measure.OPEN, DUE, 0): [1, 0, 0, 0],
        (Measure.RECEIVED, date(2026, 3, 1), 0): [1, 0, 0, 0],
    }


def test_what_ended_in_time_is_counted_with_its_days():
    found = sums()
    found.row(CLOCK, "met", DAY, DUE, "approve")
    assert counted(found) == {
        (Measure.RECEIVED, date(2026, 3, 1), 0): [1, 0, 0, 0],
        (Measure.MET, date(2026, 3, 1), 0): [1, 14, 14, 1],
        (Measure.SPENT, date(2026, 3, 1), 14): [1, 0, 0, 0],
    }


def test_opened_closed_and_taken_back_leaves_the_receipt_alone():
    found = sums()
    found.opened(CLOCK)
    found.closed(CLOCK, "late", DUE + timedelta(days=9))
    found.ended(CLOCK, "late", DUE + timedelta(days=9), by=-1)
    assert counted(found) == {(Measure.RECEIVED, date(2026, 3, 1), 0): [1, 0, 0, 0]}


def test_a_row_taken_back_leaves_nothing():
    found = sums()
    for by in (1, -1):
        found.row(CLOCK._replace(opened_by="contest"), "", DAY, None, "", by)
        found.row(CLOCK, "void", DAY, DUE, "refuse", by)
    assert counted(found) == {}


@pytest.mark.parametrize(
    ("outcome", "by", "measures"),
    [
        ("void", "refuse", {Measure.VOID, Measure.REFUSED}),
        ("handed_over", "transfer", {Measure.PASSED}),
        ("void", "close", {Measure.VOID, Measure.SILENT}),
    ],
)
def test_other_ends_are_counted_as_what_they_are(outcome, by, measures):
    found = sums()
    found.ended(CLOCK._replace(received_on=None), outcome, DUE, ended_by=by)
    assert {cell.measure for cell in found.cells} == measures


def test_what_was_overdue_before_the_unit_began_is_not_its_own():
    found = sums()
    found.ended(CLOCK._replace(event_on=date(2025, 5, 2), due_on=date(2025, 6, 2)), "late", DAY)
    assert counted(found) == {}


@pytest.mark.parametrize("clock", [CLOCK._replace(subject=HELD), CLOCK._replace(lapses=True)])
def test_what_is_held_and_what_lapses_is_in_no_cell(clock):
    found = sums()
    found.opened(clock)
    assert counted(found) == {}


def test_a_cell_is_named_by_what_it_counts():
    assert CLOCK.cell(Measure.OPEN, DUE) == Cell("answer", "open", DUE, 1, 2)


def test_what_counts_no_receipt_is_counted_as_none():
    found = sums()
    found.opened(CLOCK._replace(received_on=None))
    assert {cell.measure for cell in found.cells} == {Measure.OPEN}
