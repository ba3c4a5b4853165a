"""Pages of accounts, of supervision and of the press: what was typed is never lost, what is hidden is not shown."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from hoiam.desk.cases import actions as cases
from hoiam.desk.reports.models import Account, Programme, Question, Recommendation
from hoiam.office.models import Holder
from hoiam.sealed.actions import Personal
from tests import cast as people
from tests.desk import account_story as story
from tests.desk.account_story import NOW, TODAY

pytestmark = pytest.mark.django_db


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def text(answer):
    return unescape(answer.content.decode())


def day(days):
    return (TODAY + timedelta(days=days)).strftime("%d/%m/%Y")


def version(answer):
    return re.search(r'name="version" value="(\d+)"', text(answer))[1]


# Accounts


def test_from_the_demand_to_the_published_account(cast):
    head = signed_in(cast.head)
    said = {"post_id": story.head_post(cast).pk, "first": day(-60), "last": day(-1)}
    here = head.post("/desk/reports/new", said).url
    page = head.get(here)
    assert head.post(here, {"version": version(page), "summary": "Đã làm tốt."}).status_code == 302
    assert head.post(f"{here}do/recount").status_code == 302
    page = head.get(f"{here}sign")
    assert head.post(f"{here}sign", {"version": version(page), "read": "on"}).status_code == 302
    assert head.post(f"{here}do/publish").status_code == 302
    row = Account.objects.get()
    assert row.state == "published"
    assert "Đã làm tốt." in text(Client().get(f"/accounts/{row.pk}/"))
    assert row.digest in text(Client().get(f"/accounts/{row.pk}/print"))
    assert Client().get(f"/accounts/{row.pk}/figures.json").content.decode() == row.figures


def test_who_signed_off_a_post_reads_why_they_cannot_sign(cast):
    row = story.begun(cast)
    Holder.objects.filter(person=cast.head).update(until_on=TODAY - timedelta(days=2))
    head, here = signed_in(cast.head), f"/desk/reports/{row.pk}/sign"
    answer = head.post(here, {"version": row.version, "read": "on"})
    assert answer.status_code == 422
    assert "Ông, bà đã thôi giữ chức vụ này" in text(answer)
    head.cookies["lang"] = "en"
    english = head.post(here, {"version": row.version, "read": "on"})
    assert "You held this post before" in text(english)


def test_of_two_who_write_the_second_keeps_what_they_typed(cast):
    row, clerk = story.begun(cast), signed_in(cast.clerk)
    here, seen = f"/desk/reports/{row.pk}/", row.version
    clerk.post(here, {"version": seen, "summary": "Một."})
    answer = clerk.post(here, {"version": seen, "summary": "Hai, viết dài."})
    assert answer.status_code == 409
    assert "Hai, viết dài." in text(answer)


def test_days_that_make_no_account_are_said_and_stay_typed(cast):
    answer = signed_in(cast.head).post(
        "/desk/reports/new", {"post_id": story.head_post(cast).pk, "first": day(-3), "last": day(0)}
    )
    assert answer.status_code == 422
    assert day(-3) in text(answer)


def test_what_is_not_published_is_no_page_for_citizens(cast):
    row = story.signed(cast)
    for what in ("", "print", "ask", "figures.json", "evidence/answer"):
        assert Client().get(f"/accounts/{row.pk}/{what}").status_code == 404


def test_a_figure_leads_to_the_duties_it_counts(cast):
    people.received(cast, at=NOW - timedelta(days=90))
    row = story.published(cast)
    link = f"/accounts/{row.pk}/evidence/answer?from={row.first.isoformat()}"
    assert link in text(Client().get(f"/accounts/{row.pk}/"))
    assert text(Client().get(link)).count('<th scope="row">') == 1
    assert f"/register?unit={cast.ward.code}" in text(Client().get(f"/accounts/{row.pk}/"))


def test_strangers_have_no_page_of_it(cast):
    row = story.published(cast)
    question = story.asked(row)
    stranger = signed_in(cast.stranger)
    for address in (f"{row.pk}/", f"{row.pk}/sign", f"questions/{question.pk}/"):
        assert stranger.get(f"/desk/reports/{address}").status_code == 404
    assert stranger.post(f"/desk/reports/{row.pk}/do/publish").status_code == 404


@pytest.mark.parametrize("address", ["/accounts/{0}/", "/accounts/{0}/print", "/accounts/"])
def test_public_pages_take_the_same_statements_however_much_there_is(
    cast, django_assert_max_num_queries, address
):
    row = story.published(cast)
    for number in range(12):
        story.asked(row, f"Câu {number}?")
    with django_assert_max_num_queries(8):
        assert Client().get(address.format(row.pk)).status_code == 200


# Questions


def test_anybody_asks_without_a_name_and_reads_the_answer_there(cast):
    row, visitor = story.published(cast), Client()
    page = visitor.get(f"/accounts/{row.pk}/ask")
    key = re.search(r'name="form_key" value="(\w+)"', text(page))[1]
    said = {"text": "Vì sao trễ?", "email": "", "form_key": key}
    for _ in range(2):
        assert visitor.post(f"/accounts/{row.pk}/ask", said).status_code == 303
    question = Question.objects.get()
    clerk, here = signed_in(cast.clerk), f"/desk/reports/questions/{question.pk}/"
    clerk.post(here, {"do": "answer", "version": 1, "text": "Do thiếu người."})
    shown = text(visitor.get(f"/accounts/{row.pk}/"))
    assert "Vì sao trễ?" in shown
    assert "Do thiếu người." in shown


def test_a_number_in_a_question_is_pointed_out_and_nothing_typed_is_lost(cast):
    row = story.published(cast)
    said = {"text": "Gọi tôi 0912 345 678 nhé", "form_key": "k" * 40}
    answer = Client().post(f"/accounts/{row.pk}/ask", said)
    assert answer.status_code == 422
    assert "0912 345 678" in text(answer)
    assert not Question.objects.exists()


def test_what_is_hidden_shows_only_that_and_why(cast):
    row = story.published(cast)
    question = story.asked(row, "Đồ khốn, trả lời đi!")
    clerk, here = signed_in(cast.clerk), f"/desk/reports/questions/{question.pk}/"
    assert clerk.post(here, {"do": "hide", "version": 1}).status_code == 422
    clerk.post(here, {"do": "hide", "version": 1, "ground": "abuse"})
    shown = text(Client().get(f"/accounts/{row.pk}/"))
    assert "Đồ khốn" not in shown
    assert "Cơ quan đã ẩn câu hỏi. Lý do: " in shown


def test_who_asks_too_often_is_slowed_down(cast):
    row, visitor = story.published(cast), Client()
    answers = [
        visitor.post(f"/accounts/{row.pk}/ask", {"text": f"Câu {n}?", "form_key": f"{n:040}"}).status_code
        for n in range(31)
    ]
    assert (answers[0], answers[-1]) == (303, 429)


# Supervision


def test_who_oversees_enters_and_the_head_answers(cast):
    overseer, head = signed_in(cast.overseer), signed_in(cast.head)
    said = {
        "unit_id": cast.ward.pk, "by": "front", "body": "Ủy ban Mặt trận", "title": "Tiếp công dân",
        "number": "12/KH-MTTQ", "issued_on": day(-9), "first": day(-9), "last": day(9), "form_key": "p" * 40,
    }  # fmt: skip
    here = overseer.post("/desk/reports/supervision/new", said).url
    visit = {"do": "visit", "on": day(-2), "place": "Trụ sở", "present": "Phó Chủ tịch", "form_key": "v" * 40}
    assert overseer.post(here, visit).status_code == 302
    asked = {"do": "recommend", "text": "Niêm yết lịch.", "post_id": story.head_post(cast).pk}
    assert overseer.post(here, {**asked, "received_on": day(-1), "form_key": "r" * 40}).status_code == 302
    row = Recommendation.objects.get()
    answer = {"version": row.version, "text": "Sẽ niêm yết.", "done_by": day(9)}
    assert head.post(f"/desk/reports/recommendations/{row.pk}/", answer).status_code == 302
    shown = text(Client().get(f"/supervision/{Programme.objects.get().pk}/"))
    for words in ("Niêm yết lịch.", "Sẽ niêm yết.", "Phó Chủ tịch", "12/KH-MTTQ"):
        assert words in shown


def test_an_answer_that_names_a_day_past_is_refused_and_stays_typed(cast):
    row = story.recommended(cast)
    answer = signed_in(cast.head).post(
        f"/desk/reports/recommendations/{row.pk}/",
        {"version": row.version, "text": "Đã tiếp thu.", "done_by": day(-1)},
    )
    assert answer.status_code == 422
    assert "Đã tiếp thu." in text(answer)


def test_programmes_of_other_units_are_no_page_for_a_clerk(cast):
    row = story.recommended(cast)
    stranger = signed_in(cast.stranger)
    assert stranger.get(f"/desk/reports/supervision/{row.programme_id}/").status_code == 404
    assert stranger.get(f"/desk/reports/recommendations/{row.pk}/").status_code == 404


# The press


def raised(cast, **changes):
    source = cases.PressSource(source="Báo Ví Dụ", published_on=date(2026, 11, 30))
    return people.received(
        cast,
        kind="press",
        press=source,
        person=Personal(code=""),
        consent=False,
        title="Rác ở chợ",
        **changes,
    )


def test_a_matter_of_the_press_has_an_owner_and_a_day_for_all_to_see(cast):
    raised(cast)
    shown = text(Client().get("/press/"))
    for words in ("Rác ở chợ", "Báo Ví Dụ", story.head_post(cast).title, "Chưa đến hạn trả lời"):
        assert words in shown


def test_of_the_conduct_of_a_person_only_where_it_stood_is_shown(cast):
    raised(cast, about_conduct=True)
    shown = text(Client().get("/press/"))
    assert "Rác ở chợ" not in shown
    assert "Báo Ví Dụ" in shown


def test_the_answer_to_the_press_is_public(cast):
    case = raised(cast)
    clerk, handler, head = (people.actor(one) for one in (cast.clerk, cast.handler, cast.head))
    cases.classify(case_id=case.pk, version=1, kind="press", field="utility", by=clerk, at=NOW)
    cases.accept(case_id=case.pk, version=2, by=clerk, at=NOW)
    cases.assign(case_id=case.pk, version=3, to=cast.handler.pk, by=clerk, at=NOW)
    point = people.points("Rác ở chợ")
    done = cases.save_points(case_id=case.pk, version=4, points=point, by=handler, at=NOW)
    cases.propose(case_id=case.pk, version=done, by=handler, at=NOW)
    case.refresh_from_db()
    cases.approve(case_id=case.pk, version=case.version, by=head, at=NOW)
    shown = text(Client().get("/press/"))
    assert "Sửa trong 5 ngày." in shown
    assert "Trả lời đúng hạn" in shown
