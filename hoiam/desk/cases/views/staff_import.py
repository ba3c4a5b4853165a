"""An older register comes in: the file, its columns, the report row by row, then all or nothing."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.desk.cases.actions import import_columns, importing
from hoiam.desk.cases.forms.staff_import import ColumnsForm, UploadForm
from hoiam.desk.cases.queries import importing as queries
from hoiam.desk.cases.views import import_words, staff_desk, words
from hoiam.kit import cursors
from hoiam.kit.sheets.writing import harmless
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

CHANGEABLE = ("uploaded", "checked", "refused")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def index(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Files of the unit in hand; or one more. One statement beside sign-in."""
    unit_id, units = in_hand.unit_of(request, actor, in_hand.DESK)
    form, refused = UploadForm(), None
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                import_id = _upload(form.cleaned_data["file"], unit_id, actor)
                return redirect("desk:import_one", import_id=import_id)
            except Refused as error:
                refused = error
    after = request.GET.get("after", "")
    before = cursors.number(after)
    cards, cursor = queries.newest(unit_id=unit_id, before=before)
    context = {
        "form": form,
        "refused": refused,
        "rows": [(card, *import_words.state(card.state)) for card in cards],
        "next_url": f"?after={cursor}" if cursor else "",
        "unit": unit_id,
        "unit_name": actor.unit_names[unit_id],
        "units": [{"pk": pk, "name": name} for pk, name in units],
    }
    status = 422 if refused or form.errors else 200
    return frame.page(request, actor, "cases/staff/import.html", context, status=status)


@require_safe
@desk_view
def one(request: HttpRequest, actor: office.Actor, import_id: int) -> HttpResponse:
    """One file: its columns, how far it came, what is wrong. Two statements beside sign-in."""
    return _page(request, actor, _own(actor, import_id))


@require_POST
@desk_view
def columns(request: HttpRequest, actor: office.Actor, import_id: int) -> HttpResponse:
    """Name the columns; then every row is checked."""
    card = _own(actor, import_id)
    form = _columns_form(card, request.POST)
    if not form.is_valid():
        return _page(request, actor, card, form=form, status=422)
    try:
        importing.name_columns(
            import_id=import_id, columns=form.columns(), kind=form.cleaned_data["default_kind"], by=actor
        )
    except Refused as refused:
        return _page(request, actor, card, form=form, refused=refused, status=422)
    return redirect("desk:import_one", import_id=import_id)


@require_POST
@desk_view
def decide(request: HttpRequest, actor: office.Actor, import_id: int) -> HttpResponse:
    """Take all of it in; or give it up, then the file is forgotten."""
    card = _own(actor, import_id)
    give_up = request.POST.get("do") == "drop"
    try:
        (importing.drop if give_up else importing.run)(import_id=import_id, by=actor)
    except Refused as refused:
        return _page(request, actor, card, refused=refused, status=422)
    if give_up:
        messages.success(request, _("Given up; the file is forgotten."))
        return redirect("desk:import")
    return redirect("desk:import_one", import_id=import_id)


@require_safe
@desk_view
def report(_request: HttpRequest, actor: office.Actor, import_id: int) -> HttpResponse:
    """What is wrong, as a file to work through; it repeats no cell. Two statements beside sign-in."""
    card = _own(actor, import_id)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Row"), _("Column"), _("Heading"), _("What is wrong")])
    for fault in queries.all_faults(card=card):
        said = str(import_words.fault(fault.code))
        writer.writerow([fault.row, fault.letter, harmless(fault.heading), said])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{card.id}.csv"'
    return response


def _upload(file: Any, unit_id: int, actor: office.Actor) -> int:
    return importing.upload(file=file.file, name=file.name, unit_id=unit_id, by=actor, at=timezone.now())


def _own(actor: office.Actor, import_id: int) -> queries.ImportCard:
    return staff_desk.own(lambda: queries.one(import_id=import_id), actor)


def _columns_form(card: queries.ImportCard, data: Mapping[str, Any] | None = None) -> ColumnsForm:
    headings = [
        (number, " · ".join(filter(None, (queries.letter(number), heading))))
        for number, heading in enumerate(card.headings, start=1)
    ]
    kinds = [(kind, words.KINDS[kind]) for kind in import_columns.KINDS]
    initial = {**card.columns, "default_kind": card.kind}
    return ColumnsForm(data, headings=headings, kinds=kinds, initial=initial)


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: queries.ImportCard,
    *,
    form: ColumnsForm | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    after = request.GET.get("after", "")
    cursor = cursors.number(after) or 0
    faults = queries.faults(card=card, after=cursor)
    label, color = import_words.state(card.state)
    context = {
        "card": card,
        "label": label,
        "color": color,
        "form": (form or _columns_form(card)) if card.state in CHANGEABLE else None,
        "refused": refused or _error(card),
        "faults": [(fault, import_words.fault(fault.code)) for fault in faults.rows],
        "next_url": f"?after={faults.next}" if faults.next else "",
        "legacy": import_words.LEGACY.get(card.legacy, ""),
        "may_run": card.state == "checked" and card.rows > 0 and card.wrong == 0,
        "right": card.rows - card.wrong,
        "unit_name": actor.unit_names[card.unit_id],
    }
    return frame.page(request, actor, "cases/staff/import_one.html", context, status=status)


def _error(card: queries.ImportCard) -> Refused | None:
    """Why the whole file could not be read."""
    facts = dict(card.error)
    code = facts.pop("code", "")
    return Refused(code, **facts) if code else None
