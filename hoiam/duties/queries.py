"""What can be asked about duties: of a case, of a post, and the figures per unit and head."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from hoiam.duties.models import STANDS_STILL, Duty
from hoiam.duties.tallies import month
from hoiam.kit import prepared

_FIELDS = (
    "id",
    "unit_id",
    "post_id",
    "subject",
    "subject_id",
    "key",
    "rule_id",
    "event_on",
    "due_on",
    "safe_on",
    "overdue_at",
    "opened_at",
    "closed_at",
    "outcome",
    "lapses",
    "signs",
    "remote_id",
)
_CHANGE = (
    "announcement_id",
    "remoteness_id",
    "at",
    "due_before",
    "safe_before",
    "due_computed",
    "due_after",
    "safe_after",
)


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """A date that an announcement or a declaration moved, or would have moved had it not been told already."""

    announcement_id: int | None
    remoteness_id: int | None
    at: datetime
    due_before: date
    safe_before: date
    due_computed: date
    due_after: date
    safe_after: date


@dataclass(frozen=True, slots=True)
class DutyCard:
    """One clock as pages show it; `changes` are known where a case is asked for."""

    id: int
    unit_id: int
    post_id: int
    subject: str
    subject_id: int
    key: str
    rule_id: str
    event_on: date
    due_on: date
    safe_on: date
    overdue_at: datetime
    opened_at: datetime
    closed_at: datetime | None
    outcome: str
    lapses: bool = False
    signs: Sequence[Mapping[str, Any]] | None = None
    remote_id: int | None = None
    changes: tuple[ChangeCard, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the clock still runs."""
        return self.closed_at is None

    @property
    def stopped(self) -> bool:
        """Whether it stands still by a decision."""
        return self.open and self.due_on == STANDS_STILL

    def late(self, *, on: date) -> bool:
        """Ended after its last day, or still running after it on that day."""
        return not self.lapses and on > self.due_on if self.closed_at is None else self.outcome == "late"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A unit and the post that owes: counts of cases, and sums of calendar days of those answered.

    `running_late` and `late` leave out what was overdue before the unit began: it inherited that.
    """

    unit_id: int
    unit_code: str
    unit_name: str
    unit_name_en: str
    post_id: int
    post_title: str
    post_title_en: str
    received: int
    met: int
    late: int
    used: int
    allowed: int
    running: int
    running_late: int


@dataclass(frozen=True, slots=True)
class MonthRow:
    """All the units asked about, in one month."""

    month: date
    received: int
    met: int
    late: int
    used: int
    allowed: int


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """Rows by unit path; every month from the first to the last, also those where nothing happened."""

    rows: tuple[ScoreRow, ...]
    months: tuple[MonthRow, ...]


def of_subject(subject: str, subject_id: int) -> tuple[DutyCard, ...]:
    """Every duty of a case, ended ones too, oldest first. One statement."""
    rows = _OF_SUBJECT.rows(subject=subject, subject_id=subject_id)
    return tuple(_with_changes(list(group)) for _, group in groupby(rows, key=lambda row: row["id"]))


def of_subjects(subject: str, ids: Collection[int]) -> tuple[DutyCard, ...]:
    """Those of several, oldest first, without their changes. One statement."""
    return _cards(Duty.objects.filter(subject=subject, subject_id__in=ids).order_by("id"))


def _with_changes(rows: list[dict[str, Any]]) -> DutyCard:
    """From a row for each change, or one without any."""
    changes = (
        ChangeCard(*(row[f"changes__{name}"] for name in _CHANGE)) for row in rows if row["changes__at"]
    )
    return DutyCard(**{name: rows[0][name] for name in _FIELDS}, changes=tuple(changes))


def _of_subject(subject: str, subject_id: int) -> "QuerySet[Duty, dict[str, Any]]":
    rows: QuerySet[Duty, dict[str, Any]]
    found = Duty.objects.filter(subject=subject, subject_id=subject_id).order_by("id", "changes__id")
    rows = found.values(*_FIELDS, *(f"changes__{name}" for name in _CHANGE))
    return rows


_OF_SUBJECT = prepared.Query(_of_subject, subject="the subject", subject_id=-1_000_001)


def of_post(*, post_id: int, limit: int = 25, after: tuple[date, int] | None = None) -> tuple[DutyCard, ...]:
    """Open duties of a post by last day; `after` is the (due_on, id) of the last card already shown."""
    rows = Duty.objects.filter(post_id=post_id, closed_at=None).order_by("due_on", "id")
    if after:
        due_on, last = after
        rows = rows.filter(Q(due_on__gt=due_on) | Q(due_on=due_on, id__gt=last), due_on__gte=due_on)
    return _cards(rows[:limit])


def by_ids(ids: Collection[int]) -> list[DutyCard]:
    """These duties, the longest overdue first."""
    return list(_cards(Duty.objects.filter(id__in=ids).order_by("overdue_at", "id")))


def scoreboard(
    *,
    from_month: date,
    until_month: date,
    on: date,
    unit_ids: Collection[int] | None = None,
    within: str | None = None,
    key: str | Collection[str] = "answer",
    field: str | None = None,
    due_by: date = date.max,
) -> Scoreboard:
    """Figures from the tallies alone: what happened in these months (both included), what runs on that day.

    What runs and is due after `due_by` is left out.

    Of the units named, or of those whose path begins with `within`, or of all; of one kind of duty or of several; of
    matters of one field, or of any. Two statements in any case.
    """
    first, last = month(from_month), month(until_month)
    clause, units = _units(unit_ids, within)
    of_field, fields = (" AND field = %s", [field]) if field is not None else ("", [])
    named = [key] if isinstance(key, str) else sorted(key)
    marks = {"units": clause + of_field, "keys": ", ".join(["%s"] * len(named))}
    past: list[str | int | date] = [*named, first, last, *units, *fields]
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(**marks), [*past, on, *named, due_by, *units, *fields])
        rows = tuple(ScoreRow(*row) for row in cursor.fetchall())
        cursor.execute(_MONTHS.format(**marks), past)
        found = {row[0]: MonthRow(*row) for row in cursor.fetchall()}
    months = (found.get(day) or MonthRow(day, 0, 0, 0, 0, 0) for day in _months(first, last))
    return Scoreboard(rows, tuple(months))


def _cards(rows: "QuerySet[Duty]") -> tuple[DutyCard, ...]:
    return tuple(DutyCard(*row) for row in rows.values_list(*_FIELDS))


def _units(unit_ids: Collection[int] | None, within: str | None) -> tuple[str, list[int] | list[str]]:
    """A condition on `unit_id` and its parameters. Paths are digits and slashes, so LIKE needs no escape."""
    if unit_ids is not None:
        marks = ", ".join(["%s"] * len(unit_ids)) or "NULL"
        return f" AND unit_id IN ({marks})", list(unit_ids)
    if within is None:
        return "", []
    if connection.vendor == "sqlite":
        inside = "path >= %s AND path < %s"
        return f" AND unit_id IN (SELECT id FROM office_unit WHERE {inside})", [within, within + "~"]  # noqa: S608
    return " AND unit_id IN (SELECT id FROM office_unit WHERE path LIKE %s)", [within + "%"]


def _months(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)


_PAST = (
    "FROM duties_tally WHERE key IN ({keys}) AND measure IN ('received', 'met', 'late') "
    "AND day >= %s AND day <= %s{units}"
)
_SUMS = (
    "CAST(SUM(CASE WHEN measure = 'received' THEN n ELSE 0 END) AS INTEGER) AS received, "
    "CAST(SUM(CASE WHEN measure = 'met' THEN n ELSE 0 END) AS INTEGER) AS met, "
    "CAST(SUM(CASE WHEN measure = 'late' THEN n ELSE 0 END) AS INTEGER) AS late, "
    "CAST(SUM(used) AS INTEGER) AS used, CAST(SUM(allowed) AS INTEGER) AS allowed"
)
_MONTHS = f"SELECT day, {_SUMS} {_PAST} GROUP BY day"
_ROWS = f"""
SELECT t.unit_id, u.code, u.name, u.name_en, t.post_id, p.title, p.title_en,
       t.received, t.met, t.late, t.used, t.allowed, t.running, t.running_late
FROM (
    SELECT unit_id, post_id, {_SUMS},
           CAST(SUM(CASE WHEN measure = 'open' THEN n ELSE 0 END) AS INTEGER) AS running,
           CAST(SUM(past_due) AS INTEGER) AS running_late
    FROM (
        SELECT unit_id, post_id, measure, n, used, allowed, 0 AS past_due {_PAST}
        UNION ALL
        SELECT unit_id, post_id, measure, n, 0, 0, CASE WHEN day < %s AND day >= o.valid_from THEN n ELSE 0 END
        FROM duties_tally JOIN office_unit o ON o.id = unit_id
        WHERE key IN ({{keys}}) AND measure = 'open' AND n > 0 AND day <= %s{{units}}
    ) cells
    GROUP BY unit_id, post_id
) t
JOIN office_unit u ON u.id = t.unit_id
JOIN office_post p ON p.id = t.post_id
ORDER BY u.path, u.id, p.id
"""  # noqa: S608 - all of it stands here
