"""What units found wrong with themselves."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from hoiam.desk.inspections.models import SelfReview
from hoiam.desk.inspections.queries import columns
from hoiam.desk.inspections.queries.cards import ReviewCard
from hoiam.law.refusal import Refused

PAGE = 25
_OWN = (
    *("id", "category", "what", "mends", "said_on", "due_on", "mended_on", "evidence", "link", "logged"),
    "owner__unit_id",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, and the id after which the next begins."""

    rows: tuple[ReviewCard, ...]
    next: int | None


def listed(*, unit_ids: Collection[int] = (), after: int | None = None, limit: int = PAGE) -> Listed:
    """The newest first, said or owed by these units, or by any. One statement."""
    rows = SelfReview.objects.order_by("-id")
    if unit_ids:
        rows = rows.filter(Q(unit_id__in=list(unit_ids)) | Q(owner__unit_id__in=list(unit_ids)))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = _cards(rows[: limit + 1])
    return Listed(found[:limit], found[limit - 1].id if len(found) > limit else None)


def one(review_id: int) -> ReviewCard:
    """One statement. Refused: no_such_review."""
    found = _cards(SelfReview.objects.filter(pk=review_id))
    if not found:
        raise Refused("no_such_review")
    return found[0]


def _cards(rows: "QuerySet[SelfReview]") -> tuple[ReviewCard, ...]:
    beside = (*columns.unit("unit"), *columns.post("post"), *columns.post("owner"))
    return tuple(
        ReviewCard(
            **columns.bare(row),
            unit=columns.unit_of(row, "unit"),
            post=columns.post_of(row, "post"),
            owner=columns.post_of(row, "owner"),
            owner_unit_id=row["owner__unit_id"],
        )
        for row in rows.values(*_OWN, *beside)
    )
