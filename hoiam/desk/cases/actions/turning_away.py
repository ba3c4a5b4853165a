"""Somebody is refused reception without a case: the ground recorded, form 01/TCD owed, printed and issued.

Nghị định số 154/2026/NĐ-CP, điều 4: two grounds need the notice within 3 working days; any other is explained there.
"""

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hoiam.desk.cases.actions import documents, logbook, record, setting
from hoiam.desk.cases.models import TurnedAway
from hoiam.desk.cases.queries.turned_away import SUBJECT
from hoiam.duties import stepping
from hoiam.journal import actions as journal
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.law import citation, numbering, sheet
from hoiam.law.document_templates import Recipient
from hoiam.law.pack import Ground
from hoiam.law.procedures import reception_refusal as law
from hoiam.law.procedures.moves import OFFICE
from hoiam.law.refusal import Refused
from hoiam.law.sheet import Capacity
from hoiam.law.step import Step
from hoiam.office import owing, queries as office
from hoiam.sealed import actions as sealed

FORM = "tcd.01"
_EVENTS = {"establish": "session.refused", "explain": "session.refused", "issue": "session.refusal-notified"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """Who was turned away, on which ground, with what; `form_key` makes a second press of the button harmless."""

    unit_id: int
    ground: str
    kind: str
    matter: str
    reason: str
    person: sealed.Personal
    form_key: str
    people: int = 1


def turn_away(*, said: Turned, by: office.Actor, at: datetime) -> int:
    """Recorded on the day it happens; its id. With a ground that needs writing the head owes the notice from now on.

    Refused: not_yours, no_such_post, unknown_ground, reason_needed, addressee_unknown where a notice must be addressed.
    """
    with journal.recording():
        earlier = TurnedAway.objects.filter(form_key=said.form_key).first()
        if earlier is not None:
            return earlier.pk
        step = _first(said, by, at)
        row = TurnedAway.objects.create(
            unit_id=said.unit_id,
            post_id=_head(said.unit_id).id,
            on=local_day(at),
            state=step.after,
            ground=said.ground,
            kind=said.kind,
            people=said.people,
            identity_id=sealed.keep(data=said.person, at=at) if said.person.name else None,
            matter=said.matter.strip(),
            reason=said.reason.strip(),
            made_at=at,
            made_by_id=by.person_id,
            form_key=said.form_key,
        )
        _record(row, step, at=at, facts={"ground": row.ground})
        return row.pk


def issue(
    *, turned_id: int, version: int | None, number: str, on: date, by: office.Actor, at: datetime
) -> None:
    """The notice went out with its number: what the head owed is done.

    Refused: no_such_refusal, changed_meanwhile, not_yours, wrong_state, decision_needed, day_not_yet,
    day_before_receipt.
    """
    with _opened(turned_id, version) as row:
        step = _decide("issue", row, by, at, number=number)
        if on > local_day(at):
            raise Refused("day_not_yet")
        if on < row.on:
            raise Refused("day_before_receipt", since=row.on)
        row.number, row.signed_on = number.strip(), on
        _end(row, step, by, at, docs=f"{row.number}\n{on.isoformat()}")


def receive_after_all(
    *, turned_id: int, version: int | None, reason: str, by: office.Actor, at: datetime
) -> None:
    """The ground is gone: received like anybody, and no notice is owed.

    Refused: no_such_refusal, changed_meanwhile, not_yours, wrong_state, reason_needed.
    """
    with _opened(turned_id, version) as row:
        step = _decide("receive_after_all", row, by, at, reason=reason)
        row.changed_mind = reason.strip()
        _end(row, step, by, at, docs=reason)


def notice(*, turned_id: int, why: str, by: office.Actor, at: datetime) -> bytes:
    """Form 01/TCD as PDF, with number and day once it has them; the identity is opened for it, on record.

    Refused: no_such_refusal, not_yours, nothing_to_print, and as sealed.open.
    """
    row = TurnedAway.objects.filter(pk=turned_id).first()
    if row is None:
        raise Refused("no_such_refusal")
    _require_office(row.unit_id, by)
    if row.state not in {law.State.ESTABLISHED, law.State.ISSUED} or row.identity_id is None:
        raise Refused("nothing_to_print")
    person = sealed.open(identity_id=row.identity_id, by=by.person_id, purpose="print", reason=why, at=at)
    return setting.pdf(_sheet(row, person, at))


def ground_of(code: str) -> Ground:
    """Refused: unknown_ground."""
    known = {one.code: one for one in record.pack().refusal_grounds}
    if code not in known:
        raise Refused("unknown_ground", known=tuple(known))
    return known[code]


def _first(said: Turned, by: office.Actor, at: datetime) -> Step:
    written = ground_of(said.ground).written
    facts = law.Facts(on=local_day(at), ground=said.ground, reason=said.reason)
    step = law.PROCEDURE.decide(
        "establish" if written else "explain",
        state=None,
        roles=by.roles_in(said.unit_id),
        facts=facts,
        pack=record.pack(),
    )
    if not said.reason.strip():
        raise Refused("reason_needed")
    if written and not said.person.name.strip():
        raise Refused("addressee_unknown")
    return step


def _decide(event: str, row: TurnedAway, by: office.Actor, at: datetime, **facts: Any) -> Step:
    said = law.Facts(on=local_day(at), ground=row.ground, **facts)
    roles = by.roles_in(row.unit_id)
    return law.PROCEDURE.decide(event, state=row.state, roles=roles, facts=said, pack=record.pack())


def _head(unit_id: int) -> owing.OwingPost:
    post = owing.head_of(unit_id)
    if post is None:
        raise Refused("no_such_post")
    return post


@contextlib.contextmanager
def _opened(turned_id: int, version: int | None) -> Iterator[TurnedAway]:
    with journal.recording():
        rows = TurnedAway.objects.select_for_update(of=("self",)).select_related("unit")
        row = rows.filter(pk=turned_id).first()
        if row is None:
            raise Refused("no_such_refusal")
        if version is not None and version != row.version:
            raise Refused("changed_meanwhile", version=row.version)
        yield row


def _end(row: TurnedAway, step: Step, by: office.Actor, at: datetime, *, docs: str) -> None:
    row.state, row.ended_at, row.ended_by_id = step.after, at, by.person_id
    row.version += 1
    row.save()
    _record(row, step, at=at, facts={}, docs=docs)


def _record(row: TurnedAway, step: Step, *, at: datetime, facts: dict[str, str], docs: str = "") -> None:
    """The clock of the head, and the log: day and ground; of number and reason a commitment, of the person nothing."""
    post = owing.post(row.post_id)
    owner = stepping.Owner(
        unit_id=row.unit_id, post_id=post.id, path=post.path, subject=SUBJECT, subject_id=row.pk
    )
    dues = stepping.apply(step, owner=owner, at=at)
    facts = {"on": row.on.isoformat(), **facts}
    facts |= {f"{key.replace('_', '-')}-due": due.legal_due.isoformat() for key, due in dues.items()}
    journal.append(
        ref=logbook.post_ref(post.id),
        kind=_EVENTS.get(step.event, "session.received-after-all"),
        unit=post.path.rstrip("/").rpartition("/")[2],
        at=at,
        visibility=Visibility.PUBLIC,
        extra=facts,
        docs={"decision": hashlib.sha256(docs.encode()).digest()} if docs else {},
    )


def _require_office(unit_id: int, by: office.Actor) -> None:
    if not by.roles_in(unit_id) & OFFICE:
        raise Refused("not_yours")


def _sheet(row: TurnedAway, person: sealed.Personal, at: datetime) -> sheet.Sheet:
    """The head signs; while the post stands vacant the line stays open."""
    template = documents.template_of(FORM)
    desk = office.desk(unit_id=row.unit_id, on=local_day(at))
    here = documents.office_of(desk)
    name = desk.head_name or sheet.NOBODY
    return sheet.compose(
        template,
        office=here,
        values={
            "person": person.name,
            "id_number": person.id_number,
            "address": person.address,
            "matter": row.matter,
            "ground": citation.cite(ground_of(row.ground)),
            "reason": row.reason,
        },
        known={
            "received": numbering.dated(row.on).removeprefix("ngày "),
            "kind": documents.KINDS.get(row.kind, "kiến nghị"),
        },
        recipients=(Recipient(kind=template.to, name=f"Ông (bà) {person.name}"),),
        signature=sheet.sign(template, here, capacity=Capacity.HEAD, name=name),
        number=row.number,
        on=row.signed_on,
    )
