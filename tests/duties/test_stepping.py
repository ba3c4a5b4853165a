"""The clocks of what is no case: opened, met, handed over and left alone by the steps of its procedure."""

from datetime import UTC, date, datetime

import pytest

from hoiam.duties import stepping
from hoiam.duties.models import Duty
from hoiam.law.step import ClockSpec, CloseSpec, Outcome, Step

AT = datetime(2026, 11, 2, 2, tzinfo=UTC)
HELD_ON = date(2026, 11, 20)
ANNOUNCE, RESULTS = ClockSpec("announce", "dt.announce"), ClockSpec("results", "dt.results")


@pytest.fixture
def owner(here):
    return stepping.Owner(
        unit_id=here.unit_id, post_id=here.pk, path=here.unit.path, subject="conference", subject_id=1
    )


def step(*, opens=(), closes=()):
    return Step(event="call", before=None, after="planned", opens=opens, closes=closes, source="")


def rows():
    return list(
        Duty.objects.filter(subject="conference").order_by("id").values_list("key", "due_on", "outcome")
    )


def test_a_clock_counts_from_the_day_of_the_conference(owner):
    dues = stepping.apply(step(opens=(ANNOUNCE,)), owner=owner, at=AT, events={"announce": HELD_ON})
    assert rows() == [("announce", date(2026, 11, 13), "")]
    assert dues["announce"].event == HELD_ON
    assert stepping.running("conference", 1)["announce"].due == date(2026, 11, 13)


def test_without_a_day_it_counts_from_today(owner):
    stepping.apply(step(opens=(RESULTS,)), owner=owner, at=AT)
    assert rows() == [("results", date(2026, 11, 12), "")]


def test_what_is_met_has_ended_and_what_never_ran_stays_away(owner):
    stepping.apply(step(opens=(ANNOUNCE,)), owner=owner, at=AT, events={"announce": HELD_ON})
    closes = (CloseSpec("announce", Outcome.MET), CloseSpec("results", Outcome.MET))
    assert not stepping.apply(step(closes=closes), owner=owner, at=AT)
    assert rows() == [("announce", date(2026, 11, 13), "met")]
    assert not stepping.running("conference", 1)


def test_another_day_takes_the_place_of_the_first(owner):
    stepping.apply(step(opens=(ANNOUNCE,)), owner=owner, at=AT, events={"announce": HELD_ON})
    moved = step(opens=(ANNOUNCE,), closes=(CloseSpec("announce", Outcome.HANDED_OVER),))
    stepping.apply(moved, owner=owner, at=AT, events={"announce": date(2026, 11, 27)})
    assert rows() == [("announce", date(2026, 11, 13), "handed_over"), ("announce", date(2026, 11, 20), "")]


def test_a_clock_that_somebody_else_keeps_is_let_be(owner):
    assert not stepping.apply(step(opens=(ANNOUNCE,)), owner=owner, at=AT, but={"announce"})
    assert rows() == []


def test_two_conferences_do_not_touch_each_other(owner, here):
    other = stepping.Owner(
        unit_id=here.unit_id, post_id=here.pk, path=here.unit.path, subject="conference", subject_id=2
    )
    for one in (owner, other):
        stepping.apply(step(opens=(RESULTS,)), owner=one, at=AT)
    stepping.apply(step(closes=(CloseSpec("results", Outcome.MET),)), owner=other, at=AT)
    assert [row[2] for row in rows()] == ["", "met"]
