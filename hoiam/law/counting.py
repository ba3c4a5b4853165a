"""How duties are counted: which cells of the tally one duty stands in while it runs and when it ends.

What law.told counts from the log, line by line, this keeps beside the duties, difference by difference.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from hoiam.law import scores
from hoiam.law.step import Outcome

HELD = "held"
"""The subject of duties that no list shows: only whoever keeps their case knows of them."""
_KEPT = (Outcome.MET, Outcome.LATE)


class Measure(StrEnum):
    """What a tally counts."""

    RECEIVED = "received"
    MET = "met"
    LATE = "late"
    OPEN = "open"
    VOID = "void"
    SPENT = "spent"
    REFUSED = "refused"
    PASSED = "passed"
    SILENT = "silent"
    REOPENED = "reopened"


class Cell(NamedTuple):
    """One row of the tally, by its unique key; tuples sort the same in every process."""

    key: str
    measure: str
    day: date
    unit_id: int
    post_id: int
    field: str = ""
    bucket: int = 0


class Clock(NamedTuple):
    """What a tally needs to know of a duty; the columns of `COLUMNS`, in their order."""

    key: str
    unit_id: int
    post_id: int
    event_on: date
    due_on: date
    received_on: date | None
    subject: str = ""
    field: str = ""
    lapses: bool = False
    opened_by: str = ""

    @property
    def counts(self) -> bool:
        """A right that ends is owed by nobody; of what is held no figure speaks."""
        return not self.lapses and self.subject != HELD

    def cell(self, measure: Measure, day: date, bucket: int = 0) -> Cell:
        """Where this duty is counted."""
        return Cell(self.key, measure.value, day, self.unit_id, self.post_id, self.field, bucket)


COLUMNS = Clock._fields


class Sums:
    """Differences to counts, by cell: n, used, allowed, last. `began`: the first day of a unit, by its number."""

    def __init__(self, began: Callable[[int], date]) -> None:
        self.cells: defaultdict[Cell, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self._began = cache(began)

    def opened(self, clock: Clock, by: int = 1) -> None:
        """A running clock appeared (or, with -1, went away), together with the receipt it stands for."""
        self._running(clock, by)
        self.received(clock, by)

    def begun(self, clock: Clock, on: date, by: int = 1) -> None:
        """That it was opened once more, by an event that opens again what had ended."""
        if scores.reopened(clock.opened_by):
            self._add(clock, Measure.REOPENED, month(on), by)

    def closed(self, clock: Clock, outcome: str, on: date, ended_by: str = "") -> None:
        """A running clock ended on a local day; its receipt stays counted."""
        self._running(clock, -1)
        self.ended(clock, outcome, on, ended_by=ended_by)

    def ended(self, clock: Clock, outcome: str, on: date, by: int = 1, ended_by: str = "") -> None:
        """Count the end alone (or, with -1, take it back). Days used and allowed run from the event.

        What was overdue before the unit began is late for the unit that let it be so, not for this one.
        """
        how = scores.ending(ended_by, outcome)
        if how:
            self._add(clock, Measure(how), month(on), by)
        if outcome == Outcome.VOID:
            self._add(clock, Measure.VOID, month(on), by)
        if outcome in _KEPT and not (outcome == Outcome.LATE and clock.due_on < self._began(clock.unit_id)):
            used, allowed = (on - clock.event_on).days, (clock.due_on - clock.event_on).days
            last = int(on == clock.due_on)
            self._add(clock, Measure(outcome), month(on), by, by * used, by * allowed, by * last)
            self._add(clock, Measure.SPENT, month(on), by, bucket=scores.bucket(used))

    def received(self, clock: Clock, by: int = 1) -> None:
        """Count the receipt alone."""
        if clock.received_on:
            self._add(clock, Measure.RECEIVED, month(clock.received_on), by)

    def row(
        self, clock: Clock, outcome: str, opened_on: date, closed_on: date | None, ended_by: str, by: int = 1
    ) -> None:
        """All that one row of the duties stands for (or, with -1, take it all back)."""
        self.begun(clock, opened_on, by)
        self.received(clock, by)
        if closed_on is None:
            self._running(clock, by)
        else:
            self.ended(clock, outcome, closed_on, by, ended_by)

    def _running(self, clock: Clock, by: int) -> None:
        self._add(clock, Measure.OPEN, clock.due_on, by)

    def _add(self, clock: Clock, measure: Measure, day: date, *counts: int, bucket: int = 0) -> None:
        """`counts`: n, used, allowed, last."""
        if clock.counts:
            cell = self.cells[clock.cell(measure, day, bucket)]
            for place, count in enumerate(counts):
                cell[place] += count


def month(day: date) -> date:
    """The first of its month."""
    return day.replace(day=1)
