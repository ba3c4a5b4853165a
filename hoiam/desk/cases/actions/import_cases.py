"""Rows of an older register become cases: their clocks from the day the register says, or none if they are over."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.utils import timezone

from hoiam.desk.cases.actions import import_columns, index, intake, record
from hoiam.desk.cases.actions.record import Entry, Mark
from hoiam.desk.cases.models import Case, Import
from hoiam.desk.cases.queries import codes, procedures
from hoiam.duties import actions as duties
from hoiam.journal.models import Visibility
from hoiam.kit import prepared
from hoiam.kit.moments import local_day
from hoiam.law import clocks
from hoiam.law.procedures import bringing_over, kinds
from hoiam.law.roles import Role
from hoiam.law.step import Step as LawStep
from hoiam.ledger import shortcode
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed

CHANNEL = bringing_over.CHANNEL
_ROLES = frozenset({Role.CLERK})
_RESULT, _REMARK, _NUMBER = "Kết quả", "Ghi chú", "Số trong sổ cũ"


def take_in(*, batch: Import, rows: Sequence[Mapping[str, str]], at: datetime) -> None:
    """In the caller's transaction. Refused: no_recipient, no_keeper: then the whole batch goes back."""
    desk = office.desk(unit_id=batch.unit_id, on=local_day(at))
    begun: dict[str, LawStep] = {}
    for row in rows:
        kind = row["kind"]
        if kind not in begun:
            event = kinds.ruled(kind).registered
            begun[kind] = intake.begun(event, kind, desk=desk, roles=_ROLES, on=local_day(at))
        _take_in_one(batch, row, begun[kind], desk, at)


def _take_in_one(
    batch: Import, row: Mapping[str, str], registered: LawStep, desk: office.Desk, at: datetime
) -> None:
    over = bool(row.get("closed_on"))
    step = bringing_over.brought_over(registered, procedure=procedures.name(row["kind"]), over=over)
    received = date.fromisoformat(row["received_on"])
    dues = intake.opened_clocks(step, event=received, path=desk.unit.path)
    case = _case(batch, row, step, dues, at)
    prepared.insert(case)
    if not procedures.held(case.kind):
        index.put(case=case, text=f"{case.title}\n{case.body}")
    specs = record.new_duties(case, dues, at=at, post_id=desk.head_post_id, counts=True, event=step.event)
    duties.open_many(specs=specs, at=at)
    entry = Entry(
        kind="case.imported",
        extra=_lines(row, step, dues, at),
        docs={"content": _content(case)},
        visibility=Visibility.SEALED if procedures.held(case.kind) else "",
    )
    number = bringing_over.old_number(row.get("number", ""))
    facts = {"received": row["received_on"], "imported": local_day(at).isoformat()}
    facts |= {"old": number} if number else {}
    mark = Mark(at=at, by=batch.by_id, note=_note(row), facts=facts)
    record.write_step(case, step, mark=mark, entry=entry, unit_code=desk.unit.code)


def _case(
    batch: Import, row: Mapping[str, str], step: LawStep, dues: Mapping[str, clocks.Due], at: datetime
) -> Case:
    secret = secrets.token_bytes(32)
    code = shortcode.code_from(secret[:8])
    name, address = _person(row)
    told = {field: row.get(field, "") for field in ("id_number", "phone", "email")}
    person = sealed.Personal(name=name, address=address, code=code, **told)
    received = date.fromisoformat(row["received_on"])
    answer = dues.get(procedures.answer_key(row["kind"]))
    closed = row.get("closed_on", "")
    return Case(
        unit_id=batch.unit_id,
        identity_id=sealed.keep(data=person, at=at),
        ref=hashlib.sha256(b"hoiam case ref" + secret).hexdigest()[:32],
        code_hash=codes.code_hash(code),
        submit_key=f"import:{batch.pk}:{row['row']}",
        kind=row["kind"],
        channel=CHANNEL,
        state=step.after,
        title=row.get("title") or _first_line(row["body"]),
        body=row["body"],
        received_at=_moment(received),
        received_on=received,
        due_on=min((due.safe_due for due in dues.values()), default=None),
        answer_due_on=answer.legal_due if answer else None,
        closed_at=_moment(date.fromisoformat(closed)) if closed else None,
    )


def _person(row: Mapping[str, str]) -> tuple[str, str]:
    name, address = import_columns.parted(row.get("name_address", ""))
    return row.get("name") or name, row.get("address") or address


def _first_line(body: str) -> str:
    return " ".join(body.partition("\n")[0].split())[: import_columns.MOST["title"]]


def _moment(day: date) -> datetime:
    """The register names no hour."""
    return timezone.make_aware(datetime.combine(day, time(8)))


def _note(row: Mapping[str, str]) -> str:
    said = ((_NUMBER, "number"), (_RESULT, "result"), (_REMARK, "remark"))
    return "\n".join(f"{label}: {row[field]}" for label, field in said if row.get(field))


def _lines(
    row: Mapping[str, str], step: LawStep, dues: Mapping[str, clocks.Due], at: datetime
) -> dict[str, str]:
    return {
        "channel": CHANNEL,
        "matter": row["kind"],
        "state": step.after,
        "received": row["received_on"],
        "imported": local_day(at).isoformat(),
        **record.told(dues),
    }


def _content(case: Case) -> bytes:
    said = json.dumps(
        {"title": case.title, "text": case.body, "files": []}, ensure_ascii=False, sort_keys=True
    )
    return hashlib.sha256(said.encode()).digest()
