"""In the room: the page on a phone, and the screen that everybody looks at."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.desk.dialogues import actions as dialogues, queries
from hoiam.desk.dialogues.forms.citizen import QuickForm
from hoiam.desk.dialogues.queries import ConferenceCard
from hoiam.desk.dialogues.views import citizen, devices, words
from hoiam.kit import polled, throttle
from hoiam.kit.qr import TRACKING_LEVEL, qr
from hoiam.kit.typed import new_key
from hoiam.law.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest, room: str) -> HttpResponse:
    """Ask, and say which questions of others one wants answered. Three statements, five in each new second."""
    card = _in_room(room)
    form = QuickForm(request.POST if request.method == "POST" else None, initial={"form_key": new_key()})
    refused = None
    if request.method == "POST" and form.is_valid():
        if devices.too_often(request):
            return throttle.too_many("question", request)
        refused = _asked(request, card, form)
        if refused is None:
            return devices.remembered(request, redirect("dialogues:room", room))
    part, tag = polled.kept(f"room:{room}", lambda: _phone_part(card.id))
    context = {
        **words.conference(card),
        **citizen.asking_now(card),
        "form": form,
        "refused": refused,
        "part": part,
        "tag": tag,
    }
    status = 422 if request.method == "POST" else 200
    return devices.remembered(request, render(request, "dialogues/citizen/room.html", context, status=status))


@require_safe
def phone_now(request: HttpRequest, room: str) -> HttpResponse:
    """The part that changes: no statement within a second."""
    return polled.part(request, f"room:{room}", lambda: _phone_part(_in_room(room).id))


@require_POST
def want(request: HttpRequest, room: str) -> HttpResponse:
    """One vote of one device for one question."""
    card = _in_room(room)
    said, device = request.POST.get("question", ""), devices.known(request, card.id)
    if not said.isdecimal() or len(said) > 18:  # noqa: PLR2004 - what a column holds
        raise Http404
    if device is None:
        messages.warning(
            request, _("Your browser keeps no cookies, so your wish cannot be counted once only.")
        )
        return devices.remembered(request, redirect("dialogues:room", room))
    try:
        fresh = dialogues.want(question_id=int(said), device=device)
    except Refused:
        messages.warning(request, _("This question has been decided on already. Look at it again."))
    else:
        if fresh:
            messages.success(request, _("Counted: you want this question answered."))
        else:
            messages.info(request, _("You have said so already; it counts once."))
    return redirect("dialogues:room", room)


@require_safe
def screen(request: HttpRequest, conference_id: int) -> HttpResponse:
    """For the projector: the question in hand, the next ones, where to ask. No names."""
    card = citizen.public(conference_id)
    address = f"{settings.HOIAM_URL}{reverse('dialogues:room', args=(card.room,))}"
    part, tag = polled.kept(f"screen:{card.id}", lambda: _screen_part(card.id))
    context = {
        **words.conference(card),
        "part": part,
        "tag": tag,
        "address": address.removeprefix("https://").removeprefix("http://"),
        "qr": qr(address, TRACKING_LEVEL),
    }
    return render(request, "dialogues/citizen/screen.html", context)


@require_safe
def screen_now(request: HttpRequest, conference_id: int) -> HttpResponse:
    """The part that changes: no statement within a second, two in a new one."""
    return polled.part(request, f"screen:{conference_id}", lambda: _screen_part(conference_id))


def _in_room(room: str) -> ConferenceCard:
    try:
        card = queries.by_room(room)
    except Refused as refused:
        raise Http404 from refused
    return citizen.public(card.id) if card.announced_on is None else card


def _asked(request: HttpRequest, card: ConferenceCard, form: QuickForm) -> Refused | None:
    said = form.cleaned_data
    asked = dialogues.Asked(
        text=said["text"],
        form_key=said["form_key"],
        channel="room",
        device=devices.known(request, card.id),
    )
    try:
        code = dialogues.ask(conference_id=card.id, asked=asked, at=timezone.now())
    except Refused as refused:
        return refused
    messages.success(request, _("Received. The code of your question: %(code)s") % {"code": code})
    return None


def _phone_part(conference_id: int) -> str:
    context: dict[str, Any] = {"asked": [words.question(one) for one in queries.asked(conference_id)]}
    context["room"] = queries.room(conference_id)
    return render_to_string("dialogues/citizen/room_part.html", context)


def _screen_part(conference_id: int) -> str:
    try:
        room = queries.room(conference_id)
    except Refused as refused:
        raise Http404 from refused
    return render_to_string("dialogues/citizen/screen_part.html", {"room": room})
