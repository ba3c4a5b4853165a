"""Cases that may be the same matter, shown to the clerk side by side; the clerk says what they are."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.queries.alike import Alike
from hoiam.desk.cases.queries.excerpts import Marked, Piece
from hoiam.desk.cases.views import words
from hoiam.desk.cases.views.staff_case import visible
from hoiam.desk.cases.views.staff_words import RELATIONS
from hoiam.kit import likeness
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

LONGEST_NUMBER = 18
VERDICTS = {
    "same": (gettext_lazy("Seems to be the same matter"), "warning"),
    "template": (gettext_lazy("The same template or campaign, other facts"), "info"),
    "other": (gettext_lazy("Little in common"), "neutral"),
}
NAMED = {
    "person": gettext_lazy("person"),
    "place": gettext_lazy("place"),
    "office": gettext_lazy("office"),
    "name": gettext_lazy("name"),
}


@desk_view
def page(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """Both texts side by side for each; nothing is linked by looking."""
    card = visible(case_id, actor)
    if request.method == "POST":
        return _decide(request, actor, card)
    wide = "wide" in request.GET
    try:
        found = queries.alike(
            unit_id=card.unit_id,
            text=f"{card.title}\n{card.body}",
            by=actor,
            on=timezone.localdate(),
            case_id=case_id,
            wide=wide,
        )
    except Refused:
        return frame.page(request, actor, "cases/staff/no_desk.html", {}, status=403)
    context = {
        "case": card,
        "wide": wide,
        "found": [_beside(card.title, card.body, one) for one in found],
        "relations": list(RELATIONS.items()),
    }
    return frame.page(request, actor, "cases/staff/alike.html", context)


def _decide(request: HttpRequest, actor: office.Actor, card: queries.CaseCard) -> HttpResponse:
    """The clerk's word."""
    other = request.POST.get("other", "")
    other_id = int(other) if other.isdecimal() and len(other) < LONGEST_NUMBER else 0
    relation = request.POST.get("relation", "")
    try:
        cases.link(case_id=card.id, other_id=other_id, relation=relation, by=actor, at=timezone.now())
    except Refused as refused:
        context = {"case": card, "refused": refused, "found": [], "relations": list(RELATIONS.items())}
        return frame.page(request, actor, "cases/staff/alike.html", context, status=422)
    messages.success(request, f"{card.number}: {RELATIONS[relation]}.")
    return redirect("desk:alike", case_id=card.id)


@require_POST
@desk_view
def typed(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """A fragment while the clerk types; the text comes in the body, never in an address."""
    units = in_hand.units_with(actor, in_hand.DESK)
    return render(request, "cases/staff/alike_typed.html", {"similar": of_typed(request, actor, units)})


def of_typed(request: HttpRequest, actor: office.Actor, units: list[tuple[int, str]]) -> list[dict[str, Any]]:
    """What is like the text that stands in the form of the counter."""
    asked = request.POST.get("unit", "")
    unit_id = next((pk for pk, _name in units if str(pk) == asked), None)
    if unit_id is None:
        return []
    text = f"{request.POST.get('title', '')}\n{request.POST.get('body', '')}"
    return [
        _line(one) for one in queries.alike(unit_id=unit_id, text=text, by=actor, on=timezone.localdate())
    ]


def _line(one: Alike) -> dict[str, Any]:
    label, color = VERDICTS[one.likeness.verdict]
    state, state_color = words.state(one.state)
    return {
        "id": one.id,
        "url": reverse("desk:case", args=(one.id,)),
        "number": one.number,
        "title": one.title,
        "received_on": one.received_on,
        "verdict": label,
        "color": color,
        "state": state,
        "state_color": state_color,
        "telling": round(one.likeness.telling * 100),
        "facts": round(one.likeness.facts * 100),
        "shared": [(NAMED[kind], name) for name, kind in one.likeness.shared],
        "decided": RELATIONS.get(one.decided, ""),
    }


def _beside(title: str, body: str, one: Alike) -> dict[str, Any]:
    left, right = likeness.differences(f"{title}\n{body}", f"{one.title}\n{one.body}")
    return {**_line(one), "left": _marked(left), "right": _marked(right)}


def _marked(pieces: list[tuple[str, bool]]) -> Marked:
    return Marked(tuple(Piece(text, hit) for text, hit in pieces), sum(hit for _, hit in pieces))


def after_register(case_id: int, said: Mapping[str, Any], actor: office.Actor) -> str:
    """What the slip's address says more, when something is alike."""
    text = f"{said['title']}\n{said['body']}"
    found = queries.alike(unit_id=said["unit"], text=text, by=actor, on=timezone.localdate(), case_id=case_id)
    return "&alike=1" if found else ""
