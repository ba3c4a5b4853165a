"""Asking people before a decision (lấy ý kiến Nhân dân): published, open for a minimum period, answered, decided."""

from dataclasses import dataclass
from enum import StrEnum

from hoiam.law.pack import Pack
from hoiam.law.procedures import checks
from hoiam.law.procedures.moves import ANYONE, CLERK, HEAD, STAFF, Move, Procedure, closing, stay, to
from hoiam.law.refusal import Refused
from hoiam.law.step import Outcome

__all__ = ["MOVES", "PROCEDURE", "Facts", "State"]


class State(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"
    DECIDED = "decided"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(checks.Facts):
    unanswered: int = 0  # opinions to which the synthesis says nothing
    against_majority: bool = False


def _all_answered(facts: Facts, _pack: Pack) -> None:
    if facts.unanswered:
        raise Refused("opinions_unanswered", count=facts.unanswered)


def _explained(facts: Facts, _pack: Pack) -> None:
    if facts.against_majority and not facts.reason.strip():
        raise Refused("explanation_needed")


DRAFT, OPEN, CLOSED, ANSWERED = State.DRAFT, State.OPEN, State.CLOSED, State.ANSWERED

# fmt: off
MOVES: tuple[Move, ...] = (
    Move("prepare", to(DRAFT, None), STAFF),
    Move("publish", to(OPEN, DRAFT), HEAD, opens=("period",)),
    Move("give_opinion", stay(OPEN), ANYONE),
    Move("change_content", stay(OPEN), HEAD, opens=("period",), closes=closing(Outcome.HANDED_OVER, "period"),
         checks=(checks.reason,)),
    Move("close", to(CLOSED, OPEN), CLERK | HEAD, closes=closing(Outcome.MET, "period"),
         checks=(checks.over("period", "period_too_short"),)),
    Move("publish_synthesis", to(ANSWERED, CLOSED), HEAD, checks=(_all_answered,)),
    Move("decide", to(State.DECIDED, ANSWERED), HEAD, checks=(checks.number, _explained)),
    Move("drop", to(State.DROPPED, DRAFT, OPEN, CLOSED, ANSWERED), HEAD, closes=closing(Outcome.VOID, "period"),
         checks=(checks.reason,)),
)
# fmt: on

PROCEDURE = Procedure(
    name="consultation", states=State, ends=frozenset({State.DECIDED, State.DROPPED}), moves=MOVES
)
