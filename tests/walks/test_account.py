"""A head's account drafted, edited, signed, published; asked about and answered; in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.walks.visitors import NARROW, Visitors

pytestmark = pytest.mark.browser
QUESTION = "Vì sao ba vụ việc trả lời trễ hạn trong kỳ?"
ANSWER = "Do phải xác minh thực địa; từ tháng sau phường bố trí thêm cán bộ."
SEND = "main form.panel button[type=submit]"


@pytest.fixture
def company(walked, chromium):
    """The head at the desk, somebody with a telephone."""
    visitors = Visitors(chromium, walked)
    pages = {
        "head": visitors.context("head", "vi", width=1280, scheme="light", scripts=False).new_page(),
        "phone": visitors.context("", "vi", width=NARROW, scheme="light", scripts=False).new_page(),
    }
    yield pages
    for page in pages.values():
        page.context.close()
    visitors.leave()


def day(days):
    return (timezone.localdate() + timedelta(days=days)).strftime("%d/%m/%Y")


def drafted(head):
    """Gives the address of the draft."""
    head.goto("/desk/reports/")
    head.click("main a[href$='/desk/reports/new']")
    head.fill("[name=first]", day(-77))
    head.fill("[name=last]", day(-1))
    head.click(SEND)
    return head.url


def test_an_account_is_drafted_edited_signed_published_questioned_and_answered(company):
    head, phone = company["head"], company["phone"]
    draft = drafted(head)
    assert "Dự thảo" in head.inner_text("main") or "Bản nháp" in head.inner_text("main")
    assert "Trả lời vụ việc" in head.inner_text("main")  # counted, not typed

    head.fill("[name=summary]", "Phường giữ đủ lịch tiếp công dân (trình diễn).")
    head.fill("[name=cases]", "Ba vụ việc trễ hạn đều về đất đai.")
    head.click(SEND)
    assert "Đã lưu nội dung." in head.inner_text("body")
    head.click("main button:has-text('Tính lại số liệu')")
    assert "Đã tính lại số liệu." in head.inner_text("body")

    head.click("main a[href$='/sign']")
    head.click(SEND)  # without having confirmed
    assert "Hãy xác nhận đã đọc báo cáo." in head.inner_text("main")
    head.check("[name=read]")
    head.click(SEND)
    assert "Đã ký." in head.inner_text("body")
    assert head.locator("[name=summary]").count() == 0  # frozen
    head.click("main button:has-text('Công khai')")
    public = head.locator("main a[href^='/accounts/']").first.get_attribute("href")

    phone.goto("/accounts/")
    phone.click(f"main a[href='{public}']")
    assert "Ba vụ việc trễ hạn đều về đất đai." in phone.inner_text("main")
    assert phone.evaluate("document.documentElement.scrollWidth") <= NARROW
    phone.click("main a[href*='/evidence/answer']")
    assert phone.locator("main tbody tr").count() > 0
    phone.goto(f"{public}ask")
    phone.fill("[name=text]", f"{QUESTION} Gọi tôi 0912 345 678")
    phone.click("main form[method=post] button[type=submit]")
    assert "số điện thoại" in phone.inner_text("main [role=alert]")
    phone.fill("[name=text]", QUESTION)
    phone.click("main form[method=post] button[type=submit]")
    assert QUESTION in phone.inner_text("main")

    head.goto(draft)
    head.click("main a[href*='/desk/reports/questions/']")
    head.fill("[name=text]", ANSWER)
    head.click("main button[value=answer]")
    phone.reload()
    assert ANSWER in phone.inner_text("main")
