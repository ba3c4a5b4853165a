"""The day of a session at the counter: who is there, who is called, who is with the head; and the screens beside it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.cases.queries import cards, firewall
from hoiam.desk.reception.actions import bookings, day as actions
from hoiam.desk.reception.forms.booking import StaffBookForm, WalkInForm
from hoiam.desk.reception.queries import minutes, places as read
from hoiam.desk.reception.queries.sessions import SessionCard
from hoiam.desk.reception.views import places, words
from hoiam.desk.reception.views.here import Here, session as found
from hoiam.kit import polled
from hoiam.kit.typed import new_key
from hoiam.law.procedures.reception_session import State
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view

WITH_ONE: dict[str, Callable[..., Any]] = {
    "arrive": actions.arrive,
    "call": actions.call,
    "put_back": actions.put_back,
    "begin": actions.begin,
    "end": actions.end,
    "miss": actions.miss,
    "cancel": bookings.cancel,
}
OPEN = frozenset({State.OPEN, State.OPEN_DEPUTY})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def day(request: HttpRequest, actor: office.Actor, session_id: int) -> HttpResponse:
    """Look, or do one thing. Five statements beside sign-in, however many people come."""
    card, at = found(request, actor, session_id)
    if request.method != "POST":
        return _page(request, actor, card, at)
    do, _colon, of = request.POST.get("do", "").partition(":")
    form = WalkInForm(request.POST) if do == "walk_in" else None
    if form is not None and not form.is_valid():
        return _page(request, actor, card, at, walk=form)
    try:
        said = _act(do, of, form, actor, session_id)
    except Refused as refused:
        return _page(request, actor, card, at, walk=form, refused=refused)
    if said:
        messages.success(request, said)
    return redirect("reception:day", session_id)


@require_safe
@desk_view
def day_now(request: HttpRequest, actor: office.Actor, session_id: int) -> HttpResponse:
    """The part that changes."""
    card, _at = found(request, actor, session_id)
    return polled.part(request, _day_key(card), lambda: _day_part(card))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def book(request: HttpRequest, actor: office.Actor, session_id: int) -> HttpResponse:
    """A place asked for at the counter or by phone."""
    card, at = found(request, actor, session_id)
    slots = places.choices(read.free(card, at=timezone.now()))
    form = StaffBookForm(
        request.POST if request.method == "POST" else None,
        slots=slots,
        initial={"submit_key": new_key(), "slot": slots[0][0] if len(slots) == 1 else ""},
    )
    refused = None
    if form.is_bound and form.is_valid():
        try:
            booked = places.book(session_id, form.cleaned_data, by=actor)
        except Refused as said:
            refused = said
        else:
            told = _("Number %(number)s. The code of the booking: %(code)s") % {
                "number": booked.number,
                "code": booked.code,
            }
            messages.success(request, told)
            return redirect("reception:day", session_id)
    context = {**at.context(), "card": card, "form": form, "slots": slots, "refused": refused}
    status = 422 if form.is_bound else 200
    return frame.page(request, actor, "reception/staff/book.html", context, status=status)


@require_safe
@desk_view
def head(request: HttpRequest, actor: office.Actor, session_id: int) -> HttpResponse:
    """For who receives: the person in the room, who comes next, what they named, what is still owed to them."""
    card, at = found(request, actor, session_id)
    part, tag = polled.kept(_head_key(card, actor), lambda: _head_part(card, actor))
    context = {**at.context(), "card": card, "part": part, "tag": tag}
    return frame.page(request, actor, "reception/staff/head.html", context)


@require_safe
@desk_view
def head_now(request: HttpRequest, actor: office.Actor, session_id: int) -> HttpResponse:
    """The part that changes."""
    card, _at = found(request, actor, session_id)
    return polled.part(request, _head_key(card, actor), lambda: _head_part(card, actor))


def _head_key(card: SessionCard, actor: office.Actor) -> str:
    """Not everybody sees the same: who keeps out of a case does not see it here."""
    return f"head:{card.id}:{actor.person_id}"


def _head_part(card: SessionCard, actor: office.Actor) -> str:
    today = timezone.localdate()
    people = read.day(card.id, at=timezone.now())
    shown = [*people.with_head, *people.called, *people.queue[:1]]
    out = firewall.hidden_ids(person_id=actor.person_id, unit_id=card.unit_id, on=today)
    said = read.named_cases([one.id for one in shown])
    named = {
        pk: {case: cards.number_of(day, case) for case, day in named.items() if case not in out}
        for pk, named in said.items()
    }
    owed = minutes.of_cases([pk for cases in named.values() for pk in cases])
    context = {
        "card": card,
        "is_open": card.stored in OPEN,
        "shown": [
            {
                **places.shown(one),
                "owed": [line for line in owed if line.case_id in named.get(one.id, {})],
                "cases": list(named.get(one.id, {}).items()),
            }
            for one in shown
        ],
        "left": len(people.queue),
        "received": people.received,
    }
    return render_to_string("reception/staff/head_part.html", context)


def _act(do: str, of: str, form: WalkInForm | None, actor: office.Actor, session_id: int) -> str:
    """What the page says when it is done; `of`: the booking and its version, as 7:2. Refused: as the actions."""
    named: dict[str, Any] = {"by": actor, "at": timezone.now()}
    if form is not None:
        row = actions.walk_in(session_id=session_id, **form.cleaned_data, **named)
        return _("Number %(number)s.") % {"number": row.number}
    if do == "call_next":
        return _("Number %(number)s, please.") % {
            "number": actions.call_next(session_id=session_id, **named).number
        }
    booking_id, version = (places.number(text) for text in (*of.split(":"), "")[:2])
    if do not in WITH_ONE or booking_id is None or read.one(booking_id).session_id != session_id:
        raise Http404
    WITH_ONE[do](booking_id=booking_id, version=version, **named)
    return ""


def _day_key(card: SessionCard) -> str:
    """Everybody who works there sees the same."""
    return f"day:{card.id}"


def _day_part(card: SessionCard) -> str:
    people = read.day(card.id, at=timezone.now())
    label, color = words.state(card)
    context = {
        "card": card,
        "label": label,
        "color": color,
        "is_open": card.stored in OPEN,
        "today": card.on == timezone.localdate(),
        "with_head": [places.shown(one) for one in people.with_head],
        "called": [places.shown(one) for one in people.called],
        "queue": [places.shown(one) for one in people.queue],
        "expected": [places.shown(one) for one in (*people.expected, *people.waiting)],
        "over": [places.shown(one) for one in people.over],
        "received": people.received,
    }
    return render_to_string("reception/staff/day_part.html", context)


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: SessionCard,
    at: Here,
    *,
    walk: WalkInForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    part, tag = polled.fresh(_day_key(card), lambda: _day_part(card))
    context = {
        **at.context(),
        "card": card,
        "part": part,
        "tag": tag,
        "today": card.on == timezone.localdate(),
        "walk": walk or WalkInForm(initial={"submit_key": new_key()}),
        "errors": [walk] if walk else [],
        "refused": refused,
    }
    status = 422 if walk or refused else 200
    return frame.page(request, actor, "reception/staff/day.html", context, status=status)
