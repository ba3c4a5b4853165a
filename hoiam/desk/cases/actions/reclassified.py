"""A case that turns out to be another kind of matter: another procedure decides it, from the day it was received."""

from dataclasses import replace

from hoiam.desk.cases.actions import index, intake, record
from hoiam.desk.cases.actions.record import Entry, Mark
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import document_texts, procedures
from hoiam.duties import actions as duties
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.law.procedures import kinds
from hoiam.law.roles import Role
from hoiam.law.step import Step as LawStep


def begin_anew(case: Case, step: LawStep, *, kind: str, mark: Mark, entry: Entry) -> None:
    """Old clocks are handed over; others run from the day of receipt. Refused: as intake.begun."""
    on = local_day(mark.at)
    desk = record.desk_of(case, on=on)
    begin = intake.begun(kinds.ruled(kind).registered, kind, desk=desk, roles=frozenset({Role.CLERK}), on=on)
    dues = intake.opened_clocks(begin, event=case.received_on, path=desk.unit.path)
    duties.give_up(subject=procedures.subject(case.kind), subject_id=case.pk, at=mark.at)
    _in_or_out(case, kind)
    case.kind = kind
    answer = procedures.answer_key(kind)
    case.answer_due_on = dues[answer].legal_due if answer in dues else None
    specs = record.new_duties(case, dues, at=mark.at, post_id=desk.head_post_id, counts=True)
    duties.open_many(specs=specs, at=mark.at)
    told = {**record.told(dues), **entry.extra}
    hidden = Visibility.SEALED if procedures.held(kind) else ""
    record.record_with(case, step, mark=mark, dues={}, entry=replace(entry, extra=told, visibility=hidden))


def _in_or_out(case: Case, kind: str) -> None:
    """What becomes held leaves the index, the public register and the hands it was in; what is held no more returns."""
    held_before, held_now = procedures.held(case.kind), procedures.held(kind)
    if held_now and not held_before:
        index.drop(case_id=case.pk)
        case.handler_id = case.came_from_id = None
        case.public_title, case.public_text, case.cleared_at, case.consent = "", "", None, False
    if held_before and not held_now:
        index.put(case=case, text=f"{case.title}\n{case.body}")
        for text in document_texts.texts([case.pk]).get(case.pk, ()):
            index.add(case_id=case.pk, text=text)
