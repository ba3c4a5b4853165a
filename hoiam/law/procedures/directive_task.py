"""A task that a head gave in writing (nhiệm vụ được chỉ đạo), with a day set in the directive: no law sets another."""

from enum import StrEnum

from hoiam.law.procedures import checks
from hoiam.law.procedures.checks import Facts
from hoiam.law.procedures.moves import HEAD, STAFF, Move, Procedure, closing, stay, to
from hoiam.law.step import Outcome

__all__ = ["MOVES", "PROCEDURE", "Facts", "State"]


class State(StrEnum):
    ASSIGNED = "assigned"
    IN_WORK = "in_work"
    ASKED = "asked"  # for a later day
    REPORTED = "reported"
    DONE = "done"
    CANCELLED = "cancelled"


ASSIGNED, IN_WORK, ASKED, REPORTED = State.ASSIGNED, State.IN_WORK, State.ASKED, State.REPORTED

# fmt: off
MOVES: tuple[Move, ...] = (
    Move("assign", to(ASSIGNED, None), HEAD, opens=("task",), checks=(checks.number, checks.day_set)),
    Move("take_up", to(IN_WORK, ASSIGNED), STAFF),
    Move("hand_on", to(ASSIGNED, ASSIGNED, IN_WORK), HEAD, checks=(checks.reason,), moves=("task",)),
    Move("note_progress", stay(IN_WORK), STAFF),
    Move("ask_for_time", to(ASKED, IN_WORK), STAFF, checks=(checks.reason, checks.within("task", "asked_too_late"))),
    Move("grant_time", to(IN_WORK, ASKED), HEAD, checks=(checks.number, checks.day_set), extends=("task",)),
    Move("deny_time", to(IN_WORK, ASKED), HEAD, checks=(checks.reason,)),
    Move("report", to(REPORTED, IN_WORK), STAFF),
    Move("return", to(IN_WORK, REPORTED), HEAD, checks=(checks.reason,)),
    Move("approve", to(State.DONE, REPORTED), HEAD, closes=closing(Outcome.MET, "task")),
    Move("cancel", to(State.CANCELLED, ASSIGNED, IN_WORK, ASKED), HEAD,
         closes=closing(Outcome.VOID, "task"), checks=(checks.number, checks.reason)),
)
# fmt: on

PROCEDURE = Procedure(
    name="directive_task", states=State, ends=frozenset({State.DONE, State.CANCELLED}), moves=MOVES
)
