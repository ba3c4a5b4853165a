"""Explaining on request (giải trình): whoever is directly affected asks, the body explains its decision or act."""

from dataclasses import dataclass
from enum import StrEnum

from hoiam.law.pack import Pack
from hoiam.law.procedures import checks
from hoiam.law.procedures.moves import ANYONE, CITIZEN, HEAD, OFFICE, Move, Procedure, closing, stay, to
from hoiam.law.refusal import Refused
from hoiam.law.step import Outcome

__all__ = ["MOVES", "PROCEDURE", "Facts", "State"]


class State(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    EXPLAINED = "explained"
    REFUSED = "refused"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"  # before it was accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(checks.Facts):
    affected: bool = False  # the asker's rights are touched by the decision or act itself


def _affected(facts: Facts, _pack: Pack) -> None:
    if not facts.affected:
        raise Refused("not_affected")


RECEIVED, ACCEPTED, SUSPENDED = State.RECEIVED, State.ACCEPTED, State.SUSPENDED
SIGNED = (checks.number, checks.reason)
MET, VOID = Outcome.MET, Outcome.VOID

# fmt: off
MOVES: tuple[Move, ...] = (
    Move("receive", to(RECEIVED, None), ANYONE, opens=("accept",), checks=(checks.recipient,)),
    Move("classify", stay(RECEIVED), OFFICE),
    Move("assign", stay(RECEIVED, ACCEPTED), OFFICE),
    Move("accept", to(ACCEPTED, RECEIVED), HEAD, opens=("explain",), closes=closing(MET, "accept"),
         checks=(_affected,)),
    Move("refuse", to(State.REFUSED, RECEIVED), HEAD, closes=closing(MET, "accept"), checks=(checks.reason,)),
    Move("extend", stay(ACCEPTED), HEAD, checks=(checks.extension("explain"),), extends=("explain",)),
    Move("suspend", to(SUSPENDED, ACCEPTED), HEAD, checks=SIGNED, stops=("explain",)),
    Move("resume", to(ACCEPTED, SUSPENDED), HEAD, checks=(checks.number,), resumes=("explain",)),
    Move("withdraw", to(State.WITHDRAWN, RECEIVED), CITIZEN, closes=closing(VOID, "accept")),
    Move("terminate", to(State.TERMINATED, ACCEPTED, SUSPENDED), HEAD, closes=closing(VOID, "explain"),
         checks=SIGNED),
    Move("explain", to(State.EXPLAINED, ACCEPTED), HEAD, closes=closing(MET, "explain"), checks=(checks.number,)),
    Move("send_copy", stay(State.EXPLAINED), OFFICE),
)
# fmt: on

PROCEDURE = Procedure(
    name="accountability_report",
    states=State,
    ends=frozenset({State.EXPLAINED, State.REFUSED, State.TERMINATED, State.WITHDRAWN}),
    moves=MOVES,
)
