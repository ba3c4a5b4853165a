"""What stands against a row of a table, in words: what it is, and what to do."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from hoiam.desk.directives.actions.importing import ReadRow
from hoiam.desk.directives.views import words
from hoiam.kit import days
from hoiam.law.refusal import Refused

COLUMNS: Mapping[str, str | Promise] = {
    "title": _("Task"),
    "unit": _("Unit"),
    "due": _("Due day"),
    "post": _("Responsible post"),
    "measure": _("What is measured"),
    "evidence": _("What is to show that it is done"),
    "beside": _("Working with it"),
}
PROBLEMS: Mapping[str, str | Promise] = {
    "title_missing": _("The task has no words."),
    "words_too_long": _("A cell has more than 500 letters. Make it shorter."),
    "unit_missing": _("No unit is named. Name the unit by its name or code."),
    "unit_unknown": _("There is no such unit here or below. Compare its name."),
    "unit_unclear": _("Several units have this name. Use the code."),
    "post_needed": _("No post is named. Somebody must be responsible: name a post of this unit."),
    "post_unknown": _("This unit has no such post. Write its title in full."),
    "day_missing": _("No last day is named."),
    "day_unread": _("This is no day that can be read. Write it as 15/3/2027."),
    "unit_not_below": _("This unit is not below the unit of the plan."),
}


def problem(refused: Refused, on: date) -> str:
    """One sentence or two."""
    with_facts = WITH_FACTS.get(refused.code)
    if with_facts is not None:
        return with_facts(refused.facts, on)
    return str(PROBLEMS.get(refused.code, _("This row cannot be read.")))


def columns(refused: Refused | None) -> str:
    """Names of the headings that were not found."""
    if refused is None or refused.code != "headings_missing":
        return ""
    names = refused.facts["columns"]
    return ", ".join(str(COLUMNS[name]) for name in names) if isinstance(names, tuple) else ""


def notes(row: ReadRow) -> list[str]:
    """What was read otherwise than it stands."""
    said = []
    if row.before:
        said.append(gettext("“%(cell)s” was read as: no later than the day before.") % {"cell": row.due})
    if row.carried:
        names = ", ".join(str(COLUMNS[name]) for name in row.carried)
        said.append(gettext("From the merged cell above: %(columns)s.") % {"columns": names})
    if row.taken:
        said.append(gettext("Taken in before."))
    return said


def _dissolved(facts: Mapping[str, Any], on: date) -> str:
    gone = words.unit(facts["unit_id"], on)
    since = days.day_text(facts["since"])
    if facts["successor_id"] is None:
        return gettext("%(unit)s is no more since %(day)s. Name the unit that has its functions now.") % {
            "unit": gone,
            "day": since,
        }
    return gettext("%(unit)s is no more since %(day)s. Its functions are with: %(heir)s. Name that unit.") % {
        "unit": gone,
        "day": since,
        "heir": words.unit(facts["successor_id"], on),
    }


def _past(facts: Mapping[str, Any], _on: date) -> str:
    return gettext("%(day)s is not a day to come.") % {"day": days.day_text(facts["named"])}


def _after(facts: Mapping[str, Any], _on: date) -> str:
    return gettext("%(day)s lies after the last day of the task above, %(limit)s.") % {
        "day": days.day_text(facts["named"]),
        "limit": days.day_text(facts["limit"]),
    }


def _beside(text: str | Promise) -> Callable[[Mapping[str, Any], date], str]:
    def said(facts: Mapping[str, Any], _on: date) -> str:
        return str(text) % {"unit": facts["named"]}

    return said


def _beside_dissolved(facts: Mapping[str, Any], on: date) -> str:
    return gettext("Working with it, “%(named)s”: %(why)s") % {
        "named": facts["named"],
        "why": _dissolved(facts, on),
    }


WITH_FACTS: Mapping[str, Callable[[Mapping[str, Any], date], str]] = {
    "unit_dissolved": _dissolved,
    "day_in_past": _past,
    "after_task_above": _after,
    "beside_unit_dissolved": _beside_dissolved,
    "beside_unit_unknown": _beside(
        _("Working with it: there is no unit “%(unit)s” here or below. Compare its name.")
    ),
    "beside_unit_unclear": _beside(_("Working with it: several units are called “%(unit)s”. Use the code.")),
}
