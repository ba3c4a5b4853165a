"""Words for the codes of this counter, for pages of citizens and of staff alike."""

from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from hoiam.law import packs
from hoiam.law.pack import Choice

Words = str | Promise

STATES: dict[str, tuple[Words, str]] = {
    "received": (_("Received"), "info"),
    "accepted": (_("In work"), "accent"),
    "proposed": (_("Waiting for the head"), "warning"),
    "answered": (_("Answered"), "success"),
    "contested": (_("Contested"), "ember"),
    "closed": (_("Closed"), "neutral"),
    "refused": (_("Refused"), "danger"),
    "transferred": (_("Passed to another body"), "neutral"),
    "withdrawn": (_("Withdrawn"), "neutral"),
}
KINDS: dict[str, Words] = {
    "petition": _("Petition"),
    "report": _("Report"),
    "complaint": _("Complaint"),
    "complaint_again": _("Second complaint"),
    "explanation": _("Request for explanation"),
    "press": _("Matter raised by the press or the public"),
    "denunciation": _("Denunciation"),
}
OFFERED = ("petition", "report")
CHANNELS: dict[str, Words] = {
    "web": _("Online"),
    "counter": _("At the counter"),
    "phone": _("By phone"),
    "paper": _("On paper"),
    "email": _("By e-mail"),
    "import": _("Older register"),
}
CLOCKS: dict[str, Words] = {"notice": _("Say what becomes of it"), "answer": _("Answer")}
OUTCOMES: dict[str, tuple[Words, str]] = {
    "met": (_("In time"), "success"),
    "late": (_("Late"), "danger"),
    "handed_over": (_("Another clock took over"), "neutral"),
    "void": (_("No longer due"), "neutral"),
}


def offered() -> list[tuple[str, Words]]:
    """Kinds that can be chosen."""
    return [(kind, KINDS[kind]) for kind in OFFERED]


def state(code: str) -> tuple[Words, str]:
    """Its name and its colour role."""
    return STATES.get(code, (code, "neutral"))


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


def in_language(vietnamese: str, english: str) -> str:
    """The one that the reader reads."""
    return english if get_language() == "en" and english else vietnamese


def pack() -> packs.Pack:
    """The lists of this installation."""
    return packs.load(settings.HOIAM_PACK)
