"""Words around a message: who wrote, and what of it is open."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hoiam.desk.cases.queries import StepCard
from hoiam.desk.cases.queries.messages import MessageCard
from hoiam.kit import days
from hoiam.law.messages import Kind, Side


def for_citizen(thread: Iterable[MessageCard]) -> list[dict[str, Any]]:
    """The office has no names here."""
    names = {Side.OFFICE.value: _("The office"), Side.CITIZEN.value: _("You")}
    return [_shown(one, names[one.side]) for one in thread]


def for_staff(thread: Iterable[MessageCard]) -> list[dict[str, Any]]:
    """With the name of who wrote for the office."""
    return [_shown(one, one.who or _("The citizen")) for one in thread]


def waiting(steps: Sequence[StepCard]) -> tuple[bool, date | None]:
    """Whether the office asked something that the citizen has not answered, and by when it hopes; from the history."""
    asked = False
    hoped: list[date] = []
    for step in steps:
        if step.event == "ask":
            asked = True
            hoped += [date.fromisoformat(step.facts["hoped"])] if step.facts.get("hoped") else []
        elif step.event == "say":
            asked, hoped = False, []
    return asked, min(hoped, default=None)


def state_of(steps: Sequence[StepCard]) -> dict[str, Any]:
    """For the page of a case at the desk: how many messages, and whether the citizen or the office spoke last."""
    spoken = [step.event for step in steps if step.event in {"ask", "tell", "say"}]
    asked, by = waiting(steps)
    return {
        "count": len(spoken),
        "asked": asked,
        "hoped": by,
        "citizen_last": spoken[-1:] == ["say"],
    }


def hoped(facts: Mapping[str, str]) -> str:
    """What a question's line of the history adds to its title."""
    if not facts.get("hoped"):
        return ""
    return _("An answer is hoped for by %(day)s.") % {
        "day": days.day_text(date.fromisoformat(facts["hoped"]))
    }


def _shown(one: MessageCard, who: str) -> dict[str, Any]:
    wants = {Kind.QUESTION.value: _("Question"), Kind.DOCUMENT.value: _("A document is needed")}
    asks = wants.get(one.kind, "") if one.side == Side.OFFICE else ""
    return {"card": one, "who": who, "asks": asks, "mine": one.side == Side.CITIZEN}
