"""What every page of the desk is made with: whose desk it is, and the frame around it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hoiam.law.roles import Role
from hoiam.office import queries as office

DESK = frozenset({Role.CLERK, Role.HEAD})
WORK = DESK | {Role.HANDLER}
CHOSEN = "unit"


def units_with(actor: office.Actor, roles: frozenset[Role]) -> list[tuple[int, str]]:
    """Where this person holds one of these roles."""
    return [(unit_id, name) for unit_id, name in actor.units() if actor.roles_in(unit_id) & roles]


def unit_in_hand(request: HttpRequest, units: list[tuple[int, str]]) -> int | None:
    """The unit asked for, else the one of last time, else the first; remembered when it changes."""
    ids = [unit_id for unit_id, _name in units]
    asked = request.GET.get(CHOSEN, "")
    if asked.isdecimal() and int(asked) in ids:
        if len(ids) > 1 and request.session.get(CHOSEN) != int(asked):
            request.session[CHOSEN] = int(asked)
        return int(asked)
    last = request.session.get(CHOSEN)
    return last if last in ids else next(iter(ids), None)


def page(
    request: HttpRequest, actor: office.Actor, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the frame of the desk."""
    may_register = bool(units_with(actor, DESK))
    return render(request, template, {"may_register": may_register, **context}, status=status)
