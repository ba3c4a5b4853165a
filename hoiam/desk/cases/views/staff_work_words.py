"""What pages say of how work is arranged: tabs of the queue, who is away."""

from datetime import date
from typing import Any

from hoiam.desk.cases.queries import work
from hoiam.law.roles import Role
from hoiam.office import queries as office

STAFF = (Role.CLERK, Role.HANDLER, Role.HEAD)


def tabs(actor: office.Actor, query: str) -> list[dict[str, Any]]:
    """Saved filters of this person. One statement."""
    return [
        {"id": one.id, "name": one.name, "query": one.query, "here": one.query == query}
        for one in work.filters(actor.person_id)
    ]


def away(unit_id: int, on: date) -> list[work.SubstitutionCard]:
    """Who is away today. One statement."""
    return [one for one in work.substitutions(unit_id=unit_id, on=on) if one.from_on <= on]


def people(unit_id: int, on: date) -> list[tuple[int, str]]:
    """Whoever works in a unit, by role and name, each once. Three statements."""
    found = [one for role in STAFF for one in office.staff(unit_id=unit_id, role=role, on=on)]
    return list({one.id: (one.id, one.name) for one in found}.values())


def handlers(unit_id: int, on: date) -> list[tuple[int, str]]:
    """Who handles cases there; beside who is away, who works in their place. Two statements."""
    absent = {one.person_id: one.substitute for one in away(unit_id, on)}
    return [
        (one.id, f"{one.name} → {absent[one.id]}" if one.id in absent else one.name)
        for one in office.staff(unit_id=unit_id, role=Role.HANDLER, on=on)
    ]
