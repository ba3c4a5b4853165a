"""A directive becomes a plan, the plan twelve tasks of five communes: one late, one extended, one sent back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.walks.test_complaint import later
from tests.walks.visitors import NARROW, Visitors

pytestmark = pytest.mark.browser
ROLES = ("chair", "registry", "head", "neighbour_head", "town_head", "village_head")
BELOW = {
    "head": "phường Đông Kinh",
    "neighbour_head": "xã Thất Khê",
    "town_head": "phường Kỳ Lừa",
    "village_head": "xã Văn Quan",
}
DUE = 40
SUBMIT = "main form.panel button[type=submit]"


@pytest.fixture
def company(walked, chromium):
    """The chair and the registry of the province, and heads of communes, each in a browser of its own."""
    visitors = Visitors(chromium, walked)
    pages = {
        role: visitors.context(
            role, "vi", width=NARROW if role == "head" else 1280, scheme="light", scripts=True
        ).new_page()
        for role in ROLES
    }
    yield pages
    for page in pages.values():
        page.context.close()
    visitors.leave()


def day(days):
    return (timezone.localdate() + timedelta(days=days)).strftime("%d/%m/%Y")


def fill(page, **said):
    for name, what in said.items():
        page.fill(f"main [name={name}]", what)


def registered(registry):
    registry.goto("/desk/directives/new")
    fill(registry, number="57-NQ/TW", issuer="Bộ Chính trị (trình diễn)", issued_on=day(-5))
    fill(registry, subject="Về chuyển đổi số (trình diễn)", text="Văn bản giả định.")
    registry.check("main [name=open]")
    registry.click(SUBMIT)
    assert "57-NQ/TW" in registry.inner_text("h1")
    return registry.url


def drawn(registry):
    """The plan, and twelve tasks of five units; gives the plan's address."""
    registry.click("main >> text=Lập kế hoạch")
    fill(registry, number="120-KH/UBND", title="Kế hoạch chuyển đổi số (trình diễn)", signed_on=day(0))
    registry.click(SUBMIT)
    plan = registry.url
    registry.goto(f"{plan}tasks/new")
    groups = registry.locator("[name=post_id] optgroup")
    names = [one.get_attribute("label") for one in groups.all()]
    units = [*BELOW.values(), next(one for one in names[1:] if one not in BELOW.values())]
    for number in range(12):
        unit = units[number % 5]
        post = registry.locator(f"[name=post_id] optgroup[label='{unit}'] option").first
        fill(registry, title=f"Nhiệm vụ số {number + 1} (trình diễn)", due_on=day(DUE + number))
        fill(registry, steps=f"{day(10)}; Xong một nửa")
        registry.select_option("[name=post_id]", post.get_attribute("value"))
        registry.click("button[value=more]")
        registry.wait_for_selector("text=Đã ghi nhiệm vụ.")
    return plan


def deed(page, address, event, **said):
    page.goto(f"{address}do/{event}")
    fill(page, **said)
    page.click(SUBMIT)
    page.wait_for_url("**/tasks/*/")


def own(page):
    """Addresses of this unit's tasks of the plan, by their number."""
    page.goto("/desk/directives/tasks/")
    rows = page.locator("tr:has-text('120-KH/UBND') th a")
    return {int(one.inner_text().split(".")[0]): one.get_attribute("href") for one in rows.all()}


def test_a_directive_runs_down_to_communes_and_their_reports_come_back(company, walked):
    chair, registry, head = company["chair"], company["registry"], company["head"]
    directive = registered(registry)
    plan = drawn(registry)
    chair.goto(plan)
    chair.click("text=Giao 12 nhiệm vụ")
    assert "Đã giao 12 nhiệm vụ" in chair.inner_text("main")

    tasks = {role: own(company[role]) for role in BELOW}
    assert [sorted(found) for found in tasks.values()] == [[1, 6, 11], [2, 7, 12], [3, 8], [4, 9]]
    for role, found in tasks.items():
        for address in found.values():
            deed(company[role], address, "take_up")

    first, extended, late = (tasks["head"][number] for number in (1, 6, 11))
    deed(head, first, "report", text="Đã xong 100 %, biên bản kèm theo.")
    deed(chair, first, "approve")
    assert "Hoàn thành" in chair.inner_text("main")

    deed(head, extended, "ask_for_time", day=day(90), text="Chờ thiết bị (trình diễn).")
    deed(chair, extended, "grant_time", day=day(90), number="15/QĐ-UBND")
    head.goto(extended)
    assert "Hạn đầu" in head.inner_text("main")
    assert head.evaluate("document.documentElement.scrollWidth") <= NARROW

    neighbour, refused = company["neighbour_head"], tasks["neighbour_head"][2]
    deed(neighbour, refused, "report", text="Đã xong.")
    deed(chair, refused, "return", text="Chưa có số liệu.")
    deed(neighbour, refused, "report", text="Đã xong 640 hộ, có danh sách.")
    deed(chair, refused, "approve")
    deed(neighbour, tasks["neighbour_head"][7], "ask_for_time", day=day(95), text="Thiếu người.")
    deed(chair, tasks["neighbour_head"][7], "deny_time", text="Đã có đủ người.")

    later(walked, int(late.rstrip("/").rsplit("/", 1)[1]), DUE + 20, what="task")
    chair.goto("/desk/directives/tasks/late")
    assert "Nhiệm vụ số 11" in chair.inner_text("main")

    for view in ("board", "timeline"):
        chair.goto(f"{plan}{view}")
        assert "Nhiệm vụ số 12" in chair.inner_text("main") or view == "timeline"
    assert chair.locator("svg.chart--gantt").count() == 1
    head.goto(f"/directives/plans/{plan.rstrip('/').rsplit('/', 1)[1]}")
    shown = head.inner_text("main")
    assert "Quá hạn" in shown
    assert "Hoàn thành" in shown
    head.goto(f"/directives/{directive.rstrip('/').rsplit('/', 1)[1]}")
    assert "57-NQ/TW" in head.inner_text("main")
