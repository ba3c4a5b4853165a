"""A task that a head gave in writing (nhiệm vụ được chỉ đạo), with a day set in the plan: no law sets another."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hoiam.law.pack import Pack
from hoiam.law.procedures import checks
from hoiam.law.procedures.moves import HEAD, STAFF, Move, Procedure, closing, stay, to
from hoiam.law.refusal import Refused
from hoiam.law.step import Outcome

__all__ = ["ENDED", "GIVING", "MOVES", "PROCEDURE", "Facts", "State"]


class State(StrEnum):
    ASSIGNED = "assigned"
    IN_WORK = "in_work"
    ASKED = "asked"  # for a later day
    REPORTED = "reported"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(checks.Facts):
    by: int | None = None  # who acts, by number
    reported_by: int | None = None  # who reported the result that is looked at
    evidence: int = 0  # how many words, links and files show it
    parts_open: int = 0  # tasks of plans below that carry this one out and have not ended
    limit: date | None = None  # the last day of the task above, of which this is a part


def _evidence(facts: Facts, _pack: Pack) -> None:
    if not facts.evidence:
        raise Refused("evidence_needed")


def _parts_ended(facts: Facts, _pack: Pack) -> None:
    if facts.parts_open:
        raise Refused("parts_open", count=facts.parts_open)


def _somebody_else(facts: Facts, _pack: Pack) -> None:
    """Nobody closes what they reported themselves."""
    if facts.by is None or facts.by == facts.reported_by:
        raise Refused("doer_may_not_close")


def _within_the_task_above(facts: Facts, _pack: Pack) -> None:
    if facts.limit is not None and facts.until is not None and facts.until > facts.limit:
        raise Refused("after_task_above", named=facts.until, limit=facts.limit)


def _later_day(facts: Facts, pack: Pack) -> None:
    """More time is a later day than the one that runs."""
    checks.day_set(facts, pack)
    due = checks.running(facts, "task").due
    if due is not None and facts.until is not None and facts.until <= due:
        raise Refused("day_not_later", named=facts.until, due=due)


ASSIGNED, IN_WORK, ASKED, REPORTED = State.ASSIGNED, State.IN_WORK, State.ASKED, State.REPORTED
ENDED = frozenset({State.DONE, State.CANCELLED})
GIVING = frozenset({"assign", "grant_time", "deny_time", "return", "approve", "cancel"})
"""Steps of whoever gave the task; all others are of the unit that does it."""

# fmt: off
MOVES: tuple[Move, ...] = (
    Move("assign", to(ASSIGNED, None), HEAD, opens=("task",),
         checks=(checks.number, checks.day_set, _within_the_task_above)),
    Move("take_up", to(IN_WORK, ASSIGNED), STAFF),
    Move("hand_on", to(ASSIGNED, ASSIGNED, IN_WORK), HEAD, checks=(checks.reason,), moves=("task",)),
    Move("note_progress", stay(IN_WORK), STAFF),
    Move("ask_for_time", to(ASKED, IN_WORK), STAFF,
         checks=(checks.reason, checks.within("task", "asked_too_late"), _later_day)),
    Move("grant_time", to(IN_WORK, ASKED), HEAD, checks=(checks.number, _later_day, _within_the_task_above),
         extends=("task",)),
    Move("deny_time", to(IN_WORK, ASKED), HEAD, checks=(checks.reason,)),
    Move("report", to(REPORTED, IN_WORK), STAFF, checks=(_evidence, _parts_ended)),
    Move("return", to(IN_WORK, REPORTED), HEAD, checks=(checks.reason,)),
    Move("approve", to(State.DONE, REPORTED), HEAD, closes=closing(Outcome.MET, "task"), checks=(_somebody_else,)),
    Move("cancel", to(State.CANCELLED, ASSIGNED, IN_WORK, ASKED), HEAD,
         closes=closing(Outcome.VOID, "task"), checks=(checks.number, checks.reason)),
)
# fmt: on

PROCEDURE = Procedure(name="directive_task", states=State, ends=ENDED, moves=MOVES)
