"""What a case is told to its citizen in: states, steps and dates, in plain words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from hoiam.desk.cases.models import OPEN_STATES
from hoiam.desk.cases.queries import DateCard, PointCard, ReplyCard, StatusCard, StepCard, procedures
from hoiam.desk.cases.views import (
    calendar_words,
    complaint_file,
    group_words,
    message_words,
    on_paper_words,
    places,
    words,
)
from hoiam.desk.cases.views.words import Words
from hoiam.kit import days
from hoiam.kit.moments import local_day
from hoiam.law.rules import Confidence
from hoiam.office import passing

OPEN = frozenset(OPEN_STATES)
READ_TWICE = frozenset({Confidence.TWO_TEXTS})

NOW: dict[str, Words] = {
    "received": gettext_lazy("The office has it and must tell you what becomes of it."),
    "accepted": gettext_lazy("The office has taken it up and is working on the answer."),
    "proposed": gettext_lazy("A draft of the answer lies before the head of the office, who decides."),
    "answered": gettext_lazy(
        "The answer is below. You can rate it, and contest each point that was not answered properly."
    ),
    "contested": gettext_lazy("You contested the answer. The office must answer these points again."),
    "closed": gettext_lazy("It was answered, and the time to contest is over."),
    "refusing": gettext_lazy("The office does not handle it. It owes you this in writing by the day below."),
    "refused": gettext_lazy("The office does not handle it. The ground is below."),
    "transferred": gettext_lazy("It was passed to another body, which works outside this system."),
    "split": gettext_lazy(
        "What you brought was several matters. Each is a case of its own now; they are below."
    ),
    "withdrawn": gettext_lazy("You took it back. The office does nothing more about it."),
}
REPRESENTED: dict[str, Words] = {
    "answered": gettext_lazy(
        "The answer is below. Your representatives can rate it, and contest each point that was not answered properly."
    ),
    "contested": gettext_lazy(
        "Your representatives contested the answer. The office must answer these points again."
    ),
}
"""To one of several signers who does not act for them."""
COMPLAINT_NOW: dict[str, Words] = {
    "received": gettext_lazy("The office has it and must tell you in writing whether it accepts it."),
    "accepted": gettext_lazy(
        "The office has accepted it and settles it: it verifies, and may ask you to a dialogue."
    ),
    "suspended": gettext_lazy(
        "The settlement is suspended by a decision. Until it goes on, its days are not counted."
    ),
    "withdrawing": gettext_lazy("You withdrew it. The decision that ends it is still to be signed."),
    "decided": gettext_lazy(
        "There is a decision. You read below until when you can complain again or go to court."
    ),
    "effective": gettext_lazy("The decision is in effect. The office must see that it is carried out."),
    "executing": gettext_lazy("The decision is being carried out."),
    "executed": gettext_lazy("The decision was carried out."),
    "appealed": gettext_lazy("It goes on in second instance or in court."),
    "terminated": gettext_lazy(
        "The settlement was ended by a decision. You can take it up again within the window below."
    ),
    "refused": gettext_lazy("The office does not accept it. The reason is below."),
    "guided": gettext_lazy("Another body is competent. Where to go is below."),
    "withdrawn": gettext_lazy("You took it back. The office does nothing more about it."),
    "explained": gettext_lazy("The office has explained its decision or act."),
}
EVENTS: dict[str, tuple[Words, str, str]] = {
    "submit": (gettext_lazy("Received from you"), "inbox", "info"),
    "register": (gettext_lazy("Taken down at the counter"), "inbox", "info"),
    "classify": (gettext_lazy("Sorted by its subject"), "check", "neutral"),
    "accept": (gettext_lazy("Taken up"), "check", "accent"),
    "assign": (gettext_lazy("Given to somebody to work on"), "user", "accent"),
    "transfer": (gettext_lazy("Passed on to the office that is competent"), "arrow-right", "neutral"),
    "send_back": (gettext_lazy("Sent back to the office that had passed it on"), "arrow-left", "neutral"),
    "transfer_out": (gettext_lazy("Passed to another body"), "arrow-right", "neutral"),
    "refuse": (gettext_lazy("Refused"), "circle-alert", "danger"),
    "challenge": (
        gettext_lazy("The office recorded which decision or act you complain of"),
        "file-text",
        "neutral",
    ),
    "hinder": (
        gettext_lazy("The office recorded days that are not counted for you"),
        "calendar-days",
        "neutral",
    ),
    "refuse_in_writing": (gettext_lazy("Refused; you get this in writing"), "circle-alert", "danger"),
    "notify_refusal": (gettext_lazy("The written notice of the refusal went out"), "file-text", "neutral"),
    "promise": (gettext_lazy("The head of the office named the day of the answer"), "flag", "accent"),
    "propose": (
        gettext_lazy("The draft of the answer was laid before the head of the office"),
        "file-text",
        "warning",
    ),
    "rework": (gettext_lazy("The head of the office asked for a better draft"), "undo-2", "warning"),
    "approve": (gettext_lazy("Answered"), "message-square-reply", "success"),
    "rate": (gettext_lazy("You rated the answer"), "star", "info"),
    "reception": (gettext_lazy("You said how you were received"), "star", "info"),
    "contest": (gettext_lazy("You contested the answer"), "flag", "ember"),
    "close": (gettext_lazy("Closed"), "check", "neutral"),
    "withdraw": (gettext_lazy("You took it back"), "undo-2", "neutral"),
    "withdraw_part": (gettext_lazy("You took a part of it back"), "undo-2", "neutral"),
    "give_back": (gettext_lazy("Original papers were given back"), "undo-2", "neutral"),
    "give_code": (gettext_lazy("The office gave you a code to follow it"), "file-text", "info"),
    "scan": (gettext_lazy("The office put a scan of the papers into the file"), "paperclip", "info"),
    "add": (gettext_lazy("You added to it"), "plus", "info"),
    "import": (gettext_lazy("Brought over from an older register"), "inbox", "info"),
    "import_closed": (gettext_lazy("Brought over from an older register"), "inbox", "neutral"),
    "overdue": (gettext_lazy("A last day passed"), "triangle-alert", "danger"),
    "recalculated": (gettext_lazy("Days off changed: the date was counted anew"), "calendar-days", "warning"),
    "place": (
        gettext_lazy("The limit of its place is another: the date was counted anew"),
        "calendar-days",
        "warning",
    ),
    "succeed": (gettext_lazy("Another office goes on with it"), "arrow-right", "accent"),
    "pass_up": (
        gettext_lazy("Passed to the office above, so that nobody decides on their own conduct"),
        "arrow-right",
        "accent",
    ),
    "erase": (gettext_lazy("Personal data erased on a decision"), "check", "neutral"),
    "hand_over": (gettext_lazy("Somebody else works on it now"), "user", "accent"),
    "ask": (gettext_lazy("The office asked you something"), "mail", "warning"),
    "tell": (gettext_lazy("The office wrote to you"), "mail", "info"),
    "say": (gettext_lazy("You wrote to the office"), "mail", "info"),
    "join": (gettext_lazy("More people signed it"), "users", "info"),
    "leave": (gettext_lazy("Somebody left the group"), "users", "neutral"),
    "represent": (gettext_lazy("The representatives changed"), "users", "neutral"),
    "appoint": (
        gettext_lazy("The written appointment of the representatives is on file"),
        "check",
        "neutral",
    ),
    "sign": (gettext_lazy("Signatures were checked"), "check", "neutral"),
    "serve": (gettext_lazy("Who has the answer or decision was recorded"), "mail", "info"),
    "split": (gettext_lazy("Split into several cases"), "list-checks", "accent"),
    "issue_document": (gettext_lazy("Document issued"), "file-text", "accent"),
    "clear": (gettext_lazy("The text was put into the public register, without names"), "check", "neutral"),
}
PUBLIC: dict[str, Words] = {
    "submit": gettext_lazy("Received online"),
    "rate": gettext_lazy("The citizen rated the answer"),
    "reception": gettext_lazy("The citizen said how they were received"),
    "contest": gettext_lazy("The citizen contested the answer"),
    "withdraw": gettext_lazy("The citizen took it back"),
    "add": gettext_lazy("The citizen added to it"),
}
DATES: dict[str, tuple[Words, Words]] = {
    "tcd.result_notice": (
        gettext_lazy("You are told what becomes of it by"),
        gettext_lazy(
            "Taken up, refused with a ground, passed on, or more time needed: by this day the office must say which."
        ),
    ),
    "tcd.petition_idle_discipline": (
        gettext_lazy("Answered by"),
        gettext_lazy(
            "For petitions and reports the law sets no day for the answer. It does call it a breach of discipline to "
            "leave one untouched until this day, so we hold the office to it."
        ),
    ),
    "tcd.head_promised_reply": (
        gettext_lazy("Answered by the day promised"),
        gettext_lazy("The head of the office named this day. By law a day so named binds."),
    ),
    "tcd.refusal_notice": (
        gettext_lazy("You have the refusal in writing by"),
        gettext_lazy("On this ground a refusal must be in writing; others are explained on the spot."),
    ),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """One date with what it means."""

    title: Words
    meaning: Words
    card: DateCard
    outcome: Words
    color: str
    doubtful: bool


def now(card: StatusCard) -> Words:
    """Where it stands, in a sentence."""
    if not card.acts and card.state in REPRESENTED:
        return REPRESENTED[card.state]
    said = NOW if procedures.is_petition(card.kind) else COMPLAINT_NOW
    return said.get(card.state, "")


def clocks(cards: Iterable[DateCard]) -> list[Clock]:
    """Those that run, the nearest first, then those that ended, the newest first."""
    found = tuple(cards)
    running = sorted((card for card in found if card.running), key=lambda card: card.due_on)
    return [_clock(card) for card in (*running, *(card for card in reversed(found) if not card.running))]


def dates(cards: Iterable[DateCard]) -> dict[str, Any]:
    """For cases/citizen/clocks.html: all, and those that ended."""
    made = clocks(cards)
    return {"clocks": made, "past": [clock for clock in made if not clock.card.running]}


def _clock(card: DateCard) -> Clock:
    title, meaning = DATES.get(card.rule.id, (words.clock(card.key), _note(card)))
    outcome, color = words.OUTCOMES.get(card.outcome, ("", "neutral"))
    return Clock(title, meaning, card, outcome, color, doubtful=card.rule.confidence not in READ_TWICE)


def _note(card: DateCard) -> str:
    """What the pack says of a rule that these pages have no words for, as a sentence."""
    note = words.in_language(card.rule.note_vi or card.rule.note, card.rule.note).rstrip(". ")
    return f"{note[:1].upper()}{note[1:]}." if note else ""


def timeline(steps: Sequence[StepCard], *, public: bool = False, kind: str = "") -> list[dict[str, Any]]:
    """The newest first, for kit/timeline.html; `kind`: of the case, whose procedure names its steps."""
    return [_entry(step, public=public, kind=kind) for step in reversed(steps)]


def _entry(step: StepCard, *, public: bool, kind: str) -> dict[str, Any]:
    title, icon, color = EVENTS.get(step.event, (step.event, "check", "neutral"))
    told = DETAILS.get(step.event)
    named = words.event(step.event, kind)
    return {
        "title": named or (PUBLIC.get(step.event, title) if public else title),
        "icon": icon,
        "color": color,
        "at": step.at,
        "by": places.named(step.unit_kind, step.unit, step.unit_en),
        "text": "\n".join(
            filter(
                None,
                (
                    told(step.facts) if told else "",
                    complaint_file.document(step.facts),
                    on_paper_words.note(step.event, step.note),
                ),
            )
        ),
    }


def _due(facts: Mapping[str, str]) -> str:
    day = facts.get("due", "")
    return _("By %(day)s") % {"day": days.day_text(date.fromisoformat(day))} if day else ""


def _field(facts: Mapping[str, str]) -> str:
    return words.field(facts.get("field", ""))


def _unit(facts: Mapping[str, str]) -> str:
    return places.office_of(int(facts["to"])) if facts.get("to", "").isdecimal() else ""


def _ground(facts: Mapping[str, str]) -> str:
    return words.chosen(words.pack().refusal_grounds, facts.get("ground", ""))


def _score(facts: Mapping[str, str]) -> str:
    return _("%(score)s of 5") % {"score": facts.get("score", "")}


def _points(facts: Mapping[str, str]) -> str:
    numbers = facts.get("points", "").split(".")
    return ngettext("Point %(numbers)s", "Points %(numbers)s", len(numbers)) % {"numbers": ", ".join(numbers)}


def _passed(facts: Mapping[str, str]) -> str:
    title = DATES.get(facts.get("rule", ""), (words.clock(facts["clock"]) if facts.get("clock") else "", ""))[
        0
    ]
    day = facts.get("due", "")
    return f"{title}: {days.day_text(date.fromisoformat(day))}" if day else str(title)


def _succeeded(facts: Mapping[str, str]) -> str:
    """Who has it now, since when, and by which document; that dates stay needs saying."""
    said = {"office": _unit(facts), "basis": facts.get("basis", ""), "day": ""}
    if facts.get("since"):
        said["day"] = days.day_text(date.fromisoformat(facts["since"]))
    return _("Since %(day)s it is with the %(office)s (%(basis)s). No date has changed.") % said


DETAILS: dict[str, Callable[[Mapping[str, str]], str]] = {
    **on_paper_words.DETAILS,
    "register": words.claimed,
    "classify": _field,
    "accept": _due,
    "promise": _due,
    "transfer": _unit,
    "send_back": _unit,
    "refuse": _ground,
    "refuse_in_writing": _ground,
    "rate": _score,
    "reception": _score,
    "contest": _points,
    "overdue": _passed,
    "succeed": _succeeded,
    "recalculated": calendar_words.recounted,
    "place": calendar_words.recounted,
    "ask": message_words.hoped,
    **dict.fromkeys(("join", "leave", "represent"), group_words.changed),
    "serve": group_words.served,
}


def replies(card: StatusCard) -> list[dict[str, Any]]:
    """The newest first, each point by point with what was contested of it."""
    given = [*card.earlier, *([card.reply] if card.reply else [])]
    contests = [_numbers(step.facts) for step in card.steps if step.event == "contest"]
    made = [_answer(one, again) for one, again in zip_longest(given, contests, fillvalue=None) if one]
    return made[::-1]


def points(card: StatusCard) -> list[dict[str, Any]]:
    """The points of the reply that stands."""
    return replies(card)[0]["points"] if card.reply else []


def _answer(reply: ReplyCard, again: frozenset[int] | None) -> dict[str, Any]:
    return {"reply": reply, "points": [_point(point, again or frozenset()) for point in reply.points]}


def _numbers(facts: Mapping[str, str]) -> frozenset[int]:
    return frozenset(map(int, facts.get("points", "").split(".")))


def _point(point: PointCard, again: frozenset[int]) -> dict[str, Any]:
    return {"point": point, "decision": words.decision(point.decision), "contested": point.number in again}


def contest_until(card: StatusCard) -> date | None:
    """The last day on which an answered case is certainly still open to be contested."""
    if card.state != "answered" or card.reply is None:
        return None
    return local_day(card.reply.sent_at) + timedelta(days=words.pack().policy("contest_window_days"))


def holder(card: StatusCard) -> tuple[str, str]:
    """The office and the post that owes the answer."""
    unit = places.named(card.unit_kind, card.unit, card.unit_en)
    return places.committee(unit), words.in_language(card.holder_title, card.holder_title_en)


def taken_over(card: StatusCard, on: date) -> str:
    """Of a case at a unit that has ended: the office that has its function now. No statement for any other."""
    if card.unit_until is None or card.unit_until > on:
        return ""
    return passing.now(unit_id=card.unit_id, function="petitions", on=on)
