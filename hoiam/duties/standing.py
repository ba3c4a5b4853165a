"""A running duty that decisions stop, resume and extend: the same row, with other dates from then on.

Each decision is kept on the row with its number; the dates follow from all of them (hoiam.law.pauses). Every action
joins the transaction of its caller.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from hoiam.duties.actions import clock_of
from hoiam.duties.days import overdue_at
from hoiam.duties.models import STANDS_STILL, Duty
from hoiam.duties.tallies import Changes
from hoiam.kit import db
from hoiam.law import clocks, packs, pauses
from hoiam.law.book import RuleBook
from hoiam.law.calendar import Calendar
from hoiam.law.pauses import Granted, Pause
from hoiam.law.refusal import Refused
from hoiam.law.rules import Rule, TimeUnit
from hoiam.office import calendars

EXTEND = "extend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A decision on the clocks of these keys: its number and local day; `found` is what the case was found to be."""

    subject: str
    subject_id: int
    keys: Collection[str]
    number: str
    on: date
    at: datetime
    found: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Moved:
    """The last day of a clock before a decision and after it; `STANDS_STILL` while it is stopped."""

    key: str
    rule_id: str
    before: date
    after: date


def stop(signed: Signed) -> tuple[Moved, ...]:
    """The clocks stand still from the day after the decision.

    Refused: clock_cannot_stop, stop_before_event, stop_after_limit, already_stopped, decision_needed.
    """
    return _each(signed, _stopped)


def resume(signed: Signed) -> tuple[Moved, ...]:
    """They run on from the day of this decision, with as many days as were left. Refused: resume_without_stop."""
    return _each(signed, _resumed)


def extend(signed: Signed) -> tuple[Moved, ...]:
    """A longer limit from the same event: by what was found, or by the next extension that the rule knows.

    Refused: no_more_extensions, finding_needed, extension_too_late, clock_stopped.
    """
    return _each(signed, _extended)


def name_day(signed: Signed, day: date) -> tuple[Moved, ...]:
    """Another last day for what has no number by law, named by a decision.

    Refused: decision_needed; as clocks.promised.
    """

    def named(duty: Duty, by: Signed) -> None:
        if not by.number.strip():
            raise Refused("decision_needed", on=by.on)
        due = clocks.promised(_rule(duty.rule_id), duty.event_on, day, calendars.of(duty.unit.path))
        duty.signs = [*(duty.signs or ()), {**_row(EXTEND, by), "amount": 0, "named": day.isoformat()}]
        duty.due_on, duty.safe_on = due.legal_due, due.safe_due

    return _each(signed, named)


def pauses_of(signs: Sequence[Mapping[str, Any]] | None) -> tuple[Pause, ...]:
    """The pauses that the decisions of a duty made."""
    rows = (row for row in signs or () if row["sign"] != EXTEND)
    return pauses.read(
        pauses.Signed(pauses.Sign(row["sign"]), date.fromisoformat(row["on"]), row["number"]) for row in rows
    )


def granted_of(signs: Sequence[Mapping[str, Any]] | None) -> tuple[Granted, ...]:
    """The extensions by decision; a longer limit by what was found is another rule, no extension."""
    return tuple(
        Granted(row["amount"], TimeUnit(row["unit"]), date.fromisoformat(row["on"]), row["number"])
        for row in signs or ()
        if row["sign"] == EXTEND and row["amount"]
    )


def dates(duty: Duty, calendar: Calendar) -> clocks.Dates | None:
    """Under this calendar, with all its decisions; None where they give no date."""
    try:
        due = clocks.run(
            _rule(duty.rule_id),
            duty.event_on,
            calendar,
            pauses=pauses_of(duty.signs),
            extensions=granted_of(duty.signs),
        )
    except Refused:
        return None
    return clocks.Dates(due.unrolled, due.legal_due, due.safe_due)


def _each(signed: Signed, change: Callable[[Duty, Signed], None]) -> tuple[Moved, ...]:
    """Change the open duties of these keys, with their tallies."""
    with db.writing():
        rows = Duty.objects.select_for_update(of=("self",)).select_related("unit")
        found = rows.filter(
            subject=signed.subject,
            subject_id=signed.subject_id,
            key__in=sorted(signed.keys),
            closed_at=None,
        )
        changes = Changes()
        moved = tuple(_changed(duty, signed, change, changes) for duty in found.order_by("id"))
        changes.save()
    return moved


def _changed(duty: Duty, signed: Signed, change: Callable[[Duty, Signed], None], changes: Changes) -> Moved:
    before = duty.due_on
    changes.opened(clock_of(duty), by=-1)
    change(duty, signed)
    changes.opened(clock_of(duty))
    duty.overdue_at = overdue_at(duty.due_on)
    duty.told = False
    if duty.overdue_at > signed.at:
        duty.noticed_at = None
    duty.save(update_fields=("rule_id", "due_on", "safe_on", "signs", "overdue_at", "noticed_at", "told"))
    return Moved(duty.key, duty.rule_id, before, duty.due_on)


def _stopped(duty: Duty, signed: Signed) -> None:
    signs = [*(duty.signs or ()), _row(pauses.Sign.STOP, signed)]
    try:
        _run(duty, _rule(duty.rule_id), signs)
    except Refused as refused:
        if refused.code != "clock_stopped":
            raise
    duty.signs, duty.due_on, duty.safe_on = signs, STANDS_STILL, STANDS_STILL


def _resumed(duty: Duty, signed: Signed) -> None:
    signs = [*(duty.signs or ()), _row(pauses.Sign.RESUME, signed)]
    _write(duty, duty.rule_id, signs)


def _extended(duty: Duty, signed: Signed) -> None:
    """What is found makes another rule of the same base apply; else the rule's next extension is granted."""
    rule = _rule(duty.rule_id)
    picked = _book().pick(rule.base or rule.id, duty.event_on, rule.when | signed.found).rule
    signs = [*(duty.signs or ()), {**_row(EXTEND, signed), "amount": 0, "was": rule.id}]
    if picked.id == rule.id:
        already = len(granted_of(duty.signs))
        if already >= len(rule.extend):
            raise Refused("no_more_extensions", rule=rule.id, allowed=len(rule.extend))
        allowed = rule.extend[already]
        signs[-1] |= {"amount": allowed.amount, "unit": allowed.unit.value}
    _write(duty, picked.id, signs)


def _write(duty: Duty, rule_id: str, signs: Sequence[Mapping[str, Any]]) -> None:
    due = _run(duty, _rule(rule_id), signs)
    duty.rule_id, duty.signs = rule_id, list(signs)
    duty.due_on, duty.safe_on = due.legal_due, due.safe_due


def _run(duty: Duty, rule: Rule, signs: Sequence[Mapping[str, Any]]) -> clocks.Due:
    calendar = calendars.of(duty.unit.path)
    return clocks.run(rule, duty.event_on, calendar, pauses=pauses_of(signs), extensions=granted_of(signs))


def _row(sign: str, signed: Signed) -> dict[str, Any]:
    return {
        "sign": str(sign),
        "on": signed.on.isoformat(),
        "number": signed.number,
        "at": signed.at.isoformat(),
    }


def _book() -> RuleBook:
    return packs.load(settings.HOIAM_PACK).rules


def _rule(rule_id: str) -> Rule:
    return _book()[rule_id]
