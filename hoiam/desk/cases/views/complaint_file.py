"""Words for the documents of a procedure: what staff and complainant read of decisions, verifications, dialogues."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from hoiam.desk.cases.forms.staff_procedure import ABSENCES, CRITERIA
from hoiam.desk.cases.queries.complaint_file import (
    ComplaintFile,
    DecisionCard,
    DialogueCard,
    VerificationCard,
)
from hoiam.desk.cases.views.words import Words
from hoiam.kit import days

KINDS: dict[str, Words] = {
    "accept": gettext_lazy("Notice of acceptance"),
    "refuse": gettext_lazy("Notice that it is not accepted"),
    "guide": gettext_lazy("Guidance to the competent body"),
    "complex": gettext_lazy("Finding that the case is complex"),
    "halt": gettext_lazy("Stay of the contested decision"),
    "lift": gettext_lazy("End of the stay"),
    "suspend": gettext_lazy("Decision to suspend"),
    "resume": gettext_lazy("Decision to go on"),
    "extend": gettext_lazy("Decision to extend"),
    "terminate": gettext_lazy("Decision to terminate"),
    "settle": gettext_lazy("Decision that settles it"),
    "execute": gettext_lazy("Order of execution"),
}
Rows = list[tuple[str, Any]]


def shown(found: ComplaintFile) -> dict[str, Any]:
    """For cases/complaint_file.html: each document with its short table, and the other instance."""
    return {
        "decisions": [decision(one) for one in found.decisions],
        "verifications": [verification(one) for one in found.verifications],
        "dialogues": [dialogue(one) for one in found.dialogues],
        "earlier": found.earlier,
        "later": found.later,
    }


def decision(card: DecisionCard) -> dict[str, Any]:
    title = " ".join(filter(None, (str(KINDS.get(card.kind, card.kind)), card.number)))
    rows: Rows = [
        (_("Day"), days.day_text(card.on)),
        (_("Signed by"), card.signed_title),
        (_("Why it is complex"), "; ".join(str(dict(CRITERIA).get(one, one)) for one in card.criteria)),
        (_("Reason"), card.reason),
        (_("Content"), card.content),
        (_("To be carried out by"), _day(card.until)),
        (_("Sent"), _day(card.sent_on)),
        (_("Sent to"), card.recipients),
        (_("The complainant had it on"), _day(card.delivered_on)),
        (_("Published"), " · ".join(filter(None, (_day(card.published_on), card.published_where)))),
        (_("Posting ended"), _day(card.posted_until)),
        (_("In effect, recorded on"), _day(card.effective_on)),
    ]
    return {"title": title, "facts": _kept(rows), "document_id": card.document_id}


def verification(card: VerificationCard) -> dict[str, Any]:
    differs = {True: _("yes"), False: _("no"), None: ""}[card.differs]
    rows: Rows = [
        (_("Day"), days.day_text(card.on)),
        (_("Who verifies"), card.verifier),
        (_("Plan"), card.plan),
        (_("Report by"), _day(card.until)),
        (_("Reported"), _day(card.reported_on)),
        (_("What was found"), card.findings),
        (_("Differs from what is claimed"), differs),
    ]
    title = _("Verification %(number)s") % {"number": card.number}
    return {"title": title, "facts": _kept(rows), "document_id": card.document_id}


def dialogue(card: DialogueCard) -> dict[str, Any]:
    people = (": ".join(filter(None, (one["name"], one["role"]))) for one in card.participants)
    rows: Rows = [
        (_("Time and place"), " · ".join(filter(None, (card.time, card.place)))),
        (_("Notice"), " · ".join(filter(None, (card.notice_number, _day(card.announced_on))))),
        (_("Minutes"), card.minutes_number),
        (_("Who took part"), "; ".join(people)),
        (_("The complainant"), str(dict(ABSENCES)[card.absence]) if card.held_on else ""),
        (_("What was agreed"), card.agreed),
        (_("What stays in dispute"), card.disputed),
    ]
    state = _("given up") if card.given_up else _("held") if card.held_on else _("planned")
    title = _("Dialogue of %(day)s (%(state)s)") % {"day": days.day_text(card.on), "state": state}
    return {"title": title, "facts": _kept(rows)}


def document(facts: Mapping[str, str]) -> str:
    """Number and day of the document of a step, and the day it sets."""
    said = []
    if facts.get("number"):
        on = days.day_text(date.fromisoformat(facts["on"])) if facts.get("on") else ""
        said.append(", ".join(filter(None, (_("No. %(number)s") % {"number": facts["number"]}, on))))
    said += [days.day_text(date.fromisoformat(facts[name])) for name in ("day", "until") if facts.get(name)]
    return " · ".join(said)


def _day(day: date | None) -> str:
    return days.day_text(day) if day else ""


def _kept(rows: Rows) -> Rows:
    return [(label, value) for label, value in rows if value]
