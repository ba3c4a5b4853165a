"""What anyone may see: front page, register, figures, help, health. No name on any of it, in a few statements."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.public import figures
from tests import cast as people

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("language", ["vi", "en"])
TITLES = {
    "/": ("Gửi kiến nghị, phản ánh", "Send a matter"),
    "/register": ("Sổ công khai", "Public register"),
    "/scores": ("Kết quả của các cơ quan", "How offices and their heads do"),
    "/scores/05977": ("Ủy ban nhân dân phường Đông Kinh", "People's Committee of Dong Kinh ward"),
    "/verify": ("Kiểm tra biên nhận", "Check a receipt"),
    "/v": ("Điện thoại đã mở địa chỉ", "Your phone opened the address"),
    "/V": ("Điện thoại đã mở địa chỉ", "Your phone opened the address"),
    "/help/": ("Hướng dẫn", "Help"),
    "/help/send": ("Năm trang", "The five pages"),
    "/help/process": ("Nếu cơ quan chậm", "If the office is late"),
    "/help/reception": ("Xem ngày tiếp ở đâu", "Where to find the days"),
    "/reception/": ("Lịch tiếp công dân", "When citizens are received"),
    "/reception/kept": ("Kết quả tiếp công dân", "How often citizens were received"),
    "/help/dates": ("Cách đếm", "How days are counted"),
    "/help/receipt": ("Chứng minh điều gì", "What it proves"),
    "/help/privacy": ("Ai xem được gì", "Who sees what"),
}
MOST = {"/": 2, "/register": 1, "/scores": 4, "/scores/05977": 13}


def see(client, path, language="vi"):
    client.cookies["lang"] = language
    return client.get(path)


def text(response):
    return unescape(response.content.decode())


@both
@pytest.mark.parametrize("path", TITLES)
def test_each_page_stands_in_both_languages(client, cast, path, language):
    page = see(client, path, language)
    assert page.status_code == 200
    assert TITLES[path][language == "en"] in text(page)
    assert f'<html lang="{language}">' in text(page)
    assert text(page).count("<h1") == 1


@pytest.mark.parametrize("path", MOST)
def test_each_page_takes_a_few_statements_however_many_cases(client, cast, path):
    counts = []
    for _ in range(2):
        people.answered(cast)
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= MOST[path]


# The register


@both
def test_the_register_shows_every_case_and_no_person(client, cast, language):
    people.received(cast)
    page = text(see(client, "/register", language))
    assert re.search(r"\d{4}-\d{6}", page)
    for secret in (
        people.CITIZEN.name,
        people.CITIZEN.phone,
        people.TITLE,
        people.BODY,
        people.CITIZEN.id_number,
    ):
        assert secret not in page


@pytest.mark.parametrize("state", ["received", "answered", "contested"])
def test_a_public_case_shows_dates_and_steps_and_no_person(client, cast, state):
    case = getattr(people, state)(cast)
    with CaptureQueriesContext(connection) as captured:
        page = text(client.get(f"/register/{case.pk}"))
    assert len(captured) <= 3
    assert "Điều 28 khoản 1" in page
    for secret in (people.CITIZEN.name, people.TITLE, people.BODY, "Chưa nêu thời hạn.", "Đèn đường hỏng"):
        assert secret not in page


def test_a_text_that_was_agreed_and_cleared_is_shown(client, cast):
    case = people.received(cast)
    clerk = people.actor(cast.clerk)
    said = {"title": "Đèn đường hỏng", "text": "Đèn trong ngõ đã hỏng."}
    cases.clear_for_public(case_id=case.pk, version=case.version, by=clerk, at=timezone.now(), **said)
    assert "Đèn trong ngõ đã hỏng." in text(client.get(f"/register/{case.pk}"))
    assert "Đèn đường hỏng" in text(client.get("/register"))


def test_the_register_of_one_office_is_its_own(client, cast):
    people.received(cast)
    assert 'href="/register/' in text(client.get("/register?unit=05977"))
    assert "Chưa có vụ việc" in text(client.get("/register?unit=06040"))


def test_the_register_goes_on_and_comes_back_page_by_page(client, cast):
    for n in range(27):
        people.received(cast, at=timezone.now() - timedelta(minutes=n))
    first = text(client.get("/register?unit=05977"))
    older = re.search(r'rel="next" href="([^"]+)"', first)[1]
    second = text(client.get(older))
    seen = [set(re.findall(r"/register/(\d+)", page)) for page in (first, second)]
    assert (len(seen[0]), len(seen[1]), seen[0] & seen[1]) == (25, 2, set())
    newer = re.search(r'rel="prev" href="([^"]+)"', second)[1]
    assert set(re.findall(r"/register/(\d+)", text(client.get(newer)))) == seen[0]
    assert 'rel="prev"' not in text(client.get(newer))
    assert len(first.encode()) < 40_000


@pytest.mark.parametrize(
    "query",
    ["after=x", "after=2026-13-45.1", "after=2026-01-01.99999999999999999", "unit='; DROP", "unit=<script>"],
)
def test_a_mistyped_address_shows_the_beginning(client, cast, query):
    people.received(cast)
    page = client.get(f"/register?{query}")
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().split("<main")[1]


def test_a_case_that_does_not_exist_is_not_found(client, cast):
    assert client.get("/register/999999").status_code == 404
    assert client.get("/register/99999999999999999999").status_code == 404


# Figures


def test_figures_are_what_happened(client, cast):
    now = timezone.now()
    people.answered(cast, at=now - timedelta(days=2))
    people.accepted(cast, at=now - timedelta(days=60))
    people.received(cast)
    page = text(client.get("/scores"))
    row = re.search(r"Đông Kinh</a>.*?</tr>", page, re.DOTALL)[0]
    assert re.findall(r'<td class="num"[^>]*>(\d+)', row)[:5] == ["3", "1", "0", "2", "1"]
    assert "50 %" not in row  # of two: too few for a share
    assert "Head Ví Dụ" in row


@pytest.mark.parametrize(
    "query", ["period=1999", "period=x", "sort=x", "sort=late&period=", "sort=share", "sort=received"]
)
def test_any_period_and_order_gives_a_page(client, cast, query):
    people.answered(cast)
    assert client.get(f"/scores?{query}").status_code == 200


def test_a_year_shows_its_own_figures(client, cast):
    people.answered(cast)
    year = timezone.localdate().year
    assert "Đông Kinh</a>" in text(client.get(f"/scores?period={year}"))
    assert "received" not in figures.period(str(year - 1), on=timezone.localdate()).words


def test_an_unknown_office_is_not_found(client, cast):
    assert client.get("/scores/99999").status_code == 404


def test_a_quiet_installation_has_a_front_page(client, cast):
    assert "–" in text(client.get("/"))
    assert "Không có vụ việc trong thời gian này" in text(client.get("/scores"))


# Health, robots


def test_health_asks_the_database(client, db):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_health_says_when_the_database_is_away(client, db, monkeypatch):
    def away(*_):
        raise DatabaseError

    monkeypatch.setattr("hoiam.public.views.pages.connection.cursor", away)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


def test_robots_stay_out_of_cases(client, db):
    assert "Disallow: /cases/" in text(client.get("/robots.txt"))


def test_unknown_help_is_not_found(client, db):
    assert client.get("/help/nothing").status_code == 404
