"""One text for many cases: each with its own points, letter, number, log entry; nothing twice, nothing left out."""

import secrets

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import bulk
from hoiam.desk.cases.models import BulkReply, BulkRow, Case, Point, Reply
from hoiam.duties.models import Duty
from hoiam.files.models import File
from hoiam.journal.models import Event
from hoiam.law.bulk import Text
from hoiam.law.refusal import Refused
from hoiam.ledger import statement
from hoiam.notices.models import Notice
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TEXT = Text(decision="accepted", ground="Biên bản ngày 20/11/2026.", next_step="Sửa xong trước 05/12/2026.")


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """The worker stands in no transaction; a test does."""
    monkeypatch.setattr("hoiam.kit.db.stand_alone", lambda: None)


@pytest.fixture
def visit(client):
    def visit(who, there, data=None):
        client.force_login(who)
        return client.post(there, data) if data is not None else client.get(there)

    return visit


def text(response):
    return response.content.decode()


def number(case):
    return f"{case.received_on.year}-{case.pk:06d}"


def begin(cast, listed, who="handler", **changes):
    said = {
        "unit_id": cast.ward.pk,
        "case_ids": [case.pk for case in listed],
        "text": TEXT,
        "form_key": secrets.token_hex(20),
        "by": people.actor(getattr(cast, who)),
        "at": NOW,
    }
    return bulk.begin(**{**said, **changes})


def work_through():
    while bulk.work(at=NOW):
        pass


def approve(cast, bulk_id, who="head"):
    bulk.decide(bulk_id=bulk_id, event="approve", by=people.actor(getattr(cast, who)), at=NOW)


def refused(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_each_case_gets_points_letter_number_entry_and_notice_of_its_own(cast):
    listed = [people.accepted(cast, title=f"Mất điện ngõ {n}") for n in range(3)]
    one = begin(cast, listed)
    work_through()
    assert BulkReply.objects.get().state == "proposed"
    assert not Reply.objects.exists()
    approve(cast, one)
    work_through()
    replies = Reply.objects.order_by("case_id")
    assert [reply.case_id for reply in replies] == [case.pk for case in listed]
    assert [reply.points[0]["text"] for reply in replies] == [case.title for case in listed]
    assert {reply.points[0]["ground"] for reply in replies} == {TEXT.ground}
    assert len({reply.number for reply in replies}) == 3
    assert len({reply.letter_id for reply in replies}) == File.objects.filter(purpose="reply").count() == 3
    assert {reply.signed_by for reply in replies} == {cast.head}
    entries = [statement.parse(one.statement) for one in Event.objects.filter(kind="case.replied")]
    assert len({one.case for one in entries}) == len({one.docs["reply"] for one in entries}) == 3
    assert Notice.objects.filter(template="cases/replied").count() == 3
    assert not Duty.objects.filter(key="answer", closed_at=None).exists()
    assert BulkReply.objects.get().state == "done"


def test_done_again_nothing_is_doubled(cast):
    one = begin(cast, [people.accepted(cast)])
    work_through()
    approve(cast, one)
    work_through()
    BulkReply.objects.update(state="sending")
    work_through()
    assert Reply.objects.count() == 1
    assert refused(lambda: approve(cast, one)) == "wrong_state"


def test_a_form_sent_twice_is_one_list(cast):
    case, key = people.accepted(cast), "k" * 40
    assert begin(cast, [case], form_key=key) == begin(cast, [case], form_key=key)
    assert BulkRow.objects.count() == 1


def test_killed_between_two_rows_the_rest_is_done_later(cast, monkeypatch):
    begin(cast, [people.accepted(cast) for _ in range(3)])
    assert bulk.work(at=NOW, limit=1) == 1
    assert BulkRow.objects.filter(drafted=True).count() == 1
    assert BulkReply.objects.get().state == "drafting"
    work_through()
    assert BulkRow.objects.filter(drafted=True).count() == 3


def test_a_fault_in_the_middle_of_a_row_leaves_nothing_half_done(cast, monkeypatch):
    case = people.accepted(cast)
    begin(cast, [case])

    def broken(**_):
        raise RuntimeError

    with monkeypatch.context() as broke:
        broke.setattr("hoiam.desk.cases.actions.answer.propose", broken)
        with pytest.raises(RuntimeError):
            bulk.work(at=NOW)
    assert BulkRow.objects.get().waits
    assert not Point.objects.filter(case=case).exists()
    work_through()
    assert Case.objects.get(pk=case.pk).state == "proposed"


def test_what_somebody_drafted_already_stays(cast):
    case = people.accepted(cast)
    by = people.actor(cast.handler)
    mine = people.points("Đèn hỏng", "Rác", ground="Căn cứ riêng", decision="", next_step="")
    cases.save_points(case_id=case.pk, version=case.version, points=mine, by=by, at=NOW)
    begin(cast, [case])
    work_through()
    points = Point.objects.filter(case=case).order_by("number")
    assert [(point.text, point.ground) for point in points] == [
        ("Đèn hỏng", "Căn cứ riêng"),
        ("Rác", "Căn cứ riêng"),
    ]
    assert {(point.decision, point.next_step) for point in points} == {(TEXT.decision, TEXT.next_step)}


def test_what_cannot_be_answered_is_left_out_with_its_reason_and_the_others_go_on(cast):
    good, over, theirs = people.accepted(cast), people.answered(cast), people.accepted(cast)
    by = people.actor(cast.clerk)
    cases.assign(case_id=theirs.pk, version=theirs.version, to=cast.second_handler.pk, by=by, at=NOW)
    one = begin(cast, [good, over, theirs])
    work_through()
    codes = dict(BulkRow.objects.values_list("case_id", "code"))
    assert (codes[good.pk], codes[over.pk]) == ("", "wrong_state")
    assert codes[theirs.pk] == "not_yours"
    good.refresh_from_db()
    head = people.actor(cast.head)
    cases.rework(case_id=good.pk, version=good.version, reason="Viết lại", by=head, at=NOW)
    approve(cast, one)
    work_through()
    assert BulkRow.objects.get(case=good).code == "wrong_state"
    assert Reply.objects.get().case_id == over.pk


def test_cases_of_another_unit_are_never_in_it(cast):
    case = people.accepted(cast)
    assert refused(lambda: begin(cast, [case], unit_id=cast.other.pk, by=people.actor(cast.other_head))) == (
        "nothing_chosen"
    )


@pytest.mark.parametrize("who", ["clerk", "stranger", "overseer", "inspector", "operator"])
def test_others_begin_no_list(cast, who):
    case = people.accepted(cast)
    assert refused(lambda: begin(cast, [case], who)) == "not_yours"


@pytest.mark.parametrize("who", ["handler", "clerk", "other_head", "overseer", "operator"])
def test_only_the_head_approves(cast, who):
    one = begin(cast, [people.accepted(cast)])
    work_through()
    assert refused(lambda: approve(cast, one, who)) == "not_yours"
    assert not Reply.objects.exists()


def test_a_list_that_is_stopped_sends_nothing(cast):
    one = begin(cast, [people.accepted(cast)])
    work_through()
    bulk.decide(bulk_id=one, event="stop", by=people.actor(cast.head), at=NOW)
    work_through()
    assert BulkReply.objects.get().state == "stopped"
    assert Case.objects.get().state == "proposed"


def test_numbers_are_read_out_of_what_was_pasted(cast):
    case = people.accepted(cast)
    assert bulk.cases_of(f"{number(case)}, 2019-{case.pk:06d}; 2026-999999\nlạ") == [case.pk]


# Pages


def test_from_the_queue_to_the_sent_letters(cast, visit):
    case = people.accepted(cast)
    page = text(visit(cast.handler, "/desk/"))
    assert f'name="case" value="{case.pk}"' in page
    assert number(case) in text(visit(cast.handler, f"/desk/bulk/?case={case.pk}"))
    data = {"form_key": "k" * 40, "numbers": number(case), "decision": TEXT.decision, "ground": TEXT.ground}
    wrong = visit(cast.handler, "/desk/bulk/", {**data, "next_step": ""})
    assert wrong.status_code == 422
    assert TEXT.ground in text(wrong)
    visit(cast.handler, "/desk/bulk/", {**data, "next_step": TEXT.next_step})
    work_through()
    there = f"/desk/bulk/{BulkReply.objects.get().pk}/"
    assert "Duyệt danh sách" not in text(visit(cast.handler, there))
    assert "Duyệt danh sách" in text(visit(cast.head, there))
    assert visit(cast.handler, f"{there}approve", {}).status_code == 422
    assert visit(cast.head, f"{there}approve", {}).status_code == 302
    work_through()
    assert "Đã gửi" in text(visit(cast.head, there))
    assert visit(cast.head, f"{there}approve", {}).status_code == 422


@pytest.mark.parametrize("who", ["stranger", "overseer", "operator"])
def test_others_have_no_such_list(cast, visit, who):
    one = begin(cast, [people.accepted(cast)])
    assert visit(getattr(cast, who), f"/desk/bulk/{one}/").status_code == 404
    assert visit(getattr(cast, who), f"/desk/bulk/{one}/approve", {}).status_code == 404


def test_unknown_numbers_are_said_and_nothing_typed_is_lost(cast, visit):
    data = {"form_key": "k" * 40, "numbers": "2026-999999", "decision": "accepted", "ground": "Căn cứ A"}
    page = visit(cast.handler, "/desk/bulk/", {**data, "next_step": "Việc B"})
    assert page.status_code == 422
    assert "Hãy chọn ít nhất một vụ việc." in text(page)
    assert "Căn cứ A" in text(page)


def test_a_list_costs_the_same_however_long(cast, visit):
    def statements(there):
        visit(cast.head, there)
        with CaptureQueriesContext(connection) as captured:
            visit(cast.head, there)
        return len([one for one in captured.captured_queries if "SAVEPOINT" not in one["sql"]])

    short = begin(cast, [people.accepted(cast)])
    long = begin(cast, [people.accepted(cast) for _ in range(4)])
    assert statements(f"/desk/bulk/{short}/") == statements(f"/desk/bulk/{long}/")
