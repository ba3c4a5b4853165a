"""The worker's part: what is past its day gets its entry in the log, once, and both sides are told."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from hoiam.desk.inspections.actions import record, self_review, telling
from hoiam.desk.inspections.models import Finding, SelfReview
from hoiam.journal import actions as journal
from hoiam.journal.models import Noted, Visibility
from hoiam.kit.moments import local_day

REMEDY, FAULT, BATCH = "late-remedy", "late-fault", 200


def keep_up(*, at: datetime) -> int:
    """Once a day; gives how many."""
    return _remedies(at) + _faults(at)


def _remedies(at: datetime) -> int:
    """What is reported in time and not judged yet is not late."""
    noted = Noted.objects.filter(what=REMEDY, number=OuterRef("pk"))
    rows = Finding.objects.filter(owed_since__isnull=False, accepted_on=None, due_on__lt=local_day(at))
    waiting = rows.exclude(state="reported").exclude(Exists(noted))
    found = waiting.select_related("inspection__unit", "inspection__target").order_by("due_on", "pk")[:BATCH]
    return sum(_late(row, at) for row in found)


def _late(row: Finding, at: datetime) -> bool:
    inspection = row.inspection
    with journal.recording():
        appended = journal.append_once(
            what=REMEDY,
            number=row.pk,
            ref=record.ref(inspection.pk),
            kind="inspection.remedy-late",
            unit=inspection.unit.code,
            at=at,
            visibility=Visibility.PUBLIC,
            extra={
                "inspection": str(inspection.pk),
                "inspected": inspection.target.code,
                "finding": str(row.number),
                "remedy": str(row.pk),
                "post": str(row.owner_id),
                "due": row.due_on.isoformat(),
            },
        )
        if appended is not None:
            telling.holders(row, inspection, "remedy-late", at=at)
            telling.team(row, inspection, "remedy-late", at=at)
    return appended is not None


def _faults(at: datetime) -> int:
    noted = Noted.objects.filter(what=FAULT, number=OuterRef("pk"))
    rows = SelfReview.objects.filter(mended_on=None, due_on__lt=local_day(at)).exclude(Exists(noted))
    return sum(_fault(row, at) for row in rows.select_related("unit").order_by("due_on", "pk")[:BATCH])


def _fault(row: SelfReview, at: datetime) -> bool:
    appended = journal.append_once(
        what=FAULT,
        number=row.pk,
        ref=self_review.ref(row.pk),
        kind="inspection.fault-late",
        unit=row.unit.code,
        at=at,
        visibility=Visibility.PUBLIC,
        extra={"review": str(row.pk), "due": row.due_on.isoformat(), "post": str(row.owner_id)},
    )
    return appended is not None
