"""What a receipt proves, in plain words: between when and when, unaltered, seen by whom; and photos of its code."""

import io
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from hoiam.desk.cases import actions as cases
from hoiam.files import scanning
from hoiam.journal import queries as log, store, trust
from hoiam.kit import throttle
from hoiam.ledger import note
from tests import cast as people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 3, 2, 20, tzinfo=UTC)  # 10:02:20 in Vietnam


class Eye:
    """A witness."""

    def __init__(self, name, seed):
        self.key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.verifier = note.Verifier(name, note.COSIGNATURE, self.key.public_key().public_bytes_raw())

    def cosigns(self, signed, at):
        """The note with one line more."""
        text, time = note.parse(signed).text, int(at.timestamp())
        value = time.to_bytes(8, "big") + self.key.sign(note.cosigned(text.encode(), time))
        line = note.Signature(self.verifier.name, self.verifier.key_id, value)
        return note.Note(text, (*note.parse(signed).signatures, line)).render()


PRESS, FRONT = Eye("press.example/w", 1), Eye("front.example/w", 2)


@pytest.fixture
def watched(log_with_policy, taken):
    """A receipt whose entry two witnesses saw come: absent at 10:02:20, there at 10:02:50."""
    policy = log_with_policy("group both 2 press front\nquorum both\n")
    archive = trust.archive()
    archive.keep(both_sign(store.publisher().signed(), AT), policy)
    given = taken()
    receipt = both_sign(given.text, AT + timedelta(seconds=30))
    archive.keep(both_sign(store.publisher().signed(), AT + timedelta(seconds=30)), policy)
    return receipt


@pytest.fixture
def log_with_policy(cast, settings, tmp_path):
    def written(rest):
        settings.HOIAM_DATA = tmp_path
        lines = (
            f"log {log.vkey()}\nwitness press {PRESS.verifier.vkey}\nwitness front {FRONT.verifier.vkey}\n"
        )
        (tmp_path / "policy").write_text(lines + rest, encoding="ascii")
        return trust.configured()

    return written


@pytest.fixture
def taken(cast):
    """taken() registers a matter and gives its receipt."""

    def take():
        made = cases.submit(intake=people.intake(cast.ward), at=timezone.now())
        return log.receipt_of(event_id=made.event_id)

    return take


def both_sign(text, at):
    head, signed = parts(text)
    return head + FRONT.cosigns(PRESS.cosigns(signed, at), at)


def parts(text):
    """What stands before the checkpoint in a receipt, and the checkpoint."""
    head, gap, signed = text.partition("\n\n") if text.startswith("c2sp.org") else ("", "", text)
    return head + gap, signed


def check(client, language="vi", **said):
    client.cookies["lang"] = language
    return unescape(client.post("/verify", said).content.decode())


def drawn(*texts, kind="PNG"):
    """A photo of these QR codes, side by side."""
    pictures = []
    for text in texts:
        out = io.BytesIO()
        segno.make(text, error="l", boost_error=False, micro=False).save(out, kind="png", scale=5, border=6)
        pictures.append(Image.open(out).convert("L"))
    sheet = Image.new("L", (sum(one.width for one in pictures), max(one.height for one in pictures)), 255)
    for n, one in enumerate(pictures):
        sheet.paste(one, (sum(before.width for before in pictures[:n]), 0))
    out = io.BytesIO()
    sheet.save(out, kind)
    return SimpleUploadedFile(f"x.{kind.lower()}", out.getvalue())


def test_between_when_and_when_and_who_saw_it(client, watched):
    page = check(client, text=watched)
    assert "trong khoảng từ 10:02 đến 10:03 ngày 24/11/2026" in page
    assert "2 nhân chứng độc lập đã xác nhận: front.example/w, press.example/w." in page
    page = check(client, "en", text=watched)
    assert "between 10:02 and 10:03 on 24 Nov 2026" in page
    assert "No byte of it was altered since." in page
    assert "2 independent witnesses saw it: front.example/w, press.example/w." in page
    assert "fewer witnesses" not in page.lower()


def test_too_few_witnesses_are_told_and_the_receipt_still_holds(client, log_with_policy, taken):
    log_with_policy("group both 2 press front\nquorum both\n")
    head, signed = parts(taken().text)
    page = check(client, "en", text=head + PRESS.cosigns(signed, AT))
    assert "The receipt holds" in page
    assert "Fewer witnesses have signed than the policy asks for" in page
    assert "by 10:03 on 24 Nov 2026 at the latest" in page
    assert "1 independent witness saw it: press.example/w." in page


def test_without_a_witness_the_time_is_the_offices_own_word(client, taken):
    page = check(client, "en", text=taken().text)
    assert "The office itself states that it was at" in page
    assert "No independent witness has signed it yet" in page
    assert "between" not in page.split("<h1>")[1].split("</ul>")[0]


def test_a_forged_cosignature_spoils_the_receipt(client, watched):
    lines = watched.rstrip("\n").split("\n")
    last = lines[-1]
    lines[-1] = last[:-8] + ("AAAA" if last[-8:-4] != "AAAA" else "BBBB") + last[-4:]
    assert "Biên nhận không hợp lệ" in check(client, text="\n".join(lines) + "\n")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photo_of_the_slip_holds(client, taken, kind):
    given = taken()
    photo = drawn("http://localhost:8000/cases/ABCD-EFGH-JKMN-PQ", given.url, kind=kind)
    assert "Biên nhận hợp lệ" in check(client, file=photo)


def test_the_small_code_of_the_slip_leads_to_the_case(client, cast):
    made = cases.submit(intake=people.intake(cast.ward), at=timezone.now())
    page = check(client, "en", file=drawn(f"http://localhost:8000/cases/{made.code}"))
    assert f'href="/cases/{made.code}"' in page
    assert client.get(f"/cases/{made.code}").status_code == 200


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "This picture cannot be opened."),
        (b"\xff\xd8\xff" + b"\xff" * 4000, "This picture cannot be opened."),
        (b"RIFF\0\0\0\0WEBP" + b"\0" * 400, "This picture cannot be opened."),
        (b"\xff\xd8\xff" + b"\0" * 11_000_000, "This picture is too large"),
    ],
)
def test_a_hostile_picture_gets_a_message(client, cast, data, says):
    assert says in check(client, "en", file=SimpleUploadedFile("x.png", data))


def test_a_picture_without_a_code_is_said_so(client, cast):
    out = io.BytesIO()
    Image.new("L", (600, 400), 200).save(out, "PNG")
    assert "No QR code was found" in check(client, "en", file=SimpleUploadedFile("x.png", out.getvalue()))


@pytest.fixture(autouse=True)
def nobody_was_here():
    """Attempts are counted in the memory of the process."""
    cache.clear()
    yield
    cache.clear()


def test_whoever_sends_picture_after_picture_is_slowed_down(client, cast, monkeypatch):
    monkeypatch.setitem(throttle.MOST, "picture", (2, 60))
    monkeypatch.setattr(scanning, "codes_in", lambda data: ())
    asked = [
        client.post("/verify", {"file": SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n")}) for _ in range(3)
    ]
    assert [answer.status_code for answer in asked] == [422, 422, 429]
    assert "Đây là mã tra cứu" in check(client, text="0000-0000-0000-00")


def test_the_camera_is_allowed_on_this_page_only(client, cast):
    assert "camera=(self)" in client.get("/verify")["Permissions-Policy"]
    assert "camera=()" in client.get("/")["Permissions-Policy"]


def test_checking_costs_the_same_few_statements_whatever_the_receipt(client, watched, taken):
    costs = set()
    for text in (watched, taken().text):
        with CaptureQueriesContext(connection) as asked:
            check(client, text=text)
        costs.add(len(asked))
    assert costs == {len(asked)}
    assert len(asked) <= 4
