"""Addresses at which a unit takes mail, and what a clerk does with a mail that could not be taken in by itself."""

import re
from datetime import datetime

from django.db import IntegrityError, transaction

from hoiam.desk.cases.actions import mail_cases, mail_parts
from hoiam.desk.cases.models import Case, Mail, MailAddress, MailState
from hoiam.desk.cases.queries import firewall, mail as queries, procedures
from hoiam.journal import actions as journal
from hoiam.kit import db, reasons
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.notices.inbound import letter as letters
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed

DESK = frozenset({Role.CLERK, Role.HEAD})
MAY_OPEN = frozenset({Role.HEAD, Role.OPERATOR})
REASON_LIMIT = 300
_ADDRESS = re.compile(r"[a-z0-9!#$%&'*/=?^_`{|}~.-]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")


def open_address(*, unit_id: int, address: str, by: office.Actor, at: datetime) -> None:
    """From now on mail to this address becomes cases of the unit.

    Refused: not_yours, address_refused, address_taken, no_such_unit, no_recipient (a unit without a clerk).
    """
    if not by.roles_in(unit_id) & MAY_OPEN:
        raise Refused("not_yours")
    bare = address.strip().lower()
    if not _ADDRESS.fullmatch(bare):
        raise Refused("address_refused")
    if not office.desk(unit_id=unit_id, on=local_day(at)).has_clerk:
        raise Refused("no_recipient")
    try:
        with db.writing(), transaction.atomic():
            back = MailAddress.objects.filter(address=bare, unit_id=unit_id, closed_at__isnull=False)
            if not back.update(closed_at=None, opened_at=at, opened_by_id=by.person_id):
                MailAddress.objects.create(
                    address=bare, unit_id=unit_id, opened_at=at, opened_by_id=by.person_id
                )
    except IntegrityError as error:
        raise Refused("address_taken") from error


def close_address(*, address_id: int, by: office.Actor, at: datetime) -> None:
    """Mail to it is held from now on. Refused: no_such_address, not_yours."""
    with db.writing():
        row = MailAddress.objects.select_for_update().filter(pk=address_id, closed_at=None).first()
        if row is None:
            raise Refused("no_such_address")
        if not by.roles_in(row.unit_id) & MAY_OPEN:
            raise Refused("not_yours")
        row.closed_at = at
        row.save(update_fields=("closed_at",))


def take_in(*, mail_id: int, kind: str, by: office.Actor, at: datetime) -> int:
    """Make it a case after all; gives the case's id. Refused: no_such_mail, not_yours and as intake.register."""
    letter, brought, unit_id = _opened(mail_id, by, at)
    with journal.recording():
        row = _locked(mail_id)
        case = mail_cases.submit(unit_id=unit_id, letter=letter, brought=brought, kind=kind, by=by, at=at)
        row.case_id, row.identity_id = case.pk, case.identity_id
        _settle(row, MailState.TAKEN, "", by, at)
    return case.pk


def add_to(*, mail_id: int, case_id: int, by: office.Actor, at: datetime) -> None:
    """Add it to a case of the same unit. Refused: no_such_mail, not_yours, no_such_case, wrong_state."""
    _letter, brought, unit_id = _opened(mail_id, by, at)
    kind = Case.objects.filter(pk=case_id, unit_id=unit_id).values_list("kind", flat=True).first()
    on = local_day(at)
    if kind is None or procedures.held(kind) or firewall.bars(case_id=case_id, person_id=by.person_id, on=on):
        raise Refused("no_such_case")
    with journal.recording():
        row = _locked(mail_id)
        mail_cases.add(case_id=case_id, brought=brought, by=by.person_id, at=at)
        row.case_id = case_id
        _settle(row, MailState.ADDED, "", by, at)


def dismiss(*, mail_id: int, reason: str, by: office.Actor, at: datetime) -> None:
    """It becomes nothing, and its words are forgotten.

    Refused: no_such_mail, not_yours, reason_needed, reason_too_long(limit).
    """
    why = reasons.given(reason, most=REASON_LIMIT)
    with db.writing():
        row = _locked(mail_id)
        _own(row.unit_id, by)
        if row.identity_id is not None and not sealed.erased(identity_id=row.identity_id):
            sealed.erase(identity_id=row.identity_id, by=by.person_id, reason=why, at=at)
        _settle(row, MailState.DISMISSED, why, by, at)


def hand_on(*, mail_id: int, unit_id: int, by: office.Actor, at: datetime) -> None:
    """Mail to none of our addresses: the operator says whose it is. Refused: no_such_mail, not_yours, no_recipient."""
    if not by.holds(Role.OPERATOR):
        raise Refused("not_yours")
    if not office.desk(unit_id=unit_id, on=local_day(at)).has_clerk:
        raise Refused("no_recipient")
    with db.writing():
        row = _locked(mail_id)
        if row.unit_id is not None:
            raise Refused("not_yours")
        row.unit_id = unit_id
        row.save(update_fields=("unit",))


def _opened(mail_id: int, by: office.Actor, at: datetime) -> tuple[letters.Letter, mail_parts.Ready, int]:
    """The mail read once more, its attachments staged: before the transaction, because checking them takes time."""
    row = Mail.objects.filter(pk=mail_id, state__in=queries.WAITING).first()
    if row is None or row.raw is None:
        raise Refused("no_such_mail")
    _own(row.unit_id, by)
    if row.unit_id is None:
        raise Refused("no_address")
    letter = letters.read(row.raw, whole=row.size <= len(row.raw))
    return letter, mail_parts.ready(letter, at=at), row.unit_id


def _own(unit_id: int | None, by: office.Actor) -> None:
    mine = by.holds(Role.OPERATOR) if unit_id is None else bool(by.roles_in(unit_id) & DESK)
    if not mine:
        raise Refused("not_yours")


def _locked(mail_id: int) -> Mail:
    """Two clerks at one mail: the second is told that it is gone."""
    rows = Mail.objects.select_for_update().filter(pk=mail_id, state__in=queries.WAITING).defer("raw")
    row = rows.first()
    if row is None:
        raise Refused("no_such_mail")
    return row


def _settle(row: Mail, state: MailState, note: str, by: office.Actor, at: datetime) -> None:
    row.state, row.note, row.decided_at, row.decided_by_id = state, note, at, by.person_id
    row.raw, row.subject, row.text = None, "", ""
    row.save()
