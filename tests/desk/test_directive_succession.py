"""Tasks and plans follow a unit's function: days stay, the unit before keeps what was late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoiam.desk.directives.actions import succession
from hoiam.desk.directives.models import Briefed, Step
from hoiam.duties.models import Duty
from hoiam.journal.models import Event
from hoiam.ledger import statement
from hoiam.office import queries as office, succession as units
from hoiam.office.models import Post
from tests import cast as people
from tests.desk import directive_story as story

pytestmark = pytest.mark.django_db
BASIS = "1/NQ-UBTVQH16"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def after(cast, today):
    return people.next_ward(cast, today)


def head_of(unit):
    return Post.objects.get(unit=unit, is_head=True)


def merge(cast, today):
    units.merge(unit_codes=(cast.ward.code,), into="06400", on=today, legal_basis=BASIS)


def follow():
    return succession.follow(at=timezone.now())


def test_a_running_task_is_owed_by_the_head_after_and_keeps_its_day(cast, after, today):
    task = story.in_work(cast, beside=[after.pk])
    due = task.due_on
    merge(cast, today)
    assert (follow(), follow()) == (1, 0)
    task = story.again(task)
    assert (task.unit_id, task.post_id, task.due_on, task.state) == (
        after.pk,
        head_of(after).pk,
        due,
        "in_work",
    )
    owed = Duty.objects.get(subject="task", closed_at=None)
    assert (owed.post_id, owed.unit_id, owed.due_on) == (head_of(after).pk, after.pk, due)
    assert not task.beside.exists()
    assert Step.objects.latest("id").event == "succeed"
    said = statement.parse(Event.objects.get(kind="directive.task-passed").statement).facts
    assert (said["from"], said["to"], said["since"]) == (cast.ward.code, after.code, today.isoformat())


def test_what_was_late_before_stays_late_for_the_unit_before(cast, after, today):
    at = timezone.now() - timedelta(days=40)
    story.in_work(cast, at=at, due_on=today - timedelta(days=5))
    merge(cast, today)
    follow()
    assert Duty.objects.get(subject="task", unit=cast.ward).outcome == "late"


def test_what_has_ended_stays_where_it_was(cast, after, today):
    task = story.approved(cast, story.reported(cast, story.in_work(cast)))
    merge(cast, today)
    assert follow() == 0
    assert story.again(task).unit_id == cast.ward.pk


def test_a_plan_with_running_tasks_follows_too_and_its_successor_confirms(cast, after, today):
    plan = story.drawn(cast, unit=cast.ward, by=cast.head)
    story.written(cast, plan, by=cast.head)
    story.give_out(cast, plan, by=cast.head)
    merge(cast, today)
    assert follow() == 2
    plan.refresh_from_db()
    assert (plan.unit_id, plan.post_id) == (after.pk, head_of(after).pk)
    assert Event.objects.filter(kind="directive.plan-passed").count() == 1


def test_what_is_only_written_down_follows_without_an_entry(cast, after, today):
    task = story.written(cast, story.drawn(cast))
    merge(cast, today)
    assert follow() == 1
    assert story.again(task).unit_id == after.pk
    assert not Event.objects.filter(kind="directive.task-passed").exists()


def test_who_has_not_acknowledged_yet_is_the_head_after(cast, after, today):
    briefing = story.briefed(cast, story.registered(cast))
    merge(cast, today)
    follow()
    assert Briefed.objects.filter(briefing=briefing, unit=after, post=head_of(after)).exists()


def test_without_anybody_to_owe_it_it_waits(cast, after, today, caplog):
    task = story.in_work(cast)
    merge(cast, today)
    Post.objects.filter(unit=after).update(is_head=False)
    office.forget_served()
    assert follow() == 0
    assert story.again(task).unit_id == cast.ward.pk
    assert "tasks of 05977 wait" in caplog.text
