"""The yearly programme of an inspectorate: which unit is next, what an entry needs, how much each inspector has.

A rule of this system, not of a text: the unit whose last inspection lies longest ago is proposed first, and one
that was never inspected before all others.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hoiam.law.refusal import Refused

YEAR = 365.25
MOST_DAYS = 120


class Reason(StrEnum):
    """Why a unit is chosen."""

    LONGEST_AGO = "longest_ago"
    NEVER = "never"
    LATE_DUTIES = "late_duties"  # what it owes is often late
    COMPLAINTS = "complaints"  # many against its decisions are found right
    FOLLOW_UP = "follow_up"  # of an earlier conclusion
    INSTRUCTED = "instructed"  # by whoever is above, in writing


class State(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Seen:
    """A unit, since when it is there, and the day of the last decision to inspect it."""

    unit_id: int
    since: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """Years without an inspection: since the last one or, of a unit never inspected, since it began."""

    unit_id: int
    last: date | None
    years: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Load:
    """What one inspector has in a year."""

    person_id: int
    inspections: int
    days: int


def proposed(units: Iterable[Seen], *, on: date) -> tuple[Proposed, ...]:
    """Never inspected before all, then the one inspected longest ago; equal ones by their number."""
    order = sorted(units, key=lambda one: (one.last is not None, one.last or one.since, one.unit_id))
    return tuple(
        Proposed(
            one.unit_id,
            one.last,
            round(max((on - (one.last or one.since)).days, 0) / YEAR, 1),
            Reason.LONGEST_AGO if one.last else Reason.NEVER,
        )
        for one in order
    )


def loads(planned: Iterable[tuple[int, int]]) -> tuple[Load, ...]:
    """From (inspector, days) of each entry; the one with the most days first."""
    found: dict[int, Load] = {}
    for person_id, days in planned:
        before = found.get(person_id, Load(person_id, 0, 0))
        found[person_id] = Load(person_id, before.inspections + 1, before.days + days)
    return tuple(sorted(found.values(), key=lambda one: (-one.days, -one.inspections, one.person_id)))


def require_entry(*, theme: str, reason: str, begins_on: date, days: int, year: int) -> None:
    """Refused: theme_needed, unknown_reason, other_year(year), days_wrong(most)."""
    if not theme.strip():
        raise Refused("theme_needed")
    if reason not in set(Reason):
        raise Refused("unknown_reason")
    if begins_on.year != year:
        raise Refused("other_year", year=year)
    if not 1 <= days <= MOST_DAYS:
        raise Refused("days_wrong", most=MOST_DAYS)


def require_approval(*, state: str, entries: int, number: str) -> None:
    """Refused: programme_approved, programme_empty, decision_needed."""
    if state == State.APPROVED:
        raise Refused("programme_approved")
    if not entries:
        raise Refused("programme_empty")
    if not number.strip():
        raise Refused("decision_needed")


def require_change(*, state: str, reason: str, number: str) -> None:
    """What is approved changes by a document and for a reason. Refused: reason_needed, decision_needed."""
    if state != State.APPROVED:
        return
    if not reason.strip():
        raise Refused("reason_needed")
    if not number.strip():
        raise Refused("decision_needed")


def require_once(unit_id: int, chosen: Collection[int]) -> None:
    """A unit stands in a programme once. Refused: in_programme."""
    if unit_id in chosen:
        raise Refused("in_programme")


def require_not_begun(*, begun: bool) -> None:
    """What is being inspected is not taken out. Refused: entry_begun."""
    if begun:
        raise Refused("entry_begun")
