"""What may be read and shown: opening an identity, clearing a text for the public register."""

from datetime import datetime

from hoiam.desk.cases.actions import logbook, record
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import codes, documents, procedures
from hoiam.journal import actions as journal
from hoiam.journal.models import Visibility
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed


def identity(*, case_id: int, purpose: str, reason: str, by: office.Actor, at: datetime) -> sealed.Personal:
    """Who wrote, for somebody who says why; the opening is recorded before anything is shown.

    Refused: no_such_case, not_yours, identity_erased, identity_of_another, or as `sealed.open`.
    """
    wanted = ("kind", "unit_id", "handler_id", "identity_id", "code_hash", "guarded")
    case = Case.objects.only(*wanted).filter(pk=case_id).first()
    if case is None:
        raise Refused("no_such_case")
    record.keep_out(case, by)
    if not works_on(case, by):
        raise Refused("not_yours")
    if case.identity_id is None:
        raise Refused("identity_erased")
    person = sealed.open(identity_id=case.identity_id, by=by.person_id, purpose=purpose, reason=reason, at=at)
    if not codes.opens(person.code, stored=bytes(case.code_hash)):
        raise Refused("identity_of_another")
    return person


def works_on(case: Case, by: office.Actor) -> bool:
    """Clerk and head of its unit, and the handler it is assigned to; of what is held, only its keeper.

    Nobody who keeps out of it.
    """
    return documents.works_on(case, by)


def clear_for_public(
    *, case_id: int, version: int, title: str, text: str, by: office.Actor, at: datetime
) -> None:
    """Put a text without names on the public register, when the citizen agreed; never of a complaint.

    Refused: no_consent, not_yours.
    """
    with record.opened(case_id=case_id, version=version) as case:
        record.keep_out(case, by)
        if not kinds.acting(case.kind, by.roles_in(case.unit_id)) & {Role.CLERK, Role.HEAD}:
            raise Refused("not_yours")
        if not case.consent or not procedures.is_petition(case.kind):
            raise Refused("no_consent")
        case.public_title, case.public_text, case.cleared_at = title, text, at
        case.version += 1
        case.save()
        appended = journal.append(ref=case.ref, kind="case.cleared", unit=case.unit.code, at=at)
        journal.append(
            ref=logbook.unit_ref(case.unit_id),
            kind="publication.made",
            unit=case.unit.code,
            at=at,
            visibility=Visibility.PUBLIC,
            extra={"what": "case-text", "sha256": logbook.document(f"{title}\n{text}")},
        )
        record.note(case, "clear", by=by.person_id, at=at, entry=appended.event_id)
