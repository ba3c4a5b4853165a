"""For everybody: programmes of supervision, what was recommended, what the offices answered and did."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hoiam.desk.reports import queries
from hoiam.desk.reports.views import words
from hoiam.kit import cursors
from hoiam.law.refusal import Refused
from hoiam.office import queries as office


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The newest first, of one office or of all. One statement."""
    unit = next((one for one in office.served() if one.code == request.GET.get("unit", "")), None)
    after = cursors.number(request.GET.get("after", ""))
    found = queries.programmes(unit_ids=[unit.id] if unit else None, after=after)
    here = f"?unit={unit.code}&" if unit else "?"
    context = {
        "rows": [words.programme(row) for row in found.rows],
        "unit": unit,
        "units": office.served(),
        "next_url": f"{here}after={found.next}" if found.next else "",
    }
    return render(request, "reports/citizen/supervision.html", context)


@require_safe
def programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """One with its visits and recommendations. Three statements."""
    try:
        card = queries.programme(programme_id)
    except Refused as refused:
        raise Http404 from refused
    on = timezone.localdate()
    context = {
        **words.programme(card),
        "visits": queries.visits(card.id),
        "recommendations": [words.recommendation(one, on) for one in queries.recommendations(card.id)],
    }
    return render(request, "reports/citizen/programme.html", context)
