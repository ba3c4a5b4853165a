"""A year as the regulations of a post make it, before anything is written: each day with its reasons."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hoiam.desk.reception.models import Regulation, Session
from hoiam.desk.reception.queries import desks
from hoiam.duties import recurring
from hoiam.law import schedules
from hoiam.law.calendar import Calendar
from hoiam.law.catalogue import CountUnit
from hoiam.law.schedules import OffDay, Planned, Short
from hoiam.office import calendars
from hoiam.office.owing import OwingPost


class Standing(StrEnum):
    """What a day of the dry run is."""

    NEW = "new"  # to be planned
    THERE = "there"  # planned before
    PAST = "past"  # not ahead any more
    NONE = "none"  # left out


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day that the pattern names: what it becomes, by which regulation, and where it stands."""

    planned: Planned
    regulation_id: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Year:
    """All of them, in order, and the periods of the law in which they are too few."""

    year: int
    days: tuple[YearDay, ...]
    short: tuple[Short, ...]

    @property
    def new(self) -> tuple[YearDay, ...]:
        """Those to be planned."""
        return tuple(one for one in self.days if one.standing is Standing.NEW)


@dataclass(frozen=True, slots=True)
class Known:
    """What is planned of a post already: the days first named, and the days on which it is live."""

    nominal: frozenset[date]
    live: frozenset[date]


NOTHING = Known(frozenset(), frozenset())


def year(post: OwingPost, of: int, *, on: date) -> Year:
    """Two statements."""
    rows = list(Regulation.objects.filter(post_id=post.id).order_by("from_on"))
    return made(post, rows, known([post.id], of).get(post.id, NOTHING), of, on=on)


def regulations(post_ids: Collection[int]) -> Mapping[int, list[Regulation]]:
    """Of these posts, the earliest first. One statement."""
    found: dict[int, list[Regulation]] = {}
    for row in Regulation.objects.filter(post_id__in=post_ids).order_by("from_on"):
        found.setdefault(row.post_id, []).append(row)
    return found


def known(post_ids: Collection[int], of: int) -> Mapping[int, Known]:
    """One statement."""
    rows = Session.objects.filter(
        post_id__in=post_ids, taken_back_at=None, on__range=(date(of - 1, 12, 1), date(of + 1, 12, 31))
    )
    nominal: dict[int, set[date]] = {}
    live: dict[int, set[date]] = {}
    for post_id, first, day in rows.values_list("post_id", "nominal_on", "on"):
        nominal.setdefault(post_id, set()).add(first)
        live.setdefault(post_id, set()).add(day)
    return {post_id: Known(frozenset(nominal[post_id]), frozenset(live[post_id])) for post_id in nominal}


def made(post: OwingPost, rows: Iterable[Regulation], before: Known, of: int, *, on: date) -> Year:
    """No statement."""
    days = [
        YearDay(one, row.pk, _standing(one, before, post, on))
        for row in rows
        for one in _of(row, of, calendars.of(post.path))
    ]
    ahead = {one.planned.on for one in days if one.planned.on} | before.live
    return Year(of, tuple(sorted(days, key=lambda one: one.planned.nominal)), short(post, of, ahead))


def _of(row: Regulation, of: int, calendar: Calendar) -> Iterator[Planned]:
    """The days of a year on which this regulation is in force."""
    found = schedules.year(
        schedules.pattern(row.pattern),
        of,
        calendar,
        off_day=OffDay(row.off_day),
        exempted=desks.exempted(row.exempted),
    )
    return (
        one
        for one in found
        if row.from_on <= one.nominal and (row.until_on is None or one.nominal <= row.until_on)
    )


def short(post: OwingPost, of: int, days: Iterable[date]) -> tuple[Short, ...]:
    """Periods of what the post owes in days within this year in which too few are planned."""
    key = day_key(post)
    if key is None:
        return ()
    return schedules.falls_short(recurring.periods(post, key, date(of, 1, 1), date(of, 12, 31)), days)


def day_key(post: OwingPost) -> str | None:
    """What a post owes in days of reception; None for a post of which no frequency was read."""
    for key, versions in recurring.families(post.kind).items():
        if versions[0].count_unit is CountUnit.DAY:
            return key
    return None


def _standing(one: Planned, before: Known, post: OwingPost, on: date) -> Standing:
    if one.on is None:
        return Standing.NONE
    if one.nominal in before.nominal or one.on in before.live:
        return Standing.THERE
    return Standing.NEW if one.on > on and post.days.holds(one.on) else Standing.PAST
