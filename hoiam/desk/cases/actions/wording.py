"""A sheet as an editable .docx draft in the same layout, for whoever goes on writing in an office program."""

import importlib
import io
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
Look = dict[str, Any]
Line = tuple[str, Look]


def docx(sheet: Sheet) -> bytes:
    """Bytes of the draft. Nothing in it tells who made it or when."""
    document = importlib.import_module("docx").Document()  # large, and seldom asked
    _page(document)
    _properties(document, sheet)
    _masthead(document, sheet)
    _title(document, sheet)
    for block in sheet.blocks:
        _block(document, block)
    _foot(document, sheet)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = 210 * _MM, 297 * _MM
    for side, width in _MARGINS.items():
        setattr(section, f"{side}_margin", width * _MM)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, int(13.5 * _PT)
    style.paragraph_format.space_after = 0


def _properties(document: Any, sheet: Sheet) -> None:
    known = document.core_properties
    known.title, known.author, known.comments, known.language = sheet.title[:255], "", "", "vi-VN"


def _write(
    paragraph: Any, text: str, *, size: float = 13.5, bold: bool = False, italic: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = int(size * _PT), bold, italic


def _lines(cell: Any, lines: Iterable[Line], align: int = _CENTRE) -> None:
    """Into a cell, one paragraph for each line; the first is there already."""
    for number, (text, look) in enumerate(lines):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.alignment = align
        _write(paragraph, text, **look)


def _masthead(document: Any, sheet: Sheet) -> None:
    nation: list[Line] = [
        (NATION[0], {"size": 12.5, "bold": True}),
        (NATION[1], {"bold": True}),
        ("―" * 12, {"size": 8}),
    ]
    if sheet.layout == "citizen":
        for text, look in nation:
            _centred(document, text, **look)
        _write(_right(document), sheet.place_and_day, italic=True)
        return
    table = document.add_table(rows=2, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, (67 * _MM, 98 * _MM), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    issuer: list[Line] = [(sheet.parent.upper(), {"size": 12.5})] if sheet.parent else []
    issuer += [(sheet.issuer.upper(), {"size": 12.5, "bold": True}), ("―" * 6, {"size": 8})]
    numbered: list[Line] = [(f"Số: {sheet.number}", {"size": 13})] if sheet.number else []
    if sheet.layout == "letter":
        numbered.append((f"V/v {sheet.subject}", {"size": 12.5}))
    _lines(table.cell(0, 0), issuer)
    _lines(table.cell(0, 1), nation)
    _lines(table.cell(1, 0), numbered)
    _lines(table.cell(1, 1), [(sheet.place_and_day, {"italic": True})])


def _right(document: Any) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = _RIGHT
    return paragraph


def _centred(document: Any, text: str, **look: Any) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = _CENTRE
    _write(paragraph, text, **look)


def _title(document: Any, sheet: Sheet) -> None:
    document.add_paragraph()
    if sheet.heading:
        _centred(document, sheet.heading, size=14, bold=True)
    if sheet.subject and sheet.layout != "letter":
        _centred(document, sheet.subject, bold=True)
    if len(sheet.greeting) == 1:
        _centred(document, f"Kính gửi: {sheet.greeting[0]}")
    elif sheet.greeting:
        _greeted(document, sheet.greeting)
    document.add_paragraph()


def _greeted(document: Any, names: tuple[str, ...]) -> None:
    """Several, one to a line, each but the last with a semicolon (Decree 30/2020/NĐ-CP, Annex I)."""
    lines = ["Kính gửi:", *(f"- {one};" for one in names[:-1]), f"- {names[-1]}."]
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = (30 if number else 20) * _MM
        _write(paragraph, line)


def _block(document: Any, block: Block) -> None:
    if block.kind == "table":
        _table(document, block)
        return
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = 6 * _PT
    middle = block.kind == "heading"
    paragraph.alignment = _CENTRE if middle else _JUSTIFIED
    leads = block.kind in {"heading", "section"} or block.text.endswith(":")
    paragraph.paragraph_format.keep_with_next = leads
    if not middle:
        paragraph.paragraph_format.first_line_indent = 10 * _MM
    if block.lead:
        _write(paragraph, f"{block.lead} ", bold=True)
    dash = "- " if block.kind == "item" else ""
    _write(
        paragraph, dash + block.text, bold=block.kind in {"heading", "section"}, italic=block.kind == "basis"
    )


def _table(document: Any, block: Block) -> None:
    table = document.add_table(rows=len(block.rows), cols=len(block.rows[0]))
    table.style = "Table Grid"
    for line, cells in enumerate(block.rows):
        for column, text in enumerate(cells):
            _lines(table.cell(line, column), [(text, {"size": 12, "bold": not line})], _LEFT)


def _signers(document: Any, sheet: Sheet) -> None:
    """Two beside each other, one alone on the right."""
    first = 1 if len(sheet.signers) == 1 else 0
    table = document.add_table(rows=(len(sheet.signers) + 1) // 2, cols=2)
    for place, (who, how) in enumerate(sheet.signers, start=first):
        hand = (f"({how})", {"size": 12, "italic": True})
        space: list[Line] = [("", {})] * 4
        _lines(table.cell(place // 2, place % 2), [(who, {"bold": True}), hand, *space])
    if sheet.closing:
        _centred(document, sheet.closing, bold=True)


def _foot(document: Any, sheet: Sheet) -> None:
    document.add_paragraph()
    if sheet.signers:
        _signers(document, sheet)
        return
    table = document.add_table(rows=1, cols=2)
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
