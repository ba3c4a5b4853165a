"""One line of a list of cases: of the queue, and of a search."""

from typing import Any

from django.urls import reverse

from hoiam.desk.cases.queries import QueueRow, procedures
from hoiam.desk.cases.views import group_words, words

SOON = 3


def line(row: QueueRow, *, head: bool) -> dict[str, Any]:
    """For the head, what waits for a decision opens where it is taken."""
    left = row.days_left
    mark = "" if left is None or left > SOON else "row-late" if left < 0 else "row-soon"
    label, color = words.state(row.state, row.kind)
    facts = (
        row.number,
        words.KINDS.get(row.kind, ""),
        words.CHANNELS.get(row.channel, ""),
        group_words.counted(row.people, row.representatives),
    )
    return {
        "url": reverse("desk:reply" if head and row.state == "proposed" else "desk:case", args=(row.id,)),
        "mark": mark,
        "title": row.title,
        "facts": " · ".join(str(fact) for fact in facts if fact),
        "due_on": row.due_on,
        "rule_id": _rule(row),
        "state": label,
        "color": color,
        "field": words.field(row.field),
        "handler": row.handler,
        "received_on": row.received_on,
        "id": row.id,
        "number": row.number,
    }


def _rule(row: QueueRow) -> str:
    """What the nearest date of a case follows from; empty when none runs."""
    if row.due_on is None or not procedures.is_petition(row.kind):
        return ""
    if row.promised_on and row.promised_on == row.answer_due_on:
        name = "promise"
    else:
        name = "notice" if row.state == "received" and not row.promised_on else "answer"
    return words.pack().clock("petition", name).rule_id
