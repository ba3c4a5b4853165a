"""Dates of rules, each worked out once: all cases that come in on one day, under one calendar, count the same days."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings

from hoiam.law import clocks, explain, packs
from hoiam.law.calendar import Calendar
from hoiam.office import calendars


def rule_for(rule_id: str, event_on: date, attributes: Collection[str]) -> str:
    """The rule that takes this one's place for a case that is so on the day of its event."""
    if not attributes:
        return rule_id
    book = packs.load(settings.HOIAM_PACK).rules
    return book.variant(book[rule_id], attributes, event_on).id


def longer_where(attribute: str, procedure: str) -> bool:
    """Whether some clock of a procedure runs by another rule for cases of this attribute."""
    pack = packs.load(settings.HOIAM_PACK)
    own = (spec.rule_id for name, spec in pack.clocks.items() if name.partition(".")[0] == procedure)
    return any(attribute in one.when for rule_id in own for one in pack.rules.variants(pack.rules[rule_id]))


def computed(rule_id: str, event_on: date, *, path: str, known_at: datetime | None = None) -> clocks.Due:
    """The due day of a rule of this installation in the unit of this path, as days off were known at a moment.

    Its safe day is that of the strictest text for the same clock.
    Refused: as hoiam.law.clocks.compute.
    """
    return _computed(settings.HOIAM_PACK, rule_id, event_on, calendars.of(path, known_at=known_at))


@lru_cache(maxsize=2048)
def _computed(name: str, rule_id: str, event_on: date, calendar: Calendar) -> clocks.Due:
    """A calendar never changes: another announcement makes another one."""
    book = packs.load(name).rules
    due = clocks.compute(book[rule_id], event_on, calendar)
    return replace(due, safe_due=explain.dates(book, book[rule_id], event_on, calendar).safe_due)


def others(
    rule_id: str, event_on: date, *, path: str, known_at: datetime | None = None
) -> tuple[clocks.Due, ...]:
    """What other texts give for the same clock."""
    return _others(settings.HOIAM_PACK, rule_id, event_on, calendars.of(path, known_at=known_at))


@lru_cache(maxsize=1024)
def _others(name: str, rule_id: str, event_on: date, calendar: Calendar) -> tuple[clocks.Due, ...]:
    book = packs.load(name).rules
    standing = book.standing(book[rule_id], event_on)
    return tuple(clocks.compute(rule, event_on, calendar) for rule in standing)
