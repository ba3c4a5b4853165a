"""The sweeper's part at this counter: a clock that ran out is noted once, and the people concerned are told."""

from datetime import date, datetime

from hoiam.desk.cases.actions import record
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import procedures
from hoiam.duties import actions as duties, queries as duty_queries
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law.roles import Role
from hoiam.office import queries as office

WORDED = frozenset({"notice", "answer"})
"""Clocks with a letter of their own."""


def sweep(*, at: datetime, limit: int = 200) -> int:
    """Claim overdue duties and record them; gives how many. Whether it ran changes no date and no page."""
    with journal.recording():
        claimed = [
            duty for duty in duties.claim_overdue(at=at, limit=limit) if duty.subject in procedures.SUBJECTS
        ]
        for duty in claimed:
            _note(Case.objects.select_related("unit").get(pk=duty.subject_id), duty, at)
    return len(claimed)


def _note(case: Case, duty: duty_queries.DutyCard, at: datetime) -> None:
    extra = {"clock": duty.key, "due": duty.due_on.isoformat(), "rule": duty.rule_id}
    appended = journal.append(ref=case.ref, kind="case.overdue", unit=case.unit.code, at=at, extra=extra)
    record.note(case, "overdue", at=at, facts=extra, entry=appended.event_id)
    told = {"due": duty.due_on.isoformat()}
    template = f"overdue-{duty.key}" if duty.key in WORDED else "overdue-clock"
    if duty.key not in WORDED:
        told["clock"] = _clock(case, duty.key, case.language)
    record.tell_citizen(case, template, at=at, **told)
    if duty.key not in WORDED:
        told["clock"] = _clock(case, duty.key, "vi")
    for person_id in _concerned(case, local_day(at)):
        record.tell_staff(case, person_id, template, at=at, **told)


def _clock(case: Case, key: str, language: str) -> str:
    """What the clock of this key is called."""
    return procedures.clock_word(case.kind, key, language)


def _concerned(case: Case, on: date) -> set[int]:
    """Whoever must act: the head and the handler; of what is held, its keepers alone."""
    if procedures.held(case.kind):
        keepers = office.staff(unit_id=case.unit_id, role=Role.KEEPER, on=on)
        return {person.id for person in keepers}
    desk = office.desk(unit_id=case.unit_id, on=on)
    return {one for one in (desk.head_person_id, case.handler_id) if one is not None}
