"""Recommendations of supervision: which rule gives their term, what becomes of them."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from hoiam.law.accounts import require_rule
from hoiam.law.pack import Pack
from hoiam.law.refusal import Refused
from hoiam.law.rules import Rule


class State(StrEnum):
    """Of a recommendation."""

    OPEN = "open"
    ANSWERED = "answered"  # and something is to be done by a day
    DONE = "done"


BOARDS: Mapping[str, str] = MappingProxyType(
    {"inspection_board": "dc.inspection_board_reply", "investment_board": "dc.investment_board_reply"}
)
"""Who recommends, and the rule that gives the term of the answer; of all others a rule of this system does."""
HOUSE = "recommendation"
DONE = "recommendation_done"


def rule_of(by: str, pack: Pack) -> Rule:
    """Refused: unknown_rule."""
    written = pack.rules.get(BOARDS.get(by, ""))
    return written or require_rule(pack, HOUSE)


def require_days(first: date, last: date) -> None:
    """Refused: period_wrong."""
    if last < first:
        raise Refused("period_wrong")


def require_past(day: date, *, on: date) -> None:
    """What is entered has happened. Refused: day_in_future(day)."""
    if day > on:
        raise Refused("day_in_future", day=day, today=on)


def answer(*, state: str, text: str, done_by: date | None, on: date) -> State:
    """The state after; a day names when what is promised is done. Refused: recommendation_answered, words_needed,
    day_in_past.
    """
    if state != State.OPEN:
        raise Refused("recommendation_answered", state=state)
    if not text.strip():
        raise Refused("words_needed")
    if done_by is not None and done_by <= on:
        raise Refused("day_in_past", named=done_by, on=on)
    return State.ANSWERED if done_by else State.DONE


def finish(*, state: str, evidence: str) -> State:
    """Refused: nothing_promised, words_needed."""
    if state != State.ANSWERED:
        raise Refused("nothing_promised", state=state)
    if not evidence.strip():
        raise Refused("words_needed")
    return State.DONE
