"""Mail that could not be taken in by itself: the list, one mail, what becomes of it; and the addresses of a unit."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.desk.cases import queries as cases
from hoiam.desk.cases.actions import mail_held
from hoiam.desk.cases.forms.staff_mail import AddressForm, AddToForm, DismissForm, HandOnForm, TakeInForm
from hoiam.desk.cases.models import MailState
from hoiam.desk.cases.queries import mail as queries
from hoiam.desk.cases.views import mail_words, staff_desk, words
from hoiam.kit import cursors
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

NOBODYS = "none"


@require_safe
@desk_view
def index(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """What waits at the unit in hand; for an operator also what was sent to nobody. One statement beside sign-in."""
    units = in_hand.units_with(actor, in_hand.DESK)
    operator = actor.holds(Role.OPERATOR)
    nobodys = operator and (not units or request.GET.get("whose") == NOBODYS)
    unit_id = None if nobodys else in_hand.unit_in_hand(request, units)
    if unit_id is None and not nobodys:
        raise Http404
    machine = request.GET.get("state") == MailState.MACHINE
    state = MailState.MACHINE if machine else MailState.HELD
    after = request.GET.get("after", "")
    before = cursors.number(after)
    found = queries.waiting(unit_id=unit_id, state=state, before=before)
    here = f"?whose={NOBODYS}&" if nobodys else f"?unit={unit_id}&"
    context = {
        "rows": [(row, mail_words.reason(row.reason)) for row in found.rows],
        "machine": machine,
        "here": here,
        "next_url": f"{here}state={state.value}&after={found.next}" if found.next else "",
        "unit": unit_id,
        "unit_name": actor.unit_names[unit_id] if unit_id else _("Sent to no unit"),
        "units": [{"pk": pk, "name": name} for pk, name in units],
        "operator": operator and bool(units),
        "may_open": bool(in_hand.units_with(actor, mail_held.MAY_OPEN)),
    }
    return frame.page(request, actor, "cases/staff/mail.html", context)


@require_safe
@desk_view
def one(request: HttpRequest, actor: office.Actor, mail_id: int) -> HttpResponse:
    """One mail and what can be done with it. One statement beside sign-in; an operator's names the units too."""
    return _page(request, actor, _own(actor, mail_id))


@require_POST
@desk_view
def take_in(request: HttpRequest, actor: office.Actor, mail_id: int) -> HttpResponse:
    """It becomes a case."""
    form = TakeInForm(request.POST, kinds=words.offered())

    def act(said: dict[str, Any]) -> HttpResponse:
        case_id = mail_held.take_in(mail_id=mail_id, kind=said["kind"], by=actor, at=timezone.now())
        messages.success(request, _("Taken in. The sender gets the receipt by mail."))
        return redirect("desk:case", case_id=case_id)

    return _deed(request, actor, mail_id, "take", form, act)


@require_POST
@desk_view
def add_to(request: HttpRequest, actor: office.Actor, mail_id: int) -> HttpResponse:
    """It belongs to a case that is there."""
    form = AddToForm(request.POST)

    def act(said: dict[str, Any]) -> HttpResponse:
        case_id = cases.find_by_number(text=said["number"])
        if case_id is None:
            raise Refused("no_such_case")
        mail_held.add_to(mail_id=mail_id, case_id=case_id, by=actor, at=timezone.now())
        messages.success(request, _("Added to the case."))
        return redirect("desk:case", case_id=case_id)

    return _deed(request, actor, mail_id, "add", form, act)


@require_POST
@desk_view
def dismiss(request: HttpRequest, actor: office.Actor, mail_id: int) -> HttpResponse:
    """It becomes nothing."""
    form = DismissForm(request.POST)

    def act(said: dict[str, Any]) -> HttpResponse:
        mail_held.dismiss(mail_id=mail_id, reason=said["reason"], by=actor, at=timezone.now())
        messages.success(request, _("Dismissed. The reason is kept, the words are not."))
        return redirect("desk:mail")

    return _deed(request, actor, mail_id, "dismiss", form, act)


@require_POST
@desk_view
def hand_on(request: HttpRequest, actor: office.Actor, mail_id: int) -> HttpResponse:
    """It is this unit's."""
    form = HandOnForm(request.POST, units=_served())

    def act(said: dict[str, Any]) -> HttpResponse:
        mail_held.hand_on(mail_id=mail_id, unit_id=said["unit"], by=actor, at=timezone.now())
        messages.success(request, _("Handed on: it waits at that unit now."))
        return redirect(f"{reverse('desk:mail')}?whose={NOBODYS}")

    return _deed(request, actor, mail_id, "hand", form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def addresses(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Addresses of the unit in hand; one more, or one closed. Two statements beside sign-in."""
    unit_id, units = in_hand.unit_of(request, actor, mail_held.MAY_OPEN)
    form, refused = AddressForm(), None
    if request.method == "POST" and "close" in request.POST:
        refused = _close(request, actor)
    elif request.method == "POST":
        form = AddressForm(request.POST)
        refused = _open(form, actor, unit_id)
    if request.method == "POST" and refused is None and not form.errors:
        messages.success(request, _("The addresses are changed."))
        return redirect("desk:mail_addresses")
    context = {
        "form": form,
        "refused": refused,
        "addresses": queries.addresses(unit_ids=[unit_id]),
        "has_clerk": unit_id in office.open_for_citizens(on=timezone.localdate()),
        "unit": unit_id,
        "unit_name": actor.unit_names[unit_id],
        "units": [{"pk": pk, "name": name} for pk, name in units],
    }
    status = 422 if refused or form.errors else 200
    return frame.page(request, actor, "cases/staff/mail_addresses.html", context, status=status)


def _open(form: AddressForm, actor: office.Actor, unit_id: int) -> Refused | None:
    if not form.is_valid():
        return None
    try:
        mail_held.open_address(
            unit_id=unit_id, address=form.cleaned_data["address"], by=actor, at=timezone.now()
        )
    except Refused as refused:
        return refused
    return None


def _close(request: HttpRequest, actor: office.Actor) -> Refused | None:
    chosen = request.POST["close"]
    try:
        address_id = cursors.number(chosen) or 0
        mail_held.close_address(address_id=address_id, by=actor, at=timezone.now())
    except Refused as refused:
        return refused
    return None


def _deed(
    request: HttpRequest,
    actor: office.Actor,
    mail_id: int,
    name: str,
    form: Any,
    act: Callable[[dict[str, Any]], HttpResponse],
) -> HttpResponse:
    card = _own(actor, mail_id)
    if not form.is_valid():
        return _page(request, actor, card, {name: form}, status=422)
    try:
        return act(form.cleaned_data)
    except Refused as refused:
        if refused.code in {"no_such_mail", "not_yours"}:
            raise Http404 from refused
        return _page(request, actor, card, {name: form}, refused=refused, status=422)


def _own(actor: office.Actor, mail_id: int) -> queries.MailCard:
    return staff_desk.own(lambda: queries.one(mail_id=mail_id), actor)


def _served() -> list[tuple[int, str]]:
    return [(unit.id, unit.shown) for unit in office.served()]


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: queries.MailCard,
    forms: dict[str, Any] | None = None,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    kinds = words.offered()
    given = forms or {}
    context = {
        "mail": card,
        "reason": mail_words.reason(card.reason),
        "unit_name": actor.unit_names[card.unit_id] if card.unit_id else _("Sent to no unit"),
        "take": given.get("take") or TakeInForm(kinds=kinds),
        "add": given.get("add") or AddToForm(),
        "dismiss": given.get("dismiss") or DismissForm(),
        "hand": None if card.unit_id else given.get("hand") or HandOnForm(units=_served()),
        "wrong": list(given.values()),
        "refused": refused,
    }
    return frame.page(request, actor, "cases/staff/mail_one.html", context, status=status)
