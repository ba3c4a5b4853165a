"""Papers for the public: boxes typed on a grid, a flattened copy, other eyes, publication in the log."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.desk.cases.actions import redacting
from hoiam.desk.cases.models import RedactedCopy
from hoiam.files import actions as files, queries as file_queries
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.ledger import statement
from tests import cast as people
from tests.desk import document_story as story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("assets")]
NOW = timezone.now()


@pytest.fixture
def clerk(cast, client):
    client.force_login(cast.clerk)
    return client


@pytest.fixture
def case(cast):
    pdf, docx = story.made("kn.04")
    tokens = [
        files.stage(upload=SimpleUploadedFile(name, data), at=NOW).token
        for name, data in (("quyet-dinh.pdf", pdf), ("nhap.docx", docx))
    ]
    return people.received(cast, files=tokens)


def papers(case):
    return [one for one in file_queries.of_owner(owner="case", owner_id=case.pk) if one.purpose == "evidence"]


def body(answer, status=200):
    assert answer.status_code == status
    return unescape(answer.content.decode())


def url(case, tail=""):
    return f"/desk/cases/{case.pk}/redact/{tail}"


def test_a_paper_is_blacked_out_looked_at_and_published(clerk, case):
    pdf = papers(case)[0]
    assert "quyet-dinh.pdf" in body(clerk.get(url(case)))
    page = body(clerk.get(url(case, f"{pdf.id}/")))
    assert f"/redact/{pdf.id}/1.png" in page
    picture = clerk.get(url(case, f"{pdf.id}/1.png"))
    assert picture["Content-Type"] == "image/png"
    assert "no-store" in picture["Cache-Control"]
    done = clerk.post(url(case, f"{pdf.id}/"), {"boxes": "1 10 10 90 50"}, follow=True)
    assert "Đã tạo bản che." in body(done)
    row = RedactedCopy.objects.get()
    assert (row.boxes, row.published_at) == ([[1, 100, 100, 900, 500]], None)
    made = clerk.get(url(case, f"copies/{row.pk}.pdf")).content
    assert story.pdf_text(made).strip() == ""
    public = f"/register/{case.pk}/papers/{row.pk}.pdf"
    assert clerk.get(public).status_code == 404
    assert "Đã công khai bản che." in body(clerk.post(url(case, f"copies/{row.pk}/publish"), follow=True))
    assert clerk.get(public).content == made
    assert public in body(clerk.get(f"/register/{case.pk}"))
    said = statement.parse(Event.objects.filter(kind="publication.made").latest("id").statement).facts
    assert said == {"what": "document", "sha256": bytes(row.copy.sha256).hex()}
    assert "Bản này đã được công khai." in body(clerk.post(url(case, f"copies/{row.pk}/publish")), 422)
    assert file_queries.about(file_id=pdf.id).sha256 == pdf.sha256


def test_published_papers_cost_the_public_page_no_statement(cast, client, case):
    pdf, who = papers(case)[0], people.actor(cast.clerk)
    made = [
        redacting.redact(case_id=case.pk, file_id=pdf.id, boxes=[], by=who, at=NOW) for _again in range(3)
    ]
    for copy_id in made[:2]:
        redacting.publish(copy_id=copy_id, by=who, at=NOW)
    client.get("/register")  # from now on the units are remembered
    with CaptureQueriesContext(connection) as captured:
        page = body(client.get(f"/register/{case.pk}"))
    assert len(captured) <= 3
    assert re.findall(r"/papers/(\d+)\.pdf", page) == [str(made[1]), str(made[0])]


def test_what_is_not_flat_is_never_published(cast, clerk, case):
    pdf = papers(case)[0]
    copy_id = redacting.redact(case_id=case.pk, file_id=pdf.id, boxes=[], by=people.actor(cast.clerk), at=NOW)
    RedactedCopy.objects.update(copy_id=pdf.id)
    with pytest.raises(Refused, match="not_flat"):
        redacting.publish(copy_id=copy_id, by=people.actor(cast.clerk), at=NOW)
    assert "Bản này còn chứa chữ" in body(clerk.post(url(case, f"copies/{copy_id}/publish")), 422)
    assert RedactedCopy.objects.get().published_at is None


@pytest.mark.parametrize(
    "boxes", ["1 2 3 4", "1 a b c d", "1 50 10 40 20", "0 1 1 2 2", "1 0 0 101 5", "1.5 1 1 2 2", "9 1 1 2 2"]
)
def test_a_line_that_is_no_box_is_refused_and_stays(clerk, case, boxes):
    page = body(clerk.post(url(case, f"{papers(case)[0].id}/"), {"boxes": boxes}), 422)
    assert boxes in page
    assert not RedactedCopy.objects.exists()


def test_boxes_go_along_from_page_to_page(clerk, case):
    page = body(clerk.post(url(case, f"{papers(case)[0].id}/"), {"boxes": "1 1 1 2 2", "turn": "1"}))
    assert re.search(r"<textarea[^>]*>\s*1 1 1 2 2", page)


def test_what_an_office_file_hides_is_named_and_it_has_no_pages(clerk, case, cast):
    docx = papers(case)[1]
    page = body(clerk.get(url(case, f"{docx.id}/")))
    assert "Loại tệp này không có trang để che." in page
    assert redacting.found(case_id=case.pk, file_id=docx.id, by=people.actor(cast.clerk)) == ()
    assert "người lập và siêu dữ liệu khác" in body(clerk.get(url(case, f"{papers(case)[0].id}/")))


def test_who_has_no_part_in_the_case_sees_no_page_of_it(client, cast, case):
    pdf, who = papers(case)[0], people.actor(cast.stranger)
    for deed in (
        lambda: redacting.look(case_id=case.pk, file_id=pdf.id, number=1, by=who),
        lambda: redacting.found(case_id=case.pk, file_id=pdf.id, by=who),
        lambda: redacting.redact(case_id=case.pk, file_id=pdf.id, boxes=[], by=who, at=NOW),
    ):
        with pytest.raises(Refused, match="not_yours"):
            deed()
    client.force_login(cast.stranger)
    for tail in ("", f"{pdf.id}/", f"{pdf.id}/1.png", "copies/1.pdf"):
        assert client.get(url(case, tail)).status_code == 404


def test_a_paper_of_another_case_is_not_reached(cast, clerk, case):
    other = people.received(cast)
    pdf = papers(case)[0]
    with pytest.raises(Refused, match="no_such_file"):
        redacting.look(case_id=other.pk, file_id=pdf.id, number=1, by=people.actor(cast.clerk))
    assert clerk.get(url(other, f"{pdf.id}/")).status_code == 404
    assert clerk.get(url(case, f"{pdf.id}/7.png")).status_code == 404
    for deed in (
        lambda: redacting.look(case_id=999, file_id=pdf.id, number=1, by=people.actor(cast.clerk)),
        lambda: redacting.publish(copy_id=999, by=people.actor(cast.clerk), at=NOW),
    ):
        with pytest.raises(Refused, match="no_such"):
            deed()
    assert clerk.post(url(case, "copies/999/publish")).status_code == 404


def test_in_english(clerk, case):
    clerk.cookies["lang"] = "en"
    assert "Papers for the public" in body(clerk.get(url(case)))
    assert "Black out" in body(clerk.get(url(case, f"{papers(case)[0].id}/")))
