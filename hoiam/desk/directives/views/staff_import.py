"""Tasks of a plan from a table: the file, what was read row by row, then the rows that are right."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from hoiam.desk.directives.actions import importing
from hoiam.desk.directives.actions.importing import ReadRow
from hoiam.desk.directives.forms import staff as forms
from hoiam.desk.directives.queries import PlanCard
from hoiam.desk.directives.views import import_words, shared, words
from hoiam.files import actions as files
from hoiam.kit import days
from hoiam.kit.sheets.writing import harmless
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

SHOWN = 300
"""Rows of the preview; wrong ones are all in the file to download."""


@require_http_methods(shared.METHODS)
@desk_view
def table(request: HttpRequest, actor: office.Actor, plan_id: int) -> HttpResponse:
    """Choose a file; look at what was read; confirm, or download what is to be mended."""
    card = shared.plan_of(actor, plan_id)
    if not actor.roles_in(card.unit_id) & in_hand.DESK:
        raise Http404
    if request.method != "POST":
        return _page(request, actor, card)
    token = request.POST.get("token", "")
    try:
        if not token:
            return _uploaded(request, actor, card)
        if request.POST.get("do") == "wrong":
            return _wrong(actor, card, token)
        count = importing.take_in(plan_id=card.id, token=token, by=actor, at=timezone.now())
    except Refused as refused:
        return _page(request, actor, card, refused=refused, status=422)
    messages.success(
        request, ngettext("%(n)s task is taken in.", "%(n)s tasks are taken in.", count) % {"n": count}
    )
    return redirect("directive_desk:plan", card.id)


def _uploaded(request: HttpRequest, actor: office.Actor, card: PlanCard) -> HttpResponse:
    form = forms.TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, actor, card, form=form, status=422)
    upload = cast("UploadedFile[bytes]", form.cleaned_data["file"])
    staged = files.stage(upload=upload, at=timezone.now())
    rows = importing.read(plan_id=card.id, token=staged.token, by=actor, at=timezone.now())
    return _page(request, actor, card, token=staged.token, rows=rows, name=staged.name)


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: PlanCard,
    *,
    form: Any = None,
    token: str = "",
    rows: Sequence[ReadRow] = (),
    name: str = "",
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    on = timezone.localdate()
    wrong = [row for row in rows if row.problems]
    shown = sorted(rows, key=lambda row: (not row.problems, row.number))[:SHOWN]
    context = {
        **words.plan(card, on),
        "form": form or forms.TableForm(),
        "token": token,
        "name": name,
        "rows": [_row(row, on) for row in shown],
        "hidden": len(rows) - len(shown),
        "right": len(rows) - len(wrong),
        "wrong": len(wrong),
        "refused": refused,
        "missing": import_words.columns(refused),
    }
    return frame.page(request, actor, "directives/staff/import.html", context, status=status)


def _row(row: ReadRow, on: date) -> dict[str, Any]:
    return {
        "row": row,
        "unit": words.unit(row.unit_id, on) if row.unit_id else row.unit,
        "problems": [import_words.problem(one, on) for one in row.problems],
        "beside": [words.unit(pk, on) for pk in row.beside_ids],
        "notes": import_words.notes(row),
    }


def _wrong(actor: office.Actor, card: PlanCard, token: str) -> HttpResponse:
    """Rows to be mended, as a table with why."""
    on = timezone.localdate()
    rows = importing.read(plan_id=card.id, token=token, by=actor, at=timezone.now())
    out = io.StringIO()
    out.write("\ufeff")
    table_ = csv.writer(out)
    names = (_("Task"), _("Unit"), _("Working with it"), _("Responsible post"), _("Due day"))
    table_.writerow([_("Row"), *names, _("What to mend")])
    for row in (one for one in rows if one.problems):
        why = " ".join(import_words.problem(one, on) for one in row.problems)
        due = days.day_text(row.due_on, "short") if row.due_on else row.due
        table_.writerow(
            [row.number, *map(harmless, (row.title, row.unit, "; ".join(row.beside), row.post, due, why))]
        )
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rows-to-mend.csv"'
    return response
