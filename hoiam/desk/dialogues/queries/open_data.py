"""Conferences and what was promised at them, as tables and in their order: what everybody may read of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, F, Max, QuerySet
from django.db.models.functions import Coalesce

from hoiam.desk.dialogues.models import Conference, Promise
from hoiam.desk.dialogues.queries.conferences import INSIDE
from hoiam.kit import keyset
from hoiam.kit.moments import local_day
from hoiam.law.dialogue import VERDICTS_SHOWN

_CONFERENCE = (
    *("id", "unit__code", "post_id", "kind", "state", "title", "held_on", "announced_on", "closed_on"),
    *("in_person", "held_by_id", "present", "published_at", "asked"),
)
_PROMISE = (
    *("id", "conference_id", "conference__unit__code", "post_id", "owner_id", "what", "made_at", "due_on"),
    *("kept_on", "said_kept", "said_partly", "said_not_kept"),
)
_DATED = (
    *("id", "unit_id", "unit__code", "title", "state", "held_on", "begins", "place", "published_at"),
    *("sequence", "changed_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedCard:
    """A conference as calendars and feeds tell it; `sequence` grows with each step of it."""

    id: int
    unit_id: int
    unit_code: str
    title: str
    state: str
    held_on: date | None
    begins: time | None
    place: str
    published_at: datetime | None
    sequence: int
    changed_at: datetime


def conferences() -> Iterator[tuple[Any, ...]]:
    """Number, unit, post, kind, state, title, day, announced, closed, in person, who held it, present, questions, out.

    The title stands there once the office announced it: until then it may be whoever asked for it who wrote it. The
    questions are counted once the results are out.
    """
    rows = _public().annotate(asked=Count("questions"))
    for (
        *row,
        title,
        held_on,
        announced_on,
        closed_on,
        in_person,
        held_by,
        present,
        out_at,
        asked,
    ) in keyset.rows(rows, *_CONFERENCE):
        out = local_day(out_at) if out_at else None
        yield (
            *(*row, title if announced_on else "", held_on, announced_on, closed_on),
            *(in_person, held_by, present, asked if out else None, out),
        )


def promises(*, on: date) -> Iterator[tuple[Any, ...]]:
    """Number, conference, unit, post, who owes it now, what, made, last day, kept, state, three counts of verdicts.

    Verdicts are None where too few were given to show them.
    """
    rows = Promise.objects.filter(conference__in=_public().values("pk"))
    for *row, made_at, due_on, kept_on, kept, partly, not_kept in keyset.rows(rows, *_PROMISE):
        said = (kept, partly, not_kept)
        shown = said if sum(said) >= VERDICTS_SHOWN else (None, None, None)
        yield (*row, local_day(made_at), due_on, kept_on, _state(due_on, kept_on, on), *shown)


def results(*, unit_ids: tuple[int, ...] = (), limit: int) -> tuple[DatedCard, ...]:
    """Conferences whose results are out, the latest first, of these units or of all. One statement."""
    rows = Conference.objects.filter(state="published").order_by("-published_at", "-id")
    return _dated(rows.filter(unit_id__in=unit_ids) if unit_ids else rows, limit)


def dated(*, unit_ids: tuple[int, ...], first: date, last: date, limit: int) -> tuple[DatedCard, ...]:
    """Those on a day between these, that everybody may know of, in their order. One statement."""
    rows = _public().filter(unit_id__in=unit_ids, held_on__range=(first, last)).order_by("held_on", "id")
    return _dated(rows, limit)


def _public() -> "QuerySet[Conference]":
    """As the list for everybody: neither what is not announced nor requests that nobody has looked at."""
    rows = Conference.objects.exclude(state__in=INSIDE, announced_on=None)
    return rows.exclude(state="demanded", voters=0)


def _dated(rows: "QuerySet[Conference]", limit: int) -> tuple[DatedCard, ...]:
    names = ("id", "unit_id", "unit_code", *_DATED[3:])
    rows = rows.annotate(sequence=Count("steps"), changed_at=Coalesce(Max("steps__at"), F("made_at")))
    return tuple(DatedCard(**dict(zip(names, row, strict=True))) for row in rows.values_list(*_DATED)[:limit])


def _state(due_on: date, kept_on: date | None, on: date) -> str:
    if kept_on is not None:
        return "kept" if kept_on <= due_on else "kept_late"
    return "late" if on > due_on else "open"
