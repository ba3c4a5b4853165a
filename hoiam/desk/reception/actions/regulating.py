"""A unit's own regulation is entered: when a post receives citizens, where, and what becomes of days off."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hoiam.desk.reception.actions import acting
from hoiam.desk.reception.models import Regulation
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import booking, schedules
from hoiam.law.booking import Sitting
from hoiam.law.refusal import Refused
from hoiam.law.schedules import LAST, Exempted, OffDay, Pattern
from hoiam.office import owing, queries as office
from hoiam.office.owing import OwingPost

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRegulation:
    """What the document says. `sittings`: 07:30-11:30, 13:30-16:30."""

    pattern: Pattern
    off_day: OffDay
    sittings: str
    place: str
    slot_minutes: int
    slot_places: int
    document: str
    document_on: date
    from_on: date
    until_on: date | None = None
    exempted: Sequence[Exempted] = ()


def enter(*, post_id: int, said: NewRegulation, by: office.Actor, at: datetime) -> Regulation:
    """From its first day on it takes the place of the one without an end.

    Refused: no_such_post, not_yours, dates_order, regulation_overlaps, day_is_day_off of an exception's new day, and as
    schedules.sittings and booking.slots.
    """
    with journal.recording():
        post = owing.post(post_id)
        acting.require_office(post, by, on=local_day(at))
        if said.until_on is not None and said.until_on < said.from_on:
            raise Refused("dates_order", first=said.from_on, last=said.until_on)
        hours = _hours(said)
        for one in said.exempted:
            if one.to is not None:
                acting.require_working(post, one.to)
        _make_room(post, said)
        row = _save(post, said, hours, by, at)
        acting.log(post.id, acting.unit_code(post), _entry(said), at=at)
    return row


def _hours(said: NewRegulation) -> str:
    """As they are stored; each sitting has room for one visit at least."""
    found = schedules.sittings(said.sittings)
    for one in found:
        begins, ends = _on(one, said.from_on)
        booking.slots(begins, ends, minutes=said.slot_minutes, places=said.slot_places)
    return schedules.spelled(found)


def _on(sitting: Sitting, day: date) -> tuple[datetime, datetime]:
    return datetime.combine(day, sitting.starts), datetime.combine(day, sitting.ends)


def _make_room(post: OwingPost, said: NewRegulation) -> None:
    rows = list(Regulation.objects.select_for_update().filter(post_id=post.id).order_by("from_on"))
    for one in rows:
        if one.until_on is None and one.from_on < said.from_on:
            one.until_on = said.from_on - _DAY
            one.save(update_fields=("until_on",))
        elif _overlap(one, said):
            raise Refused("regulation_overlaps", document=one.document, first=one.from_on, last=one.until_on)


def _overlap(one: Regulation, said: NewRegulation) -> bool:
    begins_before_end = one.until_on is None or said.from_on <= one.until_on
    return begins_before_end and (said.until_on is None or one.from_on <= said.until_on)


def _save(post: OwingPost, said: NewRegulation, hours: str, by: office.Actor, at: datetime) -> Regulation:
    return Regulation.objects.create(
        post_id=post.id,
        pattern=said.pattern.code,
        off_day=said.off_day.value,
        sittings=hours,
        place=said.place,
        slot_minutes=said.slot_minutes,
        slot_places=said.slot_places,
        document=said.document,
        document_on=said.document_on,
        from_on=said.from_on,
        until_on=said.until_on,
        exempted=[_exempted(one) for one in said.exempted],
        entered_at=at,
        entered_by_id=by.person_id,
    )


def _exempted(one: Exempted) -> dict[str, Any]:
    return {"on": one.on.isoformat(), "to": one.to.isoformat() if one.to else "", "reason": one.reason}


def _entry(said: NewRegulation) -> acting.Entry:
    days = ".".join("last" if number == LAST else str(number) for number in said.pattern.days)
    facts = {
        "pattern": said.pattern.kind.value,
        "days": days,
        "from": said.from_on.isoformat(),
        "document": hashlib.sha256(said.document.encode()).hexdigest(),
    }
    return acting.Entry(kind="session.regulated", facts=facts)
