"""Words for days of reception: patterns, reasons of a shift, states, steps, grounds."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy as _

from hoiam.desk.reception.queries.sessions import SessionCard, StepCard
from hoiam.desk.reception.queries.yearly import Standing
from hoiam.kit import days, weeks
from hoiam.law import packs
from hoiam.law.calendar import CalendarDay
from hoiam.law.pack import Choice
from hoiam.law.procedures.reception_session import State
from hoiam.law.schedules import LAST, OffDay, Pattern, PatternKind, Planned, Reason, Short, Why

Words = str | Promise
PROCEDURE = "reception_session"
COLORS: dict[State, str] = {
    State.PLANNED: "neutral",
    State.POSTED: "info",
    State.OPEN: "accent",
    State.OPEN_DEPUTY: "accent",
    State.HELD: "success",
    State.CONCLUDED: "success",
    State.DONE: "success",
    State.HELD_DEPUTY: "warning",
    State.CONCLUDED_DEPUTY: "warning",
    State.DONE_DEPUTY: "warning",
    State.MISSED: "danger",
}
OFF_DAYS: dict[OffDay, Words] = {
    OffDay.NEXT: _("a day off: the next working day"),
    OffDay.BEFORE: _("a day off: the working day before"),
    OffDay.KEPT: _("a day off: citizens are received all the same"),
    OffDay.LEFT_OUT: _("a day off: left out"),
}
NTHS: dict[int, Words] = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), LAST: _("last")}
STANDINGS: dict[Standing, tuple[Words, str]] = {
    Standing.NEW: (_("new"), "accent"),
    Standing.THERE: (_("in the schedule"), "success"),
    Standing.PAST: (_("past"), "neutral"),
    Standing.NONE: (_("left out"), "warning"),
}
KINDS: dict[str, Words] = {
    "regular": _("In the schedule"),
    "unscheduled": _("Unscheduled"),
    "noted": _("Noted afterwards"),
}
EVENTS: dict[str, Words] = {
    "recorded": _("Recording noted"),
    "succeed": _("Followed to the unit that has its functions now"),
}


def state(card: SessionCard) -> tuple[str, str]:
    """The state in words, with its colour."""
    return said(f"{PROCEDURE}.state.{card.state}"), COLORS[card.state]


def shown(*, own: bool, strongly: bool) -> str:
    """How it is shown that a session was opened, or closed."""
    if strongly:
        return gettext("by the holder's own account, with a second factor")
    if own:
        return gettext("by the holder's own account, without a second factor")
    return gettext("noted by somebody else of the office")


def said(key: str) -> str:
    """As the pack words a state, an event or a clock."""
    choice = _choices(settings.HOIAM_PACK).get(key)
    return (choice.en if get_language() == "en" else choice.vi) if choice else key


def ground(code: str) -> str:
    """A ground of an unscheduled reception."""
    return next((text for known, text in grounds() if known == code), code)


def grounds() -> list[tuple[str, str]]:
    """Those that the law names, for a form."""
    english = get_language() == "en"
    found = packs.load(settings.HOIAM_PACK).unscheduled_grounds
    return [(one.code, one.en if english else one.vi) for one in found]


def pattern(found: Pattern) -> str:
    """On which days."""
    if found.kind is PatternKind.WEEKDAY:
        return gettext("every %(weekday)s") % {"weekday": weekday(found.days[0])}
    if found.kind is PatternKind.NTH_WEEKDAY:
        named = {"nth": NTHS[found.days[0]], "weekday": weekday(found.days[1])}
        return gettext("the %(nth)s %(weekday)s of each month") % named
    numbers = ", ".join(map(str, found.days))
    if found.kind is PatternKind.QUARTER_DAYS:
        return gettext("day %(days)s of the first month of each quarter") % {"days": numbers}
    return gettext("day %(days)s of each month") % {"days": numbers}


def weekday(number: int) -> str:
    """Its full name."""
    return weeks.weekdays()[number][1]


def reason(one: Reason) -> str:
    """Why a day is not the one that the pattern names, with the document that makes it a day off."""
    offs = "; ".join(map(day_off, one.days))
    texts: Mapping[Why, str] = {
        Why.SHORT_MONTH: gettext("The month ends before: its last day."),
        Why.MOVED_ON: gettext("Moved to the next working day: %(offs)s."),
        Why.MOVED_BACK: gettext("Moved to the working day before: %(offs)s."),
        Why.KEPT: gettext("A day off on which citizens are received: %(offs)s."),
        Why.LEFT_OUT: gettext("Left out, a day off: %(offs)s."),
        Why.EXCEPTION: gettext("The regulation itself says so: %(words)s."),
        Why.COINCIDES: gettext("Falls together with another day of the schedule."),
    }
    return texts[one.why] % {"offs": offs, "words": one.words.rstrip(".")}


def day_off(day: CalendarDay) -> str:
    """Its date, its name, its document."""
    named = f"{days.day_month(day.on)} {weeks.name_of(day)}"
    return f"{named} ({day.source})" if day.source else named


def reasons(one: Planned) -> list[str]:
    """All of them."""
    return [reason(found) for found in one.reasons]


def short(one: Short) -> str:
    """A period in which too few days are planned."""
    return gettext("%(first)s – %(last)s: %(planned)s of %(needed)s days") % {
        "first": days.day_text(one.period.first, "short"),
        "last": days.day_text(one.period.last, "short"),
        "planned": one.planned,
        "needed": one.period.needed,
    }


def step(card: StepCard) -> dict[str, Any]:
    """One line of the history, for kit/timeline.html."""
    label = EVENTS.get(card.event) or said(f"{PROCEDURE}.event.{card.event}")
    told = " · ".join(filter(None, (change(card), card.reason)))
    return {"at": card.at, "title": str(label), "by": card.by, "text": told}


def change(card: StepCard) -> str:
    """From what to what."""
    if card.event == "postpone":
        on, to = (days.day_text(date.fromisoformat(card.facts[key])) for key in ("on", "to"))
        return gettext("from %(on)s to %(to)s") % {"on": on, "to": to}
    if card.event == "change":
        return gettext("before: %(sittings)s; %(place)s") % {
            "sittings": card.facts["sittings"],
            "place": card.facts["place"],
        }
    return ""


def chair(card: SessionCard) -> str:
    """Who received, in words; empty while nobody has."""
    if card.by_deputy or card.state is State.OPEN_DEPUTY:
        return card.chair_title or gettext("A deputy")
    return card.chair


@lru_cache
def _choices(pack: str) -> Mapping[str, Choice]:
    return packs.load(pack).words
