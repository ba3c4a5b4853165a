"""A complaint settled for the second time (giải quyết khiếu nại lần hai): always a dialogue, always published.

The posting of a decision may not be shorter than *posting*; nothing comes after a second decision but the courts.
"""

from enum import StrEnum

from hoiam.law.procedures import checks, complaint
from hoiam.law.procedures.complaint import Facts
from hoiam.law.procedures.moves import CLERK, HEAD, STAFF, Move, Procedure, stay, to
from hoiam.law.step import CloseSpec, Outcome

__all__ = ["MOVES", "PROCEDURE", "Facts", "State"]


class State(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    WITHDRAWING = "withdrawing"  # withdrawn whole; the decision that ends it is still to be signed
    DECIDED = "decided"
    EFFECTIVE = "effective"
    EXECUTING = "executing"
    EXECUTED = "executed"
    TERMINATED = "terminated"
    REFUSED = "refused"
    GUIDED = "guided"  # not ours: told where to go
    WITHDRAWN = "withdrawn"  # before it was accepted


ACCEPTED, DECIDED, EFFECTIVE, EXECUTING = State.ACCEPTED, State.DECIDED, State.EFFECTIVE, State.EXECUTING
AFTER = (DECIDED, EFFECTIVE, EXECUTING, State.EXECUTED)
LATER = (*AFTER, State.RECEIVED, State.REFUSED, State.GUIDED, State.WITHDRAWN)
OFFICE = CLERK | HEAD

# fmt: off
MOVES: tuple[Move, ...] = (
    *complaint.beginning(received=State.RECEIVED, refused=State.REFUSED, guided=State.GUIDED, accepted=ACCEPTED),
    *complaint.settling(ACCEPTED, "complaint_second"),
    *complaint.papers(State),
    *complaint.stopping({state.value: state for state in State}, sent_in=LATER),
    Move("decide", to(DECIDED, ACCEPTED), HEAD, opens=("send", "publish", "effect"),
         closes=(complaint.SETTLE_MET, complaint.NOTICE_VOID),
         checks=(checks.number, complaint.dialogue_always)),
    Move("send", stay(*AFTER), OFFICE, closes=(complaint.SEND_MET,)),
    Move("publish", stay(*AFTER), OFFICE, opens=("posting",),
         closes=(CloseSpec("publish", Outcome.MET), CloseSpec("posting", Outcome.HANDED_OVER))),
    Move("end_posting", stay(*AFTER), OFFICE, closes=(CloseSpec("posting", Outcome.MET),),
         checks=(checks.over("posting", "posting_too_short"),)),
    Move("take_effect", to(EFFECTIVE, DECIDED), OFFICE, opens=("implement",),
         closes=(complaint.EFFECT_MET,), checks=(checks.over("effect", "window_open"),)),
    Move("order_execution", to(EXECUTING, EFFECTIVE), HEAD, closes=(complaint.IMPLEMENT_MET,),
         checks=(checks.number, checks.day_set)),
    Move("execute", to(State.EXECUTED, EXECUTING), STAFF),
)
# fmt: on

PROCEDURE = Procedure(
    name="complaint_second",
    states=State,
    ends=frozenset({State.EXECUTED, State.TERMINATED, State.REFUSED, State.GUIDED, State.WITHDRAWN}),
    moves=MOVES,
    carries=frozenset({"papers", "stop_send", "send", "publish", "posting", "continue_window"}),
)
