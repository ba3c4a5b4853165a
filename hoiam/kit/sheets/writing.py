"""Tables written row by row to a file, as .csv or .xlsx, in memory that does not grow with their length.

What begins like a formula is written as text: a spreadsheet program would run it (CWE-1236).
"""

import contextlib
import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import IO, BinaryIO
from xml.sax.saxutils import escape

Value = str | int | date | None
Put = Callable[[Sequence[Value]], None]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_LONGEST = 32_767  # characters in a cell, ECMA-376 part 1, annex of limits
_EPOCH = date(1899, 12, 30)
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
    '<Relationship Id="rId2" Target="styles.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>',
    "xl/styles.xml": '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>",
}
_HEAD = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>'
    '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>"
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def harmless(value: str) -> str:
    """With an apostrophe before what a spreadsheet program would take for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


@contextlib.contextmanager
def csv_file(file: BinaryIO) -> Iterator[Put]:
    """UTF-8 with its mark, as spreadsheet programs want it; days as dd/mm/yyyy."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)

    def put(values: Sequence[Value]) -> None:
        writer.writerow([_plain(value) for value in values])

    yield put
    text.flush()
    text.detach()


@contextlib.contextmanager
def xlsx_file(file: BinaryIO, *, name: str) -> Iterator[Put]:
    """One sheet, the first row bold and fixed; text as text, days as days."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for part, text in _PARTS.items():
            archive.writestr(part, _XML + text.replace("{name}", escape(name[:31], {'"': "&quot;"})))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as raw:
            sheet = io.TextIOWrapper(raw, encoding="utf-8")
            sheet.write(_XML + _HEAD)
            yield _putter(sheet)
            sheet.write("</sheetData></worksheet>")
            sheet.flush()
            sheet.detach()


def _putter(sheet: IO[str]) -> Put:
    number = 0

    def put(values: Sequence[Value]) -> None:
        nonlocal number
        number += 1
        sheet.write(f'<row r="{number}">{"".join(_cell(value, bold=number == 1) for value in values)}</row>')

    return put


def _plain(value: Value) -> str | int:
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return harmless(value) if isinstance(value, str) else ("" if value is None else value)


def _cell(value: Value, *, bold: bool) -> str:
    """Text in place: no table of shared texts that would have to be held until the end."""
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, date):
        return f'<c s="1"><v>{(value - _EPOCH).days}</v></c>'
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    text = escape("".join(c for c in value[:_LONGEST] if c >= " " or c in "\n\t"))
    style = ' s="2"' if bold else ""
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
