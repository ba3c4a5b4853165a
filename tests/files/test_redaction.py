"""A flattened copy holds pixels and nothing else; a bad black box is found by other eyes; what is hidden is named."""

import io
import zipfile

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from openpyxl.comments import Comment
from PIL import Image

from hoiam.files import redaction
from hoiam.law.refusal import Refused
from tests.desk import document_story as story

SECRET = "Nông Thị Giả Định"


@pytest.fixture(scope="module")
def paper(assets):
    return story.made("kn.15")[0]


def overlaid(data, text=SECRET):
    """A black box drawn over the text, as people do: the text is still there."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        page.contents_add(pikepdf.Stream(pdf, b"q 0 0 0 rg 0 100 600 700 re f Q"))
        output = io.BytesIO()
        pdf.save(output)
    assert text.split()[0] in story.pdf_text(output.getvalue())
    return output.getvalue()


def shown(data, number=1):
    with pypdfium2.PdfDocument(data) as document:
        return document[number - 1].render(scale=1).to_pil().convert("L")


def test_a_page_is_shown_with_how_many_there_are(paper):
    first, count = redaction.page(paper, 1)
    picture = Image.open(io.BytesIO(first))
    assert (picture.format, count) == ("PNG", 2)
    with pytest.raises(Refused, match="no_such_page"):
        redaction.page(paper, 3)


def test_the_copy_is_pixels_only_and_black_where_the_boxes_are(paper):
    made = redaction.flattened(paper, [(1, 100, 100, 900, 500)])
    assert story.pdf_text(made).strip() == ""
    redaction.check(made)
    picture = shown(made)
    width, height = picture.size
    inside = picture.crop((width // 8, height // 8, width * 7 // 8, height * 4 // 10))
    assert inside.getextrema()[1] < 40
    assert picture.crop((0, height * 6 // 10, width, height)).getextrema()[1] > 200
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 2
        assert "/Info" not in pdf.trailer
        assert all(list(page.Resources.keys()) == ["/XObject"] for page in pdf.pages)
    assert SECRET.encode() not in made


def test_black_boxes_over_text_are_found_and_refused(paper):
    with pytest.raises(Refused) as refused:
        redaction.check(overlaid(paper))
    assert refused.value.code == "not_flat"
    assert {"text", "boxes"} <= set(refused.value.facts["found"])


def test_a_bad_box_made_flat_no_longer_leaks(paper):
    redaction.check(redaction.flattened(overlaid(paper), []))


def test_a_photo_becomes_a_page(paper):
    output = io.BytesIO()
    Image.new("RGB", (400, 600), "white").save(output, "JPEG")
    made = redaction.flattened(output.getvalue(), [(1, 0, 0, 500, 500)])
    redaction.check(made)
    picture = shown(made)
    assert picture.getpixel((5, 5)) < 40
    assert picture.getpixel((picture.width - 3, picture.height - 3)) > 200


@pytest.mark.parametrize(
    "box", [(0, 1, 1, 2, 2), (3, 1, 1, 2, 2), (1, 5, 1, 5, 2), (1, -1, 1, 2, 2), (1, 1, 1, 1001, 2)]
)
def test_a_box_that_lies_nowhere_is_refused(paper, box):
    with pytest.raises(Refused, match="box_wrong"):
        redaction.flattened(paper, [box])


@pytest.mark.parametrize("data", [b"%PDF-1.7 nothing", b"junk", b""])
def test_what_is_no_paper_is_refused(data):
    for reader in (lambda: redaction.page(data, 1), lambda: redaction.flattened(data, [])):
        with pytest.raises(Refused, match="file_damaged"):
            reader()
    with pytest.raises(Refused, match="file_damaged"):
        redaction.check(data)


def test_a_locked_pdf_is_said_to_be_locked(paper):
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        pdf.save(output, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(Refused, match="file_encrypted"):
        redaction.page(output.getvalue(), 1)


def word(changes=b"", *, author=""):
    document = docx.Document()
    document.add_paragraph("Nội dung")
    document.core_properties.author, document.core_properties.last_modified_by = author, ""
    output = io.BytesIO()
    document.save(output)
    with zipfile.ZipFile(output) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + changes)
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return again.getvalue()


def test_what_a_text_document_hides_is_named():
    assert redaction.hidden(word()) == ()
    assert redaction.hidden(word(author="Ai Đó")) == ("metadata",)
    assert redaction.hidden(word(b"<w:p><w:ins><w:r/></w:ins></w:p>")) == ("tracked_changes",)
    assert redaction.hidden(word(b"<w:p><w:r><w:rPr><w:vanish/></w:rPr></w:r></w:p>")) == ("hidden_text",)
    commented = docx.Document(io.BytesIO(word()))
    commented.add_comment(commented.paragraphs[0].runs[0], text="riêng", author="A")
    output = io.BytesIO()
    commented.save(output)
    assert "comments" in redaction.hidden(output.getvalue())


def test_what_a_spreadsheet_hides_is_named():
    book = openpyxl.Workbook()
    book.active["A1"] = "công khai"
    book.active["A1"].comment = Comment("riêng", "A")
    book.active.row_dimensions[3].hidden = True
    book.active["A3"] = "ẩn"
    book.create_sheet("ẩn").sheet_state = "veryHidden"
    output = io.BytesIO()
    book.save(output)
    assert set(redaction.hidden(output.getvalue())) >= {
        "comments",
        "hidden_rows",
        "hidden_sheets",
        "metadata",
    }


def test_what_a_pdf_hides_is_named(paper):
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, b"x", filename="a.txt")
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="riêng"
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
        output = io.BytesIO()
        pdf.save(output)
    assert set(redaction.hidden(output.getvalue())) >= {"comments", "embedded", "metadata"}
    assert redaction.hidden(redaction.flattened(paper, [])) == ()
    assert redaction.hidden("chữ thường".encode()) == ()
