"""A plan as offices write it in a table: which column says what, and what day is meant by "trước 30/6".

Nothing is guessed: a day that could be two, or a cell that says something else, is left to whoever prepared the table.
"""

import calendar
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hoiam.law.refusal import Refused

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("nhiem vu", "noi dung nhiem vu", "noi dung cong viec", "noi dung", "cong viec", "task"),
    "unit": ("don vi chu tri", "co quan chu tri", "don vi thuc hien", "chu tri", "don vi", "unit"),
    "post": ("chuc vu chiu trach nhiem", "nguoi chiu trach nhiem", "chuc vu", "phu trach", "post"),
    "beside": ("don vi phoi hop", "co quan phoi hop", "phoi hop", "with"),
    "due": ("thoi han hoan thanh", "thoi gian hoan thanh", "thoi han", "han hoan thanh", "han", "due"),
    "measure": ("chi tieu", "san pham", "ket qua can dat", "yeu cau", "measure"),
    "evidence": ("minh chung", "tai lieu minh chung", "evidence"),
}
"""Headings by folded words; the longest that fits wins."""
NEEDED = frozenset({"title", "unit", "due"})
HEADINGS_WITHIN = 20
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]00:00(?::00)?)?")
_MONTH = re.compile(r"(?:trong |het )?thang (\d{1,2})(?:[/ ]|\s*nam )?(\d{4})?")
_QUARTER = re.compile(r"(?:trong |het )?quy (i{1,3}|iv|[1-4])(?:[/ ]|\s*nam )?(\d{4})?")
_BEFORE = re.compile(r"truoc(?: ngay)? ")
_UNTIL = re.compile(r"(?:(?:xong|hoan thanh|cham nhat|den|het|han|vao)\s+)*(?:ngay\s+)?")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ONE_DAY = timedelta(days=1)
Cell = str | int | float | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class Named:
    """A last day as it was read; `before`: the cell says "trước", so the day that it names is no longer in time."""

    on: date
    before: bool = False


def fold(text: str) -> str:
    """Small letters without marks, single spaces."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def headings(cells: Sequence[Cell]) -> dict[str, int]:
    """Which column says what, by its place from 0; of two that say the same, the first."""
    found: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(cells):
        name, fits = _heading(fold(cell)) if isinstance(cell, str) else ("", 0)
        if name and fits > found.get(name, (0, 0))[0]:
            found[name] = (fits, place)
    return {name: place for name, (_fits, place) in found.items()}


def require_headings(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]]:
    """Where the row of headings stands among the first, from 0. Refused: headings_missing(columns)."""
    best: dict[str, int] = {}
    for place, cells in enumerate(rows[:HEADINGS_WITHIN]):
        found = headings(cells)
        if found.keys() >= NEEDED:
            return place, found
        best = max(best, found, key=len)
    raise Refused("headings_missing", columns=tuple(sorted(NEEDED - best.keys())))


def day(cell: Cell, *, year: int) -> Named:
    """The last day that a cell names; `year` where it names none. Refused: day_missing, day_unread."""
    if isinstance(cell, datetime):
        return Named(cell.date())
    if isinstance(cell, date):
        return Named(cell)
    if cell is None or cell == "":
        raise Refused("day_missing")
    if not isinstance(cell, str):
        raise Refused("day_unread")
    return _worded(fold(cell), year)


def several(cell: Cell) -> tuple[str, ...]:
    """Names in one cell, each once: set apart by semicolons or lines."""
    text = (
        "" if cell is None else str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    )
    names = (" ".join(part.split()).strip(" -•+,.") for part in re.split(r"[;\n\r]", text))
    return tuple(dict.fromkeys(filter(None, names)))


def _heading(text: str) -> tuple[str, int]:
    fits = [(len(word), name) for name, words in COLUMNS.items() for word in words if _begins(text, word)]
    length, name = max(fits, default=(0, ""))
    return name, length


def _begins(text: str, word: str) -> bool:
    return text == word or text.startswith((f"{word} ", f"{word}/", f"{word}("))


def _worded(text: str, year: int) -> Named:
    before = _BEFORE.match(text)
    rest = text[before.end() :] if before else text[_match_end(_UNTIL, text) :]
    last = _last_day(rest.rstrip(" ."), year)
    return Named(last - _ONE_DAY, before=True) if before else Named(last)


def _match_end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _last_day(text: str, year: int) -> date:
    if found := _ISO.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY.fullmatch(text):
        return _date(int(found[3] or year), int(found[2]), int(found[1]))
    if found := _MONTH.fullmatch(text):
        return _month_end(int(found[2] or year), int(found[1]))
    if found := _QUARTER.fullmatch(text):
        quarter = _QUARTERS.get(found[1]) or int(found[1])
        return _month_end(int(found[2] or year), quarter * 3)
    raise Refused("day_unread")


def _month_end(year: int, month: int) -> date:
    if not 1 <= month <= 12:  # noqa: PLR2004 - months
        raise Refused("day_unread")
    return date(year, month, calendar.monthrange(year, month)[1])


def _date(year: int, month: int, day_: int) -> date:
    try:
        return date(year, month, day_)
    except ValueError:
        raise Refused("day_unread") from None
