"""A session of citizen reception (buổi tiếp công dân), from the schedule to what was announced at it being kept.

A session that a deputy chairs ends in a state of its own and never counts for the head: `COUNTS_FOR_HEAD`. What
people brought along becomes cases with clocks of their own; *replies* runs to the last day announced at the session.
"""

from dataclasses import dataclass
from enum import StrEnum

from hoiam.law.pack import Pack
from hoiam.law.procedures import checks
from hoiam.law.procedures.moves import HEAD, OFFICE, Move, Procedure, closing, stay, to
from hoiam.law.refusal import Refused
from hoiam.law.step import Outcome

__all__ = ["COUNTS_FOR_HEAD", "MOVES", "PROCEDURE", "Facts", "State"]


class State(StrEnum):
    PLANNED = "planned"
    POSTED = "posted"
    OPEN = "open"
    OPEN_DEPUTY = "open_deputy"
    HELD = "held"
    HELD_DEPUTY = "held_deputy"
    CONCLUDED = "concluded"
    CONCLUDED_DEPUTY = "concluded_deputy"
    DONE = "done"
    DONE_DEPUTY = "done_deputy"
    MISSED = "missed"


COUNTS_FOR_HEAD = frozenset({State.HELD, State.CONCLUDED, State.DONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(checks.Facts):
    chaired_by_deputy: bool = False


def _by_head(facts: Facts, _pack: Pack) -> None:
    if facts.chaired_by_deputy:
        raise Refused("chaired_by_deputy")


def _by_deputy(facts: Facts, _pack: Pack) -> None:
    if not facts.chaired_by_deputy:
        raise Refused("chaired_by_head")


MET, OVER, VOID = Outcome.MET, Outcome.HANDED_OVER, Outcome.VOID
PLANNED, POSTED, OPEN, OPEN_DEPUTY = State.PLANNED, State.POSTED, State.OPEN, State.OPEN_DEPUTY
AHEAD = (PLANNED, POSTED)
ONLINE = ("online_notice", "online_test", "online_connect")

# fmt: off
MOVES: tuple[Move, ...] = (
    Move("plan", to(PLANNED, None), OFFICE, opens=("posting",), checks=(checks.event_ahead,)),
    Move("call_unscheduled", to(POSTED, None), HEAD, checks=(checks.reason,)),
    Move("post", to(POSTED, PLANNED), OFFICE, closes=closing(MET, "posting")),
    Move("set_online", stay(*AHEAD), OFFICE, opens=ONLINE, closes=closing(OVER, *ONLINE),
         checks=(checks.event_ahead,)),
    Move("announce_online", stay(*AHEAD), OFFICE, closes=closing(MET, "online_notice"),
         checks=(checks.notice("reception_session", "online_notice"),)),
    Move("test_online", stay(*AHEAD), OFFICE, closes=closing(MET, "online_test"),
         checks=(checks.notice("reception_session", "online_test"),)),
    Move("connect_online", stay(*AHEAD), OFFICE, closes=closing(MET, "online_connect")),
    Move("postpone", to(PLANNED, *AHEAD), HEAD, opens=("posting",), closes=closing(OVER, "posting", *ONLINE),
         checks=(checks.reason, checks.event_ahead)),
    Move("miss", to(State.MISSED, *AHEAD), OFFICE, closes=closing(VOID, "posting", *ONLINE),
         checks=(checks.reason, checks.day_come)),
    Move("open", to(OPEN, POSTED), OFFICE, closes=closing(VOID, *ONLINE), checks=(_by_head, checks.day_come)),
    Move("open_by_deputy", to(OPEN_DEPUTY, POSTED), OFFICE, closes=closing(VOID, *ONLINE),
         checks=(_by_deputy, checks.day_come)),
    Move("close", {OPEN: State.HELD, OPEN_DEPUTY: State.HELD_DEPUTY}, OFFICE),
    Move("conclude", {State.HELD: State.CONCLUDED, State.HELD_DEPUTY: State.CONCLUDED_DEPUTY}, OFFICE,
         opens=("replies",), checks=(checks.number, checks.day_set)),
    Move("report_replies", {State.CONCLUDED: State.DONE, State.CONCLUDED_DEPUTY: State.DONE_DEPUTY}, OFFICE,
         closes=closing(MET, "replies")),
)
# fmt: on

PROCEDURE = Procedure(
    name="reception_session",
    states=State,
    ends=frozenset({State.DONE, State.DONE_DEPUTY, State.MISSED}),
    moves=MOVES,
)
