"""How what was due on a day ended or stands, by post and year of that day: asked of the duties themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractYear

from hoiam.duties.models import HELD, Duty, Outcome

UNCOUNTED = (Outcome.HANDED_OVER, Outcome.VOID)


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


@dataclass(frozen=True, slots=True)
class Ended:
    """One duty, ended or not."""

    id: int
    subject: str
    subject_id: int
    rule_id: str
    event_on: date
    due_on: date
    closed_at: datetime | None
    outcome: str


def of(
    *, subjects: Collection[str], keys: Collection[str], on: date, posts: Collection[int] | None = None
) -> tuple[Kept, ...]:
    """As they stand on that day, of these posts or of all. One statement."""
    rows = due(subjects=subjects, keys=keys)
    if posts is not None:
        rows = rows.filter(post_id__in=posts)
    years = rows.annotate(of=ExtractYear("due_on")).values_list("post_id", "key", "of")
    return tuple(Kept(*row) for row in years.annotate(**counts(on)).order_by("post_id", "of", "key"))


def within(*, post_id: int, first: date, last: date, on: date) -> tuple[Kept, ...]:
    """Of every kind that fell due to a post on these days, as they stand on a day. One statement."""
    rows = _fell_due(post_id, first, last).order_by("key").values_list("key").annotate(**counts(on))
    found = (Kept(post_id, key, last.year, *counted) for key, *counted in rows)
    return tuple(one for one in found if one.in_time or one.late or one.running or one.overdue)


def received(*, post_id: int, first: date, last: date) -> int:
    """How many cases came to a post on these days. One statement."""
    return (
        Duty.objects.filter(post_id=post_id, received_on__range=(first, last)).exclude(subject=HELD).count()
    )


def listed(
    *, post_id: int, key: str, first: date, last: date, after: tuple[date, int] | None = None, limit: int
) -> tuple[Ended, ...]:
    """One by one, by (due_on, id), those that `within` counts. One statement."""
    rows = _fell_due(post_id, first, last).filter(key=key).exclude(outcome__in=UNCOUNTED)
    if after:
        rows = rows.filter(Q(due_on__gt=after[0]) | Q(due_on=after[0], id__gt=after[1]))
    columns = ("id", "subject", "subject_id", "rule_id", "event_on", "due_on", "closed_at", "outcome")
    return tuple(Ended(*row) for row in rows.order_by("due_on", "id").values_list(*columns)[:limit])


def _fell_due(post_id: int, first: date, last: date) -> "QuerySet[Duty]":
    """Without what lapses, what stands still, and what no list shows."""
    rows = Duty.objects.filter(post_id=post_id, due_on__range=(first, last), lapses=False)
    return rows.exclude(subject=HELD).filter(due_on__gte=F("unit__valid_from"))


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
