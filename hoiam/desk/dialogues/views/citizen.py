"""For everybody: conferences of an office, one of them, its questions and promises, the printed notice."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hoiam.desk.dialogues import queries
from hoiam.desk.dialogues.queries import ConferenceCard
from hoiam.desk.dialogues.views import staff, words
from hoiam.duties import queries as duties
from hoiam.kit import cursors, days
from hoiam.kit.qr import TRACKING_LEVEL, qr
from hoiam.law import dialogue, numbering
from hoiam.law.refusal import Refused
from hoiam.office import queries as office


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The newest first, of one office or of all. One statement."""
    unit = next((one for one in office.served() if one.code == request.GET.get("unit", "")), None)
    after = cursors.number(request.GET.get("after", ""))
    found = queries.listed(unit_id=unit.id if unit else None, inside=False, after=after)
    here = f"?unit={unit.code}&" if unit else "?"
    context = {
        "rows": [words.row(row) for row in found.rows],
        "units": office.served(),
        "next_url": f"{here}after={found.next}" if found.next else "",
    }
    return render(request, "dialogues/citizen/list.html", context)


@require_safe
def conference(request: HttpRequest, conference_id: int) -> HttpResponse:
    """When and where, what was promised last time, how to ask, what came of it. Eight statements.

    Nine while its day is owed to those who asked for it.
    """
    card = public(conference_id)
    on = timezone.localdate()
    before = queries.before(card)
    context = {
        **words.conference(card),
        **asking_now(card),
        "asking": staff.asking(card),
        "call_by": _call_by(card),
        "before": before,
        "last": [words.promise(one, on) for one in queries.promises_of(before)] if before else [],
        "promises": [words.promise(one, on) for one in queries.promises_of(card.id)],
        "questions": [words.question(one) for one in queries.public(card.id, limit=5)],
        "steps": staff.steps(card),
        "today": on,
    }
    return render(request, "dialogues/citizen/conference.html", context)


@require_safe
def questions(request: HttpRequest, conference_id: int) -> HttpResponse:
    """All that was shown, with its answers. Four statements."""
    card = public(conference_id)
    after = cursors.number(request.GET.get("after", "")) or 0
    found = queries.public(card.id, after=after, limit=51)
    more = len(found) > 50  # noqa: PLR2004 - a page
    context = {
        **words.conference(card),
        **asking_now(card),
        "questions": [words.question(one) for one in found[:50]],
        "next_url": f"?after={found[49].number}" if more else "",
    }
    return render(request, "dialogues/citizen/questions.html", context)


@require_safe
def promises(request: HttpRequest, conference_id: int) -> HttpResponse:
    """What became of each promise. Four statements."""
    card = public(conference_id)
    on = timezone.localdate()
    made = [words.promise(one, on) for one in queries.promises_of(card.id)]
    counts = [
        (label, sum(one["code"] == code for one in made)) for code, (label, _c) in words.PROMISES.items()
    ]
    context = {**words.conference(card), "promises": made, "counts": counts}
    return render(request, "dialogues/citizen/promises.html", context)


@require_safe
def notice(request: HttpRequest, conference_id: int) -> HttpResponse:
    """To print: the announcement, or the results once they are out; `for=villages`: a sheet for each cluster.

    Five statements. Results go to the heads of villages too (Law 72/2025/QH15, article 43).
    """
    card = public(conference_id)
    on = timezone.localdate()
    unit = office.units([card.unit_id], on=on).get(card.unit_id)
    here = f"{settings.HOIAM_URL}{reverse('dialogues:one', args=(card.id,))}"
    context = {
        **words.conference(card),
        "sheets": _sheets(card, for_villages=request.GET.get("for") == "villages"),
        "here": here,
        "qr": qr(here, TRACKING_LEVEL),
        "dated": _dated(card, unit.name if unit else ""),
        "questions": [words.question(one) for one in queries.public(card.id, limit=200)]
        if card.published_at
        else [],
        "promises": [words.promise(one, on) for one in queries.promises_of(card.id)],
    }
    return render(request, "dialogues/citizen/notice.html", context)


def _call_by(card: ConferenceCard) -> date | None:
    """Until when the head owes a day to the voters who asked."""
    if card.state != "owed":
        return None
    return next((one.due_on for one in duties.of_subject("conference", card.id) if one.open), None)


def _sheets(card: ConferenceCard, *, for_villages: bool) -> list[dict[str, Any]]:
    """One to post; or one for the heads of each cluster of villages, with their own sitting."""
    sittings = [(one, words.when(one.on, one.begins)) for one in card.sittings]
    whole = {"when": words.when(card.held_on, card.begins), "place": card.place, "sittings": ()}
    if not for_villages:
        return [{**whole, "villages": None, "sittings": sittings}]
    own = [{**whole, "villages": one.villages, "when": at, "place": one.place} for one, at in sittings]
    return own or [{**whole, "villages": ""}]


def _dated(card: ConferenceCard, place: str) -> str:
    """Place and day as letters have them (Decree 30/2020/NĐ-CP); in English plainly."""
    day = timezone.localdate(card.published_at) if card.published_at else card.announced_on
    if day is None:
        return place
    return words.in_language(numbering.dated(day, place=place), f"{place}, {days.day_text(day)}")


def public(conference_id: int) -> ConferenceCard:
    """One that people know of: announced once, asked for, or over. Three statements."""
    try:
        card = queries.one(conference_id)
    except Refused as refused:
        raise Http404 from refused
    if card.state == "planned" and card.announced_on is None:
        raise Http404
    return card


def asking_now(card: ConferenceCard) -> dict[str, Any]:
    """Whether one may ask at this moment, and where."""
    phase = dialogue.phase(
        state=card.state,
        announced=card.announced_on is not None,
        held_on=card.held_on,
        on=timezone.localdate(),
    )
    return {"phase": phase.value if phase else ""}
