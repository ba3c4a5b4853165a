"""A complaint through both instances, as its complainant and two offices walk it in their browsers.

Between two visits days pass: `tests.walks.later` dates all that is on file about the case so many days back.
"""

import re
import secrets
import subprocess
import sys
from datetime import date, timedelta

import pytest

from tests.walks import house
from tests.walks.test_petition import people  # noqa: F401 - the fixture of the people who meet here

pytestmark = pytest.mark.browser
NAME = "Lộc Văn Minh Họa"
TODAY = date.today()  # noqa: DTZ011 - the machine of the test is the one that is walked


def written(day):
    return f"{day:%d/%m/%Y}"


def later(walked, number, days, *, what="case"):
    """So many days pass for this case, or this session."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.walks.later", what, str(number), str(days)],
        env=house.environment(walked.folder),
        cwd=house.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def send(citizen, title):
    """From the front page to the receipt; gives the code."""
    citizen.page.goto("/send/")
    citizen.say(q="dong kinh")
    citizen.press("main button[name=go][value=find]")
    citizen.press("main button[name=unit]", has_text="Đông Kinh")
    citizen.page.check("main [name=kind][value=complaint]")
    citizen.say(title=title, body="Quyết định thu hồi đất số 45 ghi sai diện tích. Đề nghị hủy quyết định.")
    for _ in ("matter", "files"):
        citizen.press("main button[name=go][value=next]")
    citizen.say(name=NAME, phone="0900 123 987")
    citizen.press("main button[name=go][value=next]")
    citizen.press("main button[name=go][value=submit]")
    return citizen.page.inner_text(".case-code")


def find(person, title, state="received"):
    """Found in the queue; gives the number in its address."""
    person.page.goto(f"/desk/?state={state}")
    person.press("main table a", has_text=title)
    return int(re.search(r"/cases/(\d+)/", person.page.url)[1])


def step(person, case_id, event, **fields):
    """One step by its form on the page of the case."""
    person.page.goto(f"/desk/cases/{case_id}/")
    deed = person.open_deed(event)
    for name, what in fields.items():
        deed.locator(f"[name='{name}']").first.fill(what)
    with person.page.expect_navigation():
        deed.locator("button[type=submit]").click()
    assert person.page.locator(".ds-alert[data-color=danger]").count() == 0


def hold_dialogue(walked, chair, case_id):
    """Planned and announced a week ahead; then the week is over and it is held."""
    step(
        chair, case_id, "plan_dialogue", day=written(TODAY + timedelta(days=7)), time="08:30", place="Trụ sở"
    )
    step(chair, case_id, "announce_dialogue", number="31/TB-UBND")
    later(walked, case_id, 7)
    step(
        chair,
        case_id,
        "hold_dialogue",
        number="32/BB-UBND",
        participants=f"{NAME} – người khiếu nại",
        disputed="Mức bồi thường.",
    )


def settle_first(walked, head, clerk, case_id):
    """Accepted, suspended for five days, gone on with, a dialogue held, decided, sent and delivered."""
    step(head, case_id, "accept", number="11/TB-UBND")
    step(head, case_id, "suspend", number="12/QĐ-UBND", reason="Người khiếu nại nằm viện.")
    assert "Đang tạm dừng" in head.page.inner_text("main")
    later(walked, case_id, 5)
    step(head, case_id, "resume", number="13/QĐ-UBND")
    assert "Đang tạm dừng" not in head.page.inner_text("main")
    step(clerk, case_id, "send_stop")
    hold_dialogue(walked, head, case_id)
    step(head, case_id, "decide", number="14/QĐ-UBND", content="Công nhận một phần.")
    step(clerk, case_id, "send", recipients="Người khiếu nại")
    step(clerk, case_id, "delivered", day=written(TODAY))


def complain_again(citizen, code):
    """The decision read, the window seen, the second complaint sent; gives its code."""
    citizen.page.goto(f"/cases/{code}")
    shown = citizen.page.inner_text("main")
    assert all(part in shown for part in ("14/QĐ-UBND", "Công nhận một phần.", "Mức bồi thường."))
    citizen.press(f"a[href$='/{code}/do/again']")
    citizen.say(reason="Mức bồi thường chưa đúng.")
    citizen.press("main form button[type=submit]")
    again = citizen.page.inner_text(".case-code")
    assert again != code
    return again


def test_a_complaint_goes_through_both_instances_and_the_second_decision_is_published(
    people,  # noqa: F811 - the fixture
    walked,
):
    title = f"Khiếu nại quyết định thu hồi đất (lần {secrets.randbelow(10**6)})"
    citizen = people()
    code = send(citizen, title)
    head, clerk = people("head"), people("clerk")
    first = find(head, title)
    settle_first(walked, head, clerk, first)
    again = complain_again(citizen, code)
    chair, registry = people("chair"), people("registry")
    second = find(chair, title)
    step(chair, second, "accept", number="41/TB-UBND")
    hold_dialogue(walked, chair, second)
    step(chair, second, "decide", number="42/QĐ-UBND", content="Giữ nguyên quyết định lần đầu.")
    step(registry, second, "send", recipients="Người khiếu nại")
    step(registry, second, "publish", where="Niêm yết tại trụ sở")
    later(walked, second, 16)
    step(registry, second, "end_posting")
    citizen.page.goto(f"/cases/{again}")
    shown = citizen.page.inner_text("main")
    assert all(part in shown for part in ("42/QĐ-UBND", "Giữ nguyên quyết định lần đầu.", "Lần đầu"))
    citizen.page.goto(f"/register/{second}")
    public = citizen.page.inner_text("main")
    assert "Công khai quyết định" in public
    assert title not in public
    assert NAME not in public
    assert NAME not in walked.log
