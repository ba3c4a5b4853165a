"""A complaint settled for the first time (giải quyết khiếu nại lần đầu), from receipt to a decision carried out.

*accept*, *settle*, *send*, *implement* are owed by the settler; *second_window* is the complainant's, *effect* runs
for both: after it the decision binds. *stop_send* is owed after each decision that suspends, resumes or terminates.
"""

from enum import StrEnum

from hoiam.law.procedures import checks, complaint
from hoiam.law.procedures.complaint import Facts
from hoiam.law.procedures.moves import ANYONE, CITIZEN, CLERK, HEAD, STAFF, Move, Procedure, stay, to
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
    APPEALED = "appealed"  # second complaint, or in court
    TERMINATED = "terminated"
    REFUSED = "refused"
    GUIDED = "guided"  # not ours: told where to go
    WITHDRAWN = "withdrawn"  # before it was accepted


DECIDED, EFFECTIVE, EXECUTING, EXECUTED = State.DECIDED, State.EFFECTIVE, State.EXECUTING, State.EXECUTED
ACCEPTED, APPEALED = State.ACCEPTED, State.APPEALED
LATER = (
    DECIDED,
    EFFECTIVE,
    EXECUTING,
    EXECUTED,
    APPEALED,
    State.RECEIVED,
    State.REFUSED,
    State.GUIDED,
    State.WITHDRAWN,
)
WINDOW_MET = CloseSpec("second_window", Outcome.MET)
WINDOW_VOID, EFFECT_VOID = CloseSpec("second_window", Outcome.VOID), CloseSpec("effect", Outcome.VOID)

# fmt: off
MOVES: tuple[Move, ...] = (
    *complaint.beginning(received=State.RECEIVED, refused=State.REFUSED, guided=State.GUIDED, accepted=ACCEPTED),
    *complaint.settling(ACCEPTED, "complaint_first"),
    *complaint.papers(State),
    *complaint.stopping({state.value: state for state in State}, sent_in=LATER),
    Move("decide", to(DECIDED, ACCEPTED), HEAD, opens=("send", "effect"),
         closes=(complaint.SETTLE_MET, complaint.NOTICE_VOID),
         checks=(checks.number, complaint.dialogue_if_findings_differ)),
    Move("send", stay(DECIDED, EFFECTIVE, EXECUTING, EXECUTED, APPEALED), CLERK | HEAD,
         closes=(complaint.SEND_MET,)),
    Move("delivered", stay(DECIDED), CLERK | HEAD, opens=("second_window",), closes=(WINDOW_VOID,),
         checks=(complaint.served,)),
    Move("complain_again", to(APPEALED, DECIDED), ANYONE, closes=(WINDOW_MET, EFFECT_VOID),
         checks=(checks.still_open("second_window", "window_over"),)),
    Move("go_on_unsettled", to(APPEALED, ACCEPTED), CITIZEN,
         closes=(CloseSpec("settle", Outcome.LATE), complaint.NOTICE_VOID),
         checks=(checks.over("settle", "limit_not_passed"),)),
    Move("take_effect", to(EFFECTIVE, DECIDED), CLERK | HEAD, opens=("implement",),
         closes=(complaint.EFFECT_MET, WINDOW_VOID), checks=(checks.over("effect", "window_open"),)),
    Move("order_execution", to(EXECUTING, EFFECTIVE), HEAD, closes=(complaint.IMPLEMENT_MET,),
         checks=(checks.number, checks.day_set)),
    Move("execute", to(EXECUTED, EXECUTING), STAFF),
)
# fmt: on

PROCEDURE = Procedure(
    name="complaint_first",
    states=State,
    ends=frozenset(
        {EXECUTED, APPEALED, State.TERMINATED, State.REFUSED, State.GUIDED, State.WITHDRAWN},
    ),
    moves=MOVES,
    carries=frozenset({"papers", "stop_send", "send", "continue_window"}),
)
