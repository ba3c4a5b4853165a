"""What the office does with a matter before it answers: sort, accept, assign, pass on, promise, close."""

from datetime import date, datetime

from hoiam.desk.cases.actions import learning, reclassified, record
from hoiam.desk.cases.actions.record import Entry, Mark
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import firewall, signers, work
from hoiam.duties import actions as duties, queries as duty_queries
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import clocks, conflict, passing_on
from hoiam.law.procedures import kinds, petition
from hoiam.law.refusal import Refused
from hoiam.law.step import Step as LawStep
from hoiam.office import calendars, colleagues, queries as office


def classify(*, case_id: int, version: int, kind: str, field: str, by: office.Actor, at: datetime) -> None:
    """Say what it is and what it is about; content decides, not the title (Circular 05/2021/TT-TTCP, article 6).

    Of a case just received another procedure may take over: its clocks run from the day of receipt.
    Refused: unknown_field, unknown_kind, wrong_state, no_keeper, and what the procedure refuses.
    """
    with record.opened(case_id=case_id, version=version) as case:
        ruled = kinds.ruled(case.kind)
        step = record.decide("classify", case=case, by=by, facts=ruled.facts(on=local_day(at)))
        if field not in {known.code for known in record.pack().fields}:
            raise Refused("unknown_field", field=field)
        before, case.field = case.kind, field
        learning.learn(case, kind=kind)
        mark = Mark(at=at, by=by.person_id, facts={"field": field, "kind": kind})
        entry = Entry(kind="case.classified", extra={"field": field, "matter": kind})
        if kinds.may_become(before, kind, state=case.state):
            reclassified.begin_anew(case, step, kind=kind, mark=mark, entry=entry)
        else:
            case.kind = kind
            duties.set_field(subject=record.SUBJECT, subject_id=case.pk, field=field)
            record.record(case, step, mark=mark, entry=entry)


def accept(*, case_id: int, version: int, by: office.Actor, at: datetime) -> None:
    """Take the matter into work; the citizen is told, which ends the notice clock.

    Refused: group_papers_missing(missing) while the file of several people lacks something.
    """
    with record.opened(case_id=case_id, version=version) as case:
        on = local_day(at)
        lacks = signers.missing(case, on=on)
        facts = petition.Facts(on=on, answer_due=case.answer_due_on, group_missing=lacks)
        step = record.decide("accept", case=case, by=by, facts=facts)
        due = case.answer_due_on.isoformat() if case.answer_due_on else ""
        entry = Entry(kind="case.accepted", extra={"due": due} if due else {})
        record.record(case, step, mark=Mark(at=at, by=by.person_id, facts={"due": due}), entry=entry)
        learning.taken(case)
        record.tell_citizen(case, "accepted", at=at, due=due)


def assign(*, case_id: int, version: int, to: int, by: office.Actor, at: datetime) -> None:
    """Give it to a handler of the same unit; while that one is away, to the substitute.

    Refused: not_staff_here, in_conflict.
    """
    with record.opened(case_id=case_id, version=version) as case:
        on = local_day(at)
        step = record.decide("assign", case=case, by=by, facts=kinds.ruled(case.kind).facts(on=on))
        handlers = office.staff(unit_id=case.unit_id, role=petition.Role.HANDLER, on=on)
        names = {person.id: person.name for person in handlers}
        to = work.stands_in(to, on=on) if to in names else to
        if to not in names:
            raise Refused("not_staff_here")
        require_free(case, to, on)
        case.handler_id = to
        mark = Mark(at=at, by=by.person_id, note=names[to], facts={"handler": str(to)})
        record.record(case, step, mark=mark, entry=Entry(kind="case.assigned"))
        record.tell_staff(case, to, "assigned", at=at)


def transfer(
    *, case_id: int, version: int, to_unit: int, reason: str, by: office.Actor, at: datetime
) -> None:
    """Pass it to the unit that is competent; the answer keeps its date, the new unit gets its own notice clock.

    Refused: in_conflict when that unit, or its head, keeps out of the case; superior_decides when it was passed on
    twice already; what the procedure refuses.
    """
    _pass_on("transfer", case_id, version, to_unit, reason, by, at)


def send_back(*, case_id: int, version: int, reason: str, by: office.Actor, at: datetime) -> None:
    """Return it to the unit it came from, with the reason in the record."""
    _pass_on("send_back", case_id, version, None, reason, by, at)


def transfer_out(
    *, case_id: int, version: int, body: str, reason: str, by: office.Actor, at: datetime
) -> None:
    """Pass it to a body outside this installation and tell the citizen which."""
    with record.opened(case_id=case_id, version=version) as case:
        step = record.decide(
            "transfer_out", case=case, by=by, facts=petition.Facts(on=local_day(at), reason=body)
        )
        entry = Entry(kind="case.transferred", extra={"to": "outside"})
        case.outcome = "transferred"
        learning.passed_on(case)
        mark = Mark(at=at, by=by.person_id, note=f"{body}\n{reason}".strip())
        record.record(case, step, mark=mark, entry=entry)
        record.tell_citizen(case, "transferred", at=at)


def promise(*, case_id: int, version: int, on: date, reason: str, by: office.Actor, at: datetime) -> None:
    """The head names the day of the answer (Law 42/2013/QH13, article 18.4); from then on that day is the duty."""
    with record.opened(case_id=case_id, version=version) as case:
        facts = petition.Facts(
            on=local_day(at),
            promised_on=on,
            answer_due=case.answer_due_on,
            earlier_promise=case.promised_on,
            reason=reason,
        )
        step = record.decide("promise", case=case, by=by, facts=facts)
        due = _promised(case, step, on=on)
        before = case.promised_on or case.answer_due_on
        case.promised_on = on
        mark = Mark(at=at, by=by.person_id, note=reason, facts={"due": on.isoformat()})
        entry = _promise_entry(due, before)
        record.record_with(case, step, mark=mark, entry=entry, dues={"answer": due})
        record.tell_citizen(case, "promised", at=at, due=on.isoformat())


def close(*, case_id: int, version: int, by: office.Actor, at: datetime) -> None:
    """Put an answered case away once the time to contest is over."""
    with record.opened(case_id=case_id, version=version) as case:
        answered = local_day(case.answered_at) if case.answered_at else None
        facts = petition.Facts(on=local_day(at), answered_on=answered)
        step = record.decide("close", case=case, by=by, facts=facts)
        record.record(case, step, mark=Mark(at=at, by=by.person_id), entry=Entry(kind="case.closed"))


def require_free(case: Case, person_id: int, on: date) -> None:
    if case.guarded:
        one = colleagues.those([person_id], unit_id=case.unit_id, on=on)[person_id]
        conflict.require_free(firewall.colleague(one), firewall.named(case.pk))


def _require_destination(case: Case, desk: office.Desk, on: date) -> None:
    if case.guarded:
        heads = colleagues.heads_of([desk.unit.id], on=on).get(desk.unit.id, ())
        members = [firewall.colleague(one) for one in heads]
        conflict.require_destination(desk.unit.path, members, firewall.named(case.pk))


def _promised(case: Case, step: LawStep, *, on: date) -> clocks.Due:
    """The promise runs from the event of the clock it replaces, so that days used stay comparable."""
    clocks_so_far = duty_queries.of_subject(record.SUBJECT, case.pk)
    started = max((duty.event_on for duty in clocks_so_far if duty.key == "answer"), default=case.received_on)
    rule = record.pack().rules[step.opens[0].rule_id]
    return clocks.promised(rule, started, on, calendars.of(case.unit.path))


def _promise_entry(due: clocks.Due, before: date | None) -> Entry:
    """A later day than the one that bound until now is an extension, and the log calls it so."""
    facts = {"due": due.legal_due.isoformat(), "rule": due.rule.id}
    if before is None or due.legal_due <= before:
        return Entry(kind="case.promised", extra=facts)
    return Entry(kind="case.deadline-extended", extra={**facts, "was": before.isoformat(), "why": "promise"})


def _pass_on(
    event: str, case_id: int, version: int, to_unit: int | None, reason: str, by: office.Actor, at: datetime
) -> None:
    with record.opened(case_id=case_id, version=version) as case:
        on = local_day(at)
        target = case.came_from_id if to_unit is None else to_unit
        desk = office.desk(unit_id=target, on=on) if target else None
        facts = petition.Facts(
            on=on,
            reason=reason,
            came_from=case.came_from_id is not None,
            same_unit=target == case.unit_id,
            to_unit_open=bool(desk and desk.has_clerk),
        )
        step = record.decide(event, case=case, by=by, facts=facts)
        assert desk is not None  # noqa: S101 - decided above: without a destination the step was refused
        _require_destination(case, desk, on)
        before = case.steps.filter(event__in=passing_on.EVENTS).count()
        count = passing_on.decide(before=before, from_path=case.unit.path, to_path=desk.unit.path)
        mark = Mark(
            at=at,
            by=by.person_id,
            unit_id=case.unit_id,
            unit_code=case.unit.code,
            note=reason,
            facts={"from": str(case.unit_id), "to": str(desk.unit.id), "count": str(count)},
        )
        entry = Entry(kind="case.transferred", extra={"to": desk.unit.code})
        case.passed_on = count if passing_on.noted(count) else None
        _hand_over(case, step, desk, mark=mark, entry=entry)
        if passing_on.noted(count):
            said = {"count": str(count), "to": desk.unit.code}
            journal.append(ref=case.ref, kind="case.not-competent", unit=mark.unit_code, at=at, extra=said)
        record.tell_citizen(case, "transferred", at=at)


def _hand_over(case: Case, step: LawStep, desk: office.Desk, *, mark: Mark, entry: Entry) -> None:
    """The answer clock moves as it is; then the case, with a notice clock of its own, is the other unit's."""
    duties.move(
        subject=record.SUBJECT,
        subject_id=case.pk,
        unit_id=desk.unit.id,
        post_id=desk.head_post_id,
        at=mark.at,
        keys=step.moves,
        event=step.event,
    )
    case.came_from_id = None if step.event == "send_back" else case.unit_id
    case.unit_id = desk.unit.id
    case.handler_id = None
    learning.passed_on(case)
    record.record(case, step, mark=mark, entry=entry)
