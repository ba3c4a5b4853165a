"""Conferences of a unit, and one of them with what can be done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hoiam.desk.dialogues import queries
from hoiam.desk.dialogues.queries import ConferenceCard
from hoiam.desk.dialogues.views import shared, words
from hoiam.duties import queries as duties
from hoiam.kit import cursors
from hoiam.law import dialogue
from hoiam.law.procedures import dialogue_conference
from hoiam.law.roles import Role
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view


@require_safe
@desk_view
def index(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """The newest first. One statement beside sign-in."""
    unit_id, units = in_hand.unit_of(request, actor, in_hand.DESK)
    found = queries.listed(unit_id=unit_id, inside=True, after=cursors.number(request.GET.get("after", "")))
    context = {
        "rows": [words.row(row) for row in found.rows],
        "next_url": f"?after={found.next}" if found.next else "",
        "unit": unit_id,
        "unit_name": actor.unit_names[unit_id],
        "units": [{"pk": pk, "name": name} for pk, name in units],
        "may_call": Role.HEAD in actor.roles_in(unit_id),
    }
    return frame.page(request, actor, "dialogues/staff/list.html", context)


@require_safe
@desk_view
def one(request: HttpRequest, actor: office.Actor, conference_id: int) -> HttpResponse:
    """Where it stands, what is due, what people asked, what was promised. Eight statements beside sign-in."""
    card = shared.conference_of(actor, conference_id)
    on = timezone.localdate()
    known = queries.counts(card.id)
    counts = {state.value: known.get(state, 0) for state in dialogue.State}
    roles = actor.roles_in(card.unit_id)
    hidden = {*dialogue_conference.BY_COUNT, *(["decline"] if card.state == "owed" else [])}
    may = [
        event
        for event in dialogue_conference.PROCEDURE.available(card.state, roles, is_assignee=False)
        if event not in hidden
    ]
    context = {
        **words.conference(card),
        "may": [(event, words.event(event)) for event in sorted(may, key="decline".__eq__)],
        "dues": [duty for duty in duties.of_subject("conference", card.id) if duty.open],
        "counts": [(words.QUESTIONS[state][0], count) for state, count in counts.items()],
        "open": counts["waiting"] + counts["shown"],
        "promises": [words.promise(one, on) for one in queries.promises_of(card.id)],
        "steps": steps(card),
        "asking": asking(card),
        "today": on,
    }
    return frame.page(request, actor, "dialogues/staff/one.html", context)


def steps(card: ConferenceCard) -> list[dict[str, Any]]:
    """What happened, for kit/timeline.html; the newest first."""
    return [
        {
            "title": words.event(step.event),
            "icon": "check",
            "color": "neutral",
            "at": step.at,
            "by": "",
            "text": "\n".join(filter(None, (words.when(step.day, None), step.reason))),
        }
        for step in reversed(queries.steps(card.id))
    ]


def asking(card: ConferenceCard) -> dict[str, Any] | None:
    """How many voters ask for it, of how many that are needed; None of one that was called otherwise."""
    if card.kind != "asked":
        return None
    return {
        "collecting": card.state in dialogue_conference.COLLECTING,
        "count": card.asking,
        "needed": dialogue.needed(card.voters, words.pack()) if card.voters else None,
    }
