"""Plain makers of rules, calendars and facts for the law's tests."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from hoiam.law import rules
from hoiam.law.calendar import Calendar, CalendarDay, DayKind
from hoiam.law.rules import Rule

ROW = {
    "id": "test.rule",
    "case_type": "petition",
    "actor": "office",
    "action": "answer",
    "event_from": "received",
    "amount": 10,
    "unit": "days",
    "kind": "max",
    "direction": "after",
    "source_document": "Luật Tiếp công dân 42/2013/QH13",
    "article": "28.1",
    "in_force_from": "1900-01-01",
    "in_force_until": "",
    "confidence": "VERIFIED-2",
}


def rule(
    amount: int = 10, unit: str = "days", kind: str = "max", direction: str = "after", **more: object
) -> Rule:
    return rules.read({**ROW, "amount": amount, "unit": unit, "kind": kind, "direction": direction, **more})


def off(on: date, name: str = "Holiday") -> CalendarDay:
    return CalendarDay(on, DayKind.HOLIDAY, working=False, name_vi=name, name_en=name, source="a decree")


def swap(rest: date, work: date) -> tuple[CalendarDay, CalendarDay]:
    """A day given off and the rest day worked instead."""
    return (
        CalendarDay(rest, DayKind.SWAPPED_OFF, working=False, name_vi="", name_en="", source="a notice"),
        CalendarDay(work, DayKind.MAKE_UP, working=True, name_vi="", name_en="", source="a notice"),
    )


def calendar(*days: date, confirmed: Iterable[int] = ()) -> Calendar:
    """Ordinary weeks with these days off."""
    return Calendar([off(on) for on in days], confirmed_years=confirmed)


def odd_calendars(first: date, last: date, count: int = 40) -> Iterator[Calendar]:
    """Calendars with days off in no order at all, some with long runs of them; the same ones in each run."""
    dice, span = Random(148), (last - first).days
    for number in range(count):
        starts = [first + timedelta(days=dice.randrange(span)) for _ in range(number)]
        yield calendar(
            *{start + timedelta(days=n) for start in starts for n in range(dice.choice([1, 1, 3, 9]))}
        )
