"""The account pages in a real browser: accessible, fitting, quiet, in both languages, light and dark."""

import json
import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache

from hoiam.office.models import Person
from tests.office.builders import PASSWORD, person
from tests.walks.visitors import Visit

SHOTS = os.environ.get("SHOTS", "")  # a folder for looking at the pages
NEW = "một câu khác cũng dài"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.office.desk_urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def site(live_server, chromium):
    """site(language, width, scheme) is a page of a fresh browser; whatever it complains of fails the test."""
    cache.clear()
    person()
    contexts, visits = [], []

    def browse(*, language="vi", width=1280, scheme="light", scripts=True):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        context.add_cookies([{"name": "lang", "value": language, "url": live_server.url}])
        visits.append(Visit(context.new_page()))
        visits[-1].listen()
        return visits[-1].page

    yield browse
    for context in contexts:
        context.close()
    cache.clear()
    assert [visit.complaints for visit in visits if visit.complaints] == []


def sign_in(page, password=PASSWORD):
    page.goto("/account/login/?next=/account/password/change/")
    page.fill("#id_login", "lan")
    page.fill("#id_password", password)
    press(page)


def press(page):
    """The form is sent and its answer has come: what is looked at next is the answer, not the page before it."""
    with page.expect_navigation():
        page.click("main button[type=submit]")


def look(page, name):
    """No violation, nothing cut off; keeps a picture when asked."""
    found = Axe().run(page).response["violations"]
    assert found == [], json.dumps([(one["id"], [node["html"] for node in one["nodes"]]) for one in found])
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("vi", 1280, "light"), ("vi", 360, "dark"), ("en", 1280, "dark"), ("en", 360, "light")],
)
def test_every_account_page_is_accessible_and_fits(site, language, width, scheme):
    page = site(language=language, width=width, scheme=scheme)
    shot = f"{language}-{width}-{scheme}"
    page.goto("/account/login/")
    look(page, f"login-{shot}")
    sign_in(page, "sai")
    look(page, f"login-wrong-{shot}")
    sign_in(page)
    look(page, f"password-{shot}")
    press(page)
    look(page, f"password-wrong-{shot}")
    page.goto("/account/logout/")
    look(page, f"logout-{shot}")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_password_is_changed_by_hand(site, scripts):
    page = site(scripts=scripts)
    sign_in(page)
    for field, value in (("oldpassword", PASSWORD), ("password1", NEW), ("password2", NEW)):
        page.fill(f"#id_{field}", value)
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk/")
    assert Person.objects.get().check_password(NEW)
