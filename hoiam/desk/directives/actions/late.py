"""Lateness goes up: the head of the unit that gave a task is told once, and the log says so."""

from datetime import datetime

from django.db.models import F, Q

from hoiam.desk.directives.actions import record
from hoiam.desk.directives.models import Task
from hoiam.kit.moments import local_day
from hoiam.law import tasks
from hoiam.law.procedures.directive_task import State
from hoiam.notices import actions as notices
from hoiam.office import owing

BATCH = 200
RUNNING = tuple(sorted(tasks.OPEN))


def keep_up(*, at: datetime) -> int:
    """The worker's part, once a day; gives how many were told of."""
    in_time = Q(state=State.REPORTED, reported_on__lte=F("due_on"))
    rows = Task.objects.filter(state__in=RUNNING, due_on__lt=local_day(at), told_at=None).exclude(in_time)
    ids = list(rows.order_by("due_on", "id").values_list("pk", flat=True)[:BATCH])
    return sum(_tell(task_id, at) for task_id in ids)


def _tell(task_id: int, at: datetime) -> bool:
    """Each in a transaction of its own; looked at once more under its lock."""
    on = local_day(at)
    with record.opened(task_id) as row:
        if row.told_at is not None or not tasks.late(
            state=row.state, due_on=row.due_on, on=on, reported_on=row.reported_on
        ):
            return False
        row.told_at = at
        row.save(update_fields=("told_at",))
        facts = {"due": row.due_on.isoformat(), "post": str(row.post_id)}
        record.log_task(row, "directive.task-late", facts, at=at)
        head = owing.holders([row.plan.post_id], on=on).get(row.plan.post_id)
        if head is not None:
            notices.put(
                person=f"person:{head}",
                event=f"task-late:{row.pk}:{row.due_on.isoformat()}",
                channel="email",
                template="directives/task-late",
                context={"task": str(row.pk), "due": row.due_on.isoformat(), "unit": row.unit.name},
                language="vi",
                at=at,
            )
    return True
