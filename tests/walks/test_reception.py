"""A commune's days of reception: from its regulation to the public calendar, a day moved on the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoiam.law import packs, schedules
from tests.walks.test_petition import Person
from tests.walks.visitors import NARROW

pytestmark = pytest.mark.browser
REASON = "Chủ tịch dự họp Hội đồng nhân dân tỉnh."
HOURS = "07:30-11:30, 13:30-16:30"
UNIT = "06040"
VN = packs.load("vn").calendar


@pytest.fixture
def people(visitors):
    """On a small screen and without scripts, the hardest of all; a year is made once."""
    met = []

    def meet(role=""):
        met.append(Person(visitors, role, width=NARROW, scripts=False))
        return met[-1]

    yield meet
    for person in met:
        person.leave()


def free(today):
    """A working day two months on that the schedule leaves free."""
    pattern = schedules.pattern("month:1,16")
    taken = {one.on for year in (today.year, today.year + 1) for one in schedules.year(pattern, year, VN)}
    days = (today + timedelta(days=n) for n in range(60, 80))
    return next(day for day in days if VN.is_working(day) and day not in taken)


def enter_regulation(clerk: Person) -> None:
    page = clerk.page
    page.goto("/desk/reception/")
    clerk.press("main a[href$='/regulation']")
    page.check("main [name=kind][value=month]")
    clerk.say(days="1, 16", sittings=HOURS, place="Trụ sở tiếp công dân xã", document="Quy chế số 02/QC-UBND")
    clerk.say(document_on="01/07/2026", from_on=timezone.localdate().strftime("%d/%m/%Y"))
    clerk.press("main form button[type=submit]")


def test_from_the_regulation_to_the_calendar(people):
    today = timezone.localdate()
    year = today.year + 1
    clerk = people("neighbour")
    enter_regulation(clerk)
    clerk.page.goto(clerk.page.url.rpartition("/")[0] + f"/{year}")
    shown = clerk.page.inner_text("main")
    assert "Chuyển sang ngày làm việc tiếp theo vì: 1/1 Tết Dương lịch" in shown
    clerk.press("main form button[type=submit]")
    assert "Đã đưa 24 ngày vào lịch." in clerk.page.inner_text("main")

    clerk.page.goto("/desk/reception/")
    clerk.say(until=f"31/03/{year}")
    clerk.press("main button[value=post]")
    head = people("neighbour_head")
    head.page.goto("/desk/reception/")
    head.press("main table a[href^='/desk/reception/']:not([href*=posts])")
    to = free(today)
    head.page.click("main details:has(button[value=postpone]) summary")
    head.say(to=to.strftime("%d/%m/%Y"))
    head.page.fill("#postpone_reason", REASON)
    head.press("main button[value=postpone]")
    assert REASON in head.page.inner_text("main")

    citizen = people()
    citizen.page.goto(f"/reception/?unit={UNIT}&day={to.isoformat()}")
    shown = citizen.page.inner_text("main")
    assert REASON in shown
    assert "thay cho" in shown
