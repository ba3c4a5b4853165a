"""One text for many cases: begin a list, read it, approve or stop it, see how far it is."""

from typing import Any

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from hoiam.desk.cases.actions import bulk as actions
from hoiam.desk.cases.forms.staff_bulk import BulkForm
from hoiam.desk.cases.queries import bulk as queries, work
from hoiam.desk.cases.views import words
from hoiam.desk.cases.views.words import Words
from hoiam.kit import cursors
from hoiam.kit.typed import new_key
from hoiam.law import bulk
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

STATES: dict[str, tuple[Words, str]] = {
    "drafting": (gettext_lazy("Being drafted"), "info"),
    "proposed": (gettext_lazy("Waiting for the head"), "warning"),
    "sending": (gettext_lazy("Being signed and sent"), "accent"),
    "done": (gettext_lazy("Sent"), "success"),
    "stopped": (gettext_lazy("Stopped by the head"), "neutral"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def begin(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """The newest lists, and a form for another; chosen cases of the queue stand in it already."""
    unit_id, _units = in_hand.unit_of(request, actor, in_hand.WORK)
    form = _form(request, unit_id, actor)
    refused = None
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        ids = actions.cases_of(said.pop("numbers"))
        key = said.pop("form_key")
        try:
            number = actions.begin(
                unit_id=unit_id,
                case_ids=ids,
                text=bulk.Text(**said),
                form_key=key,
                by=actor,
                at=timezone.now(),
            )
        except Refused as reason:
            refused = reason
        else:
            return redirect("desk:bulk_list", bulk_id=number)
    context = {
        "form": form,
        "refused": refused,
        "lists": [
            {"card": one, "state": STATES[one.state]} for one in queries.lists(unit_id=unit_id, by=actor)
        ],
    }
    status = 422 if form.errors or refused else 200
    return frame.page(request, actor, "cases/staff/bulk.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
@desk_view
def bulk_list(request: HttpRequest, actor: office.Actor, bulk_id: int) -> HttpResponse:
    """What the text is, which cases, how far."""
    return _page(request, actor, bulk_id)


@require_POST
@desk_view
def decide(request: HttpRequest, actor: office.Actor, bulk_id: int, event: str) -> HttpResponse:
    """The head approves the list or stops it."""
    if event not in {"approve", "stop"}:
        raise Http404
    _visible(bulk_id, actor)
    try:
        actions.decide(bulk_id=bulk_id, event=event, by=actor, at=timezone.now())
    except Refused as refused:
        return _page(request, actor, bulk_id, refused)
    said = {"approve": _("Approved: each case is being signed and sent."), "stop": _("The list is stopped.")}
    flash.success(request, said[event])
    return redirect("desk:bulk_list", bulk_id=bulk_id)


def _form(request: HttpRequest, unit_id: int, actor: office.Actor) -> BulkForm:
    decisions = words.options(words.pack().reply_decisions)
    if request.method == "POST":
        return BulkForm(request.POST, decisions=decisions)
    chosen = [one for text in request.GET.getlist("case") if (one := cursors.number(text))]
    numbers = work.numbers(unit_id=unit_id, case_ids=chosen, by=actor, on=timezone.localdate())
    return BulkForm(initial={"form_key": new_key(), "numbers": "\n".join(numbers)}, decisions=decisions)


def _visible(bulk_id: int, actor: office.Actor) -> queries.BulkCard:
    try:
        return queries.one(bulk_id=bulk_id, by=actor)
    except Refused as refused:
        raise Http404 from refused


def _page(
    request: HttpRequest, actor: office.Actor, bulk_id: int, refused: Refused | None = None
) -> HttpResponse:
    card = _visible(bulk_id, actor)
    text = request.GET.get("after", "")
    after = cursors.number(text) or 0
    rows, following = queries.lines(bulk_id=bulk_id, by=actor, on=timezone.localdate(), after=after)
    here = reverse("desk:bulk_list", args=(bulk_id,))
    context: dict[str, Any] = {
        "card": card,
        "state": STATES[card.state],
        "decision": words.decision(card.decision),
        "rows": [{"row": row, "refused": Refused(row.code) if row.code else None} for row in rows],
        "first_url": here if after else "",
        "next_url": f"{here}?after={following}" if following else "",
        "may_decide": Role.HEAD in actor.roles_in(card.unit_id) and card.state == bulk.State.PROPOSED,
        "refused": refused,
    }
    return frame.page(request, actor, "cases/staff/bulk_list.html", context, status=422 if refused else 200)
