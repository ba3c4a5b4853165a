"""The frame around every page of the desk, whichever room the page is in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hoiam.law.roles import Role
from hoiam.office import accounts, factor, owing
from hoiam.office.cards import Actor


def page(
    request: HttpRequest, actor: Actor, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page with the ways that this person may go."""
    may_register = actor.holds(Role.CLERK, Role.HEAD)
    may = {
        "may_register": may_register,
        "may_receive": may_register or _holds_post(actor),
        "may_see_days": bool(actor.roles),
        "may_keep": actor.holds(Role.KEEPER),
        "may_work": actor.holds(Role.CLERK, Role.HANDLER, Role.HEAD),
        "may_audit": actor.holds(Role.INSPECTOR),
        "may_oversee": actor.holds(Role.OVERSEER),
        "may_issue_tokens": actor.holds(Role.HEAD, Role.OPERATOR),
        "ask_factor": factor.asked_of(actor) and not accounts.second_factor(request),
    }
    return render(request, template, {**may, **context}, status=status)


def _holds_post(actor: Actor) -> bool:
    """Of somebody without any role: whether they hold a post that receives citizens. One statement then, else none."""
    return not actor.roles and bool(owing.units_of(actor.person_id, on=timezone.localdate()))
