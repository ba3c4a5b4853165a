"""How what was due on a day ended or stands, by post and year of that day: asked of the duties themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractYear

from hoiam.duties.models import Duty, Outcome


@dataclass(frozen=True, slots=True)
class Kept:
    """Duties of one key. What was overdue before its unit began counts for the unit that let it be so."""

    post_id: int
    key: str
    year: int
    in_time: int
    late: int
    running: int
    overdue: int


def of(
    *, subjects: Collection[str], keys: Collection[str], on: date, posts: Collection[int] | None = None
) -> tuple[Kept, ...]:
    """As they stand on that day, of these posts or of all. One statement."""
    rows = due(subjects=subjects, keys=keys)
    if posts is not None:
        rows = rows.filter(post_id__in=posts)
    years = rows.annotate(of=ExtractYear("due_on")).values_list("post_id", "key", "of")
    return tuple(Kept(*row) for row in years.annotate(**counts(on)).order_by("post_id", "of", "key"))


def due(*, subjects: Collection[str], keys: Collection[str]) -> "QuerySet[Duty]":
    """Those that count."""
    return Duty.objects.filter(subject__in=subjects, key__in=keys, due_on__gte=F("unit__valid_from"))


def counts(on: date) -> dict[str, Count]:
    """How they ended or stand on that day, in the order of Kept."""
    return {
        "in_time": Count("id", filter=Q(outcome=Outcome.MET)),
        "late": Count("id", filter=Q(outcome=Outcome.LATE)),
        "running": Count("id", filter=Q(closed_at=None, due_on__gte=on)),
        "overdue": Count("id", filter=Q(closed_at=None, due_on__lt=on)),
    }


def years_missed(*, key: str, posts: Collection[int] | None = None) -> tuple[tuple[int, int, int], ...]:
    """Post, year and how many periods of what recurs under that key ended without. One statement."""
    rows = Duty.objects.filter(subject="post", key=key, outcome=Outcome.LATE)
    if posts is not None:
        rows = rows.filter(post_id__in=posts)
    counted = rows.annotate(of=ExtractYear("due_on")).values_list("post_id", "of").annotate(n=Count("id"))
    return tuple(counted.order_by("post_id", "of"))
