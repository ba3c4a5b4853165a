"""Ways out of the house. A transport says one of three things: taken, surely not taken, or (any other error) unsure."""

import contextlib
import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

_TIMEOUT = 20.0  # seconds for one step of the conversation
_OK = 250
_OK_ELSEWHERE = 251


class NotTakenError(Exception):
    """The other side has surely not taken the message. `stop`: nor would it take another one now."""

    def __init__(self, reason: str, *, stop: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.stop = stop


class Transport(Protocol):
    """Sends messages of one channel; kept open for a batch."""

    channel: str

    def send(self, message: Any) -> None:
        """Hand over. Raises NotTakenError only when the message surely was not taken."""

    def close(self) -> None:
        """The batch is over."""


class SmtpTransport:
    """RFC 5321 over one connection per batch; `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://` (TLS from the start).

    Speaks the steps itself, because only a failure before the end of DATA is a sure one (RFC 5321, 4.1.1.4).
    """

    channel = "email"

    def __init__(self, url: str = "") -> None:
        self._url = urlsplit(url or settings.HOIAM_SMTP_URL)
        self._smtp: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        """Hand over; a connection lost after DATA leaves us unsure and is raised as it is."""
        smtp = self._connected()
        try:
            self._envelope(smtp, message)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NotTakenError(_reason(error)) from error
        try:
            code, _ = smtp.data(message.as_bytes())
        except smtplib.SMTPDataError as error:
            self.close()
            raise NotTakenError(_reason(error)) from error
        except (smtplib.SMTPException, OSError):
            self.close()
            raise
        if code != _OK:
            self.close()
            raise NotTakenError(f"smtp_{code}")

    def close(self) -> None:
        """Say goodbye if anybody still listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = _connect(self._url)
            except (smtplib.SMTPException, OSError) as error:
                raise NotTakenError("unreachable", stop=True) from error
        return self._smtp

    @staticmethod
    def _envelope(smtp: smtplib.SMTP, message: EmailMessage) -> None:
        sender, to = (message[header].addresses[0].addr_spec for header in ("From", "To"))
        code, text = smtp.mail(sender)
        if code != _OK:
            raise smtplib.SMTPSenderRefused(code, text, sender)
        code, text = smtp.rcpt(to)
        if code not in {_OK, _OK_ELSEWHERE}:
            raise smtplib.SMTPResponseException(code, text)


class FolderTransport:
    """One file per Message-ID in a folder; a second one of the same name is an error, so nothing is doubled unseen."""

    channel = "email"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write it; FileExistsError when it is there already."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{message['Message-ID'].strip('<>')}.eml"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())

    def close(self) -> None:
        """Nothing is open."""


class DiscardTransport:
    """Takes everything, keeps only a count: for the demo."""

    channel = "email"

    def __init__(self) -> None:
        self.taken = 0

    def send(self, _message: EmailMessage) -> None:
        """Count it."""
        self.taken += 1

    def close(self) -> None:
        """Nothing is open."""


def configured() -> Transport | None:
    """What HOIAM_SMTP_URL names: smtp…, `filemail:///folder` or `dummymail:`. None: notices wait, doctor says so."""
    url = urlsplit(settings.HOIAM_SMTP_URL)
    if not url.scheme:
        return None
    if url.scheme == "filemail":
        return FolderTransport(Path(unquote(url.path)))
    return DiscardTransport() if url.scheme == "dummymail" else SmtpTransport()


def _connect(url: SplitResult) -> smtplib.SMTP:
    host, own = url.hostname or "localhost", settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    if url.scheme in {"smtps", "smtp+ssl"}:
        tls = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, own, timeout=_TIMEOUT, context=tls)
    else:
        smtp = smtplib.SMTP(
            host, url.port or (587 if url.scheme == "smtp+tls" else 25), own, timeout=_TIMEOUT
        )
    try:
        if url.scheme == "smtp+tls":
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if url.username:
            smtp.login(unquote(url.username), unquote(url.password or ""))
    except BaseException:
        smtp.close()
        raise
    return smtp


def _reason(error: Exception) -> str:
    """A code for the row: never the text of the other side, which repeats the address."""
    return (
        f"smtp_{error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else "connection_lost"
    )
