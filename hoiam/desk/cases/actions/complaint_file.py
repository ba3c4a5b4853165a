"""The documents that steps of a procedure leave in the file: each step writes just its own row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.desk.cases.actions import signing
from hoiam.desk.cases.models import Case, Decision, DecisionKind, Dialogue, Verification
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.law.step import Outcome, Step as LawStep
from hoiam.office import queries as office


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody at the dialogue and in what capacity."""

    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said with a step; each reads the few it needs.

    `on`: the day of the document, today if none is named. `day`: of the dialogue, of the delivery, or the first day of
    the posting. `until`: a day set for others. `criteria`: by which the case is complex (Decree 124/2020/NĐ-CP,
    article 3a). `parts`: what of the complaint is withdrawn. `document`: that it stands on, where it was issued here.
    """

    number: str = ""
    on: date | None = None
    document: int | None = None
    reason: str = ""
    content: str = ""
    recipients: str = ""
    day: date | None = None
    until: date | None = None
    time: str = ""
    place: str = ""
    verifier: str = ""
    criteria: Sequence[str] = ()
    differs: bool = False
    participants: Sequence[Participant] = ()
    absence: str = ""
    agreed: str = ""
    disputed: str = ""
    where: str = ""
    affected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What every writer may need beside the case and what was said."""

    by: office.Actor | None
    on: date
    at: datetime
    title: str


Writer = Callable[[Case, Said, Context], None]
KINDS: Mapping[str, str] = {
    "accept": DecisionKind.ACCEPT,
    "refuse": DecisionKind.REFUSE,
    "guide": DecisionKind.GUIDE,
    "find_complex": DecisionKind.COMPLEX,
    "extend": DecisionKind.EXTEND,
    "halt_contested": DecisionKind.HALT,
    "lift_halt": DecisionKind.LIFT,
    "suspend": DecisionKind.SUSPEND,
    "resume": DecisionKind.RESUME,
    "terminate": DecisionKind.TERMINATE,
    "decide": DecisionKind.SETTLE,
    "explain": DecisionKind.SETTLE,
    "order_execution": DecisionKind.EXECUTE,
    "notify_refusal": DecisionKind.REFUSE,
}
STOPPING = (DecisionKind.SUSPEND, DecisionKind.RESUME, DecisionKind.TERMINATE)
OUTCOMES: Mapping[str, str] = {
    "refused": "refused",
    "guided": "transferred",
    "terminated": "terminated",
    "withdrawn": "withdrawn",
}


def write(case: Case, step: LawStep, said: Said, *, by: office.Actor | None, on: date, at: datetime) -> None:
    """The row that this step leaves, and what it changes of others. Refused: decision_missing, day_missing."""
    title = _signed(case, by, at) if step.event in KINDS else ""
    context = Context(by=by, on=on, at=at, title=title)
    if step.event in KINDS:
        _decision(case, step.event, said, context)
    if step.event in WRITERS:
        WRITERS[step.event](case, said, context)
    if any(spec.key == "dialogue_notice" and spec.outcome is Outcome.VOID for spec in step.closes):
        _give_up_dialogue(case, but=step.event)
    if step.after in OUTCOMES:
        case.outcome = OUTCOMES[step.after]


def _signed(case: Case, by: office.Actor | None, at: datetime) -> str:
    """The office in which it is signed. Refused: proxy_over."""
    assert by is not None  # noqa: S101 - decided before: only staff sign
    day = local_day(at)
    return signing.signer(desk=office.desk(unit_id=case.unit_id, on=day), by=by, on=day).title


def note(said: Said) -> str:
    """What staff wrote beside the step, for the history; sealed there."""
    return said.reason or said.content


def codes(said: Said) -> dict[str, str]:
    """Choices from lists, for the history."""
    absence = {"absence": said.absence} if said.absence else {}
    return {**absence, **({"criteria": ".".join(said.criteria)} if said.criteria else {})}


def settled(case: Case) -> Decision:
    """The decision of this instance. Refused: decision_missing."""
    return _last(case, (DecisionKind.SETTLE,))


def delivered_on(case: Case) -> date | None:
    """When the complainant had it."""
    found = case.decisions.filter(kind=DecisionKind.SETTLE).order_by("-id")
    return found.values_list("delivered_on", flat=True).first()


def _last(case: Case, kinds: Sequence[str]) -> Decision:
    found = case.decisions.filter(kind__in=kinds).order_by("-id").first()
    if found is None:
        raise Refused("decision_missing")
    return found


def _decision(case: Case, event: str, said: Said, context: Context) -> None:
    by = context.by
    assert by is not None  # noqa: S101 - decided above: only staff sign
    Decision.objects.create(
        case=case,
        kind=KINDS[event],
        number=said.number.strip(),
        on=context.on,
        document_id=said.document,
        reason=said.reason,
        content=said.content,
        criteria=list(said.criteria),
        recipients=said.recipients,
        signed_by_id=by.person_id,
        signed_title=context.title,
        recorded_at=context.at,
        until=said.until,
    )


def _verify(case: Case, said: Said, context: Context) -> None:
    assert context.by is not None  # noqa: S101 - decided above: only the head orders it
    Verification.objects.create(
        case=case,
        number=said.number.strip(),
        on=context.on,
        document_id=said.document,
        verifier=said.verifier,
        plan=said.content,
        until=said.until,
        ordered_by_id=context.by.person_id,
    )


def _report(case: Case, said: Said, context: Context) -> None:
    """To the order that still waits for it. Refused: verification_missing."""
    row = case.verifications.filter(reported_on=None).order_by("-id").first()
    if row is None or context.by is None:
        raise Refused("verification_missing")
    row.reported_on, row.reported_by_id = context.on, context.by.person_id
    row.findings, row.differs = said.content, said.differs
    row.save()


def _plan(case: Case, said: Said, context: Context) -> None:
    assert said.day is not None  # noqa: S101 - decided above: without a day it was refused
    _give_up_dialogue(case)
    Dialogue.objects.create(case=case, on=said.day, time=said.time, place=said.place, planned_at=context.at)


def _announce(case: Case, said: Said, context: Context) -> None:
    case.dialogues.filter(given_up=False, held_on=None).update(
        announced_on=local_day(context.at), notice_number=said.number.strip()
    )


def _hold(case: Case, said: Said, context: Context) -> None:
    row = case.dialogues.get(given_up=False, held_on=None)
    row.held_on = row.on
    row.minutes_number = said.number.strip()
    row.chaired_by_id = context.by.person_id if context.by else None
    row.participants = [{"name": one.name, "role": one.role} for one in said.participants]
    row.absence, row.agreed, row.disputed = said.absence, said.agreed, said.disputed
    row.place = said.place or row.place
    row.save()


def _give_up_dialogue(case: Case, *, but: str = "") -> None:
    """What was planned gives way; not by planning anew, which says so itself, nor by holding it."""
    if but not in {"plan_dialogue", "hold_dialogue"}:
        case.dialogues.filter(given_up=False, held_on=None).update(given_up=True)


def _decide(case: Case, _said: Said, context: Context) -> None:
    case.answered_at = context.at


def _send_stop(case: Case, _said: Said, context: Context) -> None:
    row = _last(case, STOPPING)
    row.sent_on = local_day(context.at)
    row.save(update_fields=("sent_on",))


def _send(case: Case, said: Said, context: Context) -> None:
    row = settled(case)
    row.sent_on = local_day(context.at)
    row.recipients = said.recipients or row.recipients
    row.save(update_fields=("sent_on", "recipients"))


def _deliver(case: Case, said: Said, context: Context) -> None:
    """The right to complain again runs from this day. Refused: day_not_yet, day_before_decision."""
    row, day = settled(case), said.day or local_day(context.at)
    if day > local_day(context.at):
        raise Refused("day_not_yet")
    if day < row.on:
        raise Refused("day_before_decision", since=row.on)
    row.delivered_on = day
    row.save(update_fields=("delivered_on",))


def _publish(case: Case, said: Said, context: Context) -> None:
    row, day = settled(case), said.day or local_day(context.at)
    if day > local_day(context.at):
        raise Refused("day_not_yet")
    if day < row.on:
        raise Refused("day_before_decision", since=row.on)
    row.published_on, row.published_where, row.posted_until = day, said.where, None
    row.save(update_fields=("published_on", "published_where", "posted_until"))


def _end_posting(case: Case, _said: Said, context: Context) -> None:
    row = settled(case)
    row.posted_until = local_day(context.at)
    row.save(update_fields=("posted_until",))


def _take_effect(case: Case, _said: Said, context: Context) -> None:
    row = settled(case)
    row.effective_on = local_day(context.at)
    row.save(update_fields=("effective_on",))


def _continue(case: Case, _said: Said, _context: Context) -> None:
    case.outcome, case.answered_at = "", None


WRITERS: Mapping[str, Writer] = {
    "verify": _verify,
    "report": _report,
    "plan_dialogue": _plan,
    "announce_dialogue": _announce,
    "hold_dialogue": _hold,
    "decide": _decide,
    "explain": _decide,
    "send_stop": _send_stop,
    "send": _send,
    "delivered": _deliver,
    "publish": _publish,
    "end_posting": _end_posting,
    "take_effect": _take_effect,
    "continue": _continue,
}
