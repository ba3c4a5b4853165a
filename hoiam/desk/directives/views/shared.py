"""What the pages of staff share: who may see a plan, the page after a deed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from hoiam.desk.directives import queries
from hoiam.desk.directives.queries import DirectiveCard, PlanCard, TaskCard, choices
from hoiam.files import incoming
from hoiam.kit import deeds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import in_hand, queries as office

CHANGED = frozenset({"wrong_state", "task_given", "task_changed", "acknowledged_already", "reminded_today"})
LOOKING = in_hand.WORK | {Role.INSPECTOR, Role.OVERSEER}
METHODS = ["GET", "HEAD", "POST"]


def units_of(actor: office.Actor) -> list[int]:
    """Where somebody works."""
    return [unit_id for unit_id, _name in in_hand.units_with(actor, in_hand.WORK)]


def above(actor: office.Actor, path: str) -> bool:
    """Whether somebody works in the unit with this path, or in one above it."""
    return any(roles & LOOKING and path.startswith(own) for own, roles in actor.roles_by_path.items())


def plan_of(actor: office.Actor, plan_id: int) -> PlanCard:
    """One that concerns a unit of theirs or below; any other is no page. One statement or two."""
    card: PlanCard = found(lambda: queries.plans.one(plan_id))
    if not above(actor, card.path) and not queries.plans.sees(plan_id, units_of(actor)):
        raise Http404
    return card


def task_of(actor: office.Actor, task_id: int) -> TaskCard:
    """The same of a task. Three statements or four."""
    card: TaskCard = found(lambda: queries.tasks.one(task_id))
    theirs = {card.row.unit_id, card.plan_unit_id, *card.beside_ids} & set(units_of(actor))
    if not theirs and not above(actor, card.plan_path):
        raise Http404
    return card


def directive_of(actor: office.Actor, directive_id: int) -> DirectiveCard:
    """One of their unit, one they were briefed on, or one that is open to all. One statement or two."""
    card: DirectiveCard = found(lambda: queries.directives.one(directive_id))
    own = units_of(actor)
    if not card.open and card.unit_id not in own and not queries.directives.was_briefed(directive_id, own):
        raise Http404
    return card


def offered(unit_id: int, on: date) -> dict[str, Any]:
    """Posts and units below from which the form of a task chooses. Three statements."""
    units = choices.below(unit_id, on=on)
    return {"posts": choices.grouped(units), "units": [(unit.id, unit.shown) for unit in units]}


def found(ask: Callable[[], Any]) -> Any:
    """What is not there is no page."""
    try:
        return ask()
    except Refused as refused:
        raise Http404 from refused


def done(
    request: HttpRequest, form: Form, act: deeds.Act, said: str, to: str | None, page: deeds.Page
) -> HttpResponse:
    """Do it and go on; or the page again with what was typed, the files, and why not. `to`: or what `act` gives."""
    staged, wrong = incoming.taken(request)
    if not form.is_valid() or wrong:
        return page(form=form, files=staged, refused=next(iter(wrong), None), status=422)
    try:
        made = act({**form.cleaned_data, "tokens": [one.token for one in staged]})
    except Refused as refused:
        return page(form=form, files=staged, refused=refused, status=409 if refused.code in CHANGED else 422)
    messages.success(request, said)
    return redirect(to or str(made))
