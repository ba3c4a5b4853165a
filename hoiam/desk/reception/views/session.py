"""One session: when and where, who was announced and who received, what happened to it, and what can be done now."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.actions import online
from hoiam.desk.reception.forms import staff
from hoiam.desk.reception.queries import sessions
from hoiam.desk.reception.queries.sessions import SessionCard
from hoiam.desk.reception.views import proving, words
from hoiam.desk.reception.views.here import Here, may_lead, session as found
from hoiam.desk.reception.views.index import address
from hoiam.duties import words as recurring_words
from hoiam.law.procedures.reception_session import State
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view
from hoiam.office.factor_forms import CodeForm

FORMS: dict[str, type[forms.Form]] = {
    "open": staff.OpenForm,
    "close": forms.Form,
    "miss": staff.MissForm,
    "postpone": staff.PostponeForm,
    "change": staff.ChangeForm,
    "online": staff.OnlineForm,
    "announce_online": forms.Form,
    "test_online": forms.Form,
    "connect_online": forms.Form,
    "recording": staff.RecordingForm,
    "take_back": staff.TakeBackForm,
}
HELD = frozenset({State.HELD, State.HELD_DEPUTY})
ONLINE = ("announce_online", "test_online", "connect_online")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def session(request: HttpRequest, actor: office.Actor, session_id: int) -> HttpResponse:
    """Look, or do one thing. Eight statements beside sign-in, nine for its holder."""
    card, at = found(request, actor, session_id)
    if request.method != "POST":
        return _page(request, actor, card, at)
    do = request.POST.get("do", "")
    if do not in FORMS:
        raise Http404
    form = FORMS[do](request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, actor, card, at, typed={do: form})
    in_person = form.cleaned_data.get("who") != "deputy"
    proof = proving.asked(request, actor, at.post, do=do, typed=request.POST) if in_person else None
    if proof is not None:
        if not proof.is_valid():
            return _page(request, actor, card, at, typed={do: form}, proof=proof)
        proof.save()
    try:
        _act(do, form.cleaned_data, request, actor, card)
    except Refused as refused:
        return _page(request, actor, card, at, typed={do: form}, refused=refused)
    if do == "take_back":
        messages.success(request, _("The note is taken back. It stays in the list and counts no more."))
        return redirect(address(at))
    messages.success(request, _("Noted. It is in the history and in the public log."))
    return redirect("reception:session", session_id)


def _act(
    do: str, said: Mapping[str, Any], request: HttpRequest, actor: office.Actor, card: SessionCard
) -> None:
    version = request.POST.get("version", "")
    named: dict[str, Any] = {
        "session_id": card.id,
        "version": int(version) if version.isdecimal() else None,
        "by": actor,
        "at": timezone.now(),
    }
    strongly = proving.fresh(request)
    if do == "open":
        chair = reception.Chair(deputy=said["who"] == "deputy", title=said["title"], strongly=strongly)
        reception.begin(chair=chair, **named)
    elif do == "close":
        reception.close(strongly=strongly, **named)
    elif do == "online":
        online.choose(link=said["link"], **named)
    elif do in ONLINE:
        online.did(event=do, **named)
    elif do == "recording":
        online.recorded(reference=said["reference"], sha256=_digest(said), **named)
    else:
        PLAIN[do](**said, **named)


PLAIN: dict[str, Callable[..., None]] = {
    "miss": reception.miss,
    "postpone": reception.postpone,
    "change": reception.change,
    "take_back": reception.take_back_session,
}


def _digest(said: Mapping[str, Any]) -> str:
    """As it was typed, or counted from the file, which is not kept."""
    if not said["file"]:
        return str(said["sha256"]).lower()
    digest = hashlib.sha256()
    for chunk in said["file"].chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: SessionCard,
    at: Here,
    *,
    typed: Mapping[str, forms.Form] | None = None,
    refused: Refused | None = None,
    proof: CodeForm | None = None,
) -> HttpResponse:
    label, color = words.state(card)
    lead = may_lead(actor, at.post)
    typed = typed or {}
    offered = _offered(card, lead=lead)
    one = next((do for do in offered if do in proving.DEEDS), "")
    context = {
        **at.context(),
        "card": card,
        "label": label,
        "color": color,
        "kind": words.KINDS[card.kind],
        "ground": words.ground(card.ground) if card.ground else "",
        "chair": words.chair(card),
        "posting": sessions.postings([card])[0],
        "clocks": [(recurring_words.KINDS.get(one.key, one.key), one) for one in sessions.clocks(card.id)],
        "link": sessions.link_of(card.id) if card.online else "",
        "steps": [words.step(one) for one in sessions.history(card.id)],
        "deeds": [
            (name, words_of(name), typed.get(name) or _fresh(name, card), name in typed) for name in offered
        ],
        "forms": [*typed.values(), *([proof] if proof else [])],
        "proof": proof or proving.asked(request, actor, at.post, do=one),
        "proving": one,
        "opened": words.shown(own=card.opened_own, strongly=card.opened_strongly),
        "closed": words.shown(own=card.closed_own, strongly=card.closed_strongly),
        "refused": refused,
        "back_url": address(at),
    }
    status = 422 if typed else 200
    return frame.page(request, actor, "reception/staff/session.html", context, status=status)


def _offered(card: SessionCard, *, lead: bool) -> list[str]:
    """What the law's table allows in this state, on this day."""
    today = timezone.localdate()
    if card.stored in {State.OPEN, State.OPEN_DEPUTY}:
        return ["close", *_recording(card)]
    if card.stored not in {State.PLANNED, State.POSTED}:
        held = ["take_back"] if lead and card.stored in HELD else []
        return [*_recording(card), *held]
    offered = ["open", "miss"] if card.on <= today else []
    if card.on >= today:
        offered += [*(["postpone"] if lead else []), "change"]
    if card.on > today:
        offered += ["online"]
    if card.online and card.on >= today:
        offered += ONLINE
    return offered


def _recording(card: SessionCard) -> list[str]:
    return ["recording"] if card.online else []


def words_of(name: str) -> str:
    """What a deed is called."""
    own = {
        "open": _("Open the session"),
        "online": _("Hold it online"),
        "recording": _("Note the recording"),
        "take_back": _("Take back a day noted by mistake"),
    }
    return own.get(name) or words.said(f"{words.PROCEDURE}.event.{name}")


def _fresh(name: str, card: SessionCard) -> forms.Form:
    initial = {"who": "head", "sittings": card.sittings, "place": card.place}
    return FORMS[name](initial=initial)
