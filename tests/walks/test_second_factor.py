"""Somebody sets up a second factor on a telephone without scripts, signs in with it, and takes it away again."""

import pytest

from tests import factors
from tests.walks.test_every_page import look
from tests.walks.test_petition import Person
from tests.walks.visitors import NARROW, USERNAMES

pytestmark = pytest.mark.browser
HOME = "/account/second-factor/"


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def somebody(request, visitors):
    person = Person(visitors, "single", width=NARROW, scripts=request.param)
    yield person
    person.leave()


def sent(page):
    """The first form of the page."""
    with page.expect_navigation() as answer:
        page.click("main form[method=post] button[type=submit]")
    return answer.value


def test_set_up_sign_in_and_take_away(somebody, visitors, walked):
    page = somebody.page
    page.goto(HOME)
    page.click("main a[href$='/set-up/']")
    secret = page.inner_text(".factor-key").replace(" ", "")
    page.fill("[name=code]", factors.code(secret))
    page.fill("[name=password]", walked.password)
    assert sent(page).status == 200
    codes = [one.replace(" ", "") for one in page.locator(".recovery-codes li").all_inner_texts()]
    assert len(codes) == 10
    seen = visitors.context("", "vi", width=NARROW, scheme="light", scripts=True).new_page()
    seen.goto("/account/login/")
    for name, value in (("login", USERNAMES["single"]), ("password", walked.password)):
        seen.fill(f"[name={name}]", value)
    sent(seen)
    assert seen.url.endswith("/account/login/code/")
    seen.fill("[name=code]", codes[0])
    sent(seen)
    assert seen.url.endswith("/desk/")
    seen.context.close()
    page.goto(HOME)
    assert "9" in page.inner_text(".facts")
    page.click("main a[href$='/codes/']")
    page.fill("[name=code]", codes[1])
    assert sent(page).status == 200
    fresh = [one.replace(" ", "") for one in page.locator(".recovery-codes li").all_inner_texts()]
    page.goto(f"{HOME}remove/")
    page.fill("[name=code]", fresh[0])
    sent(page)
    assert "Chưa bật" in page.inner_text("main")


def test_the_page_that_shows_recovery_codes_is_whole(visitors, walked):
    visit = visitors.visit("single", language="vi")
    visit.page.goto(f"{HOME}set-up/")
    secret = visit.page.inner_text(".factor-key").replace(" ", "")
    visit.page.fill("[name=code]", factors.code(secret))
    visit.page.fill("[name=password]", walked.password)
    sent(visit.page)
    code = visit.page.locator(".recovery-codes li").first.inner_text()
    look(visit, "vi")
    visit.page.goto(f"{HOME}remove/")
    visit.page.fill("[name=code]", code)
    sent(visit.page)
    assert "Chưa bật" in visit.page.inner_text("main")
