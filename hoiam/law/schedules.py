"""When a unit's own regulation lets a post receive citizens: a pattern of days, and what becomes of days off.

The regulation is the unit's (Law 42/2013/QH13 as amended, article 15; published under its article 24); the law itself
says only how often. Each planned day tells why it is not the day that the pattern names.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from hoiam.law import booking
from hoiam.law.booking import Sitting
from hoiam.law.calendar import ONE_DAY, Calendar, CalendarDay
from hoiam.law.frequencies import Period
from hoiam.law.refusal import Refused

MONTHS = tuple(range(1, 13))
QUARTERS = (1, 4, 7, 10)
LAST = -1
"""The last such weekday of a month."""
_WEEK = 7
_NTHS = (1, 2, 3, 4, LAST)
_SITTING = re.compile(r"(\d{1,2})[:h](\d\d)\s*[-–]\s*(\d{1,2})[:h](\d\d)", re.ASCII)


class PatternKind(StrEnum):
    MONTH_DAYS = "month"  # the 1st and the 16th
    QUARTER_DAYS = "quarter"  # the same, in the first month of each quarter
    WEEKDAY = "week"  # every Tuesday; Monday is 0
    NTH_WEEKDAY = "nth"  # the second Thursday of each month


class OffDay(StrEnum):
    """What becomes of a day that is a day off."""

    NEXT = "next"  # the next working day
    BEFORE = "before"  # the working day before
    KEPT = "kept"  # the unit receives on that day all the same
    LEFT_OUT = "left_out"


class Why(StrEnum):
    """Why a planned day is not the day that the pattern names, or there is none."""

    SHORT_MONTH = "short_month"  # the month ends before; its last day
    MOVED_ON = "moved_on"
    MOVED_BACK = "moved_back"
    KEPT = "kept"
    LEFT_OUT = "left_out"
    EXCEPTION = "exception"
    COINCIDES = "coincides"  # another planned day has come to fall on the same


@dataclass(frozen=True, slots=True)
class Pattern:
    """`days`: days of the month; or one weekday; or which one of its kind in the month, and the weekday."""

    kind: PatternKind
    days: tuple[int, ...]

    @property
    def code(self) -> str:
        """As it is stored, and as `pattern` reads it: month:1,16."""
        return f"{self.kind}:{','.join(map(str, self.days))}"


@dataclass(frozen=True, slots=True)
class Exempted:
    """A day that the unit itself moved to another, or left out where `to` is None, and why (Tết)."""

    on: date
    to: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Reason:
    """`days`: the days off that were in the way, each with its name and document; `words`: the unit's own."""

    why: Why
    days: tuple[CalendarDay, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A day that the pattern names and the day that it becomes; none where that is left out."""

    nominal: date
    on: date | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Short:
    """A period in which too few days are planned."""

    period: Period
    planned: int


def pattern(code: str) -> Pattern:
    """The pattern of a code. Refused: pattern_unknown."""
    kind, _, said = code.partition(":")
    numbers = said.split(",")
    if kind not in set(PatternKind) or not all(re.fullmatch(r"-?\d{1,2}", one, re.ASCII) for one in numbers):
        raise Refused("pattern_unknown", pattern=code)
    return made(PatternKind(kind), tuple(map(int, numbers)))


def made(kind: PatternKind, days: tuple[int, ...]) -> Pattern:
    """The pattern, its days in order and each once. Refused: pattern_unknown."""
    if kind in {PatternKind.MONTH_DAYS, PatternKind.QUARTER_DAYS}:
        days = tuple(sorted(set(days)))
        good = bool(days) and set(days) <= set(range(1, 32))
    elif kind is PatternKind.WEEKDAY:
        good = len(days) == 1 and days[0] in range(_WEEK)
    else:
        good = len(days) == 2 and days[0] in _NTHS and days[1] in range(_WEEK)  # noqa: PLR2004 - which one, and its weekday
    if not good:
        raise Refused("pattern_unknown", pattern=Pattern(kind, days).code)
    return Pattern(kind, days)


def year(
    found: Pattern,
    of: int,
    calendar: Calendar,
    *,
    off_day: OffDay = OffDay.NEXT,
    exempted: Iterable[Exempted] = (),
) -> tuple[Planned, ...]:
    """Every day that the pattern names in a year, in order, and what it becomes. None of them falls on one day."""
    moved = {one.on: one for one in exempted}
    taken: set[date] = set()
    planned = []
    for nominal, reasons in _nominal(found, of):
        one = _planned(nominal, reasons, calendar, off_day, moved)
        if one.on in taken:
            one = Planned(nominal, None, (*one.reasons, Reason(Why.COINCIDES)))
        taken |= {one.on} if one.on else set()
        planned.append(one)
    return tuple(planned)


def falls_short(periods: Iterable[Period], days: Iterable[date]) -> tuple[Short, ...]:
    """Of these periods, those that are assessed and in which too few days are planned."""
    known = set(days)
    counted = ((period, sum(period.holds(day) for day in known)) for period in periods if period.assessable)
    return tuple(Short(period, count) for period, count in counted if count < period.needed)


def sittings(text: str) -> tuple[Sitting, ...]:
    """07:30-11:30, 13h30 – 16h30, in order. Refused: sittings_unreadable, and as booking.sittings."""
    return booking.sittings([_sitting(part.strip()) for part in text.split(",")])


def spelled(given: Sequence[Sitting]) -> str:
    """The one way to write them: 07:30-11:30, 13:30-16:30."""
    return ", ".join(f"{one.starts:%H:%M}-{one.ends:%H:%M}" for one in given)


def _sitting(text: str) -> Sitting:
    found = _SITTING.fullmatch(text)
    hours = tuple(map(int, found.groups())) if found else ()
    if not hours or max(hours[::2]) > 23 or max(hours[1::2]) > 59:  # noqa: PLR2004 - of a clock
        raise Refused("sittings_unreadable", text=text)
    return Sitting(time(hours[0], hours[1]), time(hours[2], hours[3]))


def _planned(
    nominal: date,
    reasons: tuple[Reason, ...],
    calendar: Calendar,
    off_day: OffDay,
    moved: dict[date, Exempted],
) -> Planned:
    """The unit's exception names the day of the pattern, or the day that this one would become."""
    said = moved.get(nominal)
    on, shift = _shifted(nominal, calendar, off_day)
    if said is None:
        reasons = (*reasons, *shift)
        said = moved.get(on) if on else None
    if said is not None:
        return Planned(nominal, said.to, (*reasons, Reason(Why.EXCEPTION, words=said.reason)))
    return Planned(nominal, on, reasons)


def _shifted(nominal: date, calendar: Calendar, off_day: OffDay) -> tuple[date | None, tuple[Reason, ...]]:
    if calendar.is_working(nominal):
        return nominal, ()
    if off_day is OffDay.KEPT:
        return nominal, (Reason(Why.KEPT, (calendar.day(nominal),)),)
    if off_day is OffDay.LEFT_OUT:
        return None, (Reason(Why.LEFT_OUT, (calendar.day(nominal),)),)
    if off_day is OffDay.NEXT:
        on = calendar.next_working(nominal)
        return on, (Reason(Why.MOVED_ON, _between(nominal, on, calendar)),)
    on = calendar.last_working(nominal)
    return on, (Reason(Why.MOVED_BACK, _between(on + ONE_DAY, nominal + ONE_DAY, calendar)),)


def _between(first: date, until: date, calendar: Calendar) -> tuple[CalendarDay, ...]:
    return tuple(calendar.day(first + ONE_DAY * n) for n in range((until - first).days))


def _nominal(found: Pattern, of: int) -> Iterator[tuple[date, tuple[Reason, ...]]]:
    if found.kind is PatternKind.WEEKDAY:
        first = date(of, 1, 1)
        day = first + ONE_DAY * ((found.days[0] - first.weekday()) % _WEEK)
        while day.year == of:
            yield day, ()
            day += ONE_DAY * _WEEK
        return
    for month in QUARTERS if found.kind is PatternKind.QUARTER_DAYS else MONTHS:
        last = monthrange(of, month)[1]
        if found.kind is PatternKind.NTH_WEEKDAY:
            yield _nth(of, month, last, *found.days), ()
        else:
            for number in found.days:
                short = (Reason(Why.SHORT_MONTH),) if number > last else ()
                yield date(of, month, min(number, last)), short


def _nth(of: int, month: int, last: int, nth: int, weekday: int) -> date:
    if nth == LAST:
        ends = date(of, month, last)
        return ends - ONE_DAY * ((ends.weekday() - weekday) % _WEEK)
    begins = date(of, month, 1)
    return begins + ONE_DAY * ((weekday - begins.weekday()) % _WEEK + _WEEK * (nth - 1))
