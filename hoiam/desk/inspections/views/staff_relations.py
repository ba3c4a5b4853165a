"""What an inspector says of themselves: to which units they are related, so that nobody sends them there."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoiam.desk.inspections import queries
from hoiam.desk.inspections.actions import conflicts
from hoiam.desk.inspections.forms import staff as forms
from hoiam.desk.inspections.views import shared, words
from hoiam.kit import cursors, deeds
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view


@require_http_methods(shared.METHODS)
@desk_view
def relations(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """One's own. Three statements beside sign-in."""
    unit_id = shared.inspecting_unit(actor)
    ended = cursors.number(request.POST.get("end", ""))
    bound = request.method == "POST" and ended is None
    units = shared.below(unit_id)
    form = forms.RelationForm(
        request.POST if bound else None,
        units=units,
        posts=shared.posts_by_unit(units),
        whats=words.choices(words.RELATED),
    )

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        own = queries.relations(person_id=actor.person_id)
        rows = [(one, words.RELATED[one.what]) for one in own]
        context = {"form": form, "refused": refused, "rows": rows}
        return frame.page(request, actor, "inspections/staff/relations.html", context, status=status)

    if ended is not None:
        return _ended(request, actor, ended, page, form)
    if not bound:
        return page(form=form)

    def act(said: dict[str, Any]) -> None:
        conflicts.declare(by=actor, at=timezone.now(), **said)

    return shared.done(request, form, act, _("Recorded: you are not sent to this unit."), request.path, page)


def _ended(
    request: HttpRequest, actor: office.Actor, relation_id: int, page: deeds.Page, form: Form
) -> HttpResponse:
    try:
        conflicts.take_back(relation_id=relation_id, by=actor, at=timezone.now())
    except Refused as refused:
        return page(form=form, refused=refused, status=409)
    messages.success(request, _("It holds no longer."))
    return redirect(request.path)
