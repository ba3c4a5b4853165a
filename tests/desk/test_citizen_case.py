"""Following a case with its code: what its citizen sees, does and takes away; what a guesser gets."""

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Case
from hoiam.desk.directives.views import import_words
from hoiam.duties import queries as duties
from hoiam.journal import actions as journal, queries as log, store
from hoiam.journal.models import Event
from hoiam.kit.keys import KeyUnusableError
from hoiam.law.refusal import Refused
from hoiam.ledger import receipt
from hoiam.notices import render as notices
from hoiam.office import law_words
from hoiam.sealed import actions as sealed
from tests import cast as people

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("language", ["vi", "en"])
FORGED = ["0000-0000-0000-00", "ABCD", "K7Q2-M9F4-AAAA-00", "' OR 1=1 --", "x" * 500, "<script>", "%00"]

UNSIGNED = {
    "vi": ("chưa ký được biên nhận", "chưa ký được"),
    "en": ("nothing can be signed", "not signed yet"),
}


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def code_of(case):
    return sealed.open(identity_id=case.identity_id, by=None, purpose="print", at=timezone.now()).code


def text(response):
    return unescape(response.content.decode())


def see(client, path, language="vi", **more):
    client.cookies["lang"] = language
    return client.get(path, **more)


def page_of(client, case, tail="", language="vi"):
    return see(client, f"/cases/{code_of(case)}{tail}", language)


# The page of a case


@both
@pytest.mark.parametrize(
    "state", ["received", "accepted", "proposed", "answered", "contested", "answered_again"]
)
def test_every_state_has_a_page_in_three_statements(client, cast, state, language):
    code = code_of(getattr(people, state)(cast))
    see(client, f"/cases/{code}", language)
    with CaptureQueriesContext(connection) as captured:
        page = see(client, f"/cases/{code}", language)
    assert page.status_code == 200
    assert len(captured) <= 3
    assert people.TITLE in text(page)
    office = {"vi": "Ủy ban nhân dân phường Đông Kinh", "en": "People's Committee of Dong Kinh ward"}[
        language
    ]
    assert office in text(page)
    assert people.CITIZEN.name not in text(page)
    assert people.CITIZEN.phone not in text(page)


def test_each_date_is_explained_day_by_day_with_its_article(client, cast):
    vietnamese, english = (text(page_of(client, people.received(cast), language=one)) for one in ("vi", "en"))
    assert "Luật Tiếp công dân 42/2013/QH13, Điều 28 khoản 1" in vietnamese
    assert "Law 42/2013/QH13, article 28.1" in english
    assert vietnamese.count('class="weeks"') == 2
    assert "mới được đối chiếu với một văn bản" in vietnamese


def test_an_overdue_case_says_so(client, cast):
    case = people.accepted(cast, at=timezone.now() - timedelta(days=60))
    assert "Đang quá hạn" in text(page_of(client, case))


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("0", "o")]
)
def test_a_code_is_forgiven_how_it_is_typed(client, cast, typed):
    code = code_of(people.received(cast))
    assert see(client, f"/cases/{typed(code)}").status_code == 200
    found = client.post("/cases/", {"code": f" {typed(code)} "})
    assert found["Location"] == f"/cases/{code}"


def test_a_page_that_did_not_change_is_not_drawn_again(client, cast):
    code = code_of(people.received(cast))
    first = see(client, f"/cases/{code}")
    again = see(client, f"/cases/{code}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert see(client, f"/cases/{code}", "en", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_page_that_changed_is_drawn_again(client, cast):
    case = people.received(cast)
    code = code_of(case)
    first = see(client, f"/cases/{code}")
    cases.withdraw(case_id=case.pk, reason="", at=timezone.now())
    assert see(client, f"/cases/{code}", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_answer_stands_point_by_point_with_the_letter_as_pdf(client, cast):
    case = people.answered(cast)
    page = text(page_of(client, case))
    assert page.count('class="answer-number"') == 2
    assert "Biên bản kiểm tra ngày 20/11/2026." in page
    letter = page_of(client, case, "/letter/1")
    assert letter["Content-Disposition"].startswith("attachment")
    assert letter.content.startswith(b"%PDF")
    assert page_of(client, case, "/letter/2").status_code == 404


@both
def test_what_was_sent_can_be_read_again_without_the_name(client, cast, language):
    page = text(page_of(client, people.received(cast), "/sent", language))
    assert people.BODY in page
    assert people.CITIZEN.name not in page


# Who guesses


@both
def test_forged_and_unknown_codes_get_one_and_the_same_answer(client, cast, language):
    answers = {
        see(client, f"/cases/{code}", language).content.split(b"<main")[1] for code in FORGED[:2] + FORGED[4:]
    }
    fixed = {re.sub(rb'value="[^"]{64}"', b"", one) for one in answers}
    assert len(fixed) == 1


@pytest.mark.parametrize("code", FORGED)
def test_a_forged_code_is_not_found(client, cast, code):
    assert client.get(f"/cases/{code}").status_code == 404
    posted = client.post("/cases/", {"code": code})
    assert posted.status_code in {404, 422}
    assert "<script>" not in posted.content.decode()


def test_a_wrong_code_that_was_typed_is_still_in_the_field(client, cast):
    assert 'value="ABCD-1234"' in text(client.post("/cases/", {"code": "ABCD-1234"}))


def test_malformed_and_unknown_codes_cost_the_same(client, cast):
    counts = []
    for code in ("ABCD", "0000-0000-0000-00"):
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/cases/{code}")
        counts.append(len(captured))
    assert counts == [1, 1]


@both
def test_guessing_is_slowed_down_whatever_the_code(client, cast, language):
    code = code_of(people.received(cast))
    for _ in range(10):
        assert see(client, "/cases/ABCD", language).status_code == 404
    slowed = see(client, f"/cases/{code}", language)
    assert slowed.status_code == 429
    assert slowed["Retry-After"] == "60"
    assert {"vi": "Thử quá nhiều lần", "en": "Too many attempts"}[language] in text(slowed)
    assert client.post("/cases/", {"code": code}).status_code == 429
    assert client.get(f"/cases/{code}", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_only_a_configured_proxy_may_name_the_address(client, cast, settings):
    code = code_of(people.received(cast))
    for n in range(10):
        client.get("/cases/ABCD", headers={"x-forwarded-for": f"192.0.2.{n}"})
    assert client.get(f"/cases/{code}", headers={"x-forwarded-for": "192.0.2.99"}).status_code == 429
    settings.HOIAM_PROXY = True
    assert client.get(f"/cases/{code}", headers={"x-forwarded-for": "8.8.8.8, 192.0.2.99"}).status_code == 200


def test_one_household_of_ipv6_is_one_address(client, cast):
    for n in range(10):
        client.get("/cases/ABCD", REMOTE_ADDR=f"2001:db8::{n}")
    assert client.get("/cases/ABCD", REMOTE_ADDR="2001:db8::ffff").status_code == 429
    assert client.get("/cases/ABCD", REMOTE_ADDR="2001:db8:1::1").status_code == 404


# What is taken away


@both
def test_the_receipt_page_shows_code_and_two_qr_codes(client, cast, language):
    page = page_of(client, people.received(cast), "/receipt", language)
    assert page["Cache-Control"] == "no-store"
    assert text(page).count("data:image/svg+xml") == 2
    assert ("entry" if language == "en" else "mục số") in text(page)


def test_the_receipt_that_is_downloaded_verifies(client, cast):
    file = page_of(client, people.received(cast), "/receipt.tlog-proof")
    assert file["Content-Disposition"].endswith('.tlog-proof"')
    proven = receipt.check(file.content, log.trust())
    assert proven.statement.kind == "case.received"
    assert people.CITIZEN.name not in proven.statement.facts.values()


def test_a_log_that_could_not_go_on_gives_a_promise(client, cast, monkeypatch):
    monkeypatch.setattr(journal, "settle", lambda **_: None)
    page = page_of(client, people.received(cast), "/receipt")
    assert "trong 24 giờ" in text(page)
    assert text(page).count("data:image/svg+xml") == 1


@both
def test_when_nothing_can_be_signed_page_and_slip_say_so_and_promise_nothing(
    client, cast, monkeypatch, language
):
    case = people.received(cast)
    Event.objects.update(index=None)
    monkeypatch.setattr(store, "signers", unreadable)
    page, slip = (text(page_of(client, case, path, language)) for path in ("/receipt", "/slip"))
    said, on_paper = UNSIGNED[language]
    assert said in page
    assert on_paper in slip
    assert "24 giờ" not in page
    assert "24 hours" not in page
    assert "tlog-proof" not in page
    assert page_of(client, case, "/receipt.tlog-proof").status_code == 404


def unreadable():
    raise KeyUnusableError("log")


def test_without_its_keys_the_receipt_is_gone_but_the_page_stands(client, cast):
    case = people.received(cast)
    said = {"ground": "retention", "decision": "00" * 32}
    journal.erase(ref=case.ref, documents_only=False, unit=cast.ward.code, at=timezone.now(), facts=said)
    assert "không còn biên nhận" in text(page_of(client, case, "/receipt"))
    assert page_of(client, case, "/receipt.tlog-proof").status_code == 404


@both
def test_the_slip_has_what_a_paper_must_have(client, cast, language):
    case = people.received(cast)
    page = text(page_of(client, case, "/slip", language))
    assert code_of(case) in page
    assert "hoiam.statement/v1" in page
    assert log.fingerprint()[:4] in page
    assert 'class="paper paper--a5"' in page
    assert "/desk/register" in text(page_of(client, case, "/slip?desk=1", language))


# What a citizen does


def test_a_reply_is_rated_once(client, cast):
    case = people.answered(cast)
    code = code_of(case)
    assert 'value="4"' in text(see(client, f"/cases/{code}/rate?score=4"))
    done = client.post(f"/cases/{code}/rate", {"score": "4", "comment": "Rõ ràng"})
    assert (done.status_code, done["Location"]) == (303, f"/cases/{code}?done=rate")
    assert "Cảm ơn bạn" in text(see(client, done["Location"]))
    case.refresh_from_db()
    assert (case.reply.score, case.reply.comment) == (4, "Rõ ràng")
    again = client.post(f"/cases/{code}/rate", {"score": "1", "comment": "Tôi đổi ý"})
    assert again.status_code == 409
    assert {"đã được đánh giá", "Tôi đổi ý"} <= set(re.findall("đã được đánh giá|Tôi đổi ý", text(again)))


@pytest.mark.parametrize("score", ["", "0", "6", "nhiều", "4; DROP"])
def test_a_rating_outside_the_scale_keeps_the_comment(client, cast, score):
    page = client.post(
        f"/cases/{code_of(people.answered(cast))}/rate", {"score": score, "comment": "Lời bình"}
    )
    assert page.status_code == 422
    assert "Hãy chọn một mức từ 1 đến 5" in text(page)
    assert "Lời bình" in text(page)


def test_just_the_point_contested_is_to_be_answered_again(client, cast):
    case = people.answered(cast)
    code = code_of(case)
    done = client.post(f"/cases/{code}/contest", {"points": ["2"], "reason": "Chưa nêu ngày."})
    assert done.status_code == 303
    page = text(see(client, done["Location"]))
    assert page.count("phải trả lời lại</span>") == 1
    case.refresh_from_db()
    assert case.state == "contested"


def test_the_answer_that_was_contested_can_still_be_read(client, cast):
    case = people.answered_again(cast)
    page = text(page_of(client, case))
    newer, _folded, earlier = page.partition('<details class="past"><summary>Câu trả lời trước')
    assert "Thu gom hằng ngày từ 01/12/2026." in newer
    assert "Sửa trong 5 ngày." not in newer
    assert earlier.count("Sửa trong 5 ngày.") == 2
    assert earlier.count("Chưa đồng ý</span>") == 1
    assert "/letter/1" in earlier
    assert page_of(client, case, "/letter/2").content.startswith(b"%PDF")


@pytest.mark.parametrize("said", [{"reason": "Vì"}, {"points": ["2"]}, {"points": ["7"], "reason": "Vì"}])
def test_a_contest_without_point_or_reason_is_asked_again(client, cast, said):
    page = client.post(f"/cases/{code_of(people.answered(cast))}/contest", said)
    assert page.status_code == 422
    assert said.get("reason", "") in text(page)


def test_a_case_in_work_cannot_be_contested_nor_rated(client, cast):
    code = code_of(people.accepted(cast))
    for path in ("contest", "rate"):
        assert "trạng thái khác" in text(see(client, f"/cases/{code}/{path}"))
        posted = client.post(f"/cases/{code}/{path}", {"reason": "Vì sao", "score": "1", "comment": "Vì sao"})
        assert posted.status_code == 409
        assert "Vì sao" in text(posted)


def test_a_matter_is_taken_back_after_one_more_question(client, cast):
    case = people.received(cast)
    code = code_of(case)
    assert "Rút đơn?" in text(see(client, f"/cases/{code}/withdraw"))
    assert Case.objects.get(pk=case.pk).state == "received"
    assert client.post(f"/cases/{code}/withdraw").status_code == 303
    assert Case.objects.get(pk=case.pk).state == "withdrawn"
    assert client.post(f"/cases/{code}/withdraw", {"reason": ""}).status_code == 409


# Words


DAY = date(2026, 11, 24)
FACTS = {
    "limit": 10,
    "count": 3,
    "day": DAY,
    "next": DAY,
    "vi": "Chủ nhật",
    "en": "Sunday",
    "megabytes": 10,
    "megapixels": 50,
    "most": 10,
    "allowed": ("jpg", "pdf"),
    "found": "html",
    "number": 2,
    "lowest": 1,
    "highest": 5,
    "until": DAY,
    "earliest": DAY,
    "first": DAY,
    "last": DAY,
    "on": DAY,
    "since": DAY,
    "missing": [(1, "ground"), (2, "decision")],
}


# Never reach a form.
INSIDE = {"no_statutory_limit", "day_needed", "rule_not_in_force", "no_such_event", "unit_row_wrong"}


ROOM = {
    "directives": ("desk/directives/**/*.py", "law/procedures/directive_task.py"),
    "inspections": ("desk/inspections/**/*.py", "law/procedures/inspection.py"),
}
"""Counters that word what only they refuse on a page of their own; what else they refuse is worded for all."""


OF_A_TABLE = import_words.PROBLEMS.keys() | import_words.WITH_FACTS.keys()
"""What is wrong with a row of a plan's table is said beside the row, in the words of that page."""
DECIDED = ("after_task_above", "day_in_past", "unit_dissolved")
OF_A_TASK = {"named": DAY, "limit": DAY, "due": DAY}


def raised():
    """Every refusal of the rooms whose actions people's forms lead to; the pages of rules word their own."""
    house = Path(__file__).resolve().parents[2] / "hoiam"
    places = [
        "law/procedures/*.py",
        "law/grouping.py",
        "desk/**/*.py",
        "files/**/*.py",
        "sealed/*.py",
        "office/*.py",
    ]
    files = {file for place in places for file in house.glob(place)}
    own = {room: {file for place in wheres for file in house.glob(place)} for room, wheres in ROOM.items()}
    for room, part in [("cases", files - set().union(*own.values())), *own.items()]:
        text = "".join(file.read_text("utf-8") for file in sorted(part))
        codes = set(re.findall(r'Refused\(\s*"(\w+)"', text)) - INSIDE - law_words.REFUSALS.keys()
        if room == "directives":
            codes -= OF_A_TABLE - set(DECIDED)
        yield from sorted((room, code) for code in codes if not code.startswith("unit_"))


@pytest.mark.parametrize(("room", "code"), list(raised()))
@both
def test_every_refusal_has_words_in_both_languages(room, code, language):
    facts = FACTS | (OF_A_TASK if room == "directives" else {})
    with translation.override(language):
        words = render_to_string(f"{room}/refusal.html", {"refused": Refused(code, **facts)})
    assert code not in words
    assert len(words.strip()) > 5
    assert "None" not in words


@both
@pytest.mark.parametrize(
    "name",
    [
        *("received", "accepted", "promised", "transferred", "refused", "replied", "overdue-notice"),
        *("overdue-answer", "assigned", "rework", "contested"),
    ],
)
def test_every_notice_says_which_case_and_where(name, language):
    context = {
        "case": "2026-000001",
        "due": "2026-12-24",
        "link": "https://x.example/cases/A",
        "site": "https://x.example",
    }
    words = notices.render(template=f"cases/{name}", language=language, context=context)
    assert "2026-000001" in words.subject
    assert "https://x.example/cases/A" in words.body
    assert "2026-12-24" not in words.body


@both
def test_a_date_shows_what_another_text_gives_and_which_day_is_worked_to(client, cast, language):
    case = people.received(cast)
    client.cookies["lang"] = language
    page = text(client.get(f"/cases/{code_of(case)}"))
    notice = next(duty for duty in duties.of_subject("case", case.pk) if duty.key == "notice")
    assert notice.safe_on < notice.due_on
    said = {
        "vi": ("Văn bản khác ghi ngày khác", "Cơ quan làm theo ngày sớm hơn"),
        "en": ("Another text gives another day", "We work to an earlier day"),
    }[language]
    for words in said:
        assert words in page
