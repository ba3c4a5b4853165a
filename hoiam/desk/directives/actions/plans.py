"""A plan: made, its tasks written down, given out all at once as duties of posts."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from hoiam.desk.directives.actions import record
from hoiam.desk.directives.models import Beside, Directive, Milestone, Plan, Task
from hoiam.desk.directives.queries import choices
from hoiam.duties import stepping
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import task_draft, tasks
from hoiam.law.procedures.directive_task import Facts
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.task_draft import Draft
from hoiam.office import owing, queries as office

DESK = (Role.CLERK, Role.HEAD)
FUNCTION = "directives"
BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A plan as it stands on paper."""

    number: str
    title: str
    signed_on: date
    form_key: str
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A task as it is written down. `steps`: (day, what) on the way; `beside`: units that work with it."""

    title: str
    due_on: date
    form_key: str
    post_id: int | None = None
    measure: str = ""
    evidence: str = ""
    beside: Sequence[int] = ()
    steps: Sequence[tuple[date, str]] = ()


def draw(
    *,
    unit_id: int,
    said: Drawn,
    by: office.Actor,
    at: datetime,
    directive_id: int | None = None,
    task_id: int | None = None,
) -> int:
    """A plan of a unit: of a directive, of a task that a plan above gave it, or of its own. Gives its id.

    Refused: not_yours, document_number_wrong, words_needed, day_ahead, no_such_post, no_such_directive, no_such_task,
    task_not_running.
    """
    number = tasks.require_number(said.number)
    tasks.require_words(said.title)
    tasks.require_not_ahead(said.signed_on, on=local_day(at))
    record.require(by, unit_id, *DESK)
    post = owing.head_of(unit_id)
    if post is None:
        raise Refused("no_such_post")
    with journal.recording():
        before = Plan.objects.filter(form_key=said.form_key).first()
        if before is not None:
            return before.pk
        _require_origin(unit_id, directive_id, task_id)
        row = Plan.objects.create(
            unit_id=unit_id,
            post_id=post.id,
            directive_id=directive_id,
            task_id=task_id,
            number=number,
            title=said.title.strip(),
            signed_on=said.signed_on,
            open=said.open,
            made_at=at,
            form_key=said.form_key,
        )
    return row.pk


def write(*, plan_id: int, said: Wanted, by: office.Actor, at: datetime) -> int:
    """A task more; it is nobody's duty before the head gives it out. Gives its id.

    Refused: not_yours, no_such_plan, words_needed, post_needed, no_such_post, unit_not_below,
    unit_dissolved(unit_id, since, successor_id), day_in_past, after_task_above, step_outside, too_many_steps.
    """
    with record.opened_plan(plan_id) as plan:
        record.require(by, plan.unit_id, *DESK)
        before = Task.objects.filter(form_key=said.form_key).first()
        if before is not None:
            return before.pk
        post = require(plan, said, at)
        last = Task.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
        return _written(plan, said, post, last + 1).pk


def require(plan: Plan, said: Wanted, at: datetime) -> choices.PostChoice:
    """The post, of a unit that stands on that day; days that do not contradict one another. Refused: as `write`."""
    on = local_day(at)
    tasks.require_words(said.title)
    post = choices.post(tasks.require_post(said.post_id))
    tasks.require_below(post.path, plan_path=plan.unit.path)
    heir = choices.heir(post, function=FUNCTION, on=on)
    tasks.require_standing(unit_id=post.unit_id, until=post.until, successor_id=heir, on=on)
    limit = plan.task.due_on if plan.task else None
    tasks.require_days(given_on=on, due_on=said.due_on, limit=limit)
    tasks.require_steps((day for day, _what in said.steps), given_on=on, due_on=said.due_on)
    return post


def rewrite(*, task_id: int, said: Wanted, opened: str, by: office.Actor, at: datetime) -> None:
    """A task that was not given out yet says something else. `opened`: the mark of what the form was opened with.

    Refused: no_such_task, not_yours, task_given, task_changed(fields); as `write`.
    """
    with _drafted(task_id, by) as row:
        task_draft.require_unchanged(opened, draft_of(row))
        post = require(row.plan, said, at)
        row.title, row.measure, row.evidence = said.title.strip(), said.measure.strip(), said.evidence.strip()
        row.unit_id, row.post_id = post.unit_id, post.id
        row.first_due_on = row.due_on = said.due_on
        row.save()
        row.beside.all().delete()
        row.milestones.all().delete()
        _around(row, said)


def drop(*, task_id: int, by: office.Actor) -> None:
    """A task that was not given out yet is taken off the plan. Refused: no_such_task, not_yours, task_given."""
    with _drafted(task_id, by) as row:
        row.delete()


def draft_of(row: Task) -> Draft:
    """What a task says, as it is compared. Two statements."""
    return task_draft.draft(
        title=row.title,
        post_id=row.post_id,
        due_on=row.due_on,
        measure=row.measure,
        evidence=row.evidence,
        beside=list(row.beside.values_list("unit_id", flat=True)),
        steps=list(row.milestones.values_list("on", "text")),
    )


@contextlib.contextmanager
def _drafted(task_id: int, by: office.Actor) -> Iterator[Task]:
    """The plan is locked before its task, as it is when tasks are given out."""
    plan_id = Task.objects.filter(pk=task_id).values_list("plan_id", flat=True).first()
    if plan_id is None:
        raise Refused("no_such_task")
    with record.opened_plan(plan_id) as plan:
        row = Task.objects.select_for_update().filter(pk=task_id).first()
        if row is None:
            raise Refused("no_such_task")
        row.plan = plan
        record.require(by, plan.unit_id, *DESK)
        task_draft.require_draft(row.state)
        yield row


def give_out(*, plan_id: int, by: office.Actor, at: datetime) -> int:
    """The head gives out what is written down and was not given yet, so many at a time; gives how many.

    Refused: not_yours, no_such_plan, no_tasks, day_in_past, after_task_above,
    unit_dissolved(unit_id, since, successor_id).
    """
    with record.opened_plan(plan_id) as plan:
        record.require(by, plan.unit_id, Role.HEAD)
        waiting = list(plan.tasks.select_related("unit").filter(state="").order_by("number")[:BATCH])
        if not waiting and plan.issued_at is None:
            raise Refused("no_tasks")
        for row in waiting:
            row.plan = plan
            _give(row, plan, by, at)
        if plan.issued_at is None:
            plan.issued_at = at
            plan.save(update_fields=("issued_at",))
            _log_issued(plan, at)
    return len(waiting)


def _require_origin(unit_id: int, directive_id: int | None, task_id: int | None) -> None:
    if directive_id is not None and not Directive.objects.filter(pk=directive_id).exists():
        raise Refused("no_such_directive")
    if task_id is not None:
        row = Task.objects.select_for_update().filter(pk=task_id, unit_id=unit_id).first()
        if row is None:
            raise Refused("no_such_task")
        if row.state not in tasks.OPEN:
            raise Refused("task_not_running")


def _written(plan: Plan, said: Wanted, post: choices.PostChoice, number: int) -> Task:
    row = Task.objects.create(
        plan=plan,
        number=number,
        title=said.title.strip(),
        measure=said.measure.strip(),
        evidence=said.evidence.strip(),
        unit_id=post.unit_id,
        post_id=post.id,
        first_due_on=said.due_on,
        due_on=said.due_on,
        form_key=said.form_key,
    )
    _around(row, said)
    return row


def _around(row: Task, said: Wanted) -> None:
    """Units that work with the responsible one, and dated steps, each once."""
    others = dict.fromkeys(one for one in said.beside if one != row.unit_id)
    Beside.objects.bulk_create(Beside(task=row, unit_id=one) for one in others)
    steps = dict.fromkeys((day, what.strip()) for day, what in said.steps)
    Milestone.objects.bulk_create(Milestone(task=row, on=day, text=what) for day, what in steps)


def _give(row: Task, plan: Plan, by: office.Actor, at: datetime) -> None:
    _require_standing(row, local_day(at))
    facts = Facts(
        on=local_day(at), number=plan.number, until=row.due_on, limit=plan.task.due_on if plan.task else None
    )
    step = record.decide("assign", row, by, facts)
    row.state, row.given_on = step.after, local_day(at)
    due = stepping.apply(step, owner=record.owner(row), at=at, promised={record.KEY: row.due_on})
    told = {
        "post": str(row.post_id),
        "due": row.due_on.isoformat(),
        "rule": due[record.KEY].rule.id,
        "document": record.coded(plan.number),
    }
    if plan.task_id is not None:
        told["part-of"] = str(plan.task_id)
    said = record.Said(number=plan.number, day=row.due_on)
    record.note(row, "assign", kind="directive.task-given", facts=told, by=by, at=at, said=said)


def _require_standing(row: Task, on: date) -> None:
    """The unit may have ended since the task was written down."""
    until = row.unit.valid_until
    heir = choices.heir(choices.post(row.post_id), function=FUNCTION, on=on) if until else None
    tasks.require_standing(unit_id=row.unit_id, until=until, successor_id=heir, on=on)


def _log_issued(plan: Plan, at: datetime) -> None:
    told = {"document": record.coded(plan.number), "signed": plan.signed_on.isoformat()}
    if plan.directive_id is not None:
        told["directive"] = str(plan.directive_id)
    if plan.task_id is not None:
        told["part-of"] = str(plan.task_id)
    record.log("plan", plan.pk, "directive.plan-issued", told, unit_id=plan.unit_id, at=at)
