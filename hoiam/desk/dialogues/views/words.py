"""Words for the codes of this counter, for pages of citizens and of staff alike."""

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy as _

from hoiam.desk.dialogues.queries import ConferenceCard, PromiseCard, QuestionCard, Row
from hoiam.kit import days
from hoiam.law import packs
from hoiam.office import queries as office

Words = str | Promise
PROCEDURE = "dialogue_conference"
SUCCEEDED = "succeed"
KINDS: dict[str, Words] = {
    "yearly": _("Yearly conference"),
    "asked": _("Asked for by voters"),
    "thematic": _("On one subject"),
}
COLORS = {
    "demanded": "info",
    "owed": "warning",
    "planned": "neutral",
    "announced": "accent",
    "held": "warning",
    "published": "success",
    "declined": "neutral",
}
QUESTIONS: dict[str, tuple[Words, str]] = {
    "waiting": (_("Waiting"), "info"),
    "shown": (_("Shown, not answered yet"), "accent"),
    "merged": (_("Grouped with a like question"), "neutral"),
    "aside": (_("Set aside"), "warning"),
    "answered": (_("Answered"), "success"),
    "later": (_("To be answered later"), "warning"),
}
GROUNDS: dict[str, Words] = {
    "abuse": _("It insults somebody"),
    "personal": _("It holds personal data of somebody"),
    "elsewhere": _("It is not a matter of this conference"),
}
POINTED: dict[str, Words] = {
    "abuse": _("Perhaps abuse"),
    "phone": _("Perhaps a telephone number"),
    "id_number": _("Perhaps an identity number"),
    "email": _("Perhaps an e-mail address"),
}
CHANNELS: dict[str, Words] = {
    "web": _("Online"),
    "room": _("In the room"),
    "paper": _("On paper"),
    "phone": _("By phone"),
}
PHASES: dict[str, Words] = {
    "before": _("before the conference"),
    "during": _("during the conference"),
    "after": _("after the conference"),
}
VERDICTS: dict[str, Words] = {
    "kept": _("Kept"),
    "partly": _("Kept in part"),
    "not_kept": _("Not kept"),
}
PROMISES: dict[str, tuple[Words, str]] = {
    "open": (_("Not due yet"), "accent"),
    "kept": (_("Kept in time"), "success"),
    "kept_late": (_("Kept late"), "warning"),
    "late": (_("Past its day"), "danger"),
}


def state(code: str) -> tuple[str, str]:
    """Of a conference, in the words of the law's table, and its colour."""
    found = packs.load(settings.HOIAM_PACK).words[f"{PROCEDURE}.state.{code}"]
    return in_language(found.vi, found.en), COLORS[code]


def event(code: str) -> str:
    """A step of a conference; following to another unit is none of the law's table."""
    if code == SUCCEEDED:
        return gettext("Followed to the unit that has its functions now")
    found = packs.load(settings.HOIAM_PACK).words[f"{PROCEDURE}.event.{code}"]
    return in_language(found.vi, found.en)


def in_language(vietnamese: str, english: str) -> str:
    """The one that the reader reads."""
    return english if get_language() == "en" else vietnamese


def committee(unit_id: int) -> str:
    """The People's Committee of a served unit, or nothing."""
    card = office.served_unit(unit_id)
    return office.committee(card) if card else ""


def when(day: date | None, begins: time | None) -> str:
    """Hour and day."""
    if day is None:
        return ""
    return days.moment_text(datetime.combine(day, begins)) if begins else days.day_text(day)


def row(card: Row) -> dict[str, Any]:
    """One line of a list."""
    label, color = state(card.state)
    return {
        "card": card,
        "state": label,
        "color": color,
        "kind": KINDS[card.kind],
        "when": when(card.held_on, card.begins),
        "office": committee(card.unit_id),
    }


def conference(card: ConferenceCard) -> dict[str, Any]:
    """One conference."""
    label, color = state(card.state)
    return {
        "conference": card,
        "state": label,
        "color": color,
        "kind": KINDS[card.kind],
        "when": when(card.held_on, card.begins),
        "office": committee(card.unit_id),
        "sittings": [(one, when(one.on, one.begins)) for one in card.sittings],
    }


def question(card: QuestionCard) -> dict[str, Any]:
    """One question; `marks`: what whoever moderates is shown of it."""
    label, color = QUESTIONS[card.state]
    return {
        "card": card,
        "state": label,
        "color": color,
        "ground": GROUNDS.get(card.ground, ""),
        "channel": CHANNELS[card.channel],
        "phase": PHASES[card.phase],
        "marks": [POINTED[name] for name in card.pointed_out],
    }


def promise(card: PromiseCard, on: date) -> dict[str, Any]:
    """One promise as it stands on a day."""
    code = card.state(on)
    label, color = PROMISES[code]
    return {"card": card, "code": code, "state": label, "color": color}


def pack() -> packs.Pack:
    """The lists of this installation."""
    return packs.load(settings.HOIAM_PACK)


SAID: dict[str, Words] = {
    "call": _("The day is set. Announce it in time."),
    "announce": _("It is announced. Post the notice at headquarters and send it to the villages."),
    "postpone": _("The new day is set. Announce it again."),
    "hold": _("It is recorded as held. The results are due now."),
    "publish_results": _("The results are published."),
    "decline": _("The answer is recorded and published."),
}
