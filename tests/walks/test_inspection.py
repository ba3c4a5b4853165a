"""An inspection of two units in a browser: programme, decision, findings, conclusion in full, remedies accepted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.walks.visitors import Visitors

pytestmark = pytest.mark.browser
WIDE = 1280
TEXT = "Đơn của [[bà Nông Thị Giả Định, thôn 3]] không được thông báo. Đơn vị phải khắc phục (trình diễn)."


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).strftime("%d/%m/%Y")


@pytest.fixture
def company(walked, chromium):
    """The inspector, the chairman of the province, the heads of two units and somebody from outside."""
    visitors = Visitors(chromium, walked)
    roles = ("inspector", "chair", "head", "neighbour_head", "")
    names = ("inspector", "chair", "ward", "commune", "citizen")
    pages = {
        name: visitors.context(role, "vi", width=WIDE, scheme="light", scripts=True).new_page()
        for name, role in zip(names, roles, strict=True)
    }
    yield pages
    for page in pages.values():
        page.context.close()
    visitors.leave()


def sent(page, path, **typed):
    """Fill the form of a page and send it; the page it leads to has no refusal."""
    page.goto(path)
    for name, what in typed.items():
        field = page.locator(f"main [name={name}]")
        kind = field.first.get_attribute("type")
        if kind in {"radio", "checkbox"}:
            page.check(f"main [name={name}][value='{what}']")
        elif field.first.evaluate("one => one.tagName") == "SELECT":
            field.select_option(what)
        else:
            field.fill(what)
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_load_state()
    assert page.locator("main [role=alert]").count() == 0, page.inner_text("main")


def number_of(page):
    """Of the inspection at the top of the list."""
    page.goto("/desk/inspections/")
    return page.locator("main tbody a").first.get_attribute("href").rstrip("/").rsplit("/", 1)[1]


def first_post(page):
    """The head of the inspected unit comes first."""
    return page.locator("main [name=post_id] option").nth(1).get_attribute("value")


def planned(inspector, chair, year, place):
    """The unit that the programme of a later year proposes first."""
    inspector.goto(f"/desk/inspections/programme/?year={year}")
    row = inspector.locator("section:has(h2:text('Đề xuất tiếp theo')) tbody tr").nth(place)
    unit = row.locator("th").inner_text().split("\n")[0]
    address = row.locator("a").get_attribute("href")
    sent(inspector, address, theme="Tiếp công dân (trình diễn)", begins_on=f"02/03/{year}")
    return unit


def decided(inspector, code, number):
    """Unscheduled, of the unit with that name; announced at once."""
    inspector.goto("/desk/inspections/new")
    person = inspector.locator("main [name=members]").first.get_attribute("value")
    inspector.check("main [name=kind][value=unscheduled]")
    inspector.locator("main [name=target_id]").select_option(label=code)
    for name, what in (("theme", "Tiếp công dân"), ("ground", "Nhiều việc quá hạn."), ("number", number)):
        inspector.fill(f"main [name={name}]", what)
    inspector.check(f"main [name=members][value='{person}']")
    inspector.locator("main [name=leader]").select_option(person)
    inspector.locator("main form[method=post] button[type=submit]").click()
    inspector.wait_for_url("**/desk/inspections/")
    found = number_of(inspector)
    sent(inspector, f"/desk/inspections/{found}/do/announce", until=day(20))
    return found


def found(inspector, inspection, what):
    """A finding without a post is refused in words and nothing is lost; then it is written down."""
    inspector.goto(f"/desk/inspections/{inspection}/find")
    typed = {
        "what": what,
        "evidence": "Sổ tiếp công dân, trang 12.",
        "ground": "Khoản 1 Điều 28 Luật Tiếp công dân số 42/2013/QH13",
        "remedy": "Thông báo cho người gửi.",
        "due_on": day(30),
    }
    for name, text in typed.items():
        inspector.fill(f"main [name={name}]", text)
    inspector.locator("main form[method=post] button[type=submit]").click()
    assert "hãy chọn chức vụ chịu trách nhiệm" in inspector.inner_text("main [role=alert]")
    assert inspector.input_value("main [name=what]") == what
    inspector.locator("main [name=post_id]").select_option(first_post(inspector))
    inspector.locator("main form[method=post] button[type=submit]").click()
    inspector.wait_for_url(f"**/desk/inspections/{inspection}/")
    return inspector.locator("#findings ~ .table-scroll tbody a").last.get_attribute("href")


def concluded(inspector, chair, head, inspection):
    """On the spot, reported, drafted, explained, signed, published in full, ordered."""
    here = f"/desk/inspections/{inspection}/"
    for event in ("end", "report"):
        sent(inspector, f"{here}do/{event}")
    sent(inspector, f"{here}do/draft", text=TEXT)
    sent(head, f"{here}do/explain", text="Đơn vị xin khắc phục.")
    sent(chair, f"{here}do/conclude", number="9/KL-UBND", signed="head", until=day(10))
    inspector.goto(f"{here}publish")
    inspector.locator("main form[method=post] button[type=submit]").click()
    assert "Đoạn 1 chưa được quyết định" in inspector.inner_text("main [role=alert]")
    sent(inspector, f"{here}publish", ground_1="personal")
    sent(chair, f"{here}do/order", number="77/UBND-NC", signed="head")


def remedied(inspector, head, address):
    """On the board of the head, reported, sent back, reported anew, accepted."""
    head.goto("/desk/board/")
    assert "Khắc phục nội dung kết luận thanh tra đã nêu" in head.inner_text("main")
    sent(head, address, evidence="Công văn 31/UBND.")
    sent(inspector, address, verdict="send_back", reason="Chưa đủ bảy người gửi.")
    head.goto(address)
    assert "Chưa đủ bảy người gửi." in head.inner_text("main")
    sent(head, address, evidence="Công văn 32/UBND, đủ bảy người gửi.")
    sent(inspector, address, verdict="accept")


def test_two_units_are_inspected_from_the_programme_to_the_last_remedy(company):
    inspector, chair = company["inspector"], company["chair"]
    year = timezone.localdate().year + 1
    units = [planned(inspector, chair, year, 0) for _ in range(2)]
    assert len(set(units)) == len(units)
    sent(chair, f"/desk/inspections/programme/approve?year={year}", number="12/QĐ-UBND")
    company["citizen"].goto(f"/inspections/?year={year}")
    assert all(unit in company["citizen"].inner_text("main") for unit in units)

    for unit, head in (("phường Đông Kinh", company["ward"]), ("xã Thất Khê", company["commune"])):
        inspection = decided(inspector, unit, "45/QĐ-TTr (trình diễn)")
        address = found(inspector, inspection, f"Bảy đơn của {unit} không được thông báo.")
        chair.goto(address)
        chair.locator("main button[value=review]").click()
        chair.wait_for_load_state()
        sent(chair, f"/desk/inspections/{inspection}/present", days=day(0))
        concluded(inspector, chair, head, inspection)
        remedied(inspector, head, address)
        sent(inspector, f"/desk/inspections/{inspection}/do/carry_out")

        citizen = company["citizen"]
        citizen.goto(f"/inspections/{inspection}/")
        shown = citizen.inner_text("main")
        assert "[lược bỏ: dữ liệu cá nhân]" in shown
        assert "Nông Thị Giả Định" not in shown
        assert "Đã khắc phục đúng hạn" in shown
        assert "Khoán trắng" not in shown
        assert citizen.request.get(
            citizen.locator("main a[href*='/log/openings/']").last.get_attribute("href")
        ).ok
