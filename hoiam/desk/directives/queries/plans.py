"""Plans, and their tasks as a list, as a board and along time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from hoiam.desk.directives.models import Beside, Milestone, Plan, Task
from hoiam.desk.directives.queries.cards import Counts, MilestoneCard, PlanCard, PlanRow, TaskRow
from hoiam.law.refusal import Refused
from hoiam.office.cards import full_name, page_language

PAGE = 25
ON_BOARD = 12
"""How many of each state a board shows."""
WORKING = ("assigned", "in_work", "asked")
_PLAN = {
    **{name: name for name in ("id", "unit_id", "post_id", "directive_id", "task_id", "number", "title")},
    **{name: name for name in ("signed_on", "open", "issued_at")},
    "path": "unit__path",
    "directive_number": "directive__number",
    "task_title": "task__title",
    "limit": "task__due_on",
}
ROW = {
    **{name: name for name in ("id", "plan_id", "number", "title", "unit_id", "state", "first_due_on")},
    **{name: name for name in ("due_on", "given_on", "reported_on", "done_on")},
    "plan_number": "plan__number",
    "unit_kind": "unit__kind",
    "unit_name": "unit__name",
    "unit_name_en": "unit__name_en",
    "post": "post__title",
    "post_en": "post__title_en",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which tasks of a plan: of a unit, in a state, late on the day `on`; after a number."""

    unit_id: int | None = None
    state: str = ""
    late: bool = False
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Tasks, and the number after which the next page begins."""

    rows: tuple[TaskRow, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Plans, and the id after which the next page begins."""

    rows: tuple[PlanRow, ...]
    next: int | None


def one(plan_id: int) -> PlanCard:
    """One statement. Refused: no_such_plan."""
    found = _plans(Plan.objects.filter(pk=plan_id), 1)
    if not found:
        raise Refused("no_such_plan")
    return found[0]


def of_unit(unit_id: int, *, on: date, after: int | None = None, limit: int = PAGE) -> PlanPage:
    """A unit's own plans, the newest first. Two statements."""
    return _page(Plan.objects.filter(unit_id=unit_id).order_by("-id"), on, after, limit)


def issued(*, on: date, after: int | None = None, limit: int = PAGE) -> PlanPage:
    """What was given out, of any unit, the newest first. Two statements."""
    return _page(Plan.objects.filter(issued_at__isnull=False).order_by("-id"), on, after, limit)


def of_directive(directive_id: int, *, on: date, limit: int = PAGE) -> tuple[PlanRow, ...]:
    """Made of a directive. Two statements."""
    return _page(Plan.objects.filter(directive_id=directive_id).order_by("id"), on, None, limit).rows


def of_task(task_id: int, *, on: date, limit: int = PAGE) -> tuple[PlanRow, ...]:
    """Plans below that carry a task out. Two statements."""
    return _page(Plan.objects.filter(task_id=task_id).order_by("id"), on, None, limit).rows


def counts(plan_ids: Collection[int], *, on: date) -> dict[int, Counts]:
    """Tasks of each plan by how they stand. One statement."""
    shown = {
        "waiting": Q(state=""),
        "late": late(on),
        "running": Q(state__in=WORKING, due_on__gte=on),
        "reported": Q(state="reported", reported_on__lte=F("due_on")),
        "done": Q(state="done", done_on__lte=F("due_on")),
        "done_late": Q(state="done", done_on__gt=F("due_on")),
        "cancelled": Q(state="cancelled"),
    }
    grouped = Task.objects.filter(plan_id__in=set(plan_ids)).values("plan_id").order_by()
    rows = grouped.annotate(**{f"n_{name}": Count("id", filter=how) for name, how in shown.items()})
    found: Any = rows
    return {row["plan_id"]: Counts(**{name: row[f"n_{name}"] for name in shown}) for row in found}


def sees(plan_id: int, unit_ids: Collection[int]) -> bool:
    """Whether a plan is one of these units', or gives one of them something to do. One statement."""
    units = set(unit_ids)
    theirs = Task.objects.filter(plan_id=OuterRef("pk"), unit_id__in=units)
    beside = Beside.objects.filter(task__plan_id=OuterRef("pk"), unit_id__in=units)
    rows = Plan.objects.filter(pk=plan_id).filter(Q(unit_id__in=units) | Exists(theirs) | Exists(beside))
    return rows.exists()


def tasks(plan_id: int, asked: Filter, *, on: date, limit: int = PAGE) -> Page:
    """By number. One statement."""
    rows = Task.objects.filter(plan_id=plan_id).order_by("number")
    if asked.unit_id is not None:
        rows = rows.filter(unit_id=asked.unit_id)
    if asked.state:
        rows = rows.filter(state="" if asked.state == "waiting" else asked.state)
    if asked.late:
        rows = rows.filter(late(on) | Q(state="done", done_on__gt=F("due_on")))
    if asked.after is not None:
        rows = rows.filter(number__gt=asked.after)
    found = task_rows(rows, limit + 1)
    return Page(found[:limit], found[limit - 1].number if len(found) > limit else None)


def board(plan_id: int) -> tuple[TaskRow, ...]:
    """The first of each state, by their day. One statement."""
    place = Window(RowNumber(), partition_by=F("state"), order_by=("due_on", "number"))
    rows = Task.objects.filter(plan_id=plan_id).annotate(place=place).filter(place__lte=ON_BOARD)
    return task_rows(rows.order_by("due_on", "number"), None)


def milestones(task_ids: Sequence[int]) -> tuple[MilestoneCard, ...]:
    """Dated steps of these tasks. One statement."""
    rows = Milestone.objects.filter(task_id__in=task_ids).order_by("on", "id")
    return tuple(MilestoneCard(*row) for row in rows.values_list("id", "task_id", "on", "text", "done_on"))


def units(plan_id: int) -> list[tuple[int, str]]:
    """The units that a plan gives tasks to, for a filter. One statement."""
    rows = Task.objects.filter(plan_id=plan_id).order_by("unit__path")
    columns = ("unit_id", "unit__kind", "unit__name", "unit__name_en", "unit__path")
    language = page_language()
    found = rows.values_list(*columns).distinct()
    return [(pk, full_name(kind, name, name_en, language)) for pk, kind, name, name_en, _path in found]


def task_rows(rows: "QuerySet[Task]", limit: int | None) -> tuple[TaskRow, ...]:
    """As lists show them. One statement."""
    names = tuple(ROW)
    found = rows.values_list(*ROW.values())
    return tuple(TaskRow(**dict(zip(names, row, strict=True))) for row in (found[:limit] if limit else found))


def late(on: date) -> Q:
    """As hoiam.law.tasks.late, of what has not ended."""
    return Q(state__in=WORKING, due_on__lt=on) | Q(state="reported", reported_on__gt=F("due_on"))


def _page(rows: "QuerySet[Plan]", on: date, after: int | None, limit: int) -> PlanPage:
    rows = rows.filter(pk__lt=after) if after is not None else rows
    found = _plans(rows, limit + 1)
    known = counts([one.id for one in found], on=on)
    cards = tuple(PlanRow(one, known.get(one.id, Counts())) for one in found[:limit])
    return PlanPage(cards, found[limit - 1].id if len(found) > limit else None)


def _plans(rows: "QuerySet[Plan]", limit: int) -> list[PlanCard]:
    names = tuple(_PLAN)
    found: Any = rows.values_list(*_PLAN.values())[:limit]
    return [PlanCard(**dict(zip(names, row, strict=True))) for row in found]
