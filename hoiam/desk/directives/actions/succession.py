"""Plans and tasks that run follow their unit's function to whoever has it now: no date changes, history stays.

Each moves in a transaction of its own and is then no longer at the unit that ended: killed anywhere or run twice,
nothing is doubled. Of a unit that was split they go to the leading one.
"""

import logging
from datetime import date, datetime

from django.db.models import Q, QuerySet

from hoiam.desk.directives.actions import record
from hoiam.desk.directives.models import Briefed, Plan, Step, Task
from hoiam.duties import succession as duties
from hoiam.journal import actions as journal
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law import tasks
from hoiam.law.refusal import Refused
from hoiam.office import passing, queries as office
from hoiam.office.passing import Passing

log = logging.getLogger("hoiam.succession")
FUNCTION = "directives"
EVENT = "succeed"
BATCH = 100
RUNNING = ("", *sorted(tasks.OPEN))


def follow(*, at: datetime, limit: int = BATCH) -> int:
    """Let up to so many follow; gives how many did. Those whose successor has nobody to owe them wait."""
    db.stand_alone()
    on, moved = local_day(at), 0
    for one in passing.begun(function=FUNCTION, on=on):
        try:
            desk = _desk(one, on)
        except Refused as refused:
            log.warning("succession: tasks of %s wait: %s", one.unit_code, refused.code)
            continue
        if desk.unit.id == one.unit_id:
            continue
        for task_id in list(_tasks(one).values_list("pk", flat=True)[: limit - moved]):
            moved += _move_task(task_id, one, desk, at)
        for plan_id in list(_plans(one).values_list("pk", flat=True)[: limit - moved]):
            moved += _move_plan(plan_id, one, desk, at)
        Briefed.objects.filter(unit_id=one.unit_id, acknowledged_at=None).update(
            unit_id=desk.unit.id, post_id=desk.head_post_id
        )
    return moved


def _desk(one: Passing, on: date) -> office.Desk:
    """Refused: no_such_unit, no_recipient, successor_not_unique."""
    unit_id = office.successor(unit_id=one.successors[0], function=FUNCTION, on=on)
    return office.desk(unit_id=unit_id, on=on)


def _tasks(one: Passing) -> "QuerySet[Task]":
    return Task.objects.filter(unit_id=one.unit_id, state__in=RUNNING).order_by("id")


def _plans(one: Passing) -> "QuerySet[Plan]":
    """Not given out yet, or with a task that has not ended: somebody must be able to look at reports."""
    going = Task.objects.filter(state__in=RUNNING).values("plan_id")
    return Plan.objects.filter(Q(issued_at=None) | Q(pk__in=going), unit_id=one.unit_id).order_by("id")


def _move_task(task_id: int, one: Passing, desk: office.Desk, at: datetime) -> bool:
    """False when somebody else was faster."""
    with journal.recording():
        rows = _tasks(one).select_for_update(of=("self",)).select_related("unit", "plan")
        row = rows.filter(pk=task_id).first()
        if row is None:
            return False
        entry = 0
        if row.state:
            entry = record.log_task(row, "directive.task-passed", _said(one, desk), at=at)
            duties.follow(
                subject=record.SUBJECT,
                subject_id=row.pk,
                post_id=desk.head_post_id,
                unit_id=desk.unit.id,
                since=one.on,
                at=at,
            )
        row.unit_id, row.post_id = desk.unit.id, desk.head_post_id
        row.save(update_fields=("unit", "post"))
        row.beside.filter(unit_id=desk.unit.id).delete()
        Step.objects.create(task=row, event=EVENT, at=at, day=one.on, text=one.legal_basis, entry=entry)
    return True


def _move_plan(plan_id: int, one: Passing, desk: office.Desk, at: datetime) -> bool:
    with journal.recording():
        row = _plans(one).select_for_update().filter(pk=plan_id).first()
        if row is None:
            return False
        record.log("plan", row.pk, "directive.plan-passed", _said(one, desk), unit_id=one.unit_id, at=at)
        row.unit_id, row.post_id = desk.unit.id, desk.head_post_id
        row.save(update_fields=("unit", "post"))
    return True


def _said(one: Passing, desk: office.Desk) -> dict[str, str]:
    return {
        "from": one.unit_code,
        "to": desk.unit.code,
        "since": one.on.isoformat(),
        "began": passing.began(desk.unit.id).isoformat(),
        "post": str(desk.head_post_id),
    }
