"""When citizens are received, and how often they were: the calendar, the figures, the feeds."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from hoiam.desk.dialogues import queries as dialogues
from hoiam.desk.reception.queries import figures, places, promised, sessions
from hoiam.desk.reception.queries.sessions import SessionCard
from hoiam.desk.reception.views import words
from hoiam.kit import cursors, fold, ical, weeks
from hoiam.law import kept as spelling
from hoiam.office import owing, queries as office
from hoiam.office.cards import UnitCard
from hoiam.public import maps, receptions
from hoiam.public.data import calendars
from hoiam.public.receptions import Line, PromiseLine

PAGE = 40
MISSED = 20
YEARS = 3
FEED_BACK, FEED_AHEAD = timedelta(days=92), timedelta(days=400)
PROMISES = {
    promised.KEPT: (gettext_lazy("in time"), "success"),
    promised.LATE: (gettext_lazy("late"), "danger"),
    promised.RUNNING: (gettext_lazy("not due yet"), "info"),
}
PRODUCT = "-//Hoi Am//Reception//VI"
_DAY = timedelta(days=1)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month: of one unit each session, of all of them how many a day and those of the day chosen.

    Three statements however many units there are.
    """
    on = timezone.localdate()
    unit, units = _unit(request), office.served()
    chosen = _chosen(request, on)
    first = chosen.replace(day=1)
    last = _next_month(first) - _DAY
    context: dict[str, Any] = {
        "unit": unit,
        "units": _by_name(units),
        "first": first,
        "before": first - _DAY,
        "after": last + _DAY,
        "weekdays": weeks.weekdays(),
        "today": on,
        "chosen": None if unit else chosen,
    }
    if unit:
        cards = sessions.public_of_unit(unit_id=unit.id, first=first, last=last, on=on)
        counts: dict[date, int] = {}
        for card in cards:
            counts[card.on] = counts.get(card.on, 0) + 1
        names = {unit.id: unit}
    else:
        ids = [one.id for one in units]
        counts = dict(sessions.public_counts(unit_ids=ids, first=first, last=last, on=on))
        found = sessions.public_of_day(unit_ids=ids, day=chosen, on=on, limit=PAGE + 1, after=_after(request))
        cards, names = found[:PAGE], {one.id: one for one in units}
        if len(found) > PAGE:
            context["next_url"] = f"?day={chosen.isoformat()}&after={cards[-1].unit_id}.{cards[-1].id}"
    context["weeks"] = receptions.grid(first, counts, today=on, chosen=context["chosen"])
    context["rows"] = [_row(card, names.get(card.unit_id)) for card in cards]
    return render(request, "public/receptions.html", context)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """How often posts received and kept their word, of all units in a year or one over the years. Three statements."""
    on = timezone.localdate()
    unit = _unit(request)
    if unit:
        return _of_unit(request, unit, on)
    year = _year(request, on)
    units = {one.id: one for one in office.served()}
    found = receptions.lines(figures.of_posts(on=on, unit_ids=list(units), year=year), units)
    found.sort(key=lambda one: (fold.fold(one.unit.name), one.title))
    sums = receptions.by_unit(found)
    most = sorted(sums.values(), key=lambda one: -one.due)[: receptions.MOST_BARS]
    outlines = [(one, maps.of(one.province.code)) for one in office.served_tree()]
    context = {
        "year": year,
        "years": range(on.year, on.year - YEARS, -1),
        "rows": found,
        "promises": _promises(year, units, on),
        "chart": receptions.chart(
            [(one.unit.shown, one) for one in most], title=_("Sessions due, unit by unit")
        ),
        "maps": [
            (
                branch.province.shown,
                receptions.drawn(known, branch.units, sums, address=reverse("public:kept")),
                known,
            )
            for branch, known in outlines
            if known
        ],
    }
    return render(request, "public/kept.html", context)


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Answers that one unit promised at its receptions: kept, late, still running. Two statements."""
    unit, on = _served(request.GET.get("unit", "")), timezone.localdate()
    before = cursors.number(request.GET.get("after", ""))
    found = promised.listed(unit.id, on=on, limit=PAGE + 1, before=before)
    context = {
        "unit": unit,
        "committee": office.committee(unit),
        "years": promised.by_year(unit.id, on=on),
        "rows": [(one, PROMISES[one.state]) for one in found[:PAGE]],
        "next_url": f"?unit={unit.code}&after={found[PAGE - 1].id}" if len(found) > PAGE else "",
    }
    return render(request, "public/reception_promises.html", context)


@require_safe
def data(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The figures of receptions and dialogues as a file: the very bytes that `hoiam scores --from-log` counts from
    the log. Ten statements.
    """
    on = timezone.localdate()
    text = spelling.spelled(figures.table(on=on), dialogues.table(on=on), log=settings.HOIAM_ORIGIN, on=on)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="kept.json"'
    return response


@require_safe
def feed(request: HttpRequest, code: str, post_id: int | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A unit's receptions, or one post's, for calendar programs. Two statements."""
    unit = _served(code)
    on = timezone.localdate()
    span = {"first": on - FEED_BACK, "last": on + FEED_AHEAD, "on": on}
    if post_id is None:
        cards = sessions.public_of_unit(unit_id=unit.id, **span)
    else:
        cards = sessions.public_of_post(post_id=post_id, **span)
        if any(card.unit_id != unit.id for card in cards):
            raise Http404
    events = (calendars.reception(card, unit) for card in cards if card.hours)
    name = _("Citizen reception: %(unit)s") % {"unit": unit.shown}
    response = HttpResponse(
        ical.calendar(events, name=name, product=PRODUCT), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'inline; filename="tiep-dan-{unit.code}.ics"'
    return response


def _promises(year: int, units: dict[int, UnitCard], on: date) -> list[PromiseLine]:
    """Two statements."""
    made = [one for one in figures.of_promises(on=on) if one.year == year]
    posts = owing.named({one.post_id for one in made})
    found = receptions.promise_lines(made, posts, units)
    return sorted(found, key=lambda one: (fold.fold(one.unit.name), one.title))


def _of_unit(request: HttpRequest, unit: UnitCard, on: date) -> HttpResponse:
    names = {unit.id: unit}
    found = figures.of_posts(on=on, unit_ids=[unit.id])
    years = sorted({one.year for one in found})
    missed = sessions.missed_of_unit(
        unit_id=unit.id, on=on, limit=MISSED + 1, after=cursors.day_and_number(request.GET.get("after", ""))
    )
    by_year = [(str(year), _sum(unit, [one for one in found if one.year == year])) for year in years]
    context = {
        "unit": unit,
        "committee": office.committee(unit),
        "rows": [(one.year, line) for one, line in zip(found, receptions.lines(found, names), strict=True)],
        "heads": figures.of_heads(unit_id=unit.id),
        "missed": missed[:MISSED],
        "next_url": f"?unit={unit.code}&after={cursors.told((missed[MISSED - 1].on, missed[MISSED - 1].id))}"
        if len(missed) > MISSED
        else "",
        "chart": receptions.chart(by_year, title=_("Sessions due, year by year")),
    }
    return render(request, "public/kept_unit.html", context)


def _sum(unit: UnitCard, rows: Iterable[figures.PostYear]) -> Line:
    found = receptions.by_unit(receptions.lines(rows, {unit.id: unit}))
    return found.get(unit.code, Line(unit, "", 0, 0, 0))


def _row(card: SessionCard, unit: UnitCard | None) -> dict[str, Any]:
    label, color = words.state(card)
    return {
        "card": card,
        "unit": unit,
        "label": label,
        "color": color,
        "kind": words.KINDS[card.kind] if card.kind != "regular" else "",
        "chair": words.chair(card),
        "bookable": card.state in places.OPEN and bool(card.hours),
        "opened": words.shown(own=card.opened_own, strongly=card.opened_strongly) if card.opened_at else "",
    }


def _unit(request: HttpRequest) -> UnitCard | None:
    code = request.GET.get("unit", "")
    return _served(code) if code else None


def _served(code: str) -> UnitCard:
    found = next((one for one in office.served() if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _by_name(units: Iterable[UnitCard]) -> list[UnitCard]:
    return sorted(units, key=lambda one: fold.fold(one.name))


def _chosen(request: HttpRequest, on: date) -> date:
    """The day asked for; what makes no sense, or lies too far, is today."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return on
    return day if abs(day.year - on.year) <= YEARS else on


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _year(request: HttpRequest, on: date) -> int:
    asked = request.GET.get("year", "")
    known = range(on.year, on.year - YEARS, -1)
    return int(asked) if asked in set(map(str, known)) else on.year


def _after(request: HttpRequest) -> tuple[int, int]:
    unit, _dot, number = request.GET.get("after", "").partition(".")
    return cursors.number(unit) or 0, cursors.number(number) or 0
