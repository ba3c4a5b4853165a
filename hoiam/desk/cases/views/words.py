"""Words for the codes of this counter, for pages of citizens and of staff alike."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy as _

from hoiam.desk.cases.forms import kinds
from hoiam.desk.cases.queries import procedures
from hoiam.desk.cases.queries.duty_names import CLOCKS
from hoiam.kit import days
from hoiam.law import packs
from hoiam.law.pack import Choice

Words = str | Promise
KINDS = kinds.KINDS
offered = kinds.offered
OFFERED = tuple(kind for kind in kinds.FOR_CITIZENS if not procedures.held(kind))
"""Kinds that other programs may send for a person: those of the citizen's form, but for what is held.

A denunciation passes through nobody's hands on its way to its keeper (Law 25/2018/QH14, article 8.3).
"""

STATES: dict[str, tuple[Words, str]] = {
    "received": (_("Received"), "info"),
    "accepted": (_("In work"), "accent"),
    "proposed": (_("Waiting for the head"), "warning"),
    "answered": (_("Answered"), "success"),
    "contested": (_("Contested"), "ember"),
    "closed": (_("Closed"), "neutral"),
    "refusing": (_("Refused, notice due"), "danger"),
    "refused": (_("Refused"), "danger"),
    "transferred": (_("Passed to another body"), "neutral"),
    "withdrawn": (_("Withdrawn"), "neutral"),
    "split": (_("Split into several cases"), "neutral"),
}
CHANNELS: dict[str, Words] = {
    "web": _("Online"),
    "counter": _("At the counter"),
    "phone": _("By phone"),
    "paper": _("On paper"),
    "email": _("By e-mail"),
    "import": _("Older register"),
}
COLORS: dict[str, str] = {
    "suspended": "warning",
    "withdrawing": "warning",
    "decided": "success",
    "effective": "success",
    "executing": "accent",
    "explained": "success",
}
OUTCOMES: dict[str, tuple[Words, str]] = {
    "met": (_("In time"), "success"),
    "late": (_("Late"), "danger"),
    "handed_over": (_("Another clock took over"), "neutral"),
    "void": (_("No longer due"), "neutral"),
}


def state(code: str, kind: str = "") -> tuple[Words, str]:
    """Its name and its colour role; of another procedure than that of petitions, in the words of the pack."""
    name, color = STATES.get(code, (code, COLORS.get(code, "neutral")))
    if kind and not procedures.is_petition(kind):
        return procedures.word(kind, f"state.{code}", _reader()) or name, color
    return name, color


def event(code: str, kind: str) -> str:
    """What a step of another procedure than that of petitions is called; nothing for any other."""
    if not kind or procedures.is_petition(kind):
        return ""
    return procedures.word(kind, f"event.{code}", _reader())


def clock(key: str) -> Words:
    """What a clock is called, whatever procedure it belongs to."""
    return CLOCKS.get(key) or procedures.clock_of_any(key, _reader())


def _reader() -> str:
    return "en" if get_language() == "en" else "vi"


def chosen(choices: tuple[Choice, ...], code: str) -> str:
    """An entry of a list of the pack in the reader's language; nothing for no code."""
    return next((in_language(choice.vi, choice.en) for choice in choices if choice.code == code), "")


def options(choices: tuple[Choice, ...]) -> tuple[tuple[str, str], ...]:
    """For a form: code and words."""
    return _options(choices, get_language())


@lru_cache(maxsize=64)
def _options(choices: tuple[Choice, ...], _language: str | None) -> tuple[tuple[str, str], ...]:
    return tuple((choice.code, in_language(choice.vi, choice.en)) for choice in choices)


def field(code: str) -> str:
    """What a case is about."""
    return chosen(pack().fields, code)


def decision(code: str) -> str:
    """What a reply decides on a point."""
    return chosen(pack().reply_decisions, code)


def form(code: str) -> str:
    """A form of the procedures with its number, as it is chosen from a list; one that is not known keeps its code."""
    known = pack().forms.get(code)
    if known is None:
        return code
    title = in_language(known.title_vi, known.title)
    return f"{known.number} – {title}" if known.number else title


def claimed(facts: Mapping[str, str]) -> str:
    """Of what was received without network: when that was, as the clerk says. The entry's own time is the system's."""
    if not facts.get("claimed"):
        return ""
    said = datetime.fromisoformat(facts["claimed"])
    return gettext(
        "Received without network on %(moment)s according to the clerk; taken into the system at the hour above."
    ) % {"moment": days.moment_text(said)}


def in_language(vietnamese: str, english: str) -> str:
    """The one that the reader reads."""
    return english if get_language() == "en" and english else vietnamese


def pack() -> packs.Pack:
    """The lists of this installation."""
    return packs.load(settings.HOIAM_PACK)
