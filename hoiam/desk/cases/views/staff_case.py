"""One case at the desk, what may be done with it, and the sealed identity behind it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.forms.staff_deeds import DeedForm, IdentityForm
from hoiam.desk.cases.views import staff_deeds, staff_desk, staff_words
from hoiam.desk.cases.views.staff_deeds import ENDS_SIGHT, MAY_END_SIGHT, lists
from hoiam.desk.cases.views.staff_page import show
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

WATCH = frozenset({Role.INSPECTOR, Role.OVERSEER, Role.OPERATOR})


@desk_view
def case(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """The whole case; who only watches is sent to the masked one."""
    try:
        card = visible(case_id, actor)
    except Http404:
        if in_hand.units_with(actor, WATCH):
            return redirect("public:case", case_id=case_id)
        raise
    return show(request, actor, card)


@desk_view
@staff_desk.loses_nothing
def deed(request: HttpRequest, actor: office.Actor, case_id: int, event: str) -> HttpResponse:
    """Do one thing with a case, or show its form again with all that was typed."""
    card = visible(case_id, actor)
    offered = staff_deeds.of(card)
    if event not in offered:
        raise Http404
    if request.method != "POST":
        return show(request, actor, card, opened=event)
    form = offered[event].form(request.POST, lists=lists(card, {event}).of(event), auto_id=f"{event}_%s")
    if not form.is_valid():
        if form.cleaned_data.get("version", card.version) != card.version:
            return refused_page(request, actor, case_id, event, form, Refused("changed_meanwhile"))
        return show(request, actor, card, bound={event: form}, status=422)
    try:
        offered[event].action(case_id=case_id, by=actor, at=timezone.now(), **form.said())
    except Refused as refused:
        return refused_page(request, actor, case_id, event, form, refused)
    messages.success(request, f"{card.number}: {offered[event].done}")
    gone = event in ENDS_SIGHT or (event in MAY_END_SIGHT and not queries.seen_by(case_id=case_id, by=actor))
    return redirect("desk:queue") if gone else redirect("desk:case", case_id=case_id)


@require_POST
@desk_view
def identity(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """Who wrote, once, for somebody who says why; nothing of it is kept by the browser."""
    card = visible(case_id, actor)
    form = IdentityForm(request.POST, lists=lists(card, {"identity"}), auto_id="identity_%s")
    if not form.is_valid():
        return show(request, actor, card, bound={"identity": form}, status=422)
    try:
        person = cases.identity(case_id=case_id, by=actor, at=timezone.now(), **form.said())
    except Refused as refused:
        return show(request, actor, card, bound={"identity": form}, refused=refused, status=422)
    return frame.page(request, actor, "cases/staff/identity.html", {"case": card, "person": person})


def visible(case_id: int, actor: office.Actor) -> queries.CaseCard:
    """The card, or no page at all for those it is none of their business."""
    try:
        return queries.case(case_id=case_id, by=actor, on=timezone.localdate())
    except Refused as refused:
        raise Http404 from refused


def refused_page(
    request: HttpRequest, actor: office.Actor, case_id: int, event: str, form: DeedForm, refused: Refused
) -> HttpResponse:
    """The case as it is now, with what was typed and, if it changed meanwhile, what happened."""
    card = visible(case_id, actor)
    changes = (
        staff_words.since(card, form.cleaned_data.get("seen")) if refused.code == "changed_meanwhile" else []
    )
    data = {**dict(form.data.items()), "version": card.version, "seen": len(card.steps)}
    again = type(form)(data, lists=lists(card, {event}).of(event), auto_id=f"{event}_%s")
    status = 409 if refused.code == "changed_meanwhile" else 422
    return show(request, actor, card, bound={event: again}, refused=refused, changes=changes, status=status)
