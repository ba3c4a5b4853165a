"""What inspections and self-reviews leave to be done follows a unit's function; what was found stays where it was."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hoiam.desk.inspections import queries
from hoiam.desk.inspections.actions import lateness, self_review, succession
from hoiam.desk.inspections.models import Inspection, SelfReview
from hoiam.duties import audit
from hoiam.duties.models import Duty
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.office import succession as units
from hoiam.office.models import Holder, Person, Post, Role as RoleRow, Succession
from tests import cast as people
from tests.desk import inspection_story as story

pytestmark = pytest.mark.django_db


@pytest.fixture
def after(cast):
    people.next_ward(cast, story.day())
    return Person.objects.get(username="new_head")


def merge(cast):
    units.merge(unit_codes=(cast.ward.code,), into="06400", on=story.day(), legal_basis="1/NQ-UBTVQH16")


def follow():
    return succession.follow(at=timezone.now())


def owner(subject, subject_id, key):
    return Duty.objects.get(subject=subject, subject_id=subject_id, key=key, closed_at=None).post


def test_a_remedy_follows_to_the_successor_and_its_day_stays(cast, after):
    row = story.running(cast)
    finding = story.find(cast, row)
    story.published(cast, story.concluded(cast, row))
    merge(cast)
    assert follow() == 1
    assert follow() == 0
    duty = Duty.objects.get(subject="finding", subject_id=finding.pk, closed_at=None)
    assert (duty.post.unit.code, duty.due_on) == ("06400", finding.due_on)
    finding.refresh_from_db()
    card = queries.finding(finding.pk)
    assert (card.post.id, card.owner.id) == (story.post(cast.ward).pk, duty.post_id)
    assert Event.objects.filter(kind="inspection.remedy-passed").count() == 1
    assert "Chủ tịch mới" in Client().get(f"/inspections/{row.pk}/").content.decode()
    with pytest.raises(Refused, match="not_yours"):
        story.reported(cast, finding)
    story.judged(cast, story.reported(cast, finding, by=after))
    assert not audit.recount()


def test_the_unit_that_followed_explains_the_draft(cast, after):
    row = story.drafted(cast)
    merge(cast)
    follow()
    assert owner("inspection", row.pk, "explanation").unit.code == "06400"
    with pytest.raises(Refused, match="not_yours"):
        story.step(cast, row, "explain", by=cast.head, text="x")
    story.step(cast, row, "explain", by=after, text="Tiếp nhận từ đơn vị trước.")
    row.refresh_from_db()
    assert row.target_id == cast.ward.pk
    assert not audit.recount()


def test_what_a_unit_meant_to_mend_follows_too(cast, after):
    row = story.declared(cast)
    merge(cast)
    assert follow() == 1
    row.refresh_from_db()
    assert (row.unit_id, row.owner.unit.code) == (cast.ward.pk, "06400")
    assert owner("self_review", row.pk, "mend") == row.owner
    assert "Chủ tịch mới" in Client().get("/self-review/").content.decode()


def test_what_nobody_can_owe_waits(cast, after):
    for rows in (RoleRow.objects.filter(person=after), Holder.objects.filter(person=after)):
        rows.delete()
    Post.objects.filter(unit__code="06400").delete()
    row = story.declared(cast)
    merge(cast)
    assert follow() == 0
    assert SelfReview.objects.get(pk=row.pk).owner == row.owner


def test_what_is_done_follows_nobody(cast, after):
    row = story.declared(cast)
    said = {"evidence": "Sổ.", "link": "", "by": story.acting(cast.head), "at": timezone.now()}
    self_review.mend(review_id=row.pk, **said)
    merge(cast)
    assert follow() == 0


def test_an_inspection_goes_on_when_the_office_that_makes_it_is_another(cast):
    row = story.running(cast)
    said = {"function": "all", "on": story.day(), "legal_basis": "1/NQ-UBTVQH16"}
    Succession.objects.create(predecessor=cast.province, successor=cast.other, **said)
    assert follow() == 1
    moved = Inspection.objects.get(pk=row.pk)
    assert (moved.unit_id, moved.post) == (cast.other.pk, story.post(cast.other))
    assert owner("inspection", row.pk, "duration") == story.post(cast.other)


def test_a_self_review_is_mended_in_time_or_late_by_its_date(cast):
    at = timezone.now() - timedelta(days=60)
    late, kept = (story.declared(cast, at=at, due_on=day) for day in (story.day(-30), story.day(5)))
    assert lateness.keep_up(at=timezone.now()) == 1
    assert lateness.keep_up(at=timezone.now()) == 0
    assert Event.objects.filter(kind="inspection.fault-late").count() == 1
    said = {"evidence": "Sổ.", "link": "", "by": story.acting(cast.head), "at": timezone.now()}
    for row in (late, kept):
        self_review.mend(review_id=row.pk, **said)
    outcomes = Duty.objects.filter(subject="self_review").order_by("due_on").values_list("outcome", flat=True)
    assert list(outcomes) == ["late", "met"]
    with pytest.raises(Refused, match="mended_already"):
        self_review.mend(review_id=kept.pk, **said)
    with pytest.raises(Refused, match="no_such_review"):
        self_review.mend(review_id=0, **said)
