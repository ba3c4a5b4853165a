"""Figures of one unit, or of one of its posts, kind by kind and month by month; and how units stand beside each other.

All of it from the tallies: the cost follows the number of kinds and months, never that of the duties.
"""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import connection

from hoiam.duties.tallies import month
from hoiam.law.scores import Indicators

_MEASURES = ("received", "met", "late", "void", "refused", "passed", "silent", "reopened")
_PAST = "measure IN ('received', 'met', 'late', 'void', 'refused', 'passed', 'silent', 'reopened')"


def _sum(measure: str) -> str:
    return f"CAST(SUM(CASE WHEN measure = '{measure}' THEN n ELSE 0 END) AS INTEGER)"


_SUMS = ", ".join(map(_sum, _MEASURES))
_DAYS = ", ".join(f"CAST(SUM({name}) AS INTEGER)" for name in ("used", "allowed", "last"))
_RUNNING = (
    f"{_sum('open')}, CAST(SUM(CASE WHEN measure = 'open' AND day < %s AND day >= o.valid_from THEN n ELSE 0 END) "
    "AS INTEGER)"
)
_KINDS = f"""
SELECT key, {_SUMS}, {_DAYS}, {_RUNNING}
FROM (
    SELECT unit_id, key, measure, day, n, used, allowed, last FROM duties_tally
    WHERE unit_id = %s AND {_PAST} AND day >= %s AND day <= %s{{post}}
    UNION ALL
    SELECT unit_id, key, measure, day, n, 0, 0, 0 FROM duties_tally
    WHERE unit_id = %s AND measure = 'open' AND n > 0 AND day <= %s{{post}}
) t JOIN office_unit o ON o.id = t.unit_id GROUP BY key ORDER BY key
"""  # noqa: S608 - all of it stands here
_MONTHS = f"""
SELECT day, {_SUMS}, {_DAYS} FROM duties_tally
WHERE unit_id = %s AND {_PAST} AND day >= %s AND day <= %s{{post}} GROUP BY day ORDER BY day
"""  # noqa: S608 - as above
_SPENT = """
SELECT key, bucket, CAST(SUM(n) AS INTEGER) FROM duties_tally
WHERE unit_id = %s AND measure = 'spent' AND day >= %s AND day <= %s{post} GROUP BY key, bucket
"""
_STANDING = f"""
SELECT unit_id, o.code, o.kind, {_sum("met")}, {_sum("late")},
       CAST(SUM(CASE WHEN measure = 'open' THEN n ELSE 0 END) AS INTEGER)
FROM (
    SELECT unit_id, measure, n FROM duties_tally
    WHERE key IN ({{keys}}) AND measure IN ('met', 'late') AND day >= %s AND day <= %s
    UNION ALL
    SELECT t.unit_id, t.measure, t.n FROM duties_tally t JOIN office_unit u ON u.id = t.unit_id
    WHERE t.key IN ({{keys}}) AND t.measure = 'open' AND t.n > 0 AND t.day >= u.valid_from
      AND t.day < %s AND t.day <= %s
) t JOIN office_unit o ON o.id = t.unit_id GROUP BY unit_id, o.code, o.kind
"""  # noqa: S608 - as above
Span = tuple[date, date]
"""The first and the last month, both included. Of what is still open, what was due after them is left out once they
are over: a later duty is no part of an earlier year.
"""


def by_kind(*, unit_id: int, span: Span, on: date, post_id: int | None = None) -> dict[str, Indicators]:
    """What happened in these months and runs on that day, by the key of the duty. One statement."""
    post, values = _of(post_id)
    past: list[int | date] = [unit_id, *_months(span), *values]
    with connection.cursor() as cursor:
        cursor.execute(_KINDS.format(post=post), [on, *past, unit_id, due_by(span, on), *values])
        return {key: _indicators(*row) for key, *row in cursor.fetchall()}


def by_month(*, unit_id: int, span: Span, post_id: int | None = None) -> dict[date, Indicators]:
    """What happened in each month in which something did. One statement."""
    post, values = _of(post_id)
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS.format(post=post), [unit_id, *_months(span), *values])
        return {day: _indicators(*row) for day, *row in cursor.fetchall()}


def spent(*, unit_id: int, span: Span, post_id: int | None = None) -> dict[str, dict[int, int]]:
    """By key, how many ended within so many days (hoiam.law.scores.WITHIN). One statement."""
    post, values = _of(post_id)
    found: dict[str, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SPENT.format(post=post), [unit_id, *_months(span), *values])
        for key, days, n in cursor.fetchall():
            found.setdefault(key, {})[days] = n
    return found


def standing(*, keys: Collection[str], span: Span, on: date) -> dict[str, tuple[str, Indicators]]:
    """Of every unit, by its code, its kind and what was due in these kinds of duties. One statement."""
    marks, named = ", ".join(["%s"] * len(keys)), list(keys)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING.format(keys=marks), [*named, *_months(span), *named, on, due_by(span, on)])
        return {
            code: (kind, Indicators(in_time=met, late=late, running=over, running_late=over))
            for _unit, code, kind, met, late, over in cursor.fetchall()
        }


def due_by(span: Span, on: date) -> date:
    """The last day on which an open duty may be due to be counted in these months."""
    ended = month(month(span[1]) + timedelta(days=31)) - timedelta(days=1)
    return ended if ended < on else date.max


def _of(post_id: int | None) -> tuple[str, list[int]]:
    return ("", []) if post_id is None else (" AND post_id = %s", [post_id])


def _months(span: Span) -> list[date]:
    first, last = span
    return [month(first), month(last)]


def _indicators(*row: int) -> Indicators:
    received, met, late, void, refused, passed, silent, reopened, used, allowed, last, *running = row
    return Indicators(
        received=received,
        in_time=met,
        late=late,
        void=void,
        refused=refused,
        passed=passed,
        silent=silent,
        reopened=reopened,
        used_days=used,
        allowed_days=allowed,
        last_day=last,
        running=running[0] if running else 0,
        running_late=running[1] if running else 0,
    )
