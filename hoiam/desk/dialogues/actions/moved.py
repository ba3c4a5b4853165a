"""Days of conferences that an announcement of days off moved later, brought into the log: one entry for each."""

import hashlib
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from hoiam.desk.dialogues.actions import record
from hoiam.duties.models import DateChange
from hoiam.journal import actions as journal
from hoiam.journal.models import Noted, Visibility

WHAT = "conference-date"
BATCH = 200


def keep_up(*, at: datetime) -> int:
    """The worker's part; gives how many. A day that stays as it was told needs no entry."""
    noted = Noted.objects.filter(what=WHAT, number=OuterRef("pk"))
    rows = DateChange.objects.filter(duty__subject=record.SUBJECT, due_after__gt=F("due_before"))
    waiting = rows.exclude(Exists(noted)).select_related("duty__unit", "announcement").order_by("pk")
    return sum(_note(row, at) for row in waiting[:BATCH])


def _note(row: DateChange, at: datetime) -> bool:
    duty, said = row.duty, row.announcement
    appended = journal.append_once(
        what=WHAT,
        number=row.pk,
        ref=record.ref(duty.subject_id),
        kind="dialogue.deadline-moved",
        unit=duty.unit.code,
        at=at,
        visibility=Visibility.PUBLIC,
        extra={
            "conference": str(duty.subject_id),
            "clock": duty.key,
            "was": row.due_before.isoformat(),
            "due": row.due_after.isoformat(),
            "announcement": str(row.announcement_id),
        },
        docs={"announcement": hashlib.sha256(said.document.encode()).digest()} if said else None,
    )
    return appended is not None
