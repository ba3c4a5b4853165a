"""Who works in whose place: work handed over, a substitute for days of absence. No clock moves by either."""

from dataclasses import dataclass
from datetime import date

from hoiam.law import sheet
from hoiam.law.refusal import Refused
from hoiam.law.step import Step

LONGEST_DAYS = 180
"""An absence longer than that is a change of staff: hand the work over and end the role."""
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """One case from one handler to another. `by_desk`: clerk or head of the unit; `own`: who hands it over has it."""

    state: str
    open: bool
    by_desk: bool
    own: bool
    theirs: bool
    same: bool
    handles: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Days on which another works in somebody's place."""

    on: date
    from_on: date
    until_on: date
    by_desk: bool
    own: bool
    same: bool
    handles: bool  # the absent person handles cases or receives citizens in this unit
    works_here: bool  # so does the substitute, in any role
    overlaps: bool = False  # another absence of the same person
    substitute_absent: bool = False
    signing: "Signing | None" = None  # the substitute signs for the absent head, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """In which capacity (KT., TL., TUQ.), with which office of their own, by which document.

    `heads`: the absent person heads the unit, and says so in person: nobody else lends a signature, and who signs by
    a loan lends nothing on (Decree 30/2020/NĐ-CP, article 13).
    """

    heads: bool
    capacity: str
    title: str
    document: str


def hand_over(facts: HandOver) -> Step:
    """Refused: not_yours, wrong_state, not_their_case, same_person, not_staff_here, reason_needed."""
    if not (facts.by_desk or facts.own):
        raise Refused("not_yours")
    if not facts.open:
        raise Refused("wrong_state", state=facts.state)
    if not facts.theirs:
        raise Refused("not_their_case")
    if facts.same:
        raise Refused("same_person")
    if not facts.handles:
        raise Refused("not_staff_here")
    if not facts.reason.strip():
        raise Refused("reason_needed")
    return Step("hand_over", facts.state, facts.state, opens=(), closes=(), source="")


def absence(facts: Absence) -> None:
    """Refused: not_yours, only_head_lends, capacity_needed, title_needed, document_needed, not_staff_here, same_person,
    absence_reversed, absence_over, absence_too_long, absence_overlaps, substitute_absent.
    """
    if not (facts.by_desk or facts.own):
        raise Refused("not_yours")
    if facts.signing is not None:
        _signing(facts.signing)
    if not ((facts.handles or facts.signing is not None) and facts.works_here):
        raise Refused("not_staff_here")
    if facts.same:
        raise Refused("same_person")
    _days(facts)
    if facts.overlaps:
        raise Refused("absence_overlaps")
    if facts.substitute_absent:
        raise Refused("substitute_absent")


def _signing(facts: Signing) -> None:
    if not facts.heads:
        raise Refused("only_head_lends")
    if facts.capacity not in set(sheet.LENT):
        raise Refused("capacity_needed")
    if not facts.title.strip():
        raise Refused("title_needed", capacity=facts.capacity)
    if not facts.document.strip():
        raise Refused("document_needed")


def _days(facts: Absence) -> None:
    if facts.until_on < facts.from_on:
        raise Refused("absence_reversed")
    if facts.until_on < facts.on:
        raise Refused("absence_over")
    if (facts.until_on - facts.from_on).days >= LONGEST_DAYS:
        raise Refused("absence_too_long", most=LONGEST_DAYS)


def stands_in(person_id: int, substitutes: dict[int, int]) -> int:
    """Who works in a person's place today, from substitute to substitute; a circle ends where it began."""
    seen = [person_id]
    while (following := substitutes.get(seen[-1])) is not None and following not in seen:
        seen.append(following)
    return seen[-1]
