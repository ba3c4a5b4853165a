"""For everybody: programmes, inspections with their conclusions in full, remedies, what units find wrong themselves."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hoiam.desk.inspections import queries
from hoiam.desk.inspections.queries import findings, open_data
from hoiam.desk.inspections.views import staff, staff_programme, words
from hoiam.journal import queries as journal
from hoiam.kit import cursors
from hoiam.law.refusal import Refused
from hoiam.office import passing, queries as office


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Approved programmes of a year and inspections, the newest first. Seven statements with one programme."""
    years = queries.years(approved=True)
    asked = cursors.number(request.GET.get("year", ""))
    year = asked if asked in years else next(iter(years), None)
    unit = _asked_unit(request)
    found = queries.listed(
        target_ids=_with_earlier(unit) if unit else (), after=cursors.number(request.GET.get("after", ""))
    )
    here = f"?unit={unit.code}&" if unit else "?"
    context = {
        "programmes": [
            {**staff_programme.shown(card), "office": words.committee(card.unit_id)}
            for card in (queries.approved(year=year) if year else ())
        ],
        "year": year,
        "years": years,
        "rows": [words.row(row) for row in found.rows],
        "next_url": f"{here}after={found.next}" if found.next else "",
        "units": office.served(),
        "unit": unit,
    }
    return render(request, "inspections/citizen/list.html", context)


@require_safe
def inspection(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Facts and steps; once it is published, the conclusion in full and what became of each remedy. Ten statements."""
    try:
        card = queries.one(inspection_id)
    except Refused as refused:
        raise Http404 from refused
    if card.announced_on is None:
        raise Http404
    on = timezone.localdate()
    steps = queries.steps(card.id)
    published = card.published_on is not None
    evidence = findings.accepted(card.id) if published else {}
    found = queries.findings_of(card.id) if published else ()
    context = {
        **words.inspection(card),
        "dues": staff.dues(card),
        "findings": [{**words.finding(one, on), "evidence": evidence.get(one.id, "")} for one in found],
        "part": queries.part_of(card.id),
        "steps": words.timeline(steps),
        "proofs": _proofs([(words.event(step.event), step.logged) for step in steps]),
        "today": on,
    }
    return render(request, "inspections/citizen/one.html", context)


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """The newest first, of one unit or of all. Two statements."""
    unit = _asked_unit(request)
    found = queries.self_reviews(
        unit_ids=[unit.id] if unit else [], after=cursors.number(request.GET.get("after", ""))
    )
    here = f"?unit={unit.code}&" if unit else "?"
    places = journal.places([one.logged for one in found.rows])
    on = timezone.localdate()
    context = {
        "rows": [{**words.review(one, on), "place": places.get(one.logged)} for one in found.rows],
        "next_url": f"{here}after={found.next}" if found.next else "",
        "units": office.served(),
        "unit": unit,
    }
    return render(request, "inspections/citizen/reviews.html", context)


@require_safe
def review(request: HttpRequest, review_id: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The address that stays of what a unit found wrong: leads to its place in the list. One statement."""
    if not open_data.is_review(review_id):
        raise Http404
    return redirect(f"{reverse('inspections:reviews')}?after={review_id + 1}#r{review_id}")


def _asked_unit(request: HttpRequest) -> office.UnitCard | None:
    return next((one for one in office.served() if one.code == request.GET.get("unit", "")), None)


def _with_earlier(unit: office.UnitCard) -> tuple[int, ...]:
    """A unit and those it followed: what was found there stays theirs."""
    earlier = passing.predecessors(unit_id=unit.id, on=timezone.localdate())
    return (unit.id, *(one.id for one in earlier))


def _proofs(logged: list[tuple[str, int]]) -> list[dict[str, Any]]:
    """Where each step stands in the public log. One statement."""
    places = journal.places([event_id for _title, event_id in logged])
    return [{"title": title, "place": places[event_id]} for title, event_id in logged if event_id in places]
