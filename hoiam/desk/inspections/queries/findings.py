"""Findings and their remedies: of one inspection, one of them, and what is still owed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from hoiam.desk.inspections.models import Finding, RemedyReport
from hoiam.desk.inspections.queries import columns, files
from hoiam.desk.inspections.queries.cards import FindingCard, ReportCard
from hoiam.law.refusal import Refused

PAGE = 50
_OWN = (
    *("id", "inspection_id", "number", "what", "evidence", "ground", "severity", "remedy", "due_on", "state"),
    *("owed_since", "settled_on", "accepted_on", "reviewed_on"),
)
_REPORT = ("id", "at", "evidence", "link", "by__name", "accepted", "judged_at", "judged_by__name", "reason")
_BESIDE = (
    "inspection__unit_id",
    "owner__unit_id",
    *columns.unit("inspection__target"),
    *columns.post("post"),
    *columns.post("owner"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, and the cursor after which the next begins."""

    rows: tuple[FindingCard, ...]
    next: str


def of_inspection(inspection_id: int) -> tuple[FindingCard, ...]:
    """By number. One statement."""
    return _cards(Finding.objects.filter(inspection_id=inspection_id).order_by("number"))


def one(finding_id: int) -> FindingCard:
    """One statement. Refused: no_such_finding."""
    found = _cards(Finding.objects.filter(pk=finding_id))
    if not found:
        raise Refused("no_such_finding")
    return found[0]


def owed(
    *,
    inspecting: Collection[int] = (),
    owing: Collection[int] = (),
    after: tuple[date, int] | None = None,
    limit: int = PAGE,
) -> Listed:
    """What is not accepted yet, the earliest day first: of units that inspect, or that owe it. One statement."""
    rows = Finding.objects.filter(owed_since__isnull=False, accepted_on=None).order_by("due_on", "id")
    rows = rows.filter(Q(inspection__unit_id__in=list(inspecting)) | Q(owner__unit_id__in=list(owing)))
    if after is not None:
        rows = rows.filter(Q(due_on__gt=after[0]) | Q(due_on=after[0], id__gt=after[1]), due_on__gte=after[0])
    found = _cards(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return Listed(found[:limit], f"{last.due_on.isoformat()}.{last.id}" if last else "")


def reports(finding_id: int) -> tuple[ReportCard, ...]:
    """Oldest first, with the files of each. Two statements."""
    rows = list(RemedyReport.objects.filter(finding_id=finding_id).order_by("id").values_list(*_REPORT))
    shown = files.of_reports(row[0] for row in rows)
    return tuple(
        ReportCard(at, evidence, link, by, accepted, judged_at, judged_by or "", reason, shown.get(pk, ()))
        for pk, at, evidence, link, by, accepted, judged_at, judged_by, reason in rows
    )


def accepted(inspection_id: int) -> dict[int, str]:
    """What shows that it is done, of each remedy that was accepted. One statement."""
    rows = RemedyReport.objects.filter(finding__inspection_id=inspection_id, accepted=True)
    return dict(rows.values_list("finding_id", "evidence"))


def _cards(rows: "QuerySet[Finding]") -> tuple[FindingCard, ...]:
    return tuple(
        FindingCard(
            **columns.bare(row),
            inspecting_id=row["inspection__unit_id"],
            owner_unit_id=row["owner__unit_id"],
            target=columns.unit_of(row, "inspection__target"),
            post=columns.post_of(row, "post"),
            owner=columns.post_of(row, "owner"),
        )
        for row in rows.values(*_OWN, *_BESIDE)
    )
