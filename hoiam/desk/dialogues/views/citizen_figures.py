"""Figures of dialogues for everybody: all offices in a year, or one over the years with its heads; as a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoiam.desk.dialogues import queries
from hoiam.desk.dialogues.queries.figures import Figures
from hoiam.desk.dialogues.views import words
from hoiam.kit import fold
from hoiam.kit.charts import Bar, BarChart, Part
from hoiam.law import kept
from hoiam.law.conferences import Row
from hoiam.office import passing, queries as office
from hoiam.office.cards import UnitCard

YEARS = 3
MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the tables; what is put off counts with what is promised."""

    name: str
    post: str
    code: str
    row: Row

    @property
    def held(self) -> int:
        return self.row.in_person + self.row.by_deputy

    @property
    def due(self) -> int:
        """Conferences whose day has come, and years without the one that was owed."""
        return self.held + self.row.overdue + self.row.missed

    @property
    def as_announced(self) -> int:
        return self.held - self.row.postponed

    @property
    def not_held(self) -> int:
        return self.row.overdue + self.row.missed

    @property
    def results_due(self) -> int:
        return self.row.results_in_time + self.row.results_late + self.row.results_overdue

    @property
    def in_time(self) -> int:
        return self.row.promises_in_time + self.row.answers_in_time

    @property
    def late(self) -> int:
        return self.row.promises_late + self.row.answers_late

    @property
    def overdue(self) -> int:
        return self.row.promises_overdue + self.row.answers_overdue

    @property
    def running(self) -> int:
        return self.row.promises_running + self.row.answers_running

    @property
    def promised(self) -> int:
        return self.in_time + self.late + self.overdue + self.running

    @property
    def said(self) -> int:
        return self.row.said_kept + self.row.said_partly + self.row.said_not_kept


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Of all offices in a year; of one over the years, with who chaired, and apart of the units it followed.

    Seven statements; ten of one.
    """
    on = timezone.localdate()
    unit = _unit(request)
    if unit is not None:
        return _of_unit(request, unit, on)
    year = _year(request, on)
    units = {one.id: one for one in office.served()}
    found = [one for one in queries.figures(on=on) if one.row.year == year and one.unit_id in units]
    lines = [_line(units[one.unit_id].shown, one) for one in found]
    lines.sort(key=lambda line: fold.fold(line.name))
    most = sorted(lines, key=lambda line: (-line.due, -line.promised))[:MOST_BARS]
    context = {
        "year": year,
        "years": range(on.year, on.year - YEARS, -1),
        "lines": lines,
        **_charts([(line.name, line) for line in most]),
    }
    return render(request, "dialogues/citizen/figures.html", context)


@require_safe
def data(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """All of it as a table: the bytes that `hoiam scores --from-log --csv` counts from the log. Seven statements."""
    text = kept.table(queries.table(on=timezone.localdate()))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="dialogues.csv"'
    return response


def _of_unit(request: HttpRequest, unit: UnitCard, on: date) -> HttpResponse:
    before = {one.id: one for one in passing.predecessors(unit_id=unit.id, on=on)}
    found = queries.figures(on=on, unit_ids=[unit.id, *before])
    lines = [_line(str(one.row.year), one) for one in found if one.unit_id == unit.id]
    earlier = [_line(before[one.unit_id].name, one) for one in found if one.unit_id in before]
    context = {
        "unit": unit,
        "committee": words.committee(unit.id),
        "lines": lines,
        "earlier": earlier,
        "heads": queries.of_heads(unit_id=unit.id),
        **_charts([(line.name, line) for line in reversed(lines)]),
    }
    return render(request, "dialogues/citizen/figures.html", context)


def _line(name: str, one: Figures) -> Line:
    return Line(name, words.in_language(one.title, one.title_en), one.row.unit, one.row)


def _charts(bars: Iterable[tuple[str, Line]]) -> dict[str, Any]:
    """Conferences, and promises; None where there is nothing to draw."""
    named = list(bars)
    held = tuple(Bar(name, _held(line)) for name, line in named if line.due)
    promised = tuple(Bar(name, _promised(line)) for name, line in named if line.promised)
    return {
        "held_chart": held
        and BarChart(_("Conferences due"), _("Held by the head in person, by a deputy, or not held."), held),
        "kept_chart": promised
        and BarChart(
            _("What was promised"),
            _("Promises and answers put off: kept in time, kept late, past their day, not due yet."),
            promised,
        ),
    }


def _held(line: Line) -> tuple[Part, ...]:
    return (
        Part(_("chaired by the head in person"), line.row.in_person, "good"),
        Part(_("chaired by a deputy"), line.row.by_deputy, "warn"),
        Part(_("not held at all"), line.not_held, "bad"),
    )


def _promised(line: Line) -> tuple[Part, ...]:
    return (
        Part(_("kept in time"), line.in_time, "good"),
        Part(_("kept late"), line.late, "warn"),
        Part(_("past its day"), line.overdue, "bad"),
        Part(_("not due yet"), line.running, "plain"),
    )


def _unit(request: HttpRequest) -> UnitCard | None:
    code = request.GET.get("unit", "")
    found = next((one for one in office.served() if one.code == code), None)
    if code and found is None:
        raise Http404
    return found


def _year(request: HttpRequest, on: date) -> int:
    asked = request.GET.get("year", "")
    known = range(on.year, on.year - YEARS, -1)
    return int(asked) if asked in set(map(str, known)) else on.year
