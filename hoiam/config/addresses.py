"""Where notices go: the composition of outbox, sealed identities and people of the office."""

from django.conf import settings
from django.utils import timezone

from hoiam.law.refusal import Refused
from hoiam.notices import transports
from hoiam.notices.actions import Recipient
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed


def address_of(person: str) -> Recipient | None:
    """The address behind `identity:7` or `person:3`; opening an identity is recorded like any other opening."""
    kind, _, key = person.partition(":")
    if kind == "identity":
        return _citizen(int(key))
    contact = office.contact(person_id=int(key))
    return Recipient(address=contact, link=f"{settings.HOIAM_URL}/desk/") if contact else None


def _citizen(identity_id: int) -> Recipient | None:
    try:
        contact = sealed.contact_of(identity_id=identity_id, at=timezone.now())
    except Refused:
        return None
    link = f"{settings.HOIAM_URL}/cases/{contact.code}"
    return Recipient(address=contact.email, link=link) if contact.email else None


def transport() -> transports.Transport | None:
    """SMTP when it is configured; otherwise notices wait."""
    return transports.configured()
