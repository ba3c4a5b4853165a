"""A matter comes in: from the citizen's own form, or typed by a clerk while the person speaks."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from hoiam.desk.cases.actions import index, record
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import codes
from hoiam.duties import actions as duties
from hoiam.files import actions as files, queries as file_queries
from hoiam.journal import actions as journal, pads
from hoiam.journal.models import Visibility
from hoiam.kit import prepared
from hoiam.kit.moments import local_day
from hoiam.law import clocks
from hoiam.law.procedures import petition
from hoiam.law.refusal import Refused
from hoiam.ledger import shortcode
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """The matter, who brings it, and how. `submit_key` makes a second press of the button harmless.

    `sealed`: receipts of this case tell nothing by themselves. `stub`: pad and number of the paper slip that the
    person was given; its code becomes the case's.
    """

    unit_id: int
    kind: str
    channel: str
    title: str
    body: str
    person: sealed.Personal
    submit_key: str
    secret: bytes
    field: str = ""
    consent: bool = False
    language: str = "vi"
    files: Sequence[str] = ()
    sealed: bool = False
    stub: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The case that is now there and the code that opens it; `again` when this very form had already been taken in."""

    case_id: int
    code: str
    event_id: int | None
    again: bool = False


def submit(*, intake: Intake, at: datetime) -> Taken:
    """A citizen sends a petition or report. Refused: no_such_unit, no_recipient, file_gone."""
    return _take_in("submit", intake, roles=frozenset({petition.Role.CITIZEN}), by=None, at=at)


def register(*, intake: Intake, by: office.Actor, at: datetime) -> Taken:
    """A clerk writes down what a person brings.

    Refused: not_yours, no_such_stub, stub_used, stub_void and as submit.
    """
    return _take_in("register", intake, roles=by.roles_in(intake.unit_id), by=by.person_id, at=at)


def _take_in(
    event: str, intake: Intake, *, roles: frozenset[petition.Role], by: int | None, at: datetime
) -> Taken:
    try:
        return _take_in_once(event, intake, roles=roles, by=by, at=at)
    except (IntegrityError, Refused) as error:
        if isinstance(error, Refused) and error.code != "stub_used":
            raise
        earlier = _earlier(intake.submit_key, at=at)
        if earlier is None:
            raise
        return earlier


def _take_in_once(
    event: str, intake: Intake, *, roles: frozenset[petition.Role], by: int | None, at: datetime
) -> Taken:
    on = local_day(at)
    with journal.recording():
        intake = _from_pad(intake, at)
        code = shortcode.code_from(intake.secret[:8])
        desk = office.desk(unit_id=intake.unit_id, on=on)
        facts = petition.Facts(on=on, unit_has_clerk=desk.has_clerk)
        step = petition.decide(event, state=None, roles=roles, facts=facts, pack=record.pack())
        dues = {
            spec.key: due
            for spec in step.opens
            if (due := record.due_of(spec, event=on, path=desk.unit.path))
        }
        case = _row(intake, step, code, at)
        case.due_on = min(due.safe_due for due in dues.values())
        case.answer_due_on = dues["answer"].legal_due if "answer" in dues else None
        prepared.insert(case)
        index.put(
            case_id=case.pk, unit_id=case.unit_id, text=f"{intake.title}\n{intake.body}\n{intake.person.name}"
        )
        if intake.files:
            files.attach(tokens=intake.files, owner=record.SUBJECT, owner_id=case.pk, at=at)
        specs = record.new_duties(case, dues, at=at, post_id=desk.head_post_id, counts=True)
        duties.open_many(specs=specs, at=at)
        entry = record.Entry(
            kind="case.received",
            extra=_lines(intake, dues),
            docs=_documents(intake),
            visibility=Visibility.SEALED if intake.sealed else "",
        )
        told = {key: due.legal_due.isoformat() for key, due in dues.items()}
        mark = record.Mark(at=at, by=by, facts=told)
        row = record.write_step(case, step, mark=mark, entry=entry, unit_code=desk.unit.code)
        if intake.stub and row.entry is not None:
            pads.used(pad_id=intake.stub[0], number=intake.stub[1], event_id=row.entry)
        if intake.person.email:
            record.tell_citizen(case, "received", at=at, due=told.get("notice", ""))
    return Taken(case_id=case.pk, code=code, event_id=row.entry)


def _from_pad(intake: Intake, at: datetime) -> Intake:
    """With the secret of its paper slip, if there is one."""
    if intake.stub is None:
        return intake
    pad_id, number = intake.stub
    secret = pads.claim(pad_id=pad_id, number=number, unit_id=intake.unit_id, at=at)
    return dataclasses.replace(intake, secret=secret)


def _row(intake: Intake, step: petition.Step, code: str, at: datetime) -> Case:
    person = dataclasses.replace(intake.person, code=code)
    return Case(
        unit_id=intake.unit_id,
        identity_id=sealed.keep(data=person, at=at),
        ref=hashlib.sha256(b"hoiam case ref" + intake.secret).hexdigest()[:32],
        code_hash=codes.code_hash(code),
        submit_key=intake.submit_key,
        kind=intake.kind,
        field=intake.field,
        channel=intake.channel,
        state=step.after,
        title=intake.title,
        body=intake.body,
        consent=intake.consent,
        language=intake.language,
        received_at=at,
        received_on=local_day(at),
    )


def _lines(intake: Intake, dues: Mapping[str, clocks.Due]) -> dict[str, str]:
    lines = {"channel": intake.channel, "matter": intake.kind, **record.told(dues)}
    return {**lines, "stub": pads.number_of(*intake.stub)} if intake.stub else lines


def _documents(intake: Intake) -> dict[str, bytes]:
    """The commitment to what was said: title and text, and each attachment's own hash within."""
    digests = file_queries.digests(tokens=intake.files).values() if intake.files else ()
    content = json.dumps(
        {"title": intake.title, "text": intake.body, "files": sorted(one.hex() for one in digests)},
        ensure_ascii=False,
        sort_keys=True,
    )
    return {"content": hashlib.sha256(content.encode()).digest()}


def _earlier(submit_key: str, *, at: datetime) -> Taken | None:
    """The same form sent before gets what it got; reading its code from the sealed record is recorded."""
    case = Case.objects.filter(submit_key=submit_key).first()
    if case is None:
        return None
    if case.identity_id is None:
        raise Refused("already_sent")
    person = sealed.open(identity_id=case.identity_id, by=None, purpose="print", reason="", at=at)
    if not codes.opens(person.code, stored=bytes(case.code_hash)):
        raise Refused("already_sent")
    first = case.steps.order_by("id").values_list("entry", flat=True).first()
    return Taken(case_id=case.pk, code=person.code, event_id=first, again=True)
