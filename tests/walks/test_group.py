"""A petition of 37 people with five representatives: from the counter to the letter that each of them has."""

import re
import secrets

import pytest

from tests.walks.test_petition import Person, people  # noqa: F401 - a fixture
from tests.walks.visitors import NARROW

pytestmark = pytest.mark.browser
HEAD = "STT\tHọ và tên\tSố CCCD\tĐịa chỉ\tĐại diện"
MANY = 38


def sheet():
    """As copied from a spreadsheet: 37 lines, the sender among them."""
    rows = [
        f"{at}\tNgười Ký Ví Dụ {at}\t02019000{at:04d}\tThôn {at}\t{'x' if at <= 5 else ''}"
        for at in range(1, 38)
    ]
    return "\n".join([HEAD, *rows])


def register(clerk: Person, title: str) -> str:
    """Pasted at the counter; gives the sender's code."""
    page = clerk.page
    page.goto("/desk/register")
    page.check("main [name=channel][value=paper]")
    page.check("main [name=kind][value=petition]")
    clerk.say(
        name="Người Ký Ví Dụ 1", title=title, body="Đề nghị làm rãnh thoát nước.\nCho biết khi nào làm."
    )
    page.check("main [name=group]")
    clerk.say(signers=sheet())
    clerk.press("main form[enctype] button[type=submit]:not([name])")
    assert "37 người, 5 người đại diện" in page.inner_text("main")
    return page.inner_text(".case-code")


def change(person: Person, case_id: int, what: str, tick: str = "", **typed: str) -> None:
    """One form of the list's page."""
    person.page.goto(f"/desk/cases/{case_id}/group/{what}")
    form = person.page.locator(f"form[action$='/group/{what}']")
    if tick:
        form.locator(f"[name={tick}]").check()
    for name, text in typed.items():
        form.locator(f"[name={name}]").fill(text)
    with person.page.expect_navigation():
        form.locator("button[type=submit]").click()
    assert person.page.locator(".ds-alert[data-color=danger]").count() == 0


def slips(clerk: Person, case_id: int) -> list[str]:
    """Everybody's code, as printed, in the order of the list."""
    clerk.page.goto(f"/desk/cases/{case_id}/group/")
    clerk.say(reason="Giao phiếu tiếp nhận")
    clerk.press("button[formaction$='/group/slips']")
    return [one.strip() for one in clerk.page.locator(".pad-code").all_inner_texts()]


def answer(clerk: Person, head: Person, handler: Person, case_id: int, called: str) -> None:
    """Accepted, assigned to the handler of this name, drafted, approved."""
    clerk.page.goto(f"/desk/cases/{case_id}/classify")
    deed = clerk.open_deed("classify")
    deed.locator("select[name=field]").select_option("utility")
    clerk.do("classify")
    clerk.do("accept")
    deed = clerk.open_deed("assign")
    deed.locator("select[name=to]").select_option(label=called)
    clerk.do("assign")
    handler.page.goto(f"/desk/cases/{case_id}/reply")
    handler.press("button[name=do][value=split]")
    rows = handler.page.locator("select[name$='-decision']").count()
    for at in range(rows):
        handler.page.locator("select[name$='-decision']").nth(at).select_option("accepted")
        handler.page.locator("[name$='-ground']").nth(at).fill("Biên bản kiểm tra ngày 23/11/2026.")
        handler.page.locator("[name$='-next_step']").nth(at).fill("Làm trong quý I năm 2027.")
    handler.press("button[name=do][value=propose]")
    head.page.goto(f"/desk/cases/{case_id}/reply")
    head.press("button[name=do][value=approve]")


def test_a_group_from_the_counter_to_the_letter_that_each_has(people, walked):  # noqa: F811 - the fixture
    title = f"Kiến nghị làm rãnh thoát nước (lần {secrets.randbelow(10**6)})"
    clerk, head, handler = people("clerk"), people("head"), people("handler")
    code = register(clerk, title)
    clerk.page.goto("/desk/?state=received")
    assert "37 người, 5 người đại diện" in clerk.page.inner_text("main table")
    clerk.press("main table a", has_text=title)
    case_id = int(re.search(r"/cases/(\d+)/", clerk.page.url)[1])
    today = clerk.page.evaluate("new Date().toLocaleDateString('en-GB', {timeZone: 'Asia/Ho_Chi_Minh'})")
    change(
        clerk, case_id, "join", signers="Lộc Thị Thử;020190009999;Thôn 9", on=today, paper="Đơn xin ký tên"
    )
    change(clerk, case_id, "leave", number="20", on=today, paper="Đơn rút tên")
    change(clerk, case_id, "sign", tick="all_of_them")
    change(clerk, case_id, "appoint", on=today)
    printed = slips(clerk, case_id)
    assert len(set(printed)) == MANY - 1
    assert printed[0] == code
    answer(clerk, head, handler, case_id, walked.facts["handler"])

    other = people()
    other.page.goto(f"/cases/{printed[-1]}")
    shown = other.page.inner_text("main")
    assert all(text in shown for text in (title, "37 người, 5 người đại diện", "Làm trong quý I năm 2027."))
    assert "Ví Dụ" not in other.page.content()
    assert other.page.locator("a[href$='/contest'], a[href$='/messages'], a[href$='/withdraw']").count() == 0
    other.press("a[href$='/leave']")
    other.press("main form button[type=submit]")
    assert title not in other.page.inner_text("main")

    change(clerk, case_id, "serve", tick="all_of_them", on=today)
    assert "Mọi người trong danh sách đều đã nhận" in clerk.page.inner_text("main")
    acting = people()
    acting.page.goto(f"/cases/{printed[4]}")
    assert "36 người, 5 người đại diện" in acting.page.inner_text("main")
    assert acting.page.locator("a[href$='/contest']").count() == 1
    assert "Ví Dụ" not in walked.log


LISTED = (
    "Lộc Thị Thử;020190000011\nVi Văn Mẫu;;Thôn 3\nHoàng Thị Ví Dụ;;Thôn 4\n"
    "Mạc Văn Thử;;Thôn 5\nNông Văn Mẫu;;Thôn 6"
)


def go_on(person: Person, *, wrong: str = "") -> None:
    """The next page; `wrong`: what this page says instead, with all that was typed."""
    person.press("main button[name=go][value=next]")
    if wrong:
        assert wrong in person.page.inner_text("main")
        assert [url.endswith("/send/") for url in person.faults] == [True]
        person.faults.clear()


def test_a_group_sends_it_from_a_telephone_without_scripts_and_its_list_stays_on_errors(visitors):
    person = Person(visitors, width=NARROW, scripts=False)
    page = person.page
    page.goto("/send/")
    person.press("main button[name=unit]")
    page.check("main [name=kind][value=petition]")
    person.say(title="Kiến nghị làm cầu qua suối", body="Đề nghị làm cầu qua suối.\nCho biết khi nào làm.")
    go_on(person)
    go_on(person)
    page.check("main [name=group]")
    person.say(name="Nông Thị Giả Định", phone="0900 000 002", signers=f"{LISTED}\nLý Văn Thiếu")
    go_on(person, wrong="Dòng 6")
    assert page.input_value("main [name=signers]") == f"{LISTED}\nLý Văn Thiếu"
    assert page.is_checked("main [name=group]")
    person.say(signers=LISTED, representatives="Lộc Thị Thử; 0900 000 003\nVi Văn Mẫu; 0900 000 004")
    go_on(person, wrong="cử nhiều nhất 2 người đại diện")
    assert page.input_value("main [name=signers]") == LISTED
    person.say(representatives="Lộc Thị Thử; 0900 000 003")
    go_on(person)
    assert "6 người, 2 người đại diện" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    person.press("main button[name=go][value=submit]")
    code = page.inner_text(".case-code")
    page.goto(f"/cases/{code}")
    assert "6 người, 2 người đại diện" in page.inner_text("main")
    assert "Lộc Thị Thử" not in page.content()
    person.leave()
