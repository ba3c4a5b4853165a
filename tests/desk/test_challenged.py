"""What a complaint is brought against: typed on every way in, shown, found, printed; the days in which it could be."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.actions import challenging, documents, erasing, record
from hoiam.desk.cases.models import Case, Challenged, Document
from hoiam.journal.models import Event
from hoiam.law.limitation import Obstacle
from hoiam.law.refusal import Refused
from tests import cast as people
from tests.desk import complaint_story as story
from tests.desk.test_citizen_case import code_of
from tests.desk.test_citizen_send import typed as sent_typed
from tests.desk.test_staff_register import typed as counter_typed
from tests.public import api

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
DAY = timedelta(days=1)
AGAINST = cases.Against(
    number="45/QĐ-UBND",
    issuer="UBND phường Đông Kinh",
    issued_on=TODAY - 12 * DAY,
    learned_on=TODAY - 10 * DAY,
)
TYPED = {
    "challenged_number": AGAINST.number,
    "challenged_by": AGAINST.issuer,
    "challenged_on": f"{AGAINST.issued_on:%d/%m/%Y}",
    "learned_on": f"{AGAINST.learned_on:%d/%m/%Y}",
}


def complained(cast, *, against=AGAINST, **changes):
    return people.received(cast, kind="complaint", against=against, **changes)


def kept(case):
    return challenging.against_of(case)


def act(event, cast, case, *, by=None, **said):
    getattr(cases, event)(
        case_id=case.pk, version=case.version, by=people.actor(by or cast.clerk), at=NOW, **said
    )
    case.refresh_from_db()


def page(client, who, case, event=""):
    client.force_login(who)
    return unescape(client.get(f"/desk/cases/{case.pk}/{event}").content.decode())


def found(cast, text):
    chosen = queries.SearchFilter(unit_id=cast.ward.pk, text=text)
    return {row.row.id for row in queries.find(chosen=chosen, by=people.actor(cast.clerk), on=TODAY).rows}


def test_the_page_of_the_citizen_asks_and_keeps_it(cast, client):
    said = sent_typed(cast, kind="complaint", **TYPED)
    assert client.post("/send/", said).status_code == 303
    assert kept(Case.objects.get()) == AGAINST


def test_the_counter_asks_and_keeps_it(cast, client):
    client.force_login(cast.clerk)
    said = counter_typed(cast, kind="complaint", **TYPED)
    assert client.post("/desk/register", said).status_code == 302
    assert kept(Case.objects.get()) == AGAINST


def test_programs_say_it(cast, client):
    against = {
        "number": AGAINST.number,
        "issuer": AGAINST.issuer,
        "issued_on": AGAINST.issued_on.isoformat(),
        "learned_on": AGAINST.learned_on.isoformat(),
    }
    made = api.send(client, api.token(cast), kind="complaint", against=against)
    assert made.status_code == 201
    assert kept(Case.objects.get()) == AGAINST
    ahead = {"learned_on": (TODAY + DAY).isoformat()}
    refused = api.send(client, api.token(cast), key="another-key", kind="complaint", against=ahead)
    assert (refused.status_code, refused.json()["code"]) == (409, "learned_after_receipt")


@pytest.mark.parametrize(
    ("wrong", "name", "words"),
    [
        ({"learned_on": f"{TODAY + DAY:%d/%m/%Y}"}, "learned_on", "Ngày này chưa đến."),
        ({"learned_on": "hôm qua"}, "learned_on", ""),
        ({"challenged_on": f"{TODAY - 9 * DAY:%d/%m/%Y}"}, "learned_on", "Không thể nhận được trước"),
    ],
)
def test_days_that_cannot_be_come_back_with_all_that_was_typed(cast, client, wrong, name, words):
    said = sent_typed(cast, kind="complaint", **{**TYPED, **wrong})
    answer = client.post("/send/", said)
    shown = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert f'id="id_{name}"' in shown
    assert words in shown
    assert AGAINST.number in shown
    assert not Case.objects.exists()


def test_what_is_no_complaint_is_not_held_up_by_it(cast, client):
    said = sent_typed(cast, kind="petition", **{**TYPED, "learned_on": "hôm qua"})
    assert client.post("/send/", said).status_code == 303


def test_too_late_is_said_before_it_is_sent_and_taken_in_all_the_same(cast, client):
    late = {"challenged_on": "", "learned_on": f"{TODAY - 120 * DAY:%d/%m/%Y}"}
    said = sent_typed(cast, kind="complaint", **{**TYPED, **late})
    look = unescape(client.post("/send/", {**said, "go": "next", "step": "you"}).content.decode())
    assert "Thời hiệu khiếu nại 90 ngày đã hết ngày" in look
    assert AGAINST.number in look
    assert client.post("/send/", said).status_code == 303
    assert Case.objects.get().state == "received"


def test_clerks_and_the_sender_see_it_and_a_search_finds_it(cast, client):
    case = complained(cast)
    other = complained(cast, against=challenging.NOTHING, submit_key="b" * 40)
    shown = page(client, cast.clerk, case)
    assert AGAINST.number in shown
    assert "Còn trong thời hiệu" in shown
    assert "Luật Khiếu nại" in shown
    assert "Hỏi ngày người khiếu nại nhận được" in page(client, cast.clerk, other)
    assert AGAINST.number in unescape(client.get(f"/cases/{code_of(case)}/sent").content.decode())
    assert found(cast, "45/QĐ-UBND") == {case.pk}
    assert found(cast, "UBND phường Đông Kinh") >= {case.pk}


def test_it_costs_no_statement_more_however_much_stands_in_the_way(cast, client, django_assert_num_queries):
    case = complained(cast)
    client.force_login(cast.clerk)
    client.get(f"/desk/cases/{case.pk}/")
    Challenged.objects.filter(case=case).update(
        obstacles=[{"first": "2026-01-01", "last": "2026-01-02", "ground": "illness", "note": "x"}] * 20
    )
    with django_assert_num_queries(1):
        queries.challenged.of(case_id=case.pk, kind="complaint", lodged_on=TODAY, path=cast.ward.path)


def test_the_clerk_puts_it_right(cast, client):
    case = complained(cast, against=challenging.NOTHING)
    act("challenge", cast, case, against=AGAINST)
    assert kept(case) == AGAINST
    assert found(cast, "45/QĐ-UBND") == {case.pk}
    said = Event.objects.get(kind="complaint.subject-recorded").statement
    assert f"\nlearned {AGAINST.learned_on.isoformat()}\n" in said
    assert "45/" not in said
    assert "Đã ghi quyết định, hành vi bị khiếu nại" in page(client, cast.clerk, case)
    assert "Cơ quan đã ghi quyết định" in unescape(client.get(f"/cases/{code_of(case)}").content.decode())


def test_an_obstacle_puts_the_last_day_off(cast, client):
    late = cases.Against(learned_on=TODAY - 95 * DAY)
    case = complained(cast, against=late)
    assert "khiếu nại nhận muộn" in page(client, cast.clerk, case)
    ill = Obstacle(TODAY - 50 * DAY, TODAY - 30 * DAY)
    act("hinder", cast, case, obstacle=ill, ground="illness", note="Giấy ra viện số 7")
    shown = page(client, cast.clerk, case)
    assert "khiếu nại nhận muộn" not in shown
    assert "21 ngày không tính" in shown
    assert "Ốm đau: Giấy ra viện số 7" in shown
    said = Event.objects.get(kind="complaint.obstacle-recorded").statement
    assert "\ndays 21\n" in said
    assert "illness" not in said
    assert "Giấy ra viện" not in unescape(client.get(f"/cases/{code_of(case)}/sent").content.decode())


def test_its_forms_do_both_and_say_what_is_wrong(cast, client):
    case = complained(cast, against=challenging.NOTHING)
    client.force_login(cast.clerk)
    where = f"/desk/cases/{case.pk}"
    sent = {"version": 1, "seen": 1, **TYPED}
    assert client.post(f"{where}/challenge", {**sent, "learned_on": "x"}).status_code == 422
    assert client.post(f"{where}/challenge", sent).status_code == 302
    days = {"first": TYPED["learned_on"], "last": TYPED["challenged_on"]}
    hinder = {"version": 2, "seen": 2, "ground": "away", "note": "Quyết định cử đi học", **days}
    wrong = client.post(f"{where}/hinder", hinder)
    assert wrong.status_code == 422
    assert "Quyết định cử đi học" in unescape(wrong.content.decode())
    good = {**hinder, "last": f"{TODAY - 5 * DAY:%d/%m/%Y}"}
    assert client.post(f"{where}/hinder", good).status_code == 302
    assert len(Challenged.objects.get().obstacles) == 1


@pytest.mark.parametrize("event", ["challenge", "hinder"])
def test_only_who_receives_it_and_only_while_it_is_open(cast, event):
    said = {
        "challenge": {"against": AGAINST},
        "hinder": {"obstacle": Obstacle(TODAY - DAY, TODAY), "ground": "other", "note": "x"},
    }[event]
    case = complained(cast)
    with pytest.raises(Refused, match="not_yours"):
        act(event, cast, case, by=cast.handler, **said)
    petition = people.received(cast, submit_key="c" * 40)
    with pytest.raises(Refused, match="wrong_state"):
        act(event, cast, petition, **said)


def test_the_form_of_a_document_begins_with_it(cast):
    case = complained(cast)
    clerk = people.actor(cast.clerk)
    made = documents.start(case_id=case.pk, form="kn.01", by=clerk, at=NOW)
    said = Document.objects.get(pk=made).values["contested"]
    assert said.startswith("Quyết định số 45/QĐ-UBND ngày ")
    assert said.endswith("của UBND phường Đông Kinh")
    bare = complained(cast, against=challenging.NOTHING, submit_key="b" * 40)
    made = documents.start(case_id=bare.pk, form="kn.01", by=clerk, at=NOW)
    assert Document.objects.get(pk=made).values == {}


def test_the_second_instance_takes_it_along(cast):
    story.staffed(cast)
    known = cases.Against(number="45/QĐ-UBND", learned_on=date(2026, 11, 20))
    case = people.received(cast, kind="complaint", against=known, at=story.START)
    story.act("accept", case, cast.head, 1)
    story.act("decide", case, cast.head, 20)
    story.act("send", case, cast.clerk, 21)
    story.act("delivered", case, cast.clerk, 22, day=story.day(22).date())
    taken = cases.complain_again(case_id=case.pk, reason="Không đồng ý.", at=story.day(30))
    assert kept(Case.objects.get(pk=taken.case_id)) == known


def test_erased_with_the_case(cast):
    case = complained(cast)
    refused = cases.Said(number="1/TB", reason="x")
    cases.take("refuse", case_id=case.pk, version=1, said=refused, by=people.actor(cast.head), at=NOW)
    operator = people.actor(cast.operator)
    code = record.number(case)
    erasing.erase(code=code, documents_only=True, ground="request", decision="QĐ 1", by=operator, at=NOW)
    assert not Challenged.objects.exists()


def test_the_receipt_commits_to_it(cast):
    complained(cast)
    complained(cast, against=challenging.NOTHING, submit_key="b" * 40)
    said = [one.statement for one in Event.objects.filter(kind="case.received")]
    assert len({line for one in said for line in one.splitlines() if line.startswith("doc")}) == 2
