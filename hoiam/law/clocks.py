"""From a rule and the day of its event to the day it falls due, with every day on the way.

The walk is the explanation: a due day is the last row counted, so the two can never disagree.
The event day is not counted (Civil Code 2015, article 147); a period ends at 24:00 of its last day (148.6);
if that day is a day off, with the next working day (148.5). The code applies to administrative deadlines by
analogy, so each date comes with a *safe* one that relies on no roll.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from hoiam.law.calendar import ONE_DAY, Calendar, CalendarDay
from hoiam.law.refusal import Refused
from hoiam.law.rules import Direction, Kind, Rule, TimeUnit


class DayRole(StrEnum):
    EVENT = "event"
    COUNTED = "counted"
    SKIPPED = "skipped"  # a day off among working days
    ROLLED = "rolled"  # after the last day of the period, up to the working day it moves to
    PROMISED = "promised"  # named by the head, not counted


@dataclass(frozen=True, slots=True)
class CountedDay:
    on: date
    counted: bool
    number: int | None  # days, working days or months counted so far
    day: CalendarDay
    role: DayRole


@dataclass(frozen=True, slots=True)
class Due:
    """`days` in the order they are counted: backward rules go back from the event.

    `unrolled` is the last day counted, `legal_due` the day the law allows, `safe_due` the day to work to.
    """

    rule: Rule
    event: date
    unrolled: date
    legal_due: date
    safe_due: date
    days: tuple[CountedDay, ...]
    moment: datetime | None = None  # rules in hours only: the very minute
    confirmed: bool = True  # False: runs through a year whose days off are not official yet


Walk = Callable[[Rule, date, Calendar], Iterator[CountedDay]]


def compute(rule: Rule, event: date, calendar: Calendar) -> Due:
    """The due day of a rule for an event.

    `event` is a local day; for rules in hours a local moment (a bare day counts from its first minute).
    Refused: no_statutory_limit, rule_not_in_force, day_needed.
    """
    if rule.amount == 0:
        raise Refused("no_statutory_limit", rule=rule.id)
    if isinstance(event, datetime) and rule.unit is not TimeUnit.HOURS:
        raise Refused("day_needed", rule=rule.id)
    start = _day_of(event)
    _check_in_force(rule, start)
    walked = tuple(WALKS[rule.unit](rule, event, calendar))
    unrolled = walked[-1].on if walked else start
    legal, safe = _ends(rule, start, unrolled, calendar)
    rolled = tuple(_rolled(unrolled, legal, calendar))
    return Due(
        rule,
        event,
        unrolled,
        legal,
        safe,
        (_event_row(start, calendar), *walked, *rolled),
        moment=_moment(rule, event) if rule.unit is TimeUnit.HOURS else None,
        confirmed=_confirmed(calendar, start, legal),
    )


def promised(rule: Rule, event: date, on: date, calendar: Calendar) -> Due:
    """The day a head of office named. It binds as named: a named day is no period, so it does not roll."""
    _check_in_force(rule, event)
    if on < event:
        raise Refused("promise_before_event", event=event, promised=on)
    named = CountedDay(on, counted=False, number=None, day=calendar.day(on), role=DayRole.PROMISED)
    days = (_event_row(event, calendar), named)
    safe = _safe_deadline(event, on, calendar)
    return Due(rule, event, on, on, safe, days, confirmed=_confirmed(calendar, event, on))


def _each_day(rule: Rule, event: date, calendar: Calendar) -> Iterator[CountedDay]:
    for number, day in enumerate(islice(_days_from(rule, event, calendar), rule.amount), start=1):
        yield CountedDay(day.on, counted=True, number=number, day=day, role=DayRole.COUNTED)


def _each_working_day(rule: Rule, event: date, calendar: Calendar) -> Iterator[CountedDay]:
    days = _days_from(rule, event, calendar)
    number = 0
    while number < rule.amount:
        day = next(days)
        if day.working:
            number += 1
            yield CountedDay(day.on, counted=True, number=number, day=day, role=DayRole.COUNTED)
        else:
            yield CountedDay(day.on, counted=False, number=None, day=day, role=DayRole.SKIPPED)


def _each_month(rule: Rule, event: date, calendar: Calendar) -> Iterator[CountedDay]:
    """The same day of each month, or its last day if it has none (Civil Code 2015, article 148.3)."""
    for number in range(1, rule.amount + 1):
        day = calendar.day(_months_from(event, number * _sign(rule)))
        yield CountedDay(day.on, counted=True, number=number, day=day, role=DayRole.COUNTED)


def _each_day_of_hours(rule: Rule, event: date, calendar: Calendar) -> Iterator[CountedDay]:
    """Hours run through nights and days off; the rows are the further days they touch."""
    touched = abs(_moment(rule, event).date() - _day_of(event)).days
    for day in islice(_days_from(rule, event, calendar), touched):
        yield CountedDay(day.on, counted=True, number=None, day=day, role=DayRole.COUNTED)


WALKS: dict[TimeUnit, Walk] = {
    TimeUnit.DAYS: _each_day,
    TimeUnit.WORKING_DAYS: _each_working_day,
    TimeUnit.MONTHS: _each_month,
    TimeUnit.HOURS: _each_day_of_hours,
}


def _ends(rule: Rule, event: date, unrolled: date, calendar: Calendar) -> tuple[date, date]:
    """The legal and the safe day. Hours never roll; a notice or a minimum period may not be cut short."""
    if rule.unit is TimeUnit.HOURS:
        return unrolled, unrolled
    if rule.direction is Direction.BEFORE:
        return unrolled, calendar.last_working(unrolled - ONE_DAY)
    if rule.kind is Kind.MIN:
        return unrolled, calendar.next_working(unrolled + ONE_DAY)
    return calendar.next_working(unrolled), _safe_deadline(event, unrolled, calendar)


def _safe_deadline(event: date, last: date, calendar: Calendar) -> date:
    """The last working day up to `last`; if the whole period is days off, `last` itself."""
    safe = calendar.last_working(last)
    return safe if safe >= event else last


def _rolled(unrolled: date, legal: date, calendar: Calendar) -> Iterator[CountedDay]:
    on = unrolled
    while on < legal:
        on += ONE_DAY
        yield CountedDay(on, counted=False, number=None, day=calendar.day(on), role=DayRole.ROLLED)


def _event_row(event: date, calendar: Calendar) -> CountedDay:
    return CountedDay(event, counted=False, number=None, day=calendar.day(event), role=DayRole.EVENT)


def _days_from(rule: Rule, event: date, calendar: Calendar) -> Iterator[CalendarDay]:
    on, step = _day_of(event), ONE_DAY * _sign(rule)
    while True:
        on += step
        yield calendar.day(on)


def _sign(rule: Rule) -> int:
    return -1 if rule.direction is Direction.BEFORE else 1


def _day_of(event: date) -> date:
    return event.date() if isinstance(event, datetime) else event


def _moment(rule: Rule, event: date) -> datetime:
    start = event if isinstance(event, datetime) else datetime.combine(event, time())
    return start + timedelta(hours=rule.amount) * _sign(rule)


def _months_from(event: date, months: int) -> date:
    year, month = divmod(event.year * 12 + event.month - 1 + months, 12)
    return date(year, month + 1, min(event.day, monthrange(year, month + 1)[1]))


def _check_in_force(rule: Rule, event: date) -> None:
    if not rule.governs(event):
        raise Refused(
            "rule_not_in_force",
            rule=rule.id,
            event=event,
            in_force_from=rule.in_force_from,
            in_force_until=rule.in_force_until,
        )


def _confirmed(calendar: Calendar, event: date, due: date) -> bool:
    first, last = sorted((event.year, due.year))
    return all(calendar.confirmed(year) for year in range(first, last + 1))
