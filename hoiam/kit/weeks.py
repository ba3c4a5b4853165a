"""The days of a clock laid out by weeks: a long count fits a small screen and still lists every day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Protocol

from django.utils.safestring import SafeString, mark_safe

from hoiam.kit import days
from hoiam.law import telling

SHORT_VI = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
NUMBERED = ("counted", "extended")
DATED = ("holiday", "swapped_off", "make_up")


class Day(Protocol):
    """A day of the calendar, as hoiam.law.calendar gives it."""

    @property
    def kind(self) -> str: ...
    @property
    def name_vi(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def source(self) -> str: ...


class Counted(Protocol):
    """A day of a clock, as hoiam.law.clocks gives it; `role` is one of its DayRole."""

    @property
    def on(self) -> date: ...
    @property
    def number(self) -> int | None: ...
    @property
    def role(self) -> str: ...
    @property
    def day(self) -> Day: ...


@dataclass(frozen=True)
class Note:
    """A day that has a name of its own, and the document that gives it."""

    on: date
    note: str
    source: str


@dataclass(frozen=True)
class Table:
    """What `{% due %}` shows around the rows of days."""

    weekdays: tuple[tuple[str, str], ...]
    key: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]


def table(counted: Sequence[Counted]) -> Table:
    """Head, key and notes; only the roles that occur are explained."""
    roles = {str(day.role) for day in counted}
    key = tuple((role, said) for role, said in words().items() if role in roles)
    named = sorted((day for day in counted if str(day.day.kind) in DATED), key=lambda day: day.on)
    return Table(weekdays(), key, tuple(Note(day.on, name_of(day.day), day.day.source) for day in named))


def words() -> dict[str, str]:
    """The part of a day in the count, in the reader's language: as the terminal says it."""
    index = 1 if days.language() == "en" else 0
    return {role.value: said[index] for role, said in telling.ROLES.items()}


def weekdays() -> tuple[tuple[str, str], ...]:
    """Short and full names, from Monday."""
    if days.language() == "en":
        return tuple(zip(days.WEEKDAYS_EN, days.WEEKDAYS_EN, strict=True))
    return tuple(zip(SHORT_VI, days.WEEKDAYS_VI, strict=True))


def rows(counted: Sequence[Counted], due: date) -> SafeString:
    """Table rows, Monday to Sunday, earliest first whichever way the clock counts."""
    on = {day.on: day for day in counted}
    if not on:
        return SafeString()
    said = {role: escape(text) for role, text in words().items()}
    first = min(on) - timedelta(days=min(on).weekday())
    mondays = (first + timedelta(weeks=n) for n in range((max(on) - first).days // 7 + 1))
    weeks = ((on.get(monday + timedelta(days=n)) for n in range(7)) for monday in mondays)
    made = ("".join(cell(day, due, said) for day in week) for week in weeks)
    return mark_safe("".join(f"<tr>{cells}</tr>" for cells in made))  # noqa: S308 - cells escape names


def cell(day: Counted | None, due: date, said: Mapping[str, str]) -> str:
    """Date, number counted, and in words for those who do not see the colour."""
    if day is None:
        return "<td></td>"
    role, last = str(day.role), " day--due" if day.on == due else ""
    reason = f": {escape(name_of(day.day))}" if str(day.day.kind) != "working" else ""
    number = "" if day.number is None or role not in NUMBERED else day.number
    return (
        f'<td class="day day--{role}{last}"><span class="day-on">{days.day_month(day.on)}</span> '
        f'<span class="day-no">{number}</span>'
        f'<span class="ds-sr-only"> {said.get(role, "")}{reason}</span></td>'
    )


def name_of(day: Day) -> str:
    return day.name_en if days.language() == "en" else day.name_vi
