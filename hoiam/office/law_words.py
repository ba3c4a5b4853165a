"""Words of the rules' pages: fields of law, periods, how surely a number was read, what a text says of others."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from hoiam.kit.days import day_text
from hoiam.law import citation
from hoiam.law.citation import Source
from hoiam.law.refusal import Refused
from hoiam.law.rules import Confidence, Direction, Extension, Kind, Rule, TimeUnit, Transition
from hoiam.office.cards import page_language

Words = str | Promise

AREAS: dict[str, Words] = {
    "access_info": _("Access to information"),
    "account": _("Accounts of heads"),
    "accountability_explanation": _("Accountability: explanations on request"),
    "admin_rule_feedback": _("Reports on administrative rules"),
    "complaint": _("Complaints"),
    "complaint_discipline": _("Complaints about disciplinary decisions"),
    "consultation": _("Consultation before a decision"),
    "denunciation": _("Denunciations"),
    "dialogue_conference": _("Dialogue conferences"),
    "directive_task": _("Tasks from directives and plans"),
    "grassroots": _("Grassroots democracy"),
    "inspection": _("Inspection"),
    "party_reception": _("Reception by heads of the Party"),
    "personal_data": _("Personal data"),
    "petition": _("Petitions and reports"),
    "petition_processing": _("Processing of what is sent in"),
    "reception": _("Reception of citizens"),
    "reception_online": _("Online reception of citizens"),
    "records": _("Documents and records"),
    "self_review": _("Self-review"),
    "supervision": _("Supervision"),
}
ATTRIBUTES: dict[str, Words] = {
    "complex": _("complex, found in writing"),
    "dismissal": _("about a dismissal"),
    "processor": _("another body must act"),
    "remote": _("remote area that is hard to reach"),
    "several_places": _("in several places"),
    "special": _("especially complex, found in writing"),
}
CONFIDENCE: dict[Confidence, tuple[Words, str]] = {
    Confidence.TWO_TEXTS: (_("number read in two texts"), "success"),
    Confidence.ONE_TEXT: (_("number read in one text"), "warning"),
    Confidence.NOT_READ: (_("text not read"), "danger"),
    Confidence.HOUSE: (_("house rule"), "neutral"),
}
TRANSITIONS: dict[Transition, Words] = {
    Transition.EVENT: _("The text in force on the day of the event governs."),
    Transition.STRICTER: _(
        "No text says what holds for a clock that was running when this version came: both are counted, and the "
        "earlier day is worked to."
    ),
    Transition.NEW_TEXT: _("This version takes over what was pending when it came."),
}
REFUSALS: dict[str, Words] = {
    "not_operator": _("Only the operator of this installation may sign off a rule."),
    "unknown_rule": _("There is no such rule."),
    "no_document": _("Name the document on which you sign off: its number, its day and who issued it."),
    "already_signed": _("Somebody has signed off this rule already."),
    "rule_changed": _("The rule was changed after this page was made. Read it again before you sign off."),
    "not_signed": _("No sign-off of this rule stands: there is nothing to withdraw."),
    "rule_not_in_force": _("No version of this rule is in force on that day."),
    "unknown_attribute": _("This rule does not ask for that."),
    "day_needed": _("This rule counts days: give a day without an hour."),
}
SOURCES: dict[str, Words] = {
    "law-text copy": _("copy of the law's text"),
    "law text": _("the law's text"),
    "decree text": _("the decree's text"),
    "gazette text": _("text of the official gazette"),
    "gazette-checked transcription": _("transcription checked against the official gazette"),
    "MoJ codification copy": _("copy of the Ministry of Justice's codification"),
    "press": _("press"),
    "law page": _("page of a law database"),
    "national procedure page": _("page of the national procedure database"),
    "provincial portal page": _("page of a provincial portal"),
    "dichvucong procedure page": _("page of the national service portal"),
}


def in_language(vietnamese: str, english: str) -> str:
    """The one that the reader reads."""
    return english if page_language() == "en" or not vietnamese else vietnamese


def area(code: str) -> str:
    return str(AREAS.get(code, code))


def duty(rule: Rule) -> str:
    """What must be done."""
    return capfirst(in_language(rule.action_vi, rule.action))


def actor(rule: Rule) -> str:
    return capfirst(in_language(rule.actor_vi, rule.actor))


def cite(source: Any) -> str:
    return citation.cite(source, page_language())


def amount(number: int, unit: TimeUnit) -> str:
    """A period such as 10 working days."""
    words = {
        TimeUnit.DAYS: ngettext("%(n)s day", "%(n)s days", number),
        TimeUnit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", number),
        TimeUnit.HOURS: ngettext("%(n)s hour", "%(n)s hours", number),
        TimeUnit.MONTHS: ngettext("%(n)s month", "%(n)s months", number),
    }
    return words[unit] % {"n": number}


def period(rule: Rule) -> str:
    """How long, and in which sense; for a rule without a number that none was found."""
    if rule.amount == 0:
        return gettext("no statutory limit found")
    said = {
        Kind.MAX: gettext("at most %(time)s"),
        Kind.MIN: gettext("at least %(time)s"),
        Kind.LIMITATION: gettext("may be brought for %(time)s"),
        Kind.WINDOW: gettext("within %(time)s"),
    }
    return said[rule.kind] % {"time": amount(rule.amount, rule.unit)}


def counted_from(rule: Rule) -> str:
    """What the period hangs on."""
    said = gettext("before: %(event)s") if rule.direction is Direction.BEFORE else gettext("after: %(event)s")
    return said % {"event": in_language(rule.event_from_vi, rule.event_from)}


def in_force(rule: Rule) -> str:
    first = day_text(rule.in_force_from, "short")
    if rule.in_force_until is None:
        return gettext("since %(day)s") % {"day": first}
    return gettext("%(first)s to %(last)s") % {"first": first, "last": day_text(rule.in_force_until, "short")}


def when(words: Iterable[str]) -> str:
    """What a case must be."""
    return ", ".join(sorted(str(ATTRIBUTES.get(word, word)) for word in words))


def transition(rule: Rule) -> list[str]:
    """How a version takes over, where that is written, and a note."""
    lines = [str(TRANSITIONS[rule.transition])]
    if rule.transition_document:
        lines.append(cite(Source(rule.transition_document, rule.transition_article)))
    if rule.transition_note_vi and page_language() == "vi":
        lines.append(rule.transition_note_vi)
    return lines


def extension(one: Extension) -> str:
    said = gettext("%(time)s more") % {"time": amount(one.amount, one.unit)}
    asked = f" ({when([one.when])})" if one.when else ""
    return f"{said}{asked}: {cite(one)}"


def sources(rule: Rule) -> list[tuple[str, bool]]:
    """In which stored texts the number was read; True: said in English only."""
    parts = [part.strip() for half in rule.sources.split(";") for part in half.split(" + ")]
    return [(str(SOURCES.get(part, part)), part not in SOURCES) for part in parts if part]


def refusal(refused: Refused) -> str:
    """In the reader's language; a date where the fact is one."""
    text = str(REFUSALS.get(refused.code, refused.code))
    first = refused.facts.get("in_force_from")
    if refused.code == "rule_not_in_force" and isinstance(first, date):
        return " ".join((text, gettext("It is in force from %(day)s.") % {"day": day_text(first)}))
    return text
