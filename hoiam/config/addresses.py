"""Where notices go: the composition of outbox, sealed identities and people of the office."""

from django.conf import settings
from django.utils import timezone

from hoiam.notices import transports
from hoiam.notices.actions import Recipient
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed


def address_of(person: str) -> Recipient | None:
    """The address behind `identity:7` or `person:3`; opening an identity is recorded like any other opening."""
    kind, _, key = person.partition(":")
    if kind == "identity":
        data = sealed.open(identity_id=int(key), by=None, purpose="notice", reason="", at=timezone.now())
        link = f"{settings.HOIAM_URL}/cases/{data.code}"
        return Recipient(address=data.email, link=link) if data.email else None
    contact = office.contact(person_id=int(key))
    return Recipient(address=contact, link=f"{settings.HOIAM_URL}/desk/") if contact else None


def transport() -> transports.Transport | None:
    """SMTP when it is configured; otherwise notices wait."""
    return transports.SmtpTransport() if settings.HOIAM_SMTP_URL else None
