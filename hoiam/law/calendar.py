"""Which days are working days, and on whose word: a calendar is dated data, never arithmetic on feasts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from hoiam.law.refusal import Refused

ONE_DAY = timedelta(days=1)
WEEKDAYS_VI = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class DayKind(StrEnum):
    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SWAPPED_OFF = "swapped_off"  # a weekday given off, worked on another day
    MAKE_UP = "make_up"  # the rest day worked instead

    @property
    def working(self) -> bool:
        return self in {DayKind.WORKING, DayKind.MAKE_UP}


@dataclass(frozen=True, slots=True)
class CalendarDay:
    on: date
    kind: DayKind
    working: bool
    name_vi: str
    name_en: str
    source: str = ""  # the document that says so; empty for an ordinary day
    confirmed: bool = True  # False: expected, but the official list was not seen


class _Index(NamedTuple):
    """Ordinals of all working days of some years, and how many there are up to each day."""

    first: int
    ranks: tuple[int, ...]
    working: tuple[int, ...]

    def until(self, place: int) -> int:
        """How many working days there are up to this day."""
        return self.ranks[place - self.first]

    def reaches(self, place: int, count: int) -> bool:
        """Whether the day, and the working day so many further, lie within."""
        if not 0 < place - self.first < len(self.ranks):
            return False
        return 0 <= self.place_of(place, count) < len(self.working)

    def place_of(self, place: int, count: int) -> int:
        """Where among the working days the one so many further stands; the day itself is not one of them."""
        return self.until(place) + count - 1 if count > 0 else self.until(place - 1) + count


class Calendar:
    """Ordinary weeks, with exceptions that each name their document."""

    def __init__(
        self,
        entries: Iterable[CalendarDay],
        *,
        confirmed_years: Iterable[int] = (),
        weekend: Iterable[int] = (5, 6),
    ) -> None:
        self.entries = tuple(entries)
        self.confirmed_years = frozenset(confirmed_years)
        self.weekend = frozenset(weekend)
        self._days = {entry.on: entry for entry in self.entries}
        if len(self._days) < len(self.entries):
            raise Refused("calendar_day_twice", days=_twice(self.entries))
        self._index = _Index(0, (), ())
        if self.weekend >= frozenset(range(7)):
            raise Refused("calendar_never_works", weekend=tuple(sorted(self.weekend)))

    def day(self, on: date) -> CalendarDay:
        known = self._days.get(on)
        if known is None:
            known = self._days[on] = self._ordinary(on)
        return known

    def is_working(self, on: date) -> bool:
        return self.day(on).working

    def next_working(self, on: date) -> date:
        """The first working day on or after this day."""
        while not self.is_working(on):
            on += ONE_DAY
        return on

    def last_working(self, on: date) -> date:
        """The last working day on or before this day."""
        while not self.is_working(on):
            on -= ONE_DAY
        return on

    def working_days_from(self, on: date, count: int) -> date:
        """The `count`th working day after this day, or before it if negative; without walking the days between."""
        index, place = self._index, on.toordinal()
        if not index.reaches(place, count):
            index = self._index = self._indexed(on.year, abs(count))
        return date.fromordinal(index.working[index.place_of(place, count)])

    def _indexed(self, year: int, count: int) -> "_Index":
        """Whole years around this one, as many as so many working days may reach, and all that were known."""
        span, known = 2 + count // 100, self._index
        first = date(max(year - span, 1), 1, 1).toordinal()
        last = date(min(year + span, 9998), 12, 31).toordinal()
        if known.ranks:
            first, last = min(first, known.first), max(last, known.first + len(known.ranks) - 1)
        ranks, working = [], []
        for place in range(first, last + 1):
            if self.is_working(date.fromordinal(place)):
                working.append(place)
            ranks.append(len(working))
        return _Index(first, tuple(ranks), tuple(working))

    def confirmed(self, year: int) -> bool:
        """Whether the official list of this year's days off was seen; if not, a date in it may still move."""
        return year in self.confirmed_years

    def amended(self, changes: Iterable[CalendarDay]) -> "Calendar":
        """A new calendar in which these days replace what was known of them; the old one stays as it was."""
        changed = {entry.on: entry for entry in self.entries} | {entry.on: entry for entry in changes}
        return Calendar(changed.values(), confirmed_years=self.confirmed_years, weekend=self.weekend)

    def _ordinary(self, on: date) -> CalendarDay:
        weekday = on.weekday()
        kind = DayKind.WEEKEND if weekday in self.weekend else DayKind.WORKING
        return CalendarDay(on, kind, kind.working, WEEKDAYS_VI[weekday], WEEKDAYS_EN[weekday])


def _twice(entries: Iterable[CalendarDay]) -> tuple[date, ...]:
    return tuple(on for on, times in Counter(entry.on for entry in entries).items() if times > 1)
