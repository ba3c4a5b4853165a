"""What can happen to a duty: opened, closed, handed over, moved, found overdue.

Every action joins the transaction of its caller. Days are local, moments are aware.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from hoiam.duties import queries
from hoiam.duties.days import as_day, overdue_at
from hoiam.duties.models import Duty, Outcome
from hoiam.duties.tallies import COLUMNS, Changes, Clock
from hoiam.kit import db
from hoiam.kit.moments import local_day

_COLUMNS = (
    "unit_id, post_id, subject, subject_id, key, rule_id, event_on, due_on, safe_on, received_on, lapses, "
    "remote_id, overdue_at, opened_at, opened_by, field, outcome"
)
_ROW = f"({', '.join(['%s'] * 16)}, '')"
_CLOCK = ", ".join(COLUMNS)
_LATE = {Outcome.MET.value: Outcome.LATE.value}


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A clock to start. `opened_at` is the moment of opening unless another is given.

    `counts_receipt` says that this duty stands for a case received on its event day; one per case.
    What `lapses` may pass without anybody being late. `remote_id`: the declaration by which its place is remote.
    `opened_by`: the event of its procedure that starts it; `field`: of the matter, where it is known.
    """

    unit_id: int
    post_id: int
    subject: str
    subject_id: int
    key: str
    rule_id: str
    event_on: date
    due_on: date
    safe_on: date
    opened_at: datetime | None = None
    counts_receipt: bool = False
    lapses: bool = False
    remote_id: int | None = None
    opened_by: str = ""
    field: str = ""


def open_many(*, specs: Sequence[NewDuty], at: datetime) -> None:
    """Start clocks: one INSERT, one change of tallies. IntegrityError when that key is open already."""
    if specs:
        received = [spec.event_on if spec.counts_receipt else None for spec in specs]
        with db.writing():
            changes = Changes()
            _insert(specs, received, at, changes)
            changes.save()


def close(
    *,
    subject: str,
    subject_id: int,
    keys: Collection[str],
    outcome: str,
    at: datetime,
    on: date,
    event: str = "",
) -> frozenset[str]:
    """End the open duties of these keys; gives the keys that were still open. `event`: of its procedure, that ends it.

    What is met after its last day is late, but for what lapses.
    `on` is the local day of `at`; ValueError when it is not.
    """
    if on != local_day(at):
        raise ValueError("on is not the local day of at")
    if not keys:
        return frozenset()
    with db.writing():
        changes = Changes()
        ended = _end(subject, subject_id, keys, outcome, at, event)
        for clock, how in ended:
            changes.closed(clock, how, on, event)
        changes.save()
    return frozenset(clock.key for clock, _ in ended)


def give_up(*, subject: str, subject_id: int, at: datetime, event: str = "") -> None:
    """End all that is open here: other clocks take over, and it no longer counts as received."""
    with db.writing(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, key FROM duties_duty WHERE subject = %s AND subject_id = %s "  # noqa: S608
            f"AND closed_at IS NULL{_for_update()}",
            [subject, subject_id],
        )
        keys = [key for _id, key in cursor.fetchall()]
        changes = Changes()
        for key in keys:
            _end_uncounted(subject, subject_id, key, at, changes, event)
        changes.save()


def hand_over(*, specs: Sequence[NewDuty], at: datetime) -> None:
    """Each of these takes the place of the open duty of the same subject and key, and its receipt with it."""
    if not specs:
        return
    with db.writing():
        changes = Changes()
        received = [_give_up(spec, at, changes) for spec in specs]
        _insert(specs, received, at, changes)
        changes.save()


def move(
    *,
    subject: str,
    subject_id: int,
    post_id: int,
    unit_id: int,
    at: datetime,
    keys: Collection[str] = (),
    event: str = "",
) -> None:
    """Another post owes the open duties from now on (of these keys, or all). No date changes.

    The new holder is told again of what is overdue. By an `event` that passes them on, a row that ended stays with
    whoever owed them, with what opened it: that it was passed on counts there.
    """
    with db.writing():
        rows = Duty.objects.select_for_update().filter(subject=subject, subject_id=subject_id, closed_at=None)
        rows = rows.filter(key__in=sorted(keys)) if keys else rows
        moved = list(rows.exclude(unit_id=unit_id, post_id=post_id).order_by("id"))
        changes = Changes()
        for duty in moved:
            clock, opened_on = clock_of(duty), local_day(duty.opened_at)
            passed = clock._replace(post_id=post_id, unit_id=unit_id)
            changes.opened(clock, by=-1)
            changes.opened(passed)
            if not event:
                changes.begun(clock, opened_on, by=-1)
                changes.begun(passed, opened_on)
        if event:
            left_behind(moved, at=at, event=event, changes=changes)
        if moved:
            opened_by = {"opened_by": event} if event else {}
            Duty.objects.filter(pk__in=[duty.pk for duty in moved]).update(
                post_id=post_id, unit_id=unit_id, noticed_at=None, told=False, **opened_by
            )
        changes.save()


def left_behind(moved: Sequence[Duty], *, at: datetime, event: str, changes: Changes) -> None:
    """For each a row that ended, handed over, with whoever owed it until now; the receipt goes with the duty."""
    same = {"id": None, "closed_at": at, "outcome": Outcome.HANDED_OVER, "ended_by": event}
    fresh = {"received_on": None, "token": "", "told": False}
    for duty in moved:
        changes.ended(clock_of(duty), Outcome.HANDED_OVER, local_day(at), ended_by=event)
    Duty.objects.bulk_create([Duty(**{**columns_of(duty), **same, **fresh}) for duty in moved])


def columns_of(duty: Duty) -> dict[str, Any]:
    """As they stand in its row."""
    return {field.attname: getattr(duty, field.attname) for field in duty._meta.concrete_fields}


def clock_of(duty: Duty) -> Clock:
    """As tallies count it."""
    return Clock(*(getattr(duty, name) for name in COLUMNS))


def set_field(*, subject: str, subject_id: int, field: str) -> None:
    """The matter is of another field: all its duties count there, those that ended too."""
    with db.writing():
        rows = Duty.objects.select_for_update().filter(subject=subject, subject_id=subject_id)
        found = list(rows.exclude(field=field).order_by("id"))
        changes = Changes()
        for duty in found:
            count(duty, changes, by=-1)
            duty.field = field
            count(duty, changes)
        if found:
            Duty.objects.filter(pk__in=[duty.pk for duty in found]).update(field=field, told=False)
        changes.save()


def count(duty: Duty, changes: Changes, by: int = 1) -> None:
    """All that a row stands for."""
    closed_on = local_day(duty.closed_at) if duty.closed_at else None
    changes.row(clock_of(duty), duty.outcome, local_day(duty.opened_at), closed_on, duty.ended_by, by)


def claim_overdue(*, at: datetime, limit: int, but: Collection[int] = ()) -> list[queries.DutyCard]:
    """Open duties past their last day that nobody has claimed yet, oldest first; each is given out once.

    `but`: ids of those to pass over.
    """
    passed_over = f"AND id NOT IN ({', '.join(['%s'] * len(but))}) " if but else ""
    moment = connection.ops.adapt_datetimefield_value(at)
    skip = " FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    with db.writing(), connection.cursor() as cursor:
        cursor.execute(
            "WITH due AS MATERIALIZED ("  # noqa: S608 - materialized: PostgreSQL may else pick anew for each row
            "SELECT id FROM duties_duty WHERE closed_at IS NULL AND noticed_at IS NULL "
            f"AND NOT lapses AND overdue_at <= %s {passed_over}"
            f"ORDER BY overdue_at, id LIMIT %s{skip}) "
            "UPDATE duties_duty SET noticed_at = %s "
            "WHERE noticed_at IS NULL AND closed_at IS NULL AND id IN (SELECT id FROM due) RETURNING id",
            [moment, *but, limit, moment],
        )
        claimed = [row[0] for row in cursor.fetchall()]
        return queries.by_ids(claimed) if claimed else []


def _insert(
    specs: Sequence[NewDuty], received: Sequence[date | None], at: datetime, changes: Changes
) -> None:
    values: list[str | int | date | None] = []
    for spec, received_on in zip(specs, received, strict=True):
        values += _values(spec, received_on, at)
        clock = _clock_of_new(spec, received_on)
        changes.opened(clock)
        changes.begun(clock, local_day(spec.opened_at or at))
    rows = ", ".join([_ROW] * len(specs))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO duties_duty ({_COLUMNS}) VALUES {rows}", values)  # noqa: S608


def _values(spec: NewDuty, received_on: date | None, at: datetime) -> tuple[str | int | date | None, ...]:
    moment = connection.ops.adapt_datetimefield_value
    return (
        spec.unit_id,
        spec.post_id,
        spec.subject,
        spec.subject_id,
        spec.key,
        spec.rule_id,
        spec.event_on,
        spec.due_on,
        spec.safe_on,
        received_on,
        spec.lapses,
        spec.remote_id,
        moment(overdue_at(spec.due_on)),
        moment(spec.opened_at or at),
        spec.opened_by,
        spec.field,
    )


def _clock_of_new(spec: NewDuty, received_on: date | None) -> Clock:
    return Clock(
        spec.key,
        spec.unit_id,
        spec.post_id,
        spec.event_on,
        spec.due_on,
        received_on,
        spec.subject,
        spec.field,
        spec.lapses,
        spec.opened_by,
    )


def _end(
    subject: str, subject_id: int, keys: Collection[str], outcome: str, at: datetime, event: str
) -> list[tuple[Clock, str]]:
    """Compare and swap: only rows still open change, and only this writer sees them change."""
    clause, wanted = _among(keys)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE duties_duty SET closed_at = %s, ended_by = %s, told = %s, "  # noqa: S608
            "outcome = CASE WHEN due_on < %s AND NOT lapses THEN %s ELSE %s END "
            f"WHERE subject = %s AND subject_id = %s AND closed_at IS NULL{clause} "
            f"RETURNING outcome, {_CLOCK}",
            [
                connection.ops.adapt_datetimefield_value(at),
                event,
                False,
                local_day(at),
                _LATE.get(outcome, outcome),
                outcome,
                subject,
                subject_id,
                *wanted,
            ],
        )
        return [(_clock(row[1:]), row[0]) for row in cursor.fetchall()]


def _give_up(spec: NewDuty, at: datetime, changes: Changes) -> date | None:
    """End the duty that this one replaces; gives the day of receipt that it carried until now."""
    clock = _end_uncounted(spec.subject, spec.subject_id, spec.key, at, changes, spec.opened_by)
    if clock is None:
        return spec.event_on if spec.counts_receipt else None
    return clock.received_on


def _end_uncounted(
    subject: str, subject_id: int, key: str, at: datetime, changes: Changes, event: str
) -> Clock | None:
    """End the open duty of this key and take its receipt back; gives it as it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {_CLOCK} FROM duties_duty WHERE subject = %s AND subject_id = %s AND key = %s "  # noqa: S608
            f"AND closed_at IS NULL{_for_update()}",
            [subject, subject_id, key],
        )
        row = cursor.fetchone()
        if row is None:
            return None
        cursor.execute(
            "UPDATE duties_duty SET closed_at = %s, outcome = %s, ended_by = %s, received_on = NULL, told = %s "
            "WHERE id = %s",
            [connection.ops.adapt_datetimefield_value(at), Outcome.HANDED_OVER, event, False, row[0]],
        )
    clock = _clock(row[1:])
    changes.opened(clock, by=-1)
    changes.ended(clock, Outcome.HANDED_OVER, local_day(at), ended_by=event)
    return clock


def _clock(row: Sequence[object]) -> Clock:
    key, unit_id, post_id, event_on, due_on, received_on, *rest = row
    days = map(as_day, (event_on, due_on, received_on))  # type: ignore[arg-type]  # a row of _CLOCK
    return Clock(key, unit_id, post_id, *days, *rest)  # type: ignore[arg-type]


def _among(keys: Collection[str]) -> tuple[str, list[str]]:
    wanted = sorted(keys)
    return (f" AND key IN ({', '.join(['%s'] * len(wanted))})" if wanted else ""), wanted


def _for_update() -> str:
    return " ORDER BY id FOR UPDATE" if connection.vendor == "postgresql" else ""
