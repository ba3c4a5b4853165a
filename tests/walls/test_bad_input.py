"""Bad input at every door: clear words in the reader's language, everything else kept, nothing half taken in."""

import io
import threading
import zipfile
from html import unescape

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.utils import timezone

from hoiam.desk.cases.models import Case, Import, Mail, Part
from hoiam.files.models import File
from hoiam.law.roles import Role
from tests import cast as people
from tests.desk import (
    test_citizen_send as sending,
    test_exporting as exporting,
    test_importing as importing,
    test_mail_in as mail,
    test_split as splitting,
    test_staff_register as counter,
)
from tests.files import makers
from tests.kit import test_legacy as legacy

pytestmark = pytest.mark.django_db
LANGUAGES = ("vi", "en")
both = pytest.mark.parametrize("language", LANGUAGES)
FILES = {
    "locked": (
        *("giay-to.pdf", makers.pdf(password="bi-mat")),
        *(
            "Tệp bị khóa bằng mật khẩu. Hãy bỏ mật khẩu trước.",
            "locked with a password. Remove the password first",
        ),
    ),
    "locked document": (
        *(
            "don.docx",
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        ),
        *(
            "Tệp bị khóa bằng mật khẩu. Hãy bỏ mật khẩu trước.",
            "locked with a password. Remove the password first",
        ),
    ),
    "a program by its name": (
        *("don.docm", makers.docx()),
        *("Tệp chứa chương trình (macro). Hãy lưu lại", "holds a program (macro). Save it without macros"),
    ),
    "a program inside": (
        *("bang.xlsx", makers.xlsx(**{"xl/vbaProject.bin": "x"})),
        *("Tệp chứa chương trình (macro). Hãy lưu lại", "holds a program (macro). Save it without macros"),
    ),
    "a bomb": (
        *("don.docx", makers.docx(**{"word/a.xml": b"0" * 3_000_000})),
        *("Khi giải nén, tệp sẽ quá lớn.", "Unpacked, the file would be far too large."),
    ),
    "a page called a photo": (
        *("anh.jpg", b"<!doctype html><script>alert(1)</script>"),
        *("Bên trong tệp không đúng như tên", "What is inside is not what the name says"),
    ),
    "torn": ("don.docx", makers.docx()[:-30], "Tệp hỏng, không đọc được.", "damaged and cannot be read"),
    "empty": ("don.txt", b"", "Tệp rỗng.", "The file is empty."),
}


@pytest.fixture(autouse=True)
def _fresh(db):
    cache.clear()


def text(answer):
    return unescape(answer.content.decode())


def said_in(language, name):
    """File name, bytes and the words that are awaited."""
    file, data, vietnamese, english = FILES[name]
    return file, data, english if language == "en" else vietnamese


@both
@pytest.mark.parametrize("name", FILES)
def test_a_citizen_is_told_what_is_wrong_with_a_file_and_keeps_the_text(cast, client, name, language):
    file, data, words = said_in(language, name)
    page = sending.upload(client, cast, file, data, language)
    assert page.status_code == 422
    assert words in text(page)
    assert file in text(page)
    assert sending.hidden(page)["body"] == people.BODY
    assert not File.objects.exists()
    assert not Case.objects.exists()


@both
@pytest.mark.parametrize("name", FILES)
def test_a_clerk_is_told_what_is_wrong_with_a_file_and_keeps_all_that_was_typed(cast, client, name, language):
    file, data, words = said_in(language, name)
    client.force_login(cast.clerk)
    client.cookies["lang"] = language
    typed = counter.typed(cast)
    good = SimpleUploadedFile("ghi-chep.txt", "Đèn hỏng".encode())
    page = client.post("/desk/register", {**typed, "uploads": [SimpleUploadedFile(file, data), good]})
    assert page.status_code == 422
    assert words in text(page)
    assert file in text(page)
    for name_ in ("name", "phone", "address", "title"):
        assert typed[name_] in text(page), name_
    assert typed["body"] in text(page)
    assert "ghi-chep.txt" in text(page)
    assert not Case.objects.exists()
    assert File.objects.count() == 1  # the good one waits with the form


@pytest.mark.parametrize("name", [name for name in FILES if name != "empty"])
def test_a_mail_with_a_bad_attachment_is_a_case_that_names_it(cast, name):
    ward_takes_mail(cast)
    file, data, _vietnamese, _english = FILES[name]
    assert mail.take(mail.with_file(file, data)).state == "taken"
    case = Case.objects.get()
    assert f"- {file}: " in case.body
    assert "Đèn đường ngõ 7 hỏng." in case.body
    [receipt] = mail.sent("mail-received")
    for language, started in (("vi", "tệp thứ 1"), ("en", "number 1")):
        assert started in mail.words(receipt, language).body
    assert not File.objects.exists()


# Mail


def ward_takes_mail(cast):
    mail.mail_held.open_address(
        unit_id=cast.ward.pk, address=mail.WARD, by=people.actor(cast.head), at=timezone.now()
    )


HEAD = f"From: {mail.SENDER}\r\nTo: {mail.WARD}\r\nSubject: Den duong hong\r\nMIME-Version: 1.0\r\n".encode()
MIXED = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HELD = {
    "too_many_parts": HEAD
    + MIXED
    + b"--x\r\n"
    + PLAIN
    + b"a\r\n" * 1
    + (b"--x\r\n" + PLAIN + b"a\r\n") * 500
    + b"--x--",
    "too_deep": HEAD
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(60))
    + PLAIN
    + b"a\r\n",
    "encrypted": mail.LOCKED,
    "empty": mail.EMPTY,
}
PAGES = {
    "too_many_parts": ("Có quá nhiều phần: không mở", "Made of too many parts: not opened"),
    "too_deep": ("Các phần lồng nhau quá sâu: không mở", "Parts within parts without end: not opened"),
    "encrypted": ("Được mã hóa: không đọc được ở đây", "Encrypted: cannot be read here"),
    "empty": ("Không có nội dung, không có tệp kèm", "Says nothing and has no attachment"),
}


@pytest.mark.parametrize("reason", HELD)
def test_a_mail_that_cannot_be_taken_in_waits_whole_and_both_sides_are_told(cast, client, reason):
    ward_takes_mail(cast)
    got = mail.take(HELD[reason])
    assert (got.state, got.reason) == ("held", reason)
    assert bytes(Mail.objects.get().raw) == HELD[reason]
    [told] = mail.sent("mail-held")
    assert "gửi lại" in mail.words(told).body
    assert "again" in mail.words(told, "en").body
    client.force_login(cast.clerk)
    for language, words in zip(LANGUAGES, PAGES[reason], strict=True):
        assert words in text(client.get(f"/desk/mail/{got.mail_id}/?lang={language}"))
    assert not Case.objects.exists()


MALFORMED = {
    "a boundary that never comes": HEAD + MIXED + "Đèn hỏng.".encode(),
    "a boundary that never ends": HEAD + MIXED + b"--x\r\n" + PLAIN + "Đèn hỏng.".encode(),
    "no empty line": HEAD + PLAIN[:-2] + "Đèn hỏng.".encode(),
    "base64 that is none": HEAD
    + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + "Đèn hỏng.".encode(),
    "an encoding nobody knows": HEAD
    + b"Content-Type: text/plain; charset=x-khong-co\r\n\r\n"
    + "Đèn hỏng.".encode(),
    "a type nobody knows": HEAD + b"Content-Type: ;;;=\r\n\r\n" + "Đèn hỏng.".encode(),
    "zeros": HEAD + PLAIN + "Đèn hỏng.\0\0".encode(),
    "a header of many lines": HEAD + b"X-Long: " + b"a\r\n " * 5000 + b"\r\n" + PLAIN + "Đèn hỏng.".encode(),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_mail_is_read_as_far_as_it_goes_or_waits_whole(cast, name):
    ward_takes_mail(cast)
    got = mail.take(MALFORMED[name])
    if got.state == "taken":
        case = Case.objects.get()
        assert "hỏng" in case.title + case.body or "Den duong hong" in case.title
    else:
        assert got.state == "held"
        assert bytes(Mail.objects.get().raw) == MALFORMED[name]
        assert mail.sent("mail-held")


# Tables


def post_table(client, cast, name, data, language="vi"):
    client.force_login(cast.clerk)
    client.cookies["lang"] = language
    return client.post("/desk/import/", {"file": SimpleUploadedFile(name, data)}, follow=True)


def rows_of_nothing(count, *lines):
    """An .xlsx as a program writes it after somebody formatted whole columns: a million rows, nearly all empty."""
    made = importing.book(*lines)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                empty = "".join(
                    f'<row r="{n}" spans="1:7" ht="15" customHeight="1" s="1" customFormat="1"/>'
                    for n in range(len(lines) + 1, count + 1)
                )
                data = data.replace(b"</sheetData>", empty.encode() + b"</sheetData>")
            new.writestr(name, data)
    return out.getvalue()


def test_a_sheet_of_empty_rows_is_passed_over_by_page_and_worker(cast, client):
    """A tenth of the rows that a sheet may have; with all 1,048,576 the worker reads for some seconds more."""
    data = rows_of_nothing(100_000, importing.HEAD, importing.OPEN)
    page = post_table(client, cast, "so-cu.xlsx", data)
    assert page.status_code == 200
    card = Import.objects.get()
    importing.importing.name_columns(
        import_id=card.pk, columns=card.columns, kind="petition", by=people.actor(cast.clerk)
    )
    importing.importing.work(at=timezone.now())
    card.refresh_from_db()
    assert (card.state, card.rows) == ("checked", 1)


@both
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("so.xlsm", b"PK\x03\x04", ("macro", "macro")),
        (
            "so.xls",
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504),
            ("định dạng văn phòng cũ", "old office format"),
        ),
        (
            "so.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
            ("khóa bằng mật khẩu", "locked with a password"),
        ),
        (
            "so.csv",
            "Ã¡Â»â„¢ng;hÃ²a xÃ£;hÃ¡Â»â„¢i;Äƒ Ä‘Ã¡".encode(),
            ("Hãy lưu lại tệp theo Unicode (UTF-8)", "Save the file anew as Unicode (UTF-8)"),
        ),
        ("so.csv", b"\n\n", ("không có dòng nào", "has no row")),
    ],
    ids=["macro", "old", "locked", "no encoding", "empty"],
)
def test_a_table_that_cannot_be_taken_is_explained(cast, client, name, data, words, language):
    page = post_table(client, cast, name, data, language)
    assert page.status_code == 422
    assert words[language == "en"] in text(page)
    assert not Import.objects.exists()


@both
@pytest.mark.parametrize("old", ["tcvn3", "vni"])
def test_a_table_in_old_fonts_is_said_to_be_converted(cast, client, old, language):
    lines = importing.csv_of(importing.HEAD, importing.OPEN).decode().replace("Đ", "đ")
    typed = legacy.typed(lines, legacy.legacy.TCVN3) if old == "tcvn3" else legacy.vni(lines)
    page = text(post_table(client, cast, "so.csv", typed.encode("latin-1"), language))
    name = {"tcvn3": "TCVN3", "vni": "VNI"}[old]
    assert name in page
    assert ("is converted to Unicode" if language == "en" else "chuyển sang Unicode") in page


def test_a_formula_in_a_csv_stays_text_and_leaves_as_text(cast, client):
    row = (1, "02/11/2026", "@SUM(1+1)", "Kiến nghị", '=HYPERLINK("http://a.test")', None, None)
    importing.taken_in(cast, importing.csv_of(importing.HEAD, row), "so.csv")
    case = Case.objects.get()
    assert case.body.startswith("=HYPERLINK")
    client.force_login(cast.clerk)
    assert "=HYPERLINK(&quot;http://a.test&quot;" in client.get(f"/desk/cases/{case.pk}/").content.decode()
    cells = [cell for line in exporting.lines(cast) for cell in line]
    assert "'@SUM(1+1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-"))]


def test_a_formula_of_a_workbook_is_not_computed_and_its_row_is_named(cast, client):
    row = (1, "02/11/2026", "Lý Ví Dụ", "Kiến nghị", "=1+1", None, None)
    card = importing.checked(cast, importing.book(importing.HEAD, row), "so.xlsx")
    client.force_login(cast.clerk)
    page = text(client.get(f"/desk/import/{card.id}/?lang=en"))
    assert (card.state, card.wrong) == ("checked", 1)
    assert "Must not be empty" in page
    assert not Case.objects.exists()


def test_the_same_table_twice_is_taken_in_once_and_said_so(cast, client):
    data = importing.csv_of(importing.HEAD, importing.OPEN)
    importing.taken_in(cast, data, "so.csv")
    page = post_table(client, cast, "so-khac-ten.csv", data)
    assert page.status_code == 422
    assert "Chính tệp này đã được nhập rồi." in text(page)
    assert Case.objects.count() == 1


# Two clerks at one letter


@pytest.mark.django_db(transaction=True)
def test_two_clerks_split_one_letter_at_the_same_moment(cast):
    """One split; the other's page comes back with every word and links to what was made."""
    second = people._person("second clerk", cast.ward, Role.CLERK)
    case = splitting.letter(cast)
    typed = splitting.form(case, "petition", "report", "report")
    answers = {}

    def split(person):
        try:
            clerk = Client()
            clerk.force_login(person)
            answers[person.pk] = clerk.post(f"/desk/cases/{case.pk}/split", typed)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=split, args=(person,)) for person in (cast.clerk, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers.values()) == [302, 409]
    assert Part.objects.filter(origin=case).count() == 3
    lost = next(text(answer) for answer in answers.values() if answer.status_code == 409)
    for number, line in enumerate(splitting.BODY.split("\n"), start=1):
        assert f"Phần {number} gõ bằng tay" in lost
        assert f"{line} Thêm một câu." in lost
    assert all(f"/desk/cases/{part.case_id}/" in lost for part in Part.objects.all())
