"""How a message leaves: over SMTP, into a folder, or nowhere.

A transport either hands the message over, or raises Refused knowing that it did not.
"""

import contextlib
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import BadHeaderError


class Refused(Exception):
    """The message did not leave. `again` says whether to try later."""

    def __init__(self, code: str, *, again: bool) -> None:
        super().__init__(code)
        self.code = code
        self.again = again


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """One plain-text message; prints as nothing."""

    id: str
    address: str
    subject: str
    text: str
    language: str

    def __repr__(self) -> str:
        return f"Message({self.id})"


class Transport(Protocol):
    """Where messages go."""

    def connected(self) -> contextlib.AbstractContextManager[None]:
        """One connection for a round of sending."""

    def send(self, message: Message) -> None:
        """Hand over, or raise Refused."""


class SmtpTransport:
    """Through the configured mail server, one connection a round."""

    def __init__(self) -> None:
        self._connection = get_connection("django.core.mail.backends.smtp.EmailBackend")

    @contextlib.contextmanager
    def connected(self) -> Iterator[None]:
        """Opened by the first message; a server that is away is found out there."""
        try:
            yield
        finally:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._connection.close()

    def send(self, message: Message) -> None:
        """See Transport. A connection lost after the data was sent may mean delivered: that is not retried."""
        mail = _mail(message)
        try:
            self._connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise Refused("server_away", again=True) from error
        try:
            self._connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            raise Refused("address_refused", again=_temporary(error.recipients)) from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise Refused("message_refused", again=error.smtp_code < 500) from error  # noqa: PLR2004 - RFC 5321, 4.2.1
        except BadHeaderError as error:
            raise Refused("bad_header", again=False) from error


class FolderTransport:
    """One file per message in a folder, never overwritten: for tests and rehearsals."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def connected(self) -> contextlib.AbstractContextManager[None]:
        """Nothing to open."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return contextlib.nullcontext()

    def send(self, message: Message) -> None:
        """A second file for the same message would be named `.again`: a doubled notice is seen at once."""
        path = self._folder / f"{message.id.strip('<>').partition('@')[0]}.eml"
        if path.exists():
            path = path.with_suffix(".again")
        path.write_bytes(_mail(message).message().as_bytes())


class DiscardTransport:
    """Hands over to nobody; the demonstration has no mail server."""

    def connected(self) -> contextlib.AbstractContextManager[None]:
        """Nothing to open."""
        return contextlib.nullcontext()

    def send(self, message: Message) -> None:
        """Say it left."""


def _mail(message: Message) -> EmailMessage:
    if any(sign in message.address + message.subject for sign in "\r\n"):
        raise Refused("bad_header", again=False)
    headers = {
        "Message-ID": message.id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": message.language,
    }
    return EmailMessage(message.subject, message.text, to=[message.address], headers=headers)


def _temporary(recipients: dict[str, tuple[int, bytes]]) -> bool:
    """A 4xx answer may be different tomorrow (RFC 5321, section 4.2.1)."""
    return all(code < 500 for code, _text in recipients.values())  # noqa: PLR2004 - as said
