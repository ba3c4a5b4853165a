"""What an announcement of days off did to open duties, for whoever has to be told of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.duties.models import DateChange, Recount

_COLUMNS = (
    "duty__subject",
    "duty__subject_id",
    "duty__key",
    "duty__post_id",
    "duty__event_on",
    "due_before",
    "due_after",
    "due_computed",
    "safe_after",
)


@dataclass(frozen=True, slots=True)
class Recounted:
    """One open duty whose dates were counted anew: the day told before, the day that holds, the day to work to."""

    subject: str
    subject_id: int
    key: str
    post_id: int
    event_on: date
    due_before: date
    due_after: date
    computed: date
    safe_after: date


def looked_at(announcement_id: int) -> datetime | None:
    """When every open duty had been looked at for it, if that was once done. One statement."""
    return Recount.objects.filter(announcement_id=announcement_id).values_list("looked_at", flat=True).first()


def since(announcement_id: int, moment: datetime | None) -> Iterator[Recounted]:
    """Changed by this announcement, after a moment or at all; the nearest day to work to first. One statement."""
    rows = DateChange.objects.filter(announcement_id=announcement_id)
    if moment is not None:
        rows = rows.filter(at__gt=moment)
    found = rows.order_by("safe_after", "id").values_list(*_COLUMNS)
    return (Recounted(*row) for row in found.iterator(chunk_size=2000))
