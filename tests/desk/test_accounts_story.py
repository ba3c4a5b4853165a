"""The demonstration's accounts and supervision: what visitors are promised is there."""

import pytest
from django.utils import timezone

from hoiam.config.demo import reports as story, year
from hoiam.desk.reports import queries
from hoiam.desk.reports.models import Account, Question, Recommendation
from hoiam.law.roles import Role
from tests import cast as people

pytestmark = pytest.mark.django_db


def test_accounts_questions_and_recommendations_of_a_whole_year(cast, monkeypatch):
    today = timezone.localdate()
    monkeypatch.setattr(year, "WHOLE", (cast.ward.path, cast.other.path))
    jobs = {Role.CLERK: cast.clerk, Role.HANDLER: cast.handler, Role.HEAD: cast.head}
    actors = {(cast.ward.pk, role): people.actor(person) for role, person in jobs.items()}
    actors[cast.other.pk, Role.HEAD] = people.actor(cast.other_head)
    story.played(actors, today=today)
    assert [one.unit_id for one in queries.published().rows] == [cast.ward.pk]
    assert Account.objects.filter(kind="yearly", state="draft").count() == 2
    assert sorted(Question.objects.values_list("state", flat=True)) == ["answered", "open"]
    programme = Recommendation.objects.values_list("programme_id", flat=True).first()
    how = [one.how(today) for one in queries.recommendations(programme)]
    assert how == ["in_time", "late", "running"]
