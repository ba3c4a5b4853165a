"""Strict reading of a pack's data files: every field known, none missing, each of its kind.

What is refused is coded by what the row is: rule_incomplete, row_bad_day and so on, with the row's name.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn, TypeVar, cast

from hoiam.law.refusal import Refused

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, for a refusal: what kind of row, its name, the field."""

    noun: str  # rule or row
    name: object
    field: str = ""

    def refuse(self, what: str, **facts: object) -> NoReturn:
        raise Refused(f"{self.noun}_{what}", **{self.noun: self.name, **facts}) from None


Reader = Callable[[Place, Any], object]


def whole(
    kind: Callable[..., T],
    place: Place,
    row: Mapping[str, object],
    *,
    needed: Collection[str],
    readers: Mapping[str, Reader],
    other: Reader,
) -> T:
    """A row as a dataclass; `other` reads the fields that have no reader of their own.

    Refused: impossible, incomplete, unknown_field, and what readers refuse.
    """
    if not isinstance(row, Mapping):
        place.refuse("impossible")
    if missing := sorted(key for key in needed if not row.get(key) and row.get(key) != 0):
        place.refuse("incomplete", missing=missing)
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # always one of our dataclasses
    if unknown := sorted(row.keys() - known):
        place.refuse("unknown_field", fields=unknown)
    values = {
        key: readers.get(key, other)(Place(place.noun, place.name, key), value) for key, value in row.items()
    }
    return kind(**values)


def day(place: Place, value: object) -> date | None:
    """Days may stand as TOML dates or ISO text; empty means open, or not seen. Refused: bad_day."""
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        place.refuse("bad_day", field=place.field, value=value)


def word(kind: type[StrEnum]) -> Reader:
    """A reader for one of these words. It refuses: unknown_word."""

    def read(place: Place, value: object) -> StrEnum:
        try:
            return kind(cast("str", value))
        except ValueError:
            place.refuse("unknown_word", field=place.field, value=value)

    return read


def number(least: int) -> Reader:
    """A reader for a whole number, no less than this. It refuses: impossible."""

    def read(place: Place, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            place.refuse("impossible")
        return value

    return read


def text(place: Place, value: object) -> str:
    """Refused: impossible."""
    if not isinstance(value, str):
        place.refuse("impossible")
    return value


def words(place: Place, value: object) -> tuple[str, ...]:
    """A list of texts, none of them empty. Refused: impossible."""
    if not value or not isinstance(value, list | tuple) or not all(text(place, one) for one in value):
        place.refuse("impossible")
    return tuple(value)
