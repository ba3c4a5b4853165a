"""An item that must be made public (công khai): in time, and posted for a minimum period without a break."""

from enum import StrEnum

from hoiam.law.pack import Pack
from hoiam.law.procedures import checks
from hoiam.law.procedures.checks import Facts
from hoiam.law.procedures.moves import HEAD, OFFICE, Move, Procedure, closing, stay, to
from hoiam.law.refusal import Refused
from hoiam.law.step import Outcome

__all__ = ["MOVES", "PROCEDURE", "Facts", "State"]


class State(StrEnum):
    DUE = "due"
    POSTED = "posted"
    TAKEN_DOWN = "taken_down"
    PERMANENT = "permanent"
    WITHHELD = "withheld"


def _ends_some_day(facts: Facts, _pack: Pack) -> None:
    if facts.posted_always:
        raise Refused("posted_always")


def _never_ends(facts: Facts, _pack: Pack) -> None:
    if not facts.posted_always:
        raise Refused("not_posted_always")


MET, OVER, VOID = Outcome.MET, Outcome.HANDED_OVER, Outcome.VOID
DUE, POSTED, PERMANENT = State.DUE, State.POSTED, State.PERMANENT

# fmt: off
MOVES: tuple[Move, ...] = (
    Move("sign", to(DUE, None), OFFICE, opens=("publish",), checks=(checks.number,)),
    Move("post", to(POSTED, DUE), OFFICE, opens=("posting",), closes=closing(MET, "publish"),
         checks=(_ends_some_day,)),
    Move("post_always", to(PERMANENT, DUE), OFFICE, closes=closing(MET, "publish"), checks=(_never_ends,)),
    Move("withhold", to(State.WITHHELD, DUE), HEAD, closes=closing(VOID, "publish"), checks=(checks.reason,)),
    Move("broadcast", stay(POSTED), OFFICE, opens=("broadcast",), closes=closing(OVER, "broadcast")),
    Move("end_broadcast", stay(POSTED), OFFICE, closes=closing(MET, "broadcast"),
         checks=(checks.over("broadcast", "broadcast_too_short"),)),
    Move("post_again", stay(POSTED), OFFICE, opens=("posting",), closes=closing(OVER, "posting"),
         checks=(checks.reason,)),
    Move("correct", stay(PERMANENT), OFFICE, checks=(checks.reason,)),
    Move("take_down", to(State.TAKEN_DOWN, POSTED), OFFICE, closes=closing(MET, "posting", "broadcast"),
         checks=(checks.over("posting", "posting_too_short"), checks.over_if_open("broadcast", "broadcast_too_short"))),
)
# fmt: on

PROCEDURE = Procedure(
    name="publication",
    states=State,
    ends=frozenset({State.TAKEN_DOWN, PERMANENT, State.WITHHELD}),
    moves=MOVES,
)
