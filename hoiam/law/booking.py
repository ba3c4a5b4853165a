"""A place in a session of citizen reception: who may book which, what becomes of it, and who comes next.

Luật Tiếp công dân số 42/2013/QH13 gives no order among those who wait and no number of places: slots, limits and the
order here are rules of the house, the same for everybody. Whoever comes without a booking is received too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from hoiam.law import grouping
from hoiam.law.pack import Pack
from hoiam.law.refusal import Refused

AHEAD = 2
"""So many bookings of one person may lie ahead at one office: a counter against whoever takes all places."""
LATE = timedelta(minutes=15)
"""Whoever arrives later than this after the slot began waits as if not booked."""
ONE_MINUTE = timedelta(minutes=1)


class State(StrEnum):
    WAITING = "waiting"  # on the list of a full session
    BOOKED = "booked"
    ARRIVED = "arrived"
    CALLED = "called"
    WITH_HEAD = "with_head"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"  # by the person
    DROPPED = "dropped"  # the session was moved, missed or full to its end


AHEAD_OF_DAY = frozenset({State.WAITING, State.BOOKED})
THERE = frozenset({State.ARRIVED, State.CALLED, State.WITH_HEAD})
_W, _B, _A, _C, _H = State.WAITING, State.BOOKED, State.ARRIVED, State.CALLED, State.WITH_HEAD
MOVES: Mapping[str, Mapping[State | None, State]] = {
    "book": {None: State.BOOKED},
    "wait": {None: State.WAITING},
    "move_up": {_W: State.BOOKED},
    "walk_in": {None: State.ARRIVED},
    "arrive": dict.fromkeys((_W, _B), State.ARRIVED),
    "call": {_A: State.CALLED, State.NO_SHOW: State.CALLED},
    "begin": dict.fromkeys((_A, _C), State.WITH_HEAD),
    "end": {_H: State.DONE},
    "move": {_W: State.WAITING, _B: State.BOOKED},
    "miss": dict.fromkeys((_B, _C), State.NO_SHOW),
    "put_back": {_C: State.ARRIVED},
    "cancel": dict.fromkeys((_W, _B, _A), State.CANCELLED),
    "drop": dict.fromkeys((_W, _B, _A, _C), State.DROPPED),
}
"""By event: state before, state after. `call` again: who did not answer may still be there. `move`: with the day."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Part of a day, local times: the morning, the afternoon."""

    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class Slot:
    """A span of a sitting in which so many can be received."""

    starts: datetime
    ends: datetime
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody who books asks for; `ahead`: how many bookings of theirs at this office are open already."""

    slot: Slot
    taken: int
    at: datetime
    ahead: int = 0
    people: int = 1
    representatives: int = 0


@dataclass(frozen=True, slots=True)
class Queued:
    """Somebody who is there: their number of the day, when they arrived, when their slot began if they booked."""

    number: int
    arrived_at: datetime
    slot_starts: datetime | None = None


def after(event: str, state: str | None) -> State:
    """Refused: unknown_event, wrong_state."""
    if event not in MOVES:
        raise Refused("unknown_event", event=event)
    found = MOVES[event].get(State(state) if state else None)
    if found is None:
        raise Refused("wrong_state", event=event, state=state)
    return found


def slots(starts: datetime, ends: datetime, *, minutes: int, places: int) -> tuple[Slot, ...]:
    """Whole slots of a sitting, one after another; what is left at its end is shorter than one and is none.

    Refused: no_time_in_sitting.
    """
    length = minutes * ONE_MINUTE
    count = max((ends - starts) // length, 0) if minutes > 0 else 0
    if not count or places < 1:
        raise Refused("no_time_in_sitting", starts=starts, ends=ends, minutes=minutes)
    return tuple(Slot(starts + n * length, starts + (n + 1) * length, places) for n in range(count))


def sittings(given: Sequence[Sitting]) -> tuple[Sitting, ...]:
    """In order. Refused: sitting_backwards, sittings_overlap, no_sitting."""
    if not given:
        raise Refused("no_sitting")
    ordered = tuple(sorted(given, key=lambda one: one.starts))
    for one in ordered:
        if one.ends <= one.starts:
            raise Refused("sitting_backwards", starts=one.starts, ends=one.ends)
    for one, following in pairwise(ordered):
        if following.starts < one.ends:
            raise Refused("sittings_overlap", first=one.ends, second=following.starts)
    return ordered


def book(asked: Asked, pack: Pack) -> State:
    """Booked, or on the waiting list where the slot is full.

    Refused: slot_over, too_many_bookings(most), too_few_people, and as grouping.represented.
    """
    if asked.at >= asked.slot.starts:
        raise Refused("slot_over", starts=asked.slot.starts)
    if asked.ahead >= AHEAD:
        raise Refused("too_many_bookings", most=AHEAD)
    _people(asked, pack)
    return State.BOOKED if asked.taken < asked.slot.places else State.WAITING


def _people(asked: Asked, pack: Pack) -> None:
    """Several come with one matter: as many of them are received as may represent so many."""
    if asked.people < 1:
        raise Refused("too_few_people", least=1)
    if asked.people >= grouping.FEWEST:
        grouping.represented(asked.people, asked.representatives, on=asked.at.date(), pack=pack)


def order(there: Iterable[Queued], *, at: datetime) -> tuple[Queued, ...]:
    """Who comes next: those whose slot has begun and who came in time, by slot; then everybody by arrival.

    A booked person who is early waits for the slot, unless nobody else is there.
    """
    return tuple(sorted(there, key=lambda one: _turn(one, at)))


def _turn(one: Queued, at: datetime) -> tuple[int, datetime, int]:
    booked = one.slot_starts
    if booked is not None and one.arrived_at <= booked + LATE:
        return (0 if booked <= at else 2, booked, one.number)
    return (1, one.arrived_at, one.number)
