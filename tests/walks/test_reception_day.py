"""A day of reception: booked on the web, received in person, concluded, answered; a deputy's day; a missed one.

Between two visits days pass: `tests.walks.later` dates all that is on file about a session so many days back.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from hoiam.law import packs
from tests.walks import house
from tests.walks.test_complaint import later
from tests.walks.test_petition import Person, approve, draft, take_up
from tests.walks.visitors import NARROW, WIDE

pytestmark = pytest.mark.browser
VN = packs.load("vn").calendar
HOURS, PLACE = "07:30-11:30, 13:30-16:30", "Trụ sở tiếp công dân"
MATTER, NAME = "Đường vào thôn bị sạt lở", "Lường Thị Minh Họa"
DIRECTION = "Phòng Kinh tế kiểm tra thực địa, đề xuất phương án kè lại."
DEPUTY = "Phó Chủ tịch Ủy ban nhân dân"
TODAY = timezone.localdate()


@dataclass(frozen=True)
class Office:
    """An office of its own for each kind of screen: a post holds one session a day."""

    code: str
    who: str
    screen: dict[str, object]

    def person(self, visitors, role=""):
        return Person(visitors, f"{self.who}_{role}" if role else "", **self.screen)


SCREENS = (
    Office("06187", "town", {"width": WIDE, "scripts": True}),
    Office("06253", "village", {"width": NARROW, "scripts": False}),
)


@pytest.fixture(params=SCREENS, ids=["wide-with-scripts", "narrow-without-scripts"])
def office(request):
    return request.param


@pytest.fixture
def people(office, visitors):
    """people(role) of this office; without a role a citizen."""
    met = []

    def meet(role=""):
        met.append(office.person(visitors, role))
        return met[-1]

    yield meet
    for person in met:
        person.leave()


def working(count):
    """The first working days that can still be posted five working days before."""
    days = (TODAY + timedelta(days=n) for n in range(14, 60))
    return [day for day in days if VN.is_working(day)][:count]


def written(day):
    return f"{day:%d/%m/%Y}"


def plan(clerk, days):
    """Put in the schedule one by one, posted together; gives the numbers of their sessions."""
    for day in days:
        clerk.page.goto("/desk/reception/")
        clerk.page.fill("#plan_day", written(day))
        clerk.page.fill("#plan_sittings", HOURS)
        clerk.page.fill("#plan_place", PLACE)
        clerk.press("main button[value=plan]")
    clerk.page.fill("#post_until", written(days[-1]))
    clerk.press("main button[value=post]")
    links = clerk.page.locator("main table th a[href^='/desk/reception/']").all()
    found = [re.fullmatch(r"/desk/reception/(\d+)/", one.get_attribute("href")) for one in links]
    return [int(one[1]) for one in found if one]


def book(citizen, office, day):
    """From the public calendar to a number; gives the address of the booking."""
    citizen.page.goto(f"/reception/?unit={office.code}&day={day.isoformat()}")
    citizen.press(f"#d{day:%Y%m%d} a[href$='/book']")
    citizen.page.locator("main [name=slot]").first.check()
    citizen.say(matter=MATTER, name=NAME, phone="0900 123 456")
    citizen.press("main form button[type=submit]")
    assert "Số 1" in citizen.page.inner_text("main")
    return citizen.page.url


def begin(person, session_id, **said):
    """Open the session."""
    person.page.goto(f"/desk/reception/{session_id}/")
    deed = person.page.locator("details:has(button[value=open])")
    deed.locator("summary").click()
    deed.locator(f"[name=who][value={said['who']}]").check()
    deed.locator("[name=title]").fill(said.get("title", ""))
    person.press("main button[value=open]")


def close(person, session_id):
    person.page.goto(f"/desk/reception/{session_id}/")
    person.page.locator("details:has(button[value=close]) summary").click()
    person.press("main button[value=close]")


def receive(clerk, head, session_id, *, live):
    """There, called, next on the head's screen, in; what was brought up becomes a case with a day; out."""
    clerk.page.goto(f"/desk/reception/{session_id}/day")
    clerk.press("main button[value^='arrive:']")
    stays_fresh(clerk, lambda: begin(head, session_id, who="head"), live=live)
    clerk.press("main button[value=call_next]")
    head.page.goto(f"/desk/reception/{session_id}/head")
    assert MATTER in head.page.inner_text("main")
    clerk.press("main button[value^='begin:']")
    head.page.goto(f"/desk/reception/{session_id}/head")
    head.press("main a[href*='/people/']")
    title = f"{MATTER} (lần {secrets.randbelow(10**6)})"
    promised = TODAY + timedelta(days=10)
    head.say(title=title, body="Đoạn 20 m bị sạt từ tháng trước.", direction=DIRECTION)
    head.say(promised_on=written(promised))
    head.press("main button[value=content]")
    assert DIRECTION in head.page.inner_text("main")
    clerk.press("main button[value^='end:']")
    close(head, session_id)
    return title, promised


def stays_fresh(clerk, happens, *, live):
    """What happens elsewhere is seen without loading again, and what is being typed stays."""
    typed, closed = clerk.page.locator("#walk_matter"), clerk.page.locator("main p", has_text="chưa mở")
    typed.fill("Đang gõ dở")
    assert closed.count() == 1
    happens()
    if live:
        closed.wait_for(state="detached")
        assert typed.input_value() == "Đang gõ dở"
    else:
        clerk.page.reload()
    assert closed.count() == 0


def conclude(clerk, session_id):
    clerk.page.goto(f"/desk/reception/{session_id}/conclusion")
    clerk.say(number="15/TB-UBND", on=written(TODAY))
    clerk.press("main form button[type=submit]")
    assert "Đã ban hành thông báo kết luận" in clerk.page.inner_text("main")


def answer(people, title):
    """As any case: taken up, drafted, approved by the head."""
    handler = people("handler")
    name = handler.page.inner_text(".account-name")
    take_up(people("clerk"), title, name)
    draft(handler, title)
    approve(people("head"), title)


def test_who_booked_is_received_and_gets_the_promised_answer(people, office, walked):
    day, of_deputy, missed = working(3)
    clerk, head, citizen = people("clerk"), people("head"), people()
    today, two_ago, yesterday = plan(clerk, [day, of_deputy, missed])
    booking = book(citizen, office, day)
    later(walked, today, (day - TODAY).days, what="session")
    title, promised = receive(clerk, head, today, live=office.screen["scripts"])
    conclude(clerk, today)
    citizen.page.goto(booking)
    shown = citizen.page.inner_text("main")
    assert DIRECTION in shown
    assert written(promised) in shown
    head.page.goto("/desk/board/")
    assert "đã hẹn" in head.page.inner_text("main")

    answer(people, title)
    done = house.hoiam(walked.folder, "worker", "--once")
    assert done.returncode == 0, done.stdout + done.stderr
    citizen.page.goto(booking)
    citizen.press("main button[name=content]")
    assert "Sửa trước ngày 5/12." in citizen.page.inner_text("main")
    head.page.goto(f"/desk/reception/{today}/")
    assert "Đã trả lời đủ" in head.page.inner_text("main")

    later(walked, two_ago, (of_deputy - TODAY).days + 2, what="session")
    later(walked, yesterday, (missed - TODAY).days + 1, what="session")
    begin(clerk, two_ago, who="deputy", title=DEPUTY)
    close(clerk, two_ago)
    seen_by_all(citizen, office)


def seen_by_all(citizen, office):
    """The deputy and the missed day, on the calendar and in the figures; nobody pressed anything for the latter."""
    for ago, words in ((2, DEPUTY), (1, "Không tổ chức được")):
        day = TODAY - timedelta(days=ago)
        citizen.page.goto(f"/reception/?unit={office.code}&day={day.isoformat()}")
        assert words in citizen.page.inner_text(f"#d{day:%Y%m%d}")
    citizen.page.goto(f"/reception/kept?unit={office.code}")
    rows = citizen.page.locator("#table + div tbody tr").all()
    counted = [[int(cell.inner_text()) for cell in row.locator("td").all()[:3]] for row in rows]
    assert [sum(column) for column in zip(*counted, strict=True)] == [
        1,
        1,
        1,
    ]  # in person, by a deputy, missed
