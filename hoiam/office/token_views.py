"""The page of tokens: those of a unit, a new one shown once, one ended."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hoiam.kit import cursors
from hoiam.kit.days import day_text
from hoiam.law.refusal import Refused
from hoiam.office import frame, tokens as keys
from hoiam.office.access import desk_view
from hoiam.office.cards import Actor
from hoiam.office.token_forms import PERMISSIONS, TokenForm


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def tokens(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Tokens of the unit in hand; or a new one. One statement beside sign-in."""
    unit_id = _unit(request, actor)
    if request.method != "POST":
        return _page(request, actor, unit_id, TokenForm())
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, unit_id, form, status=422)
    try:
        token = keys.make(unit_id=unit_id, **form.cleaned_data, by=actor, at=timezone.now())
    except Refused as refused:
        if refused.code != "bad_expiry":
            raise
        days = {name: day_text(refused.facts[name]) for name in ("first", "last")}  # type: ignore[arg-type]
        form.add_error("expires_on", _("Choose a day from %(first)s to %(last)s.") % days)
        return _page(request, actor, unit_id, form, status=422)
    return _page(request, actor, unit_id, TokenForm(), token=token)


@require_POST
@desk_view
def revoke(request: HttpRequest, actor: Actor, token_id: int) -> HttpResponse:
    """It counts no longer."""
    try:
        keys.revoke(token_id=token_id, by=actor, at=timezone.now())
    except Refused as refused:
        raise Http404 from refused
    messages.success(request, _("The token has ended. Programs that send it are refused."))
    return redirect(_address(_unit(request, actor)))


def _unit(request: HttpRequest, actor: Actor) -> int:
    """The one asked for, else the first where this person may issue tokens."""
    units = [pk for pk, _name in actor.units() if actor.in_person(pk) & keys.ISSUERS]
    if not units:
        raise PermissionDenied
    asked = cursors.number(request.POST.get("unit") or request.GET.get("unit", ""))
    return asked if asked in units else units[0]


def _page(
    request: HttpRequest, actor: Actor, unit_id: int, form: TokenForm, *, token: str = "", status: int = 200
) -> HttpResponse:
    before = cursors.number(request.GET.get("before", ""))
    found = keys.listed(unit_id=unit_id, by=actor, on=timezone.localdate(), before=before)
    context: dict[str, Any] = {
        "form": form,
        "token": token,
        "rows": [_row(row) for row in found.rows],
        "next_url": _address(unit_id, before=found.next) if found.next else "",
        "previous_url": _address(unit_id) if before else "",
        "unit": str(unit_id),  # a number would be grouped
        "unit_name": actor.unit_names[unit_id],
        "units": [
            {"pk": str(pk), "name": name} for pk, name in actor.units() if actor.in_person(pk) & keys.ISSUERS
        ],
    }
    return frame.page(request, actor, "office/tokens.html", context, status=status)


def _row(row: keys.TokenRow) -> dict[str, Any]:
    return {"row": row, "may": [PERMISSIONS[one] for one in row.permissions if one in PERMISSIONS]}


def _address(unit_id: int, **query: int) -> str:
    return f"{reverse('tokens:list')}?{urlencode({'unit': unit_id, **query})}"
