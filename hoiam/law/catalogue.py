"""What the law asks for besides time rules: how often, how many, by which text, on which form. Dated rows."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Any, ClassVar, Protocol, TypeVar

from hoiam.law import rows
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
    """A number that is not a time: from how many people, votes or criteria on something is so.

    `people_from` and `people_to`: of a number that holds for so many people only; 0 for no such bound.
    """

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
    people_from: int = 0
    people_to: int = 0

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
NUMBER = re.compile(r"\d+[/-][^\s;,()]+")  # 154/2026/NĐ-CP, 11-QĐi/TW


def table(kind: type[R], lines: Iterable[Mapping[str, object]]) -> Mapping[str, R]:
    """Rows by id, in the order they stand.

    Refused: row_incomplete, row_unknown_field, row_bad_day, row_unknown_word, row_impossible, row_twice.
    """
    found: dict[str, R] = {}
    for line in lines:
        one = read(kind, line)
        if one.id in found:
            raise Refused("row_twice", row=one.id)
        found[one.id] = one
    return MappingProxyType(found)


def frequencies(lines: Iterable[Mapping[str, object]]) -> Mapping[str, Frequency]:
    """Also refused: versions_overlap; two frequencies of one post on one day would be two answers."""
    found = table(Frequency, lines)
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
    place = rows.Place("row", row.get("id", ""))
    needed = {field.name for field in fields(kind) if field.default is MISSING} - kind.MAY_BE_EMPTY
    values = {**dict.fromkeys(kind.MAY_BE_EMPTY, ""), **row}
    made = rows.whole(kind, place, values, needed=needed, readers=READERS, other=rows.text)
    first, until = getattr(made, "in_force_from", None), getattr(made, "in_force_until", None)
    if first and until and until < first:
        place.refuse("impossible")
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


READERS: dict[str, rows.Reader] = {
    **dict.fromkeys(("in_force_from", "in_force_until", "changed_on"), rows.day),
    **dict.fromkeys(("min_count", "value", "people_from", "people_to"), rows.number(1)),
    "confidence": rows.word(Confidence),
    "count_unit": rows.word(CountUnit),
    "per": rows.word(Period),
    "post_kinds": rows.words,
}
