"""Counts kept beside what they count: changes are gathered, then written in one statement."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db import connection

from hoiam.duties.models import Measure, Outcome
from hoiam.office.models import Unit

_UPSERT = (
    "INSERT INTO duties_tally (key, measure, day, unit_id, post_id, n, used, allowed) VALUES {rows} "
    "ON CONFLICT (key, measure, day, unit_id, post_id) DO UPDATE SET n = duties_tally.n + excluded.n, "
    "used = duties_tally.used + excluded.used, allowed = duties_tally.allowed + excluded.allowed"
)
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s)"
_BATCH = 100
_KEPT = (Outcome.MET, Outcome.LATE)


class Cell(NamedTuple):
    """One row of the tally, by its unique key; tuples sort the same in every process."""

    key: str
    measure: str
    day: date
    unit_id: int
    post_id: int


class Clock(NamedTuple):
    """What a tally needs to know of a duty."""

    key: str
    unit_id: int
    post_id: int
    event_on: date
    due_on: date
    received_on: date | None

    def cell(self, measure: Measure, day: date) -> Cell:
        """Where this duty is counted."""
        return Cell(self.key, measure.value, day, self.unit_id, self.post_id)


class Changes:
    """Differences to tallies. Saving sorts the cells, so writers never wait for each other in a circle."""

    def __init__(self) -> None:
        self.cells: defaultdict[Cell, list[int]] = defaultdict(lambda: [0, 0, 0])
        self._began: dict[int, date] = {}

    def opened(self, clock: Clock, by: int = 1) -> None:
        """A running clock appeared (or, with -1, went away), together with the receipt it stands for."""
        self._add(clock.cell(Measure.OPEN, clock.due_on), by)
        self.received(clock, by)

    def closed(self, clock: Clock, outcome: str, on: date) -> None:
        """A running clock ended on a local day; its receipt stays counted."""
        self._add(clock.cell(Measure.OPEN, clock.due_on), -1)
        self.ended(clock, outcome, on)

    def ended(self, clock: Clock, outcome: str, on: date, by: int = 1) -> None:
        """Count the end alone (or, with -1, take it back). Days used and allowed run from the event.

        What was overdue before the unit began is late for the unit that let it be so, not for this one.
        """
        if outcome in _KEPT and not (
            outcome == Outcome.LATE and clock.due_on < self._begin_of(clock.unit_id)
        ):
            used, allowed = (on - clock.event_on).days, (clock.due_on - clock.event_on).days
            self._add(clock.cell(Measure(outcome), month(on)), by, by * used, by * allowed)

    def received(self, clock: Clock, by: int = 1) -> None:
        """Count the receipt alone."""
        if clock.received_on:
            self._add(clock.cell(Measure.RECEIVED, month(clock.received_on)), by)

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

    def _add(self, cell: Cell, n: int, used: int = 0, allowed: int = 0) -> None:
        counts = self.cells[cell]
        counts[0] += n
        counts[1] += used
        counts[2] += allowed


def month(day: date) -> date:
    """The first of its month."""
    return day.replace(day=1)
