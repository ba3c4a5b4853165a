"""The third line of every action here: row, clocks, log entry, history, all or none."""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings

from hoiam.desk.cases.actions import logbook
from hoiam.desk.inspections.models import Inspection, Step
from hoiam.duties import actions as duties, stepping
from hoiam.files import actions as files, queries as file_queries
from hoiam.journal import actions as journal
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.law import clocks, packs
from hoiam.law.procedures import inspection
from hoiam.law.procedures.inspection import Facts
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import Step as LawStep
from hoiam.office import calendars, owing, queries as office

SUBJECT = "inspection"
FUNCTION = "inspections"
THEIRS = "explanation"
"""The clock that the inspected unit owes."""
OFFICE = (Role.INSPECTOR, Role.HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the log and the history say of a step; `docs`: texts of which the log has the hash alone.

    `hidden`: until the inspection is announced nobody else reads it. `in_person`: of what is signed, by the head.
    `tokens`: uploads that come with it.
    """

    kind: str
    facts: Mapping[str, str] = field(default_factory=dict)
    docs: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    number: str = ""
    reason: str = ""
    hidden: bool = False
    in_person: bool | None = None
    tokens: Sequence[str] = ()


@contextlib.contextmanager
def opened(inspection_id: int) -> Iterator[Inspection]:
    """The row, locked, in one transaction with all that is recorded. Refused: no_such_inspection."""
    with journal.recording():
        row = Inspection.objects.select_for_update().filter(pk=inspection_id).first()
        if row is None:
            raise Refused("no_such_inspection")
        yield row


def require(by: office.Actor, unit_id: int, *roles: Role) -> None:
    """Refused: not_yours."""
    if not by.roles_in(unit_id) & set(roles):
        raise Refused("not_yours")


def decide(event: str, row: Inspection | None, roles: frozenset[Role], facts: Facts) -> LawStep:
    """What the law's table says. Refused: as Procedure.decide."""
    return inspection.PROCEDURE.decide(
        event, state=row.state if row else None, roles=roles, facts=facts, pack=pack()
    )


def facts(row: Inspection, *, at: datetime, number: str = "", reason: str = "") -> Facts:
    """What a decision on this inspection hangs on. One statement."""
    clocks = stepping.running(SUBJECT, row.pk)
    return Facts(on=local_day(at), number=number, reason=reason, clocks=clocks)


def take(
    row: Inspection,
    step: LawStep,
    told: Told,
    *,
    at: datetime,
    by: office.Actor,
    promised: Mapping[str, date] | None = None,
) -> None:
    """The row as it is by now is saved; its clocks, the log and its history follow the step."""
    row.state = step.after
    row.save()
    dues = dict(stepping.apply(step, owner=owner(row), at=at, promised=promised, but=(THEIRS,)))
    keys = {*(one.key for one in step.opens), *(one.key for one in step.closes)}
    if THEIRS in keys:
        dues |= stepping.apply(step, owner=inspected(row, local_day(at)), at=at, but=keys - {THEIRS})
    lines = {f"{key.replace('_', '-')}-due": due.legal_due.isoformat() for key, due in dues.items()}
    rules = {f"{key.replace('_', '-')}-rule": due.rule.id for key, due in dues.items()}
    signed = {} if told.in_person is None else {"signed": "head" if told.in_person else "deputy"}
    said = {**told.facts, **signed, "post": str(row.post_id), **lines, **rules}
    docs = {**told.docs, **({"decision": told.number} if told.number else {})}
    entry = log(row, told.kind, said, at=at, docs=docs, hidden=told.hidden, tokens=told.tokens)
    Step.objects.create(
        inspection=row,
        event=step.event,
        at=at,
        by_id=by.person_id,
        day=told.day,
        number=told.number.strip(),
        reason=told.reason.strip(),
        signed_by_id=None if told.in_person is None else row.post_id,
        in_person=told.in_person,
        logged=entry,
    )


def owner(row: Inspection) -> stepping.Owner:
    """The post that heads the inspecting unit."""
    path = owing.post(row.post_id).path
    return stepping.Owner(
        unit_id=row.unit_id, post_id=row.post_id, path=path, subject=SUBJECT, subject_id=row.pk
    )


def inspected(row: Inspection, on: date) -> stepping.Owner:
    """The post that heads the inspected unit, or whatever unit has its functions now. Refused: as office.desk."""
    unit_id = office.successor(unit_id=row.target_id, function=FUNCTION, on=on)
    desk = office.desk(unit_id=unit_id, on=on)
    return stepping.Owner(
        unit_id=unit_id,
        post_id=desk.head_post_id,
        path=desk.unit.path,
        subject=SUBJECT,
        subject_id=row.pk,
    )


def log(
    row: Inspection,
    kind: str,
    facts: Mapping[str, str],
    *,
    at: datetime,
    docs: Mapping[str, str] | None = None,
    hidden: bool = False,
    tokens: Sequence[str] = (),
) -> int:
    """An entry in the chain of this inspection; of texts and uploads it has the hashes alone. Gives the event's id."""
    on = local_day(at)
    units = office.units([row.unit_id, row.target_id], on=on)
    appended = journal.append(
        ref=ref(row.pk),
        kind=kind,
        unit=units[row.unit_id].code,
        at=at,
        visibility=Visibility.PARTY if hidden else Visibility.PUBLIC,
        extra={"inspection": str(row.pk), "inspected": units[row.target_id].code, **facts},
        docs=digests(docs or {}) | _of_files(tokens),
    )
    return appended.event_id


def attach(tokens: Sequence[str], *, owner: str, owner_id: int, at: datetime) -> None:
    """Uploads become evidence of something. Refused: as files.attach."""
    files.attach(tokens=tokens, owner=owner, owner_id=owner_id, at=at)


def digests(texts: Mapping[str, str]) -> dict[str, bytes]:
    """SHA-256 of each text, as UTF-8."""
    return {label: hashlib.sha256(text.strip().encode()).digest() for label, text in texts.items()}


def _of_files(tokens: Sequence[str]) -> dict[str, bytes]:
    given = sorted(file_queries.digests(tokens=tokens).values())
    return {f"file-{place}": digest for place, digest in enumerate(given, start=1)}


def ref(inspection_id: int) -> str:
    """The chain of an inspection; its name follows from the inspection."""
    return logbook.ref(f"hoiam inspection {inspection_id}")


def pack() -> packs.Pack:
    """The rules of this installation."""
    return packs.load(settings.HOIAM_PACK)


def handed(row: Inspection, key: str, day: date | None, *, at: datetime) -> None:
    """A clock without a number of its own has another named day from now on: a new duty in the place of the old one."""
    if day is None:
        return
    spec = pack().clock(SUBJECT, key)
    own = owner(row)
    due = clocks.promised(pack().rules[spec.rule_id], local_day(at), day, calendars.of(own.path))
    duties.hand_over(
        specs=[
            duties.NewDuty(
                unit_id=own.unit_id,
                post_id=own.post_id,
                subject=SUBJECT,
                subject_id=row.pk,
                key=spec.key,
                rule_id=spec.rule_id,
                event_on=local_day(at),
                due_on=due.legal_due,
                safe_on=due.safe_due,
            )
        ],
        at=at,
    )
