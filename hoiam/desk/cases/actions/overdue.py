"""The sweeper's part at this counter: a clock that ran out is noted once, and the people concerned are told."""

from datetime import datetime

from hoiam.desk.cases.actions import record
from hoiam.desk.cases.models import Case, Step
from hoiam.duties import actions as duties, queries as duty_queries
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.office import queries as office


def sweep(*, at: datetime, limit: int = 200) -> int:
    """Claim overdue duties and record them; gives how many. Whether it ran changes no date and no page."""
    with journal.recording():
        claimed = [
            duty for duty in duties.claim_overdue(at=at, limit=limit) if duty.subject == record.SUBJECT
        ]
        for duty in claimed:
            _note(Case.objects.select_related("unit").get(pk=duty.subject_id), duty, at)
    return len(claimed)


def _note(case: Case, duty: duty_queries.DutyCard, at: datetime) -> None:
    extra = {"clock": duty.key, "due": duty.due_on.isoformat(), "rule": duty.rule_id}
    appended = journal.append(ref=case.ref, kind="case.overdue", unit=case.unit.code, at=at, extra=extra)
    Step.objects.create(
        case=case,
        event="overdue",
        before=case.state,
        after=case.state,
        unit_id=case.unit_id,
        at=at,
        facts=extra,
        entry=appended.event_id,
    )
    due = duty.due_on.isoformat()
    record.tell_citizen(case, f"overdue-{duty.key}", at=at, due=due)
    desk = office.desk(unit_id=case.unit_id, on=local_day(at))
    for person_id in {desk.head_person_id, case.handler_id} - {None}:
        record.tell_staff(case, person_id, f"overdue-{duty.key}", at=at, due=due)
