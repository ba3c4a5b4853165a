"""The scoreboard of a month that is over, fixed in the log: its figures published, their SHA-256 in a statement."""

import dataclasses
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from hoiam.desk.cases.actions import logbook
from hoiam.duties import queries as duties
from hoiam.journal import actions as journal
from hoiam.journal.models import Noted, Visibility
from hoiam.kit.moments import local_day

WHAT = "scoreboard"
FORMAT = "hoiam.scoreboard/v1"
KEY = "answer"
MONTHS = 12
_DAY = timedelta(days=1)
_KEPT = (
    *("received", "met", "late", "used", "allowed"),
    *("running", "running_late"),
)


def take(*, at: datetime) -> int | None:
    """Fix the twelve months up to the last whole one, once; the log event's id, None when that was done.

    Months in which no worker ran are not made up for: what was running then is no longer known.
    """
    today = local_day(at)
    until = today.replace(day=1) - _DAY
    number = until.year * 12 + until.month
    if Noted.objects.filter(what=WHAT, number=number).exists():
        return None
    first = _months_before(until, MONTHS - 1)
    appended = journal.append_once(
        what=WHAT,
        number=number,
        ref=logbook.ref(f"hoiam {WHAT}"),
        kind="report.snapshot",
        unit=logbook.OFFICE,
        at=at,
        visibility=Visibility.PUBLIC,
        extra={"what": WHAT, "from": first.isoformat(), "until": until.isoformat(), "on": today.isoformat()},
        beside=figures(first=first, until=until, on=today),
    )
    return appended.event_id if appended else None


def figures(*, first: date, until: date, on: date) -> str:
    """What the public page of offices shows, as canonical JSON. Two statements."""
    board = duties.scoreboard(from_month=first, until_month=until, on=on, key=KEY)
    said: dict[str, Any] = {
        "format": FORMAT,
        "log": settings.HOIAM_ORIGIN,
        "key": KEY,
        "from": first.isoformat(),
        "until": until.isoformat(),
        "on": on.isoformat(),
        "offices": [_row(row) for row in board.rows],
        "months": [
            {**dataclasses.asdict(month), "month": month.month.isoformat()[:7]} for month in board.months
        ],
    }
    return logbook.canonical(said)


def _row(row: duties.ScoreRow) -> dict[str, Any]:
    counts = {name: getattr(row, name) for name in _KEPT}
    return {"unit": row.unit_code, "name": row.unit_name, "post": row.post_title, **counts}


def _months_before(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
