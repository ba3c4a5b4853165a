"""A complaint made again, or brought to court: the second instance opens at the higher unit, linked both ways."""

import secrets
from dataclasses import replace
from datetime import datetime

from hoiam.desk.cases.actions import challenging, group_intake, intake, procedure, record
from hoiam.desk.cases.actions.complaint_file import Said
from hoiam.desk.cases.actions.intake import Intake, Taken
from hoiam.desk.cases.models import Case, Kind
from hoiam.desk.cases.queries import codes, signers
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed
from hoiam.sealed.models import Purpose

UNSETTLED = "accepted"


def complain_again(
    *,
    case_id: int,
    reason: str,
    by: office.Actor | None = None,
    at: datetime,
    version: int | None = None,
    signer: int | None = None,
) -> Taken:
    """To whoever is competent above (Law 02/2011/QH13, articles 21, 33): after the decision, or when none came in time.

    The person is the same, or the whole group, each with a fresh code; opening sealed identities for the second file
    is recorded. `signer`: whose code it is, of a group; the code given back is theirs.
    Refused: no_such_case, identity_erased, reason_needed, no_higher_unit, no_recipient, window_over, limit_not_passed,
    and as procedure.take.
    """
    case = Case.objects.select_related("unit").filter(pk=case_id).first()
    if case is None:
        raise Refused("no_such_case")
    record.keep_out(case, by)
    if not reason.strip():
        raise Refused("reason_needed")
    _allowed(case, by, at)
    higher = higher_unit(case)
    if signer is not None:
        signers.require_acting(case_id=case_id, signer_id=signer)
    person, together = _people(case, by, reason, at)
    with record.opened(case_id=case_id, version=version, signer=signer) as case:
        event = "go_on_unsettled" if case.state == UNSETTLED else "complain_again"
        step = procedure.step_of(event, case, Said(reason=reason), by=by, at=at)
        taken = intake.take_in_again(
            _intake(case, higher, reason, person, together), by=by.person_id if by else None, at=at
        )
        step.facts = {**step.facts, "later": str(taken.case_id)}
        step.save(update_fields=("facts",))
    if signer is None or together is None or signer == together.origin:
        return taken
    return replace(taken, code=group_intake.code_of(case_id=taken.case_id, origin=signer, at=at))


def to_court(*, case_id: int, version: int, body: str, reason: str, by: office.Actor, at: datetime) -> None:
    """That the matter went to a court, or to a body outside this installation: noted, and settled here no more."""
    procedure.take(
        "complain_again",
        case_id=case_id,
        version=version,
        said=Said(reason=f"{body}\n{reason}".strip(), where="outside"),
        by=by,
        at=at,
    )


def higher_unit(case: Case) -> int:
    """The unit whose head settles the second complaint. Refused: no_higher_unit."""
    parent = case.unit.parent_id
    if parent is None or office.served_unit(parent) is None:
        raise Refused("no_higher_unit")
    return parent


def _allowed(case: Case, by: office.Actor | None, at: datetime) -> None:
    """Asked before anything sealed is opened: nobody's identity is read for a step that is refused."""
    event = "go_on_unsettled" if case.state == UNSETTLED else "complain_again"
    facts = procedure.facts(case, Said(reason="?"), by=by, on=local_day(at))
    record.decide(event, case=case, by=by, facts=facts)


def _people(
    case: Case, by: office.Actor | None, reason: str, at: datetime
) -> tuple[sealed.Personal, group_intake.Together | None]:
    """Who goes on: the one who sent it, or of a group everybody who stands on it."""
    purpose, opened_by = (Purpose.LEGAL, by.person_id) if by else (Purpose.PRINT, None)
    if case.representatives:
        return group_intake.carried(case, by=opened_by, purpose=purpose, reason=reason[:200], at=at)
    if case.identity_id is None:
        raise Refused("identity_erased")
    person = sealed.open(
        identity_id=case.identity_id, by=opened_by, purpose=purpose, reason=reason[:200], at=at
    )
    if not codes.opens(person.code, stored=bytes(case.code_hash)):
        raise Refused("identity_of_another")
    return person, None


def _intake(
    case: Case, unit_id: int, reason: str, person: sealed.Personal, together: group_intake.Together | None
) -> Intake:
    return Intake(
        unit_id=unit_id,
        kind=Kind.COMPLAINT_AGAIN,
        channel=case.channel,
        title=case.title,
        body=reason,
        person=person,
        submit_key=secrets.token_hex(20),
        secret=secrets.token_bytes(32),
        field=case.field,
        language=case.language,
        earlier=case.pk,
        together=together,
        against=challenging.against_of(case),
    )
