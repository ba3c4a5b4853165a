"""Inspections, their findings and self-reviews as tables, as news and as dates: what their pages show to everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from hoiam.desk.inspections.models import Finding, Inspection, SelfReview
from hoiam.kit import keyset
from hoiam.law import clearing, remedies as remedies_law

LONG = 100
"""Rows that are read at once where each holds a whole conclusion."""
_INSPECTION = (
    *("id", "unit__code", "post_id", "target__code", "kind", "state", "theme", "ground", "number"),
    *("decided_on", "announced_on", "until_on", "ended_on", "explained_on", "conclusion_number"),
    *("concluded_on", "order_number", "ordered_on", "published_on", "posted_until", "found", "remedied"),
    *("days", "published"),
)
_FINDING = (
    *("id", "inspection_id", "number", "inspection__target__code", "severity", "ground", "what", "remedy"),
    *("post_id", "owner_id", "owed_since", "due_on", "settled_on", "accepted_on", "state"),
)
_REVIEW = (
    *("id", "unit__code", "post_id", "owner_id", "category", "what", "mends", "said_on", "due_on"),
    *("mended_on", "evidence"),
)
_DATED = {
    **{name: name for name in ("id", "theme", "state", "announced_on", "until_on", "ended_on", "told")},
    **{name: name for name in ("unit_id", "target_id")},
}
_REMEDY = ("id", "inspection_id", "number", "owner__unit_id", "due_on", "settled_on", "accepted_on", "told")
_MEND = ("id", "owner__unit_id", "due_on", "mended_on", "said_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedCard:
    """An announced inspection as calendars tell it; `told`: its newest step."""

    id: int
    unit_id: int
    target_id: int
    theme: str
    state: str
    announced_on: date
    until_on: date | None
    ended_on: date | None
    told: datetime


@dataclass(frozen=True, slots=True)
class RemedyCard:
    """A remedy of a published conclusion; `unit_id` owes it."""

    id: int
    inspection_id: int
    number: int
    unit_id: int
    due_on: date
    settled_on: date | None
    accepted_on: date | None
    told: datetime


@dataclass(frozen=True, slots=True)
class MendCard:
    """What a unit mends; `unit_id` owes it."""

    id: int
    unit_id: int
    due_on: date
    mended_on: date | None
    said_on: date


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """A conclusion as news."""

    id: int
    unit_code: str
    target_code: str
    theme: str
    number: str
    at: datetime


def inspections() -> Iterator[tuple[Any, ...]]:
    """As `_INSPECTION`, of what was announced; counts of findings and the text only of what was published."""
    rows = _announced().annotate(
        found=Count("findings", distinct=True),
        remedied=Count("findings", filter=Q(findings__accepted_on__isnull=False), distinct=True),
        days=Count("presences", distinct=True),
    )
    for row in keyset.rows(rows, *_INSPECTION, batch=LONG):
        *head, published_on, posted_until, found, remedied, days, text = row
        counts = (found, remedied) if published_on else (None, None)
        yield (*head, published_on, posted_until, *counts, days, text)


def findings(*, on: date) -> Iterator[tuple[Any, ...]]:
    """Of published conclusions, without passages that are marked.

    Number, inspection, place, unit, severity, ground, what, remedy, post, owner, since, last day, done, how it stands.
    """
    for row in keyset.rows(_published(), *_FINDING, batch=LONG):
        *head, ground, what, remedy, post, owner, since, due_on, settled_on, _accepted_on, state = row
        words = (clearing.left_out(text) for text in (ground, what, remedy))
        stands = remedies_law.of_finding(state=state, since=since, due=due_on, done=settled_on, on=on)
        yield (*head, *words, post, owner, since, due_on, settled_on, stands)


def self_reviews(*, on: date) -> Iterator[tuple[Any, ...]]:
    """Number, unit, post, owner, category, what, how it mends, said, last day, mended, what shows it, how it stands."""
    for row in keyset.rows(SelfReview.objects.all(), *_REVIEW, batch=LONG):
        *head, due_on, mended_on, evidence = row
        yield (*head, due_on, mended_on, evidence, remedies_law.standing(due=due_on, done=mended_on, on=on))


def dated(*, unit_ids: tuple[int, ...], first: date, last: date, limit: int) -> tuple[DatedCard, ...]:
    """Announced inspections by or in these units with a day on the spot between these. One statement."""
    rows = _announced().filter(Q(unit_id__in=unit_ids) | Q(target_id__in=unit_ids))
    rows = rows.filter(
        Q(announced_on__range=(first, last)) | Q(until_on__range=(first, last), ended_on=None)
    ).annotate(told=Coalesce(Max("steps__at"), F("made_at")))
    names = tuple(_DATED)
    found: Any = rows.order_by("announced_on", "id").values_list(*_DATED.values())[:limit]
    return tuple(DatedCard(**dict(zip(names, row, strict=True))) for row in found)


def remedies(*, unit_ids: tuple[int, ...], first: date, last: date, limit: int) -> tuple[RemedyCard, ...]:
    """Remedies that these units owe, of published conclusions, by their last day. One statement."""
    rows = _published().filter(owner__unit_id__in=unit_ids, due_on__range=(first, last))
    told = Coalesce(Max("reports__judged_at"), Max("reports__at"), F("inspection__made_at"))
    found: Any = rows.annotate(told=told).order_by("due_on", "id").values_list(*_REMEDY)[:limit]
    return tuple(RemedyCard(*row) for row in found)


def mends(*, unit_ids: tuple[int, ...], first: date, last: date, limit: int) -> tuple[MendCard, ...]:
    """What these units said they mend, by its last day. One statement."""
    rows = SelfReview.objects.filter(owner__unit_id__in=unit_ids, due_on__range=(first, last))
    return tuple(MendCard(*row) for row in rows.order_by("due_on", "id").values_list(*_MEND)[:limit])


def published(*, unit_ids: tuple[int, ...] = (), limit: int) -> tuple[PublishedCard, ...]:
    """Conclusions that were published, the latest first: by or about these units, or all. One statement."""
    rows = Inspection.objects.filter(published_on__isnull=False)
    if unit_ids:
        rows = rows.filter(Q(unit_id__in=unit_ids) | Q(target_id__in=unit_ids))
    out = Max("steps__at", filter=Q(steps__event="publish"))
    columns = ("id", "unit__code", "target__code", "theme", "conclusion_number", "out")
    known = rows.annotate(out=Coalesce(out, F("made_at"))).order_by("-published_on", "-id")
    return tuple(PublishedCard(*row) for row in known.values_list(*columns)[:limit])


def is_review(review_id: int) -> bool:
    """Whether there is one of this number. One statement."""
    return SelfReview.objects.filter(pk=review_id).exists()


def _announced() -> "QuerySet[Inspection]":
    return Inspection.objects.filter(announced_on__isnull=False)


def _published() -> "QuerySet[Finding]":
    return Finding.objects.filter(inspection__published_on__isnull=False)
