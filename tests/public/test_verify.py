"""Checking a receipt: what holds, what does not, and what is no receipt at all, each in plain words."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.journal import actions as journal, queries as log
from hoiam.ledger import receipt
from tests import cast as people

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("language", ["vi", "en"])
SAYS = {
    "valid": ("Biên nhận hợp lệ", "The receipt holds"),
    "promise": ("Lời hứa hợp lệ", "A valid promise"),
    "invalid": ("Biên nhận không hợp lệ", "The receipt does not hold"),
    "unread": ("Không đọc được biên nhận này", "This cannot be read as a receipt"),
    "code": ("Đây là mã tra cứu", "This is the code of a case"),
    "nothing": ("Hãy chọn tệp hoặc dán nội dung", "Choose a file or paste a text"),
    "large": ("Quá lớn, không phải biên nhận", "This is too large for a receipt"),
}


@pytest.fixture
def taken(cast):
    return cases.submit(intake=people.intake(cast.ward), at=timezone.now())


@pytest.fixture
def given(taken):
    return log.receipt_of(event_id=taken.event_id)


def check(client, language="vi", **said):
    client.cookies["lang"] = language
    return client.post("/verify", said)


def says(page, what, language="vi"):
    return SAYS[what][language == "en"] in unescape(page.content.decode())


def file(data):
    return SimpleUploadedFile("x.tlog-proof", data if isinstance(data, bytes) else data.encode())


@both
def test_a_downloaded_receipt_holds(client, given, language):
    page = check(client, language, file=file(given.text))
    assert page.status_code == 200
    assert says(page, "valid", language)
    assert {"vi": "phường Đông Kinh", "en": "Dong Kinh ward"}[language] in unescape(page.content.decode())
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "change", [lambda text: text, lambda text: f"\n {text}\n\n", lambda text: text.replace("\n", "\r\n")]
)
def test_a_pasted_receipt_holds_whatever_pasting_did_to_its_ends(client, given, change):
    assert says(check(client, text=change(given.text)), "valid")


@pytest.mark.parametrize("change", [str, str.lower, lambda url: url.replace("HTTPS://", "http://")])
def test_the_address_of_the_qr_code_holds(client, given, change):
    assert says(check(client, text=change(given.url)), "valid")


@both
def test_one_changed_letter_does_not_hold(client, given, language):
    lines = given.text.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("extra "))
    body = lines[at]
    lines[at] = body[:60] + ("A" if body[60] != "A" else "B") + body[61:]
    page = check(client, language, file=file("\n".join(lines)))
    assert page.status_code == 422
    assert says(page, "invalid", language) or says(page, "unread", language)


def test_a_receipt_of_another_log_does_not_hold(client, given):
    other = given.text.replace("— hoiam.localhost", "— other.example", 1)
    page = check(client, file=file(other))
    assert says(page, "invalid") or says(page, "unread")
    assert not says(page, "valid")


@both
def test_a_promise_is_told_as_one(client, cast, language, monkeypatch):
    monkeypatch.setattr(journal, "settle", lambda **_: None)
    made = cases.submit(intake=people.intake(cast.ward), at=timezone.now())
    given = log.receipt_of(event_id=made.event_id)
    assert given.state == receipt.State.PROMISED
    assert says(check(client, language, file=file(given.text)), "promise", language)


@both
@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"text": ""}, "nothing"),
        ({"text": "   \n"}, "nothing"),
        ({"text": "xin chào"}, "unread"),
        ({"text": "<script>alert(1)</script>"}, "unread"),
        ({"text": "HTTPS://X/V#AAAA"}, "unread"),
        ({"text": "HTTPS://X/V#'; DROP TABLE"}, "unread"),
        ({"text": "x" * 300_000}, "large"),
    ],
)
def test_what_is_no_receipt_is_said_so_and_stays_in_the_field(client, cast, said, what, language):
    page = check(client, language, **said)
    assert page.status_code == 422
    assert says(page, what, language)
    assert said["text"].strip() in unescape(page.content.decode())
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize(
    "data", [b"\x01", b"\x00\xff" * 50, b"PK\x03\x04", b"c2sp.org/tlog-proof@v1\n", b" "]
)
def test_any_bytes_get_an_answer(client, cast, data):
    assert says(check(client, file=file(data)), "unread")


@both
def test_a_case_code_is_recognised(client, taken, language):
    assert says(check(client, language, text=taken.code), "code", language)
