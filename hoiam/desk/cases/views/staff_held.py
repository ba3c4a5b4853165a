"""Denunciations of a unit: a page for the person designated to keep them, and for nobody else."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from hoiam.desk.cases import queries
from hoiam.desk.cases.views import words
from hoiam.kit import cursors
from hoiam.law.roles import Role
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

KEEPS = frozenset({Role.KEEPER})


@desk_view
def held(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Newest first; for others there is no such page."""
    unit_id, units = in_hand.unit_of(request, actor, KEEPS)
    on, after = timezone.localdate(), cursors.day_and_number(request.GET.get("after", ""))
    found = queries.held(unit_id=unit_id, by=actor, on=on, after=after)
    here = reverse("desk:held")
    more = f"{here}?unit={unit_id}&after={cursors.told(found.next)}" if found.next else ""
    context = {
        "rows": [_row(row) for row in found.rows],
        "units": [{"pk": pk, "name": name} for pk, name in units],
        "unit": unit_id,
        "today": on,
        "here": here,
        "first_url": f"{here}?unit={unit_id}" if after else "",
        "next_url": more,
    }
    return frame.page(request, actor, "cases/staff/held.html", context)


def _row(row: queries.QueueRow) -> dict[str, object]:
    label, color = words.state(row.state, row.kind)
    return {
        "id": row.id,
        "number": row.number,
        "due_on": row.due_on,
        "received_on": row.received_on,
        "state": label,
        "color": color,
    }
