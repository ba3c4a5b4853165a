"""Do the tallies say what the duties say? Recomputed from every row; any difference is an incident.

What was told to the log and deleted since is counted as it was told: figures of the past do not change silently.
"""

from dataclasses import dataclass
from datetime import date

from hoiam.duties.models import Duty, Gone, Tally
from hoiam.duties.tallies import COLUMNS, Cell, Changes, Clock
from hoiam.kit import db
from hoiam.kit.moments import local_day

_ROW = ("outcome", "opened_at", "closed_at", "ended_by")
_CELL = (*Cell._fields, "n", "used", "allowed", "last")
_GONE = ("key", "unit_id", "post_id", "event_on", "due_on", "received_on", "field", "opened_by")
_ENDED = ("outcome", "opened_on", "closed_on", "ended_by")
_NOTHING = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell whose stored counts (n, used, allowed, last) are not those of the rows."""

    key: str
    measure: str
    day: date
    unit_id: int
    post_id: int
    field: str
    bucket: int
    stored: tuple[int, ...]
    counted: tuple[int, ...]


def recount() -> tuple[Difference, ...]:
    """Every difference between the tallies and the duties; one pass over both."""
    counted = _counted()
    stored = {
        Cell(*row[: len(Cell._fields)]): tuple(row[len(Cell._fields) :])
        for row in Tally.objects.values_list(*_CELL).iterator(chunk_size=5000)
    }
    return tuple(
        Difference(*cell, stored=stored.get(cell, _NOTHING), counted=counted.get(cell, _NOTHING))
        for cell in sorted(stored.keys() | counted.keys())
        if stored.get(cell, _NOTHING) != counted.get(cell, _NOTHING)
    )


def refill() -> int:
    """Write the tallies anew from the duties; gives how many cells there are. Nobody else may write meanwhile."""
    with db.writing():
        changes = _every()
        Tally.objects.all().delete()
        changes.save()
    return len(changes.cells)


def _counted() -> dict[Cell, tuple[int, ...]]:
    return {cell: tuple(counts) for cell, counts in _every().cells.items()}


def _every() -> Changes:
    changes = Changes()
    rows = Duty.objects.values_list(*_ROW, *COLUMNS)
    for outcome, opened_at, closed_at, ended_by, *clock in rows.iterator(chunk_size=5000):
        closed_on = local_day(closed_at) if closed_at else None
        changes.row(Clock(*clock), outcome, local_day(opened_at), closed_on, ended_by)
    for *clock, outcome, opened_on, closed_on, ended_by in Gone.objects.values_list(*_GONE, *_ENDED):
        key, unit, post, event_on, due_on, received_on, field, opened_by = clock
        one = Clock(key, unit, post, event_on, due_on, received_on, "gone", field, opened_by=opened_by)
        changes.row(one, outcome, opened_on, closed_on, ended_by)
    return changes
