"""A conference with 40 questions, five of them told twice and two abusive: phones, a projector, promises."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.walks.visitors import NARROW, Visitors

pytestmark = pytest.mark.browser
SUBJECTS = ("đường", "rác", "nước sạch", "đèn", "chợ", "trường học", "trạm y tế", "rãnh thoát nước")
TWICE = [
    (f"Bao giờ sửa {what} ở khối {n}?", f"Ở khối {n} bao giờ sửa {what}?")
    for n, what in enumerate(SUBJECTS[:5], 1)
]
RUDE = ("Lũ ăn hại, bao giờ mới làm?", "Đồ khốn, trả lời đi!")
OTHERS = [f"{SUBJECTS[n % 8].capitalize()} ở ngõ {n + 20} thì bao giờ xong?" for n in range(28)]
ALL = [*(one for pair in TWICE for one in pair), *RUDE, *OTHERS]
TO_SCREEN = 6_000


@pytest.fixture
def company(walked, chromium):
    """A phone, the projector, a clerk and the head, each in a browser of its own."""
    visitors = Visitors(chromium, walked)
    pages = {
        "phone": visitors.context("", "vi", width=NARROW, scheme="light", scripts=True).new_page(),
        "screen": visitors.context("", "vi", width=1920, scheme="light", scripts=True).new_page(),
        "clerk": visitors.context("clerk", "vi", width=NARROW, scheme="light", scripts=True).new_page(),
        "head": visitors.context("head", "vi", width=1280, scheme="light", scripts=True).new_page(),
    }
    pages["screen"].set_viewport_size({"width": 1920, "height": 1080})
    yield pages
    for page in pages.values():
        page.context.close()
    visitors.leave()


def send(page, path, **form):
    """What a form of the page that is open sends."""
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    answer = page.request.post(
        path, form={"csrfmiddlewaretoken": token, **form}, headers={"Referer": page.url}, max_redirects=0
    )
    assert answer.status in {302, 303}, (path, form, answer.status)


def asked(phone, room):
    """The first through the page, the rest as other phones send it: a device asks five times."""
    phone.goto(room)
    phone.fill("[name=text]", ALL[0])
    phone.click("main form.panel button[type=submit]")
    assert "Mã câu hỏi" in phone.inner_text("main")
    for number, text in enumerate(ALL[1:], start=1):
        if number % 5 == 0:
            phone.context.clear_cookies(name="device")
            phone.goto(room)
        send(phone, room, text=text, form_key=f"{number:040}")


def waiting(clerk):
    """Ids by text of what waits on the moderator's page."""
    rows = clerk.locator("section").first.locator("li")
    return {
        row.locator(".question-text").inner_text(): row.locator("button").first.get_attribute("value")
        for row in rows.all()
    }


def test_a_conference_runs_on_phone_and_projector_and_ends_in_promises(company, walked):
    phone, screen, clerk, head = (company[name] for name in ("phone", "screen", "clerk", "head"))
    facts = walked.facts["dialogue"]
    room, desk = f"/d/{facts['empty_room']}", f"/desk/dialogues/{facts['empty']}/"
    assert len(ALL) == 40
    screen.goto(f"/dialogues/{facts['empty']}/screen")
    asked(phone, room)

    clerk.goto(f"{desk}moderate")
    found = {text: value.split(":")[1] for text, value in waiting(clerk).items()}
    assert set(found) == set(ALL)
    assert clerk.locator("section").first.locator(".ds-tag").count() == len(RUDE)
    clerk.keyboard.press("s")  # the first that waits
    clerk.wait_for_load_state()
    clerk.locator("button[value^='screen:']").first.click()
    screen.wait_for_selector(f".screen-now >> text={ALL[0]}", timeout=TO_SCREEN)
    assert screen.evaluate("document.documentElement.scrollWidth") <= 1920
    assert screen.evaluate("document.documentElement.scrollHeight") <= 1080

    for text in (one for one in ALL[1:] if one not in RUDE):
        send(clerk, f"{desk}moderate", do=f"show:{found[text]}:1")
    for first, second in TWICE:
        clerk.goto(f"/desk/dialogues/questions/{found[second]}/")
        group = clerk.locator(
            "form:has(button[value=merge])", has=clerk.locator(f"[name=into][value='{found[first]}']")
        )
        group.locator("button").click()
        clerk.wait_for_url("**/moderate")
    for text in RUDE:
        send(clerk, f"/desk/dialogues/questions/{found[text]}/", do="set_aside", version="1", ground="abuse")

    phone.goto(room)
    phone.locator("button[form=want]").last.click()
    assert "Đã ghi nhận" in phone.inner_text("main")
    assert phone.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert not any(text in phone.inner_text("main") for text in RUDE)

    clerk.goto(f"/desk/dialogues/questions/{found[ALL[0]]}/")
    clerk.fill("[name=text]", "Sửa xong trong quý tới.")
    clerk.click("button[value=answer]")
    clerk.wait_for_url("**/moderate")
    screen.wait_for_selector(".screen-answer", timeout=TO_SCREEN)
    post = later(clerk, found, desk)
    settled(clerk, found, post)

    head.goto(f"{desk}do/hold")
    head.check("[name=who][value=head]")
    head.fill("[name=present]", "212")
    head.click("main form.panel button[type=submit]")
    clerk.goto(f"{desk}do/publish_results")
    clerk.fill("[name=results]", "Bốn mươi câu hỏi; mọi câu đều có trả lời hoặc ngày hẹn.")
    clerk.click("main form.panel button[type=submit]")
    assert "Đã công khai kết quả" in clerk.inner_text("main")

    phone.goto(f"/dialogues/{facts['empty']}/promises")
    assert "Lắp mười bóng đèn" in phone.inner_text("main")
    phone.goto(room)
    assert phone.locator("[name=text]").count() == 0
    head.goto("/desk/board/")
    assert "Thực hiện lời hứa tại hội nghị đối thoại" in head.inner_text("main")


def later(clerk, found, desk):
    """One answer is put off, one thing promised; gives the head's post."""
    clerk.goto(f"/desk/dialogues/questions/{found[OTHERS[0]]}/")
    day = (timezone.localdate() + timedelta(days=20)).strftime("%d/%m/%Y")
    post = clerk.locator("form:has(button[value=defer]) [name=post_id] option").first.get_attribute("value")
    clerk.fill("form:has(button[value=defer]) [name=due_on]", day)
    clerk.click("button[value=defer]")
    clerk.wait_for_url("**/moderate")
    clerk.goto(f"{desk}promise")
    clerk.fill("[name=text]", "Lắp mười bóng đèn ở ngõ 20.")
    clerk.fill("[name=due_on]", day)
    clerk.click("main form.panel button[type=submit]")
    assert "Lắp mười bóng đèn" in clerk.inner_text("main")
    return post


def settled(clerk, found, post):
    """Everything else is answered."""
    seconds = {second for _first, second in TWICE}
    clerk.goto(f"/desk/dialogues/questions/{found[OTHERS[1]]}/")
    for text in (one for one in ALL[1:] if one not in {*RUDE, *seconds, OTHERS[0]}):
        form = {"do": "answer", "version": "2", "text": "Phường đã giao việc này.", "post_id": post}
        send(clerk, f"/desk/dialogues/questions/{found[text]}/", **form)
