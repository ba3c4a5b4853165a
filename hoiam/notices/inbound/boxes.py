"""Where mail lies: a maildir folder or a mailbox on an IMAP server. Taken is marked only when told so."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from hoiam.notices.inbound.letter import HEADER_BYTES, LIMIT_MB

TIMEOUT = 20.0  # seconds for one step of the conversation
_LIMIT = LIMIT_MB * 1024 * 1024
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_SEEN = "S"


class BoxError(Exception):
    """The mailbox cannot be read; a code, never an address or a password."""


@dataclass(frozen=True, slots=True, repr=False)
class Raw:
    """A mail as it came; `whole` is False when it is over the limit and only its headers were read."""

    data: bytes
    size: int
    whole: bool = True


class Box(Protocol):
    """A place where mail waits."""

    def waiting(self) -> Iterator[str]:
        """Keys of the mails that were not taken yet, the oldest first."""

    def read(self, key: str) -> Raw | None:
        """One of them; None when somebody else took it meanwhile."""

    def taken(self, key: str) -> None:
        """Mark it; once more does no harm."""

    def close(self) -> None:
        """Let go of the place."""


class Maildir:
    """A folder with `new` and `cur`: what is taken lies in `cur` with the flag S; nothing is deleted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not (folder / "new").is_dir():
            raise BoxError("no_maildir")
        (folder / "cur").mkdir(exist_ok=True)

    def waiting(self) -> Iterator[str]:
        """By name, which begins with the second of delivery."""
        places = [*(self.folder / "new").iterdir(), *(self.folder / "cur").iterdir()]
        fresh = (path for path in places if path.is_file() and not _seen(path) and path.name[0] != ".")
        return iter([f"{path.parent.name}/{path.name}" for path in sorted(fresh, key=lambda path: path.name)])

    def read(self, key: str) -> Raw | None:
        """Over the limit, no more than the headers is read."""
        try:
            size = (self.folder / key).stat().st_size
            with (self.folder / key).open("rb") as file:
                data = file.read(_LIMIT if size <= _LIMIT else HEADER_BYTES)
        except FileNotFoundError:
            return None
        return Raw(data, size, whole=size <= _LIMIT)

    def taken(self, key: str) -> None:
        """A rename, so that a kill leaves it here or there."""
        name = key.partition("/")[2]
        base, _colon, flags = name.partition(":2,")
        marked = "".join(sorted({*flags, _SEEN}))
        (self.folder / key).rename(self.folder / "cur" / f"{base}:2,{marked}")

    def close(self) -> None:
        """Nothing is open."""


class Imap:
    """A mailbox behind TLS; what is taken gets the flag Seen. Mail that a person opened there counts as taken."""

    def __init__(self, url: SplitResult, context: ssl.SSLContext) -> None:
        folder = unquote(url.path.strip("/")) or "INBOX"
        try:
            self._server = _connected(url, context)
            self._server.login(unquote(url.username or ""), unquote(url.password or ""))
            answer, _ = self._server.select(_quoted(folder))
        except (imaplib.IMAP4.error, OSError) as error:
            raise BoxError("no_mailbox") from error
        if answer != "OK":
            raise BoxError("no_folder")

    def waiting(self) -> Iterator[str]:
        """By their number in the mailbox, which rises with the time of delivery."""
        found = self._ask("SEARCH", "UNSEEN")
        numbers = found[0].split() if found and isinstance(found[0], bytes) else []
        return iter([number.decode() for number in numbers])

    def read(self, key: str) -> Raw | None:
        """The size is asked first: over the limit, the headers alone are fetched."""
        told = b"".join(
            one if isinstance(one, bytes) else one[0]
            for one in self._ask("FETCH", key, "(RFC822.SIZE)")
            if one
        )
        size = _SIZE.search(told)
        if size is None:
            return None
        whole = int(size[1]) <= _LIMIT
        what = "BODY.PEEK[]" if whole else f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>"
        bodies = [one[1] for one in self._ask("FETCH", key, f"({what})") if isinstance(one, tuple)]
        return Raw(bodies[0], int(size[1]), whole=whole) if bodies else None

    def taken(self, key: str) -> None:
        """Seen."""
        self._ask("STORE", key, "+FLAGS.SILENT", r"(\Seen)")

    def close(self) -> None:
        """Good-bye, if the other side still listens."""
        try:
            self._server.logout()
        except (imaplib.IMAP4.error, OSError):
            return

    def _ask(self, *words: str) -> list[bytes | tuple[bytes, bytes]]:
        try:
            answer, found = self._server.uid(*words)
        except (imaplib.IMAP4.error, OSError) as error:
            raise BoxError("mailbox_lost") from error
        if answer != "OK":
            raise BoxError("mailbox_refused")
        return [one for one in found if one]


def configured(address: str, *, context: ssl.SSLContext | None = None) -> Box | None:
    """maildir:///folder, imaps://user:password@host:993/INBOX or imap+tls://…:143/INBOX; None when empty.

    Raises BoxError: unknown_address, no_maildir, no_mailbox, no_folder.
    """
    if not address:
        return None
    url = urlsplit(address)
    if url.scheme == "maildir":
        return Maildir(Path(unquote(url.path)))
    if url.scheme in {"imaps", "imap+tls"} and url.hostname:
        return Imap(url, context or ssl.create_default_context())
    raise BoxError("unknown_address")


def _connected(url: SplitResult, context: ssl.SSLContext) -> imaplib.IMAP4:
    host = url.hostname or ""
    if url.scheme == "imaps":
        return imaplib.IMAP4_SSL(host, url.port or 993, ssl_context=context, timeout=TIMEOUT)
    server = imaplib.IMAP4(host, url.port or 143, timeout=TIMEOUT)
    server.starttls(context)
    return server


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _seen(path: Path) -> bool:
    return _SEEN in path.name.partition(":2,")[2]
