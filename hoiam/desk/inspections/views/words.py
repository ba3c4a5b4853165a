"""Words for the codes of this counter, for pages of citizens and of staff alike."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy as _

from hoiam.desk.inspections.queries import FindingCard, InspectionCard, ReviewCard, Row
from hoiam.desk.inspections.queries.cards import StepCard
from hoiam.kit import days
from hoiam.law import packs
from hoiam.office import queries as office

Words = str | Promise
PROCEDURE = "inspection"
SUCCEEDED = "succeed"
KINDS: dict[str, Words] = {
    "planned": _("From the programme"),
    "taking_office": _("When a new head takes office"),
    "unscheduled": _("Unscheduled"),
}
COLORS = {
    "decided": "neutral",
    "running": "accent",
    "ended": "accent",
    "reported": "accent",
    "drafted": "info",
    "with_superior": "info",
    "concluded": "warning",
    "ordered": "warning",
    "carried_out": "success",
    "broken_off": "neutral",
}
REASONS: dict[str, Words] = {
    "longest_ago": _("Its last inspection lies longest ago"),
    "never": _("It was never inspected"),
    "late_duties": _("What it owes is often late"),
    "complaints": _("Many complaints against its decisions were found right"),
    "follow_up": _("To see what became of an earlier conclusion"),
    "instructed": _("By a written instruction from above"),
}
SEVERITIES: dict[str, tuple[Words, str]] = {
    "minor": (_("Minor"), "neutral"),
    "serious": (_("Serious"), "warning"),
    "grave": (_("Grave"), "danger"),
}
REMEDIES: dict[str, tuple[Words, str]] = {
    "found": (_("Found, not concluded yet"), "neutral"),
    "running": (_("To be remedied"), "accent"),
    "sent_back": (_("Sent back"), "warning"),
    "waiting": (_("Reported, to be accepted"), "info"),
    "overdue": (_("Past its day"), "danger"),
    "in_time": (_("Remedied in time"), "success"),
    "late": (_("Remedied late"), "warning"),
}
REVIEWS: dict[str, tuple[Words, str]] = {
    "running": (_("Not due yet"), "accent"),
    "overdue": (_("Past its day"), "danger"),
    "in_time": (_("Mended in time"), "success"),
    "late": (_("Mended late"), "warning"),
}
FAULTS: dict[str, Words] = {
    "late": _("Something was late"),
    "unanswered": _("Something was not answered"),
    "reception": _("Reception of citizens"),
    "procedure": _("A step of a procedure was left out"),
    "publicity": _("Something was not published"),
    "records": _("Registers and files"),
    "conduct": _("Conduct at the counter"),
}
RELATED: dict[str, Words] = {
    "family": _("Somebody of my family works there"),
    "worked": _("I worked there"),
    "property": _("A matter of property or contract"),
    "other": _("Another reason to keep out"),
}
GROUNDS: dict[str, Words] = {
    "state": _("State secret: left out"),
    "bank": _("Bank secret: left out"),
    "business": _("Business secret: left out"),
    "personal": _("Personal data: left out"),
    "shown": _("Nothing protects it: published"),
}
CHANGES: dict[str, Words] = {"added": _("Put in"), "removed": _("Taken out")}
CLOCKS: dict[str, Words] = {
    "duration": _("To end on the spot by"),
    "conclusion": _("Conclusion due by"),
    "explanation": _("Explanation of the unit due by"),
    "superior_opinion": _("Answer from above due by"),
    "publish_conclusion": _("To be published by"),
    "implement_order": _("Order to carry it out due by"),
}
UNNUMBERED = frozenset({"duration", "publish_conclusion"})
"""Clocks to which the law of 2025 gives no number that was found: the day named in the decision."""


def state(code: str) -> tuple[str, str]:
    """Of an inspection, in the words of the law's table, and its colour."""
    found = pack().words[f"{PROCEDURE}.state.{code}"]
    return in_language(found.vi, found.en), COLORS[code]


def event(code: str) -> str:
    """A step of an inspection; following to another unit is none of the law's table."""
    if code == SUCCEEDED:
        return gettext("Followed to the unit that has its functions now")
    found = pack().words[f"{PROCEDURE}.event.{code}"]
    return in_language(found.vi, found.en)


def in_language(vietnamese: str, english: str) -> str:
    """The one that the reader reads."""
    return english if get_language() == "en" else vietnamese


def committee(unit_id: int) -> str:
    """The People's Committee of a served unit, or nothing."""
    card = office.served_unit(unit_id)
    return office.committee(card) if card else ""


def row(card: Row) -> dict[str, Any]:
    """One line of a list."""
    label, color = state(card.state)
    return {"card": card, "state": label, "color": color, "kind": KINDS[card.kind]}


def inspection(card: InspectionCard) -> dict[str, Any]:
    """One inspection."""
    label, color = state(card.state)
    leader = next((one.name for one in card.members if one.id == card.leader_id), "")
    return {
        "inspection": card,
        "state": label,
        "color": color,
        "kind": KINDS[card.kind],
        "office": committee(card.unit_id),
        "leader": leader,
        "others": [one.name for one in card.members if one.id != card.leader_id],
    }


def finding(card: FindingCard, on: date) -> dict[str, Any]:
    """One finding as it stands on a day."""
    code = card.standing(on)
    label, color = REMEDIES[code]
    severity, severity_color = SEVERITIES[card.severity]
    return {
        "card": card,
        "code": code,
        "state": label,
        "color": color,
        "severity": severity,
        "severity_color": severity_color,
        "passed_on": card.owner.id != card.post.id,
    }


def review(card: ReviewCard, on: date) -> dict[str, Any]:
    """What a unit found wrong with itself, as it stands on a day."""
    code = card.standing(on)
    label, color = REVIEWS[code]
    return {
        "card": card,
        "code": code,
        "state": label,
        "color": color,
        "category": FAULTS[card.category],
        "passed_on": card.owner.id != card.post.id,
    }


def timeline(found: tuple[StepCard, ...]) -> list[dict[str, Any]]:
    """What happened, for kit/timeline.html; the newest first."""
    return [
        {
            "title": event(step.event),
            "icon": "check",
            "color": "neutral",
            "at": step.at,
            "by": "",
            "text": "\n".join(filter(None, (_signed(step), step.reason))),
        }
        for step in reversed(found)
    ]


def _signed(step: StepCard) -> str:
    day = days.day_text(step.day) if step.day else ""
    who = {None: "", True: gettext("signed by the head"), False: gettext("signed by a deputy")}
    return " · ".join(filter(None, (step.number, day, who[step.in_person])))


def choices(words: dict[str, Words]) -> list[tuple[str, Words]]:
    """For a form."""
    return list(words.items())


def pack() -> packs.Pack:
    """The rules of this installation."""
    return packs.load(settings.HOIAM_PACK)
