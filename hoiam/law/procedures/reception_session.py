"""A session of citizen reception (buổi tiếp công dân), from the schedule to what was announced at it being kept.

A session that a deputy chairs ends in a state of its own and never counts for the head: `COUNTS_FOR_HEAD`. What
people brought along becomes cases with clocks of their own; *replies* runs to the last day announced at the session.
A session whose schedule was never posted was held all the same: its posting is late. One that nobody had planned here
is noted afterwards.
"""

from dataclasses import dataclass
from datetime import date
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
    ground: str = ""  # of an unscheduled session
    planned_on: date | None = None  # the day as it stands before a change


def _ground(facts: Facts, pack: Pack) -> None:
    """One of those that the law names (Luật Tiếp công dân 42/2013/QH13, article 18.3)."""
    known = tuple(one.code for one in pack.unscheduled_grounds)
    if facts.ground not in known:
        raise Refused("unknown_ground", known=known)


def _not_over(facts: Facts, _pack: Pack) -> None:
    """A day that has passed is not moved any more, nor its place: it was held, or it was missed."""
    if facts.planned_on is not None and facts.planned_on < facts.on:
        raise Refused("day_over", day=facts.planned_on)


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
UNPOSTED = (*closing(Outcome.LATE, "posting"), *closing(VOID, *ONLINE))

# fmt: off
MOVES: tuple[Move, ...] = (
    Move("plan", to(PLANNED, None), OFFICE, opens=("posting",), checks=(checks.event_ahead,)),
    Move("call_unscheduled", to(POSTED, None), HEAD, checks=(checks.reason, _ground)),
    Move("note", to(State.HELD, None), OFFICE, checks=(_by_head, checks.day_come)),
    Move("note_by_deputy", to(State.HELD_DEPUTY, None), OFFICE, checks=(_by_deputy, checks.day_come)),
    Move("post", to(POSTED, PLANNED), OFFICE, closes=closing(MET, "posting")),
    Move("set_online", stay(*AHEAD), OFFICE, opens=ONLINE, closes=closing(OVER, *ONLINE),
         checks=(checks.event_ahead,)),
    Move("announce_online", stay(*AHEAD), OFFICE, closes=closing(MET, "online_notice"),
         checks=(checks.notice("reception_session", "online_notice"),)),
    Move("test_online", stay(*AHEAD), OFFICE, closes=closing(MET, "online_test"),
         checks=(checks.notice("reception_session", "online_test"),)),
    Move("connect_online", stay(*AHEAD), OFFICE, closes=closing(MET, "online_connect")),
    Move("postpone", to(PLANNED, *AHEAD), HEAD, opens=("posting",), closes=closing(OVER, "posting", *ONLINE),
         checks=(checks.reason, _not_over, checks.event_ahead)),
    Move("change", stay(*AHEAD), OFFICE, checks=(checks.reason, _not_over)),
    Move("miss", to(State.MISSED, *AHEAD), OFFICE, closes=closing(VOID, "posting", *ONLINE),
         checks=(checks.reason, checks.day_come)),
    Move("open", to(OPEN, *AHEAD), OFFICE, closes=UNPOSTED, checks=(_by_head, checks.day_come)),
    Move("open_by_deputy", to(OPEN_DEPUTY, *AHEAD), OFFICE, closes=UNPOSTED,
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
