"""Inspections of an office or of a unit, one of them with what can be done, and what is still to be remedied."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hoiam.desk.inspections import queries
from hoiam.desk.inspections.queries import InspectionCard, files
from hoiam.desk.inspections.views import shared, words
from hoiam.duties import queries as duties
from hoiam.files.views import download
from hoiam.kit import cursors
from hoiam.law.inspecting import FINDING
from hoiam.law.procedures.inspection import PROCEDURE
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

EXPLAINING = frozenset({"drafted", "with_superior"})
RARE = frozenset({"extend", "break_off", "pass_to_police", "ask_superior"})
"""Steps that few inspections take: they stand last."""


@require_safe
@desk_view
def index(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """The newest first: those an office makes, or those made of a unit. Two statements beside sign-in."""
    unit_id, units = in_hand.unit_of(request, actor, shared.ALL)
    inspects = shared.is_inspecting(actor, unit_id)
    after = cursors.number(request.GET.get("after", ""))
    if inspects:
        found = queries.listed(unit_id=unit_id, inside=True, after=after)
    else:
        found = queries.listed(target_ids=(unit_id,), after=after)
    context = {
        "rows": [words.row(row) for row in found.rows],
        "next_url": f"?after={found.next}" if found.next else "",
        "inspects": inspects,
        "unit": unit_id,
        "unit_name": actor.unit_names[unit_id],
        "units": [{"pk": pk, "name": name} for pk, name in units],
        "at_desk": bool(actor.roles_in(unit_id) & shared.DESK),
    }
    return frame.page(request, actor, "inspections/staff/list.html", context)


@require_safe
@desk_view
def one(request: HttpRequest, actor: office.Actor, inspection_id: int) -> HttpResponse:
    """Where it stands, what is due, what was found, what the head did. Ten statements beside sign-in."""
    card, inside = shared.inspection_of(actor, inspection_id)
    on = timezone.localdate()
    steps = queries.steps(card.id)
    context = {
        **words.inspection(card),
        "inside": inside,
        "may": _may(card, actor, inside=inside),
        "dues": dues(card),
        "findings": [words.finding(one, on) for one in _seen(card, inside=inside)],
        "may_find": inside and card.state in FINDING,
        "explained_with": files.of_explanation(card.id) if card.explained_on else (),
        "part": queries.part_of(card.id) if inside else None,
        "steps": words.timeline(steps),
        "today": on,
    }
    return frame.page(request, actor, "inspections/staff/one.html", context)


@require_safe
@desk_view
def file(request: HttpRequest, actor: office.Actor, inspection_id: int, token: str) -> HttpResponse:  # noqa: ARG001 - a view
    """A file beside the explanation, for both sides."""
    card, _inside = shared.inspection_of(actor, inspection_id)
    return download(token, {files.EXPLANATION: {card.id}})


@require_safe
@desk_view
def remedies(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """What is not accepted yet, the earliest day first: of all inspections of an office, or owed by a unit.

    One statement beside sign-in.
    """
    unit_id, units = in_hand.unit_of(request, actor, shared.ALL)
    on = timezone.localdate()
    inspecting = [unit_id] if actor.roles_in(unit_id) & shared.INSPECTING else []
    owing = [unit_id] if actor.roles_in(unit_id) & shared.DESK else []
    found = queries.owed(
        inspecting=inspecting, owing=owing, after=cursors.day_and_number(request.GET.get("after", ""))
    )
    context = {
        "rows": [words.finding(one, on) for one in found.rows],
        "next_url": f"?after={found.next}" if found.next else "",
        "unit": unit_id,
        "unit_name": actor.unit_names[unit_id],
        "units": [{"pk": pk, "name": name} for pk, name in units],
        "today": on,
    }
    return frame.page(request, actor, "inspections/staff/remedies.html", context)


def dues(card: InspectionCard) -> list[dict[str, Any]]:
    """Its clocks that run, with whether the day is one that was named. One statement."""
    return [
        {"label": words.CLOCKS[duty.key], "due_on": duty.due_on, "named": duty.key in words.UNNUMBERED}
        for duty in duties.of_subject("inspection", card.id)
        if duty.open and duty.key in words.CLOCKS
    ]


def _may(card: InspectionCard, actor: office.Actor, *, inside: bool) -> list[tuple[str, str]]:
    """Steps that these people may try now."""
    if not inside:
        theirs = card.state in EXPLAINING and card.explained_on is None
        return [("explain", words.event("explain"))] if theirs else []
    hidden = {"explain", *(["publish"] if card.published_on else [])}
    events = PROCEDURE.available(card.state, actor.roles_in(card.unit_id), is_assignee=False)
    shown = (event for event in events if event not in hidden)
    return [(event, words.event(event)) for event in sorted(shown, key=RARE.__contains__)]


def _seen(card: InspectionCard, *, inside: bool) -> tuple[queries.FindingCard, ...]:
    """The inspected unit sees them with the draft. One statement."""
    return queries.findings_of(card.id) if inside or card.drafted_on else ()
