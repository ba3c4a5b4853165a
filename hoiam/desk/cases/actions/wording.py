"""A sheet as an editable .docx draft in the same layout, for whoever goes on writing in an office program."""

import importlib
import io
import re
from collections.abc import Iterable
from typing import Any

from hoiam.law.document_templates import Block
from hoiam.law.sheet import Sheet

FONT = "Times New Roman"
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_MM = 36000  # English Metric Units
_PT = 12700
_CENTRE, _JUSTIFIED, _LEFT, _RIGHT = 1, 3, 0, 2
_MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
_TEXT = 165 * _MM  # between the margins
_OFFICES = "ỦY BAN NHÂN DÂN "
_NUMBER = re.compile(r"\d+/[\w/\-]{2,20}|\b\d{4}-\d{6}\b")
_HYPHEN = "\N{NON-BREAKING HYPHEN}"
Look = dict[str, Any]
Line = tuple[str, Look]


def docx(sheet: Sheet) -> bytes:
    """Bytes of the draft. Nothing in it tells who made it or when."""
    document = importlib.import_module("docx").Document()  # large, and seldom asked
    _page(document)
    _properties(document, sheet)
    _masthead(document, sheet)
    _title(document, sheet)
    for place, block in enumerate(sheet.blocks, start=1):
        _block(document, block, last=place == len(sheet.blocks))
    _foot(document, sheet)
    _whole_rows(document)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = 210 * _MM, 297 * _MM
    for side, width in _MARGINS.items():
        setattr(section, f"{side}_margin", width * _MM)
    section.header_distance = 10 * _MM
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, int(13.5 * _PT)
    style.paragraph_format.space_after = 0
    for spelled in document.styles.element.iter(_word("lang")):
        spelled.set(_word("val"), "vi-VN")


def _word(name: str) -> str:
    """The name of an element or attribute of WordprocessingML."""
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _page_number(paragraph: Any) -> None:
    """In the middle of the upper margin, from the second page on (Decree 30/2020/NĐ-CP, Annex I)."""
    paragraph.alignment = _CENTRE
    run = paragraph.add_run()
    run.font.size = 13 * _PT
    field = run.element.makeelement(_word("fldSimple"), {_word("instr"): "PAGE"})
    run.element.getparent().append(field)
    field.append(run.element)


def _properties(document: Any, sheet: Sheet) -> None:
    known = document.core_properties
    known.title, known.author, known.comments, known.language = sheet.title[:255], "", "", "vi-VN"


def _write(
    paragraph: Any, text: str, *, size: float = 13.5, bold: bool = False, italic: bool = False
) -> None:
    parts = _unbroken(text)
    for number, part in enumerate(parts, start=1):
        run = paragraph.add_run(part)
        run.font.size, run.bold, run.italic = int(size * _PT), bold, italic
        if number < len(parts):
            run.element.append(run.element.makeelement(_word("noBreakHyphen"), {}))


def _unbroken(text: str) -> list[str]:
    """Parted at the hyphens of its numbers: those of a document or a case stay on one line."""
    return _NUMBER.sub(lambda found: found.group().replace("-", _HYPHEN), text).split(_HYPHEN)


def _lines(cell: Any, lines: Iterable[Line], align: int = _CENTRE) -> None:
    """Into a cell, one paragraph for each line; the first is there already."""
    for number, (text, look) in enumerate(lines):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.alignment = align
        _write(paragraph, text, **look)


def _columns(table: Any, *widths: int) -> None:
    """So wide, whatever stands in them."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _whole_rows(document: Any) -> None:
    """No row is broken by the end of a page; the head of a ruled table comes again on the next."""
    for table in document.element.body.iter(_word("tbl")):
        ruled = any(one.get(_word("val")) == "TableGrid" for one in table.iter(_word("tblStyle")))
        for number, row in enumerate(table.iter(_word("tr"))):
            known = row.get_or_add_trPr()
            known.append(known.makeelement(_word("cantSplit"), {}))
            if ruled and not number:
                known.append(known.makeelement(_word("tblHeader"), {}))


def _keep(rows: Iterable[Any]) -> None:
    """On the page of what follows."""
    for row in rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _rule(marks: int) -> Line:
    return "―" * marks, {"size": 8}


def _masthead(document: Any, sheet: Sheet) -> None:
    nation: list[Line] = [
        (NATION[0], {"size": 12.5, "bold": True}),
        (NATION[1], {"bold": True}),
        _rule(20),
    ]
    if sheet.layout == "citizen":
        for text, look in nation:
            _centred(document, text, **look)
        _write(_right(document), sheet.place_and_day, italic=True)
        return
    table = document.add_table(rows=2, cols=2)
    _columns(table, _TEXT - 98 * _MM, 98 * _MM)
    issuer: list[Line] = [(_named(sheet.parent), {"size": 12.5})] if sheet.parent else []
    issuer += [(_named(sheet.issuer), {"size": 12.5, "bold": True}), _rule(8)]
    numbered: list[Line] = [(f"Số: {sheet.number}", {"size": 13})] if sheet.number else []
    if sheet.layout == "letter":
        numbered.append((f"V/v {sheet.subject}", {"size": 12.5}))
    _lines(table.cell(0, 0), issuer)
    _lines(table.cell(0, 1), nation)
    _lines(table.cell(1, 0), numbered)
    _lines(table.cell(1, 1), [(sheet.place_and_day, {"italic": True})])


def _named(office: str) -> str:
    """In capitals; whose committee it is stands on a line of its own."""
    return office.upper().replace(_OFFICES, f"{_OFFICES.strip()}\n")


def _right(document: Any) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = _RIGHT
    return paragraph


def _centred(document: Any, text: str, *, around: int = 0, **look: Any) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = around * _PT
    _write(paragraph, text, **look)


def _title(document: Any, sheet: Sheet) -> None:
    document.add_paragraph()
    if sheet.heading:
        _centred(document, sheet.heading, size=14, bold=True)
    if sheet.subject and sheet.layout != "letter":
        _centred(document, sheet.subject, bold=True)
        rule, thin = _rule(14)
        _centred(document, rule, **thin)
    if len(sheet.greeting) == 1:
        _centred(document, f"Kính gửi: {sheet.greeting[0]}", around=6)
    elif sheet.greeting:
        _greeted(document, sheet.greeting)


def _greeted(document: Any, names: tuple[str, ...]) -> None:
    """Several, one to a line, each but the last with a semicolon (Decree 30/2020/NĐ-CP, Annex I)."""
    lines = ["Kính gửi:", *(f"- {one};" for one in names[:-1]), f"- {names[-1]}."]
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = (30 if number else 20) * _MM
        paragraph.paragraph_format.space_before = 3 * _PT
        _write(paragraph, line)


def _block(document: Any, block: Block, *, last: bool) -> None:
    """The last stays with who signs."""
    if block.kind == "table":
        table = _table(document, block)
        if last:
            _keep(table.rows[-1:])
        return
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = 4 * _PT, 3 * _PT
    middle = block.kind == "heading"
    paragraph.alignment = _CENTRE if middle else _JUSTIFIED
    leads = block.kind in {"heading", "section"} or block.text.endswith(":")
    paragraph.paragraph_format.keep_with_next = leads or last
    if not middle:
        paragraph.paragraph_format.first_line_indent = 10 * _MM
    if block.lead:
        _write(paragraph, f"{block.lead} ", bold=True)
    dash = "- " if block.kind == "item" else ""
    _write(
        paragraph, dash + block.text, bold=block.kind in {"heading", "section"}, italic=block.kind == "basis"
    )


def _table(document: Any, block: Block) -> Any:
    """Its first column is the widest."""
    across = len(block.rows[0])
    table = document.add_table(rows=len(block.rows), cols=across)
    table.style, table.alignment = "Table Grid", _CENTRE
    share = int(_TEXT / (across + 0.6))
    _columns(table, _TEXT - share * (across - 1), *[share] * (across - 1))
    for line, cells in enumerate(block.rows):
        for column, text in enumerate(cells):
            cell = table.cell(line, column)
            _lines(cell, [(text, {"size": 12, "bold": not line})], _LEFT if line else _CENTRE)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = 2 * _PT
    return table


def _signers(document: Any, sheet: Sheet) -> None:
    """Two beside each other, one alone on the right."""
    first = 1 if len(sheet.signers) == 1 else 0
    table = document.add_table(rows=(len(sheet.signers) + 1) // 2, cols=2)
    _columns(table, _TEXT // 2, _TEXT // 2)
    for place, (who, how) in enumerate(sheet.signers, start=first):
        hand = (f"({how})", {"size": 12, "italic": True})
        space: list[Line] = [("", {})] * 4
        _lines(table.cell(place // 2, place % 2), [(who, {"bold": True}), hand, *space])
    _keep(table.rows if sheet.closing else table.rows[:-1])
    if sheet.closing:
        _centred(document, sheet.closing, bold=True)


def _foot(document: Any, sheet: Sheet) -> None:
    document.add_paragraph().paragraph_format.keep_with_next = True
    (_signers if sheet.signers else _signed)(document, sheet)
    end = document.add_paragraph()  # programs add one behind a table: here it takes no room
    end.paragraph_format.line_spacing = importlib.import_module("docx.shared").Pt(1)


def _signed(document: Any, sheet: Sheet) -> None:
    table = document.add_table(rows=1, cols=2)
    _columns(table, _TEXT // 2, _TEXT // 2)
    if sheet.recipients:
        listed = [(f"- {one}", {"size": 11}) for one in sheet.recipients]
        head = ("Nơi nhận:", {"size": 12, "bold": True, "italic": True})
        _lines(table.cell(0, 0), [head, *listed], _LEFT)
    if sheet.signature:
        signed = sheet.signature
        over = [(signed.over.upper(), {"bold": True})] if signed.over else []
        space: list[Line] = [("", {})] * 4
        name = (signed.name, {"bold": True})
        _lines(table.cell(0, 1), [*over, (signed.title.upper(), {"bold": True}), *space, name])
