"""A dialogue conference of a commune with its people (hội nghị đối thoại): called, announced, held, published."""

from dataclasses import dataclass
from enum import StrEnum

from hoiam.law.pack import Pack
from hoiam.law.procedures import checks
from hoiam.law.procedures.moves import HEAD, OFFICE, Move, Procedure, closing, to
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import Outcome

__all__ = ["BY_COUNT", "COLLECTING", "MOVES", "PROCEDURE", "Facts", "State", "enough"]


class State(StrEnum):
    DEMANDED = "demanded"
    OWED = "owed"  # enough ask: it must be held
    PLANNED = "planned"
    ANNOUNCED = "announced"
    HELD = "held"
    PUBLISHED = "published"
    DECLINED = "declined"  # too few asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(checks.Facts):
    asking: int = 0
    voters: int = 0


def enough(*, asking: int, voters: int, pack: Pack) -> bool:
    """Whether so many ask that the conference must be held (a share of all voters, in percent).

    Of an unknown number of voters nobody can say so.
    """
    return voters > 0 and asking * 100 >= voters * pack.thresholds["thr.dialogue_request"].value


def _too_few(facts: Facts, pack: Pack) -> None:
    if enough(asking=facts.asking, voters=facts.voters, pack=pack):
        raise Refused("enough_asked", asking=facts.asking, voters=facts.voters)


def _enough(facts: Facts, pack: Pack) -> None:
    if not enough(asking=facts.asking, voters=facts.voters, pack=pack):
        raise Refused("too_few_asked", asking=facts.asking, voters=facts.voters)


MET, OVER, VOID = Outcome.MET, Outcome.HANDED_OVER, Outcome.VOID
DEMANDED, OWED = State.DEMANDED, State.OWED
PLANNED, ANNOUNCED = State.PLANNED, State.ANNOUNCED
COLLECTING = frozenset({DEMANDED, OWED})
"""States in which voters sign."""
BY_COUNT = frozenset({"reach", "fall_short"})
"""Steps that follow from counting; nobody takes them."""
PEOPLE = frozenset({Role.CITIZEN, Role.OVERSEER, Role.CLERK})

# fmt: off
MOVES: tuple[Move, ...] = (
    Move("demand", to(DEMANDED, None), PEOPLE),
    Move("reach", to(OWED, DEMANDED), PEOPLE | HEAD, opens=("call",), checks=(_enough,)),
    Move("fall_short", to(DEMANDED, OWED), OFFICE, closes=closing(VOID, "call"), checks=(_too_few,)),
    Move("decline", to(State.DECLINED, DEMANDED, OWED), HEAD, closes=closing(VOID, "call"),
         checks=(_too_few, checks.reason)),
    Move("call", to(PLANNED, None, DEMANDED, OWED), HEAD, opens=("announce",), closes=closing(MET, "call"),
         checks=(checks.event_ahead,)),
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
