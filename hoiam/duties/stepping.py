"""The clocks of what has a procedure and is no case (a session, a conference): what its steps open, end, hand over.

Each action joins the transaction of its caller. Days are local, moments are aware.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from hoiam.duties import actions as duties, queries
from hoiam.kit.moments import local_day
from hoiam.law import clocks, packs
from hoiam.law.procedures.moves import Running
from hoiam.law.step import ClockSpec, Outcome, Step
from hoiam.office import calendars


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose clocks these are: the post that owes them, its unit and that unit's path; `subject`: of which row."""

    unit_id: int
    post_id: int
    path: str
    subject: str
    subject_id: int


def running(subject: str, subject_id: int) -> Mapping[str, Running]:
    """The clocks that have not ended, by key, as a procedure reads them. One statement."""
    found = queries.of_subject(subject, subject_id)
    return {duty.key: Running(rule_id=duty.rule_id, due=duty.due_on) for duty in found if duty.open}


def apply(
    step: Step,
    *,
    owner: Owner,
    at: datetime,
    events: Mapping[str, date] | None = None,
    promised: Mapping[str, date] | None = None,
    but: Collection[str] = (),
) -> Mapping[str, clocks.Due]:
    """End and start what the step says, and give what starts, by key.

    `events`: the day from which a clock counts (of a rule in hours, the local moment), where it is not today;
    `promised`: the day that was named, for a clock to which the law gives no number; `but`: keys that somebody
    else keeps.
    Refused: as hoiam.law.clocks.compute.
    """
    days = events or {}
    dues = {
        spec.key: _due(spec, days.get(spec.key, local_day(at)), owner.path, (promised or {}).get(spec.key))
        for spec in step.opens
        if spec.key not in but
    }
    handed = {spec.key for spec in step.closes if spec.outcome is Outcome.HANDED_OVER} & set(dues)
    _close(step, owner, at, but={*but, *handed})
    duties.hand_over(specs=_specs(owner, dues, handed, step.event), at=at)
    duties.open_many(specs=_specs(owner, dues, set(dues) - handed, step.event), at=at)
    return dues


def promise(*, owner: Owner, key: str, rule_id: str, event: date, day: date, at: datetime) -> clocks.Due:
    """Start a clock to which the law gives no number: a day was named for it. Refused: as hoiam.law.clocks.promised."""
    due = _due(ClockSpec(key, rule_id), event, owner.path, day)
    duties.open_many(specs=_specs(owner, {key: due}, [key]), at=at)
    return due


def _due(spec: ClockSpec, event: date, path: str, named: date | None) -> clocks.Due:
    rule = packs.load(settings.HOIAM_PACK).rules[spec.rule_id]
    if named is not None:
        return clocks.promised(rule, event, named, calendars.of(path))
    return clocks.compute(rule, event, calendars.of(path))


def _close(step: Step, owner: Owner, at: datetime, *, but: Collection[str]) -> None:
    for outcome in {spec.outcome for spec in step.closes}:
        duties.close(
            subject=owner.subject,
            subject_id=owner.subject_id,
            keys=[spec.key for spec in step.closes if spec.outcome is outcome and spec.key not in but],
            outcome=outcome.value,
            at=at,
            on=local_day(at),
            event=step.event,
        )


def _specs(
    owner: Owner, dues: Mapping[str, clocks.Due], keys: Iterable[str], event: str = ""
) -> list[duties.NewDuty]:
    return [
        duties.NewDuty(
            unit_id=owner.unit_id,
            post_id=owner.post_id,
            subject=owner.subject,
            subject_id=owner.subject_id,
            key=key,
            rule_id=dues[key].rule.id,
            event_on=_day(dues[key].event),
            due_on=dues[key].legal_due,
            safe_on=dues[key].safe_due,
            opened_by=event,
        )
        for key in sorted(keys)
    ]


def _day(event: date) -> date:
    """Of a rule in hours, the event is a moment."""
    return event.date() if isinstance(event, datetime) else event
