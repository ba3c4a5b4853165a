"""Rows of a .csv or .xlsx file, one at a time. What the file holds is data: no formula is computed, no link opened."""

import codecs
import csv
import importlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO

from hoiam.kit import legacy
from hoiam.law.refusal import Refused

MOST_COLUMNS = 100
MOST_CELL = 100_000
SAMPLE = 256 * 1024
LOOKED_AT = 20_000
"""Rows, empty ones too, that are looked at to tell what a table is: a sheet may have a million that hold nothing."""
DELIMITERS = ",;\t|"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
Cell = str | int | float | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class Row:
    """Its number in the file, from 1, and its cells; trailing empty ones are cut off."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is to be read: the kind, for csv its encoding and delimiter, and the old encoding of its text."""

    kind: str
    encoding: str = ""
    delimiter: str = ""
    legacy: str = ""


def sniffed(file: BinaryIO, kind: str) -> Form:
    """Refused: table_encoding, table_empty, file_damaged."""
    form = _csv_form(file) if kind == "csv" else Form(kind)
    texts = []
    for row in _raw(file, form, most=LOOKED_AT):
        texts += [cell for cell in row.cells if isinstance(cell, str)]
        if len(texts) >= 2000:  # noqa: PLR2004 - enough to tell
            break
    if not texts:
        raise Refused("table_empty")
    old = legacy.encoding_of(texts)
    if old == legacy.UNKNOWN:
        raise Refused("table_encoding")
    return Form(form.kind, form.encoding, form.delimiter, old)


def rows(file: BinaryIO, form: Form, *, most: int | None = None) -> Iterator[Row]:
    """Rows that hold anything, among the first `most` of the file; text of an old encoding is converted.

    Refused while reading: file_damaged, table_encoding(row), too_many_columns(most, row), cell_too_long(row).
    """
    convert = legacy.CONVERTERS.get(form.legacy)
    for row in _raw(file, form, most=most):
        if convert is None:
            yield row
        else:
            yield Row(row.number, tuple(convert(one) if isinstance(one, str) else one for one in row.cells))


def merged(file: BinaryIO, form: Form, *, most: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Cells that lie under a merged one, and that one: (row from 1, column from 0). Nothing for csv.

    Refused: file_damaged, too_many_rows(most): the whole sheet is read for this.
    """
    if form.kind == "csv":
        return {}
    if sum(1 for _row in islice(_xlsx(file), most + 1)) > most:
        raise Refused("too_many_rows", most=most)
    openpyxl = importlib.import_module("openpyxl")
    try:
        file.seek(0)
        book = openpyxl.load_workbook(file, data_only=True, keep_links=False)
        sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
        ranges = [one.bounds for one in sheet.merged_cells.ranges]
    except Exception as error:
        raise Refused("file_damaged") from error
    return dict(_under(ranges, most))


def _under(
    ranges: Sequence[tuple[int, int, int, int]], most: int
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Every cell but the first of each range (columns and rows from 1)."""
    for left, top, right, bottom in ranges:
        for row in range(top, min(bottom, most) + 1):
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                if (row, column) != (top, left):
                    yield (row, column - 1), (top, left - 1)


def _raw(file: BinaryIO, form: Form, *, most: int | None) -> Iterator[Row]:
    file.seek(0)
    found = _csv(file, form) if form.kind == "csv" else _xlsx(file)
    for number, cells in islice(found, most):
        last = max((place for place, cell in enumerate(cells, start=1) if cell not in (None, "")), default=0)
        if last > MOST_COLUMNS:
            raise Refused("too_many_columns", most=MOST_COLUMNS, row=number)
        if last:
            yield Row(number, tuple(map(_cell, cells[:last], [number] * last)))


def _cell(value: Any, row: int) -> Cell:
    if isinstance(value, str):
        if len(value) > MOST_CELL:
            raise Refused("cell_too_long", row=row, most=MOST_CELL)
        return value.strip()
    return value if isinstance(value, bool | int | float | date | datetime) or value is None else str(value)


def _csv(file: BinaryIO, form: Form) -> Iterator[tuple[int, Sequence[Any]]]:
    text = io.TextIOWrapper(file, encoding=form.encoding, newline="")
    number = 0
    try:
        for number, cells in enumerate(csv.reader(text, delimiter=form.delimiter), start=1):
            yield number, cells
    except UnicodeError as error:
        raise Refused("table_encoding", row=number + 1) from error
    except csv.Error as error:
        raise Refused("file_damaged", row=number + 1) from error
    finally:
        if (
            not file.closed
        ):  # whoever stops in the middle may have closed it before this generator is collected
            text.detach()


def _xlsx(file: BinaryIO) -> Iterator[tuple[int, Sequence[Any]]]:
    """The first visible sheet. The library stumbles over broken files in many ways; all of them are one refusal."""
    openpyxl = importlib.import_module("openpyxl")  # large, and seldom asked
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
        sheet.reset_dimensions()
        yield from enumerate(sheet.iter_rows(values_only=True), start=1)
    except Exception as error:
        if isinstance(error, GeneratorExit | MemoryError | Refused):
            raise
        raise Refused("file_damaged") from error


def _csv_form(file: BinaryIO) -> Form:
    file.seek(0)
    sample = file.read(SAMPLE)
    encoding = _encoding(sample)
    text = sample.decode(encoding, errors="ignore")
    return Form("csv", encoding, _delimiter(text))


def _encoding(sample: bytes) -> str:
    """A mark at the beginning, else UTF-8 if it is that, else as Windows wrote: with marks, or with fonts."""
    if b"\0" in sample and not sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused("file_is_not_what_it_says", found="", extension="csv")
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        windows = sample.decode("cp1258", errors="replace")
        return "cp1258" if legacy.encoding_of([windows]) == "" and "\ufffd" not in windows else "latin-1"
    return "utf-8"


def _delimiter(text: str) -> str:
    """The one that cuts the first records into the most cells, as often as not the same number."""
    return max(DELIMITERS, key=lambda one: _regularity(text, one))


def _regularity(text: str, delimiter: str) -> tuple[int, int]:
    records: list[int] = []
    try:
        for cells in csv.reader(io.StringIO(text), delimiter=delimiter):
            if any(cells):
                records.append(len(cells))
            if len(records) == 20:  # noqa: PLR2004 - enough to tell
                break
    except csv.Error:
        return 0, 0
    usual = max(set(records), key=records.count, default=1)
    return (records.count(usual) if usual > 1 else 0), usual
