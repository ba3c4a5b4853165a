"""One task with its history; what a unit has to do; what is late at those to whom a unit gave something."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet

from hoiam.desk.directives.models import Beside, Step, Task
from hoiam.desk.directives.queries import plans
from hoiam.desk.directives.queries.cards import FileRow, StepCard, TaskCard, TaskRow
from hoiam.files import queries as files
from hoiam.law.refusal import Refused
from hoiam.office.cards import full_name, page_language

PAGE = 25
RUNNING = ("assigned", "in_work", "asked", "reported")
STEP = "task-step"
_MORE = (
    *("post_id", "plan__unit_id", "plan__title", "plan__open", "plan__unit__path", "measure", "evidence"),
    *("wanted_on", "reported_by_id", "plan__task__due_on"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """Tasks by their day, and the cursor of the next page."""

    rows: tuple[TaskRow, ...]
    next: tuple[date, int] | None


def one(task_id: int) -> TaskCard:
    """Three statements. Refused: no_such_task."""
    rows = Task.objects.filter(pk=task_id)
    row = rows.values_list(*plans.ROW.values(), *_MORE).first()
    if row is None:
        raise Refused("no_such_task")
    cut = len(plans.ROW)
    found = TaskRow(**dict(zip(plans.ROW, row[:cut], strict=True)))
    beside = Beside.objects.filter(task_id=task_id).order_by("unit__path")
    others = list(beside.values_list("unit_id", "unit__kind", "unit__name", "unit__name_en"))
    post_id, unit_id, title, is_open, path, measure, evidence, wanted, reporter, limit = row[cut:]
    return TaskCard(
        row=found,
        post_id=post_id,
        plan_unit_id=unit_id,
        plan_title=title,
        plan_open=is_open,
        plan_path=path,
        measure=measure,
        evidence=evidence,
        wanted_on=wanted,
        reported_by_id=reporter,
        limit=limit,
        milestones=plans.milestones([task_id]),
        beside=tuple(
            full_name(kind, name, name_en, page_language()) for _unit, kind, name, name_en in others
        ),
        beside_ids=frozenset(unit for unit, _kind, _name, _name_en in others),
    )


def steps(task_id: int) -> tuple[StepCard, ...]:
    """What happened, oldest first, with the files of each. Two statements."""
    columns = ("id", "event", "at", "day", "number", "text", "link", "entry")
    rows = list(Step.objects.filter(task_id=task_id).order_by("id").values(*columns, "by__name"))
    found: dict[int, list[FileRow]] = {}
    for file in files.of_owners(owner=STEP, ids=[row["id"] for row in rows]):
        found.setdefault(file.owner_id or 0, []).append(FileRow(file.token, file.name, file.size))
    return tuple(
        StepCard(by=row.pop("by__name"), files=tuple(found.get(row["id"], ())), **row) for row in rows
    )


def entries(task_ids: Collection[int]) -> dict[int, int]:
    """The log's event of the latest step of each of these tasks. One statement."""
    rows = Step.objects.filter(task_id__in=set(task_ids), entry__gt=0).values("task_id").order_by()
    return dict(rows.annotate(last=Max("entry")).values_list("task_id", "last"))


def has_step(task_id: int, step_id: int) -> bool:
    """Whether a step is of this task. One statement."""
    return Step.objects.filter(pk=step_id, task_id=task_id).exists()


def to_do(
    unit_id: int, *, ended: bool = False, after: tuple[date, int] | None = None, limit: int = PAGE
) -> Listed:
    """What a unit is responsible for, by its day. One statement."""
    rows = Task.objects.filter(unit_id=unit_id)
    rows = rows.filter(state__in=("done", "cancelled") if ended else RUNNING)
    return _listed(rows, after, limit)


def beside(unit_id: int, *, limit: int = PAGE) -> tuple[TaskRow, ...]:
    """What a unit works on together with the responsible one, by its day. One statement."""
    theirs = Beside.objects.filter(unit_id=unit_id).values("task_id")
    rows = Task.objects.filter(pk__in=theirs, state__in=RUNNING).order_by("due_on", "id")
    return plans.task_rows(rows, limit)


def late_below(
    unit_ids: Collection[int], *, on: date, after: tuple[date, int] | None = None, limit: int = PAGE
) -> Listed:
    """Past their day and given by these units, the longest past first. One statement."""
    rows = Task.objects.filter(plans.late(on), plan__unit_id__in=set(unit_ids))
    return _listed(rows, after, limit)


def _listed(rows: "QuerySet[Task]", after: tuple[date, int] | None, limit: int) -> Listed:
    if after is not None:
        due_on, last = after
        rows = rows.filter(Q(due_on__gt=due_on) | Q(due_on=due_on, id__gt=last), due_on__gte=due_on)
    found = plans.task_rows(rows.order_by("due_on", "id"), limit + 1)
    edge = found[limit - 1] if len(found) > limit else None
    return Listed(found[:limit], (edge.due_on, edge.id) if edge else None)
