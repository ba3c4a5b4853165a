"""Who works on what: substitutes, a colleague's work handed over, many cases assigned, a division at one glance."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.cases.actions import staffing
from hoiam.desk.cases.forms.staff_work import AssignManyForm, HandOverForm, SubstituteForm
from hoiam.desk.cases.queries import choices, work as queries
from hoiam.desk.cases.views import staff_desk, staff_work_words, words
from hoiam.kit import cursors
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.notices import quiet
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

METHODS = ["GET", "HEAD", "POST"]
A_YEAR = timedelta(days=365)


@require_http_methods(METHODS)
@desk_view
def work(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Who is away and who works in their place; naming a substitute."""
    unit_id = _unit(request, actor, in_hand.WORK)
    on = timezone.localdate()
    people = staff_work_words.people(unit_id, on)
    form = SubstituteForm(request.POST if request.method == "POST" else None, people=people)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            staffing.name_substitute(unit_id=unit_id, by=actor, at=timezone.now(), **form.cleaned_data)
            staffing.keep_up(at=timezone.now())
        except Refused as reason:
            refused = reason
        else:
            flash.success(request, _("The substitute is named."))
            return redirect("desk:work")
    context = {
        "form": form,
        "refused": refused,
        "substitutions": queries.substitutions(unit_id=unit_id, on=on),
        "desk": bool(actor.roles_in(unit_id) & in_hand.DESK),
        "me": actor.person_id,
        "head": Role.HEAD in actor.in_person(unit_id),
        "quiet": quiet.hours(timezone.now(), "sms"),
        "handlers": staff_work_words.handlers(unit_id, on),
        "sms": choices.sends_sms(unit_id),
        "digest": queries.wants_digest(actor.person_id),
        "unit_name": actor.unit_names[unit_id],
    }
    return frame.page(request, actor, "cases/staff/work.html", context, status=_status(form, refused))


@require_http_methods(METHODS)
@desk_view
def assign(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """The chosen cases to one handler; then what became of each."""
    unit_id = _unit(request, actor, in_hand.DESK)
    on = timezone.localdate()
    ids = _ids(request.POST if request.method == "POST" else request.GET)
    form = AssignManyForm(
        request.POST if request.method == "POST" else None, handlers=staff_work_words.handlers(unit_id, on)
    )
    refused = None
    if request.method != "POST":
        staff_desk.begin_in(form)
    elif form.is_valid():
        try:
            done = staffing.assign_many(case_ids=ids, by=actor, at=timezone.now(), **form.cleaned_data)
            return _outcomes(request, actor, done)
        except Refused as reason:
            refused = reason
    rows = queries.chosen(unit_id=unit_id, case_ids=ids, by=actor, on=on)
    context = {"form": form, "refused": refused, "rows": _rows(rows), "unit": unit_id}
    return frame.page(request, actor, "cases/staff/assign_many.html", context, status=_status(form, refused))


@require_http_methods(METHODS)
@desk_view
def hand_over(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """A colleague's open cases, all or some, to another handler."""
    unit_id = _unit(request, actor, in_hand.WORK)
    on = timezone.localdate()
    data = request.POST if request.method == "POST" else request.GET
    person = cursors.number(data.get("person", "")) or actor.person_id
    try:
        rows = queries.work_of(unit_id=unit_id, person_id=person, by=actor, on=on)
    except Refused as none_of_theirs:
        raise Http404 from none_of_theirs
    handlers = [one for one in staff_work_words.handlers(unit_id, on) if one[0] != person]
    form = HandOverForm(request.POST if request.method == "POST" else None, handlers=handlers)
    ids = [row.id for row in rows] if "all" in data else _ids(data)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            done = staffing.hand_over(
                case_ids=ids, person=person, by=actor, at=timezone.now(), **form.cleaned_data
            )
            return _outcomes(request, actor, done)
        except Refused as reason:
            refused = reason
    names = dict(staff_work_words.people(unit_id, on))
    context = {
        "form": form,
        "refused": refused,
        "rows": _rows(rows, chosen=ids),
        "person": person,
        "name": names.get(person, actor.name),
    }
    return frame.page(request, actor, "cases/staff/hand_over.html", context, status=_status(form, refused))


@require_safe
@desk_view
def division(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Each handler's open, late and nearest work, for the head and whoever oversees the unit."""
    units = [
        unit for unit in office.served() if queries.may_watch(unit_path=unit.path, unit_id=unit.id, by=actor)
    ]
    if not units:
        raise Http404
    asked = cursors.number(request.GET.get("unit", ""))
    unit = next((one for one in units if one.id == asked), units[0])
    on = timezone.localdate()
    context = {
        "rows": queries.division(unit=unit, by=actor, on=on),
        "receptions": queries.receptions(unit_id=unit.id, since=timezone.now() - A_YEAR),
        "most": queries.COUNT_LIMIT,
        "today": on,
        "unit": unit,
        "units": [{"pk": one.id, "name": one.shown} for one in units],
        "links": Role.HEAD in actor.roles_in(unit.id),
    }
    return frame.page(request, actor, "cases/staff/division.html", context)


def _unit(request: HttpRequest, actor: office.Actor, roles: frozenset[Role]) -> int:
    unit_id, _units = in_hand.unit_of(request, actor, roles)
    return unit_id


def _ids(data: Any) -> list[int]:
    return [number for text in data.getlist("case") if (number := cursors.number(text))]


def _rows(rows: Sequence[queries.WorkRow], chosen: Sequence[int] | None = None) -> list[dict[str, Any]]:
    wanted = {row.id for row in rows} if chosen is None else set(chosen)
    return [{"row": row, "state": words.state(row.state), "chosen": row.id in wanted} for row in rows]


def _status(form: Any, refused: Refused | None) -> int:
    return 422 if form.errors or refused else 200


def _outcomes(request: HttpRequest, actor: office.Actor, done: Sequence[staffing.Outcome]) -> HttpResponse:
    count = sum(one.refused is None for one in done)
    context = {"done": done, "count": count, "left": len(done) - count}
    return frame.page(request, actor, "cases/staff/outcomes.html", context)
