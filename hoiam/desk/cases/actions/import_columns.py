"""What a row of an older register says: columns by their headings, days and kinds as offices wrote them.

Pure: a row in, values and faults out. A fault is a column and a code; what stands in the cell is never repeated.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

from hoiam.kit import fold
from hoiam.kit.sheets.reading import Cell

FIELDS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "so thu ly",
        "so vao so",
        "so don",
        "ma don",
        "so ho so",
        "stt",
        "so tt",
        "tt",
        "number",
        "no",
    ),
    "received_on": (
        *("ngay nhan", "ngay tiep nhan", "ngay tiep", "ngay den", "ngay thang nam", "ngay thang", "ngay"),
        *("received", "date received", "date"),
    ),
    "name_address": (
        *(
            "ho ten dia chi",
            "ho va ten dia chi",
            "ho ten va dia chi",
            "ho va ten va dia chi",
            "nguoi gui va dia chi",
        ),
        "name and address",
    ),
    "name": (
        "ho va ten",
        "ho ten",
        "nguoi gui",
        "nguoi de nghi",
        "cong dan",
        "ten nguoi gui",
        "full name",
        "name",
    ),
    "address": ("dia chi", "noi o", "cho o", "address"),
    "id_number": ("so cccd", "can cuoc cong dan", "can cuoc", "cccd", "cmnd", "so dinh danh", "id number"),
    "phone": ("so dien thoai", "dien thoai", "sdt", "phone"),
    "email": ("thu dien tu", "email", "e mail"),
    "kind": ("phan loai don", "phan loai", "loai don", "loai", "kind", "type"),
    "title": ("tieu de", "trich yeu", "subject", "title"),
    "body": ("noi dung vu viec", "noi dung don", "noi dung", "tom tat noi dung", "content", "text"),
    "closed_on": (
        *("ngay giai quyet xong", "ngay tra loi", "ngay ket thuc", "ngay giai quyet", "ngay hoan thanh"),
        *("closed on", "closed", "answered on"),
    ),
    "result": ("ket qua giai quyet", "ket qua", "theo doi ket qua", "ket qua xu ly", "result", "follow up"),
    "remark": ("ghi chu", "remark", "note"),
}
REQUIRED = ("received_on", "body")
KINDS: Mapping[str, tuple[str, ...]] = {
    "petition": ("kien nghi", "don kien nghi", "kn", "petition"),
    "report": ("phan anh", "phan anh kien nghi", "pa", "pakn", "report"),
    "complaint": ("khieu nai", "don khieu nai", "complaint"),
    "denunciation": ("to cao", "don to cao", "denunciation"),
    "explanation": ("yeu cau giai trinh", "giai trinh", "request for explanation"),
}
EARLIEST = date(1990, 1, 1)
MOST = {"name": 120, "address": 300, "id_number": 20, "phone": 30, "email": 254, "title": 200, "body": 20_000}
NOTES = 2_000
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII)
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_SEPARATORS = re.compile(r"[\n;]| - | – ")


class FaultError(Exception):
    """What is wrong with a cell: a code."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Column from 1 (0: the whole row) and what is wrong."""

    column: int
    code: str


@dataclass(frozen=True, slots=True, repr=False)
class Brought:
    """A row understood; with faults the values mean nothing."""

    values: Mapping[str, str]
    faults: tuple[Fault, ...]


def guessed(headings: Sequence[Cell]) -> dict[str, int]:
    """Which column, from 1, holds which field; each column once, the better match first."""
    known = [(number, _plain(str(heading or ""))) for number, heading in enumerate(headings, start=1)]
    found: dict[str, int] = {}
    for fits in (_is_it, _has_it):
        for field, words in FIELDS.items():
            taken = set(found.values())
            match = next((n for n, text in known if n not in taken and fits(text, words)), None)
            if field not in found and match is not None:
                found[field] = match
    return found


def heading_row(rows: Sequence[Sequence[Cell]]) -> int:
    """The index of the row that reads most like headings: registers begin with titles of their own."""
    scores = [len(guessed(cells)) for cells in rows]
    return max(range(len(rows)), key=lambda at: (scores[at], -at), default=0)


def brought(cells: Sequence[Cell], columns: Mapping[str, int], *, kind: str, today: date) -> Brought:
    """`kind` where the row says none."""
    values: dict[str, str] = {}
    faults: list[Fault] = []
    for field, column in sorted(
        columns.items(), key=itemgetter(1)
    ):  # a database may keep them in another order
        cell = cells[column - 1] if column <= len(cells) else None
        try:
            values[field] = READERS.get(field, _text)(cell, field)
        except FaultError as fault:
            faults.append(Fault(column, str(fault)))
    faults += _together(values, columns, today) if not faults else []
    values["kind"] = values.get("kind") or kind
    return Brought(values, tuple(faults))


def _together(values: Mapping[str, str], columns: Mapping[str, int], today: date) -> list[Fault]:
    """What only shows when the cells are held against each other."""
    found = [Fault(columns[field], "needed") for field in REQUIRED if not values.get(field)]
    for field in ("received_on", "closed_on"):
        day = values.get(field, "")
        if day > today.isoformat():
            found.append(Fault(columns[field], "in_future"))
        elif day and day < EARLIEST.isoformat():
            found.append(Fault(columns[field], "too_early"))
    if values.get("closed_on") and values.get("closed_on", "") < values.get("received_on", ""):
        found.append(Fault(columns["closed_on"], "closed_before_received"))
    return found


def _text(cell: Cell, field: str) -> str:
    text = _written(cell)
    if len(text) > MOST.get(field, NOTES):
        raise FaultError("too_long")
    return text


def _written(cell: Cell) -> str:
    """As people would type it: whole numbers without a point, days with slashes; no error values of formulas."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    text = "" if cell is None else str(cell).strip()
    if text.startswith("#") and text.rstrip("!?") in {
        "#REF",
        "#N/A",
        "#VALUE",
        "#NAME",
        "#DIV/0",
        "#NULL",
        "#NUM",
    }:
        raise FaultError("formula_error")
    return text


def _day(cell: Cell, _field: str) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = _written(cell)
    if not text:
        return ""
    found = _DAY.fullmatch(text)
    iso = _ISO.fullmatch(text)
    if found:
        parts = (int(found[3]), int(found[2]), int(found[1]))
    elif iso:
        parts = (int(iso[1]), int(iso[2]), int(iso[3]))
    else:
        raise FaultError("not_a_day")
    try:
        return date(*parts).isoformat()
    except ValueError as error:
        raise FaultError("no_such_day") from error


def _kind(cell: Cell, _field: str) -> str:
    text = _plain(_written(cell))
    if not text:
        return ""
    found = next((kind for kind, words in KINDS.items() if text in words), None)
    if found is None:
        raise FaultError("unknown_kind")
    return found


def _email(cell: Cell, field: str) -> str:
    text = _text(cell, field)
    if text and not _EMAIL.fullmatch(text):
        raise FaultError("not_an_address")
    return text


def _name_address(cell: Cell, _field: str) -> str:
    text = _written(cell)
    if len(text) > MOST["name"] + MOST["address"]:
        raise FaultError("too_long")
    return text


def parted(text: str) -> tuple[str, str]:
    """A name and an address that stand in one cell."""
    found = _SEPARATORS.search(text) or re.search(r",", text)
    if found is None:
        return text[: MOST["name"]], ""
    return text[: found.start()].strip()[: MOST["name"]], text[found.end() :].strip()[: MOST["address"]]


READERS: Mapping[str, Callable[[Cell, str], str]] = {
    "received_on": _day,
    "closed_on": _day,
    "kind": _kind,
    "email": _email,
    "name_address": _name_address,
}


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold.fold(text)).split())


def _is_it(text: str, words: Sequence[str]) -> bool:
    return text in words


def _has_it(text: str, words: Sequence[str]) -> bool:
    return any(len(word) > 3 and f" {word} " in f" {text} " for word in words)  # noqa: PLR2004 - short ones stand alone
