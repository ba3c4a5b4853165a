"""Words that only staff read: what happened to a case, told in a timeline."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _, ngettext

from hoiam.desk.cases.queries import CaseCard, StepCard
from hoiam.desk.cases.views import (
    calendar_words,
    challenged_words,
    complaint_file,
    group_words,
    message_words,
    on_paper_words,
    places,
    words,
)
from hoiam.desk.cases.views.words import Words
from hoiam.kit import days
from hoiam.office import queries as office

EVENTS: dict[str, tuple[Words, str, str]] = {
    "submit": (_("Sent in by the citizen"), "inbox", "info"),
    "register": (_("Registered by the office"), "inbox", "info"),
    "classify": (_("Classified"), "check", "neutral"),
    "accept": (_("Taken into work"), "check", "accent"),
    "assign": (_("Assigned"), "user", "accent"),
    "transfer": (_("Transferred"), "arrow-right", "neutral"),
    "send_back": (_("Sent back"), "arrow-left", "neutral"),
    "transfer_out": (_("Passed to another body"), "arrow-right", "neutral"),
    "refuse": (_("Refused"), "circle-alert", "danger"),
    "challenge": (_("Decision or act complained of recorded"), "file-text", "neutral"),
    "hinder": (_("Obstacle recorded: days are not counted"), "calendar-days", "neutral"),
    "refuse_in_writing": (_("Refused: the written notice is owed"), "circle-alert", "danger"),
    "notify_refusal": (_("Written notice of the refusal issued"), "file-text", "neutral"),
    "promise": (_("Day of the answer promised"), "flag", "accent"),
    "draft": (_("Draft saved"), "clock", "neutral"),
    "propose": (_("Laid before the head"), "arrow-right", "warning"),
    "rework": (_("Sent back to be reworked"), "arrow-left", "warning"),
    "approve": (_("Approved and sent"), "circle-check", "success"),
    "rate": (_("Rated by the citizen"), "check", "info"),
    "reception": (_("The citizen said how they were received"), "check", "info"),
    "contest": (_("Contested by the citizen"), "flag", "ember"),
    "link": (_("Compared with another case"), "check", "neutral"),
    "close": (_("Closed"), "check", "neutral"),
    "withdraw": (_("Withdrawn by the citizen"), "info", "neutral"),
    "withdraw_part": (_("Withdrawn in part by the citizen"), "info", "neutral"),
    "give_back": (_("Originals given back"), "undo-2", "neutral"),
    "give_code": (_("A code was given to the person at the counter"), "file-text", "info"),
    "scan": (_("Scan of the papers put into the file"), "paperclip", "info"),
    "add": (_("Added to by the citizen"), "plus", "info"),
    "import": (_("Brought over from an older register"), "inbox", "info"),
    "import_closed": (_("Brought over from an older register"), "inbox", "neutral"),
    "overdue": (_("A last day passed"), "triangle-alert", "danger"),
    "recalculated": (_("Days off changed: the date was counted anew"), "calendar-days", "warning"),
    "place": (_("The limit of its place is another: the date was counted anew"), "calendar-days", "warning"),
    "succeed": (_("Taken over from another unit"), "arrow-right", "accent"),
    "name": (_("Who is complained of was recorded: they keep out"), "shield-check", "warning"),
    "recuse": (_("Keeps out of it by their own word"), "undo-2", "warning"),
    "heir": (_("The unit that followed the one complained of keeps out too"), "shield-check", "warning"),
    "lift": (_("An entry about who keeps out was lifted"), "check", "neutral"),
    "split": (_("Split into several cases"), "list-checks", "accent"),
    "pass_up": (_("Passed to the next higher unit: here nobody may decide on it"), "arrow-right", "warning"),
    "erase": (_("Personal data erased on a decision"), "check", "neutral"),
    "hand_over": (_("Handed over to a colleague"), "user", "accent"),
    "ask": (_("Asked the citizen"), "mail", "warning"),
    "tell": (_("Wrote to the citizen"), "mail", "info"),
    "say": (_("The citizen wrote"), "mail", "info"),
    "join": (_("People joined the group"), "users", "info"),
    "leave": (_("A signer left the group"), "users", "warning"),
    "represent": (_("The representatives changed"), "users", "warning"),
    "appoint": (_("The written appointment of the representatives is on file"), "check", "neutral"),
    "sign": (_("Signatures were checked"), "check", "neutral"),
    "serve": (_("Who has the answer or decision was recorded"), "mail", "info"),
    "clear": (_("Text cleared for the public register"), "check", "neutral"),
    "issue_document": (_("Document issued"), "file-text", "accent"),
}


RELATIONS: dict[str, Words] = {
    "again": _("The same petition again"),
    "person": _("The same matter from another person"),
    "campaign": _("A letter sent by many"),
    "different": _("Not the same"),
}


def timeline(steps: Sequence[StepCard], kind: str = "") -> list[dict[str, Any]]:
    """The newest first, for kit/timeline.html; `kind`: of the case, whose procedure names its steps."""
    return [entry(step, kind) for step in reversed(steps)]


def entry(step: StepCard, kind: str = "") -> dict[str, Any]:
    title, icon, color = EVENTS.get(step.event, (step.event, "check", "neutral"))
    return {
        "title": words.event(step.event, kind) or title,
        "icon": icon,
        "color": color,
        "at": step.at,
        "by": " · ".join(filter(None, (step.who, places.named(step.unit_kind, step.unit, step.unit_en)))),
        "text": "\n".join(filter(None, (detail(step), on_paper_words.note(step.event, step.note)))),
    }


def detail(step: StepCard) -> str:
    """What the facts of a step add to its title."""
    teller = DETAILS.get(step.event)
    return "\n".join(
        filter(None, (teller(step.facts) if teller else "", complaint_file.document(step.facts)))
    )


def _classified(facts: Mapping[str, str]) -> str:
    return " · ".join(
        filter(None, (str(words.KINDS.get(facts.get("kind", ""), "")), words.field(facts.get("field", ""))))
    )


def _passed_on(facts: Mapping[str, str]) -> str:
    unit = office.served_unit(int(facts["to"])) if facts.get("to", "").isdecimal() else None
    return gettext("To %(unit)s") % {"unit": unit.shown} if unit else ""


def _succeeded(facts: Mapping[str, str]) -> str:
    return " · ".join(
        filter(None, (_passed_on(facts), _due({"due": facts.get("since", "")}), facts.get("basis")))
    )


def _due(facts: Mapping[str, str]) -> str:
    return days.day_text(date.fromisoformat(facts["due"])) if facts.get("due") else ""


def _overdue(facts: Mapping[str, str]) -> str:
    return ": ".join(
        filter(None, (str(words.clock(facts["clock"]) if facts.get("clock") else ""), _due(facts)))
    )


def _refused(facts: Mapping[str, str]) -> str:
    return words.chosen(words.pack().refusal_grounds, facts.get("ground", ""))


def _explained(facts: Mapping[str, str]) -> str:
    """A ground that needs no writing is explained to the person."""
    return "\n".join(
        filter(
            None,
            (
                _refused(facts),
                facts.get("ground") and gettext("Explained in person: this ground needs no written notice."),
            ),
        )
    )


def _contested(facts: Mapping[str, str]) -> str:
    numbers = facts.get("points", "").replace(",", ".").split(".")
    return ngettext("Point %(numbers)s", "Points %(numbers)s", len(numbers)) % {"numbers": ", ".join(numbers)}


def _rated(facts: Mapping[str, str]) -> str:
    return gettext("%(score)s of 5") % {"score": facts.get("score", "")}


def _linked(facts: Mapping[str, str]) -> str:
    return " · ".join(filter(None, (str(RELATIONS.get(facts.get("relation", ""), "")), facts.get("other"))))


def _issued(facts: Mapping[str, str]) -> str:
    return words.form(facts.get("form", ""))


DETAILS = {
    **on_paper_words.DETAILS,
    "link": _linked,
    "register": words.claimed,
    "classify": _classified,
    "accept": _due,
    "transfer": _passed_on,
    "send_back": _passed_on,
    "pass_up": _passed_on,
    "promise": _due,
    "overdue": _overdue,
    "challenge": challenged_words.recorded,
    "hinder": challenged_words.hindered,
    "refuse": _explained,
    "refuse_in_writing": _refused,
    "contest": _contested,
    "succeed": _succeeded,
    "rate": _rated,
    "reception": _rated,
    "recalculated": calendar_words.recounted,
    "place": calendar_words.recounted,
    "ask": message_words.hoped,
    "issue_document": _issued,
    **dict.fromkeys(("join", "represent"), group_words.changed),
    "leave": group_words.left,
    "serve": group_words.served,
}


def wish(card: CaseCard) -> dict[str, Any] | None:
    """What the head asked for when the draft was last sent back, until it is proposed again."""
    last = next(
        (step for step in reversed(card.steps) if step.event in {"propose", "rework", "approve"}), None
    )
    return entry(last) if last and last.event == "rework" else None


def since(card: CaseCard, seen: int | None) -> list[dict[str, Any]]:
    """What happened after a page was made that showed so many steps; a draft saved again counts as well."""
    fresh = list(card.steps[seen:]) if seen is not None else []
    drafts = [step for step in card.steps if step.event == "draft"]
    return timeline(fresh or drafts[-1:], card.kind)
