"""Pages of places in a session: a citizen books and gives up; the queue, the head, the waiting room, minutes."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from hoiam.desk.cases.models import Case, Document
from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.models import Booking, Content, Session
from hoiam.office.models import Post
from hoiam.sealed.models import Identity
from tests import cast as people
from tests.desk import reception_story as story
from tests.desk.reception_story import BEGIN, DAY, at, does
from tests.desk.test_bookings import eight

HEAD = reception.Chair()


@pytest.fixture
def session(cast):
    return story.posted(cast)


@pytest.fixture
def before():
    with time_machine.travel(at(BEGIN), tick=False):
        yield


@pytest.fixture
def on_the_day(cast, session):
    does(reception.begin, session, cast=cast, hour=0, chair=HEAD)
    with time_machine.travel(at(DAY, 1), tick=False):
        yield session


@pytest.fixture
def clerk(cast, client):
    client.force_login(cast.clerk)
    return client


def said(**changes):
    return {
        "slot": eight().isoformat(),
        "matter": "Đường thôn bị sạt lở",
        "name": "Nguyễn Thị Ví Dụ",
        "phone": "0900 000 001",
        "email": "",
        "people": "1",
        "representatives": "1",
        "submit_key": "a form",
        **changes,
    }


def booked(client, session, **changes):
    return client.post(reverse("visits:book", args=(session.pk,)), said(**changes))


def text(page):
    return page.content.decode()


class TestTheCitizen:
    def test_days_with_free_places_are_shown(self, cast, client, session, before):
        page = text(client.get(reverse("visits:choose", args=(cast.ward.pk,))))
        assert reverse("visits:book", args=(session.pk,)) in page
        places = 14 * session.slot_places  # eight half hours in the morning, six in the afternoon
        assert f"{places} chỗ trống" in page

    def test_the_public_calendar_leads_to_the_booking_while_it_can_be_booked(self, cast, client, session):
        calendar = f"{reverse('public:receptions')}?unit={cast.ward.code}&day={DAY.isoformat()}"
        link = reverse("visits:book", args=(session.pk,))
        for when, offered in ((BEGIN, True), (DAY + timedelta(days=1), False)):
            with time_machine.travel(at(when), tick=False):
                assert (link in text(client.get(calendar))) is offered

    def test_an_office_nobody_serves_has_no_page(self, cast, client, db):
        assert client.get(reverse("visits:choose", args=(999_999,))).status_code == 404

    def test_a_place_is_booked_and_its_page_says_when_and_which_number(self, cast, client, session, before):
        answer = booked(client, session)
        page = text(client.get(answer["Location"]))
        assert "Số 1" in page
        assert "07:30" in page
        assert "Nguyễn Thị Ví Dụ" not in page

    def test_nothing_typed_is_lost_when_it_is_refused(self, cast, client, session, before):
        booked(client, session)
        page = booked(client, session, submit_key="another form")
        assert page.status_code == 422
        assert "Đường thôn bị sạt lở" in text(page)
        assert "Với số điện thoại này đã có một chỗ" in text(page)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"slot": "2026-11-16T03:00:00+07:00"}, "Khung giờ này không còn nhận hẹn"),
            ({"phone": "mười hai"}, "Đây không phải số điện thoại"),
            ({"phone": ""}, "Xin cho số điện thoại"),
            ({"people": "2", "representatives": "3"}, "Số người đến nhiều hơn số người cùng vụ việc"),
            ({"people": "12", "representatives": "6"}, "Điều 29"),
        ],
    )
    def test_what_cannot_be_is_said(self, cast, client, session, before, changes, words):
        page = booked(client, session, **changes)
        assert page.status_code == 422
        assert words in text(page)
        assert not Booking.objects.exists()

    def test_the_place_is_given_up_with_the_code(self, cast, client, session, before):
        here = booked(client, session)["Location"]
        assert client.post(here, {"version": "1"}).status_code == 302
        assert Booking.objects.get().state == "cancelled"
        assert client.post(here, {"version": "1"}).status_code == 422

    def test_a_wrong_code_opens_nothing(self, cast, client, db):
        assert client.get(reverse("visits:booked", args=("7K2M-9QXD-4TVA-3C",))).status_code == 404
        assert client.get(reverse("visits:booked", args=("nonsense",))).status_code == 404

    def test_the_code_is_typed_as_it_comes_and_a_wrong_one_is_said(self, cast, client, session, before):
        here = booked(client, session)["Location"]
        code = here.rpartition("/")[2]
        where = reverse("visits:find")
        assert client.post(where, {"code": code.lower().replace("-", " ")})["Location"] == here
        for wrong, status in (("7K2M-9QXD-4TVA-3C", 404), ("nonsense", 404), ("", 422)):
            page = client.post(where, {"code": wrong})
            assert page.status_code == status, wrong
        assert 'class="qr' in text(client.get(here))

    def test_a_session_that_has_begun_offers_no_hour(self, cast, client, session):
        with time_machine.travel(at(DAY, 12), tick=False):
            page = client.get(reverse("visits:book", args=(session.pk,)))
        assert "Buổi tiếp này không còn khung giờ để hẹn" in text(page)

    def test_the_pages_cost_the_same_however_many_come(
        self, cast, client, session, before, django_assert_max_num_queries
    ):
        def cost(url):
            with django_assert_max_num_queries(40) as seen:
                client.get(url)
            return len(seen)

        urls = [reverse("visits:choose", args=(cast.ward.pk,)), reverse("visits:book", args=(session.pk,))]
        _warm, first = [cost(url) for url in urls], [cost(url) for url in urls]
        for number in range(5):
            booked(client, session, phone=f"090000000{number}", submit_key=f"form {number}")
        assert [cost(url) for url in urls] == first


class TestTheWaitingRoom:
    def test_it_shows_numbers_and_nothing_else_of_anybody(self, cast, client, on_the_day):
        story_clerk = cast.clerk
        client.force_login(story_clerk)
        day_page = reverse("reception:day", args=(on_the_day.pk,))
        client.post(day_page, {"do": "walk_in", "matter": "Bí mật", "people": "1", "submit_key": "w"})
        client.post(day_page, {"do": "call_next"})
        client.logout()
        page = text(client.get(reverse("visits:display", args=(on_the_day.pk,))))
        assert re.search(r"room-called.*?<strong>1</strong>", page, re.DOTALL)
        assert "Bí mật" not in page


class TestTheCounter:
    def test_a_clerk_books_for_whoever_calls(self, cast, clerk, session, before):
        where = reverse("reception:book", args=(session.pk,))
        assert clerk.post(where, said(channel="phone")).status_code == 302
        assert Booking.objects.get().channel == "phone"
        page = clerk.post(where, said(channel="phone", submit_key="x"))
        assert page.status_code == 422

    def test_the_queue_goes_from_arrival_to_received(self, cast, clerk, on_the_day):
        here = reverse("reception:day", args=(on_the_day.pk,))
        clerk.post(here, {"do": "walk_in", "matter": "Đất đai", "people": "1", "submit_key": "w"})
        one = Booking.objects.get()
        for do in ("call", "begin", "end"):
            one.refresh_from_db()
            answer = clerk.post(here, {"do": f"{do}:{one.pk}:{one.version}"})
            assert answer.status_code == 302, do
        assert "1 người đã tiếp" in text(clerk.get(here))

    def test_two_clerks_who_press_at_once_are_told(self, cast, clerk, on_the_day):
        here = reverse("reception:day", args=(on_the_day.pk,))
        clerk.post(here, {"do": "walk_in", "matter": "", "people": "1", "submit_key": "w"})
        one = Booking.objects.get()
        press = {"do": f"call:{one.pk}:{one.version}"}
        assert clerk.post(here, press).status_code == 302
        again = clerk.post(here, press)
        assert again.status_code == 422
        assert 'role="alert"' in text(again)

    def test_the_list_stays_fresh_by_itself_and_no_press_shows_an_old_one(self, cast, clerk, on_the_day):
        here = reverse("reception:day", args=(on_the_day.pk,))
        now = reverse("reception:day_now", args=(on_the_day.pk,))
        first = clerk.get(now)
        same = clerk.get(now, headers={"if-none-match": first["ETag"]})
        assert (same.status_code, same.content) == (304, b"")
        walk = {"do": "walk_in", "matter": "Đất đai", "people": "1", "submit_key": "w"}
        assert "Đất đai" in text(clerk.post(here, walk, follow=True))
        again = clerk.get(now, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 200
        assert "Đất đai" in text(again)
        assert "csrf" not in text(again)

    @pytest.mark.parametrize("do", ["call", "call:", "call:x:1", "fly:1:1", ""])
    def test_what_no_button_sends_is_no_page(self, cast, clerk, on_the_day, do):
        assert clerk.post(reverse("reception:day", args=(on_the_day.pk,)), {"do": do}).status_code == 404

    def test_somebody_of_another_office_finds_no_page(self, cast, client, session):
        client.force_login(cast.other_head)
        for name in ("day", "day_now", "book", "head", "conclusion", "notice"):
            assert client.get(reverse(f"reception:{name}", args=(session.pk,))).status_code == 404, name

    def test_the_head_sees_the_case_that_was_named_and_what_was_promised_in_it(
        self, cast, clerk, session, before
    ):
        case = people.received(cast, at=at(BEGIN))
        code = Identity.objects.get(pk=case.identity_id).data["code"]
        refused = clerk.post(reverse("visits:book", args=(session.pk,)), said(earlier=f"{code}, x"))
        assert refused.status_code == 422
        assert code in text(refused)
        booked(clerk, session, earlier=f" {code} ,")
        one = Booking.objects.get()
        with time_machine.travel(at(DAY, 1), tick=False):
            clerk.post(reverse("reception:day", args=(session.pk,)), {"do": f"arrive:{one.pk}:{one.version}"})
            page = text(clerk.get(reverse("reception:head", args=(session.pk,))))
        assert f"{case.received_on.year}-{case.pk:06d}" in page

    def test_the_head_sees_who_comes_next(self, cast, clerk, on_the_day):
        here = reverse("reception:day", args=(on_the_day.pk,))
        clerk.post(here, {"do": "walk_in", "matter": "Nước sạch", "people": "1", "submit_key": "w"})
        clerk.force_login(cast.head)
        assert "Nước sạch" in text(clerk.get(reverse("reception:head", args=(on_the_day.pk,))))

    def test_pages_cost_the_same_however_many_come(
        self, cast, clerk, on_the_day, django_assert_max_num_queries
    ):
        here = reverse("reception:day", args=(on_the_day.pk,))

        def cost():
            found = []
            for name in ("day", "head"):
                cache.clear()
                with django_assert_max_num_queries(40) as seen:
                    clerk.get(reverse(f"reception:{name}", args=(on_the_day.pk,)))
                found.append(len(seen))
            return found

        clerk.post(here, {"do": "walk_in", "matter": "", "people": "1", "submit_key": "w"})
        first = cost()
        for number in range(5):
            clerk.post(here, {"do": "walk_in", "matter": "", "people": "1", "submit_key": str(number)})
        assert cost() == first


class TestTheMinutes:
    @pytest.fixture
    def heard(self, cast, clerk, on_the_day):
        here = reverse("reception:day", args=(on_the_day.pk,))
        clerk.post(here, {"do": "walk_in", "matter": "Đường sạt", "people": "1", "submit_key": "w"})
        one = Booking.objects.get()
        for do in ("call", "begin"):
            clerk.post(here, {"do": f"{do}:{one.pk}"})
        return one

    def page(self, heard):
        return reverse("reception:person", args=(heard.session_id, heard.pk))

    def content(self, **changes):
        return {
            "do": "content",
            "form_key": "content",
            "kind": "petition",
            "title": "Đường thôn sạt lở",
            "body": "Đoạn 20 m bị sạt từ tháng 10.",
            "direction": "Phòng Kinh tế kiểm tra.",
            "promised_on": "30/11/2026",
            **changes,
        }

    def test_who_it_is_and_what_was_said_become_a_case_with_a_promised_day(self, cast, clerk, heard):
        here = self.page(heard)
        refused = clerk.post(here, self.content())
        assert refused.status_code == 422
        assert "Đoạn 20 m bị sạt từ tháng 10." in text(refused)
        clerk.post(here, {"do": "who", "name": "Nguyễn Thị Ví Dụ", "address": "Thôn 1"})
        assert clerk.post(here, self.content()).status_code == 302
        case = Case.objects.get()
        page = text(clerk.get(here))
        assert f"{case.received_on.year}-{case.pk:06d}" in page
        assert "30/11/2026" in page

    def test_a_new_matter_needs_its_words_and_a_wrong_number_is_said(self, cast, clerk, heard):
        clerk.post(self.page(heard), {"do": "who", "name": "Nguyễn Thị Ví Dụ"})
        assert clerk.post(self.page(heard), self.content(title="")).status_code == 422
        wrong = clerk.post(self.page(heard), self.content(case="2026-999999"))
        assert wrong.status_code == 422
        assert "Không có vụ việc này" in text(wrong)
        assert not Content.objects.exists()

    def test_the_conclusion_is_issued_and_printed(self, cast, clerk, heard):
        here = self.page(heard)
        clerk.post(here, {"do": "who", "name": "Nguyễn Thị Ví Dụ"})
        clerk.post(here, self.content())
        day_page = reverse("reception:day", args=(heard.session_id,))
        clerk.post(day_page, {"do": f"end:{heard.pk}"})
        does(reception.close, Session.objects.get(), cast=cast, hour=9)
        conclusion = reverse("reception:conclusion", args=(heard.session_id,))
        answer = clerk.post(conclusion, {"version": "", "number": "15/TB-UBND", "on": "16/11/2026"})
        assert answer.status_code == 302
        assert Session.objects.get().state == "concluded"
        printed = text(clerk.get(reverse("reception:notice", args=(heard.session_id,))))
        assert "Phòng Kinh tế kiểm tra." in printed
        assert "Nguyễn Thị Ví Dụ" not in printed
        assert "……/TB-UBND" in printed

    def test_the_notice_is_in_vietnamese_with_the_symbol_of_who_issues_it(self, cast, clerk, heard):
        post = Post.objects.get(unit=cast.ward, is_head=True)
        here = reverse("reception:notice", args=(heard.session_id,))
        clerk.cookies["django_language"] = "en"
        shown = text(clerk.get(here))
        assert "ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG KINH" in shown
        assert post.title in shown
        assert post.title_en not in shown.partition("<h1>")[2]
        Post.objects.filter(pk=post.pk).update(title="Bí thư Đảng ủy phường Đông Kinh")
        shown = text(clerk.get(here))
        for words in ("ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG ỦY PHƯỜNG ĐÔNG KINH", "……-TB/ĐU", "11-QĐi/TW"):
            assert words in shown
        for words in ("UBND", "CỘNG HÒA"):
            assert words not in shown

    def test_whoever_was_received_reads_on_in_their_case(self, cast, clerk, heard):
        who = {"do": "who", "name": "Nguyễn Thị Ví Dụ"}
        told = text(clerk.post(self.page(heard), who, follow=True))
        code = re.search(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{2}\b", told)[0]
        clerk.post(self.page(heard), self.content())
        clerk.logout()
        here = reverse("visits:booked", args=(code,))
        content = Content.objects.get().pk
        assert f'name="content" value="{content}"' in text(clerk.get(here))
        case = clerk.post(here, {"content": content}, follow=True)
        assert "Đường thôn sạt lở" in text(case)
        assert clerk.post(here, {"content": content + 1}).status_code == 422

    def test_papers_handed_over_get_their_receipt_on_form_02(self, cast, clerk, heard):
        here = self.page(heard)
        clerk.post(here, {"do": "who", "name": "Nguyễn Thị Ví Dụ"})
        clerk.post(here, self.content())
        content = Content.objects.get()
        page = clerk.post(here, {"do": "receipt", "content": content.pk}, follow=True)
        draft = Document.objects.get(case_id=content.case_id, form="tcd.02")
        assert page.request["PATH_INFO"] == f"/desk/cases/{content.case_id}/documents/{draft.pk}/"
        assert draft.values["began"] == "08 giờ 00 phút, ngày 16 tháng 11 năm 2026"
        assert (draft.values["place_held"], draft.values["officer"]) == (
            heard.session.place,
            cast.clerk.name,
        )

    def test_a_button_of_another_person_does_nothing(self, cast, clerk, heard):
        here = self.page(heard)
        clerk.post(here, {"do": "who", "name": "Nguyễn Thị Ví Dụ"})
        clerk.post(here, self.content())
        content = Content.objects.get()
        day_page = reverse("reception:day", args=(heard.session_id,))
        clerk.post(day_page, {"do": "walk_in", "matter": "", "people": "1", "submit_key": "z"})
        other = Booking.objects.latest("pk")
        for do in ("receipt", "answered"):
            page = clerk.post(self.page(other), {"do": do, "content": content.pk})
            assert page.status_code == 404, do
        assert not Document.objects.exists()

    def test_the_promise_is_kept_from_the_page(self, cast, clerk, heard):
        here = self.page(heard)
        clerk.post(here, {"do": "who", "name": "Nguyễn Thị Ví Dụ"})
        clerk.post(here, self.content())
        content = Content.objects.get()
        assert clerk.post(here, {"do": "answered", "content": content.pk}).status_code == 302
        content.refresh_from_db()
        assert content.answered_on == DAY
        assert date(2026, 11, 30) - content.answered_on == timedelta(days=14)
