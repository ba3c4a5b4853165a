"""What can happen to a protected identity. Nothing here is ever logged; every reading leaves a row."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from hoiam.kit import db, prepared
from hoiam.law.refusal import Refused
from hoiam.sealed.models import Download, Identity, Opening, Purpose

REASON_LIMIT = 500
_NOBODY_MAY = frozenset({Purpose.NOTICE, Purpose.PRINT})  # the mail worker; the citizen's own slip


@dataclasses.dataclass(frozen=True, repr=False)
class Personal:
    """Who a person is. Prints as nothing, so that no log, traceback or error page can carry it."""

    name: str = ""
    id_number: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    code: str = ""

    def __repr__(self) -> str:
        return "Personal(…)"


@dataclasses.dataclass(frozen=True, repr=False)
class Contact:
    """How to reach a person and the code that opens their case."""

    name: str
    email: str
    phone: str
    code: str

    def __repr__(self) -> str:
        return "Contact(…)"


def keep(*, data: Personal, at: datetime) -> int:
    """Seal an identity and return its id: one INSERT in the caller's transaction."""
    row = Identity(data=dataclasses.asdict(data), created_at=at)
    prepared.insert(row)
    return row.pk


def keep_many(*, people: Sequence[Personal], at: datetime) -> list[int]:
    """The same for several, in one INSERT; their ids in the order given."""
    rows = [Identity(data=dataclasses.asdict(one), created_at=at) for one in people]
    return [row.pk for row in Identity.objects.bulk_create(rows)]


def open(*, identity_id: int, by: int | None, purpose: str, reason: str = "", at: datetime) -> Personal:  # noqa: A001 - the word of the field
    """Open an identity. The opening is on disk before anything is returned.

    Call it before a transaction: inside one it raises TransactionManagementError, because a rollback would
    take the record of the opening away while the caller keeps what was read.
    Refused: purpose_unknown, person_needed, reason_needed, reason_too_long(limit), no_such_identity,
    identity_erased.
    """
    db.stand_alone()
    why = _why(by=by, purpose=purpose, reason=reason)
    with db.writing(durable=True):
        personal = _read(identity_id)
        Opening.objects.create(identity_id=identity_id, by_id=by, purpose=purpose, reason=why, at=at)
    return personal


def open_many(
    *, identity_ids: Sequence[int], by: int | None, purpose: str, reason: str, at: datetime
) -> dict[int, Personal]:
    """Open several, each with its own line in the record, which is on disk before anything is returned.

    One statement to read and one to record. Those that are gone or erased are left out. Refused as `open`.
    """
    db.stand_alone()
    why = _why(by=by, purpose=purpose, reason=reason)
    with db.writing(durable=True):
        rows = [row for row in Identity.objects.filter(pk__in=identity_ids) if row.data]
        openings = [Opening(identity_id=row.pk, by_id=by, purpose=purpose, reason=why, at=at) for row in rows]
        Opening.objects.bulk_create(openings)
    return {row.pk: Personal(**row.data) for row in rows}


def downloaded(*, what: str, number: int, by: int, at: datetime) -> None:
    """A file with identities is handed out now: on disk before it leaves."""
    db.stand_alone()
    with db.writing(durable=True):
        Download.objects.create(what=what, number=number, by_id=by, at=at)


def contact_of(*, identity_id: int, at: datetime) -> Contact:
    """For the mail worker: an opening like any other, by nobody, for a notice. Refused as `open`."""
    personal = open(identity_id=identity_id, by=None, purpose=Purpose.NOTICE, at=at)
    return Contact(name=personal.name, email=personal.email, phone=personal.phone, code=personal.code)


def amend(*, identity_id: int, data: Personal, by: int, reason: str, at: datetime) -> None:
    """Replace what is kept; who did it and why is recorded. Refused as `open`."""
    _replace(identity_id, dataclasses.asdict(data), by=by, purpose=Purpose.AMEND, reason=reason, at=at)


def give_code(*, identity_id: int, code: str, by: int, reason: str, at: datetime) -> None:
    """Another code is kept with the person; nothing of them is read out. Recorded as `amend`. Refused as `open`."""
    why = _why(by=by, purpose=Purpose.AMEND, reason=reason)
    with db.writing(durable=True):
        known = dataclasses.replace(_read(identity_id), code=code)
        Identity.objects.filter(pk=identity_id).update(data=dataclasses.asdict(known))
        Opening.objects.create(identity_id=identity_id, by_id=by, purpose=Purpose.AMEND, reason=why, at=at)


def erase(*, identity_id: int, by: int, reason: str, at: datetime) -> None:
    """Forget the person for good; the record of openings stays. Refused as `open`."""
    _replace(identity_id, {}, by=by, purpose=Purpose.ERASE, reason=reason, at=at)


def erased(*, identity_id: int) -> bool:
    """Whether the person was forgotten already. Nothing is read out."""
    return not Identity.objects.get(pk=identity_id).data


def _replace(
    identity_id: int, data: dict[str, str], *, by: int, purpose: str, reason: str, at: datetime
) -> None:
    why = _why(by=by, purpose=purpose, reason=reason)
    with db.writing(durable=True):
        _read(identity_id)
        Identity.objects.filter(pk=identity_id).update(data=data)
        Opening.objects.create(identity_id=identity_id, by_id=by, purpose=purpose, reason=why, at=at)


def _why(*, by: int | None, purpose: str, reason: str) -> str:
    """The reason as it will be kept: whoever works for the office must give one."""
    why = " ".join(reason.split())
    if purpose not in Purpose.values:
        raise Refused("purpose_unknown", purpose=purpose)
    if by is None and purpose not in _NOBODY_MAY:
        raise Refused("person_needed", purpose=purpose)
    if by is not None and not why:
        raise Refused("reason_needed", purpose=purpose)
    if len(why) > REASON_LIMIT:
        raise Refused("reason_too_long", limit=REASON_LIMIT)
    return why


def _read(identity_id: int) -> Personal:
    identity = Identity.objects.select_for_update().filter(pk=identity_id).first()
    if identity is None:
        raise Refused("no_such_identity")
    if not identity.data:
        raise Refused("identity_erased")
    return Personal(**identity.data)
