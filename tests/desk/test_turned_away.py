"""Whoever got no answer may say in one tap how they were received: once, apart from ratings of answers."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Reception, Step
from hoiam.desk.cases.queries import work
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from tests import cast as people
from tests.desk import complaint_story as story
from tests.desk.test_citizen_case import code_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ASKED = "Bạn được tiếp nhận như thế nào?"


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def refused(cast):
    case = people.received(cast)
    cases.refuse(
        case_id=case.pk,
        version=case.version,
        ground=people.SPOKEN,
        reason="Không đủ",
        by=people.actor(cast.head),
        at=NOW,
    )
    return case


def passed_on(cast):
    case = people.received(cast)
    cases.transfer_out(
        case_id=case.pk,
        version=case.version,
        body="Sở Xây dựng",
        reason="Không thuộc thẩm quyền",
        by=people.actor(cast.clerk),
        at=NOW,
    )
    return case


def guided(cast):
    case = story.received(cast)
    story.act("guide", case, cast.clerk, 1)
    return case


@pytest.mark.parametrize("turned_away", [refused, passed_on, guided])
def test_they_are_asked_on_the_page_and_one_tap_says_it(cast, client, turned_away):
    case = turned_away(cast)
    code = code_of(case)
    page = client.get(f"/cases/{code}").content.decode()
    assert ASKED in page
    assert page.count('name="score"') == 5
    done = client.post(f"/cases/{code}/reception", {"score": "4"})
    assert (done.status_code, done["Location"]) == (303, f"/cases/{code}?done=reception")
    after = client.get(done["Location"]).content.decode()
    assert "đã ghi nhận" in after
    assert 'name="score"' not in after
    case.refresh_from_db()
    row = Reception.objects.get()
    assert (row.case_id, row.unit_id, row.score, row.after) == (case.pk, case.unit_id, 4, case.state)
    assert Step.objects.filter(case=case, event="reception").count() == 1
    statement = Event.objects.filter(vault_id=case.ref, kind="case.rated").get().statement
    assert "\nscore 4\n" in statement
    assert "\nof reception\n" in statement


def transferred(cast):
    case = people.received(cast)
    cases.transfer(
        case_id=case.pk,
        version=case.version,
        to_unit=cast.other.pk,
        reason="Khác địa bàn",
        by=people.actor(cast.clerk),
        at=NOW,
    )
    case.refresh_from_db()
    return case


def test_whose_matter_was_passed_on_is_asked_about_the_office_that_did(cast, client):
    case = transferred(cast)
    code = code_of(case)
    page = client.get(f"/cases/{code}").content.decode()
    assert ASKED in page
    assert "Đông Kinh, nơi đã chuyển vụ việc đi" in page
    assert client.post(f"/cases/{code}/reception", {"score": "2"}).status_code == 303
    row = Reception.objects.get()
    assert (row.unit_id, row.score, row.after) == (cast.ward.pk, 2, "received")
    assert f"\nunit {cast.ward.code}\n" in Event.objects.get(kind="case.rated").statement
    assert ASKED not in client.get(f"/cases/{code}").content.decode()
    assert client.post(f"/cases/{code}/reception", {"score": "5"}).status_code == 409
    assert work.receptions(unit_id=cast.ward.pk, since=NOW - timedelta(days=1)) == ((2, 1),)
    assert work.receptions(unit_id=cast.other.pk, since=NOW - timedelta(days=1)) == ()


def test_the_next_office_is_asked_about_by_itself(cast, client):
    case = transferred(cast)
    cases.rate_reception(case_id=case.pk, score=4, at=NOW)
    case.refresh_from_db()
    head, version = people.actor(cast.other_head), case.version
    cases.refuse(case_id=case.pk, version=version, ground=people.SPOKEN, reason="x", by=head, at=NOW)
    assert ASKED in client.get(f"/cases/{code_of(case)}").content.decode()
    cases.rate_reception(case_id=case.pk, score=1, at=NOW)
    found = Reception.objects.order_by("pk").values_list("unit_id", "score")
    assert list(found) == [(cast.ward.pk, 4), (cast.other.pk, 1)]


def test_it_is_said_once(cast, client):
    code = code_of(refused(cast))
    client.post(f"/cases/{code}/reception", {"score": "4"})
    again = client.post(f"/cases/{code}/reception", {"score": "1"})
    assert again.status_code == 409
    assert "đã được đánh giá" in again.content.decode()
    assert Reception.objects.get().score == 4


@pytest.mark.parametrize("score", ["", "0", "6", "rất tốt"])
def test_what_is_no_number_of_the_scale_is_asked_again(cast, client, score):
    page = client.post(f"/cases/{code_of(refused(cast))}/reception", {"score": score})
    assert page.status_code == 422
    assert page.content.decode().count('name="score"') == 5
    assert not Reception.objects.exists()


@pytest.mark.parametrize("state", [people.received, people.answered])
def test_whoever_waits_or_got_an_answer_is_not_asked(cast, client, state):
    case = state(cast)
    code = code_of(case)
    assert ASKED not in client.get(f"/cases/{code}").content.decode()
    assert client.post(f"/cases/{code}/reception", {"score": "4"}).status_code == 409
    with pytest.raises(Refused) as wrong:
        cases.rate_reception(case_id=case.pk, score=4, at=NOW)
    assert wrong.value.code == "wrong_state"
    assert not Reception.objects.exists()


def test_it_is_counted_apart_for_the_head_of_the_unit(cast, client):
    for score in (5, 5, 2):
        cases.rate_reception(case_id=refused(cast).pk, score=score, at=NOW)
    rated = people.answered(cast)
    cases.rate(case_id=rated.pk, score=1, comment="", at=NOW)
    since = NOW - timedelta(days=1)
    assert work.receptions(unit_id=cast.ward.pk, since=since) == ((5, 2), (2, 1))
    assert work.receptions(unit_id=cast.other.pk, since=since) == ()
    assert work.receptions(unit_id=cast.ward.pk, since=NOW + timedelta(days=1)) == ()
    client.force_login(cast.head)
    page = client.get("/desk/work/division").content.decode()
    assert "Người dân không được trả lời tại đây đã được tiếp nhận như thế nào" in page


def test_the_public_register_says_that_it_was_said_and_not_by_whom(cast, client):
    case = refused(cast)
    cases.rate_reception(case_id=case.pk, score=3, at=NOW)
    page = client.get(f"/register/{case.pk}").content.decode()
    assert Reception.objects.get(case=case).score == 3
    assert "Người dân đã cho biết được tiếp nhận như thế nào" in page
