"""A register goes out: what, of which days and why; written by the worker, handed out on the record."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hoiam.desk.cases.actions import exporting
from hoiam.desk.cases.forms.staff_export import TABLES, ExportForm
from hoiam.desk.cases.queries import exporting as queries
from hoiam.files.queries import FileContent
from hoiam.files.views import download_response
from hoiam.kit import cursors
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

STATES = {
    "waiting": (_("Waits for the worker"), "info"),
    "writing": (_("Being written"), "info"),
    "done": (_("Ready"), "success"),
    "gone": (_("Forgotten after seven days"), "neutral"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def index(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Files of the unit in hand; or one more. One statement beside sign-in."""
    unit_id, units = in_hand.unit_of(request, actor, in_hand.DESK)
    if request.method != "POST":
        return _page(request, actor, units, unit_id, ExportForm())
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, units, unit_id, form)
    try:
        exporting.ask(unit_id=unit_id, by=actor, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return _page(request, actor, units, unit_id, form, refused)
    return redirect("desk:export")


@require_POST
@desk_view
def download(request: HttpRequest, actor: office.Actor, export_id: int) -> HttpResponse:
    """The file, to who asked for it; on the record before it leaves."""
    try:
        name, media_type, data = exporting.hand_out(export_id=export_id, by=actor, at=timezone.now())
    except Refused as refused:
        if refused.code in {"no_such_export", "not_yours"}:
            raise Http404 from refused
        units = in_hand.units_with(actor, in_hand.DESK)
        unit_id = queries.one(export_id=export_id).unit_id
        return _page(request, actor, units, unit_id, ExportForm(), refused)
    return download_response(FileContent(name, media_type, data))


def _page(
    request: HttpRequest,
    actor: office.Actor,
    units: list[tuple[int, str]],
    unit_id: int,
    form: ExportForm,
    refused: Refused | None = None,
) -> HttpResponse:
    after = request.GET.get("after", "")
    before = cursors.number(after)
    cards, cursor = queries.newest(unit_id=unit_id, before=before)
    names = dict(TABLES)
    context = {
        "form": form,
        "refused": refused,
        "rows": [
            (card, names.get(card.what, card.what), *STATES[card.state], card.by_id == actor.person_id)
            for card in cards
        ],
        "next_url": f"?after={cursor}" if cursor else "",
        "unit": unit_id,
        "unit_name": actor.unit_names[unit_id],
        "units": [{"pk": pk, "name": name} for pk, name in units],
    }
    status = 422 if refused or form.errors else 200
    return frame.page(request, actor, "cases/staff/export.html", context, status=status)
