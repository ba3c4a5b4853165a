"""Messages inside a case: who may write, when, and by when an answer is hoped for. No clock stops by any of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hoiam.law.refusal import Refused
from hoiam.law.step import Step

MOST_TEXT = 4_000
MOST_A_DAY = 20
"""So many messages a day from the citizen of one case: more is not a conversation, and fills the disk."""
FURTHEST_DAYS = 60


class Side(StrEnum):
    """Whose words they are."""

    OFFICE = "office"
    CITIZEN = "citizen"


class Kind(StrEnum):
    """What a message wants: an answer, a document, or nothing."""

    QUESTION = "question"
    DOCUMENT = "document"
    REMARK = "remark"


ASKS = frozenset({Kind.QUESTION, Kind.DOCUMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What it hangs on. `works_on`: clerk or head of the unit, or the handler it is assigned to."""

    on: date
    state: str
    open: bool
    text: str
    kind: str = Kind.REMARK
    files: int = 0
    hoped_on: date | None = None
    works_on: bool = False
    sent_today: int = 0


def from_office(facts: Facts) -> Step:
    """`ask` or `tell`. Refused: not_yours, wrong_state, message_empty, message_too_long, hoped_needs_question,
    hoped_in_past, hoped_too_far.
    """
    if not facts.works_on:
        raise Refused("not_yours")
    _while_open(facts)
    _says_something(facts, or_files=False)
    _hoped(facts)
    return _step("ask" if facts.kind in ASKS else "tell", facts)


def from_citizen(facts: Facts) -> Step:
    """`say`: words, files or both. Refused: wrong_state, message_empty, message_too_long, too_many_messages."""
    _while_open(facts)
    _says_something(facts, or_files=True)
    if facts.sent_today >= MOST_A_DAY:
        raise Refused("too_many_messages", most=MOST_A_DAY)
    return _step("say", facts)


def _while_open(facts: Facts) -> None:
    if not facts.open:
        raise Refused("wrong_state", state=facts.state)


def _says_something(facts: Facts, *, or_files: bool) -> None:
    if not facts.text.strip() and not (or_files and facts.files):
        raise Refused("message_empty")
    if len(facts.text) > MOST_TEXT:
        raise Refused("message_too_long", limit=MOST_TEXT)


def _hoped(facts: Facts) -> None:
    """A hope, not a clock: so a day that lies ahead and can still be meant."""
    if facts.hoped_on is None:
        return
    if facts.kind not in ASKS:
        raise Refused("hoped_needs_question")
    if facts.hoped_on <= facts.on:
        raise Refused("hoped_in_past")
    if (facts.hoped_on - facts.on).days > FURTHEST_DAYS:
        raise Refused("hoped_too_far", most=FURTHEST_DAYS)


def _step(event: str, facts: Facts) -> Step:
    return Step(event, facts.state, facts.state, opens=(), closes=(), source="")
