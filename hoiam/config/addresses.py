"""Where notices go: the composition of outbox, sealed identities and people of the office."""

from django.conf import settings
from django.utils import timezone

from hoiam.desk.cases.queries import mail
from hoiam.law.refusal import Refused
from hoiam.notices import transports
from hoiam.notices.actions import Recipient
from hoiam.notices.inbound import boxes
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed

_TYPED_AT = {"identity": "/cases/", "visitor": "/reception/booked"}
"""Where whoever has a code, and no link, types it."""


def address_of(person: str) -> Recipient | None:
    """The address behind `identity:7`, `visitor:7` or `person:3`; opening an identity is recorded like any other.

    A visitor is somebody who booked a place in a session: the code opens that. An asker asked about an account.
    """
    kind, _, key = person.partition(":")
    if kind == "identity":
        return _citizen(int(key))
    if kind == "visitor":
        return _visitor(int(key))
    if kind == "asker":
        return _asker(int(key))
    contact = office.contact(person_id=int(key))
    return Recipient(address=contact, link=f"{settings.HOIAM_URL}/desk/") if contact else None


def number_of(person: str) -> Recipient | None:
    """The telephone behind `identity:7` or `visitor:7`; the link is where a code is typed, and holds none."""
    kind, _, key = person.partition(":")
    if kind not in _TYPED_AT:
        return None
    try:
        contact = sealed.contact_of(identity_id=int(key), at=timezone.now())
    except Refused:
        return None
    link = f"{settings.HOIAM_URL}{_TYPED_AT[kind]}"
    return Recipient(address=contact.phone, link=link) if contact.phone else None


def _citizen(identity_id: int) -> Recipient | None:
    contact = _contact(identity_id)
    if contact is None:
        return None
    link = f"{settings.HOIAM_URL}/cases/{contact.code}"
    return Recipient(address=contact.email, link=link, reply_to=mail.reply_address(identity_id=identity_id))


def _visitor(identity_id: int) -> Recipient | None:
    contact = _contact(identity_id)
    if contact is None:
        return None
    return Recipient(address=contact.email, link=f"{settings.HOIAM_URL}/reception/booked/{contact.code}")


def _asker(identity_id: int) -> Recipient | None:
    """Whoever asked about an account: the page is public, the link names nobody."""
    contact = _contact(identity_id)
    return Recipient(address=contact.email, link=f"{settings.HOIAM_URL}/accounts/") if contact else None


def _contact(identity_id: int) -> sealed.Contact | None:
    """None for who was erased or has no e-mail."""
    try:
        contact = sealed.contact_of(identity_id=identity_id, at=timezone.now())
    except Refused:
        return None
    return contact if contact.email else None


def transport() -> transports.Transport | None:
    """SMTP when it is configured; otherwise notices wait."""
    return transports.configured()


def mailbox() -> boxes.Box | None:
    """Where mail to the office waits, when it is configured. Raises BoxError."""
    return boxes.configured(settings.HOIAM_MAIL_IN)
