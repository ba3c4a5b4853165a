"""Whose desk somebody works at: the unit in hand, remembered from page to page."""

from django.http import Http404, HttpRequest

from hoiam.kit import cursors
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
    asked = cursors.number(request.GET.get(CHOSEN, ""))
    if asked in ids:
        if len(ids) > 1 and request.session.get(CHOSEN) != asked:
            request.session[CHOSEN] = asked
        return asked
    last = request.session.get(CHOSEN)
    return last if last in ids else next(iter(ids), None)


def unit_of(
    request: HttpRequest, actor: office.Actor, roles: frozenset[Role]
) -> tuple[int, list[tuple[int, str]]]:
    """The unit in hand, and those to choose from; for somebody with none of these roles there is no such page."""
    units = units_with(actor, roles)
    unit_id = unit_in_hand(request, units)
    if unit_id is None:
        raise Http404
    return unit_id, units
