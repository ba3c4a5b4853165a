"""The day itself: who is there, who is called, who is with the head, who did not come."""

import secrets
from dataclasses import replace
from datetime import datetime

from hoiam.desk.reception.actions import bookings
from hoiam.desk.reception.models import Booking
from hoiam.desk.reception.models.booking import Channel
from hoiam.desk.reception.queries import places
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law.booking import State
from hoiam.law.procedures.reception_session import State as SessionState
from hoiam.law.refusal import Refused
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed

_IN_SESSION = frozenset({SessionState.OPEN, SessionState.OPEN_DEPUTY})
_BEFORE_OR_IN = _IN_SESSION | {SessionState.POSTED}


def arrive(*, booking_id: int, version: int | None, by: office.Actor, at: datetime) -> None:
    """Somebody who booked, or waits for a place, is there. Refused: as bookings.loaded, wrong_state, not_today."""
    with db.writing():
        row = bookings.loaded(booking_id, version=version, by=by)
        _today(row, at)
        row.arrived_at = at
        bookings.move(row, "arrive")


def walk_in(
    *, session_id: int, matter: str, people: int, submit_key: str, by: office.Actor, at: datetime
) -> Booking:
    """Somebody came without a booking and gets the next number; who they are is asked when they are received.

    Refused: no_such_session, not_yours, not_open_to_book. Pressed twice it is the same number.
    """
    with db.writing():
        session = bookings.locked(session_id)
        if not by.roles_in(session.unit_id) & places.MAY:
            raise Refused("not_yours")
        earlier = Booking.objects.filter(submit_key=submit_key).first()
        if earlier is not None:
            return earlier
        if session.state not in _BEFORE_OR_IN or session.on != local_day(at):
            raise Refused("not_open_to_book", day=session.on)
        _code, code_hash = bookings.fresh_code(secrets.token_bytes(8))
        row = Booking(
            session=session,
            number=bookings.next_number(session),
            channel=Channel.WALK_IN,
            state=State.ARRIVED,
            people=people,
            matter=matter.strip(),
            code_hash=code_hash,
            submit_key=submit_key,
            made_at=at,
            made_by_id=by.person_id,
            arrived_at=at,
        )
        row.save(force_insert=True)
    return row


def call_next(*, session_id: int, by: office.Actor, at: datetime) -> Booking:
    """The next of those who are there. Refused: no_such_session, not_yours, nobody_there."""
    with db.writing():
        session = bookings.locked(session_id)
        if not by.roles_in(session.unit_id) & places.MAY:
            raise Refused("not_yours")
        queue = places.day(session_id, at=at).queue
        if not queue:
            raise Refused("nobody_there")
        return _call(queue[0].id, None, by, at)


def call(*, booking_id: int, version: int | None, by: office.Actor, at: datetime) -> Booking:
    """This one, out of turn or once more. Refused: as bookings.loaded, wrong_state."""
    with db.writing():
        return _call(booking_id, version, by, at)


def put_back(*, booking_id: int, version: int | None, by: office.Actor, at: datetime) -> None:
    """Called by mistake. Refused: as bookings.loaded, wrong_state."""
    _simply("put_back", booking_id, version, by, at)


def miss(*, booking_id: int, version: int | None, by: office.Actor, at: datetime) -> None:
    """Did not come when called, or not at all. Refused: as bookings.loaded, wrong_state, not_today."""
    _simply("miss", booking_id, version, by, at)


def begin(*, booking_id: int, version: int | None, by: office.Actor, at: datetime) -> None:
    """With the head, or who stands in. Refused: as bookings.loaded, wrong_state, session_not_open."""
    with db.writing():
        row = bookings.loaded(booking_id, version=version, by=by)
        if row.session.state not in _IN_SESSION:
            raise Refused("session_not_open")
        row.began_at = at
        bookings.move(row, "begin")


def end(*, booking_id: int, version: int | None, by: office.Actor, at: datetime) -> None:
    """Received. Refused: as bookings.loaded, wrong_state."""
    with db.writing():
        row = bookings.loaded(booking_id, version=version, by=by)
        row.ended_at = at
        bookings.move(row, "end")


def identify(*, booking_id: int, person: sealed.Personal, by: office.Actor, at: datetime) -> str:
    """Who somebody without a booking is, as the law asks when they are received; gives the code of their page.

    Luật Tiếp công dân số 42/2013/QH13, điều 7.2 and 25.1. Refused: as bookings.loaded, identity_known.
    """
    with db.writing():
        row = bookings.loaded(booking_id, version=None, by=by)
        if row.identity_id is not None:
            raise Refused("identity_known")
        code, row.code_hash = bookings.fresh_code(secrets.token_bytes(8))
        row.identity_id = sealed.keep(data=replace(person, code=code), at=at)
        row.version += 1
        row.save()
    return code


def _call(booking_id: int, version: int | None, by: office.Actor, at: datetime) -> Booking:
    row = bookings.loaded(booking_id, version=version, by=by)
    _today(row, at)
    row.called_at, row.calls = at, row.calls + 1
    bookings.move(row, "call")
    return row


def _simply(event: str, booking_id: int, version: int | None, by: office.Actor, at: datetime) -> None:
    with db.writing():
        row = bookings.loaded(booking_id, version=version, by=by)
        _today(row, at)
        bookings.move(row, event)


def _today(row: Booking, at: datetime) -> None:
    if row.session.on != local_day(at):
        raise Refused("not_today", day=row.session.on)
