"""Pages of a case's documents: what is offered, what typed text survives, what is refused in words."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hoiam.desk.cases.actions import documents
from hoiam.desk.cases.models import Document
from hoiam.files import queries as file_queries
from hoiam.sealed.models import Opening
from tests import cast as people
from tests.desk import document_story as story
from tests.files import test_cms as signatures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("assets")]
FORM = "don.guidance"
TYPED = {
    "person": "Nông Thị Giả Định",
    "address": "Thôn 3",
    "matter": "Đất bị lấn chiếm.",
    "body": "Sở Nông nghiệp và Môi trường",
    "ground": "Điều 12",
    "papers": "Đơn | 2 | Bản chính",
    "to_complainant": "Ông (bà) Nông Thị Giả Định",
}


@pytest.fixture
def clerk(cast, client):
    client.force_login(cast.clerk)
    return client


@pytest.fixture
def case(cast):
    return people.received(cast)


def body(answer, status=200):
    assert answer.status_code == status
    return unescape(answer.content.decode())


def started(clerk, case, form=FORM):
    clerk.post(f"/desk/cases/{case.pk}/documents/", {"form": form})
    return Document.objects.latest("id")


def url(row, tail=""):
    return f"/desk/cases/{row.case_id}/documents/{row.pk}/{tail}"


def signing(**changes):
    said = {
        "capacity": "head",
        "name": "Head Ví Dụ",
        "title": "",
        "on": timezone.localdate().strftime("%d/%m/%Y"),
    }
    return {f"sign-{name}": value for name, value in {**said, **changes}.items()}


def send(clerk, row, order, *, follow=False, **changes):
    version = Document.objects.get(pk=row.pk).version
    return clerk.post(url(row), {"version": version, **TYPED, **changes, "do": order}, follow=follow)


def test_the_case_leads_to_its_documents_and_offers_the_forms_of_its_state(clerk, case):
    assert f"/desk/cases/{case.pk}/documents/" in body(clerk.get(f"/desk/cases/{case.pk}/"))
    page = body(clerk.get(f"/desk/cases/{case.pk}/documents/"))
    assert "Phiếu hướng dẫn" in page
    assert "01/TCD – Thông báo về việc từ chối tiếp công dân" in page
    assert "Quyết định giải quyết lần đầu" not in page
    assert "Chưa có văn bản nào." in page


def test_a_document_goes_from_draft_to_signed(clerk, case, monkeypatch):
    row = started(clerk, case)
    assert "Bản nháp" in body(clerk.get(f"/desk/cases/{case.pk}/documents/"))
    begins = [tag for tag in body(clerk.get(url(row))).split("<") if " autofocus" in tag]
    assert ['name="person"' in tag for tag in begins] == [True]
    assert "Đã lưu dự thảo" in body(send(clerk, row, "save", follow=True))
    page = body(clerk.get(url(row)))
    assert all(value in page for value in TYPED.values())
    assert " autofocus" not in page
    preview = clerk.get(url(row, "preview.pdf"))
    assert preview["Content-Type"] == "application/pdf"
    assert "Đấtbịlấnchiếm." in story.squeezed(story.pdf_text(preview.content))
    assert "Đất bị lấn chiếm." in story.docx_text(clerk.get(url(row, "draft.docx")).content)
    done = body(send(clerk, row, "issue", follow=True, **signing()))
    assert "Đã ban hành: 01/HD-UBND." in done
    assert "Ông (bà) Nông Thị Giả Định" in done
    pdf = clerk.get(url(row, "pdf")).content
    assert "Số:01/HD-UBND" in story.squeezed(story.pdf_text(pdf))
    assert clerk.get(url(row, "signed")).status_code == 404
    monkeypatch.setattr(signatures, "NOW", timezone.now())
    wrong = SimpleUploadedFile("a.p7s", signatures.sign(content=b"else"))
    assert "Chữ ký này của tệp khác." in body(clerk.post(url(row, "sign"), {"upload": wrong}), 422)
    right = SimpleUploadedFile("a.P7S", signatures.sign(content=pdf))
    assert signatures.SIGNER in body(clerk.post(url(row, "sign"), {"upload": right}, follow=True))
    assert clerk.get(url(row, "signed")).status_code == 200
    assert "chữ ký số" in body(clerk.get(f"/desk/cases/{case.pk}/documents/"))


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(clerk, case):
    row = started(clerk, case)
    page = body(send(clerk, row, "issue", matter="", ground="", **signing()), 422)
    assert "Hãy điền đủ các mục bắt buộc trước khi ban hành." in page
    assert page.count('aria-invalid="true"') == 2
    assert "Sở Nông nghiệp và Môi trường" in page
    assert 'name="version" value="2"' in re.sub(r' type="hidden"', "", page)
    assert "01/HD-UBND" in body(send(clerk, row, "issue", follow=True, **signing()))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"on": "hôm qua"}, 'aria-invalid="true"'),
        ({"on": "01/01/2190"}, "chưa tới"),
        ({"capacity": "deputy"}, "Người ký thay phải có chức vụ"),
        ({"name": ""}, 'aria-invalid="true"'),
        ({"capacity": "king"}, 'aria-invalid="true"'),
    ],
)
def test_a_signature_line_that_cannot_be_is_refused_and_nothing_is_lost(clerk, case, changes, words):
    row = started(clerk, case)
    page = body(send(clerk, row, "issue", **signing(**changes)), 422)
    assert words in page
    assert "Sở Nông nghiệp và Môi trường" in page
    assert Document.objects.get(pk=row.pk).state == "draft"


def test_a_draft_changed_or_issued_meanwhile_loses_nothing(clerk, case):
    row = started(clerk, case)
    send(clerk, row, "save")
    old = clerk.post(url(row), {**TYPED, "version": 1, "matter": "Chữ của tôi", "do": "save"})
    assert "Chữ của tôi" in body(old, 409)
    send(clerk, row, "issue", **signing())
    late = clerk.post(url(row), {**TYPED, "version": 2, "matter": "Chữ đến muộn", "do": "save"})
    page = body(late, 409)
    assert "Văn bản đã ban hành, không sửa được nữa." in page
    assert "Chữ đến muộn" in page


def test_no_recipient_of_another_kind_can_be_slipped_in(clerk, case):
    row = started(clerk, case)
    send(clerk, row, "save", to_complained="Người bị khiếu nại", to_denounced="Ông B")
    assert Document.objects.get(pk=row.pk).recipients == [["complainant", "Ông (bà) Nông Thị Giả Định"]]


def test_the_identity_is_filled_in_once_for_a_reason_and_recorded(clerk, case):
    row = started(clerk, case)
    empty = {"person": "", "address": ""}
    assert 'aria-invalid="true"' in body(send(clerk, row, "identity", **empty), 422)
    before = Opening.objects.count()
    answer = send(clerk, row, "identity", why="Gửi phiếu hướng dẫn", **empty)
    page = body(answer)
    assert people.CITIZEN.name in page
    assert people.CITIZEN.address in page
    assert "no-store" in answer["Cache-Control"]
    assert [one.reason for one in Opening.objects.order_by("id")[before:]] == ["Gửi phiếu hướng dẫn"]
    assert Document.objects.get(pk=row.pk).values == {}


def test_a_draft_is_thrown_away(clerk, case):
    row = started(clerk, case)
    assert body(clerk.post(url(row), {"version": 9, "do": "discard"}), 409)
    assert "Đã bỏ bản nháp." in body(send(clerk, row, "discard", follow=True))
    assert clerk.get(url(row)).status_code == 404


def test_a_file_that_is_no_signature_is_refused_in_words(clerk, case):
    row = started(clerk, case)
    send(clerk, row, "issue", **signing())
    for name, data, words in (
        ("a.p7s", b"junk", "CMS"),
        ("a.txt", "chữ ký".encode(), ".p7s"),
        ("a.exe", b"MZ", "a.exe"),
    ):
        answer = clerk.post(url(row, "sign"), {"upload": SimpleUploadedFile(name, data)})
        assert words in body(answer, 422)
    assert 'aria-invalid="true"' in body(clerk.post(url(row, "sign"), {}), 422)


def test_who_does_not_work_on_the_case_finds_no_page(client, cast, clerk, case):
    row = started(clerk, case)
    for who in (cast.stranger, cast.handler, cast.inspector, cast.operator):
        client.force_login(who)
        for tail in ("", "preview.pdf", "draft.docx", "pdf", "signed"):
            assert client.get(url(row, tail)).status_code in {403, 404}
        assert client.post(url(row), {"do": "save"}).status_code in {403, 404}
        assert client.post(url(row, "sign"), {}).status_code in {403, 404}
        assert client.get(f"/desk/cases/{case.pk}/documents/").status_code in {403, 404}


def test_a_document_of_another_case_is_not_found_under_this_one(clerk, cast, case):
    row = started(clerk, case)
    other = people.received(cast)
    assert clerk.get(f"/desk/cases/{other.pk}/documents/{row.pk}/").status_code == 404
    assert clerk.get(f"/desk/cases/{case.pk}/documents/99999/preview.pdf").status_code == 404


def test_a_form_that_is_not_offered_is_no_choice(clerk, case):
    answer = clerk.post(f"/desk/cases/{case.pk}/documents/", {"form": "kn.15"})
    assert 'aria-invalid="true"' in body(answer, 422)
    assert not Document.objects.exists()


def test_the_list_goes_on_page_by_page_in_the_same_number_of_statements(
    clerk, case, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("hoiam.desk.cases.queries.documents.PAGE", 2)
    rows = [started(clerk, case) for _ in range(3)]
    here = f"/desk/cases/{case.pk}/documents/"
    with django_assert_max_num_queries(6):
        first = body(clerk.get(here))
    assert f"?after={rows[1].pk}" in first
    assert url(rows[0]) not in first
    assert url(rows[0]) in body(clerk.get(f"{here}?after={rows[1].pk}"))
    with django_assert_max_num_queries(7):
        body(clerk.get(url(rows[0])))


def test_in_english(clerk, case):
    clerk.cookies["lang"] = "en"
    row = started(clerk, case)
    page = body(clerk.get(url(row)))
    assert "Competent body" in page
    assert "Who complains or petitions" in page
    assert "Guidance slip" in page


def test_the_form_of_a_withdrawn_pack_keeps_its_code(clerk, case):
    row = started(clerk, case)
    send(clerk, row, "issue", **signing())
    Document.objects.filter(pk=row.pk).update(form="old.1")
    assert "old.1" in body(clerk.get(url(row)))


def test_files_of_documents_are_not_the_citizens_papers(client, clerk, cast, case):
    row = started(clerk, case)
    send(clerk, row, "issue", **signing())
    [card] = file_queries.of_owner(owner="case", owner_id=case.pk)
    assert card.purpose == documents.PURPOSE
    assert card.name not in body(clerk.get(f"/desk/cases/{case.pk}/"))


def test_what_is_laid_before_the_head_is_signed_by_whoever_proposes_it(clerk, case, cast):
    row = started(clerk, case, "don.01")
    page = body(clerk.get(url(row)))
    assert 'value="own"' in page
    assert 'value="head"' not in page
    assert f'value="{cast.clerk.name}"' in page
    said = {
        "sent_by": "",
        "sent_on": "",
        "office_view": "Đủ điều kiện",
        "proposal": "Thụ lý",
        "to_head": "Chủ tịch",
    }
    nobody = signing(capacity="own", name=cast.clerk.name)
    assert 'aria-invalid="true"' in body(send(clerk, row, "issue", **said, **nobody), 422)
    body(
        send(
            clerk,
            row,
            "issue",
            follow=True,
            **said,
            **signing(capacity="own", name=cast.clerk.name, title="Chuyên viên"),
        )
    )
    text = story.squeezed(story.pdf_text(clerk.get(url(row, "pdf")).content))
    assert "CHUYÊNVIÊN" in text
    assert "TM.ỦYBAN" not in text
