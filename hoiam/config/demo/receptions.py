"""Reception days and dialogues of the last months: most heads keep them, some do not, some leave them to a deputy."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hoiam.config.demo import year
from hoiam.desk.cases.actions import logbook
from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.actions import missing
from hoiam.duties import recurring
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law.calendar import Calendar
from hoiam.law.frequencies import Period
from hoiam.office import calendars, owing, queries as office
from hoiam.office.owing import OwingPost

EACH = 3  # one office in so many is followed for some months, those whose year is shown for all of it
SHOWN = frozenset({year.PROVINCE, year.WARD})
FOLLOWED = 92  # days: as far back as the page of reception days looks
DIALOGUE = "dialogue_commune"
_DAY = timedelta(days=1)
_FATES = {"kept": 14, "one_short": 3, "by_deputy": 2, "none": 1}
_IN_TURN = ("kept", "one_short", "by_deputy", "kept")  # where visitors look, something of everything
_TALKS = 0.3


@dataclass(frozen=True, slots=True)
class Sitting:
    """One day on which something will be noted as held."""

    on: date
    unit_id: int
    post_id: int
    key: str
    in_person: bool


def begin(post: OwingPost, today: date) -> date:
    """The first day on which reception days are followed: a first of a month, so that each period is whole."""
    return year.begin(today) if post.path in year.WHOLE else (today - timedelta(days=FOLLOWED)).replace(day=1)


def followed(today: date) -> tuple[OwingPost, ...]:
    """The heads of offices that note their reception days; of the others nothing is known."""
    heads = owing.posts(on=today)
    return tuple(post for number, post in enumerate(heads) if number % EACH == 0 or post.path in year.WHOLE)


def sittings(posts: Iterable[OwingPost], today: date, seed: int) -> Iterator[Sitting]:
    """Of each of them, from the day they are followed until yesterday."""
    for post in posts:
        since = begin(post, today)
        luck = random.Random(f"{seed}:{post.id}")
        calendar = calendars.of(post.path)
        for key in _noted(post):
            for number, period in enumerate(recurring.periods(post, key, since, today - _DAY)):
                fate = _fate(post, key, number, luck)
                yield from _held(post, key, period, fate, luck, _days(period, since, today, calendar))


def follow(posts: Iterable[OwingPost], *, today: date, at: datetime) -> None:
    """What the worker does when a month begins, in one transaction: periods open and end, what was missed is logged."""
    with db.writing(durable=False):
        for post in posts:
            for key in recurring.families(post.kind) if local_day(at) >= begin(post, today) else ():
                recurring.catch_up(post, key, at=at)
        logbook.miss(at=at)
        missing.note(at=at)


def _noted(post: OwingPost) -> list[str]:
    """What is written down afterwards; the ward that visitors look at has a schedule for its receptions."""
    owed = [key for key in recurring.families(post.kind) if key != "party_report"]
    return [key for key in owed if key == DIALOGUE] if post.path == year.WARD else owed


def note(sitting: Sitting, *, by: office.Actor, at: datetime) -> None:
    """The clerk writes down what was held that day."""
    said: dict[str, Any] = {"post_id": sitting.post_id, "day": sitting.on, "by": by, "at": at}
    if sitting.key == DIALOGUE:
        reception.note_dialogue(in_person=sitting.in_person, **said)
    else:
        reception.note(chair=reception.Chair(deputy=not sitting.in_person), **said)


def _fate(post: OwingPost, key: str, number: int, luck: random.Random) -> str:
    if key == DIALOGUE:
        return "kept" if luck.random() < _TALKS else "none"
    (drawn,) = luck.choices(tuple(_FATES), tuple(_FATES.values()))
    return _IN_TURN[number % len(_IN_TURN)] if post.path in SHOWN else drawn


def _held(
    post: OwingPost, key: str, period: Period, fate: str, luck: random.Random, days: list[date]
) -> Iterator[Sitting]:
    """As many days as were needed, or one of them not, or the first not by the head."""
    wanted = {"one_short": period.needed - 1, "none": 0}.get(fate, period.needed)
    for number, day in enumerate(sorted(luck.sample(days, min(wanted, len(days))))):
        yield Sitting(day, post.unit_id, post.id, key, in_person=fate != "by_deputy" or number > 0)


def _days(period: Period, since: date, today: date, calendar: Calendar) -> list[date]:
    """The working days of a period that were followed and are past."""
    first, last = max(period.first, since), min(period.last, today - _DAY)
    days = (first + _DAY * n for n in range((last - first).days + 1))
    return [day for day in days if calendar.is_working(day)]
