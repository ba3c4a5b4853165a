"""Pads of paper slips: the list, one pad held against the log, the sheets to print."""

from base64 import urlsafe_b64encode
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.desk.cases.actions import slip_pads
from hoiam.desk.cases.forms.staff_pads import VoidForm
from hoiam.desk.cases.views import staff_desk
from hoiam.journal import pads
from hoiam.journal.models import StubState
from hoiam.kit import cursors
from hoiam.kit.qr import TRACKING_LEVEL, qr
from hoiam.law.refusal import Refused
from hoiam.ledger import shortcode
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def index(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Pads of the unit in hand; or one more. One statement beside sign-in."""
    unit_id, units = in_hand.unit_of(request, actor, in_hand.DESK)
    if request.method == "POST":
        pad_id = slip_pads.issue(unit_id=unit_id, by=actor, at=timezone.now())
        messages.success(request, _("Pad %(pad)s is issued. Print it now.") % {"pad": pad_id})
        return redirect("desk:pad", pad_id=pad_id)
    after = request.GET.get("after", "")
    before = cursors.number(after)
    found = pads.cards(unit_ids=[unit_id], limit=PAGE + 1, before=before)
    context = {
        "pads": found[:PAGE],
        "next_url": f"{reverse('desk:pads')}?after={found[PAGE - 1].id}" if len(found) > PAGE else "",
        "unit": unit_id,
        "unit_name": actor.unit_names[unit_id],
        "units": [{"pk": pk, "name": name} for pk, name in units],
    }
    return frame.page(request, actor, "cases/staff/pads.html", context)


@require_safe
@desk_view
def pad(request: HttpRequest, actor: office.Actor, pad_id: int) -> HttpResponse:
    """One pad. Four statements beside sign-in."""
    return _page(request, actor, pad_id, VoidForm())


@require_POST
@desk_view
def void(request: HttpRequest, actor: office.Actor, pad_id: int) -> HttpResponse:
    """Slips that can be used no more."""
    form = VoidForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, pad_id, form, status=422)
    numbers = form.cleaned_data["numbers"]
    _own(actor, pad_id)
    try:
        slip_pads.void(pad_id=pad_id, numbers=numbers, by=actor, at=timezone.now())
    except Refused as refused:
        return _page(request, actor, pad_id, form, refused=refused, status=422)
    messages.success(request, _("Void: %(numbers)s.") % {"numbers": ", ".join(pads.ranges(numbers))})
    return redirect("desk:pad", pad_id=pad_id)


@require_POST
@desk_view
def sheet(request: HttpRequest, actor: office.Actor, pad_id: int) -> HttpResponse:
    """Every slip that is left: the part that stays and the part that goes. Never kept by a browser."""
    card = _own(actor, pad_id)
    slips = slip_pads.sheet(pad_id=pad_id, by=actor, at=timezone.now())
    context = {
        "pad": card,
        "unit_name": actor.unit_names[card.unit_id],
        "site": settings.HOIAM_URL,
        "slips": [_slip(card.id, slip) for slip in slips],
    }
    response = render(request, "cases/staff/pad_print.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _own(actor: office.Actor, pad_id: int) -> pads.PadCard:
    return staff_desk.own(lambda: pads.card(pad_id=pad_id), actor)


def _page(
    request: HttpRequest,
    actor: office.Actor,
    pad_id: int,
    form: VoidForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    card = _own(actor, pad_id)
    stubs = pads.stubs(pad_id=pad_id)
    found = pads.reconcile(pad_id=pad_id)
    context = {
        "pad": card,
        "unit_name": actor.unit_names[card.unit_id],
        "form": form,
        "refused": refused,
        "found": found,
        "unlogged": ", ".join(map(str, found.unlogged)),
        "used": [stub for stub in stubs if stub.state == StubState.USED],
        "left": _ranges(stubs, StubState.LEFT),
        "void": _ranges(stubs, StubState.VOID),
    }
    return frame.page(request, actor, "cases/staff/pad.html", context, status=status)


def _ranges(stubs: tuple[pads.StubCard, ...], state: str) -> str:
    return ", ".join(pads.ranges(stub.number for stub in stubs if stub.state == state))


def _slip(pad_id: int, slip: pads.StubCard) -> dict[str, Any]:
    """What follows # in the address never reaches a server: it opens the commitment in the log."""
    code = shortcode.code_from(slip.secret[:8])
    follow = f"{settings.HOIAM_URL}{reverse('cases:status', args=(code,))}"
    proof = urlsafe_b64encode(slip.secret).decode().rstrip("=")
    return {
        "number": pads.number_of(pad_id, slip.number),
        "code": code,
        "qr": qr(f"{follow}#{proof}", TRACKING_LEVEL),
    }
