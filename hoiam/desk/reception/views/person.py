"""One person of a session: who they are, what they brought up, what was directed; the notice of conclusion."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.cases.queries import cards, firewall, procedures, search
from hoiam.desk.reception.actions import day as actions, minutes
from hoiam.desk.reception.forms.booking import ConcludeForm, ContentForm, WhoForm
from hoiam.desk.reception.queries import minutes as read, places as people
from hoiam.desk.reception.queries.minutes import ContentCard
from hoiam.desk.reception.queries.places import BookingCard
from hoiam.desk.reception.views import places, words
from hoiam.desk.reception.views.here import Here, session as found
from hoiam.kit.typed import new_key
from hoiam.law.procedures.reception_session import State
from hoiam.law.refusal import Refused
from hoiam.office import frame, issuing, queries as office
from hoiam.office.access import desk_view
from hoiam.sealed.actions import Personal

BROUGHT = {
    "petition": gettext_lazy("Petition"),
    "report": gettext_lazy("Report"),
    "complaint": gettext_lazy("Complaint"),
    "explanation": gettext_lazy("Request for explanation"),
}
"""Kinds that can be written down here; whoever denounces is received apart and protected."""
_TO_CONCLUDE = frozenset({State.HELD, State.HELD_DEPUTY})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def person(request: HttpRequest, actor: office.Actor, session_id: int, booking_id: int) -> HttpResponse:
    """Look, or write one thing down. Seven statements beside sign-in."""
    card, at = found(request, actor, session_id)
    one = _booking(booking_id, session_id)
    if request.method != "POST":
        return _page(request, actor, card, at, one)
    do = request.POST.get("do", "")
    form = _form(do, request, at)
    if not form.is_valid():
        return _page(request, actor, card, at, one, typed={do: form})
    try:
        if do == "receipt":
            return _receipt(request, actor, one)
        said = _act(do, form.cleaned_data, one, request, actor)
    except Refused as refused:
        return _page(request, actor, card, at, one, typed={do: form}, refused=refused)
    messages.success(request, said)
    return redirect("reception:person", session_id, booking_id)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def conclusion(request: HttpRequest, actor: office.Actor, session_id: int) -> HttpResponse:
    """All contents of a session, and its notice of conclusion. Six statements beside sign-in."""
    card, at = found(request, actor, session_id)
    form = ConcludeForm(
        request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()}
    )
    refused = None
    if form.is_bound and form.is_valid():
        try:
            minutes.conclude(
                session_id=session_id,
                version=places.number_of(request, "version"),
                by=actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refused as said:
            refused = said
        else:
            messages.success(request, _("The conclusion is issued. Everybody who was received is told."))
            return redirect("reception:conclusion", session_id)
    label, color = words.state(card)
    context = {
        **at.context(),
        "card": card,
        "label": label,
        "color": color,
        "contents": _contents(read.of_session(session_id), actor, card.unit_id),
        "today": timezone.localdate(),
        "form": form if card.stored in _TO_CONCLUDE else None,
        "errors": [form] if form.is_bound else [],
        "refused": refused,
    }
    status = 422 if form.is_bound else 200
    return frame.page(request, actor, "reception/staff/conclusion.html", context, status=status)


@require_safe
@desk_view
def notice(request: HttpRequest, actor: office.Actor, session_id: int) -> HttpResponse:
    """The notice of conclusion, for printing and signing: in Vietnamese, whatever the reader reads."""
    card, at = found(request, actor, session_id)
    unit = office.units([card.unit_id], on=card.on)[card.unit_id]
    issuer = issuing.of_unit(unit, kind=at.owing.kind, title=at.post.on_paper)
    with translation.override("vi"):
        contents = _contents(read.of_session(session_id), actor, card.unit_id)
    context = {
        **at.context(),
        "card": card,
        "issuer": issuer,
        "number": issuer.symbol("TB"),
        "unit_card": unit,
        "contents": contents,
    }
    return frame.page(request, actor, "reception/staff/notice.html", context)


def _booking(booking_id: int, session_id: int) -> BookingCard:
    try:
        one = people.one(booking_id)
    except Refused as refused:
        raise Http404 from refused
    if one.session_id != session_id:
        raise Http404
    return one


def _form(do: str, request: HttpRequest, at: Here) -> forms.Form:
    if do == "who":
        return WhoForm(request.POST)
    if do in {"answered", "receipt"}:
        return forms.Form(request.POST)
    if do != "content":
        raise Http404
    return _content_form(at, request.POST)


def _content_form(at: Here, data: Any = None, **options: Any) -> ContentForm:
    units = [(one.id, one.name) for one in office.children(unit_id=at.unit_id, on=timezone.localdate())]
    known = procedures.known()
    kinds = [(kind, name) for kind, name in BROUGHT.items() if kind in known]
    return ContentForm(data, units=units, kinds=kinds, **options)


def _act(
    do: str, said: Mapping[str, Any], one: BookingCard, request: HttpRequest, actor: office.Actor
) -> str:
    """What the page says when it is done. Refused: as the actions."""
    named: dict[str, Any] = {"by": actor, "at": timezone.now()}
    if do == "who":
        code = actions.identify(booking_id=one.id, person=Personal(**said), **named)
        return _("Noted. The code for this person's page: %(code)s") % {"code": code}
    if do == "answered":
        minutes.answered(content_id=_content(request, one), **named)
        return _("The answer is noted.")
    case_id = _case(said["case"]) if said["case"] else None
    given = {name: said[name] for name in ("form_key", "direction", "kind", "title", "body", "promised_on")}
    content = minutes.Said(
        booking_id=one.id,
        case_id=case_id,
        unit_id=said["unit"],
        **{**given, "kind": said["kind"] or "petition"},
    )
    minutes.note(said=content, reason=_("Minutes of the reception"), **named)
    return _("Written down.")


def _receipt(request: HttpRequest, actor: office.Actor, one: BookingCard) -> HttpResponse:
    """On to the draft of form 02/TCD, in the documents of the case. Refused: as minutes.receipt."""
    case_id, document_id = minutes.receipt(content_id=_content(request, one), by=actor, at=timezone.now())
    return redirect("desk:document", case_id, document_id)


def _content(request: HttpRequest, one: BookingCard) -> int:
    """The content that a button is of, if it is of this person."""
    content_id = places.number_of(request, "content")
    if content_id is None or content_id not in {card.id for card in read.of_booking(one.id)}:
        raise Http404
    return content_id


def _case(typed: str) -> int:
    """By its number or its code. Refused: no_such_case."""
    return search.find_by_number(text=typed) or search.find_by_code(code=typed)


def _contents(found: Iterable[ContentCard], actor: office.Actor, unit_id: int) -> list[dict[str, Any]]:
    """Without those of cases that this person keeps out of. One statement."""
    today = timezone.localdate()
    hidden = firewall.hidden_ids(person_id=actor.person_id, unit_id=unit_id, on=today)
    return [
        {
            "card": one,
            "case": cards.number_of(one.case_received_on, one.case_id),
            "overdue": one.overdue(today),
        }
        for one in found
        if one.case_id not in hidden
    ]


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: Any,
    at: Here,
    one: BookingCard,
    *,
    typed: Mapping[str, forms.Form] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    typed = typed or {}
    known = people.identified(one.id)
    context = {
        **at.context(),
        "card": card,
        "one": places.shown(one),
        "known": known,
        "contents": _contents(read.of_booking(one.id), actor, card.unit_id),
        "who": None if known else typed.get("who") or WhoForm(),
        "form": typed.get("content")
        or _content_form(at, initial={"form_key": new_key(), "title": one.matter, "kind": "petition"}),
        "heard": one.state in minutes.HEARD,
        "errors": list(typed.values()),
        "refused": refused,
        "today": timezone.localdate(),
    }
    status = 422 if typed else 200
    return frame.page(request, actor, "reception/staff/person.html", context, status=status)
