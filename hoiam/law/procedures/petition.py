"""A petition or report (kiến nghị, phản ánh), from the day it is received to the day it is closed.

Two clocks run. *notice*: tell the citizen what becomes of it. *answer*: answer it; until the head names
a day, the line is the one after which idleness is a disciplinary matter, since the law sets no other.
A third, *refusal_notice*, runs after a refusal on a ground that needs the written notice; any other is explained.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hoiam.law import rating
from hoiam.law.pack import Pack
from hoiam.law.procedures import moves
from hoiam.law.procedures.moves import AUTHORS, CITIZEN, HEAD, OFFICE, Move, Procedure, stay, to
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import ClockSpec, CloseSpec, Outcome, Step

__all__ = [
    "MOVES",
    "PROCEDURE",
    "ClockSpec",
    "CloseSpec",
    "Facts",
    "Move",
    "Outcome",
    "PointFacts",
    "Role",
    "State",
    "Step",
    "available",
    "decide",
    "missing",
]


class State(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    PROPOSED = "proposed"  # a reply waits for the head
    ANSWERED = "answered"
    CONTESTED = "contested"
    CLOSED = "closed"
    REFUSING = "refusing"  # the ground needs writing: the notice is still to be issued
    REFUSED = "refused"
    TRANSFERRED = "transferred"  # to a body outside this installation
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PointFacts:
    """One numbered point of the petition and what the reply says to it."""

    number: int
    decision: str = ""
    ground: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(moves.Facts):
    """What the decision hangs on, and nothing else; each event reads the few it needs."""

    came_from: bool = False  # another unit transferred it here
    points: tuple[PointFacts, ...] = ()
    contested: tuple[int, ...] = ()
    reason: str = ""
    ground: str = ""  # code of a refusal ground
    number: str = ""  # of the document that takes the step
    promised_on: date | None = None
    answer_due: date | None = None
    earlier_promise: date | None = None
    red_line: date | None = None  # legal due day of the statutory answer clock
    rated: bool = False  # this answer has been rated
    score: int | None = None
    answered_on: date | None = None
    unit_has_clerk: bool = True
    to_unit_open: bool = True
    same_unit: bool = False
    group_missing: tuple[str, ...] = ()  # what the file of several people lacks (hoiam.law.grouping)


def _recipient(facts: Facts, _pack: Pack) -> None:
    if not facts.unit_has_clerk:
        raise Refused("no_recipient")


def _group(facts: Facts, _pack: Pack) -> None:
    if facts.group_missing:
        raise Refused("group_papers_missing", missing=facts.group_missing)


def _destination(facts: Facts, _pack: Pack) -> None:
    if facts.same_unit:
        raise Refused("same_unit")
    if not facts.to_unit_open:
        raise Refused("no_recipient")


def _sender(facts: Facts, _pack: Pack) -> None:
    if not facts.came_from:
        raise Refused("not_transferred")


def _reason(facts: Facts, _pack: Pack) -> None:
    if not facts.reason.strip():
        raise Refused("reason_needed")


def in_writing(code: str, pack: Pack) -> bool:
    """Whether a refusal on this ground is notified in writing. Refused: unknown_ground(known)."""
    known = {ground.code: ground for ground in pack.petition_grounds}
    if code not in known:
        raise Refused("unknown_ground", known=tuple(known))
    return known[code].written


def _spoken(facts: Facts, pack: Pack) -> None:
    if in_writing(facts.ground, pack):
        raise Refused("written_ground", ground=facts.ground)


def _written(facts: Facts, pack: Pack) -> None:
    if not in_writing(facts.ground, pack):
        raise Refused("spoken_ground", ground=facts.ground)


def _number(facts: Facts, _pack: Pack) -> None:
    if not facts.number.strip():
        raise Refused("decision_needed", on=facts.on)


def _promise(facts: Facts, _pack: Pack) -> None:
    """A later day than any already binding is allowed, but the citizen is told why."""
    if facts.promised_on is None:
        raise Refused("promise_missing")
    if facts.promised_on <= facts.on:
        raise Refused("promise_in_past", promised=facts.promised_on, earliest=facts.on + timedelta(days=1))
    binding = [day for day in (facts.red_line, facts.earlier_promise, facts.answer_due) if day is not None]
    if binding and facts.promised_on > min(binding) and not facts.reason.strip():
        raise Refused("promise_needs_reason", promised=facts.promised_on, until=min(binding))


def _points(facts: Facts, pack: Pack) -> None:
    """Every point has a decision, its ground and what happens next."""
    if not facts.points:
        raise Refused("no_points")
    if gaps := missing(facts.points, pack):
        raise Refused("points_incomplete", missing=gaps)


def missing(points: Iterable[PointFacts], pack: Pack) -> list[tuple[int, str]]:
    """Number and field of everything a reply still lacks."""
    decisions = {choice.code for choice in pack.reply_decisions}
    return [(point.number, field) for point in points for field in _gaps(point, decisions)]


def _gaps(point: PointFacts, decisions: set[str]) -> list[str]:
    gaps = [] if point.decision in decisions else ["decision"]
    return gaps + [field for field in ("ground", "next_step") if not getattr(point, field).strip()]


def _score(facts: Facts, pack: Pack) -> None:
    rating.check(score=facts.score, rated=facts.rated, pack=pack)


def _contested(facts: Facts, _pack: Pack) -> None:
    if not facts.contested:
        raise Refused("no_points")
    known = {point.number for point in facts.points}
    if unknown := sorted(set(facts.contested) - known):
        raise Refused("unknown_point", numbers=tuple(unknown))


def _window_over(facts: Facts, pack: Pack) -> None:
    if facts.answered_on is None:
        raise Refused("contest_window_open", until=None)
    until = facts.answered_on + timedelta(days=pack.policy("contest_window_days"))
    if facts.on <= until:
        raise Refused("contest_window_open", until=until)


RECEIVED, ACCEPTED, PROPOSED = State.RECEIVED, State.ACCEPTED, State.PROPOSED
ANSWERED, CONTESTED, CLOSED, REFUSING = State.ANSWERED, State.CONTESTED, State.CLOSED, State.REFUSING

NOTICE_MET, ANSWER_MET = CloseSpec("notice", Outcome.MET), CloseSpec("answer", Outcome.MET)
NOTICE_OVER, ANSWER_OVER = CloseSpec("notice", Outcome.HANDED_OVER), CloseSpec("answer", Outcome.HANDED_OVER)
NOTICE_VOID, ANSWER_VOID = CloseSpec("notice", Outcome.VOID), CloseSpec("answer", Outcome.VOID)
REFUSAL_MET, REFUSAL_VOID = (
    CloseSpec("refusal_notice", Outcome.MET),
    CloseSpec("refusal_notice", Outcome.VOID),
)

BEGIN = ("notice", "answer")
OPEN = (RECEIVED, ACCEPTED, PROPOSED, CONTESTED)
IN_WORK = (ACCEPTED, CONTESTED)

# fmt: off
MOVES: tuple[Move, ...] = (
    Move("submit", to(RECEIVED, None), CITIZEN, opens=BEGIN, checks=(_recipient,)),
    Move("register", to(RECEIVED, None), OFFICE, opens=BEGIN, checks=(_recipient,)),
    Move("classify", stay(RECEIVED, ACCEPTED), OFFICE),
    Move("accept", to(ACCEPTED, RECEIVED), OFFICE, closes=(NOTICE_MET,), checks=(_group,)),
    Move("assign", stay(*IN_WORK), OFFICE),
    Move("transfer", stay(RECEIVED), OFFICE, opens=("notice",), closes=(NOTICE_OVER,), moves=("answer",),
         checks=(_destination, _reason)),
    Move("send_back", stay(RECEIVED), OFFICE, opens=("notice",), closes=(NOTICE_OVER,), moves=("answer",),
         checks=(_sender, _destination, _reason)),
    Move("transfer_out", to(State.TRANSFERRED, RECEIVED), OFFICE, closes=(NOTICE_MET, ANSWER_MET),
         checks=(_reason,)),
    Move("refuse", to(State.REFUSED, RECEIVED), HEAD, closes=(NOTICE_MET, ANSWER_MET), checks=(_spoken,)),
    Move("refuse_in_writing", to(REFUSING, RECEIVED), HEAD, opens=("refusal_notice",),
         closes=(NOTICE_MET, ANSWER_MET), checks=(_written,)),
    Move("notify_refusal", to(State.REFUSED, REFUSING), HEAD,
         closes=(REFUSAL_MET,), checks=(_number,)),
    Move("promise", stay(RECEIVED), HEAD, opens=("promise",), closes=(NOTICE_MET, ANSWER_OVER),
         checks=(_promise,)),
    Move("promise", stay(ACCEPTED, PROPOSED, CONTESTED), HEAD, opens=("promise",), closes=(ANSWER_OVER,),
         checks=(_promise,)),
    Move("draft", stay(*IN_WORK), AUTHORS),
    Move("propose", to(PROPOSED, *IN_WORK), AUTHORS, checks=(_points,)),
    Move("rework", to(ACCEPTED, PROPOSED), HEAD, checks=(_reason,)),
    Move("approve", to(ANSWERED, PROPOSED), HEAD, closes=(ANSWER_MET,)),
    Move("rate", stay(ANSWERED, CLOSED), CITIZEN, checks=(_score,)),
    Move("contest", to(CONTESTED, ANSWERED), CITIZEN, opens=("answer",), checks=(_contested, _reason)),
    Move("close", to(CLOSED, ANSWERED), OFFICE, checks=(_window_over,)),
    Move("withdraw", to(State.WITHDRAWN, *OPEN, REFUSING), CITIZEN,
         closes=(NOTICE_VOID, ANSWER_VOID, REFUSAL_VOID)),
)
# fmt: on


PROCEDURE = Procedure(
    name="petition",
    states=State,
    ends=frozenset({CLOSED, State.REFUSED, State.TRANSFERRED, State.WITHDRAWN}),
    moves=MOVES,
)

decide = PROCEDURE.decide


def available(state: State, roles: frozenset[Role], is_assignee: bool) -> tuple[str, ...]:  # noqa: FBT001 - read with the roles
    """What these people may try on a case in this state, in the order of the table."""
    return PROCEDURE.available(state, roles, is_assignee=is_assignee)
