"""The days of a clock laid out by weeks, so that a long count fits a small screen and still lists every day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hoiam.kit import days

WORDS = {
    "event": _("day it began, not counted"),
    "counted": _("counted"),
    "skipped": _("day off, not counted"),
    "rolled": _("moved past days off"),
    "promised": _("day promised by the head of office"),
}
SHORT_VI = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
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
    """A day of a clock, as hoiam.law.clocks gives it; `role` is a key of WORDS."""

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
    """What kit/due.html shows around the rows of days."""

    weekdays: tuple[tuple[str, str], ...]
    key: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]


def table(counted: Sequence[Counted]) -> Table:
    """Head, key and notes; only the roles that occur are explained."""
    roles = {str(day.role) for day in counted}
    key = tuple((role, str(words)) for role, words in WORDS.items() if role in roles)
    named = sorted((day for day in counted if str(day.day.kind) in DATED), key=lambda day: day.on)
    return Table(weekdays(), key, tuple(Note(day.on, name_of(day.day), day.day.source) for day in named))


def weekdays() -> tuple[tuple[str, str], ...]:
    """Short and full names, from Monday."""
    if get_language() == "en":
        return tuple(zip(days.WEEKDAYS_EN, days.WEEKDAYS_EN, strict=True))
    return tuple(zip(SHORT_VI, days.WEEKDAYS_VI, strict=True))


def rows(counted: Sequence[Counted], due: date) -> SafeString:
    """Table rows, Monday to Sunday, earliest first whichever way the clock counts."""
    on = {day.on: day for day in counted}
    if not on:
        return SafeString()
    first = min(on) - timedelta(days=min(on).weekday())
    mondays = (first + timedelta(weeks=n) for n in range((max(on) - first).days // 7 + 1))
    return format_html_join("", "<tr>{}</tr>", ((week(monday, on, due),) for monday in mondays))


def week(monday: date, on: Mapping[date, Counted], due: date) -> SafeString:
    """Seven cells."""
    dates = (monday + timedelta(days=n) for n in range(7))
    return format_html_join("", "{}", ((cell(on.get(date_), due),) for date_ in dates))


def cell(day: Counted | None, due: date) -> SafeString:
    """Date, number counted, and in words for those who do not see the colour."""
    if day is None:
        return SafeString("<td></td>")
    role, last = str(day.role), " day--due" if day.on == due else ""
    reason = name_of(day.day) if str(day.day.kind) != "working" else ""
    number = "" if day.number is None or role != "counted" else day.number
    return format_html(
        '<td class="day day--{}{}"><span class="day-on">{}</span> <span class="day-no">{}</span>'
        '<span class="ds-sr-only"> {}{}</span></td>',
        role,
        last,
        days.day_month(day.on),
        number,
        WORDS.get(role, role),
        f": {reason}" if reason else "",
    )


def name_of(day: Day) -> str:
    return day.name_en if get_language() == "en" else day.name_vi
