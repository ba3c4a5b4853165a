"""No run sees midnight come: many tests ask once, when they are read, what day it is, and hold to it."""

from datetime import datetime, timedelta, timezone

import time_machine

VIETNAM = timezone(timedelta(hours=7))
LONGEST = timedelta(minutes=40)
"""More than a run takes on a slow machine."""


def earlier(now: datetime) -> timedelta:
    """By how much a run that begins now is put back, so that it ends on the day it began."""
    tomorrow = (now.astimezone(VIETNAM) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return LONGEST if tomorrow - now <= LONGEST else timedelta()


def avoid() -> None:
    """Put this process's clock back, if need be; it goes on as fast as ever."""
    now = datetime.now(VIETNAM)
    if by := earlier(now):
        time_machine.travel(now - by, tick=True).start()
