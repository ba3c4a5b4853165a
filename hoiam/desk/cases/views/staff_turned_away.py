"""Refusals of reception without a case: the list, a new one, one with its notice."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.cases.actions import turning_away
from hoiam.desk.cases.forms import staff_turned_away as forms
from hoiam.desk.cases.models import Brought
from hoiam.desk.cases.queries import turned_away as queries
from hoiam.desk.cases.queries.turned_away import TurnedCard
from hoiam.desk.cases.views import staff_desk, turned_away_words as words
from hoiam.files.queries import FileContent
from hoiam.files.views import download_response
from hoiam.kit import cursors
from hoiam.kit.typed import new_key
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view
from hoiam.sealed.actions import Personal

METHODS = ["GET", "HEAD", "POST"]
PDF = "application/pdf"
FORMS: dict[str, Callable[..., Form]] = {
    "issue": forms.NoticeForm,
    "receive_after_all": forms.AfterAllForm,
    "print": forms.PrintForm,
}


@require_safe
@desk_view
def index(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Those of the unit in hand, the newest first. Two statements beside sign-in."""
    unit_id, units = in_hand.unit_of(request, actor, in_hand.DESK)
    after = request.GET.get("after", "")
    before = cursors.number(after)
    found = queries.listed(unit_id=unit_id, before=before)
    shown = found[: queries.PAGE]
    dues, here = queries.dues([card.id for card in shown]), reverse("desk:turned_away")
    context = {
        **_unit(actor, unit_id),
        "units": [{"pk": pk, "name": name} for pk, name in units],
        "rows": [
            (card, *words.state(card.state), words.ground(card.ground), dues.get(card.id)) for card in shown
        ],
        "today": timezone.localdate(),
        "next_url": f"{here}?after={shown[-1].id}" if len(found) > queries.PAGE else "",
    }
    return frame.page(request, actor, "cases/staff/turned_away.html", context)


@require_http_methods(METHODS)
@desk_view
def new(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Record one; nothing typed is lost when it is refused."""
    unit_id, _units = in_hand.unit_of(request, actor, in_hand.DESK)
    form = forms.TurnAwayForm(
        request.POST if request.method == "POST" else None,
        grounds=words.grounds(),
        initial={"form_key": new_key(), "kind": Brought.PETITION.value, "people": 1},
    )
    refused = None
    if form.is_bound and form.is_valid():
        try:
            turned_id = _turn_away(unit_id, dict(form.cleaned_data), actor)
        except Refused as said:
            refused = said
        else:
            messages.success(request, _("The refusal is recorded."))
            return redirect("desk:turned_away_one", turned_id)
    context = {**_unit(actor, unit_id), "form": form, "refused": refused}
    status = 422 if form.is_bound else 200
    return frame.page(request, actor, "cases/staff/turned_away_new.html", context, status=status)


@require_http_methods(METHODS)
@desk_view
def one(request: HttpRequest, actor: office.Actor, turned_id: int) -> HttpResponse:
    """Look, or do one thing: print the notice, note its number, or receive the person after all."""
    card = staff_desk.own(lambda: queries.one(turned_id), actor)
    if request.method != "POST":
        return _page(request, actor, card)
    do = request.POST.get("do", "")
    if do not in FORMS:
        raise Http404
    form = FORMS[do](request.POST, auto_id=f"{do}_%s")
    if not form.is_valid():
        return _page(request, actor, card, typed={do: form})
    try:
        return _act(do, form.cleaned_data, request, actor, card)
    except Refused as refused:
        return _page(request, actor, card, typed={do: form}, refused=refused)


def _turn_away(unit_id: int, said: dict[str, Any], actor: office.Actor) -> int:
    person = Personal(**{name: said.pop(name) for name in ("name", "id_number", "address")})
    turned = turning_away.Turned(unit_id=unit_id, person=person, **said)
    return turning_away.turn_away(said=turned, by=actor, at=timezone.now())


def _act(
    do: str, said: dict[str, Any], request: HttpRequest, actor: office.Actor, card: TurnedCard
) -> HttpResponse:
    named: dict[str, Any] = {"turned_id": card.id, "by": actor, "at": timezone.now()}
    if do == "print":
        made = turning_away.notice(why=said["why"], **named)
        return download_response(FileContent(f"01-TCD-{card.id}.pdf", PDF, made))
    version = request.POST.get("version", "")
    named["version"] = int(version) if version.isdecimal() and len(version) < 9 else None  # noqa: PLR2004 - digits
    act = turning_away.issue if do == "issue" else turning_away.receive_after_all
    act(**said, **named)
    messages.success(request, _("Noted. It is in the public log, without any name."))
    return redirect("desk:turned_away_one", card.id)


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: TurnedCard,
    *,
    typed: dict[str, Form] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    typed = typed or {}
    offered = card.may(actor.roles_in(card.unit_id))
    prints = card.known and (card.owes_notice or bool(card.number))
    initial = {"on": timezone.localdate()}
    label, color = words.state(card.state)
    context = {
        **_unit(actor, card.unit_id),
        "card": card,
        "label": label,
        "color": color,
        "ground": words.ground(card.ground),
        "kind": Brought(card.kind).label,
        "due": queries.dues([card.id]).get(card.id),
        "today": timezone.localdate(),
        "deeds": {
            do: typed.get(do) or FORMS[do](initial=initial, auto_id=f"{do}_%s")
            for do in FORMS
            if do in offered or (do == "print" and prints)
        },
        "typed": list(typed.values()),
        "refused": refused,
    }
    status = 422 if typed else 200
    return frame.page(request, actor, "cases/staff/turned_away_one.html", context, status=status)


def _unit(actor: office.Actor, unit_id: int) -> dict[str, Any]:
    return {"unit": unit_id, "unit_name": actor.unit_names[unit_id]}
