"""A time rule of the law, as one dated row: laws change by adding a row, never by editing one."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from hoiam.law import rows

T = TypeVar("T")


class TimeUnit(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working_days"
    HOURS = "hours"
    MONTHS = "months"


class Kind(StrEnum):
    MAX = "max"  # a deadline
    MIN = "min"  # a period, or a notice, that may not be shorter
    LIMITATION = "limitation"  # how long a citizen may bring a claim
    WINDOW = "window"  # after it a right ends or a state changes


class Direction(StrEnum):
    AFTER = "after"
    BEFORE = "before"


class Confidence(StrEnum):
    """In how many separately stored texts the number was read; of a rule of this system there is no text."""

    TWO_TEXTS = "VERIFIED-2"
    ONE_TEXT = "VERIFIED-1"
    NOT_READ = "UNVERIFIED"
    HOUSE = "HOUSE"


class Transition(StrEnum):
    """Which text governs a clock that began before a new text and is still running when that comes in."""

    EVENT = "event"  # the text in force on the day of the event
    STRICTER = "stricter"  # no text says: both are counted, the earlier day is worked to
    NEW_TEXT = "new_text"  # the new text takes over whatever is pending


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """One further period that a signed decision may add; several are granted in the order they stand."""

    amount: int
    unit: TimeUnit
    source_document: str
    article: str
    when: str = ""  # what the case must have been found to be; empty: nothing further


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """Where it is written that the clock may be stopped; before `in_force_from` nothing allows it."""

    source_document: str
    article: str
    in_force_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`amount` 0: the law gives no number, or none was found; then only a promised day binds.

    `base` and `when`: this rule replaces the base rule for cases that are all of `when`.
    `alternative_to`: another text gives another number for the same clock; both are counted.
    A rule of this system (confidence HOUSE) has neither document nor article.
    `transition` says how this version takes over from the one before it.
    """

    id: str
    case_type: str
    actor: str
    action: str
    event_from: str
    amount: int
    unit: TimeUnit
    kind: Kind
    direction: Direction
    source_document: str
    article: str
    in_force_from: date
    in_force_until: date | None
    confidence: Confidence
    conditions: str = ""
    extension: str = ""
    sources: str = ""
    note: str = ""
    actor_vi: str = ""
    action_vi: str = ""
    event_from_vi: str = ""
    note_vi: str = ""
    applied_from: date | None = None  # earlier, by decision of this system; the note says why
    base: str = ""
    when: frozenset[str] = frozenset()
    alternative_to: str = ""
    extend: tuple[Extension, ...] = ()
    stops: Stopping | None = None
    transition: Transition = Transition.EVENT
    transition_document: str = ""
    transition_article: str = ""
    transition_note_vi: str = ""

    @property
    def family(self) -> str:
        """The name that all versions of this rule share: "kn.accept" for "kn.accept.v2"."""
        return VERSION.sub("", self.id)

    def governs(self, event: date) -> bool:
        """Whether an event of this day starts this clock."""
        first = self.applied_from or self.in_force_from
        return first <= event and (self.in_force_until is None or event <= self.in_force_until)


VERSION = re.compile(r"\.v\d+$")
NEEDED = {field.name for field in fields(Rule) if field.default is MISSING} - {"in_force_until"}
WRITTEN = {"source_document", "article"}


def read(row: Mapping[str, object]) -> Rule:
    """A rule from a row of a data file; a row that is not whole, or says what cannot be, is refused."""
    place = rows.Place("rule", row.get("id", ""))
    house = row.get("confidence") == Confidence.HOUSE
    needed = NEEDED - WRITTEN if house else NEEDED
    rule = _whole(Rule, place, {"in_force_until": "", **row}, needed, READERS | NESTED)
    if house and (rule.source_document or rule.article):
        place.refuse("impossible")
    if rule.in_force_until is not None and rule.in_force_until < rule.in_force_from:
        place.refuse("impossible")
    if bool(rule.base) != bool(rule.when) or _runs_by_the_hour(rule):
        place.refuse("impossible")
    return rule


def _runs_by_the_hour(rule: Rule) -> bool:
    """Hours are neither stopped nor extended; nor is anything extended by hours."""
    changed = bool(rule.extend) or rule.stops is not None
    hourly = rule.unit is TimeUnit.HOURS or any(one.unit is TimeUnit.HOURS for one in rule.extend)
    return changed and hourly


def _whole(
    kind: Callable[..., T],
    place: rows.Place,
    row: Any,
    needed: Collection[str],
    readers: Mapping[str, rows.Reader],
) -> T:
    return rows.whole(kind, place, row, needed=needed, readers=readers, other=rows.text)


def _extensions(place: rows.Place, table: Any) -> tuple[Extension, ...]:
    needed = {"amount", "unit", "source_document", "article"}
    if not isinstance(table, list | tuple):
        place.refuse("impossible")
    return tuple(_whole(Extension, place, row, needed, READERS) for row in table)


def _stopping(place: rows.Place, row: Any) -> Stopping:
    return _whole(Stopping, place, row, {"source_document", "article"}, READERS)


def _attributes(place: rows.Place, value: Any) -> frozenset[str]:
    return frozenset(rows.words(place, value))


READERS: dict[str, rows.Reader] = {
    **dict.fromkeys(("in_force_from", "in_force_until", "applied_from"), rows.day),
    "amount": rows.number(0),
    "unit": rows.word(TimeUnit),
    "kind": rows.word(Kind),
    "direction": rows.word(Direction),
    "confidence": rows.word(Confidence),
    "transition": rows.word(Transition),
}
NESTED: dict[str, rows.Reader] = {
    "extend": _extensions,
    "stops": _stopping,
    "when": _attributes,
}
