"""The queue of a unit and the search in it."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from hoiam.desk.cases import queries as cases
from hoiam.desk.cases.forms.staff_queue import QueueForm
from hoiam.desk.cases.views import staff_lines, staff_search, staff_work_words
from hoiam.law.roles import Role
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

TILES = (
    ("proposed", Role.HEAD, "warning", {"state": "proposed"}),
    ("received", Role.CLERK, "info", {"state": "received"}),
    ("contested", Role.HEAD, "warning", {"state": "contested"}),
)


@desk_view
def queue(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Open cases by the nearest date, or what a search finds."""
    if request.GET.get("q", "").strip():
        return staff_search.results(request, actor)
    units = in_hand.units_with(actor, in_hand.WORK)
    unit_id = in_hand.unit_in_hand(request, units)
    if unit_id is None:
        return frame.page(request, actor, "cases/staff/no_desk.html", {})
    on = timezone.localdate()
    form = QueueForm(request.GET, desk=bool(actor.roles_in(unit_id) & in_hand.DESK))
    asked = form.asked()
    shown, tiles = _waiting(asked, unit_id, actor, on), _tiles(unit_id, actor, on)
    switch = [{"pk": pk, "name": name} for pk, name in units]
    common = {"form": form, "units": switch, "unit": unit_id, "tiles": tiles, "today": on, "asked": asked}
    common |= {
        "tabs": staff_work_words.tabs(actor, shown["query"]),
        "away": staff_work_words.away(unit_id, on),
    }
    return frame.page(request, actor, "cases/staff/queue.html", {**common, **shown})


def _waiting(asked: dict[str, Any], unit_id: int, actor: office.Actor, on: date) -> dict[str, Any]:
    chosen = cases.QueueFilter(
        unit_id=unit_id,
        state=asked["state"],
        mine=asked["mine"],
        late=asked["late"],
        handler_id=asked["handler"],
        after=asked["after"],
    )
    found = cases.queue(chosen=chosen, by=actor, on=on)
    cursor = f"{found.next[0].isoformat()}.{found.next[1]}" if found.next else ""
    return _listed(found.rows, asked, unit_id, cursor, actor)


def _listed(
    rows: tuple[cases.QueueRow, ...], asked: dict[str, Any], unit_id: int, cursor: str, actor: office.Actor
) -> dict[str, Any]:
    head = Role.HEAD in actor.roles_in(unit_id)
    kept = {"unit": unit_id, **{name: asked[name] for name in ("state",) if asked[name]}}
    kept |= {name: "on" for name in ("mine", "late") if asked[name]}
    kept |= {"handler": asked["handler"]} if asked["handler"] else {}
    first = f"?{urlencode(kept)}"
    return {
        "rows": [staff_lines.line(row, head=head) for row in rows],
        "query": first.removeprefix("?"),
        "may_assign": bool(actor.roles_in(unit_id) & in_hand.DESK),
        "first_url": first if asked["after"] else "",
        "next_url": f"{first}&after={cursor}" if cursor else "",
    }


def _tiles(unit_id: int, actor: office.Actor, on: date) -> list[dict[str, Any]]:
    """What waits for this person, each a link to just that."""
    roles = actor.roles_in(unit_id)
    if not roles & in_hand.DESK:
        return []
    counts = cases.counts(unit_id=unit_id, by=actor, on=on)
    labels = {
        "proposed": _("waiting for your decision"),
        "received": _("not yet taken into work"),
        "contested": _("contested by the citizen"),
    }
    shown = [(name, color, query) for name, role, color, query in TILES if role in roles]
    tiles = [
        _tile(getattr(counts, name), labels[name], color, {"unit": unit_id, **query})
        for name, color, query in shown
    ]
    late = _tile(counts.late, _("past their date"), "danger", {"unit": unit_id, "late": "on"})
    return [*tiles, late]


def _tile(count: int, label: str, color: str, query: dict[str, Any]) -> dict[str, Any]:
    value = f"{cases.COUNT_LIMIT - 1}+" if count >= cases.COUNT_LIMIT else str(count)
    return {
        "value": ngettext("%(n)s case", "%(n)s cases", count) % {"n": value},
        "label": label,
        "color": color if count else "neutral",
        "url": f"?{urlencode(query)}",
    }
