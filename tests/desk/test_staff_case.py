"""One case at the desk: who sees it, what each may do with it, and how a clash of two people is told."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Case, Step
from hoiam.desk.cases.views import staff_page
from hoiam.desk.cases.views.staff_deeds import DEEDS
from hoiam.files import actions as files
from hoiam.sealed.models import Opening
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()
DAY = f"{TODAY + timedelta(days=9):%d/%m/%Y}"


@pytest.fixture
def at(client):
    """at(who, case) opens a case; at(who, case, "accept", …) posts a deed."""

    def at(who, case, event="", /, **data):
        client.force_login(who)
        url = f"/desk/cases/{case.pk}/{event}"
        if not data:
            return client.get(url)
        return client.post(url, data)

    return at


def fresh(case):
    return {"version": case.version, "seen": Step.objects.filter(case=case).count()}


def text(answer):
    return answer.content.decode()


def deeds(answer):
    return [panel["event"] for panel in answer.context["deeds"]]


def test_the_whole_case_is_on_one_page(cast, at):
    case = people.accepted(cast)
    page = text(at(cast.clerk, case))
    for words in (
        people.TITLE,
        "Rác ở đầu ngõ",
        "Đang giải quyết",
        "Điện, nước, viễn thông",
        cast.handler.name,
    ):
        assert words in page
    assert f"{TODAY.year}-{case.pk:06d}" in page
    assert "tcd.petition_idle_discipline" in page
    for secret in (people.CITIZEN.name, people.CITIZEN.phone, people.CITIZEN.email):
        assert secret not in page


@pytest.mark.parametrize("who", ["stranger", "other_head", "second_handler"])
def test_for_others_there_is_no_such_page(cast, at, who):
    case = people.accepted(cast)
    assert at(getattr(cast, who), case).status_code == 404
    assert (
        at(getattr(cast, who), case, "classify", **fresh(case), kind="report", field="land").status_code
        == 404
    )
    assert at(getattr(cast, who), case, "identity", purpose="contact", reason="x").status_code == 404
    assert at(getattr(cast, who), case, "reply").status_code == 404
    assert at(getattr(cast, who), case, "reply/letter").status_code == 404


@pytest.mark.parametrize("who", ["inspector", "overseer", "operator"])
def test_who_only_watches_gets_the_masked_case(cast, at, who):
    case = people.received(cast)
    answer = at(getattr(cast, who), case)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/register/{case.pk}")
    assert at(getattr(cast, who), case, "accept", **fresh(case)).status_code == 404


def test_a_case_that_is_not_there(cast, client):
    client.force_login(cast.clerk)
    for number in (999, 10**18, 10**30):
        assert client.get(f"/desk/cases/{number}/").status_code == 404
    assert client.get(f"/desk/cases/{people.received(cast).pk}/nonsense").status_code == 404


@pytest.mark.parametrize(
    ("state", "who", "offered"),
    [
        ("received", "clerk", ["classify", "accept", "transfer", "transfer_out", "clear", "name"]),
        (
            "received",
            "head",
            ["classify", "accept", "transfer", "transfer_out", "refuse", "promise", "clear", "name"],
        ),
        ("accepted", "clerk", ["classify", "assign", "clear", "name"]),
        ("accepted", "handler", []),
        ("accepted", "head", ["classify", "assign", "promise", "clear", "name"]),
        ("proposed", "head", ["promise", "clear", "name"]),
        ("answered", "clerk", ["clear", "name"]),
        ("contested", "head", ["assign", "promise", "clear", "name"]),
    ],
)
def test_each_is_offered_what_they_may_do(cast, at, state, who, offered):
    case = getattr(people, state)(cast)
    assert deeds(at(getattr(cast, who), case)) == offered


def test_sending_back_is_offered_only_where_it_came_from_somewhere(cast, at):
    case = people.received(cast)
    by = people.actor(cast.clerk)
    cases.transfer(case_id=case.pk, version=1, to_unit=cast.other.pk, reason="x", by=by, at=NOW)
    assert "send_back" in deeds(at(cast.stranger, case))
    assert deeds(at(cast.clerk, case)) == []


def test_without_consent_there_is_nothing_to_clear(cast, at):
    assert "clear" not in deeds(at(cast.clerk, people.received(cast, consent=False)))


def test_closing_is_offered_when_nobody_can_contest_any_more(cast, at):
    case = people.answered(cast, at=NOW - timedelta(days=10))
    page = at(cast.clerk, case)
    assert "close" not in deeds(page)
    assert page.context["close_from"] == TODAY + timedelta(days=21)
    old = people.answered(cast, at=NOW - timedelta(days=40))
    assert "close" in deeds(at(cast.clerk, old))


DONE = [
    ("received", "classify", "clerk", {"kind": "petition", "field": "land"}, "received"),
    ("received", "accept", "clerk", {}, "accepted"),
    ("accepted", "assign", "clerk", {"to": "second_handler"}, "accepted"),
    ("received", "transfer", "clerk", {"to_unit": "other", "reason": "Khác địa bàn"}, "received"),
    (
        "received",
        "transfer_out",
        "clerk",
        {"body": "Sở Xây dựng", "reason": "Thẩm quyền của Sở"},
        "transferred",
    ),
    ("received", "refuse", "head", {"ground": "court_ruling", "reason": "Đã có bản án"}, "refused"),
    ("received", "promise", "head", {"on": DAY, "reason": ""}, "received"),
    ("received", "clear", "clerk", {"title": "Đèn đường", "text": "Đèn hỏng"}, "received"),
]


@pytest.mark.parametrize(("state", "event", "who", "said", "after"), DONE, ids=[row[1] for row in DONE])
def test_every_deed_is_done_by_its_form_and_twice_is_once(cast, at, state, event, who, said, after):
    case = getattr(people, state)(cast)
    person = getattr(cast, who)
    given = {
        key: getattr(cast, value).pk if key in {"to", "to_unit"} else value for key, value in said.items()
    }
    sent = {**fresh(case), **given}
    first = at(person, case, event, **sent)
    assert first.status_code == 302
    case.refresh_from_db()
    assert case.state == after
    steps = Step.objects.filter(case=case).count()
    again = at(person, case, event, **sent)
    assert again.status_code in {404, 409}
    assert Step.objects.filter(case=case).count() == steps


def test_closing_and_sending_back_by_their_forms(cast, at):
    old = people.answered(cast, at=NOW - timedelta(days=40))
    assert at(cast.clerk, old, "close", **fresh(old)).status_code == 302
    case = people.received(cast)
    by = people.actor(cast.clerk)
    cases.transfer(case_id=case.pk, version=1, to_unit=cast.other.pk, reason="x", by=by, at=NOW)
    case.refresh_from_db()
    answer = at(cast.stranger, case, "send_back", **fresh(case), reason="Không thuộc địa bàn")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")


@pytest.mark.parametrize(
    ("event", "said", "kept"),
    [
        ("transfer", {"to_unit": "", "reason": "Lý do đã gõ"}, "Lý do đã gõ"),
        ("transfer_out", {"body": "Sở Xây dựng", "reason": ""}, "Sở Xây dựng"),
        ("refuse", {"ground": "political_line", "reason": "Lý do đã gõ"}, "Lý do đã gõ"),
        ("promise", {"on": "32/13/2026", "reason": "Lý do đã gõ"}, "Lý do đã gõ"),
        ("promise", {"on": "01/01/2026", "reason": "Lý do đã gõ"}, "Lý do đã gõ"),
        ("promise", {"on": "24/12/2030", "reason": " "}, "24/12/2030"),
        ("classify", {"kind": "petition", "field": "opinions"}, "Phân loại"),
        ("clear", {"title": "Tiêu đề đã gõ", "text": ""}, "Tiêu đề đã gõ"),
        ("transfer", {"to_unit": "ward", "reason": "Lý do đã gõ"}, "Lý do đã gõ"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_typed_is_lost(cast, at, event, said, kept):
    case = people.received(cast)
    given = {**said, **({"to_unit": cast.ward.pk} if said.get("to_unit") == "ward" else {})}
    answer = at(cast.head, case, event, **fresh(case), **given)
    page = text(answer)
    assert answer.status_code == 422
    assert kept in page
    assert 'role="alert"' in page
    assert next(panel for panel in answer.context["deeds"] if panel["event"] == event)["open"]
    case.refresh_from_db()
    assert case.version == 1


@pytest.mark.parametrize("event", DEEDS.keys() - {"recuse"})
def test_what_is_another_roles_is_refused(cast, at, event):
    case = people.accepted(cast)
    said = {"kind": "report", "field": "land", "to": cast.handler.pk, "to_unit": cast.other.pk, "reason": "x"}
    said |= {"body": "x", "ground": "already_answered", "on": DAY, "title": "x", "text": "x"}
    said |= {"whom": f"person:{cast.clerk.pk}"}
    answer = at(cast.handler, case, event, **fresh(case), **said)
    assert answer.status_code == 422
    case.refresh_from_db()
    assert (case.version, case.state) == (4, "accepted")


def test_a_clash_names_who_did_what_and_keeps_the_words(cast, at):
    case = people.received(cast)
    old = fresh(case)
    at(cast.head, case, "classify", **old, kind="petition", field="land")
    answer = at(cast.clerk, case, "transfer", **old, to_unit=cast.other.pk, reason="Lý do đã gõ")
    page = text(answer)
    assert answer.status_code == 409
    assert [entry["by"].split(" · ")[0] for entry in answer.context["changes"]] == [cast.head.name]
    assert "Lý do đã gõ" in page
    form = answer.context["errors"][0]
    case.refresh_from_db()
    assert str(form["version"].value()) == str(case.version)
    again = {name: form[name].value() for name in ("version", "seen", "to_unit", "reason")}
    assert at(cast.clerk, case, "transfer", **again).status_code == 302


def test_words_typed_for_a_step_that_is_gone_are_shown_to_be_copied(cast, at):
    case = people.received(cast)
    old = fresh(case)
    at(cast.clerk, case, "accept", **old)
    answer = at(cast.head, case, "refuse", **old, ground="already_answered", reason="Lý do đã gõ dài")
    assert answer.status_code == 409
    assert ("Lý do", "Lý do đã gõ dài") in answer.context["lost"]


def test_words_typed_on_a_case_that_went_elsewhere_come_back(cast, at):
    case = people.received(cast)
    by = people.actor(cast.clerk)
    cases.transfer(case_id=case.pk, version=1, to_unit=cast.other.pk, reason="x", by=by, at=NOW)
    case.refresh_from_db()
    old = fresh(case)
    at(cast.stranger, case, "send_back", **old, reason="Không thuộc địa bàn")
    answer = at(cast.other_head, case, "refuse", **old, ground="already_answered", reason="Lý do đã gõ dài")
    assert answer.status_code == 404
    assert "Lý do đã gõ dài" in text(answer)
    assert people.TITLE not in text(answer)


def test_a_version_that_is_no_number(cast, at):
    case = people.received(cast)
    assert at(cast.clerk, case, "accept", version="x").status_code == 422
    case.refresh_from_db()
    assert case.state == "received"


def test_a_form_can_be_opened_by_its_address(cast, at):
    answer = at(cast.clerk, people.received(cast), "transfer")
    assert [panel["event"] for panel in answer.context["deeds"] if panel["open"]] == ["transfer"]


def test_who_came_for_one_thing_begins_in_its_first_field(cast, at):
    case = people.received(cast)
    page = at(cast.clerk, case, "transfer_out").content.decode()
    begins = [tag for tag in page.split("<") if " autofocus" in tag]
    assert ['name="body"' in tag for tag in begins] == [True]
    assert " autofocus" not in at(cast.clerk, case).content.decode()
    assert " autofocus" not in at(cast.clerk, case, "transfer_out", **fresh(case)).content.decode()


def test_a_long_list_of_units_has_a_page_of_its_own(cast, at, monkeypatch):
    monkeypatch.setattr(staff_page, "LONGEST_LIST", 1)
    case = people.received(cast)
    assert 'name="to_unit"' not in text(at(cast.clerk, case))
    assert 'name="to_unit"' in text(at(cast.clerk, case, "transfer"))


def test_the_identity_is_shown_once_to_who_says_why(cast, at):
    case = people.received(cast)
    answer = at(cast.clerk, case, "identity", purpose="contact", reason="Gọi hẹn ngày kiểm tra")
    page = text(answer)
    for known in (people.CITIZEN.name, people.CITIZEN.phone, people.CITIZEN.address, people.CITIZEN.email):
        assert known in page
    assert "no-store" in answer.headers["Cache-Control"]
    later = text(at(cast.clerk, case))
    assert people.CITIZEN.name not in later
    assert "Gọi hẹn ngày kiểm tra" in later
    assert cast.clerk.name in later


@pytest.mark.parametrize(
    "said", [{"purpose": "contact", "reason": " "}, {"purpose": "notice", "reason": "x"}]
)
def test_without_a_purpose_and_a_reason_it_stays_sealed(cast, at, said):
    answer = at(cast.clerk, people.received(cast), "identity", **said)
    assert answer.status_code == 422
    assert people.CITIZEN.phone not in text(answer)
    assert not Opening.objects.exists()


def test_an_identity_is_never_opened_by_a_link(cast, at):
    assert at(cast.clerk, people.received(cast), "identity").status_code == 405


def test_who_passed_it_on_may_read_but_not_open(cast, at):
    case = people.received(cast)
    by = people.actor(cast.clerk)
    cases.transfer(case_id=case.pk, version=1, to_unit=cast.other.pk, reason="x", by=by, at=NOW)
    page = at(cast.clerk, case)
    assert page.status_code == 200
    assert page.context["identity_form"] is None
    assert at(cast.clerk, case, "identity", purpose="contact", reason="x").status_code == 422


def test_an_erased_identity_says_so(cast, at):
    case = people.received(cast)
    Case.objects.update(identity=None)
    assert "đã được xóa" in text(at(cast.clerk, case))
    assert at(cast.clerk, case, "identity", purpose="contact", reason="x").status_code == 422


def test_attachments_leave_as_downloads_and_only_of_this_case(cast, at, client):
    staged = files.stage(upload=SimpleUploadedFile("don.txt", "Đơn viết tay".encode()), at=NOW)
    case = people.received(cast, files=[staged.token])
    page = at(cast.clerk, case)
    file = page.context["files"][0]
    answer = at(cast.clerk, case, f"files/{file.id}")
    assert answer.content == "Đơn viết tay".encode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    other = people.received(cast)
    assert at(cast.clerk, other, f"files/{file.id}").status_code == 404
    assert at(cast.stranger, case, f"files/{file.id}").status_code == 404


def test_the_letter_that_went_out_can_be_read_again(cast, at):
    case = people.answered(cast)
    assert at(cast.clerk, case, f"files/{case.reply.letter_id}").content.startswith(b"%PDF-")


def test_a_rated_and_contested_case_tells_its_whole_history(cast, at):
    case = people.answered(cast)
    cases.rate(case_id=case.pk, score=2, comment="Chưa rõ", at=NOW)
    cases.contest(case_id=case.pk, numbers=(1,), reason="Chưa nêu thời hạn", at=NOW)
    page = text(at(cast.head, case))
    for words in (
        "Đánh giá 2 trên 5",
        "Chưa rõ",
        "Nội dung 1",
        "Chưa nêu thời hạn",
        "01/UBND-TCD",
        "Lưu dự thảo",
    ):
        assert words in page


@pytest.mark.parametrize("state", ["received", "accepted", "contested"])
@pytest.mark.parametrize("who", ["clerk", "head"])
def test_it_costs_at_most_twelve_statements(cast, client, django_assert_max_num_queries, state, who):
    case = getattr(people, state)(cast)
    client.force_login(getattr(cast, who))
    client.get(f"/desk/cases/{case.pk}/")  # what a process keeps for a minute is not asked for each page
    with django_assert_max_num_queries(12):
        client.get(f"/desk/cases/{case.pk}/")


def test_the_page_is_not_kept_by_the_browser(cast, at):
    assert "no-store" in at(cast.clerk, people.received(cast)).headers["Cache-Control"]
