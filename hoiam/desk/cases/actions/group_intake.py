"""A matter of several people comes in: each sealed with a code of their own, the list committed to as a whole.

Everybody's code is drawn by itself: nothing leads from one to another, nor from the case's to any of them.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings

from hoiam.desk.cases.models import Appointment, Case, Signer
from hoiam.desk.cases.queries import codes, signers
from hoiam.files import actions as files, queries as file_queries
from hoiam.kit import cipher
from hoiam.kit.moments import local_day
from hoiam.law import grouping, packs
from hoiam.law.refusal import Refused
from hoiam.ledger import shortcode
from hoiam.sealed import actions as sealed
from hoiam.sealed.models import Purpose

PURPOSE = "appointment"
OWNER = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fellow:
    """Somebody who stands on it beside the sender. `origin`: their row in the case that this one is made from."""

    person: sealed.Personal
    representative: bool = False
    signed: bool = False
    origin: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Those who bring it with the sender, who represents them too, and the token of the scanned appointment.

    `signed`: the sender's own signature is there. `appointed_on`: the day of the writing where it is on file already.
    `origin`: the sender's row in the case that this one is made from.
    """

    fellows: Sequence[Fellow]
    signed: bool = False
    appointment: str = ""
    appointed_on: date | None = None
    origin: int | None = None

    @property
    def people(self) -> int:
        """With the sender."""
        return 1 + len(self.fellows)

    @property
    def representatives(self) -> int:
        """With the sender."""
        return 1 + sum(one.representative for one in self.fellows)

    @property
    def told(self) -> dict[str, str]:
        """What the log says of them: how many."""
        return {"people": str(self.people), "representatives": str(self.representatives)}


def allow(sender: sealed.Personal, together: Together, *, kind: str, on: date) -> None:
    """Refused: as hoiam.law.grouping.allow."""
    people = [sender, *(one.person for one in together.fellows)]
    pack = packs.load(settings.HOIAM_PACK)
    grouping.allow([as_listed(one) for one in people], together.representatives, kind=kind, on=on, pack=pack)


def as_listed(one: sealed.Personal) -> grouping.Person:
    """What tells a person from the others on the list."""
    return grouping.Person(one.name, one.id_number, one.address)


def mark_of(case: Case, one: sealed.Personal) -> bytes:
    """By the number of the identity papers, else by name and address; tells nothing outside this case."""
    listed = as_listed(one)
    said = (
        grouping.plain(listed.id_number) or f"{grouping.plain(listed.name)}\n{grouping.plain(listed.address)}"
    )
    return cipher.keyed_hash(codes.CODE_KEY, f"signer\n{case.ref}\n{said}".encode())


def begin(case: Case, sender: sealed.Personal, together: Together, *, at: datetime) -> None:
    """Everybody's row, the sender's first, and the appointment. At most five statements, however many they are."""
    on = local_day(at)
    first = Signer(
        case=case,
        number=signers.OWN_CODE,
        identity_id=case.identity_id,
        mark=mark_of(case, sender),
        representative=True,
        signed=together.signed,
        joined_on=on,
        origin_id=together.origin,
    )
    rows = [first, *new_rows(case, together.fellows, after=signers.OWN_CODE, on=on, at=at)]
    Signer.objects.bulk_create(rows)
    if together.appointment or together.appointed_on:
        appoint(case, token=together.appointment, on=together.appointed_on or on, by=None, at=at)


def new_rows(
    case: Case, fellows: Sequence[Fellow], *, after: int, on: date, at: datetime, paper: str = ""
) -> list[Signer]:
    """Rows for people who stand on it from now on, each sealed with a fresh code; not saved."""
    people = [replace(one.person, code=shortcode.code_from(secrets.token_bytes(8))) for one in fellows]
    kept = sealed.keep_many(people=people, at=at)
    return [
        Signer(
            case=case,
            number=number,
            identity_id=identity_id,
            code_hash=codes.code_hash(person.code),
            mark=mark_of(case, person),
            representative=one.representative,
            signed=one.signed,
            joined_on=on,
            joined_paper=paper,
            origin_id=one.origin,
        )
        for number, (one, person, identity_id) in enumerate(
            zip(fellows, people, kept, strict=True), start=after + 1
        )
    ]


def appoint(case: Case, *, token: str, on: date, by: int | None, at: datetime) -> None:
    """The writing is on file, scanned or not; one that stood before ends. Refused: as files.attach."""
    file_id = None
    if token:
        files.attach(tokens=[token], owner=OWNER, owner_id=case.pk, at=at, purpose=PURPOSE)
        file_id = file_queries.about(token=token).id
    put_appointment(case, file_id=file_id, on=on, by=by, at=at)


def put_appointment(case: Case, *, file_id: int | None, on: date, by: int | None, at: datetime) -> None:
    """The same for a file that the case has already."""
    end_appointment(case, at=at)
    Appointment.objects.create(case=case, on=on, file_id=file_id, by_id=by, at=at)


def end_appointment(case: Case, *, at: datetime) -> None:
    Appointment.objects.filter(case=case, ended_at=None).update(ended_at=at)


def digest(sender: sealed.Personal, together: Together) -> bytes:
    """SHA-256 of the list as it came in; the log salts it."""
    people = [sender, *(one.person for one in together.fellows)]
    marks = [True, *(one.representative for one in together.fellows)]
    lines = [[one.name, one.id_number, one.address, mark] for one, mark in zip(people, marks, strict=True)]
    papers = file_queries.digests(tokens=[together.appointment]) if together.appointment else {}
    return _sha256({"list": lines, "appointment": sorted(one.hex() for one in papers.values())})


def digest_now(case: Case) -> bytes:
    """SHA-256 of the list as it stands: who, by the hash of the code, represents or not. One statement."""
    rows = signers.standing(case.pk).values_list("number", "code_hash", "representative")
    lines = [
        [number, bytes(hashed or case.code_hash).hex(), represents] for number, hashed, represents in rows
    ]
    return _sha256({"list": lines})


def _sha256(said: Mapping[str, object]) -> bytes:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).digest()


def carried(
    case: Case, *, by: int | None, purpose: str, reason: str, at: datetime
) -> tuple[sealed.Personal, Together]:
    """The group of a case, to be carried into another one: its first representative as sender, and all others.

    Each opening is recorded; not within a transaction. Refused: identity_erased, identity_of_another.
    """
    rows = sorted(signers.standing(case.pk), key=lambda one: (not one.representative, one.number))
    ids = [one.identity_id for one in rows if one.identity_id is not None]
    people = sealed.open_many(identity_ids=ids, by=by, purpose=purpose, reason=reason, at=at)
    sender, *others = [(one, _own(one, case, people)) for one in rows]
    fellows = [
        Fellow(person=person, representative=one.representative, signed=one.signed, origin=one.pk)
        for one, person in others
    ]
    stands = Appointment.objects.filter(case=case, ended_at=None).first()
    together = Together(
        fellows=fellows,
        signed=sender[0].signed,
        appointed_on=stands.on if stands else None,
        origin=sender[0].pk,
    )
    return sender[1], together


def code_of(*, case_id: int, origin: int, at: datetime) -> str:
    """In a case made from another, the code of whoever showed theirs there; the opening is recorded.

    Refused: no_such_case, identity_erased, identity_of_another.
    """
    row = Signer.objects.select_related("case").filter(case_id=case_id, origin_id=origin).first()
    if row is None:
        raise Refused("no_such_case")
    if row.identity_id is None:
        raise Refused("identity_erased")
    person = sealed.open(identity_id=row.identity_id, by=None, purpose=Purpose.PRINT, at=at)
    return _own(row, row.case, {row.identity_id: person}).code


def _own(row: Signer, case: Case, people: Mapping[int, sealed.Personal]) -> sealed.Personal:
    person = people.get(row.identity_id or 0)
    if person is None:
        raise Refused("identity_erased")
    if not codes.opens(person.code, stored=bytes(row.code_hash or case.code_hash)):
        raise Refused("identity_of_another")
    return person
