"""Every duty told to the log, and the figures of a day fixed there with the file that holds them.

Once a day: between two entries of a day nobody can tell which of them was a matter and which was held.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

from hoiam.desk.cases.actions import logbook
from hoiam.duties import telling
from hoiam.journal import actions as journal, named
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.law import told

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


def _append(kind: str, facts: dict[str, str], at: datetime, *, beside: str = "") -> None:
    journal.append(
        ref=CHAIN,
        kind=kind,
        unit=logbook.OFFICE,
        at=at,
        visibility=Visibility.PUBLIC,
        extra=facts,
        beside=beside,
    )
