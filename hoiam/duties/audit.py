"""Do the tallies say what the duties say? Recomputed from every row; any difference is an incident."""

from dataclasses import dataclass
from datetime import date

from hoiam.duties.models import Duty, Tally
from hoiam.duties.tallies import Cell, Changes, Clock
from hoiam.kit.moments import local_day

_CLOCK = ("key", "unit_id", "post_id", "event_on", "due_on", "received_on")
_CELL = ("key", "measure", "day", "unit_id", "post_id", "n", "used", "allowed")


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell whose stored counts (n, used, allowed) are not those of the rows."""

    key: str
    measure: str
    day: date
    unit_id: int
    post_id: int
    stored: tuple[int, ...]
    counted: tuple[int, ...]


def recount() -> tuple[Difference, ...]:
    """Every difference between the tallies and the duties; one pass over both."""
    counted = _counted()
    stored = {
        Cell(*row[:5]): tuple(row[5:]) for row in Tally.objects.values_list(*_CELL).iterator(chunk_size=5000)
    }
    nothing = (0, 0, 0)
    return tuple(
        Difference(*cell, stored=stored.get(cell, nothing), counted=counted.get(cell, nothing))
        for cell in sorted(stored.keys() | counted.keys())
        if stored.get(cell, nothing) != counted.get(cell, nothing)
    )


def _counted() -> dict[Cell, tuple[int, ...]]:
    changes = Changes()
    rows = Duty.objects.values_list("outcome", "closed_at", *_CLOCK)
    for outcome, closed_at, *clock_row in rows.iterator(chunk_size=5000):
        clock = Clock(*clock_row)
        if closed_at is None:
            changes.opened(clock)
        else:
            changes.received(clock)
            changes.ended(clock, outcome, local_day(closed_at))
    return {cell: tuple(counts) for cell, counts in changes.cells.items()}
