"""The demonstration's accounts, supervision and press: what visitors are promised is there."""

import pytest
from django.utils import timezone

from hoiam.config.demo import reports as story
from hoiam.desk.cases.queries import press
from hoiam.desk.reports import queries
from hoiam.desk.reports.models import Account, Question, Recommendation
from hoiam.law.roles import Role
from tests import cast as people

pytestmark = pytest.mark.django_db


def test_two_accounts_two_questions_three_recommendations_two_matters_of_the_press(cast):
    today = timezone.localdate()
    jobs = {Role.CLERK: cast.clerk, Role.HANDLER: cast.handler, Role.HEAD: cast.head}
    actors = {(cast.ward.pk, role): people.actor(person) for role, person in jobs.items()}
    actors[cast.other.pk, Role.HEAD] = people.actor(cast.other_head)
    story.played(actors, today=today)
    assert len(queries.published().rows) == 2
    assert Account.objects.filter(kind="yearly", state="draft").count() == 2
    assert sorted(Question.objects.values_list("state", flat=True)) == ["answered", "open"]
    programme = Recommendation.objects.values_list("programme_id", flat=True).first()
    how = [one.how(today) for one in queries.recommendations(programme)]
    assert how == ["in_time", "late", "running"]
    found = press.raised(unit_id=None, after=None, on=today).rows
    assert [one.how for one in found] == ["running", "in_time"]
    assert found[1].answer
