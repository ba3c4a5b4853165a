"""Tasks along time, drawn by the server: a bar from the day each was given to its last day, its steps as dots."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from hoiam.desk.directives.queries import MilestoneCard, TaskRow
from hoiam.desk.directives.views.words import BARS, WAITING
from hoiam.kit import charts, days

STEP, TOP, LABEL = 44, 26, 48
_MARGIN = timedelta(days=3)


def drawn(rows: Sequence[TaskRow], steps: Sequence[MilestoneCard], on: date) -> SafeString:
    """One SVG; nothing for no task. Its table stands beside it on the page."""
    if not rows:
        return SafeString("")
    first = min((one.given_on or on) for one in rows) - _MARGIN
    last = max(max(one.due_on, one.done_on or one.due_on) for one in rows) + _MARGIN
    scale = _Scale(first, last)
    parts = [
        _months(scale, len(rows)),
        *(_row(one, place, scale, on, steps) for place, one in enumerate(rows)),
    ]
    height = TOP + len(rows) * STEP + 8
    parts.append(_today(scale, on, height))
    title = gettext("Tasks along time")
    desc = gettext("A bar for each task from the day it was given to its last day; the table says the same.")
    return SafeString(charts.frame("gantt", title, desc, "timeline", height, "".join(parts)))


class _Scale:
    """Where a day stands on the sheet."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.span = max((last - first).days, 1)

    def x(self, day: date) -> float:
        return charts.WIDTH * min(max((day - self.first).days, 0), self.span) / self.span


def _months(scale: _Scale, count: int) -> str:
    """A guide line where a month begins; at most eight are named."""
    begins = _firsts(scale.first, scale.last)
    every = max(1, -(-len(begins) // 8))
    parts = []
    for place, day in enumerate(begins):
        x = charts.number(scale.x(day))
        parts.append(f'<path class="chart-guide" d="M{x} {TOP - 6}V{TOP + count * STEP}"/>')
        if place % every == 0 and scale.x(day) < charts.WIDTH - LABEL:
            parts.append(charts.text(scale.x(day) + 3, 12, f"{day:%m/%Y}", "chart-axis"))
    return "".join(parts)


def _firsts(first: date, last: date) -> list[date]:
    found, day = [], date(first.year, first.month, 1)
    while day <= last:
        if day >= first:
            found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def _row(one: TaskRow, place: int, scale: _Scale, on: date, steps: Sequence[MilestoneCard]) -> str:
    top = TOP + place * STEP
    left, right = scale.x(one.given_on or on), scale.x(one.due_on)
    late = "warn" if one.state == "done" else "bad"
    role = late if one.late(on) else BARS.get(one.state or WAITING, "calm")
    parts = [
        charts.text(0, top + 13, f"{one.number}. {_short(one)}", "chart-label"),
        charts.rect(left, top + 19, max(right - left, 2), 14, f"chart-{role}"),
    ]
    if one.extended:
        parts.append(_tick(scale.x(one.first_due_on), top))
    parts += [_dot(scale.x(step.on), top + 26) for step in steps if step.task_id == one.id]
    return "".join(parts)


def _short(one: TaskRow) -> str:
    """As much as stands in one line."""
    words = f"{one.unit} · {days.day_text(one.due_on, 'short')}"
    return words if len(words) < 60 else f"{words[:58]}…"  # noqa: PLR2004 - letters of a line


def _tick(x: float, top: int) -> str:
    """The day as it was first set."""
    return f'<path class="chart-guide" d="M{charts.number(x)} {top + 17}V{top + 35}"/>'


def _dot(x: float, y: float) -> str:
    return f'<circle class="chart-dot chart-plain" cx="{charts.number(x)}" cy="{charts.number(y)}" r="4"/>'


def _today(scale: _Scale, on: date, height: int) -> str:
    if not scale.first <= on <= scale.last:
        return ""
    x = charts.number(scale.x(on))
    return f'<path class="chart-line chart-bad" d="M{x} {TOP - 8}V{height - 4}"/>'


def table(rows: Sequence[dict[str, Any]], steps: Sequence[MilestoneCard]) -> list[dict[str, Any]]:
    """The same in words: each row with its steps."""
    return [{**one, "steps": [step for step in steps if step.task_id == one["card"].id]} for one in rows]
