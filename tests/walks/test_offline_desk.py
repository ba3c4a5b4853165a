"""The counter without network: prepared, the server stopped, ten petitions with slips, the server back: ten cases."""

import contextlib
import json
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.walks import house, words_on_pages
from tests.walks.test_every_page import faults, over
from tests.walks.visitors import HEIGHT, NARROW, WIDE, sign_in

pytestmark = pytest.mark.browser
PHRASE = "chợ Kỳ Lừa buổi sáng"
TEN = range(4, 14)
PAGE = "/desk/offline/"
PATIENCE = 25_000
TOLD = """
import json
from hoiam.desk.cases.models import Case, Step
from hoiam.journal.models import Event, PadStub
from hoiam.ledger import statement
cases = []
for stub in PadStub.objects.filter(state="used").select_related("event").order_by("pad_id", "number"):
    entry = statement.parse(stub.event.statement)
    step = Step.objects.get(entry=stub.event_id)
    cases.append({"stub": f"{stub.pad_id}/{stub.number}", "case": step.case_id, "title": step.case.title,
                  "kind": step.case.kind, "received_at": step.case.received_at.isoformat(),
                  "claimed": entry.facts["claimed"], "logged": entry.at.isoformat(), "named": entry.facts["stub"]})
print(json.dumps({"cases": cases, "all": Case.objects.count()}))
"""


class Office:
    """The same folder on the same port, served or not."""

    def __init__(self, folder):
        self.folder, self.port = folder, house.free_port()
        self.running = None
        self.start()

    def start(self):
        self.running = contextlib.ExitStack()
        self.house = self.running.enter_context(house.served(self.folder, port=self.port))

    def stop(self):
        self.running.close()

    def told(self):
        """What the database and the log say."""
        asked = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{TOLD}"],
            env={**house.environment(self.folder), "DJANGO_SETTINGS_MODULE": "hoiam.config.settings"},
            cwd=house.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert asked.returncode == 0, asked.stderr
        return json.loads(asked.stdout)


@pytest.fixture
def office(demonstration, tmp_path):
    folder = tmp_path / "data"
    house.copied(demonstration, folder)
    made = Office(folder)
    yield made
    made.stop()


@pytest.fixture
def browser_of_the_counter(chromium, office):
    """One browser with what it keeps: cookies, cache, database, worker."""
    context = chromium.new_context(base_url=office.house.url, viewport={"width": NARROW, "height": HEIGHT})
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": "lang", "value": "vi", "url": office.house.url}])
    yield context
    context.close()


@pytest.fixture
def page(browser_of_the_counter, office):
    """The clerk's, prepared."""
    found = browser_of_the_counter.new_page()
    found.on("dialog", lambda dialog: dialog.accept())
    sign_in(found, "clerk", office.house.password)
    found.goto(PAGE)
    prepare(found)
    return found


def prepare(page):
    page.fill("#offline_phrase", PHRASE)
    page.fill("#offline_again", PHRASE)
    page.click("[data-part=prepare] button")
    page.wait_for_selector("[data-part=work]:visible")


def unlock(page, phrase=PHRASE):
    page.fill("#offline_open", phrase)
    page.click("[data-part=unlock] button")


def write(page, stub, **said):
    """One entry, as it is typed; waits until it is stored."""
    whole = {
        "name": f"Người Gửi Giả Định {stub}",
        "title": f"Kiến nghị {stub}",
        "body": "Đèn hỏng.",
        "stub": stub,
    }
    for name, text in {**whole, **said}.items():
        page.fill(f"[data-entry] [name={name}]", text)
    page.click("[data-entry] button[type=submit]")
    page.wait_for_selector(f"[data-queue] li:has(strong:text-is('{stub}'))")


def entries(page, color):
    return page.locator(f"[data-queue] li[data-state={color}]")


def hand_in(page):
    page.click("[data-sync]")


def all_taken(page, count):
    expect(entries(page, "success")).to_have_count(count, timeout=PATIENCE)


def raw(page):
    """Everything that the browser's database holds, as text."""
    return page.evaluate(
        """async () => {
          const done = asked => new Promise(resolve => { asked.onsuccess = () => resolve(asked.result) })
          const db = await done(indexedDB.open('hoiam-offline'))
          const all = name => done(db.transaction(name).objectStore(name).getAll())
          const plain = (_, data) => data instanceof ArrayBuffer ? new TextDecoder().decode(data) : data
          return JSON.stringify([await all('vaults'), await all('entries')], plain)
        }"""
    )


def test_ten_petitions_without_a_server_become_ten_cases_once_each(page, office, browser_of_the_counter):
    pad = office.house.facts["pad"]
    before = office.told()
    assert before["cases"] == []
    office.stop()
    for number in list(TEN)[:5]:
        write(page, f"{pad}/{number}")
    page.reload()
    assert page.locator("h1").inner_text() == "Quầy tiếp nhận khi mất mạng"
    unlock(page, "không phải cụm này")
    page.wait_for_selector("[data-unlock-error]:has-text('không phải cụm mật khẩu')")
    assert entries(page, "info").count() == 0
    unlock(page)
    page.wait_for_selector("[data-part=work]:visible")
    for number in list(TEN)[5:]:
        write(page, f"{pad}/{number}")
    assert entries(page, "info").count() == len(TEN)
    kept = raw(page)
    assert f"{pad}/4" not in kept
    assert "Người Gửi" not in kept
    assert PHRASE not in kept
    hand_in(page)
    page.wait_for_selector("[data-status]:has-text('Không kết nối được')")
    assert entries(page, "info").count() == len(TEN)

    office.start()
    hand_in(page)
    all_taken(page, len(TEN))
    assert "Người Gửi" not in page.locator("[data-queue]").inner_text()
    assert page.locator("[data-queue] a[href^='/desk/cases/']").count() == len(TEN)
    first = office.told()
    assert [one["stub"] for one in first["cases"]] == [f"{pad}/{number}" for number in TEN]
    assert [one["title"] for one in first["cases"]] == [f"Kiến nghị {pad}/{number}" for number in TEN]
    assert first["all"] == before["all"] + len(TEN)
    for one in first["cases"]:
        assert one["named"] == one["stub"]
        assert one["claimed"][:19] == one["received_at"][:19]
        assert one["claimed"][:19] < one["logged"][:19]

    page.evaluate("document.querySelector('[data-sync]').disabled = false")
    hand_in(page)
    page.reload()
    unlock(page)
    all_taken(page, len(TEN))
    assert office.told() == first


def test_a_page_killed_in_the_middle_doubles_nothing(page, office, browser_of_the_counter):
    pad = office.house.facts["pad"]
    office.stop()
    for number in (4, 5, 6):
        write(page, f"{pad}/{number}")
    office.start()
    taken = []

    def lose(route):
        """The office takes the second one in, and its answer never arrives."""
        if route.request.method != "POST":
            return route.continue_()
        if not taken:
            taken.append(1)
            return route.continue_()
        route.fetch()
        taken.append(2)
        return route.abort()

    page.route(f"**{PAGE}", lose)
    hand_in(page)
    page.wait_for_selector("[data-status]:has-text('Không kết nối được')")
    assert (entries(page, "success").count(), entries(page, "info").count()) == (1, 2)
    page.close()
    assert len(office.told()["cases"]) == 2

    again = browser_of_the_counter.new_page()
    again.goto(PAGE)
    unlock(again)
    all_taken(again, 3)
    assert [one["stub"] for one in office.told()["cases"]] == [f"{pad}/{number}" for number in (4, 5, 6)]


def test_by_itself_once_the_server_is_back(page, office):
    pad = office.house.facts["pad"]
    office.stop()
    write(page, f"{pad}/4")
    office.start()
    all_taken(page, 1)
    assert len(office.told()["cases"]) == 1


def test_what_is_refused_stays_with_its_reason_and_is_corrected(page, office):
    pad = office.house.facts["pad"]
    write_first = {"day": "01/01/2026"}
    office.stop()
    write(page, f"{pad}/3")
    write(page, f"{pad}/4", **write_first)
    write(page, f"{pad}/5")
    write(page, f"{pad}/5", title="Việc khác cùng số")
    assert page.locator("[data-queue] li:has-text('có ở nhiều mục')").count() == 2
    assert page.locator(f"[data-queue] li:has-text('{pad}/3'):has-text('không nằm trong')").count() == 1
    office.start()
    hand_in(page)
    page.wait_for_selector("[data-status]:has-text('Đã nộp: 1 trên 4')")
    assert entries(page, "danger").count() == 3
    text = page.locator("[data-queue]").inner_text()
    assert "quá lâu" in text
    assert "đã được dùng" in text
    old = page.locator(f"[data-queue] li:has(strong:text-is('{pad}/4'))")
    old.locator("button").first.click()
    page.wait_for_selector(f"[data-heading]:has-text('{pad}/4')")
    assert page.input_value("[data-entry] [name=title]") == f"Kiến nghị {pad}/4"
    page.fill(
        "[data-entry] [name=day]",
        page.evaluate(
            "new Intl.DateTimeFormat('en-GB', {timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short'}).format(new Date())"
        ),
    )
    page.click("[data-entry] button[type=submit]")
    hand_in(page)
    all_taken(page, 2)
    page.locator(f"[data-queue] li:has(strong:text-is('{pad}/3')) button").last.click()
    expect(page.locator("[data-queue] li")).to_have_count(3)
    assert [one["stub"] for one in office.told()["cases"]] == [f"{pad}/4", f"{pad}/5"]


def test_signed_out_or_another_clerk_signed_in_nothing_is_lost(page, office, browser_of_the_counter):
    pad = office.house.facts["pad"]
    office.stop()
    write(page, f"{pad}/4")
    office.start()
    mine = browser_of_the_counter.cookies()
    browser_of_the_counter.clear_cookies(name="sessionid")
    hand_in(page)
    page.wait_for_selector("[data-status]:has-text('đã bị đăng xuất')")
    assert page.locator("[data-status] a").get_attribute("href").startswith("/account/login/")
    other = browser_of_the_counter.new_page()
    sign_in(other, "head", office.house.password)
    hand_in(page)
    page.wait_for_selector("[data-status]:has-text('đang đăng nhập')")
    other.goto(PAGE)
    other.wait_for_selector("[data-others]:has-text('mục đang chờ của người khác: 1')")
    assert other.locator("[data-part=prepare]").is_visible()
    assert office.told()["cases"] == []
    other.close()
    browser_of_the_counter.clear_cookies(name="sessionid")
    browser_of_the_counter.add_cookies([one for one in mine if one["name"] == "sessionid"])
    hand_in(page)
    all_taken(page, 1)
    assert len(office.told()["cases"]) == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_at_work_is_whole(page, office, browser_of_the_counter, language):
    pad = office.house.facts["pad"]
    browser_of_the_counter.add_cookies([{"name": "lang", "value": language, "url": office.house.url}])
    page.reload()
    page.wait_for_selector("[data-part=unlock]:visible")
    assert looked_at(page, language) == {}
    unlock(page)
    page.wait_for_selector("[data-part=work]:visible")
    page.click("[data-entry] button[type=submit]")
    page.wait_for_selector("[data-entry-error]:visible")
    assert page.locator("[data-queue] li").count() == 0
    office.stop()
    for stub in (f"{pad}/3", f"{pad}/3", f"{pad}/4"):
        write(page, stub, name="Nông Thị Giả Định", title="—", body="—")
    assert looked_at(page, language) == {}
    office.start()
    hand_in(page)
    page.wait_for_selector("[data-queue] li[data-state=danger] >> nth=1")
    all_taken(page, 1)
    assert looked_at(page, language) == {}


def looked_at(page, language):
    """Faults by width, and words of the other language."""
    from tests.axe import QUICK  # noqa: PLC0415 - the headers forbid to add it to the page itself

    page.evaluate(QUICK)
    found = {}
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found |= {f"{width}": faults(page), f"over {width}": over(page, width)}
    found["words"] = words_on_pages.foreign(page.evaluate(words_on_pages.SHOWN), language)
    return {name: what for name, what in found.items() if what}


def test_without_a_service_worker_paper_is_the_way(office, chromium):
    context = chromium.new_context(base_url=office.house.url)
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    page = context.new_page()
    sign_in(page, "clerk", office.house.password)
    page.goto(PAGE)
    assert page.locator("[data-part=unable] a[href='/desk/pads/']").is_visible()
    assert not page.locator("[data-part=prepare]").is_visible()
    context.close()
