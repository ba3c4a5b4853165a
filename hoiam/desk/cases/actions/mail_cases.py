"""What a mail becomes: a case of its sender, or an addition to one. Both within the transaction of the mail's row."""

import hashlib
import json
import secrets
from datetime import datetime

from hoiam.desk.cases.actions import index, intake, record
from hoiam.desk.cases.actions.mail_parts import Ready
from hoiam.desk.cases.actions.record import Entry, Mark
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import procedures
from hoiam.duties import queries as duties
from hoiam.files import actions as files, queries as file_queries
from hoiam.kit.moments import local_day
from hoiam.law.procedures import adding
from hoiam.notices.inbound.letter import Letter
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed

CHANNEL = "email"
UNREADABLE = "(Không có nội dung đọc được; xem thư gốc trong hộp thư của đơn vị.)"


def submit(
    *,
    unit_id: int,
    letter: Letter,
    brought: Ready,
    at: datetime,
    kind: str = "petition",
    by: office.Actor | None = None,
) -> Case:
    """A new case; its sender gets the receipt by mail. Refused as intake.submit, or for a clerk intake.register."""
    said = intake.Intake(
        unit_id=unit_id,
        kind=kind,
        channel=CHANNEL,
        title=brought.title,
        body=brought.body or UNREADABLE,
        person=sealed.Personal(name=letter.sender_name or letter.sender, email=letter.sender),
        submit_key=secrets.token_hex(20),
        secret=secrets.token_bytes(32),
        files=brought.tokens,
        quiet=True,
    )
    taken = intake.register(intake=said, by=by, at=at) if by else intake.submit(intake=said, at=at)
    case = Case.objects.select_related("unit").get(pk=taken.case_id)
    if letter.sender:
        due = {duty.key: duty.due_on.isoformat() for duty in duties.of_subject(record.SUBJECT, case.pk)}
        spurned = [one.told for one in brought.spurned]
        record.tell_citizen(case, "mail-received", at=at, due=due.get("notice", ""), spurned=spurned)
    return case


def add(*, case_id: int, brought: Ready, at: datetime, by: int | None = None) -> None:
    """Words and files to a case that is not over. Refused: no_such_case, wrong_state, files_too_large."""
    with record.opened(case_id=case_id) as case:
        step = adding.added(state=case.state, running=case.due_on is not None)
        digests = file_queries.digests(tokens=brought.tokens).values()
        files.attach(tokens=brought.tokens, owner=record.SUBJECT, owner_id=case.pk, at=at)
        said = {"text": brought.body, "files": sorted(one.hex() for one in digests)}
        content = hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).digest()
        entry = Entry(kind="case.supplemented", extra={"channel": CHANNEL}, docs={"content": content})
        if not procedures.held(case.kind):
            index.add(case_id=case.pk, text=brought.body)
        mark = Mark(at=at, by=by, note=brought.body, facts={"files": str(len(brought.tokens))})
        case.version += 1
        case.save(update_fields=("version",))
        record.write_step(case, step, mark=mark, entry=entry, unit_code=case.unit.code)
        record.tell_citizen(case, "mail-added", at=at, spurned=[one.told for one in brought.spurned])
        _tell_staff(case, at)


def _tell_staff(case: Case, at: datetime) -> None:
    """Who works on it, else the head; of what is held, nobody is told by mail that it is there."""
    if procedures.held(case.kind):
        return
    desk = record.desk_of(case, on=local_day(at))
    record.tell_staff(case, case.handler_id or desk.head_person_id, "added", at=at)
