"""Programmes of supervision, visits, recommendations."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from hoiam.desk.reports.models import Programme, Recommendation, Visit
from hoiam.desk.reports.queries.cards import ProgrammeCard, RecommendationCard, VisitCard
from hoiam.law.refusal import Refused

PAGE = 25
_ROW = ("id", "unit_id", "by", "body", "title", "number", "issued_on", "first", "last")
_COUNTS = ("made", "answered", "finished")
_COLUMNS = {
    **{name: name for name in ("id", "programme_id", "number", "text", "received_on", "due_on", "rule_id")},
    **{
        name: name for name in ("state", "version", "answer", "answered_on", "done_by", "done_on", "evidence")
    },
    "unit_id": "owner__unit_id",
    "post": "post__title",
    "post_en": "post__title_en",
    "owner": "owner__title",
    "owner_en": "owner__title_en",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, and the id after which the next begins."""

    rows: tuple[ProgrammeCard, ...]
    next: int | None


def programmes(*, unit_ids: Collection[int] | None = None, after: int | None = None) -> Listed:
    """The newest first, of these units or all. One statement."""
    rows = Programme.objects.order_by("-id")
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = _programmes(rows, PAGE + 1)
    return Listed(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def programme(programme_id: int) -> ProgrammeCard:
    """One statement. Refused: no_such_programme."""
    found = _programmes(Programme.objects.filter(pk=programme_id), 1)
    if not found:
        raise Refused("no_such_programme")
    return found[0]


def visits(programme_id: int) -> tuple[VisitCard, ...]:
    """By day. One statement."""
    rows = Visit.objects.filter(programme_id=programme_id).order_by("on", "id")
    return tuple(VisitCard(*row) for row in rows.values_list("on", "place", "present"))


def recommendations(programme_id: int) -> tuple[RecommendationCard, ...]:
    """By number. One statement."""
    return _cards(Recommendation.objects.filter(programme_id=programme_id).order_by("number"))


def recommendation(recommendation_id: int) -> RecommendationCard:
    """One statement. Refused: no_such_recommendation."""
    found = _cards(Recommendation.objects.filter(pk=recommendation_id))
    if not found:
        raise Refused("no_such_recommendation")
    return found[0]


def _programmes(rows: "QuerySet[Programme]", limit: int) -> tuple[ProgrammeCard, ...]:
    answered = Q(recommendations__answered_on__isnull=False)
    counted: Any = rows.annotate(
        made=Count("recommendations"),
        answered=Count("recommendations", filter=answered),
        finished=Count("recommendations", filter=Q(recommendations__state="done")),
    )
    return tuple(ProgrammeCard(*row) for row in counted.values_list(*_ROW, *_COUNTS)[:limit])


def _cards(rows: "QuerySet[Recommendation]") -> tuple[RecommendationCard, ...]:
    names = tuple(_COLUMNS)
    return tuple(
        RecommendationCard(**dict(zip(names, row, strict=True)))
        for row in rows.values_list(*_COLUMNS.values())
    )
