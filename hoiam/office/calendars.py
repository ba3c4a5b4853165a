"""The working calendar of a unit: what the pack says, and what was announced since for it, those above or the country.

What was announced is kept in the process. Whoever opens a clock reads the unit's desk, and that one statement
also says how much has been announced (`seen`): so no clock starts on an old calendar. Pages that only show dates
look again after KEEP_SECONDS, or when a date names an announcement they do not know.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings

from hoiam.law import packs
from hoiam.law.calendar import Calendar, CalendarDay, DayKind
from hoiam.office.cards import full_name, page_language
from hoiam.office.models import CalendarAnnouncement

KEEP_SECONDS = 30
COUNTED = "(SELECT COUNT(*) FROM office_calendarannouncement)"
"""How much was announced. Rows are only added, so another count is another calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a document said of some days; `path` is empty for the whole country."""

    id: int
    path: str
    unit_kind: str
    unit_name: str
    unit_name_en: str
    document: str
    note: str
    reason: str
    withdraws: int | None
    entered_at: datetime
    entered_by: str
    days: tuple[CalendarDay, ...]

    def covers(self, path: str) -> bool:
        """Whether it says something to the unit of this path."""
        return path.startswith(self.path)

    @property
    def unit(self) -> str:
        """Where, in the page's language; empty for the whole country."""
        if not self.unit_kind:
            return ""
        return full_name(self.unit_kind, self.unit_name, self.unit_name_en, page_language())


@dataclass(slots=True)
class _Known:
    """What was announced, as it was read at one moment, and the calendars made of it."""

    announcements: tuple[Announcement, ...]
    until: float
    made: dict[tuple[str, tuple[int, ...]], Calendar] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.announcements)


class _Kept:
    """One per process; replaced whole, so that threads never see half of it."""

    def __init__(self) -> None:
        self.known: _Known | None = None

    def get(self) -> _Known:
        known = self.known
        if known is None or time.monotonic() >= known.until:
            known = self.known = _Known(_read(), _later())
        return known


_kept = _Kept()


def of(path: str, *, known_at: datetime | None = None, without: int | None = None) -> Calendar:
    """The calendar of the unit of this path; as it was known at a moment, or as if one announcement were not.

    No statement when warm.
    """
    known = _kept.get()
    pack = packs.load(settings.HOIAM_PACK)
    told = tuple(one for one in _standing(known, known_at, without) if one.covers(path))
    if not told:
        return pack.calendar
    key = (pack.name, tuple(one.id for one in told))
    if key not in known.made:
        known.made[key] = pack.calendar.amended(day for one in told for day in one.days)
    return known.made[key]


def announcements() -> tuple[Announcement, ...]:
    """All of them, withdrawals too, in the order they were entered; no statement when warm."""
    return _kept.get().announcements


def standing() -> tuple[Announcement, ...]:
    """Those that nobody withdrew."""
    return tuple(_standing(_kept.get()))


def announcement(announcement_id: int) -> Announcement:
    """One of them; looks again when it is not known yet. KeyError for one that is not there."""
    for one in announcements():
        if one.id == announcement_id:
            return one
    forget()
    return {one.id: one for one in announcements()}[announcement_id]


def seen(count: int) -> None:
    """How much there is by now, as a statement said that was asked anyway: what is kept is read anew if it is old."""
    known = _kept.known
    if known is None or known.count != count:
        _kept.known = _Known(_read() if count else (), _later())


def forget() -> None:
    """Look again at the next question: for whoever has just announced something in this process."""
    _kept.known = None


def _later() -> float:
    return time.monotonic() + KEEP_SECONDS


def _standing(
    known: _Known, known_at: datetime | None = None, without: int | None = None
) -> Iterator[Announcement]:
    """Without a withdrawal, what it withdraws stands."""
    told = [
        one
        for one in known.announcements
        if one.id != without and (known_at is None or one.entered_at <= known_at)
    ]
    withdrawn = {one.withdraws for one in told}
    return (one for one in told if one.id not in withdrawn and one.withdraws is None)


_COLUMNS = (
    *("id", "scope__path", "scope__kind", "scope__name", "scope__name_en", "document", "note", "reason"),
    *("withdraws_id", "entered_at", "entered_by__name"),
    *("days__on", "days__kind", "days__name_vi", "days__name_en"),
)


def _read() -> tuple[Announcement, ...]:
    """One statement: a row for each day, one row where there is none."""
    rows = CalendarAnnouncement.objects.order_by("id", "days__on").values(*_COLUMNS)
    return tuple(_card(list(group)) for _, group in groupby(rows, key=lambda row: row["id"]))


def _card(rows: list[dict[str, Any]]) -> Announcement:
    first = rows[0]
    return Announcement(
        id=first["id"],
        path=first["scope__path"] or "",
        unit_kind=first["scope__kind"] or "",
        unit_name=first["scope__name"] or "",
        unit_name_en=first["scope__name_en"] or "",
        document=first["document"],
        note=first["note"],
        reason=first["reason"],
        withdraws=first["withdraws_id"],
        entered_at=first["entered_at"],
        entered_by=first["entered_by__name"],
        days=tuple(_day(row) for row in rows if row["days__on"]),
    )


def _day(row: dict[str, Any]) -> CalendarDay:
    kind = DayKind(row["days__kind"])
    names = (row["days__name_vi"], row["days__name_en"])
    return CalendarDay(row["days__on"], kind, kind.working, *names, row["document"])
