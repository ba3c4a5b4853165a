from datetime import date
from fractions import Fraction

from hoiam.law import scores
from hoiam.law.scores import DutyFacts, Indicators
from hoiam.law.step import Outcome

RECEIVED, DUE, TODAY = date(2026, 6, 1), date(2026, 6, 15), date(2026, 6, 20)


def duty(closed: int | None = None, due: date = DUE, outcome: Outcome | None = None) -> DutyFacts:
    closed_on = None if closed is None else date(2026, 6, closed)
    return DutyFacts(event=RECEIVED, due=due, closed_on=closed_on, outcome=outcome)


def test_the_due_day_itself_is_in_time():
    assert not scores.is_late(DUE, DUE, TODAY)
    assert scores.is_late(DUE, date(2026, 6, 16), TODAY)


def test_a_running_duty_is_late_from_the_day_after():
    assert not scores.is_late(DUE, None, DUE)
    assert scores.is_late(DUE, None, date(2026, 6, 16))


def test_a_closed_duty_is_judged_by_its_own_day_and_not_by_today():
    assert not scores.is_late(DUE, date(2026, 6, 10), TODAY)


def test_an_outcome_is_met_up_to_the_due_day_and_late_after_it():
    assert scores.outcome(DUE, DUE) is Outcome.MET
    assert scores.outcome(DUE, date(2026, 6, 16)) is Outcome.LATE


def test_days_used_leave_the_event_day_out_and_never_go_below_nothing():
    assert scores.days_used(RECEIVED, date(2026, 6, 4)) == 3
    assert scores.days_used(RECEIVED, RECEIVED) == 0
    assert scores.days_used(DUE, RECEIVED) == 0


def test_duties_are_counted_as_they_stand_today():
    found = scores.count([duty(10), duty(15), duty(18), duty(), duty(due=date(2026, 6, 30))], TODAY)
    assert found == Indicators(
        received=5, in_time=2, late=1, running=2, running_late=1, used_days=9 + 14 + 17, allowed_days=3 * 14
    )
    assert found.due == 4
    assert found.share_in_time == Fraction(2, 4)
    assert found.share_of_days == Fraction(40, 42)


def test_what_was_handed_over_or_void_counts_for_nobody():
    gone = [duty(18, outcome=Outcome.HANDED_OVER), duty(18, outcome=Outcome.VOID)]
    assert scores.count(gone, TODAY) == Indicators()


def test_a_duty_that_is_never_closed_does_not_better_the_share():
    assert scores.count([duty(10), duty()], TODAY).share_in_time == Fraction(1, 2)


def test_with_nothing_due_there_is_no_share():
    empty = scores.count([], TODAY)
    assert (empty.share_in_time, empty.share_of_days) == (None, None)


def test_figures_add_up_over_offices():
    one, two = scores.count([duty(10), duty()], TODAY), scores.count([duty(18)], TODAY)
    assert one + two == scores.count([duty(10), duty(), duty(18)], TODAY)


def test_fewer_than_ten_decided_duties_are_few():
    assert Indicators(in_time=9).few
    assert not Indicators(in_time=9, running_late=1).few
