"""A time rule of the law, as one dated row: laws change by adding a row, never by editing one."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import cast

from hoiam.law.refusal import Refused


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
    """In how many separately stored texts the number was read."""

    TWO_TEXTS = "VERIFIED-2"
    ONE_TEXT = "VERIFIED-1"
    NOT_READ = "UNVERIFIED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`amount` 0: the law gives no number, or none was found; then only a promised day binds."""

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

    def governs(self, event: date) -> bool:
        """Whether an event of this day starts this clock."""
        first = self.applied_from or self.in_force_from
        return first <= event and (self.in_force_until is None or event <= self.in_force_until)


WORDS: dict[str, type[StrEnum]] = {
    "unit": TimeUnit,
    "kind": Kind,
    "direction": Direction,
    "confidence": Confidence,
}
DAYS = frozenset({"in_force_from", "in_force_until", "applied_from"})
KNOWN = {field.name for field in fields(Rule)}
NEEDED = {field.name for field in fields(Rule) if field.default is MISSING} - {"in_force_until"}


def read(row: Mapping[str, object]) -> Rule:
    """A rule from a row of a data file; a row that is not whole, or says what cannot be, is refused."""
    name = row.get("id", "")
    if missing := sorted(key for key in NEEDED if row.get(key) in {None, ""}):
        raise Refused("rule_incomplete", rule=name, missing=missing)
    if unknown := sorted(row.keys() - KNOWN):
        raise Refused("rule_unknown_field", rule=name, fields=unknown)
    values = {key: _value(name, key, value) for key, value in row.items()}
    rule = Rule(**{"in_force_until": None, **values})  # type: ignore[arg-type]
    if rule.in_force_until is not None and rule.in_force_until < rule.in_force_from:
        raise Refused("rule_impossible", rule=name)
    return rule


def _value(name: object, key: str, value: object) -> object:
    if key == "amount" and not (isinstance(value, int) and value >= 0):
        raise Refused("rule_impossible", rule=name)
    if key in DAYS:
        return _day(name, key, value)
    if key in WORDS:
        return _word(name, key, value)
    return value


def _day(name: object, key: str, value: object) -> date | None:
    """Days may stand as TOML dates or ISO text; empty means open."""
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        raise Refused("rule_bad_day", rule=name, field=key, value=value) from None


def _word(name: object, key: str, value: object) -> StrEnum:
    try:
        return WORDS[key](cast("str", value))
    except ValueError:
        raise Refused("rule_unknown_word", rule=name, field=key, value=value) from None
