"""Logs that ended: their files lie beside the running log's, their entries below zero in the database.

Entry i of the first log that ended has index -1-i, those of the next follow further down: no query of the running
log, which asks from 0 up, ever meets them.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import F

from hoiam.journal import store, trust
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


@dataclass(frozen=True, slots=True)
class Ended:
    """For the page of the log; `here` while its files lie where they were put, `archive` if it kept checkpoints."""

    number: int
    origin: str
    size: int
    here: bool
    archive: bool


def all_of_them() -> tuple[Ended, ...]:
    """The first one first; there are as many as times a key was stolen. One statement of SQL."""
    return tuple(_card(origin, size) for origin, size in _logs())


def has_ended(log: int) -> bool:
    """Whether log number n came before the one that runs. No statement of SQL."""
    try:
        return 0 < log < number(settings.HOIAM_ORIGIN)
    except Refused:
        return False


def vkeys(log: int) -> list[str]:
    """The public keys that log number n had; none for one that did not end."""
    if not has_ended(log):
        return []
    origin = f"{settings.HOIAM_ORIGIN.rpartition('/')[0]}/{log}"
    return [key.vkey for key in store.ring().retired if key.name == origin]


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


def _card(origin: str, size: int) -> Ended:
    home = folder(number(origin))
    archive = trust.archive_at(home)
    return Ended(number(origin), origin, size, (home / "checkpoint").is_file(), bool(archive.sizes()))


def _logs() -> list[tuple[str, int]]:
    rows = LogState.objects.exclude(origin=settings.HOIAM_ORIGIN).values_list("origin", "size")
    return sorted(rows, key=lambda row: number(row[0]))
