"""Declining a petition: explained on the spot or, on grounds that need it, with a written notice owed by the head.

Decree 154/2026/NĐ-CP, article 4.3: form 01/TCD within 3 working days of the day on which the ground was established,
which is the day the refusal is recorded here.
"""

from datetime import datetime

from hoiam.desk.cases.actions import complaint_file, procedure, record, tying
from hoiam.desk.cases.actions.complaint_file import Said
from hoiam.desk.cases.actions.record import Entry, Mark
from hoiam.kit.moments import local_day
from hoiam.law.procedures import petition
from hoiam.office import queries as office


def refuse(*, case_id: int, version: int, ground: str, reason: str, by: office.Actor, at: datetime) -> None:
    """Decline to handle it, on a ground the law names (Law 42/2013/QH13, article 9). Refused: unknown_ground."""
    with record.opened(case_id=case_id, version=version) as case:
        record.keep_out(case, by)
        event = "refuse_in_writing" if petition.in_writing(ground, record.pack()) else "refuse"
        facts = petition.Facts(on=local_day(at), ground=ground, reason=reason)
        step = record.decide(event, case=case, by=by, facts=facts)
        case.outcome = "refused"
        mark = Mark(at=at, by=by.person_id, note=reason, facts={"ground": ground})
        record.record(case, step, mark=mark, entry=Entry(kind="case.refused", extra={"ground": ground}))
        record.tell_citizen(case, "refused", at=at)


def notify_refusal(*, case_id: int, version: int, said: Said, by: office.Actor, at: datetime) -> None:
    """The written notice went out, with its number: what the head owed is done, and the case is at its end.

    Refused: decision_needed, day_not_yet, day_before_receipt, and as `tying.tied`.
    """
    event = "notify_refusal"
    with record.opened(case_id=case_id, version=version) as case:
        record.keep_out(case, by)
        said = tying.tied(event, case, said)
        on = procedure.signed_on(case, said, local_day(at))
        facts = petition.Facts(on=local_day(at), number=said.number)
        step = record.decide(event, case=case, by=by, facts=facts)
        complaint_file.write(case, step, said, by=by, on=on, at=at)
        mark = Mark(at=at, by=by.person_id, facts=procedure.told(said, on))
        record.record(case, step, mark=mark, entry=procedure.entry(event, said, on))
        procedure.tell(case, event, at=at)
