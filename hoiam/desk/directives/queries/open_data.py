"""Directives, plans and tasks as tables, as news and as dates: what everybody may read of them, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, Max, QuerySet, Value, When
from django.db.models.functions import Coalesce

from hoiam.desk.directives.models import Directive, Plan, Task
from hoiam.kit import keyset
from hoiam.kit.moments import local_day
from hoiam.law import tasks as law

_DIRECTIVE = ("id", "unit__code", "number", "issuer", "issued_on", "subject", "made_at")
_PLAN = (
    *("id", "unit__code", "post_id", "directive_id", "directive__open", "task_id", "number", "open", "title"),
    *("signed_on", "issued_at"),
)
_TASK = (
    *("id", "plan_id", "number", "plan__open", "title", "unit__code", "post_id", "state", "given_on"),
    *("first_due_on", "due_on", "reported_on", "done_on"),
)
_DUE = {
    **{name: name for name in ("id", "plan_id", "number", "unit_id", "state", "due_on", "told")},
    "plan_number": "plan__number",
    "title": "words",
}
_ISSUED = ("id", "unit__code", "number", "words", "issued_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCard:
    """A task as calendars tell it; no words where the plan is not open. `told`: its newest step."""

    id: int
    plan_id: int
    plan_number: str
    number: int
    title: str
    unit_id: int
    state: str
    due_on: date
    told: datetime


@dataclass(frozen=True, slots=True)
class IssuedCard:
    """A plan as news; no title where it is not open."""

    id: int
    unit_code: str
    number: str
    title: str
    issued_at: datetime


def directives() -> Iterator[tuple[Any, ...]]:
    """Number, unit, its own number, issuer, its day, subject, registered: of those whose text is open."""
    for *row, made_at in keyset.rows(Directive.objects.filter(open=True), *_DIRECTIVE):
        yield (*row, local_day(made_at))


def plans() -> Iterator[tuple[Any, ...]]:
    """Number, unit, post, directive, task above, its own number, open, title, signed, given out.

    Of those given out. A directive whose text is not open is not named.
    """
    rows = Plan.objects.filter(issued_at__isnull=False)
    for number, unit, post, directive, shown, task, own, is_open, title, signed, issued in keyset.rows(
        rows, *_PLAN
    ):
        named = directive if shown else None
        words = title if is_open else ""
        yield (number, unit, post, named, task, own, is_open, words, signed, local_day(issued))


def tasks(*, on: date) -> Iterator[tuple[Any, ...]]:
    """Number, plan, place in it, words, unit, post, state, given, first last day, last day, reported, done, late.

    Of those given out. Words only where the plan is open.
    """
    for number, plan, place, is_open, title, *row in keyset.rows(Task.objects.exclude(state=""), *_TASK):
        *_rest, state, _given, _first, due_on, reported_on, done_on = row
        late = law.late(state=state, due_on=due_on, on=on, reported_on=reported_on, done_on=done_on)
        yield (number, plan, place, title if is_open else "", *row, late)


def due(*, unit_ids: tuple[int, ...], first: date, last: date, limit: int) -> tuple[DueCard, ...]:
    """Tasks of these units with their last day between these, by that day. One statement."""
    rows = Task.objects.exclude(state="").filter(unit_id__in=unit_ids, due_on__range=(first, last))
    named = rows.annotate(
        words=Case(When(plan__open=True, then=F("title")), default=Value("")),
        told=Coalesce(Max("steps__at"), F("plan__issued_at"), F("plan__made_at")),
    )
    names = tuple(_DUE)
    found = named.order_by("due_on", "id").values_list(*_DUE.values())[:limit]
    return tuple(DueCard(**dict(zip(names, row, strict=True))) for row in found)


def issued(*, unit_ids: tuple[int, ...] = (), limit: int) -> tuple[IssuedCard, ...]:
    """Plans given out, the latest first, of these units or of all. One statement."""
    rows: QuerySet[Plan] = Plan.objects.filter(issued_at__isnull=False)
    if unit_ids:
        rows = rows.filter(unit_id__in=unit_ids)
    named = rows.annotate(words=Case(When(open=True, then=F("title")), default=Value("")))
    return tuple(
        IssuedCard(*row) for row in named.order_by("-issued_at", "-id").values_list(*_ISSUED)[:limit]
    )


def place(task_id: int) -> tuple[int, int] | None:
    """Plan and place in it of a task that was given out. One statement."""
    return Task.objects.exclude(state="").filter(pk=task_id).values_list("plan_id", "number").first()
