"""Words for the codes of this counter, for pages of citizens and of staff alike."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy as _

from hoiam.desk.directives.queries import Counts, PlanCard, PlanRow, TaskRow
from hoiam.law import packs
from hoiam.office import queries as office

Words = str | Promise
PROCEDURE = "directive_task"
SUCCEEDED = "succeed"
WAITING = "waiting"
COLORS = {
    "assigned": "info",
    "in_work": "accent",
    "asked": "warning",
    "reported": "info",
    "done": "success",
    "cancelled": "neutral",
    WAITING: "neutral",
}
STATES = (WAITING, "assigned", "in_work", "asked", "reported", "done", "cancelled")
BARS = {"done": "good", "late": "bad", "asked": "warn", "cancelled": "plain", WAITING: "plain"}
COUNTS: tuple[tuple[str, Words, str], ...] = (
    ("waiting", _("Not given out yet"), "plain"),
    ("running", _("Running"), "calm"),
    ("late", _("Past its day"), "bad"),
    ("reported", _("Reported, to be looked at"), "warn"),
    ("done", _("Done in time"), "good"),
    ("done_late", _("Done late"), "warn"),
    ("cancelled", _("Cancelled"), "plain"),
)

CHART_TITLE: Words = _("Tasks of the plan by how they stand")
CHART_DESC: Words = _("How many tasks run, are past their day, were done in time, late, or cancelled.")


def state(code: str) -> tuple[str, str]:
    """Of a task, in the words of the law's table, and its colour."""
    if not code or code == WAITING:
        return gettext("Not given out yet"), COLORS[WAITING]
    found = packs.load(settings.HOIAM_PACK).words[f"{PROCEDURE}.state.{code}"]
    return in_language(found.vi, found.en), COLORS[code]


def event(code: str) -> str:
    """A step of a task; following to another unit is none of the law's table."""
    if code == SUCCEEDED:
        return gettext("Followed to the unit that has its functions now")
    found = packs.load(settings.HOIAM_PACK).words[f"{PROCEDURE}.event.{code}"]
    return in_language(found.vi, found.en)


def in_language(vietnamese: str, english: str) -> str:
    """The one that the reader reads."""
    return english if get_language() == "en" else vietnamese


def unit(unit_id: int, on: date) -> str:
    """A unit's name, in force or not; no statement while it is served and warm."""
    card = office.served_unit(unit_id) or office.units([unit_id], on=on).get(unit_id)
    return card.shown if card else ""


def task(row: TaskRow, on: date) -> dict[str, Any]:
    """One line of a list."""
    label, color = state(row.state)
    late = row.late(on)
    return {
        "card": row,
        "state": label,
        "color": color,
        "late": late,
        "done_late": late and row.state == "done",
    }


def plan(card: PlanCard, on: date) -> dict[str, Any]:
    """One plan."""
    return {"plan": card, "plan_unit": unit(card.unit_id, on)}


def plan_row(row: PlanRow, on: date) -> dict[str, Any]:
    """A plan in a list."""
    counts = row.counts
    return {
        "card": row.card,
        "unit": unit(row.card.unit_id, on),
        "counts": counts,
        "done": counts.done + counts.done_late,
    }


def tiles(counts: Counts, here: str) -> list[dict[str, Any]]:
    """How many tasks stand how."""
    links = {"late": "?late=on", "reported": "?state=reported", "waiting": "?state=waiting"}
    return [
        {
            "value": getattr(counts, name),
            "label": label,
            "color": "danger" if name == "late" and counts.late else "neutral",
            "url": f"{here}{links[name]}" if name in links and getattr(counts, name) else "",
        }
        for name, label, _role in COUNTS
    ]


SAID: dict[str, Words] = {
    "take_up": _("The task is taken up."),
    "hand_on": _("The task is handed on."),
    "note_progress": _("The progress is noted."),
    "ask_for_time": _("Asked. The day stays as it is until the head who gave the task decides."),
    "grant_time": _("The new day is set."),
    "deny_time": _("The day stays as it is."),
    "report": _("Reported. Somebody else looks at it now."),
    "return": _("The report is sent back."),
    "approve": _("The task is confirmed as done."),
    "cancel": _("The task is cancelled."),
}
