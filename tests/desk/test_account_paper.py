"""The signed account as a PDF: archival, in Vietnamese, with its figures, its questions and its proof."""

import pytest
from django.test import Client

from hoiam.desk.reports import actions as reports
from tests import cast as people
from tests.desk import account_story as story
from tests.desk.document_story import archival, ink_outside, pdf_text, squeezed

pytestmark = pytest.mark.django_db


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def paper(row, client=None, language="vi"):
    client = client or Client()
    client.cookies["django_language"] = language
    answer = client.get(f"/accounts/{row.pk}/account.pdf")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.content


def test_the_paper_is_archival_and_says_what_was_signed(cast):
    row = story.published(cast)
    made = paper(row)
    found = archival(made)
    assert (found["pdfa"], found["pdfua"]) == ("2A", "1")
    said = squeezed(pdf_text(made))
    for text in (story.WORDS["summary"], row.digest, "CỘNG HÒA XÃ HỘI", "BÁO CÁO", f"/accounts/{row.pk}/"):
        assert squeezed(text) in said
    assert not ink_outside(made)


def test_it_is_in_vietnamese_whatever_the_reader_reads(cast):
    row = story.published(cast)
    said = squeezed(pdf_text(paper(row, language="en")))
    assert squeezed("Ủy ban nhân dân phường Đông Kinh").upper() in said.upper()
    assert "ward" not in said
    assert said == squeezed(pdf_text(paper(row)))


def test_questions_and_answers_stand_in_it(cast):
    row = story.published(cast)
    first, hidden = story.asked(row), story.asked(row, "Ông Giả Định nói không đúng")
    by = people.actor(cast.head)
    reports.answer(question_id=first.pk, version=first.version, text="Vì thiếu người.", by=by, at=story.NOW)
    reports.hide(question_id=hidden.pk, version=hidden.version, ground="personal", by=by, at=story.NOW)
    said = squeezed(pdf_text(paper(row)))
    assert squeezed("Vì thiếu người.") in said
    assert squeezed("Ông Giả Định") not in said
    assert squeezed("Cơ quan đã ẩn câu hỏi này") in said


def test_before_it_is_published_only_its_office_has_it(cast):
    row = story.begun(cast)
    head = signed_in(cast.head)
    here = f"/desk/reports/{row.pk}/account.pdf"
    assert head.get(here).status_code == 404
    story.signed(cast, row)
    assert head.get(here).content.startswith(b"%PDF")
    assert signed_in(cast.stranger).get(here).status_code == 404
    assert Client().get(f"/accounts/{row.pk}/account.pdf").status_code == 404


def test_the_paper_of_a_secretary_has_the_head_of_a_party_paper(cast):
    post = story.head_post(cast)
    post.title = "Bí thư Đảng ủy phường Đông Kinh"
    post.save(update_fields=("title",))
    said = squeezed(pdf_text(paper(story.published(cast)))).upper()
    assert squeezed("ĐẢNG CỘNG SẢN VIỆT NAM") in said
    assert squeezed("CỘNG HÒA XÃ HỘI") not in said
    assert "-BC/ĐU" in said
