"""Every form as PDF/A and as .docx: tagged, fonts inside, nothing over the margin, typed text only ever text."""

import io
import re
import shutil
import subprocess

import docx
import pytest

from hoiam.desk.cases.actions import setting, wording
from hoiam.law.document_templates import BLANK
from tests.desk import document_examples as examples, document_story as story

pytestmark = pytest.mark.usefixtures("assets")
HOSTILE = (
    r"{{ 7*7 }} {% if x %} #panic(\"a\") #let d = 1 \upper{x} $x^2$ *b* _i_ `raw` @label <script>alert(1)</script> "
    "// b /* c */ = h - i + j ~ [k] &amp; ]]> "
)
CITIZENS_DAY = "………………,ngày……tháng……năm………"
CONTROLS = "a\x00b\x08c\x1b[31md\x7fe\u202ef\ufffeg"
LONG = "Đèn đường trong ngõ đã hỏng. " * 350


@pytest.mark.parametrize("form", story.TEMPLATES)
def test_every_form_is_an_archival_tagged_file_with_its_fonts(form):
    pdf, _docx = story.made(form)
    found = story.archival(pdf)
    assert found.pop("fonts") >= 2
    assert found == {
        "pdfa": "2A",
        "pdfua": "1",
        "tagged": True,
        "language": "vi-VN",
        "title": True,
        "embedded": True,
    }


@pytest.mark.parametrize("form", story.TEMPLATES)
def test_every_form_says_what_was_filled_in_and_whose_it_is(form):
    template = story.TEMPLATES[form]
    pdf, docx = story.made(form)
    for text in map(story.squeezed, (story.pdf_text(pdf), story.docx_text(docx))):
        assert "CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM" in text
        assert "ĐộclậpTựdoHạnhphúc" in text.replace("-", "")
        assert story.squeezed(template.heading.upper()) in text
        assert ("ngày05tháng12năm2026" in text) == (template.dated and template.layout != "citizen")
        if template.layout != "citizen":
            assert "ỦYBANNHÂNDÂNPHƯỜNGĐÔNGKINH" in text
        if template.numbered:
            assert "Số:05/" in text
        if template.layout in {"document", "letter"}:
            assert "Nơinhận:" in text
            assert f"Lưu:{story.squeezed(template.stays)}." in text
            assert "VíDụVănChủTịch" in text
        for slot in template.slots:
            if slot.kind.value == "text":
                assert "Đènđườngngõ7hỏnghaithángnay." in text


@pytest.mark.parametrize("form", story.TEMPLATES)
def test_filled_in_as_an_office_would_nothing_is_left_to_fill(form):
    made = examples.realistic(form)
    text = story.squeezed(story.pdf_text(setting.pdf(made)).replace(made.place_and_day, ""))
    assert not [left for left in (*"{}|", story.squeezed(BLANK)) if left in text.replace(CITIZENS_DAY, "")]
    for who, how in made.signers:
        assert story.squeezed(f"{who} ({how})") in text
    ends = "".join(block.text[-1] for block in made.blocks if block.kind == "basis")
    assert re.fullmatch(r"(;*[.:])?", ends)


@pytest.mark.parametrize("form", ["kn.01", "kn.04", "kn.10", "kn.14", "kn.16"])
def test_who_signs_is_never_alone_on_the_last_page_however_long_it_is(form):
    made = examples.longest(form)
    last = story.squeezed(story.last_page(setting.pdf(made)))
    final = made.blocks[-1]
    end = final.rows[-1][0] if final.rows else final.text
    assert story.squeezed(end)[-20:] in last
    assert story.squeezed(made.signers[0][0] if made.signers else made.signature.name) in last


@pytest.mark.parametrize("form", story.TEMPLATES)
def test_whatever_is_typed_into_any_field_comes_out_as_text(form):
    template = story.TEMPLATES[form]
    typed = HOSTILE + CONTROLS
    pdf, docx = story.made(form, values=story.filled(template, typed))
    kept = story.squeezed(HOSTILE + "abc[31mdefg")
    where = [story.squeezed(story.pdf_text(pdf)), story.squeezed(story.docx_text(docx))]
    for text in where:
        for line in (
            "{{7*7}}",
            r"#panic(\"a\")",
            r"\upper{x}",
            "<script>alert(1)</script>",
            "`raw`",
            "abc[31mdefg",
        ):
            assert line in text
        rows = [slot for slot in template.slots if slot.kind.value not in {"day", "choice"}]
        assert text.count(kept) >= len(rows)


@pytest.mark.parametrize("form", story.TEMPLATES)
def test_ten_thousand_characters_stay_within_the_margins(form):
    template = story.TEMPLATES[form]
    values = story.filled(template) | {
        slot.name: LONG for slot in template.slots if slot.kind.value in {"text", "rows"}
    }
    pdf, docx = story.made(form, values=values)
    assert story.squeezed(LONG) in story.squeezed(story.docx_text(docx))
    assert story.whole(docx)
    pages = 1 + any(slot.kind.value in {"text", "rows"} for slot in template.slots)
    assert not any(story.ink_outside(pdf, number) for number in range(pages))


@pytest.mark.parametrize("word", ["A" * 300, "https://example.invalid/" + "x" * 300])
def test_a_word_without_end_does_not_run_over_the_margin(word):
    pdf, _docx = story.made("kn.04", values=story.filled(story.TEMPLATES["kn.04"], word))
    assert not story.ink_outside(pdf)
    assert story.squeezed(word) in story.squeezed(story.pdf_text(pdf))


def test_several_who_are_addressed_stand_one_to_a_line():
    text = story.docx_text(wording.docx(examples.longest("kn.03")))
    lines = [line for line in text.split("\n") if line.startswith("- Bà ")]
    assert [line[-1] for line in lines] == [";", ";", "."]


@pytest.mark.parametrize("form", story.TEMPLATES)
def test_in_a_draft_too_who_signs_stays_whole_and_with_the_last_paragraph(form):
    made = examples.realistic(form)
    body, words = story.docx_parts(wording.docx(made))
    place = max(number for number, one in enumerate(body) if one.tag == words("tbl"))
    rows = body[place].findall(words("tr"))
    assert all(row.find(f"{words('trPr')}/{words('cantSplit')}") is not None for row in rows)
    bound = [[_stays(one, words) for one in row.iter(words("p"))] for row in rows]
    assert [all(row) for row in bound] == [True] * (len(rows) - 1) + [bool(made.closing)]
    last = body[place - 2].findall(words("tr"))[-1:] or [body[place - 2]]
    assert all(_stays(one, words) for part in (*last, body[place - 1]) for one in part.iter(words("p")))
    assert body[-1].find(f".//{words('spacing')}").get(words("line")) == "20"


def _stays(paragraph, words):
    return paragraph.find(f"{words('pPr')}/{words('keepNext')}") is not None


def test_a_draft_has_its_page_numbers_its_language_and_its_numbers_in_one_piece():
    made = examples.realistic("kn.16")
    file = wording.docx(made)
    body, words = story.docx_parts(file)
    section = docx.Document(io.BytesIO(file)).sections[0]
    assert section.different_first_page_header_footer
    assert section.header._element.find(f".//{words('fldSimple')}").get(words("instr")) == "PAGE"
    assert not section.first_page_header.paragraphs[0].runs
    styles = docx.Document(io.BytesIO(file)).styles.element
    assert {one.get(words("val")) for one in styles.iter(words("lang"))} == {"vi-VN"}
    number = next(one for one in body if "45/QĐ" in "".join(one.itertext()))
    assert "45/QĐUBND" in "".join(part.text for part in number.iter(words("t")))
    assert number.find(f".//{words('noBreakHyphen')}") is not None
    assert "45/QĐ-UBND" in story.docx_text(file)


def test_the_table_of_a_draft_is_as_wide_as_its_text_and_its_head_comes_again():
    body, words = story.docx_parts(wording.docx(examples.realistic("kn.05")))
    table = next(one for one in body if one.tag == words("tbl") and "Chức vụ" in "".join(one.itertext()))
    widths = [int(one.get(words("w"))) for one in table.iter(words("gridCol"))]
    assert widths[0] > widths[1] == widths[2]
    assert sum(widths) == pytest.approx(165 * 1440 / 25.4, abs=3)
    assert table.find(f"{words('tr')}/{words('trPr')}/{words('tblHeader')}") is not None


def test_every_draft_opens_in_an_office_program(tmp_path):
    """In LibreOffice where it is installed; else as python-docx reads it."""
    for form in story.TEMPLATES:
        (tmp_path / f"{form}.docx").write_bytes(story.made(form)[1])
    drafts = sorted(tmp_path.glob("*.docx"))
    office = shutil.which("soffice")
    for draft, text in zip(drafts, opened(office, drafts, tmp_path), strict=True):
        assert "Độc lập - Tự do - Hạnh phúc" in text, draft.name


def opened(office, drafts, folder):
    if office is None:
        return [story.docx_text(draft.read_bytes()) for draft in drafts]
    options = [
        f"-env:UserInstallation=file://{folder}/home",
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
    ]
    subprocess.run([office, *options, "--outdir", folder, *drafts], check=True, capture_output=True)
    return [draft.with_suffix(".txt").read_text("utf-8") for draft in drafts]
