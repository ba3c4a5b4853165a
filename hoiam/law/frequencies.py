"""What recurs: which periods a frequency has, what is needed in each, and whom a period can be counted for.

A day is counted once however many sittings it had, and only if the head held it in person: the law on citizen
reception has no clause of delegation (Luật Tiếp công dân 42/2013/QH13, articles 12.5, 13.5, 15.2, 18.2).
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hoiam.law.calendar import ONE_DAY, Calendar
from hoiam.law.catalogue import Frequency, Period as Per
from hoiam.law.refusal import Refused

WEEK = 7
TAKE_BACK_DAYS = 31
"""So long after its last day a period can still be corrected. No text says so: it is the rule of this house."""


class Reason(StrEnum):
    """Why a period, or a person in it, is not assessed."""

    NO_WORKING_DAY = "no_working_day"  # the week of Tết
    PART_OF_RULE = "part_of_rule"  # the rule began or ended within it
    PART_OF_POST = "part_of_post"  # the post did
    SEVERAL_HOLDERS = "several_holders"  # each held the post for some of its working days
    HOLDER_GAP = "holder_gap"  # nobody held the post on some working day


class Verdict(StrEnum):
    MET = "met"
    RUNNING = "running"
    MISSED = "missed"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included; open where None."""

    first: date | None = None
    last: date | None = None

    def holds(self, on: date) -> bool:
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


ALWAYS = Span()


@dataclass(frozen=True, slots=True)
class Period:
    """A week, month or year, or what rule and post leave of it. `due` is its legal last day.

    `safe` is the last working day in it; the legal last day where it has none.
    """

    frequency: Frequency
    first: date
    last: date
    safe: date
    needed: int
    reason: Reason | None = None

    @property
    def due(self) -> date:
        return self.last

    @property
    def assessable(self) -> bool:
        return self.reason is None

    def holds(self, on: date) -> bool:
        return self.first <= on <= self.last

    def completed_on(self, days: Iterable[date]) -> date | None:
        """The day by which enough was done. Several times on one day are one."""
        done = sorted({day for day in days if self.holds(day)})
        return done[self.needed - 1] if len(done) >= self.needed else None

    def verdict(self, days: Iterable[date], *, on: date) -> Verdict:
        """Of the post, as that day sees it."""
        if not self.assessable:
            return Verdict.NOT_ASSESSABLE
        if self.completed_on(days):
            return Verdict.MET
        return Verdict.RUNNING if on <= self.last else Verdict.MISSED


@dataclass(frozen=True, slots=True)
class Holding:
    """Who held the post; `holder` is a number of the office's own."""

    holder: int
    days: Span


@dataclass(frozen=True, slots=True)
class Answerable:
    """The one person a period is counted for, or why it is counted for nobody."""

    holder: int | None
    reason: Reason | None = None


def periods(
    frequency: Frequency, first: date, last: date, calendar: Calendar, *, lived: Span = ALWAYS
) -> tuple[Period, ...]:
    """Those of this version that touch these days, in order; `lived` is when the post exists. Refused: dates_order."""
    if last < first:
        raise Refused("dates_order", first=first, last=last)
    rule = Span(frequency.in_force_from, frequency.in_force_until)
    made = (_period(frequency, whole, rule, lived, calendar) for whole in _wholes(frequency.per, first, last))
    return tuple(one for one in made if one and one.first <= last and one.last >= first)


def of_family(
    versions: Iterable[Frequency], first: date, last: date, calendar: Calendar, *, lived: Span = ALWAYS
) -> tuple[Period, ...]:
    """Those of all versions of one frequency, in order; versions do not overlap, so these do not either."""
    found = [one for version in versions for one in periods(version, first, last, calendar, lived=lived)]
    return tuple(sorted(found, key=lambda one: one.first))


def answerable(period: Period, holdings: Sequence[Holding], calendar: Calendar) -> Answerable:
    """The duty is the post's; a person answers for it who held the post on all its working days."""
    if period.reason is not None:
        return Answerable(None, period.reason)
    held = [
        tuple(one.holder for one in holdings if one.days.holds(day)) for day in _working(period, calendar)
    ]
    people = {holder for holders in held for holder in holders}
    if not all(held):
        return Answerable(None, Reason.HOLDER_GAP)
    if len(people) > 1:
        return Answerable(None, Reason.SEVERAL_HOLDERS)
    return Answerable(people.pop())


def take_back_until(period: Period) -> date:
    """The last day on which a note of a day in this period can be taken back."""
    return period.last + TAKE_BACK_DAYS * ONE_DAY


def require_take_back(period: Period, *, by_holder: bool, reason: str, on: date) -> None:
    """Whoever answers for the period says that a note was wrong, and why, while the period is fresh.

    Refused: not_the_holder, reason_needed, period_closed.
    """
    require_take_back_of(period.last, by_holder=by_holder, reason=reason, on=on)


def require_take_back_of(last: date, *, by_holder: bool, reason: str, on: date) -> None:
    """The same of a day that counts for no period: it is its own last one. Refused: as require_take_back."""
    if not by_holder:
        raise Refused("not_the_holder")
    if not reason.strip():
        raise Refused("reason_needed")
    until = last + TAKE_BACK_DAYS * ONE_DAY
    if on > until:
        raise Refused("period_closed", last=last, until=until)


def _period(
    frequency: Frequency, whole: tuple[date, date], rule: Span, lived: Span, calendar: Calendar
) -> Period | None:
    """What is left of a whole period; None when rule or post have no day in it."""
    ruled = _within(*whole, rule)
    left = ruled and _within(*ruled, lived)
    if ruled is None or left is None:
        return None
    safe = _last_working(*left, calendar)
    reason = None
    if ruled != whole:
        reason = Reason.PART_OF_RULE
    elif left != whole:
        reason = Reason.PART_OF_POST
    elif safe is None:
        reason = Reason.NO_WORKING_DAY
    return Period(frequency, *left, safe or left[1], frequency.min_count, reason)


def _wholes(per: Per, first: date, last: date) -> Iterator[tuple[date, date]]:
    while first <= last:
        begins, ends = _whole(per, first)
        yield begins, ends
        first = ends + ONE_DAY


def _whole(per: Per, on: date) -> tuple[date, date]:
    """The calendar week (Monday to Sunday), month or year with this day."""
    if per is Per.WEEK:
        begins = on - on.weekday() * ONE_DAY
        return begins, begins + (WEEK - 1) * ONE_DAY
    if per is Per.MONTH:
        return on.replace(day=1), on.replace(day=monthrange(on.year, on.month)[1])
    return date(on.year, 1, 1), date(on.year, 12, 31)


def _within(first: date, last: date, span: Span) -> tuple[date, date] | None:
    begins, ends = max(first, span.first or first), min(last, span.last or last)
    return (begins, ends) if begins <= ends else None


def _last_working(first: date, last: date, calendar: Calendar) -> date | None:
    found = calendar.last_working(last)
    return found if found >= first else None


def _working(period: Period, calendar: Calendar) -> Iterator[date]:
    day = calendar.next_working(period.first)
    while day <= period.last:
        yield day
        day = calendar.next_working(day + ONE_DAY)
