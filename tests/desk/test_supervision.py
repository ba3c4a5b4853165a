"""Supervision from outside: programmes, visits, recommendations owed an answer, and what the answers promised."""

import secrets
from datetime import timedelta

import pytest

from hoiam.desk.reports import actions as reports, queries
from hoiam.desk.reports.actions import succession
from hoiam.desk.reports.models import Programme, Recommendation, Visit
from hoiam.duties.models import Duty
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.office import succession as units
from hoiam.office.models import Person
from tests import cast as people
from tests.desk import account_story as story
from tests.desk.account_story import NOW, TODAY

pytestmark = pytest.mark.django_db


def duty(row, key="recommendation"):
    return Duty.objects.filter(subject="recommendation", subject_id=row.pk, key=key).latest("pk")


def reply(cast, row, *, done_by=None, person=None, text="Sẽ niêm yết tại mười nhà văn hóa."):
    reports.reply(
        recommendation_id=row.pk,
        version=row.version,
        text=text,
        done_by=done_by,
        by=people.actor(person or cast.head),
        at=NOW,
    )
    row.refresh_from_db()


def test_a_recommendation_of_the_front_is_owed_an_answer_in_15_days(cast):
    row = story.recommended(cast, days=1)
    found = duty(row)
    assert (found.rule_id, found.post) == ("house.recommendation", story.head_post(cast))
    assert found.due_on == row.due_on >= TODAY + timedelta(days=14)


def test_that_of_a_board_by_the_law(cast):
    row = story.recommended(cast, story.planned(cast, by="inspection_board"))
    assert duty(row).rule_id == "dc.inspection_board_reply"


def test_an_answer_in_time_may_promise_a_deed_that_is_a_duty_of_its_own(cast):
    row = story.recommended(cast)
    reply(cast, row, done_by=TODAY + timedelta(days=20))
    assert duty(row).outcome == "met"
    deed = duty(row, "recommendation_done")
    assert (deed.due_on, deed.outcome) == (TODAY + timedelta(days=20), "")
    reports.finish(
        recommendation_id=row.pk, version=row.version, evidence="Ảnh.", by=people.actor(cast.clerk), at=NOW
    )
    deed.refresh_from_db()
    assert deed.outcome == "met"
    assert queries.recommendation(row.pk).deed(TODAY) == "in_time"


def test_an_answer_after_its_day_is_late(cast):
    row = story.recommended(cast, days=25)
    assert queries.recommendation(row.pk).how(TODAY) == "overdue"
    reply(cast, row)
    assert duty(row).outcome == "late"
    assert queries.recommendation(row.pk).how(TODAY) == "late"


def test_who_oversees_and_the_clerk_enter_it_and_nobody_else(cast):
    story.planned(cast, person=cast.clerk)
    story.planned(cast, person=cast.overseer)
    with pytest.raises(Refused, match="not_yours"):
        story.planned(cast, person=cast.stranger)


def test_those_who_supervise_do_not_answer_themselves(cast):
    row = story.recommended(cast)
    with pytest.raises(Refused, match="not_yours"):
        reply(cast, row, person=cast.overseer)


def test_an_answer_comes_once(cast):
    row = story.recommended(cast)
    reply(cast, row)
    with pytest.raises(Refused, match="recommendation_answered"):
        reply(cast, row)


def test_sent_twice_everything_is_there_once(cast):
    programme, key = story.planned(cast), secrets.token_hex(20)
    came = reports.Came(on=TODAY, place="Trụ sở", present="Phó Chủ tịch Ủy ban Mặt trận", form_key=key)
    said = reports.Recommended(
        text="Niêm yết.", post_id=story.head_post(cast).pk, received_on=TODAY, form_key=key
    )
    for _ in range(2):
        reports.visit(programme_id=programme, came=came, by=people.actor(cast.overseer), at=NOW)
        reports.recommend(programme_id=programme, said=said, by=people.actor(cast.overseer), at=NOW)
    assert (Programme.objects.count(), Visit.objects.count(), Recommendation.objects.count()) == (1, 1, 1)


def test_no_text_of_it_is_in_the_log(cast):
    reply(cast, story.recommended(cast))
    told = list(Event.objects.filter(kind__startswith="supervision.").values_list("statement", flat=True))
    assert len(told) == 3
    assert not any("niêm yết" in str(text).lower() for text in told)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": " "}, "words_needed"),
        ({"received_on": TODAY + timedelta(days=1)}, "day_in_future"),
        ({"post_id": 2**40}, "no_such_post"),
    ],
)
def test_a_recommendation_that_cannot_be_is_refused(cast, changes, code):
    said = {"text": "x", "post_id": story.head_post(cast).pk, "received_on": TODAY, "form_key": "k" * 40}
    with pytest.raises(Refused, match=code):
        reports.recommend(
            programme_id=story.planned(cast),
            said=reports.Recommended(**{**said, **changes}),
            by=people.actor(cast.overseer),
            at=NOW,
        )


# A reform of units


def test_what_is_open_follows_to_the_unit_that_comes_after(cast):
    row, question = story.recommended(cast), story.asked(story.published(cast))
    after = people.next_ward(cast, TODAY)
    units.merge(unit_codes=(cast.ward.code,), into="06400", on=TODAY, legal_basis="1/NQ-UBTVQH16")
    assert [succession.follow(at=NOW), succession.follow(at=NOW)] == [2, 0]
    row.refresh_from_db()
    assert (row.owner.unit, row.post.unit) == (after, cast.ward)
    moved = Duty.objects.filter(closed_at=None, subject__in=("recommendation", "account_question"))
    assert {one.unit for one in moved} == {after}
    head = people.actor(Person.objects.get(username="new_head"))
    reports.answer(question_id=question.pk, version=1, text="Đã làm.", by=head, at=NOW)
    account = queries.public(question.account_id)
    assert (account.unit_id, account.post_id) == (after.pk, story.head_post(cast).pk)
