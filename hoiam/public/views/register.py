"""The public register: every case, without names, from the office's own rows."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hoiam.desk.cases import queries as cases
from hoiam.desk.cases.queries import RegisterRow
from hoiam.desk.cases.views import citizen_words, places, words
from hoiam.files import queries as file_queries
from hoiam.files.views import download_response
from hoiam.kit import cursors
from hoiam.law.refusal import Refused
from hoiam.office import queries as office


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Newest first, page by page. One statement."""
    unit = _unit(request.GET.get("unit", ""))
    chosen = cases.RegisterFilter(
        unit_id=unit.id if unit else None,
        after=cursors.day_and_number(request.GET.get("after", "")),
        before=cursors.day_and_number(request.GET.get("before", "")),
    )
    found = cases.register(chosen=chosen, on=timezone.localdate())
    context = {
        "rows": [line(row) for row in found.rows],
        "units": office.served(),
        "unit": unit,
        "newer_url": _address(unit, "before", found.newer),
        "older_url": _address(unit, "after", found.next),
    }
    return render(request, "public/register.html", context)


@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case for anyone: office, dates, steps; the text only if its citizen agreed and the office cleared it."""
    on = timezone.localdate()
    try:
        found = cases.public_case(case_id=case_id, on=on)
    except Refused as refused:
        raise Http404 from refused
    context = {
        **line(found.row),
        "text": found.text,
        "score": found.score,
        **citizen_words.dates(found.dates),
        "history": citizen_words.timeline(found.steps, public=True, kind=found.row.kind),
        "papers": found.papers,
        "today": on,
    }
    return render(request, "public/case.html", context)


@require_safe
def copy(request: HttpRequest, case_id: int, copy_id: int) -> HttpResponse:  # noqa: ARG001 - a view
    """A paper that the office blacked out and published."""
    try:
        papers = cases.public_case(case_id=case_id, on=timezone.localdate()).papers
        found = next(one for one in papers if one.id == copy_id)
        return download_response(file_queries.read(file_id=found.file_id, clean=True))
    except (Refused, StopIteration) as error:
        raise Http404 from error


def line(row: RegisterRow) -> dict[str, Any]:
    """One case in words."""
    label, color = words.state(row.state, row.kind)
    return {
        "row": row,
        "state": label,
        "color": color,
        "unit": places.named(row.unit_kind, row.unit, row.unit_en),
        "kind": words.KINDS.get(row.kind, ""),
        "field": words.field(row.field),
    }


def _unit(code: str) -> office.UnitCard | None:
    """A served unit by its code."""
    return next((card for card in office.served() if card.code == code), None)


def _address(unit: office.UnitCard | None, side: str, cursor: tuple[date, int] | None) -> str:
    """Of the page on that side of a row; nothing where there is none."""
    if cursor is None:
        return ""
    query = {"unit": unit.code} if unit else {}
    query[side] = cursors.told(cursor)
    return f"{reverse('public:register')}?{urlencode(query)}"
