"""Small buttons of the desk: keep or forget a filter, end a substitution, choose the daily letter."""

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hoiam.desk.cases.actions import filters, staffing
from hoiam.desk.cases.views import refusal_words
from hoiam.law.refusal import Refused
from hoiam.office import in_hand, queries as office
from hoiam.office.access import desk_view


@require_POST
@desk_view
def save_filter(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Keep what stands in the queue's address under a name, and stay there."""
    query = request.POST.get("query", "")[: filters.LONGEST]
    try:
        filters.save(name=request.POST.get("name", "")[:40], query=query, by=actor)
    except Refused as refused:
        _say(request, refused)
    else:
        flash.success(request, _("Kept: it stands above the queue as a tab."))
    return redirect(f"{reverse('desk:queue')}?{query}")


@require_POST
@desk_view
def drop_filter(request: HttpRequest, actor: office.Actor, filter_id: int) -> HttpResponse:  # noqa: ARG001 - a view
    """Forget one."""
    filters.drop(filter_id=filter_id, by=actor)
    return redirect("desk:queue")


@require_POST
@desk_view
def end(request: HttpRequest, actor: office.Actor, substitution_id: int) -> HttpResponse:
    """The absent person is back."""
    try:
        staffing.end_substitution(substitution_id=substitution_id, by=actor, at=timezone.now())
    except Refused as refused:
        _say(request, refused)
    else:
        flash.success(request, _("The substitution is over."))
    return redirect("desk:work")


@require_POST
@desk_view
def digest(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Whether the daily letter comes."""
    staffing.choose_digest(wanted=request.POST.get("digest") == "on", by=actor)
    flash.success(request, _("Kept."))
    return redirect("desk:work")


@require_POST
@desk_view
def text_messages(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Whether citizens of the unit are told by text message as well."""
    unit_id = in_hand.unit_in_hand(request, in_hand.units_with(actor, in_hand.DESK))
    try:
        staffing.choose_sms(unit_id=unit_id or 0, wanted=request.POST.get("sms") == "on", by=actor)
    except Refused as refused:
        _say(request, refused)
    else:
        flash.success(request, _("Kept."))
    return redirect("desk:work")


def _say(request: HttpRequest, refused: Refused) -> None:
    flash.error(request, refusal_words.plain(refused))
