"""Open clocks under the rule of their place: declared a remote area after they began, or no longer one.

A day that was told is never moved earlier: then its rule and its day stand, and only the day to work to comes forward.
Each change is noted once per clock and declaration. Every action joins the transaction of its caller.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from hoiam.duties import standing
from hoiam.duties.actions import clock_of
from hoiam.duties.days import overdue_at
from hoiam.duties.models import STANDS_STILL, DateChange, Duty
from hoiam.duties.tallies import Changes
from hoiam.kit import db
from hoiam.law import clocks, packs
from hoiam.law.refusal import Refused
from hoiam.law.rules import Rule
from hoiam.office import calendars
from hoiam.office.remote import REMOTE, Declared

Holding = Callable[[date], Declared | None]
"""What holds for the place on a day, remote or no longer."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """One clock: its last day before, what the rule of its place gives, the last day now, the day to work to."""

    duty_id: int
    key: str
    rule_id: str
    before: date
    computed: date
    after: date
    safe_after: date


def recount(
    *, subject: str, subject_id: int, holding: Holding, because: Declared, at: datetime
) -> tuple[Replaced, ...]:
    """Give the open clocks of a case the rule that their place has on the day of their event, as `because` says."""
    with db.writing():
        rows = Duty.objects.select_for_update(of=("self",)).select_related("unit")
        found = rows.filter(subject=subject, subject_id=subject_id, closed_at=None)
        found = found.exclude(changes__remoteness=because.id).order_by("id")
        changes = Changes()
        made = [_one(duty, because, at, changes) for duty in found if holding(duty.event_on) == because]
        changes.save()
    return tuple(one for one in made if one is not None)


def _one(duty: Duty, because: Declared, at: datetime, changes: Changes) -> Replaced | None:
    book = packs.load(settings.HOIAM_PACK).rules
    rule = book[duty.rule_id]
    picked = book.being(rule, REMOTE, duty.event_on, holds=because.remote)
    due = None if picked is rule else _due(duty, picked)
    if due is None:
        return None
    before, safe_before = duty.due_on, duty.safe_on
    changes.opened(clock_of(duty), by=-1)
    _write(duty, picked, due, because, at)
    changes.opened(clock_of(duty))
    DateChange.objects.create(
        duty=duty,
        remoteness_id=because.id,
        at=at,
        due_before=before,
        safe_before=safe_before,
        due_computed=due.legal_due,
        due_after=duty.due_on,
        safe_after=duty.safe_on,
    )
    return Replaced(duty.pk, duty.key, duty.rule_id, before, due.legal_due, duty.due_on, duty.safe_on)


def _due(duty: Duty, rule: Rule) -> clocks.Dates | None:
    """None where the rule gives no day. What stands still keeps standing, whichever its rule."""
    if duty.due_on == STANDS_STILL:
        return clocks.Dates(STANDS_STILL, STANDS_STILL, STANDS_STILL)
    pauses, granted = standing.pauses_of(duty.signs), standing.granted_of(duty.signs)
    try:
        due = clocks.run(rule, duty.event_on, calendars.of(duty.unit.path), pauses=pauses, extensions=granted)
    except Refused:
        return None
    return clocks.Dates(due.unrolled, due.legal_due, due.safe_due)


def _write(duty: Duty, rule: Rule, due: clocks.Dates, because: Declared, at: datetime) -> None:
    """The rule changes only with a day that is not earlier; a stop that lasts takes the longer rule along."""
    columns = ["safe_on", "told"]
    duty.told = False
    if due.legal_due < duty.due_on or (duty.due_on == STANDS_STILL and not because.remote):
        duty.safe_on = min(duty.safe_on, due.safe_due)
    else:
        sign = {"sign": standing.EXTEND, "on": because.from_on.isoformat(), "number": because.document}
        duty.signs = [*(duty.signs or ()), {**sign, "at": at.isoformat(), "amount": 0, "was": duty.rule_id}]
        duty.rule_id, duty.remote_id = rule.id, because.id if because.remote else None
        duty.due_on, duty.safe_on = due.legal_due, due.safe_due
        duty.overdue_at = overdue_at(duty.due_on)
        if duty.overdue_at > at:
            duty.noticed_at = None
        columns += ["signs", "rule_id", "remote", "due_on", "overdue_at", "noticed_at"]
    duty.save(update_fields=columns)
