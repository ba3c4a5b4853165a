"""Steps of a complaint or of a request for explanation: what the table of its procedure allows, with its documents.

LOAD the case locked, DECIDE by its table over what is on file and what is said, RECORD the document that the step
leaves (hoiam.desk.cases.actions.complaint_file), the clocks, the history, the log entry and the letters.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from hoiam.desk.cases.actions import complaint_file, learning, record, tying
from hoiam.desk.cases.actions.complaint_file import Said
from hoiam.desk.cases.actions.record import Entry, Mark
from hoiam.desk.cases.models import Case, Dialogue, Step, Verification
from hoiam.desk.cases.queries import procedures, signers
from hoiam.duties import queries as duty_queries, standing
from hoiam.kit.moments import local_day
from hoiam.law.procedures import checks, kinds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import Step as LawStep
from hoiam.office import queries as office

ENTRIES: Mapping[str, str] = {
    "accept": "case.accepted",
    "refuse": "case.refused",
    "guide": "case.transferred",
    "verify": "complaint.verification-ordered",
    "report": "complaint.verified",
    "find_complex": "case.deadline-extended",
    "extend": "case.deadline-extended",
    "halt_contested": "complaint.halted",
    "lift_halt": "complaint.halt-lifted",
    "plan_dialogue": "complaint.dialogue-planned",
    "announce_dialogue": "complaint.dialogue-announced",
    "hold_dialogue": "complaint.dialogue-held",
    "suspend": "complaint.suspended",
    "resume": "complaint.resumed",
    "send_stop": "complaint.stop-sent",
    "withdraw_part": "complaint.withdrawn-in-part",
    "withdraw": "case.withdrawn",
    "terminate": "complaint.terminated",
    "continue": "case.reopened",
    "decide": "complaint.decided",
    "explain": "complaint.decided",
    "send": "complaint.sent",
    "send_copy": "complaint.sent",
    "delivered": "complaint.delivered",
    "complain_again": "complaint.appealed",
    "go_on_unsettled": "complaint.appealed",
    "publish": "complaint.published",
    "end_posting": "complaint.posting-ended",
    "take_effect": "complaint.in-effect",
    "order_execution": "complaint.execution-ordered",
    "execute": "complaint.executed",
    "notify_refusal": "case.refusal-notified",
    "ask_papers": "complaint.papers-asked",
    "give_papers": "complaint.papers-given",
}
"""By event, the kind of its log entry."""
INSIDE = frozenset({"verify", "report", "plan_dialogue"})
"""Work inside the office: nobody outside is written to."""


def take(
    event: str,
    *,
    case_id: int,
    version: int | None = None,
    said: Said | None = None,
    by: office.Actor | None,
    at: datetime,
    signer: int | None = None,
) -> Step:
    """One step of the table; `by` None: the citizen, through the code; of a group through that of `signer`.

    Refused: unknown_event, not_yours, wrong_state, day_not_yet, day_before_receipt, what the checks of the step say,
    what hoiam.duties.standing says of a clock that stops or runs on, and `tying.tied` of the document it stands on.
    """
    with record.opened(case_id=case_id, version=version, signer=signer) as case:
        return step_of(event, case, said or Said(), by=by, at=at)


def step_of(
    event: str,
    case: Case,
    said: Said,
    *,
    by: office.Actor | None,
    at: datetime,
    roles: frozenset[Role] | None = None,
) -> Step:
    """The same for a case that is loaded; `roles`: in which capacity, where that does not follow from `by`."""
    record.keep_out(case, by)
    said = tying.tied(event, case, said)
    today = local_day(at)
    on = signed_on(case, said, today)
    known = facts(case, said, by=by, on=today)
    step = record.decide(event, case=case, by=by, facts=known, roles=roles)
    complaint_file.write(case, step, said, by=by, on=on, at=at)
    mark = Mark(
        at=at,
        by=by.person_id if by else None,
        note=complaint_file.note(said),
        facts=told(said, on),
    )
    row = record.record(
        case,
        step,
        mark=mark,
        entry=entry(event, said, on),
        events=_events(case, step, said, known, on),
        signed=_signed(case, step, said, on, at),
        nearest=said.until if step.after == "executing" else None,
    )
    if event == "accept":
        learning.taken(case)
    if event not in INSIDE:
        tell(case, event, at=at, day=said.day.isoformat() if said.day else "")
    return row


def facts(case: Case, said: Said, *, by: office.Actor | None, on: date) -> checks.Facts:
    """What is on file and what is said now, as far as the procedure of the case reads it."""
    wanted = kinds.ruled(case.kind).facts
    if not issubclass(wanted, checks.Facts):
        raise Refused("unknown_event", event="")
    found = duty_queries.of_subject(procedures.subject(case.kind), case.pk)
    dialogues = list(case.dialogues.order_by("id"))
    ahead = _ahead(dialogues)
    lacks = signers.missing(case, on=on)
    known: dict[str, Any] = {
        "on": on,
        "is_assignee": by is not None and case.handler_id == by.person_id,
        "clocks": procedures.running(found),
        "reason": said.reason,
        "number": said.number,
        "attributes": frozenset({"complex"}) if said.criteria else frozenset(),
        "held_on": ahead.on if ahead and not said.day else said.day,
        "announced_on": ahead.announced_on if ahead else None,
        "until": said.until,
        "group": case.representatives > 0,
        "group_papers": not lacks,
        "group_missing": lacks,
        "unserved": signers.unserved(case),
        "findings_differ": _findings_differ(case),
        "dialogue_held": any(one.held_on for one in dialogues),
        "affected": said.affected,
    }
    names = {one.name for one in fields(wanted)}
    return wanted(**{name: value for name, value in known.items() if name in names})


def tell(case: Case, event: str, *, at: datetime, day: str = "") -> None:
    """The citizen learns of the step, by its name in the procedure."""
    what = procedures.word(case.kind, f"event.{event}", case.language)
    record.tell_citizen(case, "step", at=at, what=what, day=day)


def _ahead(dialogues: list[Dialogue]) -> Dialogue | None:
    return next((one for one in dialogues if not one.given_up and one.held_on is None), None)


def _findings_differ(case: Case) -> bool:
    """By the latest report of what was found."""
    found = Verification.objects.filter(case=case, reported_on__isnull=False).order_by("-id")
    return bool(found.values_list("differs", flat=True).first())


def signed_on(case: Case, said: Said, today: date) -> date:
    """The day of the document. Refused: day_not_yet, day_before_receipt."""
    on = said.on or today
    if on > today:
        raise Refused("day_not_yet")
    if on < case.received_on:
        raise Refused("day_before_receipt", since=case.received_on)
    return on


def entry(event: str, said: Said, on: date) -> Entry:
    """Numbers of documents are committed to, not told: they may hold what is no code."""
    document = f"{said.number}\n{on.isoformat()}\n{said.reason}\n{said.content}"
    docs = {"decision": hashlib.sha256(document.encode()).digest()} if said.number else {}
    docs |= tying.digests(said)
    days = {"on": on.isoformat()} if said.number else {}
    return Entry(kind=ENTRIES[event], extra=days, docs=docs)


def told(said: Said, on: date) -> dict[str, str]:
    """What the history shows: numbers and days, nothing that anybody wrote."""
    days = {"day": said.day, "until": said.until, "on": on if said.number else None}
    known = {name: day.isoformat() for name, day in days.items() if day}
    return {**known, **({"number": said.number} if said.number else {}), **complaint_file.codes(said)}


def _events(case: Case, step: LawStep, said: Said, known: checks.Facts, signed_on: date) -> dict[str, date]:
    """The day from which each clock that begins counts: that of the document, unless the rule names another."""
    days = {spec.key: signed_on for spec in step.opens}
    effect = known.clocks.get("effect")
    others = {
        "accept": known.on,
        "dialogue_notice": said.day,
        "second_window": complaint_file.delivered_on(case),
        "posting": said.day,
        "implement": effect.due if effect else None,
    }
    return days | {key: day for key, day in others.items() if key in days and day}


def _signed(case: Case, step: LawStep, said: Said, on: date, at: datetime) -> standing.Signed | None:
    if not (step.stops or step.resumes or step.extends):
        return None
    return standing.Signed(
        subject=procedures.subject(case.kind),
        subject_id=case.pk,
        keys=(),
        number=said.number,
        on=on,
        at=at,
        found=frozenset({"complex"}) if said.criteria else frozenset(),
    )
