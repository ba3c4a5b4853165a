"""Cover entries: at random times something enters the log that means nothing, so that a new entry tells nobody much.

They come as a Poisson process, each at its own moment and by the same way as any event. Such a process has no
memory: a worker that starts again goes on as if it had never stopped, and two workers together are twice as many.
"""

import hashlib
import logging
import math
import random
from collections.abc import Callable
from datetime import datetime

from hoiam.journal import actions as journal
from hoiam.journal.models import Visibility

KIND = "log.cover"
REF = hashlib.sha256(b"hoiam covers").hexdigest()[:32]
_UNIT = "log"
_MINUTE = 60.0
_log = logging.getLogger("hoiam.journal")


def add(*, at: datetime) -> int:
    """One cover entry, published like any other; the event's id."""
    with journal.recording():
        return journal.append(ref=REF, kind=KIND, unit=_UNIT, at=at, visibility=Visibility.COVER).event_id


def pause(*, per_minute: float, source: random.Random) -> float:
    """Seconds until the next one. ValueError for a rate that is not positive."""
    if per_minute <= 0:
        raise ValueError(per_minute)
    return -math.log(1.0 - source.random()) * _MINUTE / per_minute


def keep(
    *,
    per_minute: float,
    source: random.Random,
    stopped: Callable[[float], bool],
    clock: Callable[[], datetime],
) -> int:
    """Add one after each pause until `stopped`, which waits so many seconds, says so; gives how many."""
    added = 0
    while not stopped(pause(per_minute=per_minute, source=source)):
        try:
            add(at=clock())
            added += 1
        except Exception as error:  # noqa: BLE001 - the next one is tried all the same
            _log.error("no cover entry: %s", type(error).__name__)
    return added
