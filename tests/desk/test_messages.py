"""Messages inside a case: asked, answered, seen by both, told once, sealed, and never a reason for a later date."""

import secrets
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.actions import erasing, messages
from hoiam.desk.cases.models import Case, Message, Step
from hoiam.desk.cases.queries import messages as threads
from hoiam.duties.models import Duty
from hoiam.files.models import File
from hoiam.journal.models import Event
from hoiam.law.messages import MOST_A_DAY
from hoiam.law.refusal import Refused
from hoiam.ledger import statement
from hoiam.notices.models import Notice
from hoiam.office.models import Role as RoleRow
from hoiam.sealed.models import Identity
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SECRET = "Cho biết số cột đèn bị hỏng trước nhà ông Ví Dụ"


def said(text=SECRET, **changes):
    return messages.Said(**{"text": text, "form_key": secrets.token_hex(20), **changes})


def ask(cast, case, who="handler", at=NOW, **changes):
    by = people.actor(getattr(cast, who))
    return messages.from_office(case_id=case.pk, said=said(**{"kind": "question", **changes}), by=by, at=at)


def answer(case, at=NOW, **changes):
    return messages.from_citizen(case_id=case.pk, said=said(**changes), at=at)


def code_of(case):
    return Identity.objects.get(pk=case.identity_id).data["code"]


def typed(**changes):
    return {"form_key": secrets.token_hex(20), "text": SECRET, **changes}


@pytest.fixture
def case(cast):
    return people.accepted(cast)


def test_a_question_is_asked_and_answered_and_both_see_the_thread(cast, case):
    ask(cast, case, hoped_on=timezone.localdate() + timedelta(days=5))
    assert [one.waits for one in threads.of_case(case.pk, inside=False)] == [True]
    answer(case, text="Cột số 12")
    staff = threads.for_staff(case_id=case.pk, by=people.actor(cast.handler))
    assert [(one.side, one.text) for one in staff.messages] == [("office", SECRET), ("citizen", "Cột số 12")]
    assert staff.waiting == ()
    assert [one.who for one in staff.messages] == [cast.handler.name, ""]
    assert [one.who for one in threads.of_case(case.pk, inside=False)] == ["", ""]


def test_no_date_moves_and_no_draft_is_disturbed(cast, case):
    before = list(Duty.objects.order_by("id").values())
    version = case.version
    ask(cast, case)
    answer(case)
    case.refresh_from_db()
    assert list(Duty.objects.order_by("id").values()) == before
    assert (case.version, case.state) == (version, "accepted")


def test_the_log_knows_that_somebody_wrote_and_not_what(cast, case):
    ask(cast, case)
    answer(case)
    entries = [
        statement.parse(one.statement) for one in Event.objects.filter(kind="case.message").order_by("id")
    ]
    assert [one.facts["side"] for one in entries] == ["office", "citizen"]
    assert all(set(one.docs) == {"message"} for one in entries)
    assert SECRET not in str(list(Event.objects.values_list("statement", flat=True)))
    assert Step.objects.filter(case=case, event__in=("ask", "say")).exclude(entry=None).count() == 2


def test_the_words_are_sealed_in_the_database(cast, case):
    ask(cast, case)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cases_message")
        (kept,) = cursor.fetchone()
    assert SECRET.encode() not in bytes(kept)
    assert SECRET not in str(list(Notice.objects.values()))


def test_each_is_told_once_however_often_the_form_is_sent(cast, case):
    by, one = people.actor(cast.handler), said(kind="question")
    ids = {messages.from_office(case_id=case.pk, said=one, by=by, at=NOW) for _ in range(2)}
    mine = said("Cột số 12")
    ids |= {messages.from_citizen(case_id=case.pk, said=mine, at=NOW) for _ in range(2)}
    assert len(ids) == Message.objects.count() == 2
    assert Notice.objects.filter(template="cases/asked", person=f"identity:{case.identity_id}").count() == 1
    assert Notice.objects.filter(template="cases/wrote", person=f"person:{cast.handler.pk}").count() == 1


def test_two_messages_at_one_version_are_two_notices(cast, case):
    ask(cast, case)
    ask(cast, case, text="Và đèn hỏng từ hôm nào?")
    messages.from_office(case_id=case.pk, said=said("Đã nhận đơn."), by=people.actor(cast.clerk), at=NOW)
    assert Notice.objects.filter(template="cases/asked").count() == 2
    assert Notice.objects.filter(template="cases/told").count() == 1


def test_without_a_handler_the_head_is_told(cast):
    case = people.received(cast)
    answer(case)
    assert Notice.objects.get(template="cases/wrote").person == f"person:{cast.head.pk}"


def test_of_a_denunciation_only_its_keeper_is_told(cast):
    RoleRow.objects.create(
        person=cast.second_handler, unit=cast.ward, role="keeper", from_on=people.FIRST_DAY
    )
    case = people.received(cast, kind="denunciation")
    answer(case)
    told = Notice.objects.filter(template="cases/wrote").values_list("person", flat=True)
    assert list(told) == [f"person:{cast.second_handler.pk}"]
    with pytest.raises(Refused) as refused:
        ask(cast, case, "head")
    assert refused.value.code == "not_yours"
    assert ask(cast, case, "second_handler")


@pytest.mark.parametrize("who", ["second_handler", "stranger", "inspector", "overseer", "operator"])
def test_who_does_not_work_on_it_neither_writes_nor_reads(cast, case, who):
    with pytest.raises(Refused) as refused:
        ask(cast, case, who)
    assert refused.value.code == "not_yours"
    with pytest.raises(Refused) as unseen:
        threads.for_staff(case_id=case.pk, by=people.actor(getattr(cast, who)))
    assert unseen.value.code == "no_such_case"
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "head", "handler"])
def test_who_works_on_it_may_write(cast, case, who):
    assert ask(cast, case, who)


def test_a_finished_case_takes_no_more(cast):
    case = people.answered(cast)
    for write in (lambda: ask(cast, case, "head"), lambda: answer(case)):
        with pytest.raises(Refused) as refused:
            write()
        assert refused.value.code == "wrong_state"


def test_a_form_of_another_case_is_refused(cast, case):
    one = said()
    messages.from_citizen(case_id=case.pk, said=one, at=NOW)
    with pytest.raises(Refused) as refused:
        messages.from_citizen(case_id=people.received(cast).pk, said=one, at=NOW)
    assert refused.value.code == "form_sent_elsewhere"


def test_a_day_has_so_many_messages_of_a_citizen(case):
    for _ in range(MOST_A_DAY):
        answer(case)
    with pytest.raises(Refused) as refused:
        answer(case)
    assert refused.value.code == "too_many_messages"
    assert answer(case, at=NOW + timedelta(days=1))


def test_erasing_takes_the_words_too(cast, case):
    ask(cast, case)
    cases.withdraw(case_id=case.pk, reason="", at=NOW)
    by = people.actor(cast.operator)
    number = f"{case.received_on.year}-{case.pk:06d}"
    erasing.erase(
        code=number, documents_only=True, ground="request", decision="Quyết định 1/QĐ", by=by, at=NOW
    )
    assert list(Message.objects.values_list("text", flat=True)) == [""]


# Pages


def test_the_citizen_reads_and_answers_without_a_script(cast, case, client):
    ask(cast, case, hoped_on=timezone.localdate() + timedelta(days=5))
    code = code_of(case)
    status = client.get(f"/cases/{code}").content.decode()
    assert f'href="/cases/{code}/messages"' in status
    assert "Cơ quan đang chờ bạn trả lời" in status
    assert SECRET in client.get(f"/cases/{code}/messages").content.decode()
    done = client.post(f"/cases/{code}/messages", typed(text="Cột số 12"))
    assert (done.status_code, done.headers["Location"]) == (303, f"/cases/{code}/messages?done=said")
    assert "Cột số 12" in client.get(f"/cases/{code}/messages").content.decode()
    assert "Cơ quan đang chờ bạn trả lời" not in client.get(f"/cases/{code}").content.decode()


def test_a_document_comes_with_the_message_and_opens_only_with_the_code(cast, case, client):
    code, upload = code_of(case), SimpleUploadedFile("bien-ban.txt", "Biên bản".encode(), "text/plain")
    assert client.post(f"/cases/{code}/messages", typed(text="", uploads=upload)).status_code == 303
    kept = File.objects.get(purpose__startswith="msg-")
    assert (kept.owner, kept.owner_id) == ("case", case.pk)
    there = f"/cases/{code}/messages/{kept.pk}"
    assert there in client.get(f"/cases/{code}/messages").content.decode()
    assert client.get(there).content == "Biên bản".encode()
    other = code_of(people.received(cast))
    assert client.get(f"/cases/{other}/messages/{kept.pk}").status_code == 404
    client.force_login(cast.handler)
    assert client.get(f"/desk/cases/{case.pk}/files/{kept.pk}").status_code == 200


def test_a_file_that_cannot_be_taken_loses_nothing(case, client):
    code = code_of(case)
    files = [
        SimpleUploadedFile("bien-ban.txt", "Biên bản".encode(), "text/plain"),
        SimpleUploadedFile("don.docm", b"PK", "application/octet-stream"),
    ]
    page = client.post(f"/cases/{code}/messages", typed(uploads=files))
    shown = page.content.decode()
    assert page.status_code == 422
    assert SECRET in shown
    assert "don.docm" in shown
    token = File.objects.get().token
    assert f'value="{token}"' in shown
    assert not Message.objects.exists()
    assert client.post(f"/cases/{code}/messages", typed(kept=token)).status_code == 303
    assert File.objects.get().attached_at is not None


def test_an_empty_message_is_said_so_in_both_languages(case, client):
    there = f"/cases/{code_of(case)}/messages"
    page = client.post(there, typed(text=""))
    assert page.status_code == 422
    assert "Bạn chưa viết nội dung." in page.content.decode()
    client.cookies["lang"] = "en"
    assert "Write something first." in client.post(there, typed(text="")).content.decode()


def test_a_case_closed_meanwhile_keeps_what_was_typed(cast, case, client):
    there = f"/cases/{code_of(case)}/messages"
    cases.withdraw(case_id=case.pk, reason="", at=NOW)
    page = client.post(there, typed())
    assert page.status_code == 409
    assert SECRET in page.content.decode()


def test_the_handler_asks_from_the_desk(cast, case, client):
    client.force_login(cast.handler)
    assert f'href="/desk/cases/{case.pk}/messages"' in client.get(f"/desk/cases/{case.pk}/").content.decode()
    there = f"/desk/cases/{case.pk}/messages"
    wrong = client.post(there, typed(kind="question", hoped_on="01/01/2020"))
    assert wrong.status_code == 422
    assert SECRET in wrong.content.decode()
    assert client.post(there, typed(kind="question")).status_code == 302
    assert SECRET in client.get(there).content.decode()
    assert Message.objects.get().by == cast.handler


@pytest.mark.parametrize("who", ["stranger", "second_handler", "overseer"])
def test_others_have_no_such_page(cast, case, client, who):
    client.force_login(getattr(cast, who))
    assert client.get(f"/desk/cases/{case.pk}/messages").status_code == 404


def test_who_passed_it_on_reads_and_cannot_write(cast, client):
    case = people.received(cast)
    cases.transfer(
        case_id=case.pk,
        version=case.version,
        to_unit=cast.other.pk,
        reason="Thuộc xã",
        by=people.actor(cast.clerk),
        at=NOW,
    )
    client.force_login(cast.clerk)
    there = f"/desk/cases/{case.pk}/messages"
    assert client.get(there).status_code == 200
    assert client.post(there, typed(kind="question")).status_code == 422
    assert not Message.objects.exists()


def statements(work):
    work()
    with CaptureQueriesContext(connection) as captured:
        assert work().status_code == 200
    return [
        one["sql"] for one in captured.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]


def test_a_thread_costs_the_same_however_long_it_is(cast, case, client):
    code = code_of(case)
    ask(cast, case)
    client.force_login(cast.handler)
    pages = (f"/cases/{code}/messages", f"/desk/cases/{case.pk}/messages")
    short = [len(statements(lambda there=there: client.get(there))) for there in pages]
    for _ in range(5):
        answer(case)
        ask(cast, case)
    assert [len(statements(lambda there=there: client.get(there))) for there in pages] == short
    assert short[0] <= 5
    assert short[1] <= 7


def test_the_public_does_not_see_that_they_wrote(cast, case):
    ask(cast, case)
    row = queries.public_case(case_id=case.pk, on=timezone.localdate())
    assert {step.event for step in row.steps} & {"ask", "say", "tell"} == set()
    assert Case.objects.get(pk=case.pk).state == "accepted"
