"""Files put forward: with a finding, with what was reported as done, with the explanation of the inspected unit."""

from collections.abc import Iterable

from hoiam.desk.inspections.models import RemedyReport
from hoiam.files import queries as files
from hoiam.files.queries import FileCard

FINDING, REMEDY, EXPLANATION = "finding", "remedy", "explanation"
"""Owners of files: a finding, a report of a remedy, an inspection. None of them is ever public."""


def of_finding(finding_id: int) -> tuple[FileCard, ...]:
    """What shows what was found. One statement."""
    return files.of_owner(owner=FINDING, owner_id=finding_id)


def of_explanation(inspection_id: int) -> tuple[FileCard, ...]:
    """What the inspected unit put beside its explanation. One statement."""
    return files.of_owner(owner=EXPLANATION, owner_id=inspection_id)


def of_reports(report_ids: Iterable[int]) -> dict[int, tuple[FileCard, ...]]:
    """What shows that a remedy is done, by report. One statement, none without reports."""
    found: dict[int, tuple[FileCard, ...]] = {}
    for one in files.of_owners(owner=REMEDY, ids=report_ids):
        found[one.owner_id or 0] = (*found.get(one.owner_id or 0, ()), one)
    return found


def owners(finding_id: int) -> dict[str, set[int]]:
    """Whose files belong to the page of a finding. One statement."""
    reports = RemedyReport.objects.filter(finding_id=finding_id).values_list("pk", flat=True)
    return {FINDING: {finding_id}, REMEDY: set(reports)}
