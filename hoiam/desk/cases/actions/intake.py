"""A matter comes in: from the citizen's own form, or typed by a clerk while the person speaks."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import IntegrityError

from hoiam.desk.cases.actions import challenging, conflict, drafts, group_intake, index, record
from hoiam.desk.cases.models import Case, Press, Step
from hoiam.desk.cases.queries import codes, firewall, procedures
from hoiam.duties import actions as duties
from hoiam.files import actions as files, queries as file_queries
from hoiam.journal import actions as journal, pads
from hoiam.journal.models import Visibility
from hoiam.kit import prepared
from hoiam.kit.moments import local_day
from hoiam.law import claimed, clocks
from hoiam.law.procedures import checks, kinds, moves, petition
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import Step as LawStep
from hoiam.ledger import shortcode
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed

AGAIN = frozenset({"stub_used"}) | claimed.TOO_LATE
"""What a repetition of a form is refused for, because its original was taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressSource:
    """Which paper, station or page published the matter, on which day, and where it can be read."""

    source: str
    published_on: date
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """The matter, who brings it, and how. `submit_key` makes a second press of the button harmless.

    `sealed`: receipts of this case tell nothing by themselves. `stub`: pad and number of the paper slip that the
    person was given; its code becomes the case's. `press`: where it was published and when, then nobody need be named.
    `earlier`: the case of first instance, of a complaint made again. `quiet`: whoever hands it in tells the person.
    `received_at`: of a part of a letter that came earlier. `about_conduct`: it is about somebody of the office,
    `about_whom` in the sender's words. `claimed_at`: when the person was received without network, as the clerk
    says; the clocks count from that day. `together`: who else brings it; then `person` is the first representative.
    `against`: the decision or act complained of, as far as it was said.
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
    press: PressSource | None = None
    earlier: int | None = None
    quiet: bool = False
    received_at: datetime | None = None
    about_conduct: bool = False
    about_whom: str = ""
    claimed_at: datetime | None = None
    together: group_intake.Together | None = None
    against: challenging.Against = challenging.NOTHING


@dataclass(frozen=True, slots=True)
class Taken:
    """The case that is now there and the code that opens it; `again` when this very form had already been taken in."""

    case_id: int
    code: str
    event_id: int | None
    again: bool = False


def submit(*, intake: Intake, at: datetime) -> Taken:
    """A citizen sends a matter.

    Refused: no_such_unit, no_recipient, no_keeper, unknown_kind, file_gone, and of several people as grouping.allow.
    """
    ruled = kinds.ruled(intake.kind)
    return _take_in(ruled.submitted, intake, roles=frozenset({Role.CITIZEN}), by=None, at=at)


def register(*, intake: Intake, by: office.Actor, at: datetime) -> Taken:
    """A clerk writes down what a person brings.

    Refused: not_yours, no_such_stub, stub_used, stub_void, as law.claimed.allow, claimed_before_pad and as submit.
    """
    ruled = kinds.ruled(intake.kind)
    roles = by.roles_in(intake.unit_id)
    return _take_in(ruled.registered, intake, roles=roles, by=by.person_id, at=at)


def take_in_again(intake: Intake, *, by: int | None, at: datetime) -> Taken:
    """The second instance of a complaint, in the transaction in which the first one ended. Refused: as submit."""
    ruled = kinds.ruled(intake.kind)
    return _take_in_once(ruled.submitted, intake, roles=frozenset({Role.CITIZEN}), by=by, at=at)


def take_in_part(intake: Intake, *, by: int | None, at: datetime) -> Taken:
    """A part of a letter, in the transaction that closes it: clocks from its day. Refused: as submit."""
    event = kinds.ruled(intake.kind).registered
    return _take_in_once(event, intake, roles=frozenset({Role.CLERK}), by=by, at=at)


def _take_in(event: str, intake: Intake, *, roles: frozenset[Role], by: int | None, at: datetime) -> Taken:
    try:
        return _take_in_once(event, intake, roles=roles, by=by, at=at)
    except (IntegrityError, Refused) as error:
        if isinstance(error, Refused) and error.code not in AGAIN:
            raise
        earlier = _earlier(intake, by=by, at=at)
        if earlier is None:
            raise
        return earlier


def _take_in_once(
    event: str, intake: Intake, *, roles: frozenset[Role], by: int | None, at: datetime
) -> Taken:
    on, received_on = local_day(at), _received_on(intake, at)
    with journal.recording():
        intake = _from_pad(intake, at)
        code = shortcode.code_from(intake.secret[:8])
        desk = office.desk(unit_id=intake.unit_id, on=on)
        step = begun(event, intake.kind, desk=desk, roles=roles, on=on)
        if intake.together:
            group_intake.allow(intake.person, intake.together, kind=intake.kind, on=on)
        dues = opened_clocks(step, event=received_on, path=desk.unit.path)
        case = _row(intake, step, code, at)
        case.due_on = min(due.safe_due for due in dues.values())
        answer = procedures.answer_key(intake.kind)
        case.answer_due_on = dues[answer].legal_due if answer in dues else None
        prepared.insert(case)
        _beside(case, intake, at)
        if intake.about_conduct:
            conflict.said(case, intake.about_whom, at=at)
        specs = record.new_duties(case, dues, at=at, post_id=desk.head_post_id, counts=True, event=event)
        duties.open_many(specs=specs, at=at)
        row = _write(case, step, intake, dues, desk=desk, by=by, at=at)
        if by is not None:
            drafts.registered(form_key=intake.submit_key, person_id=by)
    return Taken(case_id=case.pk, code=code, event_id=row.entry)


def _received_on(intake: Intake, at: datetime) -> date:
    """Today, the day of the letter it is a part of, or the day that the clerk says, where the law allows it."""
    if intake.claimed_at is None:
        return local_day(intake.received_at or at)
    on = local_day(intake.claimed_at)
    claimed.allow(
        claimed_at=intake.claimed_at,
        on=on,
        at=at,
        today=local_day(at),
        slip=intake.stub is not None,
        pack=record.pack(),
    )
    return on


def begun(event: str, kind: str, *, desk: office.Desk, roles: frozenset[Role], on: date) -> LawStep:
    """The first step of a matter at this desk. Refused: unknown_kind, no_recipient, no_keeper, not_yours."""
    if kind not in kinds.of(record.pack()):
        raise Refused("unknown_kind", kind=kind)
    ruled = kinds.ruled(kind)
    if procedures.held(kind) and not office.staff(unit_id=desk.unit.id, role=Role.KEEPER, on=on):
        raise Refused("no_keeper")
    return ruled.procedure.decide(
        event, state=None, roles=roles, facts=_at_the_door(ruled, desk, on), pack=record.pack()
    )


def _at_the_door(ruled: kinds.Ruled, desk: office.Desk, on: date) -> moves.Facts:
    """Whether somebody is there to take it in."""
    if issubclass(ruled.facts, petition.Facts):
        return ruled.facts(on=on, unit_has_clerk=desk.has_clerk)
    assert issubclass(ruled.facts, checks.Facts)  # noqa: S101 - told to the type checker
    return ruled.facts(on=on, recipient=desk.has_clerk)


def opened_clocks(step: LawStep, *, event: date, path: str) -> dict[str, clocks.Due]:
    """The due days of the clocks that a step opens, all counted from one day."""
    return {spec.key: due for spec in step.opens if (due := record.due_of(spec, event=event, path=path))}


def _beside(case: Case, intake: Intake, at: datetime) -> None:
    """What stands beside the row: words to find it by (never of what is held), source, attachments."""
    if not procedures.held(case.kind):
        index.put(case=case, text=f"{intake.title}\n{intake.body}\n{intake.against.words}".strip())
    challenging.keep(case, intake.against)
    if intake.press:
        Press.objects.create(case=case, **dataclasses.asdict(intake.press))
    if intake.files:
        files.attach(tokens=intake.files, owner=record.SUBJECT, owner_id=case.pk, at=at)
    if intake.together:
        group_intake.begin(case, intake.person, intake.together, at=at)


def _write(
    case: Case,
    step: LawStep,
    intake: Intake,
    dues: Mapping[str, clocks.Due],
    *,
    desk: office.Desk,
    by: int | None,
    at: datetime,
) -> Step:
    """History, log entry, the slip used up, and the notice."""
    hidden = intake.sealed or procedures.held(case.kind)
    entry = record.Entry(
        kind="case.received",
        extra=_lines(intake, dues),
        docs=_documents(intake),
        visibility=Visibility.SEALED if hidden else "",
    )
    told = {key: due.legal_due.isoformat() for key, due in dues.items()}
    mark = record.Mark(at=at, by=by, facts={**told, **_claimed(intake)})
    row = record.write_step(case, step, mark=mark, entry=entry, unit_code=desk.unit.code)
    if intake.stub and row.entry is not None:
        pads.used(pad_id=intake.stub[0], number=intake.stub[1], event_id=row.entry)
    if (intake.person.email or intake.together) and not intake.quiet:
        due = next((told[key] for key in ("notice", "accept", "initial") if key in told), "")
        record.tell_citizen(case, "received", at=at, due=due)
    return row


def _from_pad(intake: Intake, at: datetime) -> Intake:
    """With the secret of its paper slip, if there is one."""
    if intake.stub is None:
        return intake
    pad_id, number = intake.stub
    secret = pads.claim(
        pad_id=pad_id, number=number, unit_id=intake.unit_id, at=at, given_at=intake.claimed_at
    )
    return dataclasses.replace(intake, secret=secret)


def _row(intake: Intake, step: LawStep, code: str, at: datetime) -> Case:
    person = dataclasses.replace(intake.person, code=code)
    nobody = intake.press is not None and not intake.person.name
    return Case(
        unit_id=intake.unit_id,
        identity_id=None if nobody else sealed.keep(data=person, at=at),
        earlier_id=intake.earlier,
        ref=hashlib.sha256(b"hoiam case ref" + intake.secret).hexdigest()[:32],
        code_hash=codes.code_hash(code),
        submit_key=intake.submit_key,
        kind=intake.kind,
        field=intake.field,
        channel=intake.channel,
        state=step.after,
        title=intake.title,
        body=intake.body,
        consent=intake.consent and not procedures.held(intake.kind),
        guarded=intake.about_conduct,
        language=intake.language,
        received_at=intake.claimed_at or intake.received_at or at,
        received_on=local_day(intake.claimed_at or intake.received_at or at),
        people=intake.together.people if intake.together else 1,
        representatives=intake.together.representatives if intake.together else 0,
    )


def _lines(intake: Intake, dues: Mapping[str, clocks.Due]) -> dict[str, str]:
    lines = {"channel": intake.channel, "matter": intake.kind, **record.told(dues), **_claimed(intake)}
    lines |= intake.together.told if intake.together else {}
    return {**lines, "stub": pads.number_of(*intake.stub)} if intake.stub else lines


def _claimed(intake: Intake) -> dict[str, str]:
    """What the clerk says of the hour without network, in UTC; the log's own time stands beside it."""
    if intake.claimed_at is None:
        return {}
    return {"claimed": f"{intake.claimed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}


def _documents(intake: Intake) -> dict[str, bytes]:
    """The commitment to what was said: title and text, and each attachment's own hash within."""
    digests = file_queries.digests(tokens=intake.files).values() if intake.files else ()
    against = {"against": intake.against.digest.hex()} if intake.against else {}
    content = json.dumps(
        {
            "title": intake.title,
            "text": intake.body,
            "files": sorted(one.hex() for one in digests),
            **against,
        },
        ensure_ascii=False,
        sort_keys=True,
    )
    whole = {"content": hashlib.sha256(content.encode()).digest()}
    return (
        {**whole, "signers": group_intake.digest(intake.person, intake.together)}
        if intake.together
        else whole
    )


def _earlier(intake: Intake, *, by: int | None, at: datetime) -> Taken | None:
    """The same form sent before gets what it got; reading its code from the sealed record is recorded.

    Refused: already_sent, taken_before for whoever keeps out of it by now.
    """
    case = Case.objects.filter(submit_key=intake.submit_key).first()
    if case is None:
        return None
    if by is not None and case.guarded and firewall.bars(case_id=case.pk, person_id=by, on=local_day(at)):
        raise Refused("taken_before")
    code = _code_of(case, intake, at)
    if not codes.opens(code, stored=bytes(case.code_hash)):
        raise Refused("already_sent")
    first = case.steps.order_by("id").values_list("entry", flat=True).first()
    return Taken(case_id=case.pk, code=code, event_id=first, again=True)


def _code_of(case: Case, intake: Intake, at: datetime) -> str:
    """Of whoever brought it; where nobody is named, the one that this form's own secret gives."""
    if case.identity_id is None:
        return shortcode.code_from(intake.secret[:8])
    return sealed.open(identity_id=case.identity_id, by=None, purpose="print", reason="", at=at).code
