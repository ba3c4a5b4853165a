"""Words for the codes of this counter, for pages of citizens and of staff alike."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from hoiam.desk.cases.queries import duty_names
from hoiam.desk.cases.queries.press import Raised
from hoiam.desk.reports.queries import (
    AccountCard,
    AccountRow,
    ProgrammeCard,
    QuestionCard,
    RecommendationCard,
)
from hoiam.law.accounts import Line, Section
from hoiam.office import queries as office

Words = str | Promise
SECTIONS: dict[str, Words] = {
    "summary": _("In short"),
    Section.RECEPTION: _("Receiving citizens"),
    Section.DIALOGUE: _("Dialogue with the people"),
    Section.CASES: _("Petitions, complaints, reports"),
    Section.PROMISES: _("Promises"),
    Section.TASKS: _("Tasks from directives and plans"),
    Section.INSPECTION: _("Inspection, findings remedied, self-review"),
    Section.SUPERVISION: _("Answers to the Front, the Council and others who supervise"),
    Section.ACCOUNTS: _("Giving account"),
    Section.OTHER: _("Other duties"),
}
LINES: dict[str, Words] = {
    "reception_days": _("Days of reception"),
    "dialogues": _("Dialogue conferences"),
    "cases": _("Cases received"),
    "notice": _("Say what becomes of a case"),
    "answer": _("Answer cases"),
    "promised": _("Answers promised at receptions"),
    "call": _("Set the day of a conference voters asked for"),
    "announce": _("Announce dialogue conferences"),
    "results": _("Publish results of dialogue conferences"),
    "promise": _("Promises made at dialogue conferences"),
    "promised_answer": _("Answers put off at dialogue conferences"),
    "task": _("Tasks"),
    "inspections": _("Inspections led by the head"),
    "remedy": _("Findings to be remedied"),
    "mend": _("Points of self-review to be mended"),
    "recommendation": _("Answer recommendations of supervision"),
    "recommendation_done": _("Do what was promised to those who supervise"),
    "account": _("Publish the yearly account"),
    "account_answer": _("Answer public questions about an account"),
}
COUNTS: dict[str, tuple[Words, str]] = {
    "in_person": (_("by the head in person"), "good"),
    "by_deputy": (_("a deputy in their place"), "warn"),
    "missed": (_("did not take place"), "bad"),
    "received": (_("received"), "calm"),
    "decided": (_("decided"), "calm"),
    "days": (_("days the head was there"), "plain"),
    "findings": (_("findings"), "plain"),
    "reviewed": (_("of them reviewed by the head"), "plain"),
    "decisions": (_("decisions"), "plain"),
    "signed": (_("of them signed by the head"), "plain"),
    "in_time": (_("in time"), "good"),
    "late": (_("done late"), "warn"),
    "running": (_("not due yet"), "plain"),
    "overdue": (_("past its day, not done"), "bad"),
}
KINDS: dict[str, Words] = {"yearly": _("Yearly account"), "demand": _("Account on demand")}
STATES: dict[str, tuple[Words, str]] = {
    "draft": (_("Draft"), "neutral"),
    "signed": (_("Signed, not published"), "warning"),
    "published": (_("Published"), "success"),
}
QUESTIONS: dict[str, tuple[Words, str]] = {
    "open": (_("Waits for its answer"), "warning"),
    "answered": (_("Answered"), "success"),
    "hidden": (_("Hidden"), "neutral"),
}
GROUNDS: dict[str, Words] = {
    "abuse": _("It insults somebody"),
    "personal": _("It holds personal data of somebody"),
}
EVENTS: dict[str, tuple[Words, str]] = {
    "owe": (_("Owed for the year"), "clock"),
    "begin": (_("Begun on demand"), "plus"),
    "recount": (_("Figures counted anew"), "list-checks"),
    "write": (_("Text changed"), "pencil"),
    "sign": (_("Signed by the holder of the post"), "check"),
    "publish": (_("Published"), "circle-check"),
    "succeed": (_("Followed to the unit that has its functions now"), "arrow-right"),
}
BY: dict[str, Words] = {
    "front": _("Fatherland Front"),
    "council": _("People's Council"),
    "organisation": _("Mass organisation"),
    "inspection_board": _("People's Inspection Board"),
    "investment_board": _("Community investment supervision board"),
}
KEPT: dict[str, tuple[Words, str]] = {
    "running": (_("Not due yet"), "accent"),
    "overdue": (_("Past its day"), "danger"),
    "in_time": (_("In time"), "success"),
    "late": (_("Done late"), "warning"),
}
RAISED: dict[str, tuple[Words, str]] = {
    "ended": (_("Ended without an answer"), "neutral"),
    "running": (_("Answer not due yet"), "accent"),
    "overdue": (_("Answer past its day"), "danger"),
    "in_time": (_("Answered in time"), "success"),
    "late": (_("Answered late"), "warning"),
}
ENDED: dict[str, tuple[Words, str]] = {
    "met": (_("In time"), "success"),
    "late": (_("Done late"), "warning"),
}


def line(key: str) -> str:
    """What is counted under a key, whatever counter it belongs to."""
    return str(LINES.get(key) or duty_names.KINDS.get(key, key))


def english() -> bool:
    """The page's language."""
    return get_language() == "en"


def committee(unit_id: int) -> str:
    """The People's Committee of a served unit, or nothing."""
    card = office.served_unit(unit_id)
    return office.committee(card) if card else ""


def row(card: AccountRow) -> dict[str, Any]:
    """One line of a list."""
    label, color = STATES[card.state]
    return {
        "card": card,
        "state": label,
        "color": color,
        "kind": KINDS[card.kind],
        "office": committee(card.unit_id),
    }


def account(card: AccountCard) -> dict[str, Any]:
    """One account."""
    label, color = STATES[card.state]
    unit = office.served_unit(card.unit_id)
    return {
        "account": card,
        "unit_code": unit.code if unit else "",
        "state": label,
        "color": color,
        "kind": KINDS[card.kind],
        "office": committee(card.unit_id),
    }


def parts(card: AccountCard, names: Mapping[date, str]) -> list[dict[str, Any]]:
    """Sections with something in them, each with its text and, by holder, its figures."""
    found = []
    for section in Section:
        held = [
            {
                "period": period,
                "holder": names.get(period.first, ""),
                "held": period.holder is not None,
                "lines": [figure(one) for one in period.lines if one.section == section],
            }
            for period in card.periods
        ]
        text = card.words.get(section, "")
        with_lines = [one for one in held if one["lines"]]
        if text or with_lines:
            found.append(
                {"code": section.value, "title": SECTIONS[section], "text": text, "held": with_lines}
            )
    return found


def figure(one: Line) -> dict[str, Any]:
    """One line with its counts in words."""
    counts = [(COUNTS[name][0], n) for name, n in one.counts.items() if n and name in COUNTS]
    return {"key": one.key, "title": line(one.key), "counts": counts, "evidence": one.evidence}


def question(card: QuestionCard) -> dict[str, Any]:
    """One question."""
    label, color = QUESTIONS[card.state]
    return {"card": card, "state": label, "color": color, "ground": GROUNDS.get(card.ground, "")}


def programme(card: ProgrammeCard) -> dict[str, Any]:
    """One programme of supervision."""
    return {"card": card, "by": BY[card.by], "office": committee(card.unit_id)}


def recommendation(card: RecommendationCard, on: date) -> dict[str, Any]:
    """One recommendation as it stands on a day."""
    label, color = KEPT[card.how(on)]
    deed = KEPT.get(card.deed(on))
    return {"card": card, "state": label, "color": color, "deed": deed}


def steps(cards: Iterable[Any]) -> list[dict[str, Any]]:
    """What happened, for kit/timeline.html; the newest first."""
    return [
        {
            "title": EVENTS[one.event][0],
            "icon": EVENTS[one.event][1],
            "color": "neutral",
            "at": one.at,
            "by": "",
            "text": "",
        }
        for one in reversed(list(cards))
    ]


def press(one: Raised) -> dict[str, Any]:
    """One matter of the press: state by what stands, in the words of cases."""
    label, color = RAISED.get(one.how) or KEPT[one.how]
    return {"card": one, "state": label, "color": color, "office": committee(one.unit_id)}


SAID: dict[str, Words] = {
    "recount": _("The figures are counted anew."),
    "publish": _("Published. From now on everybody can read it and ask."),
}
