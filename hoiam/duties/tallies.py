"""Counts kept beside what they count: changes are gathered, then written in one statement."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db import connection

from hoiam.duties.models import HELD, Measure, Outcome
from hoiam.law import scores
from hoiam.office.models import Unit

_UPSERT = (
    "INSERT INTO duties_tally (key, measure, day, unit_id, post_id, field, bucket, n, used, allowed, last) "
    "VALUES {rows} ON CONFLICT (key, measure, day, unit_id, post_id, field, bucket) DO UPDATE SET "
    "n = duties_tally.n + excluded.n, used = duties_tally.used + excluded.used, "
    "allowed = duties_tally.allowed + excluded.allowed, last = duties_tally.last + excluded.last"
)
_ROW = f"({', '.join(['%s'] * 11)})"
_BATCH = 100
_KEPT = (Outcome.MET, Outcome.LATE)


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


class Changes:
    """Differences to tallies. Saving sorts the cells, so writers never wait for each other in a circle."""

    def __init__(self) -> None:
        self.cells: defaultdict[Cell, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self._began: dict[int, date] = {}

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
        if outcome in _KEPT and not (
            outcome == Outcome.LATE and clock.due_on < self._begin_of(clock.unit_id)
        ):
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

    def save(self) -> None:
        """Write every cell that changed; one statement for up to a hundred of them."""
        rows: list[tuple[str | int | date, ...]] = [
            (*cell, *counts) for cell, counts in sorted(self.cells.items()) if any(counts)
        ]
        with connection.cursor() as cursor:
            for start in range(0, len(rows), _BATCH):
                batch = rows[start : start + _BATCH]
                values = [value for row in batch for value in row]
                cursor.execute(_UPSERT.format(rows=", ".join([_ROW] * len(batch))), values)

    def _begin_of(self, unit_id: int) -> date:
        """Only asked of what is late; one statement for each unit."""
        if unit_id not in self._began:
            self._began[unit_id] = Unit.objects.values_list("valid_from", flat=True).get(pk=unit_id)
        return self._began[unit_id]

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
