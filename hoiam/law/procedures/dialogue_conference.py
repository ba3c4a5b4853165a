"""A dialogue conference of a commune with its people (hội nghị đối thoại): called, announced, held, published."""

from dataclasses import dataclass
from enum import StrEnum

from hoiam.law.pack import Pack
from hoiam.law.procedures import checks
from hoiam.law.procedures.moves import HEAD, OFFICE, Move, Procedure, closing, to
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import Outcome

__all__ = ["MOVES", "PROCEDURE", "Facts", "State"]


class State(StrEnum):
    DEMANDED = "demanded"
    PLANNED = "planned"
    ANNOUNCED = "announced"
    HELD = "held"
    PUBLISHED = "published"
    DECLINED = "declined"  # too few asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(checks.Facts):
    asking: int = 0
    voters: int = 0


def _enough(facts: Facts, pack: Pack) -> bool:
    """Whether so many ask that the conference must be held (a share of all voters, in percent)."""
    return facts.asking * 100 >= facts.voters * pack.thresholds["thr.dialogue_request"].value


def _may_decline(facts: Facts, pack: Pack) -> None:
    if _enough(facts, pack):
        raise Refused("enough_asked", asking=facts.asking, voters=facts.voters)


MET, OVER = Outcome.MET, Outcome.HANDED_OVER
PLANNED, ANNOUNCED = State.PLANNED, State.ANNOUNCED
PEOPLE = frozenset({Role.CITIZEN, Role.OVERSEER, Role.CLERK})

# fmt: off
MOVES: tuple[Move, ...] = (
    Move("demand", to(State.DEMANDED, None), PEOPLE),
    Move("decline", to(State.DECLINED, State.DEMANDED), HEAD, checks=(_may_decline, checks.reason)),
    Move("call", to(PLANNED, None, State.DEMANDED), HEAD, opens=("announce",), checks=(checks.event_ahead,)),
    Move("announce", to(ANNOUNCED, PLANNED), OFFICE, closes=closing(MET, "announce"),
         checks=(checks.notice("dialogue_conference", "announce"),)),
    Move("postpone", to(PLANNED, PLANNED, ANNOUNCED), HEAD, opens=("announce",), closes=closing(OVER, "announce"),
         checks=(checks.reason, checks.event_ahead)),
    Move("hold", to(State.HELD, ANNOUNCED), HEAD, opens=("results",), checks=(checks.day_come,)),
    Move("publish_results", to(State.PUBLISHED, State.HELD), OFFICE, closes=closing(MET, "results")),
)
# fmt: on

PROCEDURE = Procedure(
    name="dialogue_conference",
    states=State,
    ends=frozenset({State.PUBLISHED, State.DECLINED}),
    moves=MOVES,
)
