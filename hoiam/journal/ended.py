"""Logs that ended: their files lie beside the running log's, their entries below zero in the database.

Entry i of the first log that ended has index -1-i, those of the next follow further down: no query of the running
log, which asks from 0 up, ever meets them.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import F

from hoiam.journal import store
from hoiam.journal.models import Event, LogState
from hoiam.law.refusal import Refused
from hoiam.ledger.publish import Publisher
from hoiam.ledger.wire import MAX_NUMBER


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: the published files, and its index there."""

    publisher: Publisher
    origin: str
    index: int


def place(index: int) -> Place:
    """Of an event of a log that ended, `index` as the database has it. One statement of SQL."""
    left = -1 - index
    for origin, size in _logs():
        if left < size:
            return Place(store.publisher_at(folder(number(origin))), origin, left)
        left -= size
    raise LookupError(index)


def end() -> None:
    """Within the successor's transaction: move the entries of the log that ran until now out of the way."""
    running = Event.objects.filter(index__gte=0)
    below = Event.objects.filter(index__lt=0).count()
    running.update(index=-1 - below - F("index"))


def number(origin: str) -> int:
    """The n of `<host>/hoiam/<n>`. Refused: origin_unnumbered."""
    last = origin.rpartition("/")[2]
    if not (last.isascii() and last.isdigit()) or not 0 < int(last) < MAX_NUMBER:
        raise Refused("origin_unnumbered", origin=origin)
    return int(last)


def folder(log: int) -> Path:
    """Where the files of log number n went when it ended."""
    home = Path(settings.HOIAM_LOG_DIR)
    return home.with_name(f"{home.name}-{log}")


def _logs() -> list[tuple[str, int]]:
    rows = LogState.objects.exclude(origin=settings.HOIAM_ORIGIN).values_list("origin", "size")
    return sorted(rows, key=lambda row: number(row[0]))
