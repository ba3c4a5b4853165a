"""A cover sheet's code leads a later scan into the file of its case, once, and only for who works on it."""

import io

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from hoiam.desk.cases.models import Step
from hoiam.files import queries as files, scanning
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.ledger import statement
from tests import cast as people

pytestmark = pytest.mark.django_db
SCANS = "/desk/scans/"


def number(case):
    return f"{case.received_on.year}-{case.pk:06d}"


def scanned(text, form="PDF"):
    """A sheet with this code, and a second page, as an office scanner makes them."""
    code = io.BytesIO()
    segno.make(text, error="m", micro=False).save(code, kind="png", scale=6, border=4)
    sheet, second = (Image.new("RGB", (1240, 1754), "white") for _ in range(2))
    sheet.paste(Image.open(code).convert("RGB").rotate(2, expand=True, fillcolor="white"), (600, 160))
    made = io.BytesIO()
    more = {"save_all": True, "append_images": [second], "resolution": 150} if form == "PDF" else {}
    sheet.save(made, form, **more)
    return made.getvalue()


def cover(settings, case, form="PDF"):
    return scanned(f"{settings.HOIAM_URL}{SCANS}?number={number(case)}", form)


@pytest.fixture
def send(client):
    def send(who, *uploads, **data):
        client.force_login(who)
        return client.post(SCANS, {**data, "uploads": [SimpleUploadedFile(*one) for one in uploads]})

    return send


def of(case):
    return [one.name for one in files.of_owner(owner="case", owner_id=case.pk)]


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_cover_sheet_names_the_case_and_nobody(cast, client):
    case = people.received(cast)
    client.force_login(cast.clerk)
    page = text(client.get(f"/desk/cases/{case.pk}/cover"))
    assert number(case) in page
    assert "data:image/svg+xml" in page
    assert not any(word in page for word in (people.TITLE, people.CITIZEN.name, people.BODY))
    client.force_login(cast.stranger)
    assert client.get(f"/desk/cases/{case.pk}/cover").status_code == 404


@pytest.mark.parametrize("form", ["PDF", "JPEG"])
def test_a_scan_or_photo_finds_its_case_by_the_code(cast, send, settings, form):
    case = people.received(cast, channel="paper")
    name = f"quet.{'pdf' if form == 'PDF' else 'jpg'}"
    answer = send(cast.clerk, (name, cover(settings, case, form)))
    assert (answer.status_code, of(case)) == (302, [name])
    assert Step.objects.get(case=case, event="scan").by_id == cast.clerk.pk
    found = statement.parse(Event.objects.get(kind="case.supplemented").statement)
    assert (found.facts, set(found.docs)) == ({"channel": "paper"}, {"content"})
    page = text(answer.client.get(f"/desk/cases/{case.pk}/"))
    assert name in page
    assert "Đưa bản chụp giấy tờ vào hồ sơ" in page


def test_two_scans_at_once_find_two_cases(cast, send, settings):
    first, second = people.received(cast), people.received(cast)
    answer = send(cast.clerk, ("a.pdf", cover(settings, first)), ("b.pdf", cover(settings, second)))
    assert (answer.status_code, of(first), of(second)) == (302, ["a.pdf"], ["b.pdf"])


def test_without_a_code_the_file_waits_for_a_number_and_is_not_lost(cast, send):
    case = people.received(cast)
    answer = send(cast.clerk, ("khong-bia.pdf", scanned("https://example.org/x")))
    [one] = answer.context["waiting"]
    assert (answer.status_code, one.refused.code, of(case)) == (422, "no_cover_code", [])
    wrong = send(cast.clerk, kept=[one.file.token], **{f"number-{one.file.token}": "2026-999999"})
    assert (wrong.status_code, wrong.context["waiting"][0].number) == (422, "2026-999999")
    done = send(cast.clerk, kept=[one.file.token], **{f"number-{one.file.token}": number(case)})
    assert (done.status_code, of(case)) == (302, ["khong-bia.pdf"])


def test_a_typed_number_needs_no_code(cast, send):
    case = people.received(cast)
    send(cast.clerk, ("ghi-chep.txt", "Ghi chép".encode()), number=number(case))
    assert of(case) == ["ghi-chep.txt"]


def test_the_same_scan_again_is_said_to_be_there(cast, send, settings):
    case = people.received(cast)
    scan = cover(settings, case)
    for _ in range(2):
        answer = send(cast.clerk, ("quet.pdf", scan))
    assert answer.status_code == 422
    assert answer.context["waiting"][0].refused.code == "scan_there"
    assert of(case) == ["quet.pdf"]


def test_a_case_of_another_unit_is_no_case(cast, send, settings):
    case = people.received(cast)
    answer = send(cast.stranger, ("quet.pdf", cover(settings, case)))
    assert answer.context["waiting"][0].refused.code == "no_such_case"
    assert of(case) == []


def test_nothing_chosen_is_said_and_a_bad_file_named(cast, send):
    assert send(cast.clerk).status_code == 422
    answer = send(cast.clerk, ("anh.jpg", b"<html></html>"))
    assert answer.status_code == 422
    assert "anh.jpg" in text(answer)


def test_who_only_oversees_has_no_such_page(cast, client):
    client.force_login(cast.overseer)
    assert client.get(SCANS).status_code == 404


def test_bytes_that_are_no_page_are_damaged():
    with pytest.raises(Refused, match="file_damaged"):
        scanning.codes_on_cover(b"%PDF-1.7 nonsense")
