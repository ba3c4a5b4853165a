"""Cards as version 1 shows them; what a card does not hold cannot be shown."""

from collections.abc import Iterable
from typing import Any

from hoiam.desk.cases.queries import DateCard, RegisterRow, StatusCard, StepCard, procedures
from hoiam.desk.cases.views import citizen_words, places, words
from hoiam.kit import days
from hoiam.law import citation
from hoiam.law.scores import Indicators
from hoiam.public.figures import Board, OfficeLine


def worded(code: str, said: Any) -> dict[str, str] | None:
    """Nothing for no code."""
    return {"code": code, "words": str(said)} if code else None


def state(kind: str, code: str) -> str:
    """As the case's own procedure calls it."""
    return (
        str(words.STATES[code][0])
        if code in words.STATES
        else procedures.word(kind, f"state.{code}", days.language())
    )


def dates(cards: Iterable[DateCard]) -> list[dict[str, Any]]:
    """Running ones first."""
    return [_date(clock) for clock in citizen_words.clocks(cards)]


def _date(clock: citizen_words.Clock) -> dict[str, Any]:
    card = clock.card
    return {
        "clock": card.key,
        "title": str(clock.title),
        "meaning": str(clock.meaning),
        "event_on": card.event_on,
        "due_on": card.due_on,
        "safe_on": card.safe_on,
        "closed_at": card.closed_at,
        "outcome": worded(card.outcome, clock.outcome),
        "late": card.late,
        "rule": card.rule.id,
        "source": citation.cite(card.rule, days.language()),
        "days": [
            {
                "on": day.on,
                "role": day.role.value,
                "number": day.number,
                "name": words.in_language(day.day.name_vi, day.day.name_en),
            }
            for day in (card.due.days if card.due else ())
        ],
    }


def steps(cards: Iterable[StepCard], *, public: bool) -> list[dict[str, Any]]:
    """The newest first."""
    told = list(cards)
    entries = citizen_words.timeline(told, public=public)
    return [
        {
            "event": step.event,
            "title": str(entry["title"]),
            "at": step.at,
            "unit": entry["by"],
            "text": str(entry["text"]),
        }
        for step, entry in zip(reversed(told), entries, strict=True)
    ]


def status(card: StatusCard, unit_code: str) -> dict[str, Any]:
    """As the status page, without title and text of what was sent."""
    office, post = citizen_words.holder(card)
    return {
        "number": card.number,
        "state": worded(card.state, state(card.kind, card.state)),
        "now": str(citizen_words.now(card)),
        "kind": worded(card.kind, words.KINDS.get(card.kind, card.kind)),
        "field": worded(card.field, words.field(card.field)),
        "unit": unit_code,
        "office": office,
        "post": post,
        "received_at": card.received_at,
        "answer_due_on": card.answer_due_on,
        "promised_on": card.promised_on,
        "late": card.late,
        "contest_until": citizen_words.contest_until(card),
        "dates": dates(card.dates),
        "steps": steps(card.steps, public=False),
        "replies": [_reply(one) for one in citizen_words.replies(card)],
    }


def _reply(made: dict[str, Any]) -> dict[str, Any]:
    reply = made["reply"]
    return {
        "number": reply.number,
        "signed_by": reply.signer_title,
        "sent_at": reply.sent_at,
        "score": reply.score,
        "points": [
            {
                "number": one["point"].number,
                "text": one["point"].text,
                "decision": {"code": one["point"].decision, "words": one["decision"]},
                "ground": one["point"].ground,
                "next_step": one["point"].next_step,
                "contested": one["contested"],
            }
            for one in made["points"]
        ],
    }


def row(card: RegisterRow) -> dict[str, Any]:
    """One masked line."""
    return {
        "number": card.number,
        "unit": places.named(card.unit_kind, card.unit, card.unit_en),
        "kind": worded(card.kind, words.KINDS.get(card.kind, card.kind)),
        "field": worded(card.field, words.field(card.field)),
        "state": worded(card.state, state(card.kind, card.state)),
        "received_on": card.received_on,
        "answer_due_on": card.answer_due_on,
        "answered_at": card.answered_at,
        "late": card.late,
        "title": card.title,
    }


def board(found: Board) -> dict[str, Any]:
    """Figures of a period."""
    return {
        "period": found.period.code,
        "first": found.period.first,
        "last": found.period.last,
        "total": _counts(found.total),
        "offices": [_office(line) for line in found.lines],
        "months": [
            {"month": one.month, "received": one.received, "in_time": one.met, "late": one.late}
            for one in found.months
        ],
    }


def _office(line: OfficeLine) -> dict[str, Any]:
    return {"unit": line.row.unit_code, "name": line.name, "post": line.post, **_counts(line.counts)}


def _counts(counts: Indicators) -> dict[str, Any]:
    return {
        "received": counts.received,
        "in_time": counts.in_time,
        "late": counts.late,
        "running": counts.running,
        "running_late": counts.running_late,
        "share_in_time": None if counts.share_in_time is None else round(float(counts.share_in_time), 4),
        "share_of_days": None if counts.share_of_days is None else round(float(counts.share_of_days), 4),
    }
