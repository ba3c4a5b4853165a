"""What can be asked about mail that came in: addresses of units, what waits for a clerk, signed reply addresses."""

import base64
import hmac
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from hoiam.desk.cases.models import Case, Mail, MailAddress, MailState
from hoiam.kit import cipher
from hoiam.law.refusal import Refused

PAGE = 25
_SEALED = ("raw", "text", "subject", "note", "case__title", "case__body")
WAITING = (MailState.HELD, MailState.MACHINE)
_TOKEN = re.compile(r"(\d{1,15})\.([a-z2-7]{16})")


@dataclass(frozen=True, slots=True)
class AddressCard:
    """An address; closed when `closed_at` is set."""

    id: int
    address: str
    unit_id: int
    unit: str
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailCard:
    """One mail that waits; of its sender nothing is shown."""

    id: int
    unit_id: int | None
    state: str
    reason: str
    size: int
    subject: str
    received_at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class MailPage:
    """One page, newest first, and the cursor of the older one."""

    rows: tuple[MailCard, ...]
    next: int | None


def addresses(*, unit_ids: Collection[int]) -> tuple[AddressCard, ...]:
    """Of these units, open ones first. One statement."""
    rows = MailAddress.objects.filter(unit_id__in=unit_ids).select_related("unit")
    return tuple(sorted(map(_address, rows), key=lambda card: (card.closed_at is not None, card.address)))


def open_units() -> frozenset[int]:
    """Units that have an address at which mail is taken. One statement."""
    return frozenset(MailAddress.objects.filter(closed_at=None).values_list("unit_id", flat=True))


def address_of(to: Iterable[str]) -> AddressCard | None:
    """The first recipient that is an address of ours, open or closed. One statement."""
    bare = list(dict.fromkeys(map(_base, to)))
    rows = MailAddress.objects.filter(address__in=bare).select_related("unit")
    found = {row.address: row for row in rows}
    return next((_address(found[base]) for base in bare if base in found), None)


def waiting(*, unit_id: int | None, state: str, before: int | None = None) -> MailPage:
    """What a clerk has to look at. One statement."""
    whose = Q(unit=None) if unit_id is None else Q(unit_id=unit_id)
    rows = Mail.objects.filter(whose, state=state).defer("raw", "text", "note")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id")[: PAGE + 1])
    page = tuple(_card(row) for row in found[:PAGE])
    return MailPage(page, page[-1].id if len(found) > PAGE else None)


def one(*, mail_id: int) -> MailCard:
    """A mail that waits, with its text. One statement. Refused: no_such_mail."""
    row = Mail.objects.filter(pk=mail_id, state__in=WAITING).defer("raw").first()
    if row is None:
        raise Refused("no_such_mail")
    return _card(row, text=row.text)


def reply_address(*, identity_id: int) -> str:
    """Where an answer to a notice about this person's case goes; empty when it did not come by mail. Two statements."""
    row = (
        Mail.objects.filter(identity_id=identity_id, case__isnull=False)
        .select_related("case")
        .defer(*_SEALED)
    )
    mail = row.first()
    if mail is None or mail.case is None:
        return ""
    address = MailAddress.objects.filter(unit_id=mail.case.unit_id, closed_at=None).order_by("id").first()
    return signed(address.address, mail.case.pk, mail.case.ref) if address else ""


def signed(address: str, case_id: int, ref: str) -> str:
    """office+7.k3ma7pq2…@…: whoever has it can add to the case, and read nothing."""
    local, _at, domain = address.partition("@")
    return f"{local}+{case_id}.{_mac(case_id, ref)}@{domain}"


def case_of_reply(to: Iterable[str]) -> int | None:
    """The case of the first recipient that is a signed reply address."""
    for address in to:
        token = _TOKEN.fullmatch(address.partition("@")[0].partition("+")[2])
        ref = Case.objects.filter(pk=int(token[1])).values_list("ref", flat=True).first() if token else None
        if token and ref and hmac.compare_digest(_mac(int(token[1]), ref), token[2]):
            return int(token[1])
    return None


def _mac(case_id: int, ref: str) -> str:
    made = cipher.keyed_hash("codes", f"mail reply {case_id} {ref}".encode())
    return base64.b32encode(made[:10]).decode().lower()


def _address(row: MailAddress) -> AddressCard:
    return AddressCard(row.pk, row.address, row.unit_id, row.unit.name, row.opened_at, row.closed_at)


def _base(address: str) -> str:
    local, _at, domain = address.partition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _card(row: Mail, text: str = "") -> MailCard:
    return MailCard(
        id=row.pk,
        unit_id=row.unit_id,
        state=row.state,
        reason=row.reason,
        size=row.size,
        subject=row.subject,
        received_at=row.received_at,
        text=text,
    )
