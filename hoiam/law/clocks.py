"""From a rule and the day of its event to the day it falls due, with every day on the way.

The walk is the explanation: a due day is the last row counted, so the two can never disagree.
The event day is not counted (Civil Code 2015, article 147); a period ends at 24:00 of its last day (148.6);
if that day is a day off, with the next working day (148.5). The code applies to administrative deadlines by
analogy, so each date comes with a *safe* one that relies on no roll.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from hoiam.law import pauses as stops
from hoiam.law.calendar import ONE_DAY, Calendar, CalendarDay
from hoiam.law.pauses import Granted, Pause
from hoiam.law.refusal import Refused
from hoiam.law.rules import Direction, Kind, Rule, TimeUnit


class DayRole(StrEnum):
    EVENT = "event"
    COUNTED = "counted"
    SKIPPED = "skipped"  # a day off among working days
    ROLLED = "rolled"  # after the last day of the period, up to the working day it moves to
    PROMISED = "promised"  # named by the head, not counted
    PAUSED = "paused"  # the clock was stopped by a decision
    EXTENDED = "extended"  # counted, by a decision that extended the period


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


class Dates(NamedTuple):
    """The three dates of a Due, without the days that lead there."""

    unrolled: date
    legal_due: date
    safe_due: date


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
    return _due(rule, event, walked, calendar)


def run(
    rule: Rule,
    event: date,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Granted] = (),
) -> Due:
    """The due day of a clock that decisions stopped, resumed and extended, in the order they were signed.

    The day of the decision that stops is still counted, the day of the one that resumes is counted again
    ("from the date of the decision"). An extension counts on from the unrolled limit, never from the day
    that limit moved to, and in its own unit.
    Refused: as compute; clock_cannot_stop, clock_stopped and the others of hoiam.law.pauses.
    """
    due = compute(rule, event, calendar)
    stops.check(rule, _day_of(event), pauses)
    for number, pause in enumerate(pauses):
        by_then = [granted for granted in extensions if granted.on <= pause.stopped_on]
        before = _run(due, pauses[:number], by_then, calendar)
        if pause.stopped_on > before.unrolled:
            raise Refused("stop_after_limit", on=pause.stopped_on, limit=before.unrolled)
        if pause.resumed_on is None:
            counted = [row.on <= pause.stopped_on for row in before.days if row.counted]
            raise Refused(
                "clock_stopped", since=pause.stopped_on, used=sum(counted), left=counted.count(False)
            )
    return _run(due, pauses, extensions, calendar)


def hindered(rule: Rule, event: date, calendar: Calendar, pauses: Sequence[Pause]) -> Due:
    """The due day of a period of days that the law itself does not count some days of, without any decision.

    Refused: as compute.
    """
    due = compute(rule, event, calendar)
    return _due(rule, event, tuple(_counting(rule, event, pauses, calendar)), calendar) if pauses else due


def dates(rule: Rule, event: date, calendar: Calendar) -> Dates:
    """What compute gives, without the walk: for recounting many. Rules in hours have no short cut.

    Refused: as compute.
    """
    if rule.unit is TimeUnit.HOURS or rule.amount == 0:
        due = compute(rule, event, calendar)
        return Dates(due.unrolled, due.legal_due, due.safe_due)
    if isinstance(event, datetime):
        raise Refused("day_needed", rule=rule.id)
    _check_in_force(rule, event)
    if rule.unit is TimeUnit.WORKING_DAYS:
        last = calendar.working_days_from(event, rule.amount * _sign(rule))
    elif rule.unit is TimeUnit.DAYS:
        last = event + timedelta(days=rule.amount * _sign(rule))
    else:
        last = _months_from(event, rule.amount * _sign(rule))
    return Dates(last, *_ends(rule, event, last, calendar))


def promised(rule: Rule, event: date, on: date, calendar: Calendar) -> Due:
    """The day a head of office named. It binds as named: a named day is no period, so it does not roll."""
    _check_in_force(rule, event)
    if on < event:
        raise Refused("promise_before_event", event=event, promised=on)
    named = CountedDay(on, counted=False, number=None, day=calendar.day(on), role=DayRole.PROMISED)
    days = (_event_row(event, calendar), named)
    safe = _safe_deadline(event, on, calendar)
    return Due(rule, event, on, on, safe, days, confirmed=_confirmed(calendar, event, on))


def _due(rule: Rule, event: date, walked: Sequence[CountedDay], calendar: Calendar) -> Due:
    """A walk with its ends; hours may touch no further day."""
    start = _day_of(event)
    unrolled = walked[-1].on if walked else start
    legal, safe = _ends(rule, start, unrolled, calendar)
    return Due(
        rule,
        event,
        unrolled,
        legal,
        safe,
        (_event_row(start, calendar), *walked, *_rolled(unrolled, legal, calendar)),
        moment=_moment(rule, event) if rule.unit is TimeUnit.HOURS else None,
        confirmed=_confirmed(calendar, start, legal),
    )


def _run(due: Due, pauses: Sequence[Pause], extensions: Sequence[Granted], calendar: Calendar) -> Due:
    """The same clock with these pauses, all of them over, and as many of the extensions as were granted by then."""
    if not pauses and not extensions:
        return due
    days = tuple(_further(due.rule, due.event, pauses, calendar)) if pauses else _walked(due)
    for number, granted in enumerate(extensions):
        limit = _due(due.rule, due.event, days, calendar).legal_due
        stops.check_extension(due.rule, number, granted, limit=limit)
        days = (*days, *_extended(due.rule, days[-1], granted, pauses, calendar))
    return _due(due.rule, due.event, days, calendar)


def _walked(due: Due) -> tuple[CountedDay, ...]:
    """The days of a period without its event and the days its end was moved by."""
    return tuple(row for row in due.days[1:] if row.role is not DayRole.ROLLED)


def _extended(
    rule: Rule, last: CountedDay, granted: Granted, pauses: Sequence[Pause], calendar: Calendar
) -> Iterator[CountedDay]:
    """Counted on from the last day of the period; the numbers go on where the unit is the same."""
    before = (last.number or 0) if granted.unit is rule.unit else 0
    longer = replace(rule, amount=granted.amount, unit=granted.unit)
    for row in _further(longer, last.on, pauses, calendar):
        if row.counted:
            yield replace(row, number=(row.number or 0) + before, role=DayRole.EXTENDED)
        else:
            yield row


def _further(rule: Rule, start: date, pauses: Sequence[Pause], calendar: Calendar) -> Iterator[CountedDay]:
    later = [pause for pause in pauses if pause.stopped_on >= start]
    if rule.unit is TimeUnit.MONTHS:
        return _put_off(_each_month(rule, start, calendar), later, calendar)
    return _counting(rule, start, later, calendar)


def _counting(rule: Rule, start: date, pauses: Sequence[Pause], calendar: Calendar) -> Iterator[CountedDay]:
    """Days or working days after the start, but for those on which the clock stood still."""
    working_only = rule.unit is TimeUnit.WORKING_DAYS
    number = 0
    days = _days_from(rule, start, calendar)
    while number < rule.amount:
        day = next(days)
        if any(pause.covers(day.on) for pause in pauses):
            yield CountedDay(day.on, counted=False, number=None, day=day, role=DayRole.PAUSED)
        elif working_only and not day.working:
            yield CountedDay(day.on, counted=False, number=None, day=day, role=DayRole.SKIPPED)
        else:
            number += 1
            yield CountedDay(day.on, counted=True, number=number, day=day, role=DayRole.COUNTED)


def _put_off(
    months: Iterator[CountedDay], pauses: Sequence[Pause], calendar: Calendar
) -> Iterator[CountedDay]:
    """Months are counted by date: each pause before such a date puts it off by as many days."""
    for row in months:
        on = row.on
        for pause in pauses:
            if pause.stopped_on < on:
                on += timedelta(days=pause.length)
        yield replace(row, on=on, day=calendar.day(on))


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
