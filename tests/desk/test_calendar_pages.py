"""The calendar as staff enter it: look, see what would move, confirm; and what citizens then read."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hoiam.duties.models import DateChange
from hoiam.law.roles import Role
from hoiam.office import calendars
from hoiam.office.models import CalendarAnnouncement, Role as RoleRow
from hoiam.sealed import actions as sealed
from tests import cast as people
from tests.desk import calendar_story as story
from tests.desk.test_turning_away import turned

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("language", ["vi", "en"])
NOW = story.moment(date(2026, 11, 19), 10)
SWAP = {
    "path": "/",
    "off": "23/11/2026",
    "worked": "28/11/2026",
    "document": story.DOCUMENT,
    "name_vi": "Hoán đổi ngày làm việc (trình diễn)",
    "name_en": "Swapped day (demonstration)",
    "reason": "Thông báo muộn.",
}
CLOSURE = {
    **{key: SWAP[key] for key in ("document", "name_vi", "name_en", "reason")},
    "path": "/20/05977/",
    "first": "20/11/2026",
}


@pytest.fixture(autouse=True)
def _four_days_before_the_swap(monkeypatch):
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def sign_in(client, person):
    client.force_login(person, backend="hoiam.office.backend.PersonBackend")
    return client


@pytest.fixture
def operator(client, cast):
    return sign_in(client, cast.operator)


def text(response):
    return unescape(response.content.decode())


def plain(response):
    """What is read, without the tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(response)))


def seen_of(response):
    return re.search(r'name="seen" value="(\w+)"', text(response)).group(1)


def previewed(client, said, kind="swap"):
    return client.post(f"/desk/calendar/new/{kind}", {**said, "go": "preview"})


def entered(client, said, kind="swap", **more):
    shown = previewed(client, said, kind)
    return client.post(f"/desk/calendar/new/{kind}", {**said, "go": "enter", "seen": seen_of(shown), **more})


def status_page(client, case, language="vi"):
    code = sealed.open(identity_id=case.identity_id, by=None, purpose="print", at=timezone.now()).code
    client.cookies["lang"] = language
    return client.get(f"/cases/{code}")


# The story of the late swap, by hand


def test_a_swap_is_previewed_confirmed_and_moves_just_what_was_shown(operator, cast):
    opened = story.received_on(cast, date(2026, 10, 14), date(2026, 11, 12), date(2026, 11, 16))
    shown = previewed(operator, SWAP)
    assert shown.status_code == 200
    assert not CalendarAnnouncement.objects.exists()
    assert "2 thời hạn đang chạy" in plain(shown)
    done = entered(operator, SWAP, confirmed="on")
    assert done["Location"] == "/desk/calendar/"
    moved = {(row.duty.subject_id, row.duty.key) for row in DateChange.objects.select_related("duty")}
    first, second, _third = opened.values()
    assert moved == {(first.pk, "answer"), (second.pk, "notice")}


def test_a_date_of_no_case_is_shown_as_one_with_its_name(operator, cast):
    turned(cast, at=story.moment(date(2026, 11, 19)))
    shown = plain(previewed(operator, SWAP))
    assert "1 thời hạn đang chạy" in shown
    assert "không thuộc vụ việc" in shown
    assert "Thông báo từ chối" in shown


@both
def test_the_citizen_reads_old_date_new_date_and_reason(operator, cast, language):
    case = people.received(cast, at=story.moment(date(2026, 11, 12)))
    entered(operator, SWAP, confirmed="on")
    page = plain(status_page(operator, case, language))
    words = {
        "vi": ("Ngày đã báo trước đây", "27/11/2026", "Ngày mới", "28/11/2026"),
        "en": ("The day told before", "27 Nov 2026", "The new day", "28 Nov 2026"),
    }[language]
    for word in (*words, story.DOCUMENT):
        assert word in page


@both
def test_the_citizen_reads_that_a_day_stands_though_counted_anew_it_is_earlier(operator, cast, language):
    case = people.received(cast, at=story.moment(date(2026, 10, 14)))
    entered(operator, SWAP, confirmed="on")
    page = plain(status_page(operator, case, language))
    stands = {"vi": "giữ ngày đã báo", "en": "the day that was told stands"}[language]
    days = {"vi": ("30/11/2026", "28/11/2026"), "en": ("30 Nov 2026", "28 Nov 2026")}[language]
    for word in (stands, *days, story.DOCUMENT):
        assert word in page


def test_a_page_without_changes_says_nothing_of_any(operator, cast):
    case = people.received(cast, at=story.moment(date(2026, 11, 13)))
    entered(operator, SWAP)
    assert "Ngày đã báo trước đây" not in plain(status_page(operator, case))


def test_the_citizens_page_takes_three_statements_with_changes_too(operator, cast):
    case = people.received(cast, at=story.moment(date(2026, 11, 12)))
    entered(operator, SWAP, confirmed="on")
    status_page(operator, case)
    with CaptureQueriesContext(connection) as captured:
        code = sealed.open(identity_id=case.identity_id, by=None, purpose="print", at=timezone.now()).code
        before = len(captured)
        operator.get(f"/cases/{code}")
        assert len(captured) - before <= 3


def test_staff_read_both_dates_on_the_page_of_the_case(client, cast):
    case = people.received(cast, at=story.moment(date(2026, 11, 12)))
    story.announce(cast)
    page = plain(sign_in(client, cast.clerk).get(f"/desk/cases/{case.pk}/"))
    for word in ("Ngày đã báo trước đây", "27/11/2026", "Ngày mới", "28/11/2026", story.DOCUMENT):
        assert word in page
    assert "Lịch nghỉ thay đổi: thời hạn được tính lại" in page


def test_the_public_page_shows_both_dates(client, cast):
    case = people.received(cast, at=story.moment(date(2026, 11, 12)))
    story.announce(cast)
    page = plain(client.get(reverse("public:case", args=(case.pk,))))
    for word in ("Ngày đã báo trước đây", "27/11/2026", "Ngày mới", "28/11/2026", story.DOCUMENT):
        assert word in page


# Confirmation


@both
def test_without_a_tick_and_a_reason_told_dates_do_not_move(operator, cast, language):
    people.received(cast, at=story.moment(date(2026, 11, 12)))
    operator.cookies["lang"] = language
    said = {**SWAP, "off": "25/11/2026", "reason": ""}
    answer = entered(operator, said)
    assert answer.status_code == 422
    assert {"vi": "nêu lý do", "en": "give the reason"}[language] in plain(answer)
    assert not CalendarAnnouncement.objects.exists()


def test_what_was_changed_after_the_preview_is_previewed_again(operator, cast):
    shown = previewed(operator, SWAP)
    answer = operator.post(
        "/desk/calendar/new/swap",
        {**SWAP, "off": "25/11/2026", "go": "enter", "seen": seen_of(shown), "confirmed": "on"},
    )
    assert answer.status_code == 200
    assert not CalendarAnnouncement.objects.exists()


def test_of_many_dates_the_first_25_are_shown_with_a_constant_number_of_statements(operator, cast):
    def look():
        with CaptureQueriesContext(connection) as captured:
            answer = previewed(operator, SWAP)
        return len(captured), answer

    people.received(cast, at=story.moment(date(2026, 11, 12)))
    look()
    few, _ = look()
    for _ in range(26):
        people.received(cast, at=story.moment(date(2026, 11, 12)))
    many, answer = look()
    assert many == few
    assert text(answer).count("2026-0") == 25
    assert "và 2 thời hạn khác" in plain(answer)


# Refusals, worded


@both
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"worked": "25/11/2026"}, {"vi": "vốn đã là ngày làm việc", "en": "is a working day already"}),
        ({"off": "24/11/2026"}, {"vi": "vốn đã là ngày nghỉ", "en": "is a day off already"}),
        ({"off": "29/11/2026"}, {"vi": "vốn đã là ngày nghỉ", "en": "is a day off already"}),
        (
            {"off": "20/01/2026", "worked": "24/01/2026", "reason": ""},
            {"vi": "đã qua", "en": "is past"},
        ),
        ({"off": "28/11/2026"}, {"vi": "Một ngày không thể", "en": "One day cannot"}),
    ],
)
def test_what_cannot_be_is_refused_in_words(operator, said, words, language):
    operator.cookies["lang"] = language
    answer = previewed(operator, {**SWAP, **said})
    assert answer.status_code == 422
    assert words[language] in plain(answer)


def test_an_unknown_unit_cannot_be_chosen(operator, cast):
    answer = previewed(operator, {**SWAP, "path": "/99/"})
    assert answer.status_code == 422
    assert not CalendarAnnouncement.objects.exists()


# A closure


def test_a_closure_of_several_days_takes_the_working_days_among_them(operator, cast):
    said = {**CLOSURE, "first": "26/11/2026", "last": "30/11/2026"}
    entered(operator, said, "closure")
    days = [day.on for one in calendars.standing() for day in one.days]
    assert days == [date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30)]
    assert calendars.of("/20/06040/").is_working(date(2026, 11, 26))


def test_a_closure_that_ends_before_it_begins_is_sent_back(operator, cast):
    answer = previewed(operator, {**CLOSURE, "last": "19/11/2026"}, "closure")
    assert answer.status_code == 422
    assert "không được trước ngày đầu" in plain(answer)


# The list, and taking back


@both
def test_the_year_is_listed_with_its_documents_and_what_was_announced(operator, cast, language):
    entered(operator, SWAP)
    operator.cookies["lang"] = language
    page = plain(operator.get("/desk/calendar/", {"unit": "/20/05977/", "year": "2026"}))
    assert {"vi": "Ngày nghỉ năm 2026", "en": "Days off in 2026"}[language] in page
    assert "Nghị quyết 28/2026/QH16, Điều 2" in page
    assert page.count(story.DOCUMENT) == 3
    assert {"vi": "nhập bổ sung", "en": "announced"}[language] in page


def test_a_year_without_its_official_list_is_marked(operator, cast):
    assert "tạm tính" in plain(operator.get("/desk/calendar/", {"year": "2027"}))
    assert "tạm tính" not in plain(operator.get("/desk/calendar/", {"year": "2026"}))


def test_nonsense_in_the_address_is_left_out(operator, cast):
    assert operator.get("/desk/calendar/", {"unit": "x", "year": "-1"}).status_code == 200


def test_the_list_takes_as_many_statements_however_much_was_announced(operator, cast):
    def look():
        with CaptureQueriesContext(connection) as captured:
            operator.get("/desk/calendar/")
        return len(captured)

    entered(operator, CLOSURE, "closure")
    look()
    few = look()
    for day in range(25, 28):
        entered(operator, {**CLOSURE, "first": f"{day}/11/2026"}, "closure")
    look()
    assert look() == few


def test_a_wrong_entry_is_taken_back_and_stays_in_the_list(operator, cast):
    case = people.received(cast, at=story.moment(date(2026, 11, 12)))
    entered(operator, SWAP, confirmed="on")
    wrong = calendars.standing()[0].id
    assert "giữ nguyên" in plain(operator.get(f"/desk/calendar/{wrong}/withdraw"))
    back = {"document": "Công văn 1000 (trình diễn)", "reason": "Nhập nhầm ngày."}
    assert operator.post(f"/desk/calendar/{wrong}/withdraw", back).status_code == 302
    assert calendars.standing() == ()
    page = plain(operator.get("/desk/calendar/", {"unit": "/", "year": "2026"}))
    assert story.DOCUMENT in page
    assert "Công văn 1000 (trình diễn)" in page
    assert operator.get(f"/desk/calendar/{wrong}/withdraw").status_code == 404
    assert "Công văn 1000 (trình diễn)" in plain(status_page(operator, case))


def test_taking_back_needs_a_document_and_a_reason(operator, cast):
    entered(operator, SWAP)
    wrong = calendars.standing()[0].id
    assert operator.post(f"/desk/calendar/{wrong}/withdraw", {"reason": " "}).status_code == 422
    assert operator.get("/desk/calendar/999/withdraw").status_code == 404


# Who may


def test_clerks_and_heads_of_a_commune_read_but_do_not_enter(client, cast):
    for person in (cast.clerk, cast.head):
        sign_in(client, person)
        page = client.get("/desk/calendar/")
        assert page.status_code == 200
        assert "/desk/calendar/new" not in text(page)
        assert client.get("/desk/calendar/new/swap").status_code == 404
        assert previewed(client, SWAP).status_code == 404


def test_the_head_of_a_province_closes_its_own_units_and_not_the_country(client, cast):
    RoleRow.objects.create(
        person=cast.inspector, unit=cast.province, role=Role.HEAD.value, from_on=people.FIRST_DAY
    )
    sign_in(client, cast.inspector)
    entered(client, CLOSURE, "closure")
    assert [one.path for one in calendars.standing()] == [cast.ward.path]
    assert previewed(client, SWAP).status_code == 422
    assert client.get("/desk/calendar/new/unheard-of").status_code == 404
    by_operator = story.announce(cast)
    assert client.get(f"/desk/calendar/{by_operator}/withdraw").status_code == 404


def test_strangers_are_asked_to_sign_in(client, cast):
    for path in ("/desk/calendar/", "/desk/calendar/new/swap", "/desk/calendar/1/withdraw"):
        assert "/account/login/" in client.get(path)["Location"]
