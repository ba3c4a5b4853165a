"""For everybody: what the press or the public raised, which office owes an answer until when, and the answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hoiam.desk.cases.queries import press
from hoiam.desk.reports.views import words
from hoiam.kit import cursors
from hoiam.office import queries as office


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The newest first, of one office or of all. One statement."""
    unit = next((one for one in office.served() if one.code == request.GET.get("unit", "")), None)
    after = cursors.day_and_number(request.GET.get("after", ""))
    found = press.raised(unit_id=unit.id if unit else None, after=after, on=timezone.localdate())
    here = f"?unit={unit.code}&" if unit else "?"
    context = {
        "rows": [words.press(row) for row in found.rows],
        "unit": unit,
        "units": office.served(),
        "next_url": f"{here}after={cursors.told(found.next)}" if found.next else "",
    }
    return render(request, "reports/citizen/press.html", context)
