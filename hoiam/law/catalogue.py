"""What the law asks for besides time rules: how often, how many, by which text, on which form. Dated rows."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Any, ClassVar, Protocol, TypeVar, cast

from hoiam.law.refusal import Refused
from hoiam.law.rules import VERSION, Confidence


class Period(StrEnum):
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class CountUnit(StrEnum):
    """What is counted: days on which it was done (never sittings of a day), times, or reports sent."""

    DAY = "day"
    TIME = "time"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """At least `min_count` per period, owed by every post of one of `post_kinds`."""

    id: str
    who: str
    who_vi: str
    level: str
    post_kinds: tuple[str, ...]
    min_count: int
    count_unit: CountUnit
    per: Period
    source_document: str
    article: str
    in_force_from: date
    in_force_until: date | None
    confidence: Confidence
    sources: str
    note: str = ""
    note_vi: str = ""

    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"in_force_until"})

    @property
    def family(self) -> str:
        return VERSION.sub("", self.id)

    def governs(self, on: date) -> bool:
        return in_force(self, on, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A number that is not a time: from how many people, votes or criteria on something is so."""

    id: str
    value: int
    unit: str
    meaning: str
    meaning_vi: str
    source_document: str
    article: str
    in_force_from: date
    in_force_until: date | None
    confidence: Confidence
    note: str = ""
    note_vi: str = ""

    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"in_force_until"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text of the law and the days it was in force; without a first day, that day was not seen."""

    id: str  # its number, or its name where the number was not seen
    name: str
    in_force_from: date | None
    in_force_until: date | None
    confidence: Confidence
    note: str = ""
    note_vi: str = ""

    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"in_force_from", "in_force_until"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of a decree or circular; `changed_on`: its text was replaced on that day, under the same number."""

    id: str
    source_document: str
    number: str  # empty: not seen, or not the same in two sources
    title: str
    title_vi: str
    in_force_from: date
    changed_on: date | None = None
    confidence: Confidence
    note: str = ""
    note_vi: str = ""

    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"number"})


class Row(Protocol):
    MAY_BE_EMPTY: ClassVar[frozenset[str]]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str: ...


class Dated(Protocol):
    @property
    def in_force_from(self) -> date | None: ...
    @property
    def in_force_until(self) -> date | None: ...


R = TypeVar("R", bound=Row)
WORDS: dict[str, type[StrEnum]] = {"confidence": Confidence, "count_unit": CountUnit, "per": Period}
NUMBER = re.compile(r"\d+[/-][^\s;,()]+")  # 154/2026/NĐ-CP, 11-QĐi/TW


def table(kind: type[R], rows: Iterable[Mapping[str, object]]) -> Mapping[str, R]:
    """Rows by id, in the order they stand.

    Refused: row_incomplete, row_unknown_field, row_bad_day, row_unknown_word, row_impossible, row_twice.
    """
    found: dict[str, R] = {}
    for row in rows:
        one = read(kind, row)
        if one.id in found:
            raise Refused("row_twice", row=one.id)
        found[one.id] = one
    return MappingProxyType(found)


def frequencies(rows: Iterable[Mapping[str, object]]) -> Mapping[str, Frequency]:
    """Also refused: versions_overlap; two frequencies of one post on one day would be two answers."""
    found = table(Frequency, rows)
    families: dict[str, list[Frequency]] = defaultdict(list)
    for one in found.values():
        families[one.family].append(one)
    for versions in families.values():
        for before, after in pairwise(sorted(versions, key=lambda one: one.in_force_from)):
            if before.governs(after.in_force_from):
                raise Refused("versions_overlap", row=after.id, earlier=before.id, on=after.in_force_from)
    return found


def read(kind: type[R], row: Mapping[str, object]) -> R:
    """One row of a data file, every field known, none missing, each of its kind."""
    name = row.get("id", "")
    known = {field.name for field in fields(kind)}
    needed = {field.name for field in fields(kind) if field.default is MISSING} - kind.MAY_BE_EMPTY
    if missing := sorted(key for key in needed if row.get(key) in (None, "", [])):
        raise Refused("row_incomplete", row=name, missing=missing)
    if unknown := sorted(row.keys() - known):
        raise Refused("row_unknown_field", row=name, fields=unknown)
    values = {**dict.fromkeys(kind.MAY_BE_EMPTY, ""), **row}
    made = kind(**{key: READERS.get(key, _as_it_is)(name, key, value) for key, value in values.items()})
    _in_order(made)
    return made


def in_force(row: Dated, first: date, last: date | None) -> bool:
    """Whether a text was in force on all of these days; `last` None: to this day and on."""
    if row.in_force_from is None or row.in_force_from > first:
        return False
    return row.in_force_until is None or (last is not None and last <= row.in_force_until)


def documents_of(source_document: str, documents: Mapping[str, Document]) -> dict[str, Document | None]:
    """Every text that a source names, by number; None where it is not among the documents."""
    found: dict[str, Document | None] = {}
    for part in map(str.strip, source_document.split(";")):
        by_name = [one.id for one in documents.values() if part.startswith(one.name)]
        for name in NUMBER.findall(part) or by_name or [part]:
            found[name] = documents.get(name)
    return found


def _in_order(row: object) -> None:
    first, until = getattr(row, "in_force_from", None), getattr(row, "in_force_until", None)
    if first and until and until < first:
        raise Refused("row_impossible", row=getattr(row, "id", ""))


def _as_it_is(_name: object, _key: str, value: object) -> object:
    return value


def _day(name: object, key: str, value: object) -> date | None:
    """Days may stand as TOML dates or ISO text; empty means open, or not seen."""
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        raise Refused("row_bad_day", row=name, field=key, value=value) from None


def _word(name: object, key: str, value: object) -> StrEnum:
    try:
        return WORDS[key](cast("str", value))
    except ValueError:
        raise Refused("row_unknown_word", row=name, field=key, value=value) from None


def _count(name: object, _key: str, value: object) -> int:
    if not isinstance(value, int) or value < 1:
        raise Refused("row_impossible", row=name)
    return value


def _words(name: object, _key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise Refused("row_impossible", row=name)
    return tuple(value)


READERS: dict[str, Callable[[object, str, object], object]] = {
    **dict.fromkeys(("in_force_from", "in_force_until", "changed_on"), _day),
    **dict.fromkeys(WORDS, _word),
    **dict.fromkeys(("min_count", "value"), _count),
    "post_kinds": _words,
}
