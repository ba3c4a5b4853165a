"""Sessions at which a document was briefed: who was there, who acknowledged, who is reminded."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from hoiam.desk.directives import actions as directives, queries
from hoiam.desk.directives.forms import staff as forms
from hoiam.desk.directives.queries import BriefingCard, choices
from hoiam.desk.directives.views import shared, words
from hoiam.kit import cursors
from hoiam.kit.typed import new_key
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view


@require_http_methods(shared.METHODS)
@desk_view
def new(request: HttpRequest, actor: office.Actor, directive_id: int) -> HttpResponse:
    """A session that was held."""
    card = shared.directive_of(actor, directive_id)
    if not actor.roles_in(card.unit_id) & in_hand.DESK:
        raise Http404
    on = timezone.localdate()
    offered = choices.grouped(choices.below(card.unit_id, on=on))
    posted = request.method == "POST"
    form = forms.BriefingForm(
        request.POST if posted else None, offered=offered, initial={"form_key": new_key()}
    )

    def page(*, form: Form, status: int = 200, refused: Refused | None = None, **_files: Any) -> HttpResponse:
        context = {"form": form, "refused": refused, "directive": card}
        return frame.page(request, actor, "directives/staff/briefing_form.html", context, status=status)

    if not posted:
        return page(form=form)

    def act(said: dict[str, Any]) -> str:
        said.pop("tokens")
        made = directives.hold(
            directive_id=card.id, said=directives.Session(**said), by=actor, at=timezone.now()
        )
        return reverse("directive_desk:briefing", args=(made,))

    return shared.done(request, form, act, _("The session is recorded."), None, page)


@require_http_methods(shared.METHODS)
@desk_view
def one(request: HttpRequest, actor: office.Actor, briefing_id: int) -> HttpResponse:
    """Who acknowledged and who has not; acknowledging and reminding. Three statements beside sign-in."""
    card: BriefingCard = shared.found(lambda: queries.directives.briefing(briefing_id))
    shared.directive_of(actor, card.directive_id)
    if request.method != "POST":
        return _page(request, actor, card)
    try:
        said = _deed(request, actor, card)
    except Refused as refused:
        return _page(request, actor, card, refused=refused)
    messages.success(request, said)
    return redirect("directive_desk:briefing", card.id)


def _deed(request: HttpRequest, actor: office.Actor, card: BriefingCard) -> str:
    if request.POST.get("do") == "remind":
        count = directives.remind(briefing_id=card.id, by=actor, at=timezone.now())
        return ngettext("%(n)s reminder goes out.", "%(n)s reminders go out.", count) % {"n": count}
    briefed = cursors.number(request.POST.get("acknowledge", ""))
    directives.acknowledge(briefed_id=briefed or 0, by=actor, at=timezone.now())
    return _("It is recorded that your unit has the document.")


def _page(
    request: HttpRequest, actor: office.Actor, card: BriefingCard, *, refused: Refused | None = None
) -> HttpResponse:
    rows = queries.directives.briefed(card.id)
    waiting = [row for row in rows if row.acknowledged_at is None]
    context = {
        "briefing": card,
        "unit_name": words.unit(card.unit_id, timezone.localdate()),
        "rows": [(row, bool(actor.roles_in(row.unit_id) & in_hand.DESK)) for row in rows],
        "waiting": len(waiting),
        "all": len(rows),
        "said": len(rows) - len(waiting),
        "may_remind": bool(waiting) and bool(actor.roles_in(card.unit_id) & in_hand.DESK),
        "refused": refused,
    }
    status = 200 if refused is None else 409 if refused.code in shared.CHANGED else 422
    return frame.page(request, actor, "directives/staff/briefing.html", context, status=status)
