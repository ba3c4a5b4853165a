"""Every way in but the web: counter, phone, paper, mail, older register. Each ends at a case with date and receipt."""

import contextlib
import io
import shutil
import subprocess
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.walks import house
from tests.walks.test_petition import Person, approve, draft, take_up
from tests.walks.visitors import NARROW, WIDE, Visitors, sign_in

pytestmark = pytest.mark.browser
NAME = "Vi Thị Minh Họa"
HEAD = "Ngày tiếp nhận;Họ và tên;Nội dung\n"
WRONG = f"{HEAD}05/11/2026;{NAME};Đường ngõ 15 hỏng\n31/02/2026;{NAME};Cống ngõ 15 tắc\n"
PATIENCE = 90


class Office:
    """A demonstration of its own, served, with its worker and its mail in folders."""

    def __init__(self, folder, chromium):
        self.folder, self.running = folder, contextlib.ExitStack()
        self.mail = {
            "HOIAM_MAIL_IN": f"maildir://{folder / 'in'}",
            "HOIAM_SMTP_URL": f"filemail://{folder / 'out'}",
        }
        for name in ("in/new", "in/cur", "in/tmp", "out"):
            (folder / name).mkdir(parents=True)
        self.house = self.running.enter_context(house.served(folder))
        self.visitors = Visitors(chromium, self.house)
        self.running.callback(self.visitors.leave)

    def worker(self):
        """`hoiam worker`, until the walk is over; mail is fetched when the walk says so."""
        log = self.running.enter_context((self.folder / "worker.log").open("w"))
        going = subprocess.Popen(
            [house.HOIAM, "worker", "--every", "0.2"],
            env=house.environment(self.folder, self.house.url, **{**self.mail, "HOIAM_MAIL_IN": ""}),
            cwd=house.ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        self.running.callback(going.wait, 10)
        self.running.callback(going.terminate)

    def deliver(self, made):
        """Into the mailbox, and fetched from there."""
        name = f"{time.time_ns()}.walk"
        (self.folder / "in" / "new" / name).write_bytes(made.as_bytes())
        said = house.hoiam(self.folder, "mail", "fetch", **self.mail)
        assert said.returncode == 0, said.stdout + said.stderr
        return said.stdout

    def code_told_to(self, address):
        """From the letter with the receipt, once the worker has written it."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for path in (self.folder / "out").glob("*"):
                letter = message_from_bytes(path.read_bytes(), policy=policy.default)
                text = str(letter.get_content())
                if address in str(letter["To"]) and "/cases/" in text:
                    return text.partition("/cases/")[2].split()[0]
            time.sleep(0.1)
        raise AssertionError((self.folder / "worker.log").read_text())


@pytest.fixture(scope="module")
def office(demonstration, tmp_path_factory, chromium):
    folder = tmp_path_factory.mktemp("channels") / "data"
    shutil.copytree(demonstration, folder)
    made = Office(folder, chromium)
    with made.running:
        made.worker()
        yield made
        assert "ERROR" not in made.house.log, made.house.log


@pytest.fixture
def meet(office):
    """meet(role) gives somebody of the office, signed in already, a browser of their own."""
    met = []

    def meet(role="", *, width=WIDE, scripts=True):
        met.append(Person(office.visitors, signed_in=role, width=width, scripts=scripts))
        return met[-1]

    yield meet
    for person in met:
        person.leave()


def type_matter(clerk, channel, title):
    clerk.page.goto("/desk/register")
    clerk.page.check(f"main [name=channel][value={channel}]")
    clerk.say(name=NAME, phone="0900 123 456", title=title, body=f"{title}. Đề nghị cho biết khi nào sửa.")


def register(clerk):
    """To the slip; gives its code."""
    clerk.press("main form[data-quick] button[type=submit]:not([name])")
    return clerk.page.inner_text(".case-code")


def has_date_and_receipt(clerk, code, channel):
    """The slip as it is given out, the citizen's page of the receipt, the case at the desk."""
    page = clerk.page
    page.goto(f"/cases/{code}/slip?desk=1")
    number = page.locator("dl.facts dd").first.inner_text()
    slip = page.inner_text("main")
    assert all(words in slip for words in (number, code, "Hạn thông báo việc xử lý", "nhật ký công khai"))
    page.goto(f"/cases/{code}/receipt")
    assert page.locator("img.qr").count() == 2
    page.goto(f"/desk/?q={number}")
    if page.locator("main table a").count():
        clerk.press("main table a", has_text="")
    shown = page.inner_text("main")
    assert all(words in shown for words in (number, channel, "Hạn xử lý"))


def test_at_the_counter_nothing_typed_is_lost(office, meet):
    title = "Đường ngõ 21 lún sau mưa"
    clerk = meet("clerk")
    type_matter(clerk, "counter", title)
    expect(clerk.page.locator("[data-draft-state]")).to_contain_text("Đã lưu")
    clerk.page.context.close()  # the power is gone

    other = meet("registry")
    other.page.goto("/desk/register")
    assert title not in other.page.content()

    back = meet("clerk")
    back.page.goto("/desk/register")
    back.press(".drafts a", has_text=title)
    assert back.page.input_value("main [name=name]") == NAME
    assert back.page.is_checked("main [name=channel][value=counter]")
    back.context.clear_cookies(name="sessionid")  # the session, too
    back.say(body="Đường lún, xe máy đã ngã hai lần.")
    expect(back.page.locator("[data-draft-warning=signed-out]")).to_be_visible()
    back.page.keyboard.press("Control+Enter")
    expect(back.page.locator("main [name=body]")).to_have_value("Đường lún, xe máy đã ngã hai lần.")
    again = back.context.new_page()
    sign_in(again, "clerk", office.house.password)
    again.close()
    back.say(address="Ngõ 21")
    expect(back.page.locator("[data-draft-state]")).to_contain_text("Đã lưu")
    back.faults.clear()  # the token that was refused
    code = register(back)
    has_date_and_receipt(back, code, "Tại nơi tiếp công dân")
    back.page.goto("/desk/register")
    assert title not in back.page.content()


def test_by_phone_a_form_is_kept_and_gone_on_with_without_scripts(meet):
    title = "Cống đầu ngõ 30 tắc"
    clerk = meet("clerk", width=NARROW, scripts=False)
    type_matter(clerk, "phone", title)
    clerk.press("main button[name=save]")
    clerk.press(".drafts a", has_text=title)
    assert clerk.page.input_value("main [name=phone]") == "0900 123 456"
    has_date_and_receipt(clerk, register(clerk), "Qua điện thoại")


def test_on_paper_the_scan_that_comes_later_finds_its_case(meet):
    clerk = meet("clerk")
    type_matter(clerk, "paper", "Đơn kiến nghị của tổ 5 (bản giấy)")
    code = register(clerk)
    clerk.press("nav a[href$='/cover']")
    sheet = Image.open(io.BytesIO(clerk.page.locator("main").screenshot())).convert("RGB")
    scan = io.BytesIO()
    sheet.save(scan, "PDF", resolution=96)
    clerk.page.goto("/desk/scans/")
    clerk.page.set_input_files(
        "[name=uploads]", {"name": "quet.pdf", "mimeType": "application/pdf", "buffer": scan.getvalue()}
    )
    clerk.press("main form[enctype] button[type=submit]")
    assert "quet.pdf" in clerk.page.inner_text("body")
    has_date_and_receipt(clerk, code, "Đơn giấy")
    assert "quet.pdf" in clerk.page.inner_text("main .files")


def mail(sender, subject, **changes):
    made = EmailMessage()
    made["From"], made["To"] = f"{NAME} <{sender}>", "dongkinh@langson.example"
    made["Subject"], made["Message-ID"] = subject, f"<{time.time_ns()}@example.invalid>"
    made.set_content("Đèn đường ngõ 40 hỏng.\nRác không ai thu gom.\nCho biết ai chịu trách nhiệm.")
    for name, value in changes.items():
        made.replace_header(name.replace("_", "-"), value)
    return made


def test_a_mail_held_is_decided_by_a_clerk_and_answered(office, meet):
    plain, held = "Phản ánh đèn ngõ 40", "Phản ánh rác ngõ 41"
    assert "1 taken" in office.deliver(mail("mot@example.invalid", plain))
    sealed = mail("hai@example.invalid", held, Content_Type="application/pkcs7-mime")
    assert "1 held" in office.deliver(sealed)
    clerk = meet("clerk")
    clerk.page.goto("/desk/?state=received")
    assert clerk.page.locator("main table a", has_text=plain).count() == 1
    clerk.page.goto("/desk/mail/")
    clerk.press("main a", has_text=held)
    clerk.page.check("main [name=kind][value=report]")
    clerk.press("form[action$='/take-in'] button")
    code = office.code_told_to("hai@example.invalid")
    has_date_and_receipt(clerk, code, "Qua thư điện tử")
    take_up(clerk, held, office.house.facts["handler"])
    draft(meet("handler"), held)
    approve(meet("head"), held)
    clerk.page.goto(f"/cases/{code}")
    assert "Đã trả lời" in clerk.page.inner_text("main")


def upload(clerk, name, text):
    """The file, its columns as they were guessed, and the report of the dry run."""
    clerk.page.goto("/desk/import/")
    clerk.page.set_input_files("[name=file]", {"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    clerk.press("main form[enctype] button[type=submit]")
    clerk.press("form[action$='/columns'] button[type=submit]")
    settle(clerk)


def settle(clerk):
    """Until the worker has done its part."""
    until = time.monotonic() + PATIENCE
    while clerk.page.get_by_text("Xem lại", exact=True).count() and time.monotonic() < until:
        clerk.page.reload()


def test_an_older_register_comes_in_whole_or_not_at_all(meet):
    clerk = meet("clerk")
    upload(clerk, "so-sai.csv", WRONG)
    assert "31/02" not in clerk.page.inner_text("main")
    assert clerk.page.locator("main table tbody tr").count() == 1
    assert clerk.page.locator("button[value=run]").count() == 0
    upload(clerk, "so-dung.csv", WRONG.replace("31/02", "06/11"))
    clerk.press("button[value=run]")
    settle(clerk)
    clerk.page.goto("/desk/?q=ngõ+15")
    assert clerk.page.locator("main table tbody tr").count() == 2
    clerk.press("main table a", has_text="Cống ngõ 15 tắc")
    shown = clerk.page.inner_text("main")
    assert all(words in shown for words in ("Sổ cũ", "Hạn xử lý", "06/11/2026"))


def pass_on(person, event, **choice):
    """The step with its reason; the case leaves the desk."""
    deed = person.open_deed(event)
    if choice:
        deed.locator("[name=to_unit]").select_option(**choice)
    deed.locator("[name=reason]").fill("Không thuộc thẩm quyền.")
    person.do(event)


def test_sent_to_a_wrong_office_and_back_the_office_above_sees_it(meet):
    title = "Tranh chấp lối đi ở hai đầu xã"
    clerk, neighbour, chair = meet("clerk"), meet("neighbour"), meet("chair")
    type_matter(clerk, "counter", title)
    register(clerk)
    clerk.page.goto("/desk/?state=received")
    clerk.press("main table a", has_text=title)
    pass_on(clerk, "transfer", label="xã Thất Khê")
    neighbour.page.goto("/desk/?state=received")
    neighbour.press("main table a", has_text=title)
    pass_on(neighbour, "send_back")
    clerk.page.goto("/desk/?state=received")
    clerk.press("main table a", has_text=title)
    number = clerk.page.locator(".case-line strong").inner_text()
    assert "giữa các cơ quan 2 lần" in clerk.page.inner_text("main")
    chair.page.goto("/desk/board/")
    row = chair.page.locator("section:has(#passed) tr", has_text=number)
    assert "2 lần" in row.inner_text()
    assert "Đông Kinh" in row.inner_text()
    chair.press(f"section:has(#passed) a:text-is('{number}')")
    assert title not in chair.page.inner_text("main")
