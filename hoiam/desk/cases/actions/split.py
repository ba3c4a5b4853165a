"""One letter becomes several cases: each with its code, its own sealed identity and clocks from the day of receipt."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hoiam.desk.cases.actions import group_intake, index, intake, record
from hoiam.desk.cases.actions.intake import Intake
from hoiam.desk.cases.models import Case, Part, Party
from hoiam.desk.cases.queries import codes, procedures
from hoiam.duties import actions as duties
from hoiam.files import actions as files, queries as file_queries
from hoiam.journal.models import Vault
from hoiam.law import grouping, splitting
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.law.step import Step as LawStep
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed
from hoiam.sealed.models import Purpose

WHY = "Tách đơn có nhiều nội dung (Nghị định 154/2026/NĐ-CP, điều 14.4)"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDraft:
    """One part as the clerk leaves it."""

    kind: str
    title: str
    text: str
    field: str = ""


def split(
    *, case_id: int, version: int, parts: Sequence[PartDraft], by: office.Actor, at: datetime
) -> tuple[int, ...]:
    """Make the parts and close the letter; gives their ids. Of two clerks one wins, the other is told.

    Opening the sealed identity, once for all parts, is recorded. A letter with a part that is held is held itself.
    Refused: no_such_case, changed_meanwhile, identity_erased, no_keeper, and as hoiam.law.splitting.decide.
    """
    case = Case.objects.select_related("unit").filter(pk=case_id).first()
    if case is None:
        raise Refused("no_such_case")
    if case.version != version:
        raise Refused("changed_meanwhile", version=case.version)
    _decide(case, parts, by)
    person, together = _people(case, by, at)
    with record.opened(case_id=case_id, version=version) as case:
        _decide(case, parts, by)
        made = [
            _make(case, part, number, (person, together), by, at)
            for number, part in enumerate(parts, start=1)
        ]
        _close(case, parts, by, at)
        record.tell_citizen(case, "split", at=at, count=str(len(made)))
    return tuple(made)


def open_part(*, case_id: int, number: int, at: datetime, signer: int | None = None) -> str:
    """The code of a part, for whoever holds the code of the whole: the same person. The opening is recorded.

    Of a group everybody gets their own, by `signer`.

    Refused: no_such_case, identity_erased.
    """
    row = Case.objects.filter(part__origin_id=case_id, part__number=number).first()
    if row is None:
        raise Refused("no_such_case")
    if signer is not None and row.representatives:
        return group_intake.code_of(case_id=row.pk, origin=signer, at=at)
    if row.identity_id is None:
        raise Refused("identity_erased")
    person = sealed.open(identity_id=row.identity_id, by=None, purpose=Purpose.PRINT, at=at)
    if not codes.opens(person.code, stored=bytes(row.code_hash)):
        raise Refused("identity_of_another")
    return person.code


def _decide(case: Case, parts: Sequence[PartDraft], by: office.Actor) -> None:
    record.keep_out(case, by)
    splitting.decide(
        [splitting.Part(one.kind, len(one.title.strip()), len(one.text.strip())) for one in parts],
        state=case.state,
        roles=kinds.acting(case.kind, by.roles_in(case.unit_id)),
        kinds=kinds.of(record.pack()),
        is_part=Part.objects.filter(case=case).exists(),
    )


def _people(
    case: Case, by: office.Actor, at: datetime
) -> tuple[sealed.Personal, group_intake.Together | None]:
    """Who sent it, and of a group everybody else."""
    if case.representatives:
        return group_intake.carried(case, by=by.person_id, purpose=Purpose.EXPORT, reason=WHY, at=at)
    if case.identity_id is None:
        raise Refused("identity_erased")
    person = sealed.open(
        identity_id=case.identity_id, by=by.person_id, purpose=Purpose.EXPORT, reason=WHY, at=at
    )
    if not codes.opens(person.code, stored=bytes(case.code_hash)):
        raise Refused("identity_of_another")
    return person, None


def _make(
    case: Case,
    part: PartDraft,
    number: int,
    people: tuple[sealed.Personal, group_intake.Together | None],
    by: office.Actor,
    at: datetime,
) -> int:
    person, together = people
    taken = intake.take_in_part(
        Intake(
            unit_id=case.unit_id,
            kind=part.kind,
            channel=case.channel,
            title=part.title.strip(),
            body=part.text.strip(),
            person=person,
            submit_key=secrets.token_hex(20),
            secret=secrets.token_bytes(32),
            field=part.field or case.field,
            consent=case.consent,
            language=case.language,
            sealed=Vault.objects.filter(ref=case.ref, sealed=True).exists(),
            quiet=True,
            received_at=case.received_at,
            together=together if part.kind in grouping.KINDS else None,
        ),
        by=by.person_id,
        at=at,
    )
    Part.objects.create(case_id=taken.case_id, origin=case, number=number)
    _take_along(case, taken.case_id, at)
    return taken.case_id


def _take_along(case: Case, part_id: int, at: datetime) -> None:
    """Attachments, as they are read, and who keeps out of it."""
    for card in file_queries.of_owner(owner=record.SUBJECT, owner_id=case.pk):
        if card.purpose == "evidence":
            found = file_queries.read(file_id=card.id, clean=card.has_clean_copy)
            files.store(
                data=found.data,
                name=found.name,
                media_type=found.media_type,
                owner=record.SUBJECT,
                owner_id=part_id,
                purpose=card.purpose,
                at=at,
            )
    standing = list(Party.objects.filter(case=case, lifted_at=None))
    for row in standing:
        row.pk, row.case_id = None, part_id
    Party.objects.bulk_create(standing)
    if standing:
        Case.objects.filter(pk=part_id).update(guarded=True)


def _close(case: Case, parts: Sequence[PartDraft], by: office.Actor, at: datetime) -> None:
    duties.give_up(subject=procedures.subject(case.kind), subject_id=case.pk, at=at)
    case.outcome = splitting.SPLIT
    if any(procedures.held(one.kind) for one in parts) and not procedures.held(case.kind):
        index.drop(case_id=case.pk)
        case.kind, case.handler_id, case.came_from_id = "denunciation", None, None
        case.public_title, case.public_text, case.cleared_at, case.consent = "", "", None, False
    step = LawStep("split", case.state, splitting.SPLIT, opens=(), closes=(), source="")
    count = str(len(parts))
    mark = record.Mark(at=at, by=by.person_id, facts={"parts": count})
    entry = record.Entry(kind="case.split", extra={"parts": count})
    record.record_with(case, step, mark=mark, entry=entry, dues={})
