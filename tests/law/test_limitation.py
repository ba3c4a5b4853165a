"""How long a complaint may be brought: the worked example, obstacles, and what is said of days that cannot be."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from hoiam.law import limitation, packs
from hoiam.law.limitation import Obstacle
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

VN = packs.load("vn")
LEARNED = date(2026, 4, 1)
LAST = date(2026, 6, 30)  # law.md, worked example 15
DAY = timedelta(days=1)


def count(lodged_on=LAST, learned_on=LEARNED, *obstacles):
    return limitation.count(learned_on=learned_on, lodged_on=lodged_on, obstacles=obstacles, pack=VN)


def test_ninety_days_from_the_day_it_was_known():
    found = count()
    assert (found.due.legal_due, found.in_time, found.late, found.left, found.uncounted) == (
        LAST,
        True,
        0,
        0,
        0,
    )
    assert sum(row.counted for row in found.due.days) == 90


@pytest.mark.parametrize(
    ("lodged_on", "late", "left"), [(LAST + DAY, 1, 0), (LAST - DAY, 0, 1), (LEARNED, 0, 90)]
)
def test_it_is_late_from_the_day_after(lodged_on, late, left):
    found = count(lodged_on)
    assert (found.late, found.left, found.in_time) == (late, left, late == 0)


def test_a_last_day_off_moves_to_the_next_working_day():
    """Sunday 28 June 2026 is day 88 of 1 April; known two days earlier, day 90 is that Sunday."""
    assert count(learned_on=date(2026, 3, 30)).due.legal_due == date(2026, 6, 29)


def test_days_of_an_obstacle_are_not_counted():
    ill = Obstacle(date(2026, 5, 1), date(2026, 5, 10))
    found = count(LAST + 10 * DAY, LEARNED, ill)
    assert (found.uncounted, found.due.unrolled, found.in_time) == (10, LAST + 10 * DAY, True)


def test_overlapping_obstacles_count_once_and_later_ones_still_put_it_off():
    first, second = (
        Obstacle(date(2026, 5, 1), date(2026, 5, 10)),
        Obstacle(date(2026, 5, 6), date(2026, 5, 15)),
    )
    later = Obstacle(LAST + 5 * DAY, LAST + 6 * DAY)
    found = count(LAST, LEARNED, first, second, later)
    assert (found.uncounted, found.due.unrolled) == (17, LAST + 17 * DAY)


def test_what_stood_in_the_way_before_it_was_known_or_after_the_end_changes_nothing():
    before, after = Obstacle(LEARNED - 9 * DAY, LEARNED), Obstacle(LAST + DAY, LAST + 9 * DAY)
    assert count(LAST, LEARNED, before, after).due.legal_due == LAST


@given(st.lists(st.integers(-30, 200), max_size=4), st.integers(0, 40))
def test_against_days_gone_through_one_by_one(starts, length):
    obstacles = [Obstacle(LEARNED + start * DAY, LEARNED + (start + length) * DAY) for start in starts]
    on, left = LEARNED, 90
    while left:
        on += DAY
        left -= not any(one.first <= on <= one.last for one in obstacles)
    assert count(LAST, LEARNED, *obstacles).due.unrolled == on


def test_no_rule_no_count():
    assert limitation.count(learned_on=LEARNED, lodged_on=LAST, pack=packs.load("demo_en")) is None
    assert count(learned_on=date(2011, 1, 1)) is None


@pytest.mark.parametrize(
    ("issued", "learned", "code"),
    [
        (None, LAST + DAY, "learned_after_receipt"),
        (LEARNED, LEARNED - DAY, "learned_before_issue"),
        (LAST + DAY, None, "learned_before_issue"),
    ],
)
def test_days_that_cannot_be(issued, learned, code):
    with pytest.raises(Refused) as refused:
        limitation.known(issued_on=issued, learned_on=learned, on=LAST)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("issued", "learned"), [(None, None), (LEARNED, LEARNED), (LEARNED, LAST), (LAST, None)]
)
def test_days_that_can(issued, learned):
    limitation.known(issued_on=issued, learned_on=learned, on=LAST)


def hinder(**changes):
    said = {"ground": "illness", "before": 0, "learned_on": LEARNED, "on": LAST, **changes}
    limitation.hinder(said.pop("obstacle", Obstacle(LEARNED + DAY, LEARNED + 3 * DAY)), **said)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"learned_on": None}, "learned_missing"),
        ({"ground": "weather"}, "unknown_ground"),
        ({"obstacle": Obstacle(LEARNED + 3 * DAY, LEARNED + DAY)}, "obstacle_days"),
        ({"obstacle": Obstacle(LEARNED - DAY, LEARNED)}, "obstacle_days"),
        ({"obstacle": Obstacle(LAST + DAY, LAST + 2 * DAY)}, "obstacle_days"),
        ({"before": limitation.MOST}, "too_many_obstacles"),
    ],
)
def test_an_obstacle_has_a_ground_and_days_that_matter(changes, code):
    hinder()
    with pytest.raises(Refused) as refused:
        hinder(**changes)
    assert refused.value.code == code


def test_clerk_and_head_record_it_while_it_is_open():
    clerk, handler = frozenset({Role.CLERK}), frozenset({Role.HANDLER})
    both = (limitation.RECORD, limitation.HINDER)
    assert limitation.available("complaint", "received", clerk) == both
    assert limitation.available("complaint_again", "accepted", clerk) == (limitation.RECORD,)
    for kind, state, roles in (
        ("petition", "received", clerk),
        ("complaint", "decided", clerk),
        ("complaint", "received", handler),
    ):
        assert limitation.available(kind, state, roles) == ()
    for roles, code in ((handler, "not_yours"), (clerk, "wrong_state")):
        with pytest.raises(Refused, match=code):
            limitation.allow(limitation.HINDER, kind="complaint", state="decided", roles=roles)


def test_a_clerk_records_what_a_complaint_is_against():
    clerk = frozenset({Role.CLERK})
    limitation.allow(limitation.RECORD, kind="complaint", state="received", roles=clerk)
