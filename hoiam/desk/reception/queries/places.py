"""Slots of a session and how many places in each are taken; bookings as pages show them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoiam.desk.reception.models import Booking, Session
from hoiam.desk.reception.queries import codes, sessions
from hoiam.desk.reception.queries.sessions import SessionCard
from hoiam.kit.moments import local_day
from hoiam.law import booking, schedules
from hoiam.law.booking import Queued, Slot, State
from hoiam.law.procedures.reception_session import State as SessionState
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

ZONE = timezone.get_default_timezone()
MAY = frozenset({Role.CLERK, Role.HEAD})
OPEN = frozenset({SessionState.POSTED})
"""States of a session in which a place can be booked."""
AHEAD = timedelta(days=62)
"""So far ahead sessions are shown for booking."""
NEEDS: Mapping[str, Promise] = {
    "interpreter": _("Interpreter"),
    "sign_language": _("Sign language"),
    "wheelchair": _("Access with a wheelchair"),
    "reading": _("Help with reading and writing"),
    "ground_floor": _("A room on the ground floor"),
}
HOLDS_PLACE = frozenset(
    {State.BOOKED, State.ARRIVED, State.CALLED, State.WITH_HEAD, State.DONE, State.NO_SHOW}
)
_COLUMNS = (
    *("id", "session_id", "number", "slot_at", "channel", "state", "people", "representatives", "needs"),
    *("matter", "arrived_at", "called_at", "calls", "began_at", "ended_at", "version", "language"),
)


@dataclass(frozen=True, slots=True)
class Free:
    """A slot and how many places in it are left; none left: the next goes on the waiting list."""

    slot: Slot
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingCard:
    """A booking without who it is: that is opened apart, with a reason."""

    id: int
    session_id: int
    number: int
    slot_at: datetime | None
    channel: str
    state: State
    people: int
    representatives: int
    needs: tuple[str, ...]
    matter: str
    arrived_at: datetime | None
    called_at: datetime | None
    calls: int
    began_at: datetime | None
    ended_at: datetime | None
    version: int
    language: str

    @property
    def minutes(self) -> int | None:
        """How long the person was received, in whole minutes."""
        if self.began_at is None or self.ended_at is None:
            return None
        return int((self.ended_at - self.began_at).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Day:
    """All of one session: who is to be called next, in order; who is with the head; the others by number."""

    queue: tuple[BookingCard, ...]
    called: tuple[BookingCard, ...]
    with_head: tuple[BookingCard, ...]
    expected: tuple[BookingCard, ...]
    waiting: tuple[BookingCard, ...]
    over: tuple[BookingCard, ...]

    @property
    def received(self) -> int:
        """How many were."""
        return sum(one.state is State.DONE for one in self.over)


def slots(session: "Session | SessionCard") -> tuple[Slot, ...]:
    """Of all its sittings, in order; none of a session that was only noted. No statement."""
    hours = schedules.sittings(session.sittings) if session.sittings else ()
    found: list[Slot] = []
    for one in hours:
        starts, ends = (datetime.combine(session.on, at, ZONE) for at in (one.starts, one.ends))
        found += booking.slots(starts, ends, minutes=session.slot_minutes, places=session.slot_places)
    return tuple(found)


def slot_at(session: Session, starts: datetime) -> Slot:
    """Refused: no_such_slot."""
    for slot in slots(session):
        if slot.starts == starts:
            return slot
    raise Refused("no_such_slot")


def taken(session_id: int, starts: datetime) -> int:
    """One statement."""
    return Booking.objects.filter(session_id=session_id, slot_at=starts, state__in=HOLDS_PLACE).count()


def free(session: "Session | SessionCard", *, at: datetime) -> tuple[Free, ...]:
    """Slots that lie ahead. One statement."""
    rows = Booking.objects.filter(session_id=_id(session), state__in=HOLDS_PLACE, slot_at__isnull=False)
    counts = Counter(rows.values_list("slot_at", flat=True))
    return tuple(
        Free(slot, max(slot.places - counts[slot.starts], 0)) for slot in slots(session) if slot.starts > at
    )


def ahead(unit_id: int, mark: bytes | None, *, on: date) -> int:
    """How many bookings of one person lie ahead at an office. One statement."""
    if mark is None:
        return 0
    rows = Booking.objects.filter(mark=mark, session__unit_id=unit_id, session__on__gte=on)
    return rows.filter(state__in=booking.AHEAD_OF_DAY).count()


def of_code(code: str) -> BookingCard:
    """What the citizen's own page shows. One statement. Refused: no_such_booking."""
    row = Booking.objects.filter(code_hash=codes.of(code)).values(*_COLUMNS).first()
    if row is None:
        raise Refused("no_such_booking")
    return _card(row)


def known(typed: str) -> str:
    """The code as it is spelled, however it was typed. One statement. Refused: no_such_booking."""
    code = codes.canonical(typed)
    if not Booking.objects.filter(code_hash=codes.code_hash(code)).exists():
        raise Refused("no_such_booking")
    return code


def one(booking_id: int) -> BookingCard:
    """One statement. Refused: no_such_booking."""
    row = Booking.objects.filter(pk=booking_id).values(*_COLUMNS).first()
    if row is None:
        raise Refused("no_such_booking")
    return _card(row)


def day(session_id: int, *, at: datetime) -> Day:
    """Everybody of one session. One statement."""
    rows = Booking.objects.filter(session_id=session_id).order_by("number").values(*_COLUMNS)
    cards = [_card(row) for row in rows]
    by_state: dict[State, list[BookingCard]] = {}
    for card in cards:
        by_state.setdefault(card.state, []).append(card)
    ends = (State.DONE, State.NO_SHOW, State.CANCELLED, State.DROPPED)
    return Day(
        queue=ordered(by_state.get(State.ARRIVED, []), at=at),
        called=tuple(by_state.get(State.CALLED, [])),
        with_head=tuple(by_state.get(State.WITH_HEAD, [])),
        expected=tuple(by_state.get(State.BOOKED, [])),
        waiting=tuple(by_state.get(State.WAITING, [])),
        over=tuple(card for card in cards if card.state in ends),
    )


def ordered(there: list[BookingCard], *, at: datetime) -> tuple[BookingCard, ...]:
    """Who comes next, by the rule of the house (law.booking.order)."""
    by_number = {card.number: card for card in there}
    queued = [Queued(card.number, card.arrived_at or at, card.slot_at) for card in there]
    return tuple(by_number[place.number] for place in booking.order(queued, at=at))


def _id(session: "Session | SessionCard") -> int:
    return session.id if isinstance(session, SessionCard) else session.pk


def _card(row: dict[str, object]) -> BookingCard:
    said = {**row, "state": State(str(row["state"])), "needs": tuple(row["needs"])}  # type: ignore[arg-type]  # a list of codes
    return BookingCard(**said)  # type: ignore[arg-type]  # the columns of the card


def named_cases(booking_ids: Sequence[int]) -> Mapping[int, Mapping[int, date]]:
    """Cases that people named themselves when they booked, with the days they came in. One statement."""
    rows = Booking.cases.through.objects.filter(booking_id__in=booking_ids).order_by("id")
    found: dict[int, dict[int, date]] = {}
    for booking_id, case_id, received_on in rows.values_list("booking_id", "case_id", "case__received_on"):
        found.setdefault(booking_id, {})[case_id] = received_on
    return found


def identified(booking_id: int) -> bool:
    """Whether it is known who that is. One statement."""
    return Booking.objects.filter(pk=booking_id, identity__isnull=False).exists()


def upcoming(unit_id: int, *, at: datetime) -> tuple[tuple[SessionCard, tuple[Free, ...]], ...]:
    """Posted sessions of an office with an hour ahead, and what is free in each. Two statements."""
    on = local_day(at)
    cards = [
        card
        for card in sessions.of_units(unit_ids=[unit_id], first=on, last=on + AHEAD, on=on)
        if card.state in OPEN
    ]
    rows = Booking.objects.filter(
        session_id__in=[card.id for card in cards], state__in=HOLDS_PLACE, slot_at__isnull=False
    )
    counts = Counter(rows.values_list("session_id", "slot_at"))
    found = []
    for card in cards:
        left = tuple(
            Free(slot, max(slot.places - counts[card.id, slot.starts], 0))
            for slot in slots(card)
            if slot.starts > at
        )
        if left:
            found.append((card, left))
    return tuple(found)


def display(session_id: int, *, at: datetime) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Numbers alone: with the head, called, and next in order. One statement."""
    people = day(session_id, at=at)
    return (
        tuple(one.number for one in people.with_head),
        tuple(one.number for one in people.called),
        tuple(one.number for one in people.queue),
    )
