"""A place in a session: booked, given up, moved or lost with it; who waits first gets what is freed."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Max

from hoiam.desk.cases.queries import choices, search
from hoiam.desk.reception.models import Booking, Session
from hoiam.desk.reception.queries import codes, places
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law import booking, packs
from hoiam.law.booking import State
from hoiam.law.procedures.reception_session import AHEAD
from hoiam.law.refusal import Refused
from hoiam.ledger import shortcode
from hoiam.notices import actions as notices
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed

REMINDED, REMINDER = timedelta(days=1), "booking-reminder"
BATCH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks for, and who they are. `slot_at`: the beginning of the slot.

    `codes`: of earlier cases at this office that they come about. `submit_key` makes a second press of the button
    harmless; `secret`: 8 random bytes or more, for the code.
    """

    session_id: int
    slot_at: datetime
    person: sealed.Personal
    matter: str
    channel: str
    submit_key: str
    secret: bytes
    people: int = 1
    representatives: int = 0
    needs: Sequence[str] = ()
    codes: Sequence[str] = ()
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Booked:
    """The place that is now held, and the code that opens it; `again`: this very form was taken before."""

    booking_id: int
    code: str
    number: int
    state: State
    again: bool = False


def book(*, wanted: Wanted, by: office.Actor | None, at: datetime) -> Booked:
    """Booked, or on the waiting list of a full slot. `by`: the clerk who types it, None for the citizen.

    Refused: no_such_session, not_open_to_book, no_such_slot, no_such_case, booked_already, unknown_need, and as
    law.booking.book.
    """
    try:
        with db.writing():
            return _book(wanted, by, at)
    except IntegrityError:
        earlier = Booking.objects.filter(submit_key=wanted.submit_key).first()
        if earlier is None:
            raise Refused("booked_already") from None
    person = sealed.open(identity_id=earlier.identity_id or 0, by=None, purpose="print", at=at)
    return Booked(earlier.pk, person.code, earlier.number, State(earlier.state), again=True)


def cancel(*, booking_id: int, version: int | None, by: office.Actor | None, at: datetime) -> None:
    """Given up, by the person through the code or by a clerk for them; the place goes to whoever waited first.

    Refused: no_such_booking, changed_meanwhile, not_yours, wrong_state.
    """
    with db.writing():
        row = loaded(booking_id, version=version, by=by)
        move(row, "cancel")
        _forget_reminder(row)
        _move_up(row.session, row.slot_at, at)
        if by is not None:
            tell(row, "booking-cancelled", at=at)


def follow(session: Session, *, at: datetime) -> None:
    """The session has another day or other hours: whoever booked keeps number and hour where there is such a slot.

    Where there is none the booking is dropped. Everybody is told. Joins the transaction of its caller.
    """
    slots = {one.starts for one in places.slots(session)}
    for row in _ahead(session):
        if row.slot_at is None:
            continue
        there = datetime.combine(session.on, row.slot_at.astimezone(places.ZONE).time(), places.ZONE)
        if there != row.slot_at or there not in slots:
            _forget_reminder(row)
        if there not in slots:
            move(row, "drop")
            tell(row, "booking-dropped", at=at)
        elif there != row.slot_at:
            row.slot_at = there
            move(row, "move")
            tell(row, "booking-moved", at=at)


def drop(session: Session, *, at: datetime) -> None:
    """The session is not held: everybody who still waits is told. Joins the transaction of its caller."""
    for row in _waiting(session):
        move(row, "drop")
        _forget_reminder(row)
        tell(row, "booking-dropped", at=at)


def remind(*, at: datetime) -> int:
    """Tell those of tomorrow's sessions, each once however often this runs; gives how many there are.

    Also of a session that was moved and not yet posted anew: whoever booked was told its day.
    """
    day = local_day(at + REMINDED)
    rows = Booking.objects.filter(
        session__on=day, session__taken_back_at=None, session__state__in=AHEAD, state=State.BOOKED
    )
    due = list(rows.select_related("session").order_by("id"))
    for start in range(0, len(due), BATCH):
        letters = [one for row in due[start : start + BATCH] for one in _letters(row, REMINDER)]
        with db.writing():
            notices.put_many(notices=letters, at=at)
    return len(due)


def forget(*, at: datetime) -> int:
    """Marks of days that are over go, and with them the way to tell who came twice."""
    rows = Booking.objects.filter(mark__isnull=False, session__on__lt=local_day(at))
    with db.writing():
        return rows.update(mark=None)


def loaded(booking_id: int, *, version: int | None, by: office.Actor | None) -> Booking:
    """Locked, with its session; `by` None: through the code. Refused: no_such_booking, changed_meanwhile, not_yours."""
    rows = Booking.objects.select_for_update(of=("self",)).select_related("session")
    row = rows.filter(pk=booking_id).first()
    if row is None:
        raise Refused("no_such_booking")
    if by is not None and not by.roles_in(row.session.unit_id) & places.MAY:
        raise Refused("not_yours")
    if version is not None and version != row.version:
        raise Refused("changed_meanwhile", version=row.version)
    return row


def move(row: Booking, event: str) -> None:
    """The state after an event, saved. Refused: wrong_state."""
    row.state = booking.after(event, row.state)
    row.version += 1
    row.save()


def fresh_code(secret: bytes) -> tuple[str, bytes]:
    """A code and what is stored of it."""
    code = shortcode.code_from(secret[:8])
    return code, codes.code_hash(code)


def next_number(session: Session) -> int:
    """Of the day, in the order in which places were asked for; the session is locked."""
    last = Booking.objects.filter(session=session).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def locked(session_id: int) -> Session:
    """Refused: no_such_session."""
    rows = Session.objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.filter(pk=session_id, taken_back_at=None).first()
    if row is None:
        raise Refused("no_such_session")
    return row


def tell(row: Booking, template: str, *, at: datetime) -> None:
    """One e-mail, and a text message where the unit sends them."""
    notices.put_many(notices=_letters(row, template), at=at)


def _letters(row: Booking, template: str) -> list[notices.NewNotice]:
    """None to somebody of whom nobody knows who it is."""
    if row.identity_id is None:
        return []
    context = {
        "number": str(row.number),
        "day": row.session.on.isoformat(),
        "time": f"{row.slot_at.astimezone(places.ZONE):%H:%M}" if row.slot_at else "",
        "place": str(row.session_id),
        "waiting": "1" if row.state == State.WAITING else "",
        "what": template,
    }
    wordings = {"email": f"reception/{template}"}
    if choices.sends_sms(row.session.unit_id):
        wordings[notices.SMS] = "reception/sms"
    return [
        notices.NewNotice(
            person=f"visitor:{row.identity_id}",
            event=_event(row, template, row.session.on),
            channel=channel,
            template=wording,
            context=context,
            language=row.language,
        )
        for channel, wording in wordings.items()
    ]


def _event(row: Booking, template: str, on: date) -> str:
    """Moved twice is told twice; a reminder is of one day."""
    day = f":{on.isoformat()}" if template in {"booking-moved", REMINDER} else ""
    return f"booking:{row.pk}:{template}{day}"


def _forget_reminder(row: Booking) -> None:
    """Of the day for which it was booked so far; one that waits for the end of quiet hours is not sent."""
    if row.identity_id is not None and row.slot_at is not None:
        event = _event(row, REMINDER, local_day(row.slot_at))
        notices.withdraw(person=f"visitor:{row.identity_id}", event=event)


def _book(wanted: Wanted, by: office.Actor | None, at: datetime) -> Booked:
    session = locked(wanted.session_id)
    _allow(session, wanted, by)
    named = search.named(codes=wanted.codes, unit_id=session.unit_id)
    slot = places.slot_at(session, wanted.slot_at)
    mark = mark_of(session, wanted.person)
    asked = booking.Asked(
        slot=slot,
        taken=places.taken(session.pk, slot.starts),
        at=at,
        ahead=places.ahead(session.unit_id, mark, on=local_day(at)),
        people=wanted.people,
        representatives=wanted.representatives,
    )
    state = booking.book(asked, packs.load(settings.HOIAM_PACK))
    code, code_hash = fresh_code(wanted.secret)
    row = Booking(
        session=session,
        number=next_number(session),
        slot_at=slot.starts,
        channel=wanted.channel,
        state=state,
        people=wanted.people,
        representatives=wanted.representatives,
        needs=sorted(set(wanted.needs)),
        matter=wanted.matter.strip(),
        identity_id=sealed.keep(data=dataclasses.replace(wanted.person, code=code), at=at),
        code_hash=code_hash,
        submit_key=wanted.submit_key,
        mark=mark,
        language=wanted.language,
        made_at=at,
        made_by_id=by.person_id if by else None,
    )
    row.save(force_insert=True)
    row.cases.set(named)
    tell(row, "booked", at=at)
    return Booked(row.pk, code, row.number, state)


def _allow(session: Session, wanted: Wanted, by: office.Actor | None) -> None:
    if by is not None and not by.roles_in(session.unit_id) & places.MAY:
        raise Refused("not_yours")
    if session.state not in places.OPEN:
        raise Refused("not_open_to_book", day=session.on)
    unknown = set(wanted.needs) - set(places.NEEDS)
    if unknown:
        raise Refused("unknown_need", known=tuple(places.NEEDS))


def mark_of(session: Session, person: sealed.Personal) -> bytes | None:
    """By telephone, or identity number where there is none."""
    return codes.mark(session.unit_id, person.phone or person.id_number)


def _move_up(session: Session, slot_at: datetime | None, at: datetime) -> None:
    """The first who waits for a slot gets the place that was freed in it, while the slot lies ahead."""
    if slot_at is None or slot_at <= at or session.state not in places.OPEN:
        return
    if places.taken(session.pk, slot_at) >= session.slot_places:
        return
    rows = Booking.objects.filter(session=session, slot_at=slot_at, state=State.WAITING).select_related(
        "session"
    )
    first = rows.order_by("number").first()
    if first is not None:
        move(first, "move_up")
        tell(first, "booking-moved-up", at=at)


def _ahead(session: Session) -> list[Booking]:
    rows = Booking.objects.filter(session=session, state__in=booking.AHEAD_OF_DAY).select_related("session")
    return list(rows.order_by("number"))


def _waiting(session: Session) -> list[Booking]:
    states = booking.AHEAD_OF_DAY | {State.ARRIVED, State.CALLED}
    rows = Booking.objects.filter(session=session, state__in=states).select_related("session")
    return list(rows.order_by("number"))
