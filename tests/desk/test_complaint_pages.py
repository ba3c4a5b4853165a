"""The pages of a complaint: what staff are offered and do by its forms, what its complainant reads and may do."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Case, Decision, Dialogue, Step, Verification
from hoiam.duties.models import Duty
from hoiam.law.roles import Role
from hoiam.office.models import Person, Role as RoleRow
from tests import cast as people
from tests.desk import complaint_story as story

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def written(day):
    return f"{day:%d/%m/%Y}"


def received(cast, kind="complaint", **changes):
    """A case that came in today, and its code."""
    clerk = people.actor(cast.clerk)
    taken = cases.register(intake=people.intake(cast.ward, kind=kind, **changes), by=clerk, at=NOW)
    return Case.objects.get(pk=taken.case_id), taken.code


@pytest.fixture
def do(client):
    """do(who, case, "accept", number="1/TB") posts a step; do(who, case) opens the page."""

    def do(who, case, event="", /, **data):
        client.force_login(who)
        case.refresh_from_db()
        url = f"/desk/cases/{case.pk}/{event}"
        if not event:
            return client.get(url)
        seen = Step.objects.filter(case=case).count()
        return client.post(url, {"version": case.version, "seen": seen, **data})

    return do


def offered(answer):
    return [panel["event"] for panel in answer.context["deeds"]]


def text(answer):
    return answer.content.decode()


def age(case, days):
    """Everything about it happened so many days earlier."""
    back = timedelta(days=days)
    for row in Duty.objects.filter(subject_id=case.pk):
        row.event_on, row.due_on, row.safe_on = row.event_on - back, row.due_on - back, row.safe_on - back
        row.overdue_at -= back
        row.save()
    for row in (*case.decisions.all(), *case.dialogues.all()):
        row.on -= back
        row.announced_on = getattr(row, "announced_on", None) and row.announced_on - back
        row.save()
    Case.objects.filter(pk=case.pk).update(received_on=case.received_on - back)


def test_a_complaint_just_received_is_offered_what_its_table_allows(cast, do):
    case, _ = received(cast)
    assert offered(do(cast.clerk, case)) == ["classify", "challenge", "assign", "guide", "ask_papers", "name"]
    everything = ["classify", "challenge", "assign", "accept", "refuse", "guide", "ask_papers", "name"]
    assert offered(do(cast.head, case)) == everything
    page = text(do(cast.head, case))
    assert "Thụ lý, thông báo bằng văn bản" in page
    assert "Luật Khiếu nại" in page


def test_each_step_by_its_form_from_acceptance_to_the_decision(cast, do):
    case, _ = received(cast)
    assert do(cast.head, case, "accept", number="01/TB-UBND").status_code == 302
    do(cast.head, case, "assign", to=cast.handler.pk)
    do(cast.head, case, "verify", number="02/QĐ-UBND", verifier="Phòng Kinh tế", content="Đo đạc.")
    answer = do(cast.handler, case, "report", content="Diện tích nhỏ hơn.", differs="on")
    assert answer.status_code == 302
    assert Verification.objects.get(case=case).differs
    day = written(TODAY + timedelta(days=8))
    do(cast.clerk, case, "plan_dialogue", day=day, time="08:30", place="Trụ sở")
    do(cast.clerk, case, "announce_dialogue", number="03/TB-UBND")
    age(case, 8)
    held = {"number": "04/BB-UBND", "participants": "Người Khiếu Nại – người khiếu nại\nHead Ví Dụ - chủ trì"}
    assert do(cast.head, case, "hold_dialogue", **held, agreed="Đo lại.").status_code == 302
    row = Dialogue.objects.get(case=case)
    assert [one["role"] for one in row.participants] == ["người khiếu nại", "chủ trì"]
    assert do(cast.head, case, "decide", number="05/QĐ-UBND", content="Công nhận.").status_code == 302
    page = text(do(cast.clerk, case))
    for words in (
        "05/QĐ-UBND",
        "Công nhận.",
        "Phòng Kinh tế",
        "Người Khiếu Nại",
        "Đã có quyết định giải quyết",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("event", "data", "words"),
    [
        ("accept", {}, "Số quyết định"),
        ("refuse", {"number": "1/TB", "reason": ""}, "Lý do"),
        ("accept", {"number": "1/TB", "on": written(TODAY + timedelta(days=2))}, "Ngày này chưa đến."),
        ("accept", {"number": "1/TB", "on": written(TODAY - timedelta(days=2))}, "trước ngày tiếp nhận"),
    ],
)
def test_a_wrong_form_says_what_is_wrong_and_keeps_what_was_typed(cast, do, event, data, words):
    case, _ = received(cast)
    answer = do(cast.head, case, event, **data)
    assert answer.status_code == 422
    assert words in text(answer)
    for typed in data.values():
        assert typed in text(answer)
    assert case.state == "received"


def test_a_step_of_another_procedure_is_no_page(cast, do):
    case, _ = received(cast)
    assert do(cast.head, case, "promise", on=written(TODAY)).status_code == 404
    assert do(cast.head, people.received(cast), "suspend", number="1").status_code == 404


@pytest.mark.parametrize("who", ["clerk", "handler", "stranger", "inspector", "operator"])
def test_only_the_head_suspends(cast, do, who):
    case, _ = received(cast)
    do(cast.head, case, "accept", number="1/TB")
    answer = do(getattr(cast, who), case, "suspend", number="2/QĐ", reason="Ốm.")
    assert answer.status_code in {404, 422}
    case.refresh_from_db()
    assert case.state == "accepted"


def test_suspended_the_page_says_since_when_the_clock_stands_still(cast, do, client):
    case, code = received(cast)
    do(cast.head, case, "accept", number="1/TB")
    do(cast.head, case, "suspend", number="2/QĐ", reason="Ốm.")
    assert "resume" in offered(do(cast.head, case))
    for page in (text(do(cast.head, case)), text(client.get(f"/cases/{code}"))):
        assert "Đang tạm dừng" in page
    client.force_login(cast.clerk)
    assert "Tạm đình chỉ" in text(client.get("/desk/?state=suspended"))


def test_the_complainant_reads_the_dialogue_the_decision_and_until_when_to_go_on(cast, do, client):
    story.staffed(cast)
    case, code = received(cast)
    do(cast.head, case, "accept", number="1/TB")
    day = TODAY + timedelta(days=9)
    do(cast.clerk, case, "plan_dialogue", day=written(day), time="09:00", place="Hội trường phường")
    page = text(client.get(f"/cases/{code}"))
    assert "Bạn được mời đối thoại" in page
    assert "Hội trường phường" in page
    do(cast.head, case, "decide", number="7/QĐ-UBND", content="Bác khiếu nại.")
    do(cast.clerk, case, "delivered", day=written(TODAY))
    page = text(client.get(f"/cases/{code}"))
    for words in ("7/QĐ-UBND", "Bác khiếu nại.", "Khiếu nại lần hai", f"/cases/{code}/do/again"):
        assert words in page


def test_complained_of_again_the_new_code_opens_the_second_instance(cast, do, client):
    story.staffed(cast)
    case, code = received(cast)
    do(cast.head, case, "accept", number="1/TB")
    do(cast.head, case, "decide", number="7/QĐ-UBND", content="Bác khiếu nại.")
    do(cast.clerk, case, "delivered", day=written(TODAY))
    assert client.get(f"/cases/{code}/do/again").status_code == 200
    assert client.post(f"/cases/{code}/do/again", {"reason": " "}).status_code == 422
    answer = client.post(f"/cases/{code}/do/again", {"reason": "Chưa đúng mức bồi thường."})
    assert answer.status_code == 303
    again = Case.objects.get(earlier=case)
    assert "Lần đầu" in text(client.get(answer.url.removesuffix("/receipt")))
    assert "Lần hai" in text(client.get(f"/cases/{code}"))
    assert "Lần đầu" in text(do(cast.inspector, again))
    assert client.post(f"/cases/{code}/do/again", {"reason": "Lần nữa."}).status_code == 409


def test_staff_note_a_second_complaint_or_a_lawsuit(cast, do):
    story.staffed(cast)
    case, _ = received(cast)
    do(cast.head, case, "accept", number="1/TB")
    do(cast.head, case, "decide", number="7/QĐ-UBND", content="Bác.")
    do(cast.clerk, case, "complain_again", reason="Không đồng ý.")
    assert Case.objects.get(earlier=case).unit == cast.province
    other, _ = received(cast)
    do(cast.head, other, "accept", number="1/TB")
    do(cast.head, other, "decide", number="8/QĐ-UBND", content="Bác.")
    do(cast.clerk, other, "complain_again", reason="Khởi kiện.", body="Tòa án Ví Dụ")
    other.refresh_from_db()
    assert other.state == "appealed"
    assert not Case.objects.filter(earlier=other).exists()


def test_part_or_all_is_withdrawn_and_a_terminated_complaint_taken_up_again(cast, do, client):
    case, code = received(cast)
    do(cast.head, case, "accept", number="1/TB")
    assert client.post(f"/cases/{code}/do/withdraw-part", {"reason": "Nội dung hai."}).status_code == 303
    assert client.post(f"/cases/{code}/withdraw", {"reason": ""}).status_code == 303
    assert "Đã rút, chờ quyết định đình chỉ" in text(client.get(f"/cases/{code}"))
    do(cast.head, case, "terminate", number="9/QĐ-UBND", reason="Đã rút.")
    assert f"/cases/{code}/do/go-on" in text(client.get(f"/cases/{code}"))
    assert client.post(f"/cases/{code}/do/go-on", {"reason": "Tiếp tục."}).status_code == 303
    case.refresh_from_db()
    assert case.state == "received"


@pytest.mark.parametrize("name", ["again", "withdraw-part", "go-on"])
def test_a_right_that_is_not_open_is_said_and_not_done(cast, client, name):
    _, code = received(cast, "explanation")
    assert client.get(f"/cases/{code}/do/{name}").status_code == 200
    assert client.post(f"/cases/{code}/do/{name}", {"reason": "Vì sao?"}).status_code == 409


def test_there_is_no_other_right(cast, client):
    _, code = received(cast)
    assert client.get(f"/cases/{code}/do/anything").status_code == 404


def test_the_public_sees_states_and_dates_of_a_complaint_and_never_its_text(cast, do, client):
    case, _ = received(cast, consent=True)
    do(cast.head, case, "accept", number="1/TB")
    Case.objects.filter(pk=case.pk).update(public_title="Lộ", public_text="Lộ hết", cleared_at=NOW)
    page = text(client.get(f"/register/{case.pk}"))
    assert "Đang giải quyết" in page
    for words in ("Lộ", people.TITLE, people.CITIZEN.name):
        assert words not in page
    assert "clear" not in offered(do(cast.clerk, case))


def test_the_pages_of_a_complaint_ask_so_many_statements_whatever_lies_in_its_file(cast, do, client):
    case, code = received(cast)
    do(cast.head, case, "accept", number="1/TB")
    client.force_login(cast.head)

    def asked(url):
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    urls = (f"/desk/cases/{case.pk}/", f"/cases/{code}", f"/register/{case.pk}")
    _kept, few = [asked(url) for url in urls], [asked(url) for url in urls]
    for number in range(4):
        do(cast.head, case, "halt_contested", number=f"{number}/QĐ", reason="x")
        do(cast.head, case, "lift_halt", number=f"{number}/QĐ", reason="x")
    assert Decision.objects.filter(case=case).count() == 9
    client.force_login(cast.head)
    assert [asked(url) for url in urls] == few


# Other kinds


def test_the_complainant_asks_for_papers_once_and_reads_what_was_handed_over(cast, client, do):
    case, code = received(cast)
    where = f"/cases/{code}/do/papers"
    assert where in text(client.get(f"/cases/{code}"))
    assert client.post(where, {"reason": " "}).status_code == 422
    assert client.post(where, {"reason": "Biên bản đo đạc."}).status_code == 303
    assert where not in text(client.get(f"/cases/{code}"))
    assert client.post(where, {"reason": "Bản đồ."}).status_code == 409
    case.refresh_from_db()
    page = text(do(cast.clerk, case))
    assert "Cung cấp tài liệu theo yêu cầu" in page
    assert do(cast.clerk, case, "give_papers", reason="Bản sao 3 trang").status_code == 302
    assert "Bản sao 3 trang" in text(client.get(f"/cases/{code}"))


def typed(cast, **changes):
    said = {
        "submit_key": "b" * 40,
        "unit": cast.ward.pk,
        "channel": "paper",
        "kind": "press",
        "title": "Bãi rác ở đầu ngõ",
        "body": "Bài báo phản ánh bãi rác tự phát.",
        "source": "Báo Ví Dụ",
        "published_on": written(TODAY),
    }
    return {**said, **changes}


def test_a_matter_of_the_press_is_registered_with_its_source_and_without_a_person(cast, client, do):
    client.force_login(cast.clerk)
    assert client.post("/desk/register", typed(cast)).status_code == 302
    case = Case.objects.get()
    assert case.identity_id is None
    assert "Báo Ví Dụ" in text(do(cast.clerk, case))


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"source": ""}, "source"), ({"published_on": ""}, "published_on"), ({"kind": "complaint"}, "name")],
)
def test_what_a_kind_needs_is_asked_for(cast, client, changes, field):
    client.force_login(cast.clerk)
    answer = client.post("/desk/register", typed(cast, **changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Bãi rác ở đầu ngõ" in text(answer)


def test_a_request_for_explanation_is_accepted_only_from_whom_it_affects(cast, do):
    case, _ = received(cast, "explanation")
    answer = do(cast.head, case, "accept", number="1/TB")
    assert answer.status_code == 422
    assert do(cast.head, case, "accept", number="1/TB", affected="on").status_code == 302
    data = {"number": "2/TB", "reason": "Phức tạp.", "criteria": ["agencies"]}
    assert do(cast.head, case, "extend", **data).status_code == 302
    assert do(cast.head, case, "explain", number="3/BC", content="Giải trình.").status_code == 302


def keeper(cast):
    person = Person.objects.create_user("keeper", "Keeper Ví Dụ", people.PASSWORD, "keeper@example.invalid")
    RoleRow.objects.create(person=person, unit=cast.ward, role=Role.KEEPER.value, from_on=people.FIRST_DAY)
    return person


def test_a_denunciation_has_its_page_for_its_keeper_and_none_for_anybody_else(cast, client, do):
    person = keeper(cast)
    case, code = received(cast, "denunciation")
    for who in (cast.clerk, cast.head, cast.inspector, cast.operator):
        assert do(who, case).status_code in {302, 404}
        assert client.get("/desk/denunciations/").status_code == 404
        assert client.get(f"/register/{case.pk}").status_code == 404
    assert offered(do(person, case)) == ["classify", "name"]
    listed = text(client.get("/desk/denunciations/"))
    assert f"{TODAY.year}-{case.pk:06d}" in listed
    assert people.TITLE not in listed
    page = text(client.get(f"/cases/{code}"))
    assert f"/register/{case.pk}" not in page


def test_classified_as_a_denunciation_it_is_gone_from_the_clerk_who_did_so(cast, do):
    keeper(cast)
    case, _ = received(cast, "report")
    answer = do(cast.clerk, case, "classify", kind="denunciation", field="land")
    assert answer.url == "/desk/"
    assert do(cast.clerk, case).status_code == 404


def test_a_denunciation_cannot_be_sent_where_nobody_keeps_it(cast, client):
    client.force_login(cast.clerk)
    answer = client.post("/desk/register", typed(cast, kind="denunciation", name="Người Tố Cáo Ví Dụ"))
    assert answer.status_code == 422
    assert "chưa phân công người giữ đơn tố cáo" in text(answer)
