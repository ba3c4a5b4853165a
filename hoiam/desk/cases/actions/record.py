"""The third line of every action: row, duties, journal entry, notices, all or none."""

import contextlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.conf import settings

from hoiam.desk.cases.actions import index, telling
from hoiam.desk.cases.models import OPEN_STATES, Case, Step
from hoiam.desk.cases.queries import dues, firewall, procedures, signers, work
from hoiam.duties import actions as duties, queries as duty_queries, standing
from hoiam.duties.models import STANDS_STILL
from hoiam.journal import actions as journal
from hoiam.kit import prepared
from hoiam.kit.moments import local_day
from hoiam.law import clocks, packs
from hoiam.law.pack import Pack
from hoiam.law.procedures import kinds, moves, petition
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import ClockSpec, Outcome, Step as LawStep
from hoiam.notices import actions as notices
from hoiam.office import queries as office, remote

SUBJECT = procedures.CASE
NO_EVENTS: Mapping[str, date] = {}
_LOCKED = prepared.Rows(
    lambda case_id: Case.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=case_id),
    case_id=-1_000_001,
)
NO_LIMIT = frozenset({"no_statutory_limit", "rule_not_in_force"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What goes to the log with a step: kind, more statement lines, document hashes; who sees it if not as usual."""

    kind: str
    extra: Mapping[str, str] = field(default_factory=dict)
    docs: Mapping[str, bytes] = field(default_factory=dict)
    visibility: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Who did it, when, and what they wrote beside it; the unit, when the case is another's once it is done."""

    at: datetime
    by: int | None = None
    unit_id: int | None = None
    unit_code: str = ""
    note: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def pack() -> Pack:
    """The rules in force at this installation."""
    return packs.load(settings.HOIAM_PACK)


@contextlib.contextmanager
def opened(*, case_id: int, version: int | None = None, signer: int | None = None) -> Iterator[Case]:
    """LOAD: the case, locked, in one transaction; `signer`: whose code opened it, where several people signed.

    Refused: no_such_case, changed_meanwhile; signer_left, only_representatives of a signer who does not act for all.
    """
    with journal.recording():
        case = _LOCKED.first(case_id=case_id)
        if case is None:
            raise Refused("no_such_case")
        if version is not None and version != case.version:
            raise Refused("changed_meanwhile", version=case.version)
        if signer is not None:
            signers.require_acting(case_id=case.pk, signer_id=signer)
        yield case


def decide(
    event: str,
    *,
    case: Case,
    by: office.Actor | None,
    facts: moves.Facts,
    roles: frozenset[Role] | None = None,
) -> LawStep:
    """DECIDE by the procedure of the case's kind: the citizen acts through the code, staff through their roles.

    `roles`: a step that follows from what is on file has its capacity named, whoever brought it about.

    Refused: no_such_case for whoever keeps out of it, unknown_event for facts of another procedure, and whatever the
    procedure refuses.
    """
    keep_out(case, by)
    if roles is None:
        roles = (
            frozenset({Role.CITIZEN}) if by is None else kinds.acting(case.kind, by.roles_in(case.unit_id))
        )
    return kinds.ruled(case.kind).decide(event, state=case.state, roles=roles, facts=facts, pack=pack())


def keep_out(case: Case, by: office.Actor | None) -> None:
    """For whoever keeps out of a case there is none; the citizen has the code. Refused: no_such_case."""
    if by is not None and firewall.bars_actor(case, by):
        raise Refused("no_such_case")


def record(
    case: Case,
    step: LawStep,
    *,
    mark: Mark,
    entry: Entry | None = None,
    events: Mapping[str, date] = NO_EVENTS,
    signed: standing.Signed | None = None,
    nearest: date | None = None,
) -> Step:
    """RECORD: state, clocks closed, moved and opened, history row and log entry.

    `events`: the day a clock counts from, by key, where it is not today. `signed`: the decision that stops, resumes or
    extends. `nearest`: the day to work to where no clock gives one.
    """
    desk = desk_of(case, on=local_day(mark.at)) if step.opens else None
    dues = {}
    if desk is not None:
        today, path = local_day(mark.at), desk.unit.path
        place = place_of(case, path)
        dues = {
            spec.key: due
            for spec in step.opens
            if (due := due_of(spec, event=events.get(spec.key, today), path=path, place=place))
        }
    return record_with(
        case, step, mark=mark, entry=entry, dues=dues, desk=desk, signed=signed, nearest=nearest
    )


def told(dues: Mapping[str, clocks.Due]) -> dict[str, str]:
    """The deadlines that an event sets, as lines of its statement: the answer's is `due`, any other has its name."""
    lines: dict[str, str] = {}
    for key, due in dues.items():
        name = "" if key == "answer" else f"{key}-".replace("_", "-")
        lines |= {f"{name}due": due.legal_due.isoformat(), f"{name}rule": due.rule.id}
    return lines


def record_with(
    case: Case,
    step: LawStep,
    *,
    mark: Mark,
    dues: Mapping[str, clocks.Due],
    entry: Entry | None = None,
    desk: office.Desk | None = None,
    signed: standing.Signed | None = None,
    nearest: date | None = None,
) -> Step:
    """The same with the due days already known, and perhaps the desk that owes them."""
    on = local_day(mark.at)
    handed = {spec.key for spec in step.closes if spec.outcome == Outcome.HANDED_OVER} & set(dues)
    close_clocks(case, step, at=mark.at, but=handed)
    if signed is not None:
        entry = entry and replace(entry, extra={**move_clocks(step, signed), **entry.extra})
    if dues:
        entry = entry and replace(entry, extra={**told(dues), **entry.extra})
        post_id = (desk or desk_of(case, on=on)).head_post_id
        specs = new_duties(
            case, dues, at=mark.at, post_id=post_id, counts=handed == {"answer"}, event=step.event
        )
        duties.hand_over(specs=[spec for spec in specs if spec.key in handed], at=mark.at)
        duties.open_many(specs=[spec for spec in specs if spec.key not in handed], at=mark.at)
    _settle_state(case, step, at=mark.at, nearest=nearest)
    case.version += 1
    prepared.update(case)
    index.label(case)
    return write_step(case, step, mark=mark, entry=entry, unit_code=mark.unit_code or case.unit.code)


def move_clocks(step: LawStep, signed: standing.Signed) -> dict[str, str]:
    """Stop, resume and lengthen what the step says; the lines of its statement: the day before, and after."""
    lines: dict[str, str] = {}
    for keys, act in (
        (step.stops, standing.stop),
        (step.resumes, standing.resume),
        (step.extends, standing.extend),
    ):
        for moved in act(replace(signed, keys=keys)) if keys else ():
            days = {"was": moved.before, "due": moved.after}
            lines |= {name: day.isoformat() for name, day in days.items() if day != STANDS_STILL}
            lines |= {"clock": moved.key, "rule": moved.rule_id}
    return lines


def place_of(case: Case, path: str) -> str:
    """Path of the unit where the matter arose: that of the desk; of a complaint made again, of the first instance."""
    if case.earlier_id is None:
        return path
    return Case.objects.values_list("unit__path", flat=True).get(pk=case.earlier_id)


def due_of(spec: ClockSpec, *, event: date, path: str, place: str = "") -> clocks.Due | None:
    """When a clock started on that day ends in the unit of this path; None where the law of that day sets no limit.

    Ask for the desk first: it says which days off were announced, and which places are remote. `place`: where the
    matter arose, if elsewhere.
    """
    attributes = remote.attributes(place or path, event)
    try:
        return dues.computed(dues.rule_for(spec.rule_id, event, attributes), event, path=path)
    except Refused as refused:
        if refused.code in NO_LIMIT:
            return None
        raise


def close_clocks(case: Case, step: LawStep, *, at: datetime, but: Collection[str] = ()) -> None:
    """Close what the step closes, save what another clock takes over; what is met after its day is late by itself."""
    for outcome in {spec.outcome for spec in step.closes}:
        keys = [spec.key for spec in step.closes if spec.outcome == outcome and spec.key not in but]
        duties.close(
            subject=procedures.subject(case.kind),
            subject_id=case.pk,
            keys=keys,
            outcome=outcome.value,
            at=at,
            on=local_day(at),
            event=step.event,
        )


def new_duties(
    case: Case,
    dues: Mapping[str, clocks.Due],
    *,
    at: datetime,
    post_id: int,
    counts: bool = False,
    event: str = "",
) -> list[duties.NewDuty]:
    """Rows for clocks that start; `counts` when they mean a newly received case; `event`: what starts them.

    A complaint or a request counts with the clock of its settlement, which starts once, when it is accepted.
    """
    answer = procedures.answer_key(case.kind)
    counts = counts or not procedures.is_petition(case.kind)
    return [
        duties.NewDuty(
            unit_id=case.unit_id,
            post_id=post_id,
            subject=procedures.subject(case.kind),
            subject_id=case.pk,
            key=key,
            rule_id=due.rule.id,
            event_on=due.event,
            due_on=due.legal_due,
            safe_on=due.safe_due,
            opened_at=at,
            counts_receipt=counts and key == answer,
            lapses=kinds.lapses(due.rule),
            remote_id=_declared(case, due),
            opened_by=event,
            field=case.field,
        )
        for key, due in dues.items()
    ]


def _declared(case: Case, due: clocks.Due) -> int | None:
    """By which entry this clock is that of a remote area, if it is."""
    if remote.REMOTE not in due.rule.when:
        return None
    found = remote.declared(place_of(case, case.unit.path), due.event)
    return found.id if found else None


def desk_of(case: Case, *, on: date) -> office.Desk:
    """The desk whose post owes what this unit owes."""
    return office.desk(unit_id=case.unit_id, on=on)


def _settle_state(case: Case, step: LawStep, *, at: datetime, nearest: date | None) -> None:
    """The columns that must agree with the state; the nearest date comes from the open duties."""
    case.state = step.after
    if case.state not in OPEN_STATES:
        case.due_on = None
        case.closed_at = None if case.state == petition.State.ANSWERED else at
        return
    case.closed_at = None
    nearest_of(case, otherwise=nearest)


def nearest_of(case: Case, *, otherwise: date | None = None) -> None:
    """The two columns that follow from its open duties; `otherwise`: the day to work to where none runs."""
    found = open_duties(case)
    running = [duty for duty in found if not duty.stopped]
    otherwise = otherwise or (case.due_on if procedures.is_petition(case.kind) else STANDS_STILL)
    case.due_on = min((duty.safe_on for duty in running), default=otherwise)
    answers = [duty for duty in found if duty.key == procedures.answer_key(case.kind)]
    case.answer_due_on = max((duty.due_on for duty in answers), default=case.answer_due_on)
    if any(duty.stopped for duty in answers):
        case.answer_due_on = None


def open_duties(case: Case) -> list[duty_queries.DutyCard]:
    """Clocks of the case that have not ended. One statement."""
    return [duty for duty in duty_queries.of_subject(procedures.subject(case.kind), case.pk) if duty.open]


def write_step(case: Case, step: LawStep, *, mark: Mark, entry: Entry | None, unit_code: str) -> Step:
    """History row and, where the law cares, the log entry."""
    appended = None
    if entry is not None:
        appended = journal.append(
            ref=case.ref,
            kind=entry.kind,
            unit=unit_code,
            at=mark.at,
            extra=entry.extra,
            docs=entry.docs,
            visibility=entry.visibility,
            first=step.before is None,
        )
    row = Step(
        case=case,
        event=step.event,
        before=step.before or "",
        after=step.after,
        unit_id=mark.unit_id or case.unit_id,
        by_id=mark.by,
        at=mark.at,
        note=mark.note,
        facts=dict(mark.facts),
        entry=appended.event_id if appended else None,
    )
    prepared.insert(row)
    return row


def note(
    case: Case,
    event: str,
    *,
    at: datetime,
    by: int | None = None,
    unit_id: int | None = None,
    facts: Mapping[str, str] | None = None,
    entry: int | None = None,
) -> None:
    """A history row of what is no step of the procedure: the case stays in its state. `entry`: its event in the log."""
    row = Step(
        case=case,
        event=event,
        before=case.state,
        after=case.state,
        unit_id=unit_id or case.unit_id,
        by_id=by,
        at=at,
        facts=dict(facts or {}),
        entry=entry,
    )
    prepared.insert(row)


def tell_citizen(
    case: Case, template: str, *, at: datetime, key: str = "", **context: telling.Context
) -> None:
    """One e-mail to the citizen, or to each of a group, about this step; who sends it finds out whether to where.

    `key` names what is told of where that is not a version of the case.
    """
    telling.tell(telling.people(case, template), case, template, at=at, key=key, **context)


def tell_staff(
    case: Case, person_id: int | None, template: str, *, at: datetime, key: str = "", **context: str
) -> None:
    """One e-mail to somebody of the office, or to whoever works in their place, unless they keep out of the case."""
    if person_id is None:
        return
    person_id = work.stands_in(person_id, on=local_day(at))
    if case.guarded and firewall.bars(case_id=case.pk, person_id=person_id, on=local_day(at)):
        return
    notices.put(
        person=f"person:{person_id}",
        event=telling.event(case, template, key),
        channel="email",
        template=f"cases/{template}",
        context={"case": number(case), "id": str(case.pk), **context},
        language="vi",
        at=at,
    )


def number(case: Case) -> str:
    """The number the office speaks of: year and row."""
    return f"{case.received_on.year}-{case.pk:06d}"
