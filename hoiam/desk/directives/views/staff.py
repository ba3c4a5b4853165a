"""Directives and plans of a unit; one directive with its plans and briefings."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.desk.directives import actions as directives, queries
from hoiam.desk.directives.forms import staff as forms
from hoiam.desk.directives.views import shared, words
from hoiam.files import queries as files
from hoiam.files.views import download
from hoiam.kit import cursors
from hoiam.kit.typed import new_key
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

OWNER = "directive"


@require_safe
@desk_view
def index(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Directives and plans, the newest first. Three statements beside sign-in."""
    unit_id, units = in_hand.unit_of(request, actor, in_hand.WORK)
    on = timezone.localdate()
    found = queries.directives.of_unit(unit_id, after=cursors.number(request.GET.get("after", "")))
    made = queries.plans.of_unit(unit_id, on=on, after=cursors.number(request.GET.get("plan", "")))
    context = {
        "rows": found.rows,
        "next_url": f"?after={found.next}" if found.next else "",
        "plans": [words.plan_row(one, on) for one in made.rows],
        "plans_next": f"?plan={made.next}" if made.next else "",
        "unit": unit_id,
        "unit_name": actor.unit_names[unit_id],
        "units": [{"pk": pk, "name": name} for pk, name in units],
        "may_write": bool(actor.roles_in(unit_id) & in_hand.DESK),
    }
    return frame.page(request, actor, "directives/staff/list.html", context)


@require_http_methods(shared.METHODS)
@desk_view
def new(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """A directive that came in."""
    unit_id, _units = in_hand.unit_of(request, actor, in_hand.DESK)
    posted = request.method == "POST"
    form = forms.DirectiveForm(request.POST if posted else None, initial={"form_key": new_key()})

    def page(
        *, form: Form, status: int = 200, refused: Refused | None = None, files: Any = ()
    ) -> HttpResponse:
        context = {"form": form, "refused": refused, "files": files, "unit_name": actor.unit_names[unit_id]}
        return frame.page(request, actor, "directives/staff/directive_form.html", context, status=status)

    if not posted:
        return page(form=form)

    def act(said: dict[str, Any]) -> str:
        said.pop("uploads")
        made = directives.register(
            unit_id=unit_id, said=directives.Incoming(**said), by=actor, at=timezone.now()
        )
        return reverse("directive_desk:one", args=(made,))

    return shared.done(request, form, act, _("The directive is registered."), None, page)


@require_safe
@desk_view
def one(request: HttpRequest, actor: office.Actor, directive_id: int) -> HttpResponse:
    """What it says, its plans, who was briefed. Five statements beside sign-in."""
    card = shared.directive_of(actor, directive_id)
    on = timezone.localdate()
    context = {
        "directive": card,
        "unit_name": words.unit(card.unit_id, on),
        "files": files.of_owner(owner=OWNER, owner_id=card.id),
        "plans": [words.plan_row(row, on) for row in queries.plans.of_directive(card.id, on=on)],
        "briefings": queries.directives.briefings(card.id),
        "may_write": bool(actor.roles_in(card.unit_id) & in_hand.DESK),
        "may_plan": bool(in_hand.units_with(actor, in_hand.DESK)),
        "may_open": Role.HEAD in actor.roles_in(card.unit_id),
    }
    return frame.page(request, actor, "directives/staff/directive.html", context)


@require_POST
@desk_view
def opened(request: HttpRequest, actor: office.Actor, directive_id: int) -> HttpResponse:
    """The head lets everybody read the text, or no longer."""
    card = shared.directive_of(actor, directive_id)
    shown = request.POST.get("open") == "yes"
    try:
        directives.open_text(directive_id=card.id, shown=shown, by=actor, at=timezone.now())
    except Refused as refused:
        raise Http404 from refused
    messages.success(
        request,
        _("Everybody may read the text now.") if shown else _("The text is no longer shown to everybody."),
    )
    return redirect("directive_desk:one", card.id)


@require_safe
@desk_view
def file(request: HttpRequest, actor: office.Actor, directive_id: int, token: str) -> HttpResponse:  # noqa: ARG001 - a view
    """An attachment: the reading copy where there is one."""
    card = shared.directive_of(actor, directive_id)
    return download(token, {OWNER: {card.id}})
