"""Counts kept beside what they count: changes are gathered as law says, then written in one statement."""

from datetime import date

from django.db import connection

from hoiam.law import counting
from hoiam.law.counting import COLUMNS, Cell, Clock, month
from hoiam.office.models import Unit

__all__ = ["COLUMNS", "Cell", "Changes", "Clock", "month"]
_UPSERT = (
    "INSERT INTO duties_tally (key, measure, day, unit_id, post_id, field, bucket, n, used, allowed, last) "
    "VALUES {rows} ON CONFLICT (key, measure, day, unit_id, post_id, field, bucket) DO UPDATE SET "
    "n = duties_tally.n + excluded.n, used = duties_tally.used + excluded.used, "
    "allowed = duties_tally.allowed + excluded.allowed, last = duties_tally.last + excluded.last"
)
_ROW = f"({', '.join(['%s'] * 11)})"
_BATCH = 100


class Changes(counting.Sums):
    """Differences to tallies. Saving sorts the cells, so writers never wait for each other in a circle."""

    def __init__(self) -> None:
        super().__init__(_began)

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


def _began(unit_id: int) -> date:
    """Only asked of what is late; one statement for each unit."""
    return Unit.objects.values_list("valid_from", flat=True).get(pk=unit_id)
