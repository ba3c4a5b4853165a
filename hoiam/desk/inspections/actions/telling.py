"""Who is told of a finding: whoever holds the post that owes the remedy, and whoever leads the inspection."""

from datetime import datetime

from hoiam.desk.inspections.models import Finding, Inspection
from hoiam.kit.moments import local_day
from hoiam.notices import actions as notices
from hoiam.office import owing


def holders(row: Finding, inspection: Inspection, template: str, *, at: datetime) -> None:
    """One e-mail to whoever holds the post; to nobody while it stands vacant."""
    holder = owing.holders([row.owner_id], on=local_day(at)).get(row.owner_id)
    if holder is not None:
        _put(holder, row, inspection, template, at)


def team(row: Finding, inspection: Inspection, template: str, *, at: datetime) -> None:
    """One e-mail to whoever leads the inspection."""
    _put(inspection.leader_id, row, inspection, template, at)


def _put(person_id: int, row: Finding, inspection: Inspection, template: str, at: datetime) -> None:
    notices.put(
        person=f"person:{person_id}",
        event=f"finding:{row.pk}:{template}:{row.due_on.isoformat()}:{row.reports.count()}",
        channel="email",
        template=f"inspections/{template}",
        context={
            "inspection": str(inspection.pk),
            "number": str(row.number),
            "due": row.due_on.isoformat(),
        },
        language="vi",
        at=at,
    )
