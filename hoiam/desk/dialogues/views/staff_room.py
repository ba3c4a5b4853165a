"""While people ask: the screen of whoever moderates, and the list of whoever chairs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.dialogues import actions as dialogues, queries
from hoiam.desk.dialogues.views import shared, words
from hoiam.kit import polled
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view

PARTS = 3
"""Of what a button says: what to do, with which question, which version of it."""


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def moderate(request: HttpRequest, actor: office.Actor, conference_id: int) -> HttpResponse:
    """New questions, what is shown, what was decided; one press shows, waits or puts on the screen."""
    card = shared.conference_of(actor, conference_id)
    refused = None
    if request.method == "POST":
        refused = _pressed(request, actor, conference_id)
        if refused is None:
            return redirect("dialogue_desk:moderate", conference_id)
    part, tag = polled.kept(f"moderate:{card.id}", lambda: _moderate_part(card.id))
    context = {**words.conference(card), "part": part, "tag": tag, "refused": refused}
    status = 409 if refused else 200
    return frame.page(request, actor, "dialogues/staff/moderate.html", context, status=status)


@require_safe
@desk_view
def moderate_now(request: HttpRequest, actor: office.Actor, conference_id: int) -> HttpResponse:
    """The part that changes."""
    card = shared.conference_of(actor, conference_id)
    return polled.part(request, f"moderate:{card.id}", lambda: _moderate_part(card.id))


@require_safe
@desk_view
def chair(request: HttpRequest, actor: office.Actor, conference_id: int) -> HttpResponse:
    """Large, for the table at the front: the question in hand and the most wanted."""
    card = shared.conference_of(actor, conference_id)
    part, tag = polled.kept(f"chair:{card.id}", lambda: _chair_part(card.id))
    context = {**words.conference(card), "part": part, "tag": tag}
    return frame.page(request, actor, "dialogues/staff/chair.html", context)


@require_safe
@desk_view
def chair_now(request: HttpRequest, actor: office.Actor, conference_id: int) -> HttpResponse:
    """The part that changes."""
    card = shared.conference_of(actor, conference_id)
    return polled.part(request, f"chair:{card.id}", lambda: _chair_part(card.id))


def _pressed(request: HttpRequest, actor: office.Actor, conference_id: int) -> Refused | None:
    """`do` is what the button says, such as show:12:1."""
    said = request.POST.get("do", "").split(":")
    if len(said) != PARTS or not all(part.isdecimal() and len(part) < len(str(2**62)) for part in said[1:]):
        return Refused("unknown_event")
    event, question_id, version = said[0], int(said[1]), int(said[2])
    try:
        if event in {"screen", "clear"}:
            shown = question_id if event == "screen" else None
            dialogues.put_on_screen(conference_id=conference_id, question_id=shown, by=actor)
        elif event in {"show", "wait"}:
            dialogues.move(question_id=question_id, version=version, event=event, by=actor, at=timezone.now())
        else:
            return Refused("unknown_event")
    except Refused as refused:
        return refused
    messages.success(request, DONE[event]())
    return None


DONE: dict[str, Any] = {
    "show": lambda: _("The question is shown."),
    "wait": lambda: _("The question waits again."),
    "screen": lambda: _("The question is on the screen."),
    "clear": lambda: _("The screen is clear."),
}


def _moderate_part(conference_id: int) -> str:
    """Four statements, at most once a second."""
    context = {
        "waiting": [words.question(one) for one in queries.waiting(conference_id)],
        "asked": [words.question(one) for one in queries.asked(conference_id)],
        "decided": [words.question(one) for one in queries.decided(conference_id)],
        "current": queries.one(conference_id).current_id,
    }
    return render_to_string("dialogues/staff/moderate_part.html", context)


def _chair_part(conference_id: int) -> str:
    """Two statements, at most once a second."""
    return render_to_string("dialogues/staff/chair_part.html", {"room": queries.room(conference_id)})
