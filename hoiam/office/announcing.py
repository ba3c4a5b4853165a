"""Days off are announced and withdrawn: who may, for where, and what is refused. Rows are only added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law.calendar import Calendar, CalendarDay, DayKind
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import calendars
from hoiam.office.cards import Actor
from hoiam.office.models import CalendarAnnouncement, CalendarChange, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnnouncement:
    """What a document says of some days; `path` of the unit, empty for the whole country."""

    path: str
    days: tuple[CalendarDay, ...]
    document: str
    note: str = ""
    reason: str = ""


def may_announce(by: Actor, path: str) -> bool:
    """Operators, anywhere; heads of a province, in it and for all under it."""
    if by.holds(Role.OPERATOR):
        return True
    return any(
        Role.HEAD in roles and Role.PROXY not in roles and _top(own) and path.startswith(own)
        for own, roles in by.roles_by_path.items()
    )


def check(said: NewAnnouncement, *, by: Actor, on: date) -> None:
    """Whether it can be announced on a local day.

    Refused: no_such_unit, not_yours, document_needed, no_days, day_twice, day_is_off, day_is_working,
    past_day_needs_reason.
    """
    _unit(said.path)
    if not may_announce(by, said.path):
        raise Refused("not_yours")
    if not said.document.strip():
        raise Refused("document_needed")
    if not said.days:
        raise Refused("no_days")
    if len({day.on for day in said.days}) < len(said.days):
        raise Refused("day_twice")
    calendar = calendars.of(said.path)
    for day in said.days:
        _check_day(day, calendar)
    past = [day.on for day in said.days if day.on < on]
    if past and not said.reason.strip():
        raise Refused("past_day_needs_reason", day=min(past))


def announce(*, said: NewAnnouncement, by: Actor, at: datetime) -> int:
    """Enter it; from then on days are counted so. Refused: as check."""
    with db.writing():
        calendars.forget()
        check(said, by=by, on=local_day(at))
        row = _row(said, by, at, scope=_unit(said.path))
        CalendarChange.objects.bulk_create(
            CalendarChange(
                announcement=row, on=day.on, kind=day.kind.value, name_vi=day.name_vi, name_en=day.name_en
            )
            for day in said.days
        )
    calendars.forget()
    return row.pk


def withdraw(*, announcement_id: int, document: str, reason: str, by: Actor, at: datetime) -> int:
    """Take back what was entered wrongly, by an entry of its own.

    Refused: no_such_announcement, already_withdrawn, not_yours, document_needed, reason_needed.
    """
    with db.writing():
        wrong = CalendarAnnouncement.objects.select_for_update(of=("self",)).select_related("scope")
        row = wrong.filter(pk=announcement_id, withdraws=None).first()
        if row is None:
            raise Refused("no_such_announcement")
        path = row.scope.path if row.scope else ""
        if not may_announce(by, path):
            raise Refused("not_yours")
        if CalendarAnnouncement.objects.filter(withdraws=row).exists():
            raise Refused("already_withdrawn")
        _check_words(document, reason)
        said = NewAnnouncement(path=path, days=(), document=document, reason=reason)
        entered = _row(said, by, at, scope=row.scope, withdraws=row)
    calendars.forget()
    return entered.pk


def _check_day(day: CalendarDay, calendar: Calendar) -> None:
    """A day that is so already is a mistake: most often a make-up day that was a working day anyway."""
    if day.working and calendar.is_working(day.on):
        raise Refused("day_is_working", day=day.on)
    if not day.working and not calendar.is_working(day.on):
        raise Refused("day_is_off", day=day.on)


def _check_words(document: str, reason: str) -> None:
    if not document.strip():
        raise Refused("document_needed")
    if not reason.strip():
        raise Refused("reason_needed")


def _unit(path: str) -> Unit | None:
    """The unit as it is now; None for the whole country."""
    if not path:
        return None
    unit = Unit.objects.filter(path=path, valid_until=None).first()
    if unit is None:
        raise Refused("no_such_unit")
    return unit


def _row(
    said: NewAnnouncement,
    by: Actor,
    at: datetime,
    *,
    scope: Unit | None,
    withdraws: CalendarAnnouncement | None = None,
) -> CalendarAnnouncement:
    return CalendarAnnouncement.objects.create(
        scope=scope,
        document=said.document.strip(),
        note=said.note.strip(),
        reason=said.reason.strip(),
        withdraws=withdraws,
        entered_at=at,
        entered_by_id=by.person_id,
    )


def _top(path: str) -> bool:
    """Of a province or city: /20/."""
    return "/" not in path.strip("/")


def day_off(on: date, *, name_vi: str, name_en: str) -> CalendarDay:
    """A closure, or a holiday declared late."""
    return CalendarDay(on, DayKind.HOLIDAY, DayKind.HOLIDAY.working, name_vi, name_en)


def swap(off: date, worked: date, *, name_vi: str, name_en: str) -> Sequence[CalendarDay]:
    """A weekday given off and the rest day worked instead."""
    return tuple(
        CalendarDay(on, kind, kind.working, name_vi, name_en)
        for on, kind in ((off, DayKind.SWAPPED_OFF), (worked, DayKind.MAKE_UP))
    )


def is_off(on: date, *, path: str) -> bool:
    """Whether nobody works there on that day anyway."""
    return not calendars.of(path).is_working(on)
