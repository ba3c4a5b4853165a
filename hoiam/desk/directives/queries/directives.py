"""Directives and the sessions at which they were briefed."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from hoiam.desk.directives.models import Briefed, Briefing, Directive
from hoiam.desk.directives.queries.cards import BriefedRow, BriefingCard, DirectiveCard, DirectiveRow
from hoiam.law.refusal import Refused

PAGE = 25
MOST_BRIEFED = 400
_ROW = ("id", "unit_id", "number", "issuer", "issued_on", "subject", "open")
_BRIEFED = (
    *("id", "unit_id", "unit__kind", "unit__name", "unit__name_en", "post__title", "post__title_en"),
    *("acknowledged_at", "reminded_on"),
)
_BRIEFING = ("id", "directive_id", "directive__number", "directive__subject", "unit_id", "held_on", "place")


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, and the id after which the next begins."""

    rows: tuple[DirectiveRow, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that a unit was briefed on and has not acknowledged."""

    id: int
    number: str
    subject: str


def of_unit(unit_id: int, *, after: int | None = None, limit: int = PAGE) -> Listed:
    """Registered by a unit, or briefed to it; the newest first. One statement."""
    theirs = Briefed.objects.filter(unit_id=unit_id).values("briefing__directive_id")
    return _listed(Directive.objects.filter(Q(unit_id=unit_id) | Q(pk__in=theirs)), after, limit)


def open_ones(*, after: int | None = None, limit: int = PAGE) -> Listed:
    """Whose text everybody may read, the newest first. One statement."""
    return _listed(Directive.objects.filter(open=True), after, limit)


def one(directive_id: int) -> DirectiveCard:
    """One statement. Refused: no_such_directive."""
    row = Directive.objects.filter(pk=directive_id).values_list(*_ROW[:6], "text", "open", "made_at", "entry")
    found = row.first()
    if found is None:
        raise Refused("no_such_directive")
    return DirectiveCard(*found)


def was_briefed(directive_id: int, unit_ids: Collection[int]) -> bool:
    """Whether one of these units was briefed on it. One statement."""
    return Briefed.objects.filter(briefing__directive_id=directive_id, unit_id__in=set(unit_ids)).exists()


def briefings(directive_id: int) -> tuple[tuple[BriefingCard, int, int], ...]:
    """Sessions, the newest first, with how many were briefed and how many acknowledged. One statement."""
    counted = Briefing.objects.filter(directive_id=directive_id).annotate(
        all=Count("briefed"), said=Count("briefed", filter=Q(briefed__acknowledged_at__isnull=False))
    )
    rows = counted.order_by("-id").values_list(*_BRIEFING, "all", "said")
    return tuple((BriefingCard(*row[:-2]), row[-2], row[-1]) for row in rows)


def briefing(briefing_id: int) -> BriefingCard:
    """One statement. Refused: no_such_briefing."""
    row = Briefing.objects.filter(pk=briefing_id).values_list(*_BRIEFING).first()
    if row is None:
        raise Refused("no_such_briefing")
    return BriefingCard(*row)


def briefed(briefing_id: int) -> tuple[BriefedRow, ...]:
    """Who was briefed, those who have not acknowledged first. One statement."""
    rows = Briefed.objects.filter(briefing_id=briefing_id).order_by("acknowledged_at", "unit__path", "id")
    found = [BriefedRow(*row) for row in rows.values_list(*_BRIEFED)[:MOST_BRIEFED]]
    return tuple(sorted(found, key=lambda one: one.acknowledged_at is not None))


def to_acknowledge(unit_id: int, *, limit: int = PAGE) -> tuple[Waiting, ...]:
    """What a unit was briefed on and has not acknowledged, the oldest first. One statement."""
    rows = Briefed.objects.filter(unit_id=unit_id, acknowledged_at=None).order_by("id")
    columns = ("briefing_id", "briefing__directive__number", "briefing__directive__subject")
    return tuple(Waiting(*row) for row in rows.values_list(*columns)[:limit])


def _listed(rows: "QuerySet[Directive]", after: int | None, limit: int) -> Listed:
    rows = rows.filter(pk__lt=after) if after is not None else rows
    counted = rows.order_by("-id").annotate(
        made=Count("plans", distinct=True),
        told=Count("briefings__briefed", distinct=True),
        said=Count(
            "briefings__briefed", filter=Q(briefings__briefed__acknowledged_at__isnull=False), distinct=True
        ),
    )
    found = [DirectiveRow(*row) for row in counted.values_list(*_ROW, "made", "told", "said")[: limit + 1]]
    return Listed(tuple(found[:limit]), found[limit - 1].id if len(found) > limit else None)
