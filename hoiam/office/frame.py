"""The frame around every page of the desk, whichever room the page is in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hoiam.law.roles import Role
from hoiam.office import accounts, factor
from hoiam.office.cards import Actor


def page(
    request: HttpRequest, actor: Actor, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page with the ways that this person may go."""
    may = {
        "may_register": actor.holds(Role.CLERK, Role.HEAD),
        "may_see_days": bool(actor.roles),
        "may_keep": actor.holds(Role.KEEPER),
        "may_work": actor.holds(Role.CLERK, Role.HANDLER, Role.HEAD),
        "may_audit": actor.holds(Role.INSPECTOR),
        "may_issue_tokens": actor.holds(Role.HEAD, Role.OPERATOR),
        "ask_factor": factor.asked_of(actor) and not accounts.second_factor(request),
    }
    return render(request, template, {**may, **context}, status=status)
