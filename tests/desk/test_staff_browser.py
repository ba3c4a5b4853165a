"""The desk by keyboard alone, in a real browser."""

import pytest

from hoiam.desk.cases.models import Case
from tests import cast as people

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
]


@pytest.fixture
def desk(live_server, chromium, client):
    """desk(who, path) opens a page as somebody of the office."""
    contexts = []

    def open_page(who, path, *, scripts=True):
        client.force_login(who)
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=scripts)
        contexts.append(context)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def in_hand(page):
    return page.evaluate("document.activeElement.name || document.activeElement.textContent")


def test_what_only_matters_of_the_press_need_is_asked_of_them_alone(cast, desk):
    page = desk(cast.clerk, "/desk/register")
    assert not page.locator("[name=source]").is_visible()
    page.check("[name=kind][value=press]")
    assert page.locator("[name=source]").is_visible()


def test_a_petition_is_registered_by_keyboard_alone(cast, desk):
    page = desk(cast.clerk, "/desk/register")
    keys = page.keyboard
    assert in_hand(page) == "channel"
    keys.press("ArrowDown")  # by phone
    said = {
        "kind": None,
        "name": people.CITIZEN.name,
        "phone": "0900000001",
        "id_number": None,
        "address": "Thôn 3",
        "email": None,
        "group": None,
        "title": people.TITLE,
        "body": people.BODY,
    }
    for name, text in said.items():
        keys.press("Tab")
        if name == "name":  # past the help on kinds
            keys.press("Tab")
        assert in_hand(page) == name
        if text:
            keys.insert_text(text)
    with page.expect_navigation():
        keys.press("Control+Enter")
    case = Case.objects.get()
    assert (case.channel, case.kind, case.title, case.body) == (
        "phone",
        "petition",
        people.TITLE,
        people.BODY,
    )


def test_after_a_mistake_the_summary_has_the_focus_and_the_text_is_there(cast, desk):
    page = desk(cast.clerk, "/desk/register")
    page.fill("[name=body]", "Chữ đã gõ")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert page.locator(".ds-error-summary").evaluate("one => one === document.activeElement")
    assert page.input_value("[name=body]") == "Chữ đã gõ"


def test_the_queue_is_walked_and_searched_by_keys(cast, desk):
    cases = [people.received(cast) for _ in range(2)]
    page = desk(cast.clerk, "/desk/")
    page.keyboard.press("/")
    assert in_hand(page) == "q"
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(f"/desk/cases/{cases[1].pk}/")


def test_without_scripts_a_draft_is_split_saved_and_proposed(cast, desk):
    case = people.accepted(cast)
    page = desk(cast.handler, f"/desk/cases/{case.pk}/reply", scripts=False)
    with page.expect_navigation():
        page.click("button[value=split]")
    while page.locator("button[value=drop-1]").count():
        with page.expect_navigation():
            page.click("button[value=drop-1]")
    page.select_option("[name=p-0-decision]", "accepted")
    page.fill("[name=p-0-ground]", "Biên bản kiểm tra")
    page.fill("[name=p-0-next_step]", "Sửa trong 5 ngày")
    with page.expect_navigation():
        page.click("button[value=propose]")
    case.refresh_from_db()
    assert (case.state, case.points.count()) == ("proposed", 1)
