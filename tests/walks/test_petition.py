"""The whole journey of a petition, as three people of an office and a citizen walk it in their browsers."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from tests.walks.photo import NOTE, photo
from tests.walks.visitors import NARROW, WIDE, sign_in

pytestmark = pytest.mark.browser
POINTS = (
    (
        "Đèn đường ở ngõ 12 hỏng từ tháng Chín",
        "accepted",
        "Biên bản kiểm tra ngày 23/11/2026.",
        "Sửa trước ngày 5/12.",
    ),
    ("Rác ở đầu ngõ không ai thu gom", "partly_accepted", "Lịch thu gom năm 2026.", "Tăng thêm một chuyến."),
    ("Cho biết ai chịu trách nhiệm", "explained", "Quyết định phân công số 12.", "Gọi tổ quản lý đô thị."),
)
BODY = "\n".join(text for text, *_ in POINTS)
NAME, PHONE = "Lý Thị Minh Họa", "0900 123 987"
WITHOUT_DJANGO = (
    "import runpy, sys; sys.modules['django'] = None; "
    "runpy.run_module('hoiam.ledger.verify', run_name='__main__', alter_sys=True)"
)


class Person:
    """Somebody with a browser of their own; a fault of any of their pages is a fault of the walk."""

    def __init__(self, visitors, role="", *, signed_in="", **screen):
        """`role` signs in anew; `signed_in`: as somebody who did already."""
        self.context = visitors.context(signed_in, "vi", scheme="light", **screen)
        self.page = self.context.new_page()
        self.faults = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "response", lambda answer: self.faults.append(answer.url) if answer.status >= 400 else None
        )
        if role:
            sign_in(self.page, role, visitors.house.password)

    def press(self, where, **which):
        """Press and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.locator(where, **which).first.click()

    def say(self, **fields):
        for name, what in fields.items():
            self.page.fill(f"main [name='{name}']", what)

    def open_deed(self, event):
        """The form of one step on the page of a case."""
        deed = self.page.locator(f"details:has(form[action$='/{event}'])")
        if deed.get_attribute("open") is None:
            deed.locator("summary").click()
        return deed

    def do(self, event):
        with self.page.expect_navigation():
            self.open_deed(event).locator("button[type=submit]").click()

    def download(self, where, folder):
        """The file behind a link."""
        with self.page.expect_download() as waiting:
            self.page.locator(where).first.click()
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def leave(self):
        self.context.close()
        assert self.faults == []


@pytest.fixture(params=[(WIDE, True), (NARROW, False)], ids=["wide-with-scripts", "narrow-without-scripts"])
def people(request, visitors):
    """people(role) meets them on this kind of screen, one after the other."""
    width, scripts = request.param
    met = []

    def meet(role=""):
        met.append(Person(visitors, role, width=width, scripts=scripts))
        return met[-1]

    yield meet
    for person in met:
        person.leave()


def verify(receipt, vkey):
    """Run the verifier where there is neither Django nor a setting of ours."""
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DJANGO", "HOIAM", "DATABASE"))
    }
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, str(receipt), "--vkey", vkey],
        env=bare,
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


def send(citizen, title):
    """From the front page to the receipt; gives the code."""
    citizen.page.goto("/")
    citizen.press("main a[href='/send/']")
    citizen.say(q="dong kinh")
    citizen.press("main button[name=go][value=find]")
    citizen.press("main button[name=unit]", has_text="Đông Kinh")
    citizen.page.check("main [name=kind][value=report]")
    citizen.say(title=title, body=BODY)
    citizen.press("main button[name=go][value=next]")
    citizen.page.set_input_files(
        "#upload", {"name": "ngo-12.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    citizen.press("main button[name=go][value=upload]")
    assert "ngo-12.jpg" in citizen.page.inner_text(".kept")
    citizen.press("main button[name=go][value=next]")
    citizen.say(name=NAME, phone=PHONE)
    citizen.press("main button[name=go][value=next]")
    shown = citizen.page.inner_text("main")
    assert all(part in shown for part in (title, POINTS[1][0], NAME, PHONE, "ngo-12.jpg"))
    citizen.page.check("main [name=consent]")
    citizen.press("main button[name=go][value=submit]")
    return citizen.page.inner_text(".case-code")


def check_receipt(citizen, code, vkey, folder):
    """The page, its two QR codes, the file; the file proves itself, and nothing else does."""
    page = citizen.page
    assert page.url.endswith(f"/cases/{code}/receipt")
    assert page.locator("img.qr").count() == 2
    assert NAME not in page.content()
    receipt = citizen.download("a[href$='receipt.tlog-proof']", folder)
    good = verify(receipt, vkey)
    assert good.returncode == 0, good.stdout + good.stderr
    whole = receipt.read_bytes()
    for at in (whole.index(b"extra ") + 40, whole.index(b"extra ") + 60, len(whole) - 40):
        receipt.write_bytes(whole[:at] + (b"A" if whole[at : at + 1] != b"A" else b"B") + whole[at + 1 :])
        assert verify(receipt, vkey).returncode == 1, f"byte {at} may be changed"


def take_up(clerk, title, handler):
    """Found in the queue, classified, accepted, assigned; the photo read without its place."""
    clerk.page.goto("/desk/?state=received")
    clerk.press("main table a", has_text=title)
    clerk.open_deed("classify").locator("[name=field]").select_option("utility")
    clerk.do("classify")
    clerk.do("accept")
    clerk.open_deed("assign").locator("[name=to]").select_option(label=handler)
    clerk.do("assign")
    assert handler in clerk.page.inner_text("main")
    assert NAME not in clerk.page.content()


def draft(handler, title):
    """Three points, whole, laid before the head."""
    handler.page.goto("/desk/")
    handler.press("main table a", has_text=title)
    handler.press("main a[href$='/reply']")
    for _ in POINTS[1:]:
        handler.press("button[name=do][value=add]")
    for at, (text, decision, ground, next_step) in enumerate(POINTS):
        handler.say(**{f"p-{at}-text": text, f"p-{at}-ground": ground, f"p-{at}-next_step": next_step})
        handler.page.select_option(f"[name=p-{at}-decision]", decision)
    handler.press("button[name=do][value=propose]")


def approve(head, title):
    """Found among what waits for the head, read, approved."""
    head.page.goto("/desk/?state=proposed")
    head.press("main table a", has_text=title)
    if not head.page.url.endswith("/reply"):
        head.press("main a[href$='/reply']")
    assert all(text in head.page.inner_text("main") or text in head.page.content() for text, *_ in POINTS)
    head.press("button[name=do][value=approve]")


def read_reply(citizen, code, folder):
    """The answer to every point, and the letter."""
    citizen.page.goto(f"/cases/{code}")
    shown = citizen.page.inner_text("main")
    assert all(part in shown for point in POINTS for part in (point[0], point[2], point[3]))
    letter = citizen.download("a[href*='/letter/']", folder)
    assert letter.read_bytes().startswith(b"%PDF-")


def rate_and_contest(citizen, code):
    """Four of five; the second point is to be answered again."""
    citizen.press(f"a[href$='/{code}/rate?score=4']")
    assert citizen.page.is_checked("[name=score][value='4']")
    citizen.press("main form button[type=submit]")
    assert citizen.page.locator(".ds-alert[data-color=success]").count() == 1
    citizen.press(f"a[href$='/{code}/contest']")
    citizen.page.check("main [name=points][value='2']")
    citizen.say(reason="Chưa nêu tăng chuyến từ ngày nào.")
    citizen.press("main form button[type=submit]")
    contested = citizen.page.locator("ol.answer li", has_text="Rác ở đầu ngõ")
    assert "trả lời lại" in contested.inner_text()
    assert citizen.page.locator("details.due .due-left").count() >= 1


def test_a_petition_goes_in_a_reply_comes_out_the_proof_stays(people, walked, tmp_path):
    title = f"Phản ánh đèn và rác ở ngõ 12 (lần {secrets.randbelow(10**6)})"
    citizen = people()
    code = send(citizen, title)
    check_receipt(citizen, code, walked.vkey, tmp_path)
    clerk = people("clerk")
    take_up(clerk, title, walked.facts["handler"])
    picture = clerk.download("main a[href*='/files/']", tmp_path).read_bytes()
    assert picture.startswith(b"\xff\xd8")
    assert NOTE.encode() not in picture
    draft(people("handler"), title)
    approve(people("head"), title)
    read_reply(citizen, code, tmp_path)
    rate_and_contest(citizen, code)
    assert NAME not in walked.log
    assert code not in walked.log
