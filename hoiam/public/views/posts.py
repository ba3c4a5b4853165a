"""How one post keeps its duties, on one page; how the figures are made; and the files that hold them."""

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hoiam.desk.cases.queries.duty_names import KINDS
from hoiam.desk.reception.queries import figures as receptions
from hoiam.law import scores
from hoiam.office import queries as office
from hoiam.office.cards import PostCard, UnitCard
from hoiam.public import deleted, figures, score_files, standings
from hoiam.public.standings import Standing
from hoiam.public.views.scores import cited, served

TYPES = {
    score_files.JSON: "application/json; charset=utf-8",
    score_files.CSV: "text/csv; charset=utf-8",
}
PROMISES = {"promise": _("Promises made at dialogue conferences"), "promised": _("Promised at receptions")}
HEADLINES = {
    **PROMISES,
    "task": _("Tasks of directives"),
    "remedy": _("Remedies that inspections asked for"),
    "mend": _("What the office found wrong itself"),
    "answer": _("Answers to petitions and reports"),
    "settle": _("Complaints settled"),
}
"""What people ask of a head first; each is shown where there is any."""


@require_safe
def post(request: HttpRequest, code: str, post_id: int) -> HttpResponse:
    """The head of an office: headlines, kind by kind, month by month, beside others. Seven statements.

    Of posts below the head of office there is no page: nobody below is compared with anybody.
    """
    unit, on = served(code), timezone.localdate()
    card = next((one for one in office.posts(unit_id=unit.id, on=on) if one.id == post_id), None)
    if card is None or not card.is_head:
        raise Http404
    period = figures.period(request.GET.get("period", ""), on=on)
    standing = standings.standing(unit=unit, period=period, on=on, post_id=card.id)
    context = {
        "unit": unit,
        "committee": office.committee(unit),
        "post": card,
        "standing": standing,
        "tiles": standings.tiles(standing.total),
        "headlines": _headlines(standing),
        "receptions": _receptions(unit, card, on, period),
        "trend": standings.trend(unit_id=unit.id, period=period, post_id=card.id),
        "periods": figures.periods(on=on),
        "period": period,
        "cited": cited(request, card.shown, on),
    }
    return render(request, "public/post.html", context)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How the figures are made, in plain words; a file for each language. Three statements."""
    language = "en" if translation.get_language() == "en" else "vi"
    duties, since, erased = deleted.of_all()
    context = {
        "gone": duties,
        "gone_since": since,
        "erased": erased,
        "prose": f"public/scores_method.{language}.html",
        "small": scores.SMALL,
        "few": scores.FEW,
        "kinds": list(KINDS.values()),
        "written_on": score_files.written_on(),
    }
    return render(request, "public/scores_method.html", context)


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    """The figures of the day as the worker wrote them; the log has their SHA-256. No statement."""
    path = score_files.home() / name
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type=TYPES[name], filename=name)


def _headlines(standing: Standing) -> list[dict[str, Any]]:
    lines = {one.key: one for one in standing.kinds if one.counts.due}
    return [{"name": name, "line": lines[key]} for key, name in HEADLINES.items() if key in lines]


def _receptions(
    unit: UnitCard, card: PostCard, on: date, period: figures.Period
) -> list[receptions.PostYear]:
    """Sessions held in person, by a deputy and missed, in each year of the period. One statement."""
    found = receptions.of_posts(on=on, unit_ids=[unit.id])
    return [
        one for one in found if one.post_id == card.id and period.first.year <= one.year <= period.last.year
    ]
