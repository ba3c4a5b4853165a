"""The sweeper's part at this counter: a clock that ran out is noted once, and the people concerned are told."""

import logging
from collections.abc import Collection
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
log = logging.getLogger("hoiam.overdue")


class _Unrecorded(Exception):
    """This duty could not be recorded."""

    def __init__(self, duty_id: int, why: str) -> None:
        super().__init__(duty_id, why)
        self.duty_id, self.why = duty_id, why


def sweep(*, at: datetime, limit: int = 200) -> int:
    """Claim overdue duties and record them; gives how many. Whether it ran changes no date and no page.

    One that cannot be recorded is logged, left for the next time, and keeps none of the others waiting.
    """
    try:
        return _noted(at, limit, ())
    except _Unrecorded:
        return _each_by_itself(at, limit)


def _each_by_itself(at: datetime, limit: int) -> int:
    noted, broken = 0, list[int]()
    while noted + len(broken) < limit:
        try:
            found = _noted(at, 1, broken)
        except _Unrecorded as error:
            log.error("duty %s is overdue and cannot be recorded: %s", error.duty_id, error.why)  # noqa: TRY400 - no values in logs
            broken.append(error.duty_id)
            continue
        if not found:
            break
        noted += found
    return noted


def _noted(at: datetime, limit: int, but: Collection[int]) -> int:
    """In one transaction. _Unrecorded of the first that fails."""
    with journal.recording():
        claimed = duties.claim_overdue(at=at, limit=limit, but=but)
        for duty in claimed:
            if duty.subject in procedures.SUBJECTS:
                try:
                    _note(Case.objects.select_related("unit").get(pk=duty.subject_id), duty, at)
                except Exception as error:
                    raise _Unrecorded(duty.id, type(error).__name__) from error
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
