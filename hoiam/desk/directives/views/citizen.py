"""For everybody: directives whose text is open, plans, and their tasks with units, days and states."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hoiam.desk.directives import queries
from hoiam.desk.directives.forms import staff as forms
from hoiam.desk.directives.queries import PlanCard, open_data
from hoiam.desk.directives.queries.plans import Filter
from hoiam.desk.directives.views import shared, words
from hoiam.journal import queries as journal
from hoiam.kit import charts, cursors


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Directives and plans, the newest first. Three statements."""
    on = timezone.localdate()
    found = queries.directives.open_ones(after=cursors.number(request.GET.get("after", "")))
    made = queries.plans.issued(on=on, after=cursors.number(request.GET.get("plan", "")))
    context = {
        "rows": found.rows,
        "next_url": f"?after={found.next}" if found.next else "",
        "plans": [words.plan_row(one, on) for one in made.rows],
        "plans_next": f"?plan={made.next}" if made.next else "",
    }
    return render(request, "directives/citizen/list.html", context)


@require_safe
def one(request: HttpRequest, directive_id: int) -> HttpResponse:
    """A directive whose text is open, with its plans. Five statements."""
    card = shared.found(lambda: queries.directives.one(directive_id))
    if not card.open:
        raise Http404
    on = timezone.localdate()
    plans = [row for row in queries.plans.of_directive(card.id, on=on) if row.card.issued_at]
    told = queries.directives.briefings(card.id)
    context = {
        "directive": card,
        "unit_name": words.unit(card.unit_id, on),
        "plans": [words.plan_row(row, on) for row in plans],
        "briefed": sum(count for _card, count, _said in told),
        "acknowledged": sum(said for _card, _count, said in told),
        "index": journal.public_indexes([card.entry]).get(card.entry),
    }
    return render(request, "directives/citizen/one.html", context)


@require_safe
def task(request: HttpRequest, task_id: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The address that stays of a task: leads to its place in its plan. One statement."""
    place = open_data.place(task_id)
    if place is None:
        raise Http404
    plan_id, number = place
    return redirect(f"{reverse('directives:plan', args=(plan_id,))}?after={number - 1}#t{number}")


@require_safe
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Its tasks by number, of one unit or all. Five statements."""
    card: PlanCard = shared.found(lambda: queries.plans.one(plan_id))
    if card.issued_at is None:
        raise Http404
    on = timezone.localdate()
    states = [(code, words.state(code)[0]) for code in words.STATES[1:]]
    form = forms.FilterForm(request.GET, units=queries.plans.units(card.id), states=states)
    asked = form.cleaned_data if form.is_valid() else {}
    after = cursors.number(request.GET.get("after", ""))
    chosen = Filter(
        unit_id=asked.get("unit"), state=asked.get("state", ""), late=asked.get("late", False), after=after
    )
    found = queries.plans.tasks(card.id, chosen, on=on)
    query = urlencode(
        {name: request.GET[name] for name in ("unit", "state", "late") if request.GET.get(name)}
    )
    counts = queries.plans.counts([card.id], on=on).get(card.id, queries.Counts())
    entries = queries.tasks.entries([row.id for row in found.rows])
    context = {
        **words.plan(card, on),
        "form": form,
        "rows": _rows(found.rows, entries, on),
        "counts": [(label, getattr(counts, name)) for name, label, _role in words.COUNTS[1:]],
        "chart": _chart(card, counts),
        "asked": bool(query),
        "first_url": f"?{query}" if after else "",
        "next_url": f"?{query}&after={found.next}" if found.next else "",
    }
    return render(request, "directives/citizen/plan.html", context)


def _rows(rows: Sequence[queries.TaskRow], entries: dict[int, int], on: Any) -> list[dict[str, Any]]:
    """Only what was given out, each with where its latest entry stands in the log."""
    indexes = journal.public_indexes(entries.values())
    return [
        {**words.task(row, on), "index": indexes.get(entries.get(row.id, 0))} for row in rows if row.state
    ]


def _chart(card: PlanCard, counts: queries.Counts) -> charts.BarChart:
    parts = tuple(
        charts.Part(str(label), getattr(counts, name), role) for name, label, role in words.COUNTS[1:]
    )
    return charts.BarChart(
        title=str(words.CHART_TITLE),
        desc=str(words.CHART_DESC),
        bars=(charts.Bar(card.number, parts),),
    )
