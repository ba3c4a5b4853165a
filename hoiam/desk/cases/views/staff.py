"""The queue of a unit and the search in it."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from hoiam.desk.cases import queries as cases
from hoiam.desk.cases.forms.staff_queue import QueueForm
from hoiam.desk.cases.views import staff_desk, words
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view

SOON = 3
TILES = (
    ("proposed", Role.HEAD, "warning", {"state": "proposed"}),
    ("received", Role.CLERK, "info", {"state": "received"}),
    ("contested", Role.HEAD, "warning", {"state": "contested"}),
)


@desk_view
def queue(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Open cases by the nearest date, or what a search finds."""
    units = staff_desk.units_with(actor, staff_desk.WORK)
    unit_id = staff_desk.unit_in_hand(request, units)
    if unit_id is None:
        return frame.page(request, actor, "cases/staff/no_desk.html", {})
    on = timezone.localdate()
    form = QueueForm(request.GET, desk=bool(actor.roles_in(unit_id) & staff_desk.DESK))
    asked = form.asked()
    if (found := _direct(asked["q"], actor)) is not None:
        return redirect("desk:case", case_id=found)
    shown = _found(asked, unit_id, actor, on) if asked["q"] else _waiting(asked, unit_id, actor, on)
    tiles = _tiles(unit_id, actor, on) if not asked["q"] else []
    switch = [{"pk": pk, "name": name} for pk, name in units]
    common = {"form": form, "units": switch, "unit": unit_id, "tiles": tiles, "today": on, "asked": asked}
    return frame.page(request, actor, "cases/staff/queue.html", {**common, **shown})


def _direct(text: str, actor: office.Actor) -> int | None:
    """A number or a code leads straight to the case, if it is one of theirs."""
    case_id = cases.find_by_number(text=text)
    if case_id is None and text:
        try:
            case_id = cases.find_by_code(code=text)
        except Refused:
            return None
    return case_id if case_id is not None and cases.seen_by(case_id=case_id, by=actor) else None


def _waiting(asked: dict[str, Any], unit_id: int, actor: office.Actor, on: date) -> dict[str, Any]:
    chosen = cases.QueueFilter(
        unit_id=unit_id, state=asked["state"], mine=asked["mine"], late=asked["late"], after=asked["after"]
    )
    found = cases.queue(chosen=chosen, by=actor, on=on)
    cursor = f"{found.next[0].isoformat()}.{found.next[1]}" if found.next else ""
    return _listed(found.rows, asked, unit_id, cursor, actor)


def _found(asked: dict[str, Any], unit_id: int, actor: office.Actor, on: date) -> dict[str, Any]:
    before = asked["after"][1] if asked["after"] else None
    found = cases.find(unit_id=unit_id, text=asked["q"], by=actor, on=on, before=before)
    cursor = f"{on.isoformat()}.{found.next}" if found.next else ""
    return {**_listed(found.rows, asked, unit_id, cursor, actor), "loose": found.loose}


def _listed(
    rows: tuple[cases.QueueRow, ...], asked: dict[str, Any], unit_id: int, cursor: str, actor: office.Actor
) -> dict[str, Any]:
    head = Role.HEAD in actor.roles_in(unit_id)
    kept = {"unit": unit_id, **{name: asked[name] for name in ("q", "state") if asked[name]}}
    kept |= {name: "on" for name in ("mine", "late") if asked[name]}
    first = f"?{urlencode(kept)}"
    return {
        "rows": [_row(row, head=head) for row in rows],
        "first_url": first if asked["after"] else "",
        "next_url": f"{first}&after={cursor}" if cursor else "",
    }


def _row(row: cases.QueueRow, *, head: bool) -> dict[str, Any]:
    """For the head, what waits for a decision opens where it is taken."""
    left = row.days_left
    mark = "" if left is None or left > SOON else "row-late" if left < 0 else "row-soon"
    label, color = words.state(row.state)
    facts = (row.number, words.KINDS.get(row.kind, ""), words.CHANNELS.get(row.channel, ""))
    return {
        "url": reverse("desk:reply" if head and row.state == "proposed" else "desk:case", args=(row.id,)),
        "mark": mark,
        "title": row.title,
        "facts": " · ".join(str(fact) for fact in facts if fact),
        "due_on": row.due_on,
        "rule_id": _rule(row),
        "state": label,
        "color": color,
        "field": words.field(row.field),
        "handler": row.handler,
        "received_on": row.received_on,
    }


def _rule(row: cases.QueueRow) -> str:
    """What the nearest date of a case follows from; empty when none runs."""
    if row.due_on is None:
        return ""
    if row.promised_on and row.promised_on == row.answer_due_on:
        name = "promise"
    else:
        name = "notice" if row.state == "received" and not row.promised_on else "answer"
    return words.pack().clock("petition", name).rule_id


def _tiles(unit_id: int, actor: office.Actor, on: date) -> list[dict[str, Any]]:
    """What waits for this person, each a link to just that."""
    roles = actor.roles_in(unit_id)
    if not roles & staff_desk.DESK:
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
