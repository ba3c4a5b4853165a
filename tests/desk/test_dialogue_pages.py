"""Pages of dialogue conferences: staff, citizens, the room; what was typed is never lost."""

import re
from datetime import time, timedelta
from html import unescape

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hoiam.config.commands import law
from hoiam.desk.dialogues import actions as dialogues, queries
from hoiam.desk.dialogues.models import Conference, Promise, Question, Signature, Vote
from hoiam.duties.models import Duty
from hoiam.kit import days
from hoiam.sealed.actions import Personal
from tests import cast as people
from tests.desk import dialogue_story as story

pytestmark = pytest.mark.django_db
TEXT = "Bao giờ phường sửa đường ngõ 7?"


@pytest.fixture(autouse=True)
def _fresh(db):
    cache.clear()


@pytest.fixture
def clerk(cast, client):
    client.force_login(cast.clerk)
    return client


@pytest.fixture
def head(cast):
    client = Client()
    client.force_login(cast.head)
    return client


def text(answer):
    return unescape(answer.content.decode())


def day(days=0):
    return (timezone.localdate() + timedelta(days=days)).strftime("%d/%m/%Y")


def desk(conference, what=""):
    return f"/desk/dialogues/{conference.pk}/{what}"


# Staff


def test_the_head_calls_and_the_clerk_announces(cast, clerk, head):
    said = {
        "kind": "yearly",
        "title": "Nước sạch",
        "held_on": day(12),
        "begins": "8h",
        "place": "Nhà văn hóa",
        "sittings": f"Khối 1, Khối 2; {day(12)}; 8:00; Nhà văn hóa\nKhối 3; {day(13)}; 14h; Trường học",
    }
    assert head.post("/desk/dialogues/new", said).status_code == 302
    row = Conference.objects.get()
    assert (row.state, row.sittings.count(), row.chairs.count()) == ("planned", 2, 1)
    assert clerk.get("/desk/dialogues/new").status_code == 404
    assert Client().get(f"/dialogues/{row.pk}/").status_code == 404
    assert clerk.post(desk(row, "do/announce")).status_code == 302
    assert "Nước sạch" in text(Client().get(f"/dialogues/{row.pk}/"))
    page = text(clerk.get(desk(row)))
    assert "Đã thông báo" in page
    assert "dt." not in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"held_on": day(-1)}, "phải ở sau hôm nay"),
        ({"begins": "sáng"}, "Giờ bắt đầu"),
        ({"sittings": "Khối 1; mai; 8h; x"}, "Dòng 1 chưa đúng dạng"),
        ({"title": ""}, "Nội dung"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_keeps_the_rest(cast, head, wrong, words):
    said = {
        "kind": "yearly",
        "title": "Nước sạch",
        "held_on": day(12),
        "begins": "8:00",
        "place": "Nhà văn hóa",
    }
    page = head.post("/desk/dialogues/new", {**said, **wrong})
    assert page.status_code == 422
    assert words in text(page)
    assert "Nhà văn hóa" in text(page)
    assert not Conference.objects.exists()


def test_each_step_has_its_form(cast, head, clerk):
    row = story.today(cast)
    assert head.post(desk(row, "do/hold"), {"who": "head", "present": "x"}).status_code == 422
    assert head.post(desk(row, "do/hold"), {"who": "head", "present": "90"}).status_code == 302
    assert (
        head.post(desk(row, "do/postpone"), {"held_on": day(9), "begins": "8:00", "reason": "x"}).status_code
        == 409
    )
    assert clerk.post(desk(row, "do/publish_results"), {"results": ""}).status_code == 422
    assert clerk.post(desk(row, "do/publish_results"), {"results": "Xong."}).status_code == 302
    assert clerk.post(desk(row, "do/dance")).status_code == 404


@pytest.mark.parametrize("who", ["handler", "stranger", "inspector"])
def test_only_the_desk_of_the_unit_has_the_pages(cast, client, who):
    row = story.announced(cast)
    question = story.ask(row)
    promise = story.promise(cast, row)
    client.force_login(getattr(cast, who))
    for what in ("", "moderate", "moderate/now", "chair", "chair/now", "type", "promise", "do/announce"):
        assert client.get(desk(row, what)).status_code == 404, what
    assert client.get(f"/desk/dialogues/questions/{question.pk}/").status_code == 404
    assert client.get(f"/desk/dialogues/promises/{promise}/").status_code == 404


def test_one_press_shows_a_question_and_puts_it_on_the_screen(cast, clerk):
    row = story.announced(cast)
    question = story.ask(row, TEXT)
    page = text(clerk.get(desk(row, "moderate")))
    assert f'value="show:{question.pk}:1"' in page
    assert clerk.post(desk(row, "moderate"), {"do": f"show:{question.pk}:1"}).status_code == 302
    assert clerk.post(desk(row, "moderate"), {"do": f"screen:{question.pk}:2"}).status_code == 302
    row.refresh_from_db()
    assert row.current_id == question.pk
    cache.clear()
    assert TEXT in text(Client().get(f"/dialogues/{row.pk}/screen"))
    again = clerk.post(desk(row, "moderate"), {"do": f"show:{question.pk}:1"})
    assert again.status_code == 409
    assert "Người khác vừa xử lý" in text(again)
    for wrong in ("", "show", "show:x:1", "dance:1:1"):
        assert clerk.post(desk(row, "moderate"), {"do": wrong}).status_code == 409


def test_of_two_moderators_the_second_keeps_what_was_typed(cast, clerk, head):
    question = story.shown(cast, story.today(cast), TEXT)
    at = f"/desk/dialogues/questions/{question.pk}/"
    answer = {
        "do": "answer",
        "version": "2",
        "text": "Sửa trong tháng này.",
        "post_id": story.head_post(cast).pk,
    }
    assert clerk.post(at, answer).status_code == 302
    lost = head.post(at, {**answer, "text": "Một câu trả lời dài đã gõ."})
    assert lost.status_code == 409
    assert "Một câu trả lời dài đã gõ." in text(lost)
    assert Question.objects.get().answer == "Sửa trong tháng này."


def test_a_question_is_grouped_set_aside_or_put_off_on_its_page(cast, clerk):
    row = story.today(cast)
    first, second, third = (
        story.shown(cast, row, one) for one in (TEXT, "Đường ngõ 7 bao giờ phường sửa?", "Nước sạch khối 2?")
    )
    page = f"/desk/dialogues/questions/{second.pk}/"
    assert "Có thể là cùng một câu hỏi" in text(clerk.get(page))
    assert clerk.post(page, {"do": "merge", "version": "2", "into": "x"}).status_code == 422
    assert clerk.post(page, {"do": "merge", "version": "2", "into": str(first.pk)}).status_code == 302
    page = f"/desk/dialogues/questions/{third.pk}/"
    assert clerk.post(page, {"do": "set_aside", "version": "2"}).status_code == 422
    late = {"do": "defer", "version": "2", "post_id": story.head_post(cast).pk, "form_key": "d" * 40}
    assert clerk.post(page, {**late, "due_on": day(-1)}).status_code == 422
    assert clerk.post(page, {**late, "due_on": day(9)}).status_code == 302
    assert Promise.objects.get().what == "answer"
    assert clerk.post(page, {"do": "dance", "version": "3"}).status_code == 404
    assert clerk.post(page, {"do": "show", "version": "x"}).status_code == 404


def test_paper_questions_and_promises_are_typed(cast, clerk):
    row = story.announced(cast)
    said = {"channel": "paper", "text": TEXT, "name": "", "phone": "", "form_key": "k" * 40}
    assert clerk.post(desk(row, "type"), {**said, "text": ""}).status_code == 422
    answer = clerk.post(desk(row, "type"), said, follow=True)
    assert re.search(r"Mã giao cho người hỏi: [0-9A-Z]{4}-", text(answer))
    again = clerk.post(desk(row, "type"), said)
    assert again.status_code == 422
    assert "chỉ ghi một lần" in text(again)
    made = {"text": "Lắp đèn", "post_id": story.head_post(cast).pk, "due_on": day(20), "form_key": "p" * 40}
    assert clerk.post(desk(row, "promise"), made).status_code == 302
    promise = Promise.objects.get()
    page = f"/desk/dialogues/promises/{promise.pk}/"
    assert clerk.post(page, {"evidence": ""}).status_code == 422
    assert (
        clerk.post(page, {"evidence": "Biên bản nghiệm thu", "link": "https://example.vn/a"}).status_code
        == 302
    )
    again = clerk.post(page, {"evidence": "Lần nữa"})
    assert again.status_code == 409
    assert "Lần nữa" in text(again)


def test_the_board_of_duties_names_promises_and_clocks(cast, clerk):
    row = story.called(cast)
    dialogues.announce(conference_id=row.pk, by=people.actor(cast.clerk), at=timezone.now())
    story.promise(cast, row)
    page = text(clerk.get("/desk/board/"))
    assert "Thực hiện lời hứa tại hội nghị đối thoại" in page
    assert "theo ngày đã hẹn tại hội nghị" in page


# Citizens


def asked(client, conference, **changes):
    said = {"text": TEXT, "name": "", "phone": "", "form_key": "k" * 40, **changes}
    return client.post(f"/dialogues/{conference.pk}/ask", said)


def test_a_citizen_asks_without_a_name_and_follows_with_the_code(cast, client):
    row = story.announced(cast)
    assert "Đặt câu hỏi" in text(client.get(f"/dialogues/{row.pk}/ask"))
    answer = asked(client, row)
    assert answer.status_code == 303
    page = client.get(answer["Location"])
    assert TEXT in text(page)
    assert page["Cache-Control"] == "no-store"
    assert Question.objects.get().identity is None
    question = Question.objects.get()
    story.move(cast, question, "set_aside", ground="personal")
    assert "Có dữ liệu cá nhân" in text(client.get(answer["Location"]))
    assert TEXT not in text(Client().get(f"/dialogues/{row.pk}/questions"))


def test_a_name_and_a_number_are_sealed(cast, client):
    row = story.announced(cast)
    asked(client, row, name="Nông Thị Giả Định", phone="0900000001")
    question = Question.objects.get()
    assert question.identity.data["name"] == "Nông Thị Giả Định"


@pytest.mark.parametrize(
    ("typed", "words"), [("   ", "Hãy viết câu hỏi trước"), ("Đường hỏng. " * 100, "1.000")]
)
def test_a_bad_question_is_explained_and_kept(cast, client, typed, words):
    row = story.announced(cast)
    page = asked(client, row, text=typed)
    assert page.status_code == 422
    assert words in text(page)
    assert typed.strip() in text(page)
    assert not Question.objects.exists()


def test_what_was_typed_while_the_results_came_out_is_kept(cast, client):
    row = story.today(cast)
    client.get(f"/d/{row.room}")
    story.published(cast, story.held(cast, row))
    for page in (asked(client, row), client.post(f"/d/{row.room}", {"text": TEXT, "form_key": "k" * 40})):
        assert page.status_code == 422
        assert TEXT in text(page)
        assert "ngừng nhận câu hỏi" in text(page)


def test_a_conference_that_is_postponed_while_people_type_takes_their_questions(cast, client):
    row = story.today(cast)
    client.get(f"/d/{row.room}")
    said = {"held_on": row.held_on + timedelta(days=9), "begins": row.begins, "reason": "Mưa lũ."}
    dialogues.postpone(conference_id=row.pk, by=people.actor(cast.head), at=timezone.now(), **said)
    assert client.post(f"/d/{row.room}", {"text": TEXT, "form_key": "k" * 40}).status_code == 302
    assert Question.objects.get().phase == "before"


def test_a_double_tap_is_one_question_and_says_so(cast, client):
    row = story.announced(cast)
    asked(client, row)
    again = asked(client, row)
    assert again.status_code == 422
    assert "chỉ ghi một lần" in text(again)
    assert Question.objects.count() == 1


def test_a_device_votes_once_and_asks_five_times(cast, client):
    row = story.today(cast)
    question = story.shown(cast, row, TEXT)
    client.get(f"/d/{row.room}")
    for _ in range(2):
        assert client.post(f"/d/{row.room}/want", {"question": question.pk}).status_code == 302
    assert (Vote.objects.count(), queries.question(question.pk).votes) == (1, 1)
    for number in range(6):
        page = client.post(f"/d/{row.room}", {"text": f"Câu {number}", "form_key": f"{number}" * 40})
    assert page.status_code == 422
    assert "5 câu hỏi" in text(page)
    assert "Câu 5" in text(page)
    assert client.post(f"/d/{row.room}/want", {"question": "x"}).status_code == 404


def test_a_device_without_a_cookie_of_ours_is_not_counted(cast, client):
    row = story.today(cast)
    question = story.shown(cast, row, TEXT)
    client.cookies["device"] = "forged"
    client.post(f"/d/{row.room}/want", {"question": question.pk})
    assert not Vote.objects.exists()


def test_one_address_without_cookies_is_slowed_down(cast):
    row = story.announced(cast)
    statuses = [asked(Client(), row, form_key=f"{n:040}").status_code for n in range(31)]
    assert (statuses[0], statuses[-1]) == (303, 429)


def test_polling_costs_nothing_until_the_next_second(cast, client, django_assert_num_queries):
    row = story.today(cast)
    story.shown(cast, row, TEXT)
    for at in (f"/dialogues/{row.pk}/screen/now", f"/d/{row.room}/now"):
        cache.clear()
        first = client.get(at)
        with django_assert_num_queries(0):
            again = client.get(at, headers={"If-None-Match": first["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304)
    cache.clear()
    with django_assert_num_queries(2):
        client.get(f"/dialogues/{row.pk}/screen/now")


def test_a_code_that_is_wrong_says_so_and_slows_down_who_tries_many(cast, client):
    assert client.post("/dialogues/questions/", {"code": "ABCD-EFGH-JKMN-PQ"}).status_code == 404
    statuses = [client.get("/dialogues/questions/ABCD-EFGH-JKMN-PQ").status_code for _ in range(12)]
    assert (statuses[0], statuses[-1]) == (404, 429)
    assert client.post("/dialogues/questions/", {"code": ""}).status_code == 422


def test_whoever_asked_judges_the_promise(cast, client):
    row = story.today(cast)
    code = story.asked(row, TEXT)
    pk = story.promise(cast, row, question_id=Question.objects.get().pk)
    page = f"/dialogues/questions/{code}"
    early = client.post(page, {"promise": pk, "verdict": "kept"})
    assert early.status_code == 422
    assert "còn hạn đến" in text(early)
    dialogues.keep(promise_id=pk, evidence="Đã lắp", link="", by=people.actor(cast.clerk), at=timezone.now())
    assert client.post(page, {"promise": pk, "verdict": "perhaps"}).status_code == 422
    assert client.post(page, {"promise": pk, "verdict": "kept"}).status_code == 302
    assert Promise.objects.get().said_kept == 1
    assert "Xin cảm ơn" in text(client.get(page))


def test_the_public_pages_show_promises_answers_and_figures(cast, client):
    first = story.today(cast, title="Hội nghị trước")
    story.answer(cast, story.shown(cast, first, TEXT), "Sửa xong tháng này.")
    story.promise(cast, first)
    story.published(cast, story.held(cast, first))
    second = story.announced(cast)
    page = text(client.get(f"/dialogues/{second.pk}/"))
    assert page.index("Lời hứa tại hội nghị trước") < page.index("Chương trình")
    assert "Lắp mười bóng đèn" in page
    assert "Sửa xong tháng này." in text(client.get(f"/dialogues/{first.pk}/questions"))
    assert "Chưa đến hạn" in text(client.get(f"/dialogues/{first.pk}/promises"))
    assert "THÔNG BÁO" in text(client.get(f"/dialogues/{first.pk}/notice"))
    assert "Hội nghị trước" in text(client.get("/dialogues/?unit=05977"))
    assert "phường Đông Kinh" in text(client.get("/dialogues/figures"))
    assert client.get("/dialogues/999999/").status_code == 404
    assert client.get("/d/nothere").status_code == 404
    assert client.get("/dialogues/999999/screen/now").status_code == 404


@pytest.mark.parametrize(
    ("rule_id", "words"),
    [
        ("house.dialogue_promise", "ngày đã hẹn tại hội nghị là hạn"),
        ("house.dialogue_call", "không ấn định thời hạn"),
        ("tcd.head_promised_reply", "ngày đã hẹn là hạn của vụ việc"),
    ],
)
def test_the_rule_of_every_promise_has_its_page_and_is_explained(clerk, rule_id, words):
    page = text(clerk.get(reverse("law:rule", args=(rule_id,)), {"event": day()}))
    assert words in page
    assert ("Quy tắc của hệ thống" in page) is rule_id.startswith("house.")
    told = CliRunner().invoke(law.command, ["explain", "--rule", rule_id, "--event", "2026-11-30"])
    assert told.exit_code == 0, told.output
    assert words in told.output


def test_the_board_says_what_the_date_of_a_promise_is(cast, clerk):
    story.promise(cast, story.announced(cast))
    page = text(clerk.get("/desk/board/"))
    assert "pháp luật không ấn định thời hạn: theo ngày đã hẹn tại hội nghị" in page
    assert reverse("law:rule", args=("house.dialogue_promise",)) not in page  # nothing to sign off


def test_once_enough_have_signed_everybody_reads_until_when_the_day_is_owed(cast, client, clerk, head):
    pk = dialogues.demand(unit_id=cast.ward.pk, title="Nước sạch", by=None, at=timezone.now())
    row = Conference.objects.get(pk=pk)
    for number in range(2):
        who = Personal(name="Nông Thị Giả Định", id_number=f"02019000000{number}")
        dialogues.sign(conference_id=pk, who=who, at=timezone.now())
    assert "Trả lời chưa đủ số cử tri" in text(head.get(desk(row)))
    said = {"do": "count", "voters": "20", "source": "Danh sách", "on": "01/03/2026"}
    assert clerk.post(desk(row, "voters"), said).status_code == 302
    page = text(Client().get(f"/dialogues/{pk}/"))
    due = Duty.objects.get(key="call").due_on
    assert f"Người đứng đầu phải định ngày hội nghị chậm nhất {days.day_text(due)}" in page
    assert "Đủ số cử tri, phải tổ chức" in page
    inside = text(head.get(desk(row)))
    assert "Phải định ngày chậm nhất" in inside
    assert "Định ngày hội nghị" in inside
    assert "Trả lời chưa đủ số cử tri" not in inside
    assert "Định ngày hội nghị đối thoại theo yêu cầu của cử tri" in text(head.get("/desk/board/"))


def test_a_sheet_for_the_heads_of_each_cluster_names_their_own_sitting(cast, client):
    day = timezone.localdate() + timedelta(days=10)
    sittings = [("Khối 1, Khối 2", day, time(8), "Nhà văn hóa"), ("Khối 3", day, time(14), "Trường học")]
    row = story.announced(cast, sittings=sittings)
    sheets = text(client.get(f"/dialogues/{row.pk}/notice", {"for": "villages"})).split(
        'class="notice-sheet"'
    )[1:]
    assert [("Khối 1" in one, "Khối 3" in one) for one in sheets] == [(True, False), (False, True)]
    assert ["14:00" in one for one in sheets] == [False, True]
    assert all(" tháng " in one for one in sheets)
    assert all("Kính gửi:" in one and "từng hộ gia đình" in one for one in sheets)
    posted = text(client.get(f"/dialogues/{row.pk}/notice"))
    assert "Kính gửi:" not in posted
    assert posted.count("Khối 3") == 1
    whole = story.announced(cast)
    (one,) = text(client.get(f"/dialogues/{whole.pk}/notice?for=villages")).split('class="notice-sheet"')[1:]
    assert "trưởng thôn, tổ trưởng tổ dân phố" in one


# Who asks for a conference


def test_a_citizen_begins_a_request_and_others_sign_it(cast, client, clerk, head):
    visitor = Client()
    made = visitor.post("/dialogues/request", {"unit": cast.ward.pk, "title": "Nước sạch"})
    assert made.status_code == 302
    who = {"name": "Nông Thị Giả Định", "id_number": "020190000001", "address": "Khối 4"}
    assert visitor.post(made["Location"], {**who, "id_number": "12"}).status_code == 422
    assert visitor.post(made["Location"], who).status_code == 302
    twice = visitor.post(made["Location"], who)
    assert twice.status_code == 422
    assert "đã ký" in text(twice)
    row = Conference.objects.get()
    page = text(visitor.get(f"/dialogues/{row.pk}/"))
    assert "Đã có 1 chữ ký" in page
    assert who["name"] not in page
    voters = desk(row, "voters")
    assert (
        clerk.post(
            voters, {"do": "count", "voters": "20", "source": "Danh sách", "on": "01/03/2026"}
        ).status_code
        == 302
    )
    listed = "Vi Văn Mẫu; 020190000002; Khối 1\nLộc Thị Thử; 02019"
    wrong = clerk.post(voters, {"do": "type", "people": listed})
    assert wrong.status_code == 422
    assert "Dòng 2" in text(wrong)
    right = clerk.post(voters, {"do": "type", "people": listed.partition("\n")[0]})
    assert right.status_code == 302
    assert Signature.objects.count() == 2
    assert head.post(voters, {"do": "name", "person_id": cast.clerk.pk}).status_code == 302
    assert clerk.post(voters, {"do": "open", "reason": ""}).status_code == 422
    assert who["name"] in text(clerk.post(voters, {"do": "open", "reason": "Kiểm tra"}))
    assert head.post(voters, {"do": "open", "reason": "Kiểm tra"}).status_code == 422
    assert head.post(desk(row, "do/decline"), {"reason": "Ít người"}).status_code == 422
    assert clerk.post(voters, {"do": "dance"}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/dialogues/", "/dialogues/request", "/dialogues/figures", "/dialogues/questions/"]
)
def test_pages_are_in_english_too(cast, client, path):
    assert 'lang="en"' in text(client.get(f"{path}?lang=en"))
