"""Figures of a post in a year: what its holder did of inspections in person, what was found and what became of it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from hoiam.desk.inspections.models import Finding, Inspection, Presence, SelfReview, Step
from hoiam.law.inspecting import Part
from hoiam.law.remedies import Owed


@dataclass(frozen=True, slots=True)
class OfPost:
    """What the accountability report of a post says of a year."""

    part: Part
    findings: int
    remedies: Owed
    self_reviews: int
    mended: Owed


def of_post(*, post_id: int, year: int, on: date) -> OfPost:
    """`part`: of inspections decided that year under this post; findings of conclusions signed that year against it.

    Remedies and what it wanted to mend count in the year they were due, for whoever owes them now. Seven statements.
    """
    found = Finding.objects.filter(post_id=post_id, owed_since__year=year).count()
    said = SelfReview.objects.filter(post_id=post_id, said_on__year=year).count()
    remedies = Finding.objects.filter(owner_id=post_id, due_on__year=year, owed_since__isnull=False)
    mends = SelfReview.objects.filter(owner_id=post_id, due_on__year=year)
    return OfPost(
        part=part(post_id=post_id, year=year),
        findings=found,
        remedies=Owed(**remedies.aggregate(**_counts("settled_on", on))),
        self_reviews=said,
        mended=Owed(**mends.aggregate(**_counts("mended_on", on))),
    )


def part(*, post_id: int, year: int) -> Part:
    """What the head did in person: of all inspections decided that year. Four statements."""
    rows = Inspection.objects.filter(post_id=post_id, decided_on__year=year).exclude(state="decided")
    return _part(Q(post_id=post_id, decided_on__year=year) & ~Q(state="decided"), rows.count())


def part_between(*, post_id: int, first: date, last: date) -> Part:
    """The same of all inspections decided on these days. Four statements."""
    chosen = Q(post_id=post_id, decided_on__range=(first, last)) & ~Q(state="decided")
    return _part(chosen, Inspection.objects.filter(chosen).count())


def part_of(inspection_id: int) -> Part:
    """The same of one inspection. Three statements."""
    return _part(Q(pk=inspection_id), 1)


def _part(chosen: Q, inspections: int) -> Part:
    ids = Inspection.objects.filter(chosen).values("pk")
    findings = Finding.objects.filter(inspection__in=ids).aggregate(
        all=Count("pk"), reviewed=Count("pk", filter=Q(reviewed_on__isnull=False))
    )
    signed = Step.objects.filter(inspection__in=ids, in_person__isnull=False).aggregate(
        all=Count("pk"), own=Count("pk", filter=Q(in_person=True))
    )
    return Part(
        inspections=inspections,
        days=Presence.objects.filter(inspection__in=ids).count(),
        findings=findings["all"],
        reviewed=findings["reviewed"],
        decisions=signed["all"],
        signed=signed["own"],
    )


def _counts(done: str, on: date) -> dict[str, Count]:
    ended = {f"{done}__isnull": False}
    return {
        "in_time": Count("pk", filter=Q(**ended) & Q(**{f"{done}__lte": F("due_on")})),
        "late": Count("pk", filter=Q(**ended) & Q(**{f"{done}__gt": F("due_on")})),
        "running": Count("pk", filter=Q(**{done: None}, due_on__gte=on)),
        "overdue": Count("pk", filter=Q(**{done: None}, due_on__lt=on)),
    }
