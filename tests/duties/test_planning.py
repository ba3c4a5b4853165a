"""Planned days of reception: posted in time or late, moved to another day, many at once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from hoiam.duties import audit, planning, recurring
from hoiam.duties.models import Duty, PlannedDay
from hoiam.law.refusal import Refused
from hoiam.office import owing
from tests.duties.builders import at

DAY, LATER = date(2026, 11, 20), date(2026, 11, 27)
BEGIN = date(2026, 11, 2)


@pytest.fixture
def plan(here, clerk):
    def planned(day=DAY, when=BEGIN):
        return planning.schedule(post_id=here.pk, day=day, by=clerk.pk, at=at(when))

    return planned


def rows():
    found = Duty.objects.filter(subject="planned_day").order_by("id")
    return list(found.values_list("event_on", "due_on", "outcome"))


def refused(code, action, *args, **named):
    with pytest.raises(Refused, match=f"^{code}$") as caught:
        action(*args, **named)
    return caught.value.facts


def test_it_must_be_posted_five_working_days_before(plan):
    plan()
    duty = Duty.objects.get(subject="planned_day")
    assert (duty.key, duty.rule_id) == ("schedule_posting", "tcd.schedule_posting")
    assert (duty.event_on, duty.due_on) == (DAY, date(2026, 11, 13))


def test_posting_in_time_meets_it(plan):
    planning.posted(planned_id=plan().pk, at=at(date(2026, 11, 13)))
    assert rows() == [(DAY, date(2026, 11, 13), "met")]
    assert PlannedDay.objects.get().posted_on == date(2026, 11, 13)


def test_posting_too_late_is_late(plan):
    planning.posted(planned_id=plan().pk, at=at(date(2026, 11, 16)))
    assert rows()[0][2] == "late"


def test_a_day_that_came_and_was_never_posted_is_late(plan):
    plan()
    recurring.keep_up(at=at(DAY))
    assert rows()[0][2] == ""
    recurring.keep_up(at=at(DAY + timedelta(days=1)))
    assert rows()[0][2] == "late"
    assert audit.recount() == ()


def test_a_day_planned_after_the_end_of_the_unit_is_no_longer_owed(plan, here):
    plan()
    here.unit.valid_until = date(2026, 11, 10)
    here.unit.save()
    recurring.keep_up(at=at(date(2026, 11, 10)))
    assert rows()[0][2] == "void"


def test_several_days_may_be_planned_each_once(plan):
    plan()
    plan(LATER)
    refused("day_planned_twice", plan)
    assert len(rows()) == 2


def test_only_a_day_ahead_can_be_planned(plan):
    refused("day_not_ahead", plan, when=DAY)


def test_a_day_after_the_end_of_the_unit_is_refused(plan, here):
    here.unit.valid_until = DAY
    here.unit.save()
    refused("after_post", plan)


def test_posting_is_refused_for_no_day_twice_and_afterwards(plan):
    refused("no_such_day", planning.posted, planned_id=0, at=at(BEGIN))
    first, second = plan(), plan(LATER)
    planning.posted(planned_id=first.pk, at=at(BEGIN))
    refused("already_posted", planning.posted, planned_id=first.pk, at=at(BEGIN))
    refused("day_over", planning.posted, planned_id=second.pk, at=at(LATER + timedelta(days=1)))


def test_a_day_moved_before_it_was_posted_hands_its_duty_over(plan):
    row = plan()
    planning.postpone(planned_id=row.pk, to=LATER, at=at(BEGIN))
    assert rows() == [(DAY, date(2026, 11, 13), "handed_over"), (LATER, date(2026, 11, 19), "")]
    assert audit.recount() == ()


def test_a_day_moved_after_it_was_posted_is_to_be_posted_anew(plan):
    row = plan()
    planning.posted(planned_id=row.pk, at=at(BEGIN))
    planning.postpone(planned_id=row.pk, to=LATER, at=at(date(2026, 11, 18)))
    assert [outcome for _event, _due, outcome in rows()] == ["met", ""]
    assert PlannedDay.objects.get().posted_on is None
    planning.posted(planned_id=row.pk, at=at(date(2026, 11, 20)))
    assert [outcome for _event, _due, outcome in rows()] == ["met", "late"]


def test_a_day_is_not_moved_onto_another_nor_into_the_past(plan):
    row = plan()
    plan(LATER)
    refused("day_planned_twice", planning.postpone, planned_id=row.pk, to=LATER, at=at(BEGIN))
    refused("day_not_ahead", planning.postpone, planned_id=row.pk, to=BEGIN, at=at(BEGIN))
    assert PlannedDay.objects.order_by("on").first().on == DAY


def test_many_are_planned_in_few_statements_all_or_none(here, there, clerk, django_assert_max_num_queries):
    posts = [owing.post(here.pk), owing.post(there.pk)]
    days = [(post, BEGIN + timedelta(days=n)) for post in posts for n in range(1, 41)]
    with django_assert_max_num_queries(12):
        made = planning.schedule_many(days, by=clerk.pk, at=at(BEGIN))
    assert set(made) == {(post.id, day) for post, day in days}
    assert len(rows()) == 80
    assert audit.recount() == ()
    with pytest.raises(IntegrityError):
        planning.schedule_many(days[:1], by=clerk.pk, at=at(BEGIN))
