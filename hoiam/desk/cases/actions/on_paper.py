"""Papers over the counter in a case that is there: a withdrawal, originals given back, a scan that comes later."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.desk.cases.actions import complaint_file, procedure, record
from hoiam.desk.cases.actions.complaint_file import Said
from hoiam.desk.cases.actions.record import Entry, Mark
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import procedures, search
from hoiam.files import actions as files, queries as file_queries
from hoiam.kit.moments import local_day
from hoiam.law import on_paper
from hoiam.law.procedures import kinds, petition
from hoiam.law.refusal import Refused
from hoiam.law.step import Step as LawStep
from hoiam.office import queries as office

WITHDRAWAL, RECEIPT, EVIDENCE = "withdrawal", "returned", "evidence"
"""Under which purpose the files are kept: the paper of a withdrawal, the signed receipt of a return, a scan."""
LOGGED = {on_paper.WHOLE: "case.withdrawn", on_paper.PART: "complaint.withdrawn-in-part"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What the paper says: its kind and day, all of the matter or the `parts` named, and why if the person says so.

    `scans`: tokens of files that were staged.
    """

    paper: str
    on: date
    parts: str = ""
    reason: str = ""
    scans: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Which originals went back, a line for each, to whom and on which day; `scans`: of the signed receipt."""

    papers: str
    on: date
    receiver: str
    name: str = ""
    scans: Sequence[str] = ()


def withdraw(
    *, case_id: int, version: int, event: str, said: Withdrawal, by: office.Actor, at: datetime
) -> None:
    """The citizen withdrew by a paper, all (`withdraw`) or a part (`withdraw_part`); they are told that it stands here.

    Refused: as law.on_paper.withdraw, as the procedure, file_gone, files_too_large.
    """
    with record.opened(case_id=case_id, version=version) as case:
        record.keep_out(case, by)
        on_paper.withdraw(
            roles=kinds.acting(case.kind, by.roles_in(case.unit_id)),
            paper=said.paper,
            day=_day(case, said.on, at),
            scans=len(said.scans),
            event=event,
            parts=said.parts,
        )
        step = _withdrawn(case, event, said, at)
        entry = Entry(
            kind=LOGGED[event],
            extra={"on": said.on.isoformat()},
            docs={"paper": _digest(said.scans, said.parts)},
        )
        files.attach(tokens=said.scans, owner=record.SUBJECT, owner_id=case.pk, at=at, purpose=WITHDRAWAL)
        facts = {"paper": said.paper, "written": said.on.isoformat()}
        note = "\n".join(filter(None, (said.parts.strip(), said.reason.strip())))
        mark = Mark(at=at, by=by.person_id, note=note, facts=facts)
        record.record(case, step, mark=mark, entry=entry)
        whole = "1" if event == on_paper.WHOLE else ""
        record.tell_citizen(case, "withdrawn", at=at, day=said.on.isoformat(), whole=whole)


def give_back(*, case_id: int, version: int, said: Return, by: office.Actor, at: datetime) -> None:
    """Originals went back. Refused: as law.on_paper.give_back, file_gone, files_too_large."""
    with record.opened(case_id=case_id, version=version) as case:
        record.keep_out(case, by)
        step = on_paper.give_back(
            allowed=_may(case, by),
            state=case.state,
            day=_day(case, said.on, at),
            receiver=said.receiver,
            name=said.name,
            papers=said.papers,
        )
        entry = Entry(
            kind="case.originals-returned",
            extra={"on": said.on.isoformat()},
            docs={"papers": _digest(said.scans, said.papers)},
        )
        facts = {"receiver": said.receiver, "given": said.on.isoformat()}
        note = on_paper.noted(said.papers, said.name)
        mark = Mark(at=at, by=by.person_id, note=note, facts=facts)
        _file(case, step, said.scans, RECEIPT, entry=entry, mark=mark)
        record.tell_citizen(case, "returned", at=at, day=said.on.isoformat())


def scan(*, number: str, token: str, by: office.Actor, at: datetime) -> int:
    """A scan, staged before, goes into the file of the case with this number, as its cover sheet says; gives its id.

    Refused: no_such_case, also for those who do not work on it; scan_there, file_gone, files_too_large.
    """
    case_id = search.find_by_number(text=number)
    if case_id is None:
        raise Refused("no_such_case")
    with record.opened(case_id=case_id) as case:
        record.keep_out(case, by)
        if record.number(case) != number.strip() or not _may(case, by):
            raise Refused("no_such_case")
        digest = file_queries.digests(tokens=[token]).get(token)
        held = {one.sha256 for one in file_queries.of_owner(owner=record.SUBJECT, owner_id=case.pk)}
        step = on_paper.scanned(allowed=True, state=case.state, again=digest in held)
        entry = Entry(
            kind="case.supplemented", extra={"channel": "paper"}, docs={"content": _digest([token], "")}
        )
        mark = Mark(at=at, by=by.person_id, facts={"files": "1"})
        _file(case, step, [token], EVIDENCE, entry=entry, mark=mark)
        if case.handler_id not in {None, by.person_id}:
            record.tell_staff(case, case.handler_id, "scanned", at=at)
        return case.pk


def _withdrawn(case: Case, event: str, said: Withdrawal, at: datetime) -> LawStep:
    """The step of the procedure, taken as if the citizen had taken it with the code; its documents besides."""
    if procedures.is_petition(case.kind):
        step = record.decide(event, case=case, by=None, facts=petition.Facts(on=local_day(at)))
        case.outcome = "withdrawn" if step.after == petition.State.WITHDRAWN else case.outcome
        return step
    told = Said(reason=said.parts or said.reason)
    known = procedure.facts(case, told, by=None, on=local_day(at))
    step = record.decide(event, case=case, by=None, facts=known)
    complaint_file.write(case, step, told, by=None, on=said.on, at=at)
    return step


def _may(case: Case, by: office.Actor) -> bool:
    """As the law of papers says, in the capacities that the kind allows."""
    roles = kinds.acting(case.kind, by.roles_in(case.unit_id))
    return on_paper.may(roles, is_assignee=case.handler_id == by.person_id)


def _day(case: Case, on: date, at: datetime) -> on_paper.Day:
    return on_paper.Day(on=on, received_on=case.received_on, today=local_day(at))


def _digest(tokens: Sequence[str], text: str) -> bytes:
    """SHA-256 of the words and of the files' own digests."""
    found = sorted(one.hex() for one in file_queries.digests(tokens=tokens).values())
    said = json.dumps({"files": found, "text": text.strip()}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).digest()


def _file(
    case: Case, step: LawStep, tokens: Sequence[str], purpose: str, *, entry: Entry, mark: Mark
) -> None:
    """Files, history and log entry of what leaves the case in its state."""
    files.attach(tokens=tokens, owner=record.SUBJECT, owner_id=case.pk, at=mark.at, purpose=purpose)
    case.version += 1
    case.save(update_fields=("version",))
    record.write_step(case, step, mark=mark, entry=entry, unit_code=case.unit.code)
