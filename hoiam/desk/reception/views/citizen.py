"""What citizens open: sessions with free hours, a place in one of them, their booking by its code, the waiting room."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.reception.actions import bookings, minutes as given
from hoiam.desk.reception.forms.booking import BookForm, CodeForm
from hoiam.desk.reception.queries import minutes, places as read, sessions
from hoiam.desk.reception.queries.places import BookingCard
from hoiam.desk.reception.queries.sessions import SessionCard
from hoiam.desk.reception.views import places, words
from hoiam.kit import polled, throttle
from hoiam.kit.qr import TRACKING_LEVEL, qr
from hoiam.kit.typed import new_key
from hoiam.law import booking
from hoiam.law.refusal import Refused
from hoiam.office import queries as office

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def choose(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Days of reception of one office with what is free. Three statements."""
    unit = office.served_unit(unit_id)
    if unit is None:
        raise Http404
    found = read.upcoming(unit_id, at=timezone.now())
    titles = {one.id: one.shown for one in office.posts(unit_id=unit_id, on=timezone.localdate())}
    context = {
        "unit": unit,
        "sessions": [
            {"card": card, "post": titles.get(card.post_id, ""), "left": sum(one.left for one in free)}
            for card, free in found
        ],
    }
    return render(request, "reception/citizen/choose.html", context)


@require_http_methods(METHODS)
def book(request: HttpRequest, session_id: int) -> HttpResponse:
    """A place in a session. Nothing typed is lost when it is refused."""
    card = _session(session_id)
    slots = places.choices(read.free(card, at=timezone.now())) if card.state in read.OPEN else []
    initial = {"submit_key": new_key(), "people": 1, "representatives": 1}
    form = BookForm(request.POST if request.method == "POST" else None, slots=slots, initial=initial)
    refused = None
    if form.is_bound:
        if throttle.spent("code", request):
            return throttle.too_many("code", request)
        if form.is_valid():
            try:
                booked = places.book(session_id, form.cleaned_data, by=None)
            except Refused as said:
                throttle.count("code", request)
                refused = said
            else:
                return redirect("visits:booked", booked.code)
    context = {**_session_words(card), "form": form, "slots": slots, "refused": refused}
    return _private(
        render(request, "reception/citizen/book.html", context, status=422 if form.is_bound else 200)
    )


@require_http_methods(METHODS)
def find(request: HttpRequest) -> HttpResponse:
    """Type the code of a booking. Posted, so that a wrong one stands in no address."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    status, context = (422 if form.is_bound else 200), {"form": form, "unknown": False}
    if form.is_bound and form.is_valid():
        if throttle.spent("code", request):
            return throttle.too_many("code", request)
        try:
            code = read.known(form.cleaned_data["code"])
        except Refused:
            throttle.count("code", request)
            status, context["unknown"] = 404, True
        else:
            return redirect("visits:booked", code)
    return _private(render(request, "reception/citizen/find.html", context, status=status))


@require_http_methods(METHODS)
def booked(request: HttpRequest, code: str) -> HttpResponse:
    """The booking behind a code: when, where, which number, what came of it; give it up. Four statements."""
    if throttle.spent("code", request):
        return throttle.too_many("code", request)
    try:
        one = read.of_code(code)
    except Refused as unknown:
        throttle.count("code", request)
        raise Http404 from unknown
    refused = None
    if request.method == "POST":
        try:
            return _did(request, one, code)
        except Refused as said:
            refused = said
    card = _session(one.session_id)
    context = {
        **_session_words(card),
        "code": code,
        "qr": qr(f"{settings.HOIAM_URL}{reverse('visits:booked', args=(code,))}", TRACKING_LEVEL),
        "one": places.shown(one),
        "may_cancel": one.state in booking.AHEAD_OF_DAY,
        "contents": minutes.of_booking(one.id),
        "refused": refused,
    }
    return _private(render(request, "reception/citizen/booked.html", context, status=422 if refused else 200))


def _did(request: HttpRequest, one: BookingCard, code: str) -> HttpResponse:
    """On to the case of a content, or the place is given up. Refused: as minutes.case_code, bookings.cancel."""
    at, content = timezone.now(), places.number_of(request, "content")
    if content is not None:
        return redirect("cases:status", given.case_code(booking_id=one.id, content_id=content, at=at))
    bookings.cancel(booking_id=one.id, version=places.number_of(request, "version"), by=None, at=at)
    return redirect("visits:booked", code)


@require_safe
def display(request: HttpRequest, session_id: int) -> HttpResponse:
    """The waiting room: numbers alone, in large letters; asks again by itself. Three statements."""
    card = _session(session_id)
    part, tag = polled.kept(f"display:{card.id}", lambda: _display_part(card.id))
    context = {**_session_words(card), "part": part, "tag": tag}
    return _private(render(request, "reception/citizen/display.html", context))


@require_safe
def display_now(request: HttpRequest, session_id: int) -> HttpResponse:
    """The part that changes: no statement within a second, one in a new one."""
    return polled.part(request, f"display:{session_id}", lambda: _display_part(session_id))


def _display_part(session_id: int) -> str:
    with_head, called, queue = read.display(session_id, at=timezone.now())
    shown = {"with_head": with_head, "called": called, "queue": queue[:8]}
    return render_to_string("reception/citizen/display_part.html", shown)


def _session(session_id: int) -> SessionCard:
    try:
        return sessions.one(session_id, on=timezone.localdate())
    except Refused as refused:
        raise Http404 from refused


def _session_words(card: SessionCard) -> dict[str, Any]:
    unit = office.units([card.unit_id], on=card.on)[card.unit_id]
    label, color = words.state(card)
    return {"card": card, "unit": unit, "label": label, "color": color}


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
