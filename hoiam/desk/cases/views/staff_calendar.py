"""Days off: what they are for a unit, and to announce or withdraw some after seeing which dates would move."""

import hashlib
from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.cases.actions import calendar as actions
from hoiam.desk.cases.forms.staff_calendar import COUNTRY, KINDS, AnnounceForm, DaysForm, WithdrawForm
from hoiam.desk.cases.views import calendar_words
from hoiam.law.refusal import Refused
from hoiam.office import announcing, calendars, frame, queries as office
from hoiam.office.access import desk_view


@require_safe
@desk_view
def days(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """A year of days off in a unit, whatever they come from, and what was announced for it."""
    today = timezone.localdate()
    places = _places(actor, every=True)
    years = calendar_words.years(today)
    form = DaysForm(request.GET, units=places, years=years)
    form.is_valid()
    asked = form.cleaned_data
    path = _path(asked.get("unit") or _nearest(actor, places))
    year = int(asked.get("year") or today.year)
    shown = DaysForm(initial={"unit": path or COUNTRY, "year": str(year)}, units=places, years=years)
    context = {
        "form": shown,
        "year": str(year),  # a number would be shown as 2.026
        "provisional": not calendars.of(path).confirmed(year),
        "days": calendar_words.days_off(path, year),
        "announced": [
            {**calendar_words.announced(one), "may_withdraw": announcing.may_announce(actor, one.path)}
            for one in calendar_words.of_year(path, year)
        ],
        "may_enter": bool(_places(actor)),
    }
    return frame.page(request, actor, "cases/staff/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def new(request: HttpRequest, actor: office.Actor, kind: str) -> HttpResponse:
    """First what it would move, then the same form again with a button that enters it."""
    places = _places(actor)
    if not places or kind not in KINDS:
        raise Http404
    if request.method != "POST":
        return _form(request, actor, kind, KINDS[kind](places=places))
    form = KINDS[kind](request.POST, places=places)
    if not form.is_valid():
        return _form(request, actor, kind, form, status=422)
    try:
        return _decided(request, actor, kind, form)
    except Refused as refused:
        return _form(request, actor, kind, form, refused=refused, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def withdraw(request: HttpRequest, actor: office.Actor, announcement_id: int) -> HttpResponse:
    """Take back what was entered wrongly, after seeing what that would move."""
    try:
        shown = actions.preview_withdrawal(announcement_id=announcement_id, by=actor)
    except Refused as refused:
        raise Http404 from refused
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {
            "form": form,
            "one": calendar_words.announced(calendars.announcement(announcement_id)),
            "preview": calendar_words.preview(shown),
        }
        status = 422 if form.is_bound else 200
        return frame.page(request, actor, "cases/staff/calendar_withdraw.html", context, status=status)
    actions.withdraw(announcement_id=announcement_id, by=actor, at=timezone.now(), **form.cleaned_data)
    _entered(request, shown.count)
    return redirect("desk:calendar")


def _decided(request: HttpRequest, actor: office.Actor, kind: str, form: AnnounceForm) -> HttpResponse:
    """Entered when it is just what the preview showed; otherwise the preview."""
    said = form.said()
    shown = actions.preview(said=said, by=actor, on=timezone.localdate())
    if request.POST.get("go") != "enter" or form.cleaned_data["seen"] != _digest(said):
        return _form(request, actor, kind, form, preview=shown)
    try:
        actions.announce(said=said, confirmed=form.cleaned_data["confirmed"], by=actor, at=timezone.now())
    except Refused as refused:
        return _form(request, actor, kind, form, refused=refused, preview=shown, status=422)
    _entered(request, shown.count)
    return redirect("desk:calendar")


def _form(
    request: HttpRequest,
    actor: office.Actor,
    kind: str,
    form: AnnounceForm,
    *,
    preview: actions.Preview | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """With a preview there is a button that enters just what it showed."""
    if preview is not None:
        form.data = {**{name: form.data.get(name, "") for name in form.data}, "seen": _digest(form.said())}
    context = {
        "kind": kind,
        "title": calendar_words.KINDS[kind],
        "form": form,
        "preview": calendar_words.preview(preview) if preview is not None else None,
        "refused": refused,
    }
    return frame.page(request, actor, "cases/staff/calendar_new.html", context, status=status)


def _entered(request: HttpRequest, count: int) -> None:
    moved = (
        ngettext("%(n)s open date is counted anew.", "%(n)s open dates are counted anew.", count)
        % {"n": count}
        if count
        else _("No open date changes.")
    )
    messages.success(request, " ".join((_("Entered."), moved)))


def _places(actor: office.Actor, *, every: bool = False) -> list[tuple[str, str]]:
    """Path and name of where this person may announce days off, or of every unit."""
    units = [(unit.path, unit.shown) for branch in office.served_tree() for unit in _units(branch)]
    everywhere = [(COUNTRY, _("The whole country")), *units]
    return [(path, name) for path, name in everywhere if every or announcing.may_announce(actor, _path(path))]


def _units(branch: office.Branch) -> Iterable[office.UnitCard]:
    return (branch.province, *branch.units)


def _path(chosen: str) -> str:
    return "" if chosen == COUNTRY else chosen


def _nearest(actor: office.Actor, places: list[tuple[str, str]]) -> str:
    """Where this person works."""
    known = {path for path, _name in places}
    return next((path for path in actor.roles_by_path if path in known), COUNTRY)


def _digest(said: announcing.NewAnnouncement) -> str:
    """Of what decides which dates move."""
    facts = (said.path, [(day.on, day.kind.value) for day in said.days])
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
