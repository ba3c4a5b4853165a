"""What is taken in and what is refused, each with a real file."""

import io
import zipfile

import pytest

from hoiam.files import archives, names, sniff
from hoiam.law.refusal import Refused
from tests.files import makers

HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
LINKS = '<Relationship Id="r1" Type="http://x/relationships/hyperlink" TargetMode="External" Target="https://a.test"/>'
PROGRAM = b"MZ\x90\x00" + bytes(200)


def fetched(what):
    """A part that the program which opens the document would bring in from elsewhere."""
    return f'<Relationship Type="http://x/relationships/{what}" Target="https://a.test/x" TargetMode="External"/>'


def refusal(name, data):
    with pytest.raises(Refused) as caught:
        sniff.kind_of(name, data)
    return caught.value


@pytest.mark.parametrize(
    ("name", "make", "media_type"),
    [
        ("a.jpg", makers.photo, "image/jpeg"),
        ("a.JPEG", makers.photo, "image/jpeg"),
        ("a.png", makers.png, "image/png"),
        ("a.webp", makers.webp, "image/webp"),
        ("a.pdf", makers.pdf, "application/pdf"),
        ("a.docx", makers.docx, makers.DOCX),
        ("a.xlsx", makers.xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.odt", makers.odt, "application/vnd.oasis.opendocument.text"),
        ("a.txt", "Đường <b>hỏng</b>\r\n\ttrang 2\f".encode, "text/plain"),
        ("a.txt", "\ufeffKính gửi".encode, "text/plain"),
        ("a.docx", lambda: makers.docx(**{"word/_rels/document.xml.rels": LINKS}), makers.DOCX),
    ],
)
def test_what_people_send_is_taken(name, make, media_type):
    assert sniff.kind_of(name, make()).media_type == media_type


@pytest.mark.parametrize(
    "name", ["a.doc", "a.exe", "a.svg", "a.html", "a.gif", "a.heic", "a.zip", "a.mp3", "a"]
)
def test_what_is_not_on_the_list_is_refused_with_the_list(name):
    refused = refusal(name, b"x")
    assert refused.code == "file_type_refused"
    assert refused.facts["allowed"] == sniff.ALLOWED


@pytest.mark.parametrize("name", ["a.docm", "a.xlsm", "a.DOTM", "a.xlsb", "a.pptm"])
def test_macro_documents_are_refused_by_name(name):
    assert refusal(name, makers.docx()).code == "macro_refused"


@pytest.mark.parametrize(
    "parts",
    [
        {"word/vbaProject.bin": "x"},
        {"word/activeX/activeX1.bin": "x"},
        {"[Content_Types].xml": makers.TYPES.replace("main+xml", "macroEnabled.main+xml")},
        {"word/embeddings/other.docm": "x"},
        {"word/embeddings/oleObject1.bin": "x"},
        {"word/_rels/settings.xml.rels": fetched("attachedTemplate")},
        {"word/_rels/document.xml.rels": LINKS + fetched("oleObject")},
    ],
)
def test_a_docm_renamed_to_docx_is_refused(parts):
    entries = {"[Content_Types].xml": makers.TYPES, "word/document.xml": "<a/>", **parts}
    assert refusal("a.docx", makers.archive(entries)).code == "macro_refused"


def test_macros_in_spreadsheets_and_open_documents_are_refused():
    assert refusal("a.xlsx", makers.xlsx(**{"xl/macrosheets/sheet1.xml": "x"})).code == "macro_refused"
    assert refusal("a.odt", makers.odt(**{"Basic/Standard/Module1.xml": "x"})).code == "macro_refused"


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.jpg", HTML, "html"),
        ("a.jpg", SVG, "html"),
        ("a.png", PROGRAM, "exe"),
        ("a.jpg", makers.docx(), "docx"),
        ("a.pdf", b"\xef\xbb\xbf" + HTML, "html"),
        ("a.txt", HTML, "html"),
        ("a.txt", b" \n" + SVG, "html"),
        ("a.docx", makers.photo(), None),
        ("a.pdf", b"junk\n" + makers.pdf(), None),
        ("a.docx", makers.archive({"evil.exe": "MZ"}), "zip"),
        ("a.xlsx", makers.docx(), "zip"),
        ("a.odt", makers.odt(media_type="application/vnd.oasis.opendocument.text-template"), "zip"),
    ],
)
def test_a_name_that_does_not_fit_the_content_is_refused(name, data, found):
    refused = refusal(name, data)
    assert refused.code == "file_is_not_what_it_says"
    assert found in {None, refused.facts["found"]}
    assert refused.facts["extension"] == name[2:]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", makers.photo() + makers.docx()),
        ("a.pdf", makers.pdf() + makers.archive({"a.exe": "x"})),
        ("a.jpg", makers.photo()[:20] + b"%PDF-1.7" + makers.photo()[20:]),
        ("a.png", makers.png()[:40] + b"<html><script>" + makers.png()[40:]),
    ],
)
def test_a_file_that_is_two_things_at_once_is_refused(name, data):
    assert refusal(name, data).code == "file_is_not_what_it_says"


def test_an_empty_file_is_refused():
    assert refusal("a.txt", b"").code == "file_empty"


def test_locked_and_old_office_files_are_told_apart():
    assert refusal("a.docx", OLE + "EncryptedPackage".encode("utf-16-le")).code == "file_encrypted"
    old = refusal("a.docx", OLE)
    assert (old.code, old.facts["extension"]) == ("file_is_not_what_it_says", "docx")
    locked = bytearray(makers.docx())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := locked.find(mark, start)) >= 0:
            locked[start + at] |= 1
            start += 4
    assert refusal("a.docx", bytes(locked)).code == "file_encrypted"
    manifest = {"META-INF/manifest.xml": "<manifest:encryption-data/>"}
    assert refusal("a.odt", makers.odt(**manifest)).code == "file_encrypted"


def test_a_bomb_by_ratio_size_or_number_is_refused():
    assert refusal("a.docx", makers.docx(**{"word/a.xml": b"0" * 3_000_000})).code == "archive_bomb"
    many = {f"word/{n}.xml": "" for n in range(archives.ENTRIES)}
    assert refusal("a.docx", makers.docx(**many)).code == "archive_bomb"


def test_a_bomb_whose_headers_lie_is_refused():
    data = makers.docx(**{"word/a.xml": b"0" * 3_000_000})
    size = (3_000_000).to_bytes(4, "little")
    assert data.count(size) == 2  # local and central header
    assert refusal("a.docx", data.replace(size, (10).to_bytes(4, "little"))).code in {
        "archive_bomb",
        "file_damaged",
    }


def test_unpacking_stops_at_the_limit_whatever_the_headers_say(monkeypatch):
    monkeypatch.setattr(archives, "UNPACKED", 50)
    monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda _: [])
    with zipfile.ZipFile(io.BytesIO(makers.docx())) as archive:
        entries = list(archive.filelist)
        monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda _: entries)
        with pytest.raises(Refused, match="archive_bomb"):
            archives._unpack(archive)


def test_a_torn_document_and_one_with_two_parts_of_a_name_are_refused():
    assert refusal("a.docx", makers.docx()[:-30]).code == "file_damaged"
    broken = bytearray(makers.docx(**{"word/big.xml": bytes(range(256)) * 40}))
    middle = broken.find(b"word/big.xml") + 40
    broken[middle : middle + 60] = bytes(60)
    assert refusal("a.docx", bytes(broken)).code == "file_damaged"
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = makers.archive(
            {"[Content_Types].xml": "", "word/document.xml": ""}, first=("word/document.xml", "")
        )
    assert refusal("a.docx", twice).code == "file_damaged"


def test_a_part_that_should_be_small_and_is_not_is_refused():
    big = {"[Content_Types].xml": bytes(range(256)) * 5000}
    assert refusal("a.docx", makers.docx(**big)).code == "archive_bomb"


def test_text_in_another_encoding_and_bytes_named_txt_are_refused():
    assert refusal("a.txt", "Đường".encode("utf-16")).code == "text_encoding"
    assert refusal("a.txt", b"caf\xe9").code == "text_encoding"
    assert refusal("a.txt", PROGRAM).code == "file_is_not_what_it_says"
    assert refusal("a.txt", b"{\\rtf1 letter}").code == "file_is_not_what_it_says"
    assert refusal("a.txt", b"beep \x07").code == "file_is_not_what_it_says"
    assert refusal("a.txt", "erase \x9b2J".encode()).code == "file_is_not_what_it_says"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\buoi\\ảnh.jpg", "ảnh.jpg"),
        ("invoice\u202egpj.exe.txt", "invoicegpj.exe.txt"),
        ("a\r\nSet-Cookie: x\x00.pdf", "aSet-Cookie_ x.pdf"),
        ("Đơn  kiến\u00a0nghị.PDF", "Đơn kiến nghị.pdf"),
        (".jpg", "jpg"),
        ("", "file"),
        ("...", "file"),
        ('a<b>:"c"|?*.txt', "a_b___c____.txt"),
        ("đ" * 300 + ".docx", "đ" * 115 + ".docx"),
    ],
)
def test_names_are_made_harmless(sent, kept):
    assert names.harmless(sent) == kept
    assert len(names.harmless(sent)) <= names.LIMIT
