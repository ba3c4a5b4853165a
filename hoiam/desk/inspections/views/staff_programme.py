"""The programme of a year: who is next, what is planned, how much each inspector has; put in, taken out, approved."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.inspections import queries
from hoiam.desk.inspections.actions import programme as programmes
from hoiam.desk.inspections.forms import staff as forms
from hoiam.desk.inspections.queries import EntryCard, ProgrammeCard
from hoiam.desk.inspections.views import shared, words
from hoiam.kit import cursors, deeds
from hoiam.kit.typed import new_key
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view

FIRST, LAST = 2025, 2100


@require_safe
@desk_view
def programme(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Entries, proposals, workload, changes. Nine statements beside sign-in."""
    unit_id = shared.inspecting_unit(actor)
    year = _year(request)
    card = queries.programme(unit_id=unit_id, year=year)
    chosen = {one.target.id for one in card.entries}
    proposed = queries.proposals(unit_id=unit_id, on=timezone.localdate())
    context = {
        **shown(card),
        "unit_name": actor.unit_names[unit_id],
        "years": sorted({*queries.years(unit_id=unit_id), year, timezone.localdate().year + 1}, reverse=True),
        "proposals": [(one, words.REASONS[one.reason]) for one in proposed if one.target.id not in chosen],
        "may_approve": Role.HEAD in actor.roles_in(unit_id) and card.state == "draft" and card.entries,
    }
    return frame.page(request, actor, "inspections/staff/programme.html", context)


@require_http_methods(shared.METHODS)
@desk_view
def add(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """A unit is put in."""
    unit_id = shared.inspecting_unit(actor)
    year = _year(request)
    card = queries.programme(unit_id=unit_id, year=year)
    form = forms.EntryForm(
        request.POST if request.method == "POST" else None,
        units=shared.below(unit_id),
        reasons=words.choices(words.REASONS),
        people=shared.inspectors(unit_id),
        approved=card.state == "approved",
        initial={
            "target_id": cursors.number(request.GET.get("unit", "")),
            "reason": request.GET.get("reason", ""),
            "days": 20,
            "form_key": new_key(),
        },
    )

    def act(said: dict[str, Any]) -> None:
        planned = programmes.Planned(**said)
        programmes.add(unit_id=unit_id, year=year, said=planned, by=actor, at=timezone.now())

    page = _page(request, actor, _("Put a unit into the programme"), card)
    if request.method != "POST":
        return page(form=form)
    return shared.done(request, form, act, _("The unit is in the programme."), _here(year), page)


@require_http_methods(shared.METHODS)
@desk_view
def change(request: HttpRequest, actor: office.Actor, entry_id: int, what: str) -> HttpResponse:
    """A unit is taken out, or others take part."""
    unit_id = shared.inspecting_unit(actor)
    entry = queries.entry(entry_id)
    if entry is None or what not in {"remove", "assign"}:
        raise Http404
    card = queries.programme(unit_id=unit_id, year=entry.begins_on.year)
    if entry_id not in {one.id for one in card.entries}:
        raise Http404
    titles = {"remove": _("Take it out of the programme"), "assign": _("Who takes part")}
    page = _page(request, actor, titles[what], card, entry=entry)
    form = _change_form(request, unit_id, entry, what)
    if request.method != "POST":
        return page(form=form)

    def act(said: dict[str, Any]) -> None:
        deed = programmes.remove if what == "remove" else programmes.assign
        deed(entry_id=entry_id, by=actor, at=timezone.now(), **said)

    return shared.done(request, form, act, _("The programme is changed."), _here(card.year), page)


@require_http_methods(shared.METHODS)
@desk_view
def approve(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """The head signs it."""
    unit_id = shared.inspecting_unit(actor)
    if Role.HEAD not in actor.roles_in(unit_id):
        raise Http404
    year = _year(request)
    card = queries.programme(unit_id=unit_id, year=year)
    form = forms.ApproveForm(request.POST if request.method == "POST" else None)
    page = _page(request, actor, _("Approve the programme"), card)
    if request.method != "POST":
        return page(form=form)

    def act(said: dict[str, Any]) -> None:
        programmes.approve(unit_id=unit_id, year=year, by=actor, at=timezone.now(), **said)

    said = _("The programme is approved: from now on everybody can read it, and changes are on record.")
    return shared.done(request, form, act, said, _here(year), page)


def shown(card: ProgrammeCard) -> dict[str, Any]:
    """A programme in words, for pages of citizens and of staff alike."""
    return {
        "programme": card,
        "year": card.year,
        "entries": [
            {
                "card": one,
                "reason": words.REASONS[one.reason],
                "state": words.state(one.inspection_state) if one.inspection_state else None,
            }
            for one in card.entries
        ],
        "changes": [(one, words.CHANGES[one.what]) for one in card.changes],
    }


def _change_form(request: HttpRequest, unit_id: int, entry: EntryCard, what: str) -> Form:
    data = request.POST if request.method == "POST" else None
    if what == "remove":
        return forms.RemoveForm(data)
    initial = {"inspectors": [one.id for one in entry.inspectors]}
    return forms.AssignForm(data, people=shared.inspectors(unit_id), initial=initial)


def _page(
    request: HttpRequest,
    actor: office.Actor,
    title: str,
    card: ProgrammeCard,
    entry: EntryCard | None = None,
) -> deeds.Page:
    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        context = {**shown(card), "form": form, "refused": refused, "title": title, "entry": entry}
        return frame.page(request, actor, "inspections/staff/entry.html", context, status=status)

    return page


def _year(request: HttpRequest) -> int:
    """Asked for, else this one."""
    year = cursors.number(request.GET.get("year", ""))
    return year if year is not None and FIRST <= year <= LAST else timezone.localdate().year


def _here(year: int) -> str:
    return f"{reverse('inspection_desk:programme')}?year={year}"
