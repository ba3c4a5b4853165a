"""Refusing to receive a person (từ chối tiếp công dân): in writing on some grounds, on others said on the spot."""

from dataclasses import dataclass
from enum import StrEnum

from hoiam.law.pack import Ground, Pack
from hoiam.law.procedures import checks
from hoiam.law.procedures.moves import HEAD, OFFICE, Move, Procedure, closing, to
from hoiam.law.refusal import Refused
from hoiam.law.step import Outcome

__all__ = ["MOVES", "PROCEDURE", "Facts", "State"]


class State(StrEnum):
    ESTABLISHED = "established"
    ISSUED = "issued"
    EXPLAINED = "explained"
    RECEIVED_AFTER_ALL = "received_after_all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(checks.Facts):
    ground: str = ""  # code of one of the pack's grounds


def _ground(facts: Facts, pack: Pack) -> Ground:
    known = {ground.code: ground for ground in pack.refusal_grounds}
    if facts.ground not in known:
        raise Refused("unknown_ground", known=tuple(known))
    return known[facts.ground]


def _in_writing(facts: Facts, pack: Pack) -> None:
    if not _ground(facts, pack).written:
        raise Refused("spoken_ground", ground=facts.ground)


def _spoken(facts: Facts, pack: Pack) -> None:
    if _ground(facts, pack).written:
        raise Refused("written_ground", ground=facts.ground)


# fmt: off
MOVES: tuple[Move, ...] = (
    Move("establish", to(State.ESTABLISHED, None), OFFICE, opens=("refusal_notice",), checks=(_in_writing,)),
    Move("explain", to(State.EXPLAINED, None), OFFICE, checks=(_spoken,)),
    Move("issue", to(State.ISSUED, State.ESTABLISHED), HEAD, closes=closing(Outcome.MET, "refusal_notice"),
         checks=(checks.number,)),
    Move("receive_after_all", to(State.RECEIVED_AFTER_ALL, State.ESTABLISHED, State.EXPLAINED), OFFICE,
         closes=closing(Outcome.VOID, "refusal_notice"), checks=(checks.reason,)),
)
# fmt: on

PROCEDURE = Procedure(
    name="reception_refusal",
    states=State,
    ends=frozenset({State.ISSUED, State.EXPLAINED, State.RECEIVED_AFTER_ALL}),
    moves=MOVES,
)
