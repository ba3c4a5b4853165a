"""Words inside a case: the office asks or tells, the citizen answers or adds documents. Neither moves a clock."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from hoiam.desk.cases.actions import privacy, record
from hoiam.desk.cases.actions.record import Entry, Mark
from hoiam.desk.cases.models import OPEN_STATES, Case, Message, purpose_of
from hoiam.desk.cases.queries import procedures
from hoiam.files import actions as files, queries as file_queries
from hoiam.kit.moments import local_day
from hoiam.law import messages
from hoiam.law.messages import ASKS, Side
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import Step
from hoiam.office import queries as office


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody typed. `form_key`: sent twice under one key, it is there once."""

    text: str
    form_key: str
    kind: str = messages.Kind.REMARK
    hoped_on: date | None = None
    files: Sequence[str] = ()


def from_office(*, case_id: int, said: Said, by: office.Actor, at: datetime) -> int:
    """The handler, clerk or head writes; the citizen is told once. Gives the message's id.

    Refused: no_such_case, as `law.messages.from_office`, as `files.attach`.
    """
    with record.opened(case_id=case_id) as case:
        if (before := _sent(case, said)) is not None:
            return before
        facts = _facts(case, said, at, works_on=privacy.works_on(case, by))
        row = _write(case, messages.from_office(facts), said, Side.OFFICE, by.person_id, at)
        hoped = said.hoped_on.isoformat() if said.hoped_on else ""
        template = "asked" if said.kind in ASKS else "told"
        record.tell_citizen(case, template, at=at, key=str(row.pk), hoped=hoped)
        return row.pk


def from_citizen(*, case_id: int, said: Said, at: datetime, signer: int | None = None) -> int:
    """The citizen writes or adds documents; whoever works on the case is told once. Gives the message's id.

    `signer`: whose code it is, of a group.
    Refused: as record.opened, as `law.messages.from_citizen`, as `files.attach`.
    """
    with record.opened(case_id=case_id, signer=signer) as case:
        if (before := _sent(case, said)) is not None:
            return before
        facts = _facts(case, said, at, sent_today=_sent_today(case, at))
        row = _write(case, messages.from_citizen(facts), said, Side.CITIZEN, None, at)
        Message.objects.filter(
            case=case, side=Side.OFFICE, kind__in=sorted(ASKS), answered_at=None, id__lt=row.pk
        ).update(answered_at=at)
        for person_id in _who_works(case, local_day(at)):
            record.tell_staff(case, person_id, "wrote", at=at, key=str(row.pk))
        return row.pk


def _sent(case: Case, said: Said) -> int | None:
    """The message that this form made already. Refused: form_sent_elsewhere."""
    row = Message.objects.filter(form_key=said.form_key).values_list("pk", "case_id").first()
    if row is None:
        return None
    if row[1] != case.pk:
        raise Refused("form_sent_elsewhere")
    return row[0]


def _facts(case: Case, said: Said, at: datetime, **more: int) -> messages.Facts:
    return messages.Facts(
        on=local_day(at),
        state=case.state,
        open=case.state in OPEN_STATES,
        text=said.text,
        kind=said.kind,
        files=len(said.files),
        hoped_on=said.hoped_on,
        works_on=bool(more.get("works_on")),
        sent_today=more.get("sent_today", 0),
    )


def _sent_today(case: Case, at: datetime) -> int:
    began = timezone.make_aware(datetime.combine(local_day(at), time.min))
    rows = Message.objects.filter(case=case, side=Side.CITIZEN)
    return rows.filter(at__gte=began, at__lt=began + timedelta(days=1)).count()


def _write(case: Case, step: Step, said: Said, side: Side, by: int | None, at: datetime) -> Message:
    """Row, files, history, log entry: the log says that somebody wrote, and commits to what."""
    row = Message.objects.create(
        case=case,
        side=side,
        kind=said.kind,
        by_id=by,
        at=at,
        text=said.text.strip(),
        hoped_on=said.hoped_on,
        form_key=said.form_key,
    )
    files.attach(tokens=said.files, owner=record.SUBJECT, owner_id=case.pk, at=at, purpose=purpose_of(row.pk))
    facts = {"message": str(row.pk)}
    if said.hoped_on:
        facts["hoped"] = said.hoped_on.isoformat()
    entry = Entry(kind="case.message", extra={"side": side.value}, docs={"message": _digest(row, said)})
    mark = Mark(at=at, by=by, facts=facts)
    row.entry = record.write_step(case, step, mark=mark, entry=entry, unit_code=case.unit.code).entry
    row.save(update_fields=("entry",))
    return row


def _digest(row: Message, said: Said) -> bytes:
    """SHA-256 of the words and, in the order of their own digests, of the files."""
    whole = hashlib.sha256(row.text.encode())
    for digest in sorted(file_queries.digests(tokens=said.files).values()):
        whole.update(digest)
    return whole.digest()


def _who_works(case: Case, on: date) -> tuple[int | None, ...]:
    """The handler; before there is one, the head; of what is held, the keepers alone."""
    if procedures.held(case.kind):
        keepers = office.staff(unit_id=case.unit_id, role=Role.KEEPER, on=on)
        return tuple(person.id for person in keepers)
    return (case.handler_id or office.desk(unit_id=case.unit_id, on=on).head_person_id,)
