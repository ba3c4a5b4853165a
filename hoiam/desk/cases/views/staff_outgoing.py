"""The book of outgoing documents: read, printed, closed day by day; and the register of reception, form 03/TCD."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.cases.actions import numbers, reception_book
from hoiam.desk.cases.forms import staff_documents as forms
from hoiam.desk.cases.queries import documents as queries
from hoiam.desk.cases.queries.documents import OutgoingPage
from hoiam.desk.cases.views import words
from hoiam.files.queries import FileContent
from hoiam.files.views import download_response
from hoiam.kit import cursors
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def book(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Numbers given in a year, newest first; or a day is closed. Three statements beside sign-in."""
    units, unit_id, year = _which(request, actor)
    form, refused = forms.CloseDayForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            numbers.close_day(unit_id=unit_id, day=form.cleaned_data["day"], by=actor, at=timezone.now())
            messages.success(request, _("The book is closed up to this day."))
            return redirect(f"{reverse('desk:outgoing')}?{urlencode({'unit': unit_id, 'year': year})}")
        except Refused as reason:
            refused = reason
    found = _page(request, actor, unit_id, year)
    chosen = {"unit": unit_id, "year": year}
    more = urlencode({**chosen, "after": found.next}) if found.next else ""
    context = {
        **_context(actor, unit_id, year, found),
        "units": [{"pk": pk, "name": name} for pk, name in units],
        "unit": unit_id,
        "years": [str(one) for one in (year - 1, year + 1) if one <= timezone.localdate().year],
        "form": form,
        "refused": refused,
        "next_url": f"{reverse('desk:outgoing')}?{more}" if more else "",
        "print_url": f"{reverse('desk:outgoing_print')}?{urlencode(chosen)}",
    }
    status = 422 if request.method == "POST" else 200
    return frame.page(request, actor, "cases/staff/outgoing.html", context, status=status)


@require_safe
@desk_view
def paper(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """The book of a year on paper."""
    _units, unit_id, year = _which(request, actor)
    found = queries.outgoing(
        unit_id=unit_id, year=year, by=actor, on=timezone.localdate(), most=queries.PRINTED
    )
    context = _context(actor, unit_id, year, found) | {"more": found.next, "today": timezone.localdate()}
    context["back_url"] = f"{reverse('desk:outgoing')}?{urlencode({'unit': unit_id, 'year': year})}"
    return render(request, "cases/staff/outgoing_print.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def reception(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Form 03/TCD for a period, as .xlsx or PDF; with names for a reason, which is recorded."""
    units, unit_id, _year = _which(request, actor)
    form, refused = forms.ReceptionBookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            return _register(request, actor, unit_id, form)
        except Refused as reason:
            refused = reason
    context = {
        "form": form,
        "refused": refused,
        "units": [{"pk": pk, "name": name} for pk, name in units],
        "unit": unit_id,
        "unit_name": actor.unit_names[unit_id],
    }
    status = 422 if request.method == "POST" else 200
    return frame.page(request, actor, "cases/staff/reception_book.html", context, status=status)


def _register(
    request: HttpRequest, actor: office.Actor, unit_id: int, form: forms.ReceptionBookForm
) -> HttpResponse:
    said, at = form.cleaned_data, timezone.now()
    wanted = reception_book.Period(
        unit_id=unit_id, first=said["first"], last=said["last"], reason=said["reason"]
    )
    lines = reception_book.rows(wanted=wanted, by=actor, at=at)
    stem = f"03-TCD-{said['first']:%Y%m%d}-{said['last']:%Y%m%d}"
    if request.POST.get("as") == "pdf":
        made = reception_book.pdf(lines, wanted=wanted, at=at)
        return download_response(FileContent(f"{stem}.pdf", "application/pdf", made))
    return download_response(FileContent(f"{stem}.xlsx", XLSX, reception_book.xlsx(lines)))


def _which(request: HttpRequest, actor: office.Actor) -> tuple[list[tuple[int, str]], int, int]:
    """The units whose book this person keeps, the one in hand, the year asked for."""
    unit_id, units = in_hand.unit_of(request, actor, in_hand.DESK)
    asked = forms.BookForm(request.GET)
    year = asked.cleaned_data.get("year") if asked.is_valid() else None
    return units, unit_id, year or timezone.localdate().year


def _page(request: HttpRequest, actor: office.Actor, unit_id: int, year: int) -> OutgoingPage:
    after = request.GET.get("after", "")
    cursor = cursors.number(after)
    return queries.outgoing(unit_id=unit_id, year=year, by=actor, on=timezone.localdate(), after=cursor)


def _context(actor: office.Actor, unit_id: int, year: int, found: OutgoingPage) -> dict[str, Any]:
    return {
        "rows": [(row, _form(row.form)) for row in found.rows],
        "closed_on": found.closed_on,
        "year": str(year),
        "unit_name": actor.unit_names[unit_id],
    }


def _form(form: str) -> str:
    return _("Reply") if form == "reply" else words.form(form)
