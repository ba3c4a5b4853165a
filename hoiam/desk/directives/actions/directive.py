"""An incoming directive: registered once, its text opened to everybody or not."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.desk.directives.actions import record
from hoiam.desk.directives.models import Directive
from hoiam.files import actions as files, queries as file_queries
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import tasks
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office

DESK = (Role.CLERK, Role.HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A directive as it stands on paper. `form_key`: sent twice under one key, it is there once."""

    number: str
    issuer: str
    issued_on: date
    subject: str
    form_key: str
    text: str = ""
    open: bool = False
    tokens: Sequence[str] = ()


def register(*, unit_id: int, said: Incoming, by: office.Actor, at: datetime) -> int:
    """Gives its id.

    Refused: not_yours, document_number_wrong, words_needed, day_ahead, directive_known; as files.attach.
    """
    number = tasks.require_number(said.number)
    tasks.require_words(said.issuer, said.subject)
    tasks.require_not_ahead(said.issued_on, on=local_day(at))
    record.require(by, unit_id, *DESK)
    with journal.recording():
        before = Directive.objects.filter(form_key=said.form_key).first()
        if before is not None:
            return before.pk
        if Directive.objects.filter(unit_id=unit_id, number=number, issued_on=said.issued_on).exists():
            raise Refused("directive_known")
        row = Directive.objects.create(
            unit_id=unit_id,
            number=number,
            issuer=said.issuer.strip(),
            issued_on=said.issued_on,
            subject=said.subject.strip(),
            text=said.text.strip(),
            open=said.open,
            made_at=at,
            made_by_id=by.person_id,
            form_key=said.form_key,
        )
        files.attach(tokens=said.tokens, owner=record.DIRECTIVE, owner_id=row.pk, at=at)
        row.entry = _log(row, "directive.registered", at, tokens=said.tokens)
        row.save(update_fields=("entry",))
    return row.pk


def open_text(*, directive_id: int, shown: bool, by: office.Actor, at: datetime) -> None:
    """Its text may be read by everybody, or no longer. Refused: no_such_directive, not_yours."""
    with journal.recording():
        row = Directive.objects.select_for_update().filter(pk=directive_id).first()
        if row is None:
            raise Refused("no_such_directive")
        record.require(by, row.unit_id, Role.HEAD)
        if row.open != shown:
            row.open = shown
            row.save(update_fields=("open",))
            _log(row, "directive.text-opened" if shown else "directive.text-closed", at)


def _log(row: Directive, kind: str, at: datetime, *, tokens: Sequence[str] = ()) -> int:
    said = f"{row.number}\n{row.issuer}\n{row.subject}\n{row.text}"
    given = sorted(file_queries.digests(tokens=tokens).values())
    docs = {"text": hashlib.sha256(said.encode()).digest()}
    docs |= {f"file-{place}": digest for place, digest in enumerate(given, start=1)}
    facts = {"number": record.coded(row.number), "issued": row.issued_on.isoformat()}
    return record.log("directive", row.pk, kind, facts, unit_id=row.unit_id, at=at, docs=docs)
