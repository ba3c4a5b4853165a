"""An inspection (cuộc thanh tra) under the law of 2025, as far as its text was read.

How long a provincial inspection may take and by when its conclusion is published was not found: those clocks have no
number, and the day that is named for them is the date. Nothing was found on stopping the clock, so no step here stops
it. That the inspected unit explains itself on the draft, and how long it has, is a rule of this system.
"""

from enum import StrEnum

from hoiam.law.procedures import checks
from hoiam.law.procedures.checks import Facts
from hoiam.law.procedures.moves import HEAD, INSPECTOR, OFFICE, Move, Procedure, closing, stay, to
from hoiam.law.step import Outcome

__all__ = ["MOVES", "PROCEDURE", "Facts", "State"]


class State(StrEnum):
    DECIDED = "decided"
    RUNNING = "running"
    ENDED = "ended"  # on the spot
    REPORTED = "reported"
    DRAFTED = "drafted"
    WITH_SUPERIOR = "with_superior"
    CONCLUDED = "concluded"
    ORDERED = "ordered"
    CARRIED_OUT = "carried_out"
    BROKEN_OFF = "broken_off"


DECIDED, RUNNING, DRAFTED, WITH_SUPERIOR = State.DECIDED, State.RUNNING, State.DRAFTED, State.WITH_SUPERIOR
CONCLUDED, ORDERED, CARRIED_OUT = State.CONCLUDED, State.ORDERED, State.CARRIED_OUT
MET = Outcome.MET
SIGNED = (checks.number, checks.reason)
SIGNERS = INSPECTOR | HEAD
"""A decision is entered by whoever signs it or by the inspectorate."""

# fmt: off
MOVES: tuple[Move, ...] = (
    Move("decide", to(DECIDED, None), SIGNERS, checks=(checks.number,)),
    Move("announce", to(RUNNING, DECIDED), INSPECTOR, opens=("duration",)),
    Move("extend", stay(RUNNING), INSPECTOR, checks=(*SIGNED, checks.within("duration", "extension_too_late")),
         extends=("duration",)),
    Move("break_off", to(State.BROKEN_OFF, DECIDED, RUNNING), INSPECTOR, closes=closing(Outcome.VOID, "duration"),
         checks=SIGNED),
    Move("pass_to_police", stay(RUNNING, State.ENDED, State.REPORTED, DRAFTED, CONCLUDED), INSPECTOR,
         checks=(checks.number,)),
    Move("end", to(State.ENDED, RUNNING), INSPECTOR, closes=closing(MET, "duration")),
    Move("report", to(State.REPORTED, State.ENDED), INSPECTOR),
    Move("draft", to(DRAFTED, State.REPORTED), INSPECTOR, opens=("conclusion", "explanation")),
    Move("explain", stay(DRAFTED, WITH_SUPERIOR), OFFICE, closes=closing(MET, "explanation")),  # of the inspected unit
    Move("ask_superior", to(WITH_SUPERIOR, DRAFTED), INSPECTOR, opens=("superior_opinion",),
         checks=(checks.reason,)),
    Move("give_opinion", to(DRAFTED, WITH_SUPERIOR), HEAD, closes=closing(MET, "superior_opinion"),
         checks=(checks.number,)),
    Move("note_silence", to(DRAFTED, WITH_SUPERIOR), INSPECTOR, closes=closing(Outcome.LATE, "superior_opinion"),
         checks=(checks.over("superior_opinion", "limit_not_passed"),)),
    Move("conclude", to(CONCLUDED, DRAFTED), SIGNERS, opens=("publish", "implement_order"),
         closes=(*closing(MET, "conclusion"), *closing(Outcome.LATE, "explanation")),
         checks=(checks.number, checks.over_if_open("explanation", "explanation_open"))),
    Move("publish", stay(CONCLUDED, ORDERED, CARRIED_OUT), SIGNERS, closes=closing(MET, "publish_conclusion")),
    Move("order", to(ORDERED, CONCLUDED), HEAD, closes=closing(MET, "implement_order"), checks=(checks.number,)),
    Move("carry_out", to(CARRIED_OUT, ORDERED), INSPECTOR),
)
# fmt: on

PROCEDURE = Procedure(
    name="inspection",
    states=State,
    ends=frozenset({CARRIED_OUT, State.BROKEN_OFF}),
    moves=MOVES,
    carries=frozenset({"publish_conclusion"}),
)
