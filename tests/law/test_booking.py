"""A place in a session: slots, limits, the waiting list, what becomes of a booking, who comes next."""

from datetime import UTC, datetime, time, timedelta
from itertools import product

import pytest

from hoiam.law import booking, packs
from hoiam.law.booking import Asked, Queued, Sitting, Slot, State
from hoiam.law.refusal import Refused

PACK = packs.load("vn")
EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
SLOT = Slot(EIGHT, EIGHT + timedelta(minutes=30), 2)


def minutes(count):
    return timedelta(minutes=count)


def asked(**changes):
    return Asked(**{"slot": SLOT, "taken": 0, "at": EIGHT - timedelta(days=2), **changes})


def refused(code, action, *args, **named):
    with pytest.raises(Refused, match=f"^{code}$") as caught:
        action(*args, **named)
    return caught.value.facts


def test_a_sitting_is_cut_into_whole_slots():
    found = booking.slots(EIGHT, EIGHT + minutes(100), minutes=30, places=2)
    assert [(one.starts, one.ends) for one in found] == [
        (EIGHT + minutes(n), EIGHT + minutes(n + 30)) for n in (0, 30, 60)
    ]
    assert {one.places for one in found} == {2}


@pytest.mark.parametrize(("length", "places"), [(0, 1), (-5, 1), (181, 1), (30, 0)])
def test_a_sitting_without_a_slot_is_refused(length, places):
    refused("no_time_in_sitting", booking.slots, EIGHT, EIGHT + minutes(180), minutes=length, places=places)


def test_sittings_stand_in_order():
    morning, afternoon = Sitting(time(8), time(11, 30)), Sitting(time(13, 30), time(17))
    assert booking.sittings([afternoon, morning]) == (morning, afternoon)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([], "no_sitting"),
        ([Sitting(time(11), time(8))], "sitting_backwards"),
        ([Sitting(time(8), time(8))], "sitting_backwards"),
        ([Sitting(time(8), time(11)), Sitting(time(10), time(12))], "sittings_overlap"),
    ],
)
def test_sittings_that_cannot_be_are_refused(given, code):
    refused(code, booking.sittings, given)


def test_a_free_place_is_booked_and_a_full_slot_has_a_list():
    assert booking.book(asked(taken=1), PACK) is State.BOOKED
    assert booking.book(asked(taken=2), PACK) is State.WAITING


def test_a_slot_that_has_begun_cannot_be_booked():
    assert booking.book(asked(at=EIGHT - minutes(1)), PACK) is State.BOOKED
    refused("slot_over", booking.book, asked(at=EIGHT), PACK)


def test_nobody_takes_all_places():
    booking.book(asked(ahead=booking.AHEAD - 1), PACK)
    assert refused("too_many_bookings", booking.book, asked(ahead=booking.AHEAD), PACK) == {
        "most": booking.AHEAD
    }


@pytest.mark.parametrize(
    ("people", "representatives", "code"),
    [(0, 0, "too_few_people"), (7, 0, "no_representative"), (7, 3, "too_many_representatives")],
)
def test_a_group_comes_with_as_many_representatives_as_the_law_allows(people, representatives, code):
    refused(code, booking.book, asked(people=people, representatives=representatives), PACK)
    assert booking.book(asked(people=7, representatives=2), PACK) is State.BOOKED


def test_every_event_leads_from_a_known_state_to_a_known_state():
    for event, state in product(booking.MOVES, (None, *State)):
        found = booking.MOVES[event].get(state)
        if found is None:
            refused("wrong_state", booking.after, event, state)
        else:
            assert booking.after(event, state) is found


def test_an_unknown_event_is_refused():
    refused("unknown_event", booking.after, "fly", "booked")


def test_every_state_but_an_end_can_be_left_and_every_state_is_reached():
    left = {state for paths in booking.MOVES.values() for state in paths if state}
    reached = {state for paths in booking.MOVES.values() for state in paths.values()}
    assert reached == set(State)
    assert set(State) - left == {State.DONE, State.CANCELLED, State.DROPPED}
    assert left >= booking.AHEAD_OF_DAY | booking.THERE


def numbers(*there, at):
    return [one.number for one in booking.order(there, at=at)]


def test_who_booked_and_came_in_time_comes_when_the_slot_begins():
    booked = Queued(1, EIGHT - minutes(5), EIGHT)
    walked_in = Queued(2, EIGHT - minutes(20))
    assert numbers(booked, walked_in, at=EIGHT - minutes(1)) == [2, 1]
    assert numbers(booked, walked_in, at=EIGHT) == [1, 2]


def test_who_came_too_late_for_the_slot_waits_with_the_others():
    late = Queued(1, EIGHT + booking.LATE + minutes(1), EIGHT)
    just = Queued(2, EIGHT + booking.LATE, EIGHT)
    walked_in = Queued(3, EIGHT + minutes(10))
    assert numbers(late, just, walked_in, at=EIGHT + minutes(20)) == [2, 3, 1]


def test_an_earlier_slot_and_then_a_smaller_number_comes_first():
    first = Queued(5, EIGHT, EIGHT)
    same = Queued(6, EIGHT - minutes(3), EIGHT)
    later = Queued(1, EIGHT, EIGHT + minutes(30))
    assert numbers(later, same, first, at=EIGHT + minutes(31)) == [5, 6, 1]
