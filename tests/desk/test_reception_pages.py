"""The page of reception days: what is owed, a day is noted, planned, posted; each goes to the log."""

import hashlib
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.models import Session, SessionStep
from hoiam.duties import recurring
from hoiam.duties.models import Duty, Occurrence, PlannedDay
from hoiam.journal.models import Event
from hoiam.office import calendars
from hoiam.office.models import Holder, Person, Post
from tests import cast as people
from tests.desk import reception_story as story

PAGE = "/desk/reception/"


@pytest.fixture(autouse=True)
def one_day():
    """Which days of a year are working days is another matter each year: these pages are seen on one."""
    with time_machine.travel(story.at(date(2026, 11, 24)), tick=True):
        yield


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def clerk(cast, client):
    client.force_login(cast.clerk)
    return client


def send(client, **said):
    return client.post(PAGE, said)


def hold(client, day, key="commune_chair", who="head"):
    return send(client, do="hold", key=key, day=day.strftime("%d/%m/%Y"), who=who)


def test_the_address(cast):
    assert reverse("reception:index") == PAGE


def test_it_shows_what_the_head_owes(clerk, cast):
    page = clerk.get(PAGE).content.decode()
    assert "Lịch tiếp công dân" in page
    assert "0 trên 2" in page


def test_a_day_held_in_person_is_noted_and_logged(clerk, cast, today):
    assert hold(clerk, today).status_code == 302
    row = Occurrence.objects.get()
    assert (row.on, row.by_post_holder, row.recorded_by) == (today, True, cast.clerk)
    event = Event.objects.get(kind="session.held")
    assert f"\non {today.isoformat()}\n" in event.statement
    assert "\nchaired head\n" in event.statement
    assert event.visibility == "public"
    assert "1 trên 2" in clerk.get(PAGE).content.decode()


def test_a_day_held_by_a_deputy_does_not_count_and_says_so(clerk, cast, today):
    hold(clerk, today, who="deputy")
    page = clerk.get(PAGE).content.decode()
    assert "không tính cho người đứng đầu" in page
    assert "0 trên 2" in page
    assert "\nchaired deputy\n" in Event.objects.get(kind="session.held").statement


def test_a_dialogue_has_an_entry_of_its_own_kind(clerk, cast, today):
    hold(clerk, today, key="dialogue_commune")
    assert Event.objects.filter(kind="dialogue.held").count() == 1
    assert Duty.objects.get(key="dialogue_commune").outcome == "met"


def test_no_name_stands_in_an_entry(clerk, cast, today):
    hold(clerk, today)
    text = Event.objects.get(kind="session.held").statement
    assert cast.clerk.name not in text
    assert cast.head.name not in text


@pytest.mark.parametrize(
    ("ahead", "words"), [(1, "Chưa đến ngày để làm việc này"), (-600, "Chức vụ này chưa có")]
)
def test_a_wrong_day_is_refused_with_words_and_what_was_typed_stays(clerk, cast, today, ahead, words):
    day = today + timedelta(days=ahead)
    response = hold(clerk, day)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert day.strftime("%d/%m/%Y") in page
    assert not Occurrence.objects.exists()


def test_the_same_day_twice_is_refused(clerk, cast, today):
    hold(clerk, today)
    assert "Ngày này đã được ghi" in hold(clerk, today).content.decode()


def test_a_day_without_a_holder_is_refused_with_the_gap(clerk, cast, today):
    Holder.objects.filter(post__unit=cast.ward).update(until_on=today - timedelta(days=3))
    page = hold(clerk, today).content.decode()
    assert "không có người giữ chức vụ" in page


def test_an_empty_form_says_what_is_missing(clerk, cast):
    response = send(clerk, do="hold", key="commune_chair", day="", who="head")
    assert response.status_code == 422
    assert send(clerk, do="plan", day="soon").status_code == 422
    assert send(clerk, do="dance").status_code == 404
    assert send(clerk, do="post", until="soon").status_code == 422


def plan(client, day, **said):
    return send(client, do="plan", day=day.strftime("%d/%m/%Y"), **said)


HERE = {"sittings": "7h30-11h30", "place": "Trụ sở tiếp công dân phường"}


@pytest.fixture
def day(cast, today):
    """A working day two weeks on, whatever today is."""
    return calendars.of(cast.ward.path).next_working(today + timedelta(days=14))


def test_a_day_is_planned_and_posted_and_both_are_logged(clerk, cast, today, day):
    assert plan(clerk, day, **HERE).status_code == 302
    assert "Hôm nay đã niêm yết lịch đến hết ngày" in clerk.get(PAGE).content.decode()
    assert send(clerk, do="post", until=day.isoformat()).status_code == 302
    assert PlannedDay.objects.get().posted_on == today
    assert Duty.objects.get(subject="planned_day").outcome == "met"
    assert list(
        Event.objects.filter(kind__in=("session.scheduled", "publication.made"))
        .order_by("id")
        .values_list("kind", flat=True)
    ) == ["session.scheduled", "publication.made"]
    again = send(clerk, do="post", until=day.isoformat())
    assert again.status_code == 422
    assert "không còn buổi nào phải niêm yết" in again.content.decode()


def test_without_a_regulation_hours_and_place_are_asked_for(clerk, cast, day):
    response = plan(clerk, day)
    assert response.status_code == 422
    assert day.strftime("%d/%m/%Y") in response.content.decode()
    assert not Session.objects.exists()


def test_a_day_that_is_past_cannot_be_planned(clerk, cast, today):
    response = plan(clerk, today, **HERE)
    assert response.status_code == 422
    assert "phải ở sau hôm nay" in response.content.decode()


def test_a_day_off_is_refused_with_its_name_and_the_next_working_day(clerk, cast, today):
    new_year = today.replace(year=today.year + 1, month=1, day=1)
    page = plan(clerk, new_year, **HERE).content.decode()
    assert "là ngày nghỉ (Tết Dương lịch)" in page
    assert "Ngày làm việc tiếp theo là" in page
    assert HERE["place"] in page


@pytest.mark.parametrize("who", ["handler", "inspector"])
def test_only_clerk_and_head_have_the_page(cast, client, who):
    client.force_login(getattr(cast, who))
    assert client.get(PAGE).status_code == 404


def test_who_only_holds_a_post_finds_its_days_in_the_menu(cast, client, today):
    person = Person.objects.create_user("council", "Hội Đồng Ví Dụ")
    entry = f'href="{PAGE}"'
    client.force_login(person)
    assert entry not in client.get("/desk/").content.decode()
    post = Post.objects.create(
        unit=cast.ward, title="Chủ tịch Hội đồng nhân dân", title_en="Council chair", kind="council_chair"
    )
    Holder.objects.create(post=post, person=person, from_on=date(2026, 1, 1))
    assert entry in client.get("/desk/").content.decode()
    row = reception.note(
        post_id=post.pk, day=today, chair=reception.Chair(), by=people.actor(cast.clerk), at=timezone.now()
    )
    session = f"{PAGE}{row.pk}/"
    shown = client.get(session).content.decode()
    assert 'value="take_back"' in shown
    done = client.post(session, {"do": "take_back", "reason": "Ghi nhầm ngày.", "version": row.version})
    assert done["Location"] == f"{PAGE}?post={post.pk}"
    row.refresh_from_db()
    assert row.taken_back_at is not None


def test_the_last_sessions_lead_to_their_conclusion(clerk, cast):
    row = story.held(cast)
    with time_machine.travel(story.at(story.DAY + timedelta(days=1)), tick=False):
        shown = clerk.get(PAGE).content.decode()
    assert "Các buổi tiếp gần đây" in shown
    assert f'href="{PAGE}{row.pk}/"' in shown


def test_a_unit_without_a_head_has_no_such_page(cast, client):
    client.force_login(cast.inspector)
    assert client.get(PAGE).status_code == 404


def test_a_change_of_holder_is_said_to_count_for_nobody(clerk, cast, today):
    first = today.replace(day=1)
    Holder.objects.filter(post__unit=cast.ward).update(until_on=first + timedelta(days=9))
    post = Holder.objects.get(post__unit=cast.ward).post
    Holder.objects.create(post=post, person=cast.other_head, from_on=first + timedelta(days=10))
    assert "thay người giữa kỳ" in clerk.get(PAGE).content.decode()


def test_what_was_never_followed_here_is_not_called_missed(clerk, cast, today):
    assert "chưa thực hiện đủ" not in clerk.get(PAGE).content.decode()
    last_month = today.replace(day=1) - timedelta(days=1)
    since_the_month_before = (today - last_month.replace(day=1)) + timedelta(days=15)
    recurring.keep_up(at=timezone.now() - since_the_month_before)
    recurring.keep_up(at=timezone.now())
    assert clerk.get(PAGE).content.decode().count("chưa thực hiện đủ") == 2


def test_long_histories_are_paged_and_cost_the_same(clerk, cast, today, django_assert_num_queries):
    post = Holder.objects.get(post__unit=cast.ward).post
    for back in range(30):
        Occurrence.objects.create(
            post=post,
            frequency_id="freq.commune_chair.v2",
            on=today - timedelta(days=back),
            by_post_holder=True,
            recorded_at=timezone.now(),
            recorded_by=cast.clerk,
        )
    for ahead in range(1, 4):
        day = calendars.of(cast.ward.path).next_working(today + timedelta(days=7 * ahead))
        reception.plan(
            post_id=post.pk, day=day, where=story.WHERE, by=people.actor(cast.clerk), at=timezone.now()
        )
    clerk.get(PAGE)
    with django_assert_num_queries(13):
        page = clerk.get(PAGE).content.decode()
    oldest = today - timedelta(days=29)
    cursor = Occurrence.objects.get(on=today - timedelta(days=24))
    assert f"after={cursor.on.isoformat()}.{cursor.pk}" in page
    with django_assert_num_queries(13):
        second = clerk.get(f"{PAGE}?after={cursor.on.isoformat()}.{cursor.pk}").content.decode()
    assert oldest.strftime("%d/%m/%Y") in second


def test_the_page_is_in_english_too(clerk, cast):
    page = clerk.get(f"{PAGE}?lang=en").content.decode()
    assert "Reception days" in page
    assert "0 of 2" in page


def test_the_board_of_duties_names_what_recurs(clerk, cast):
    recurring.keep_up(at=timezone.now())
    page = clerk.get("/desk/board/").content.decode()
    assert "Tiếp công dân" in page or "tiếp công dân" in page
    assert "freq." not in page


class TestRegulation:
    SAID = {
        "kind": "month",
        "days": "1, 16",
        "off_day": "next",
        "sittings": "7h30-11h30, 13h30-16h30",
        "place": "Trụ sở tiếp công dân phường",
        "slot_minutes": "30",
        "slot_places": "1",
        "document": "Quy chế số 05/QC-UBND",
        "document_on": "01/07/2026",
        "from_on": "01/07/2026",
    }

    def page(self, cast):
        return reverse("reception:regulation", args=(story.chair(cast).pk,))

    def test_it_is_entered_and_leads_to_the_year(self, clerk, cast, today):
        response = clerk.post(self.page(cast), self.SAID)
        assert response.url == reverse("reception:year", args=(story.chair(cast).pk, today.year))
        page = clerk.get(self.page(cast)).content.decode()
        assert "ngày 1, 16 hằng tháng" in page
        assert "07:30-11:30, 13:30-16:30" in page

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"days": "0, 40"}, "Cho biết đó là những ngày nào"),
            ({"kind": "week"}, "Cho biết đó là những ngày nào"),
            ({"kind": "nth", "weekday": "3"}, "Cho biết đó là những ngày nào"),
            ({"sittings": "7 giờ"}, "Không đọc được giờ tiếp"),
            ({"slot_minutes": "240", "sittings": "08:00-09:00"}, "ngắn hơn một lượt"),
            ({"exempted": "Tết nghỉ"}, "Không đọc được dòng này: Tết nghỉ"),
            ({"exempted": "16/02/2027 -> 06/02/2027; Tết"}, "là ngày nghỉ"),
            ({"until_on": "01/06/2026"}, "trước"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, clerk, cast, wrong, words):
        response = clerk.post(self.page(cast), {**self.SAID, **wrong})
        page = response.content.decode()
        assert response.status_code == 422
        assert words in page
        assert "Quy chế số 05/QC-UBND" in page

    def test_two_at_once_are_refused(self, clerk, cast):
        clerk.post(self.page(cast), self.SAID)
        page = clerk.post(self.page(cast), {**self.SAID, "from_on": "01/06/2026"}).content.decode()
        assert "Không thể áp dụng hai quy chế cùng lúc" in page

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"kind": "week", "weekday": "1"}, "thứ Ba hằng tuần"),
            ({"kind": "nth", "weekday": "3", "nth": "2"}, "thứ Năm lần thứ hai trong tháng"),
            ({"kind": "quarter", "days": "1"}, "ngày 1 của tháng đầu mỗi quý"),
        ],
    )
    def test_every_pattern_has_words(self, clerk, cast, said, words):
        assert clerk.post(self.page(cast), {**self.SAID, **said}).status_code == 302
        assert words in clerk.get(self.page(cast)).content.decode()

    def test_of_another_unit_there_is_no_page(self, client, cast):
        client.force_login(cast.stranger)
        assert client.get(self.page(cast)).status_code == 404
        assert client.get(reverse("reception:regulation", args=(0,))).status_code == 404


class TestYear:
    @pytest.fixture
    def page(self, clerk, cast, today):
        story.ruled(cast, when=story.BEGIN, exempted=[])
        return reverse("reception:year", args=(story.chair(cast).pk, today.year + 1))

    def test_it_shows_each_day_with_its_reason_then_writes_them_once(self, clerk, page):
        shown = clerk.get(page).content.decode()
        assert "Chuyển sang ngày làm việc tiếp theo vì: 1/1 Tết Dương lịch (Bộ luật Lao động" in shown
        assert not Session.objects.exists()
        assert clerk.post(page).status_code == 302
        assert Session.objects.count() == 24
        assert "Không thiếu ngày nào" in clerk.get(page).content.decode()
        again = clerk.post(page)
        assert again.status_code == 422
        assert "đã có trong lịch" in again.content.decode()
        assert Session.objects.count() == 24

    def test_months_that_fall_short_are_named(self, clerk, cast, today):
        story.ruled(cast, pattern=story.schedules.pattern("month:16"))
        shown = clerk.get(
            reverse("reception:year", args=(story.chair(cast).pk, today.year + 1))
        ).content.decode()
        assert "Ít ngày hơn số ngày luật định" in shown
        assert shown.count("1 trên 2 ngày") == 12

    def test_a_year_far_off_has_no_page(self, clerk, cast):
        assert clerk.get(reverse("reception:year", args=(story.chair(cast).pk, 2031))).status_code == 404

    def test_the_poster_shows_what_is_ahead(self, clerk, cast, page, today):
        clerk.post(page)
        shown = clerk.get(reverse("reception:poster", args=(story.chair(cast).pk,))).content.decode()
        assert "Quy chế tiếp công dân số 05/QC-UBND" in shown

    def test_the_poster_is_in_vietnamese_whatever_the_reader_reads(self, clerk, cast, page):
        clerk.post(page)
        clerk.cookies["django_language"] = "en"
        shown = clerk.get(reverse("reception:poster", args=(story.chair(cast).pk,))).content.decode()
        assert "ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG KINH" in shown
        assert "Lịch tiếp công dân" in shown
        assert story.chair(cast).title in shown
        assert story.chair(cast).title_en not in shown

    def test_the_poster_of_a_secretary_has_the_head_of_a_party_paper(self, clerk, cast, page):
        clerk.post(page)
        Post.objects.filter(pk=story.chair(cast).pk).update(title="Bí thư Đảng ủy phường Đông Kinh")
        shown = clerk.get(reverse("reception:poster", args=(story.chair(cast).pk,))).content.decode()
        assert "ĐẢNG ỦY PHƯỜNG ĐÔNG KINH" in shown
        assert "CỘNG HÒA" not in shown


def test_every_day_of_a_long_schedule_can_be_reached(clerk, cast, today):
    post = story.ruled(cast).post_id
    reception.generate(post_id=post, year=today.year + 1, by=people.actor(cast.clerk), at=timezone.now())
    seen, page = set(), PAGE
    while page:
        shown = clerk.get(page).content.decode()
        seen |= set(re.findall(r'href="/desk/reception/(\d+)/"', shown))
        further = re.findall(r'rel="next" href="([^"]*ahead=[^"]+)"', shown)
        page = further[0].replace("&amp;", "&") if further else ""
    assert seen == set(map(str, Session.objects.values_list("pk", flat=True)))


class TestSession:
    @pytest.fixture
    def row(self, cast, day):
        post = story.chair(cast).pk
        clerk = people.actor(cast.clerk)
        row = reception.plan(post_id=post, day=day, where=story.WHERE, by=clerk, at=timezone.now())
        reception.post(post_id=post, until=day, by=clerk, at=timezone.now())
        return row

    @pytest.fixture
    def today_row(self, cast, today):
        said = {"post_id": story.chair(cast).pk, "day": today, "where": story.WHERE, "reason": story.REASON}
        return reception.call_unscheduled(
            ground="many", by=people.actor(cast.head), at=timezone.now(), **said
        )

    def do(self, client, row, **said):
        return client.post(reverse("reception:session", args=(row.pk,)), said)

    def test_the_head_moves_it_with_a_reason_that_people_read(self, client, cast, row, day):
        client.force_login(cast.head)
        to = calendars.of(cast.ward.path).next_working(day + timedelta(days=3))
        said = {"to": to.strftime("%d/%m/%Y"), "reason": story.REASON, "version": "2"}
        assert self.do(client, row, do="postpone", **{**said, "reason": ""}).status_code == 422
        stale = self.do(client, row, do="postpone", **{**said, "version": "1"})
        assert (stale.status_code, story.REASON in stale.content.decode()) == (422, True)
        row.refresh_from_db()
        assert self.do(client, row, do="postpone", **{**said, "version": str(row.version)}).status_code == 302
        row.refresh_from_db()
        assert row.on == to
        page = client.get(reverse("reception:session", args=(row.pk,))).content.decode()
        assert story.REASON in page
        assert "Thay cho ngày" in page

    def test_a_clerk_is_not_offered_to_move_it(self, clerk, row):
        page = clerk.get(reverse("reception:session", args=(row.pk,))).content.decode()
        assert 'value="postpone"' not in page
        assert 'value="change"' in page

    def test_it_is_opened_and_closed_and_closed_twice_is_said(self, clerk, today_row):
        assert self.do(clerk, today_row, do="open", who="head", title="").status_code == 302
        assert self.do(clerk, today_row, do="close").status_code == 302
        again = self.do(clerk, today_row, do="close")
        assert again.status_code == 422
        assert "Buổi tiếp đã có thay đổi" in again.content.decode()
        assert Occurrence.objects.count() == 1

    def test_online_and_its_recording_counted_from_the_file(self, clerk, cast, row):
        link = "https://hop.example.invalid/1"
        assert self.do(clerk, row, do="online", link=link).status_code == 302
        page = clerk.get(reverse("reception:session", args=(row.pk,))).content.decode()
        assert link in page
        assert self.do(clerk, row, do="announce_online").status_code == 302
        Session.objects.update(state="open", on=timezone.localdate())
        said = {"do": "recording", "reference": "Máy chủ tỉnh"}
        assert self.do(clerk, row, **said).status_code == 422
        assert self.do(clerk, row, **said, file=SimpleUploadedFile("ghi.mp4", b"abc")).status_code == 302
        row.refresh_from_db()
        assert row.recording_sha256 == hashlib.sha256(b"abc").hexdigest()

    def test_why_it_was_missed_is_said_on_its_page(self, clerk, cast, today_row):
        assert self.do(clerk, today_row, do="miss", reason=story.REASON).status_code == 302
        page = clerk.get(reverse("reception:session", args=(today_row.pk,))).content.decode()
        assert "Không tổ chức được" in page

    def test_what_is_no_deed_and_what_is_anothers_has_no_page(self, client, clerk, cast, row):
        assert self.do(clerk, row, do="dance").status_code == 404
        client.force_login(cast.stranger)
        assert client.get(reverse("reception:session", args=(row.pk,))).status_code == 404

    def test_an_unscheduled_one_is_called_by_the_head(self, client, cast, today):
        client.force_login(cast.head)
        page = reverse("reception:unscheduled", args=(story.chair(cast).pk,))
        said = {"day": today.strftime("%d/%m/%Y"), **HERE, "reason": story.REASON}
        assert client.post(page, said).status_code == 422
        assert client.post(page, {**said, "ground": "danger"}).status_code == 302
        client.force_login(cast.clerk)
        assert client.post(page, {**said, "ground": "danger"}).status_code == 422

    @pytest.mark.parametrize("many", [1, 6])
    def test_its_page_takes_the_same_statements(self, clerk, row, many, django_assert_num_queries):
        for number in range(many):
            SessionStep.objects.create(
                session=row,
                event="change",
                before="posted",
                after="posted",
                at=timezone.now(),
                facts={"sittings": "", "place": str(number)},
            )
        address = reverse("reception:session", args=(row.pk,))
        clerk.get(address)
        with django_assert_num_queries(10):
            clerk.get(address)
