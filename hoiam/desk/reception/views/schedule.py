"""The schedule of a post: its regulations, a year of days with their reasons, the poster."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.forms.regulation import RegulationForm
from hoiam.desk.reception.forms.staff import UnscheduledForm
from hoiam.desk.reception.queries import desks, sessions, yearly
from hoiam.desk.reception.queries.yearly import Year, YearDay
from hoiam.desk.reception.views import words
from hoiam.desk.reception.views.here import Here, here, may_lead
from hoiam.desk.reception.views.index import address
from hoiam.law.refusal import Refused
from hoiam.law.schedules import OffDay
from hoiam.office import frame, issuing, queries as office
from hoiam.office.access import desk_view

BACK_YEARS, AHEAD_YEARS = 1, 2
POSTER_DAYS = timedelta(days=92)
TEXTS = ("sittings", "place", "slot_minutes", "slot_places", "document", "document_on", "from_on", "until_on")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def regulation(request: HttpRequest, actor: office.Actor, post_id: int) -> HttpResponse:
    """Those that were entered, and a new one."""
    at = here(request, actor, post_id)
    form = RegulationForm(request.POST if request.method == "POST" else None, initial=_begin())
    if not form.is_bound or not form.is_valid():
        return _regulation_page(request, actor, at, form)
    said = form.cleaned_data
    new = reception.NewRegulation(
        pattern=said["pattern"],
        off_day=OffDay(said["off_day"]),
        exempted=said["exempted"],
        **{name: said[name] for name in TEXTS},
    )
    try:
        reception.enter(post_id=post_id, said=new, by=actor, at=timezone.now())
    except Refused as refused:
        return _regulation_page(request, actor, at, form, refused)
    messages.success(
        request, _("The regulation is entered. Look at its year, then put the days into the schedule.")
    )
    return redirect("reception:year", post_id, max(new.from_on.year, timezone.localdate().year))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def year(request: HttpRequest, actor: office.Actor, post_id: int, year: int) -> HttpResponse:
    """Every day of a year with its reason, before anything is written; then all of them in one go."""
    at, on = here(request, actor, post_id), timezone.localdate()
    if not on.year - BACK_YEARS <= year <= on.year + AHEAD_YEARS:
        raise Http404
    if request.method != "POST":
        return _year_page(request, actor, at, year)
    try:
        made = reception.generate(post_id=post_id, year=year, by=actor, at=timezone.now())
    except Refused as refused:
        return _year_page(request, actor, at, year, refused)
    said = ngettext("%(n)s day is in the schedule now.", "%(n)s days are in the schedule now.", made)
    messages.success(request, said % {"n": made})
    return redirect("reception:year", post_id, year)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def unscheduled(request: HttpRequest, actor: office.Actor, post_id: int) -> HttpResponse:
    """The head calls a reception outside the schedule."""
    at = here(request, actor, post_id)
    form = UnscheduledForm(request.POST if request.method == "POST" else None, grounds=words.grounds())
    context: dict[str, Any] = {**at.context(), "form": form, "back_url": address(at)}
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        where = reception.Where(sittings=said.pop("sittings"), place=said.pop("place"))
        try:
            row = reception.call_unscheduled(
                post_id=post_id, where=where, by=actor, at=timezone.now(), **said
            )
        except Refused as refused:
            context["refused"] = refused
        else:
            return redirect("reception:session", row.pk)
    status = 422 if form.is_bound else 200
    return frame.page(request, actor, "reception/staff/unscheduled.html", context, status=status)


@require_safe
@desk_view
def poster(request: HttpRequest, actor: office.Actor, post_id: int) -> HttpResponse:
    """The days of the next three months on a sheet to be put up: in Vietnamese, whatever the reader reads."""
    at, on = here(request, actor, post_id), timezone.localdate()
    found = sessions.of_post(post_id=post_id, first=on, last=on + POSTER_DAYS, on=on)
    ruled = next((one for one in desks.regulations(post_id) if one.governs(on)), None)
    with translation.override("vi"):
        pattern = words.pattern(ruled.pattern) if ruled else ""
    unit = office.units([at.unit_id], on=on)[at.unit_id]
    context = {
        **at.context(),
        "today": on,
        "rows": [one for one in found if one.ahead],
        "regulation": ruled,
        "pattern": pattern,
        "issuer": issuing.of_unit(unit, kind=at.owing.kind, title=at.post.on_paper),
        "back_url": address(at),
    }
    return frame.page(request, actor, "reception/staff/poster.html", context)


def _begin() -> dict[str, Any]:
    return {
        "kind": "month",
        "off_day": "next",
        "slot_minutes": 30,
        "slot_places": 1,
        "from_on": timezone.localdate(),
    }


def _regulation_page(
    request: HttpRequest, actor: office.Actor, at: Here, form: RegulationForm, refused: Refused | None = None
) -> HttpResponse:
    cards = desks.regulations(at.owing.id)
    context = {
        **at.context(),
        "form": form,
        "refused": refused,
        "rows": [(one, words.pattern(one.pattern), words.OFF_DAYS[one.off_day]) for one in cards],
        "year": timezone.localdate().year,
        "back_url": address(at),
    }
    status = 422 if form.is_bound else 200
    return frame.page(request, actor, "reception/staff/regulation.html", context, status=status)


def _year_page(
    request: HttpRequest, actor: office.Actor, at: Here, of: int, refused: Refused | None = None
) -> HttpResponse:
    on = timezone.localdate()
    found = yearly.year(at.owing, of, on=on)
    years = range(on.year - BACK_YEARS, on.year + AHEAD_YEARS + 1)
    context = {
        **at.context(),
        "of": of,
        "months": _months(found),
        "count": len(found.new),
        "short": [words.short(one) for one in found.short],
        "years": [(one, reverse("reception:year", args=(at.owing.id, one)), one == of) for one in years],
        "refused": refused,
        "may_lead": may_lead(actor, at.post),
        "back_url": address(at),
    }
    return frame.page(request, actor, "reception/staff/year.html", context, status=422 if refused else 200)


def _months(found: Year) -> list[tuple[date, list[dict[str, Any]]]]:
    """By the month of the day that the pattern names."""
    months: dict[date, list[dict[str, Any]]] = {}
    for one in found.days:
        months.setdefault(one.planned.nominal.replace(day=1), []).append(_day(one))
    return list(months.items())


def _day(one: YearDay) -> dict[str, Any]:
    label, color = words.STANDINGS[one.standing]
    moved = one.planned.on != one.planned.nominal
    return {
        "planned": one.planned,
        "moved": moved,
        "label": label,
        "color": color,
        "reasons": words.reasons(one.planned),
    }
