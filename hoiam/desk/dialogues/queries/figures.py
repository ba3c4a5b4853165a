"""Figures of dialogues by post and year: as pages show them, and as anybody counts them from the log."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce, ExtractYear

from hoiam.desk.dialogues.models import Conference, Promise
from hoiam.duties import kept
from hoiam.journal import named
from hoiam.law.conferences import Row, Rows
from hoiam.office import owing

SUBJECTS = ("conference", "promise")
KEYS = {"call": "calls", "results": "results", "promise": "promises", "promised_answer": "answers"}
YEARLY = "dialogue_commune"
HELD, AHEAD = ("held", "published"), ("planned", "announced")
_SAID = {"said_kept": "told_kept", "said_partly": "told_partly", "said_not_kept": "told_not_kept"}
_Part = tuple[int, int, dict[str, int]]
_Posts = Collection[int] | None


@dataclass(frozen=True, slots=True)
class Figures:
    """One line: a post of a unit in a year."""

    unit_id: int
    title: str
    title_en: str
    row: Row


@dataclass(frozen=True, slots=True)
class HeadYear:
    """How many conferences one person chaired in a year, as head."""

    name: str
    year: int
    in_person: int


def figures(*, on: date, unit_ids: Collection[int] | None = None) -> tuple[Figures, ...]:
    """As they stand on that day, the newest year first; of all units or these. Seven statements."""
    posts = None if unit_ids is None else owing.named_of(unit_ids)
    parts = [
        *_held(posts),
        *_asked(posts),
        *_ahead(on, posts),
        *_missed(posts),
        *_kept(on, posts),
        *_said(posts),
    ]
    known = posts or owing.named({post_id for post_id, _year, _counts in parts})
    rows = Rows()
    for post_id, year, counts in parts:
        rows.add((known[post_id].unit_code, named.of_post(post_id), year), **counts)
    by_chain = {named.of_post(one.id): one for one in known.values()}
    lines = ((by_chain[row.post], row) for row in rows.sorted())
    found = [Figures(post.unit_id, post.title, post.title_en, row) for post, row in lines]
    return tuple(sorted(found, key=lambda one: -one.row.year))


def table(*, on: date) -> tuple[Row, ...]:
    """As anybody can count them from the log (hoiam.law.conferences). Seven statements."""
    return tuple(sorted(one.row for one in figures(on=on)))


def of_heads(*, unit_id: int) -> tuple[HeadYear, ...]:
    """Who chaired how many in person, the latest year first. Two statements."""
    rows = Conference.objects.filter(held_by__unit_id=unit_id, state__in=HELD, in_person=True)
    days = list(rows.values_list("held_by_id", "held_on"))
    holders = owing.holders_over({post_id for post_id, _day in days if post_id})
    counts: dict[tuple[int, str], int] = {}
    for post_id, day in days:
        assert day is not None  # noqa: S101 - a constraint of the table
        name = next((one.name for one in holders if one.post_id == post_id and one.days.holds(day)), "")
        if name:
            counts[-day.year, name] = counts.get((-day.year, name), 0) + 1
    return tuple(HeadYear(name, -year, n) for (year, name), n in sorted(counts.items()))


def chaired_between(*, post_id: int, first: date, last: date, on: date) -> dict[str, int]:
    """Conferences of a post on these days: chaired in person, by a deputy, or not held. One statement."""
    owed = Coalesce("held_by_id", "post_id")
    rows = Conference.objects.annotate(owed_by=owed).filter(owed_by=post_id, held_on__range=(first, last))
    found = rows.aggregate(
        head=Count("id", filter=Q(state__in=HELD, in_person=True)),
        deputy=Count("id", filter=Q(state__in=HELD, in_person=False)),
        passed=Count("id", filter=Q(state__in=AHEAD, held_on__lt=on)),
    )
    return {"in_person": found["head"], "by_deputy": found["deputy"], "missed": found["passed"]}


def _held(posts: _Posts) -> Iterator[_Part]:
    rows = Conference.objects.filter(state__in=HELD)
    rows = rows if posts is None else rows.filter(held_by_id__in=posts)
    wanted = {
        "in_person": Q(in_person=True),
        "by_deputy": Q(in_person=False),
        "postponed": Q(steps__event="postpone"),
    }
    counts = {name: Count("id", filter=condition, distinct=True) for name, condition in wanted.items()}
    yield from _by_year(rows, "held_by_id", "held_on", **counts)


def _asked(posts: _Posts) -> Iterator[_Part]:
    rows = Conference.objects.filter(state="published")
    rows = rows if posts is None else rows.filter(held_by_id__in=posts)
    yield from _by_year(rows, "held_by_id", "held_on", questions=Count("questions"))


def _ahead(on: date, posts: _Posts) -> Iterator[_Part]:
    owed = Coalesce("held_by_id", "post_id")
    rows = Conference.objects.filter(state__in=AHEAD, held_on__lt=on).annotate(owed_by=owed)
    rows = rows if posts is None else rows.filter(owed_by__in=posts)
    yield from _by_year(rows, "owed_by", "held_on", overdue=Count("id"))


def _missed(posts: _Posts) -> Iterator[_Part]:
    for post_id, year, n in kept.years_missed(key=YEARLY, posts=posts):
        yield post_id, year, {"missed": n}


def _kept(on: date, posts: _Posts) -> Iterator[_Part]:
    for one in kept.of(subjects=SUBJECTS, keys=KEYS, on=on, posts=posts):
        column = KEYS[one.key]
        counts = {"in_time": one.in_time, "late": one.late, "running": one.running, "overdue": one.overdue}
        yield one.post_id, one.year, {f"{column}_{how}": n for how, n in counts.items()}


def _said(posts: _Posts) -> Iterator[_Part]:
    rows = Promise.objects.filter(told_on__isnull=False)
    rows = rows if posts is None else rows.filter(post_id__in=posts)
    yield from _by_year(rows, "post_id", "due_on", **{name: Sum(told) for name, told in _SAID.items()})


def _by_year(rows: Any, post: str, day: str, **counts: Any) -> Iterator[_Part]:
    """A count may be called like a column: under another name here, so that no condition means the count."""
    grouped = rows.annotate(of=ExtractYear(day)).values(post, "of")
    counted = grouped.annotate(**{f"n_{name}": count for name, count in counts.items()})
    for row in counted.order_by():
        yield row[post], row["of"], {name: row[f"n_{name}"] for name in counts}
