"""Open duties of a post by their last day, in parts: what a board and a calendar show.

A clock that stands still is owed by no day, and is in none of them until it goes on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from hoiam.duties.models import HELD, STANDS_STILL, Duty

COUNT_LIMIT = 100
CASE = "case"
_DAY = timedelta(days=1)
_LAST = STANDS_STILL - _DAY
_COLUMNS = ("id", "subject", "subject_id", "key", "rule_id", "due_on", "safe_on", "opened_at")
_SHOWN = f" AND NOT lapses AND subject <> '{HELD}'"
_NEAREST = (
    f"SELECT * FROM (SELECT {', '.join(_COLUMNS)} FROM duties_duty "  # noqa: S608 - all of it stands here
    f"WHERE post_id = %s AND closed_at IS NULL AND due_on <= '{_LAST}'{_SHOWN}{{shown}} ORDER BY due_on, id LIMIT %s) p"
)
_OPEN = f"SELECT 1 FROM duties_duty WHERE post_id = %s AND closed_at IS NULL{_SHOWN}"  # noqa: S608 - as above


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Of one post: a kind of duty, days from and until (both included), after a cursor.

    `hidden`: a query for ids of cases whose duties the reader is not shown.
    """

    post_id: int
    key: str = ""
    first: date | None = None
    last: date | None = None
    after: tuple[date, int] | None = None
    hidden: "QuerySet[Any, Any] | None" = None


@dataclass(frozen=True, slots=True)
class Owed:
    """One open duty, as a list needs it."""

    id: int
    subject: str
    subject_id: int
    key: str
    rule_id: str
    due_on: date
    safe_on: date
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stand in each group, up to COUNT_LIMIT: the cost does not grow with what is owed."""

    late: int
    today: int
    week: int
    later: int


def listed(chosen: Filter, *, limit: int) -> tuple[Owed, ...]:
    """By (due_on, id). One statement."""
    rows = Duty.objects.filter(post_id=chosen.post_id, closed_at=None, lapses=False)
    rows = rows.exclude(subject=HELD).order_by("due_on", "id")
    rows = rows.filter(due_on__lte=min(chosen.last or _LAST, _LAST))
    if chosen.hidden is not None:
        rows = rows.exclude(subject=CASE, subject_id__in=chosen.hidden)
    if chosen.key:
        rows = rows.filter(key=chosen.key)
    if chosen.first:
        rows = rows.filter(due_on__gte=chosen.first)
    if chosen.after:
        due_on, last = chosen.after
        rows = rows.filter(Q(due_on__gt=due_on) | Q(due_on=due_on, id__gt=last), due_on__gte=due_on)
    return _read(rows, limit)


def nearest(
    *, post_ids: Collection[int], limit: int, hidden: "QuerySet[Any, Any] | None" = None
) -> tuple[Owed, ...]:
    """Of several posts: of each no more than can be among the nearest. One statement, none for no post."""
    if not post_ids:
        return ()
    shown, given = _shown(hidden)
    every = " UNION ALL ".join([_NEAREST.format(shown=shown)] * len(post_ids))
    values = chain.from_iterable((post_id, *given, limit) for post_id in sorted(post_ids))
    rows = Duty.objects.raw(f"{every} ORDER BY due_on, id LIMIT %s", [*values, limit])
    return tuple(Owed(*(getattr(row, name) for name in _COLUMNS)) for row in rows)


def counts(*, post_id: int, key: str, on: date, hidden: "QuerySet[Any, Any] | None" = None) -> Counts:
    """Late, today, until Sunday, later. One statement."""
    shown, given = _shown(hidden)
    sunday = week_end(on)
    spans = ((date.min, on - _DAY), (on, on), (on + _DAY, sunday), (sunday + _DAY, _LAST))
    open_ones = f"{_OPEN}{shown} AND key = %s" if key else f"{_OPEN}{shown}"
    group = f"(SELECT COUNT(*) FROM ({open_ones} AND due_on >= %s AND due_on <= %s LIMIT %s) c)"  # noqa: S608 - all of it stands here
    keys = (key,) if key else ()
    values = chain.from_iterable((post_id, *given, *keys, *span, COUNT_LIMIT) for span in spans)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([group] * len(spans))}", list(values))
        return Counts(*cursor.fetchone())


def _shown(hidden: "QuerySet[Any, Any] | None") -> tuple[str, tuple[Any, ...]]:
    """A condition, and its values, that leaves out duties of cases that the reader is not shown."""
    if hidden is None:
        return "", ()
    sql, given = hidden.query.sql_with_params()
    return f" AND NOT (subject = '{CASE}' AND subject_id IN ({sql}))", tuple(given)


def week_end(on: date) -> date:
    """The Sunday of this week."""
    return on + timedelta(days=6 - on.weekday())


def _read(rows: "QuerySet[Duty]", limit: int) -> tuple[Owed, ...]:
    columns: QuerySet[Duty, tuple[Any, ...]] = rows.values_list(*_COLUMNS)
    return tuple(Owed(*row) for row in columns[:limit])
