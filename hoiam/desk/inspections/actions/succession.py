"""What is owed follows a unit's function to whoever has it now: no date changes, and what was found stays where it was.

Each moves in a transaction of its own and is then no longer owed by the unit that ended: killed anywhere or run twice,
nothing is doubled. Of a unit that was split it goes to the leading one.
"""

import logging
from datetime import date, datetime

from django.db.models import QuerySet

from hoiam.desk.inspections.actions import findings, record, self_review
from hoiam.desk.inspections.models import Finding, Inspection, SelfReview, Step
from hoiam.duties import actions as duties, succession as following
from hoiam.journal import actions as journal
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.office import passing, queries as office
from hoiam.office.passing import Passing

log = logging.getLogger("hoiam.succession")
RUNNING = ("decided", "running", "ended", "reported", "drafted", "with_superior", "concluded", "ordered")
EXPLAINING = ("drafted", "with_superior")
EVENT = "succeed"
BATCH = 100


def follow(*, at: datetime, limit: int = BATCH) -> int:
    """Let up to so many follow; gives how many did. Those whose successor has nobody to owe them wait."""
    db.stand_alone()
    on, moved = local_day(at), 0
    for one in passing.begun(function=record.FUNCTION, on=on):
        try:
            desk = _desk(one, on)
        except Refused as refused:
            log.warning("succession: inspections of %s wait: %s", one.unit_code, refused.code)
            continue
        if desk.unit.id != one.unit_id:
            moved += _all(one, desk, limit - moved, at)
    return moved


def _all(one: Passing, desk: office.Desk, limit: int, at: datetime) -> int:
    remedies = _open(one).values_list("pk", flat=True)
    faults = _faults(one).values_list("pk", flat=True)
    own = _inspecting(one).values_list("pk", flat=True)
    moved = sum(_remedy(pk, one, desk, at) for pk in list(remedies[:limit]))
    moved += sum(_fault(pk, one, desk, at) for pk in list(faults[: max(limit - moved, 0)]))
    moved += sum(_inspection(pk, one, desk, at) for pk in list(own[: max(limit - moved, 0)]))
    return moved + _explanations(one, desk, at)


def _desk(one: Passing, on: date) -> office.Desk:
    """Refused: no_such_unit, no_recipient, successor_not_unique."""
    unit_id = office.successor(unit_id=one.successors[0], function=record.FUNCTION, on=on)
    return office.desk(unit_id=unit_id, on=on)


def _open(one: Passing) -> "QuerySet[Finding]":
    rows = Finding.objects.filter(owner__unit_id=one.unit_id, owed_since__isnull=False, accepted_on=None)
    return rows.order_by("id")


def _faults(one: Passing) -> "QuerySet[SelfReview]":
    return SelfReview.objects.filter(owner__unit_id=one.unit_id, mended_on=None).order_by("id")


def _inspecting(one: Passing) -> "QuerySet[Inspection]":
    return Inspection.objects.filter(unit_id=one.unit_id, state__in=RUNNING).order_by("id")


def _said(one: Passing, desk: office.Desk) -> dict[str, str]:
    return {
        "from": one.unit_code,
        "to": desk.unit.code,
        "since": one.on.isoformat(),
        "began": passing.began(desk.unit.id).isoformat(),
        "post": str(desk.head_post_id),
    }


def _remedy(finding_id: int, one: Passing, desk: office.Desk, at: datetime) -> bool:
    """False when somebody else was faster."""
    with journal.recording():
        row = Finding.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=finding_id)
        if row.accepted_on is not None or not _open(one).filter(pk=row.pk).exists():
            return False
        told = {**_said(one, desk), "finding": str(row.number), "remedy": str(row.pk)}
        record.log(row.inspection, "inspection.remedy-passed", told, at=at)
        _pass_on(findings.SUBJECT, row.pk, one, desk, at)
        row.owner_id = desk.head_post_id
        row.save(update_fields=("owner",))
    return True


def _fault(review_id: int, one: Passing, desk: office.Desk, at: datetime) -> bool:
    with journal.recording():
        row = SelfReview.objects.select_for_update().get(pk=review_id)
        if row.mended_on is not None or not _faults(one).filter(pk=row.pk).exists():
            return False
        self_review.log(row, "inspection.fault-passed", _said(one, desk), at=at)
        _pass_on(self_review.SUBJECT, row.pk, one, desk, at)
        row.owner_id = desk.head_post_id
        row.save(update_fields=("owner",))
    return True


def _inspection(inspection_id: int, one: Passing, desk: office.Desk, at: datetime) -> bool:
    """The unit that inspects is no more: whoever followed goes on."""
    with journal.recording():
        row = Inspection.objects.select_for_update().get(pk=inspection_id)
        if row.unit_id != one.unit_id:
            return False
        entry = record.log(row, "inspection.transferred", _said(one, desk), at=at)
        duties.move(
            subject=record.SUBJECT,
            subject_id=row.pk,
            post_id=desk.head_post_id,
            unit_id=desk.unit.id,
            at=at,
            keys=OWN,
        )
        row.unit_id, row.post_id = desk.unit.id, desk.head_post_id
        row.save(update_fields=("unit", "post"))
        Step.objects.create(
            inspection=row, event=EVENT, at=at, day=one.on, reason=one.legal_basis[:500], logged=entry
        )
    return True


OWN = ("duration", "conclusion", "superior_opinion", "publish_conclusion", "implement_order")
"""What the inspecting unit owes of an inspection."""


def _explanations(one: Passing, desk: office.Desk, at: datetime) -> int:
    """The inspected unit is no more: whoever followed explains itself on the draft. No row of ours says who, so the
    duty is moved to where it is already, when it was.
    """
    rows = Inspection.objects.filter(target_id=one.unit_id, state__in=EXPLAINING, explained_on=None)
    for pk in list(rows.order_by("id").values_list("pk", flat=True)):
        duties.move(
            subject=record.SUBJECT,
            subject_id=pk,
            post_id=desk.head_post_id,
            unit_id=desk.unit.id,
            at=at,
            keys=(record.THEIRS,),
        )
    return 0


def _pass_on(subject: str, subject_id: int, one: Passing, desk: office.Desk, at: datetime) -> None:
    following.follow(
        subject=subject,
        subject_id=subject_id,
        post_id=desk.head_post_id,
        unit_id=desk.unit.id,
        since=one.on,
        at=at,
    )
