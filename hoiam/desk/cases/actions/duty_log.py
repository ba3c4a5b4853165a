"""Every duty told to the log, and the figures of a day fixed there with the file that holds them.

Once a day: between two entries of a day nobody can tell which of them was a matter and which was held.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

from hoiam.desk.cases.actions import logbook
from hoiam.duties import gone as stones, telling
from hoiam.journal import actions as journal, named, open_data as log
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.law import gone, told

BATCH = 500
CHAIN = logbook.ref("hoiam duties")
PUBLISHED = "scores.published"


def tell(*, at: datetime, limit: int = BATCH) -> int:
    """One batch: one public entry with its lines beside; gives how many duties are in it."""
    with journal.recording():
        lines = telling.take(limit=limit, chain_of=named.of_post)
        if lines:
            _append(told.KIND, {"duties": str(len(lines))}, at, beside=told.beside(lines))
    return len(lines)


def publish(*, figures: Callable[[], str], at: datetime) -> str:
    """The figures of this moment, and their SHA-256 in the log after every duty they count; gives the figures.

    Nobody else changes a duty until both are written.
    """
    note_gone(at=at)
    while tell(at=at) == BATCH:
        pass
    with journal.recording():
        telling.hold_still()
        while tell(at=at):
            pass
        text = figures()
        digest = hashlib.sha256(text.encode()).hexdigest()
        _append(PUBLISHED, {"on": local_day(at).isoformat(), "file": digest}, at)
    return text


def note_gone(*, at: datetime) -> int:
    """Say of what was told and deleted since that it is gone, and keep something in its place; gives how many.

    Names that are there are read before the log is, so whatever is told meanwhile is asked for once more.
    """
    stones.back()
    there = stones.there()
    found = gone.missing(log.told(told.KIND), there)
    for token in stones.still(found) if found else ():
        found.pop(token)
    noted = 0
    for batch in gone.batches(stones.known(found.values(), chain_of=named.of_post) if found else (), BATCH):
        with journal.recording():
            facts = {"duties": str(len(batch)), "on": local_day(at).isoformat()}
            entry = _append(gone.KIND, facts, at, beside=gone.spelled(batch))
            stones.keep(batch, on=local_day(at), entry=entry, chain_of=named.of_post)
        noted += len(batch)
    return noted


def _append(kind: str, facts: dict[str, str], at: datetime, *, beside: str = "") -> int:
    return journal.append(
        ref=CHAIN,
        kind=kind,
        unit=logbook.OFFICE,
        at=at,
        visibility=Visibility.PUBLIC,
        extra=facts,
        beside=beside,
    ).event_id
