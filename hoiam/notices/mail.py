"""A notice as an e-mail (RFC 5322), plain text, marked as sent by a machine (RFC 3834)."""

import hashlib
import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from hoiam.law.refusal import Refused
from hoiam.notices.render import Words

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_DOMAIN = re.compile(r"[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")
LOOP = "X-Hoiam-Loop"
_LONGEST = 254  # RFC 5321, 4.5.3.1.3


def compose(
    *,
    words: Words,
    address: str,
    sender: str,
    message_id: str,
    language: str,
    at: datetime,
    reply_to: str = "",
) -> EmailMessage:
    """The whole message. Refused: address_refused."""
    name, own = parseaddr(sender)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = words.subject
    message["From"] = Address(name, addr_spec=checked(own))
    message["To"] = Address(addr_spec=checked(address))
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message[LOOP] = "1"
    if reply_to:
        message["Reply-To"] = Address(addr_spec=checked(reply_to))
    message.set_content(words.body, charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = language  # after the content, which clears the headers about it
    return message


def checked(address: str) -> str:
    """The address if it is one, its domain in ASCII. Refused: address_refused: a line break, two addresses, a list."""
    local, at_sign, domain = address.strip(" ").rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Refused("address_refused") from error
    fits = bool(at_sign and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(ascii_domain))
    if (
        not fits
        or len(local) + len(ascii_domain) >= _LONGEST
        or ".." in local
        or local[0] == "."
        or local[-1] == "."
    ):
        raise Refused("address_refused")
    return f"{local}@{ascii_domain}"


def message_id(*, person: str, event: str, channel: str, sender: str) -> str:
    """The same for the same notice, whoever sends it and however often."""
    digest = hashlib.sha256(f"{person}\n{event}\n{channel}".encode()).hexdigest()[:40]
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<{digest}@{domain}>"
