"""A mail read: who wrote what to whom, and what is attached. Whatever the bytes are, there is an answer.

Limits first: a mail of many thousand parts, or nested without end, is not taken apart at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses, parseaddr
from typing import TypeGuard

from hoiam.notices.inbound import plain, robots

LIMIT_MB = 30
MOST_PARTS = 200
DEEPEST = 20
MOST_HTML = 2_000_000
MOST_TEXT = 200_000
HEADER_BYTES = 64 * 1024
_PART = re.compile(rb"^content-(type|disposition)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
_SIGNATURES = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
    }
)
_LOCKED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})
_PGP = "-----BEGIN PGP MESSAGE-----"
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """One attachment; `tnef`: a winmail.dat of Outlook, which only Outlook opens."""

    name: str
    data: bytes
    tnef: bool = False


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Letter:
    """What a mail says. `robot`: why a machine wrote it; `problem`: why it cannot be taken in by itself."""

    message_id: str = ""
    sender: str = ""
    sender_name: str = ""
    to: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    parts: tuple[Part, ...] = ()
    robot: str = ""
    problem: str = ""

    def __repr__(self) -> str:
        return "Letter(…)"


@dataclass(slots=True)
class _Found:
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    locked: bool = False


def read(data: bytes, *, whole: bool = True) -> Letter:
    """Take a mail apart; `whole` is False when only its headers were fetched because it is too large.

    `problem` is one of too_large, too_many_parts, too_deep, encrypted, empty, malformed.
    """
    if not whole or len(data) > LIMIT_MB * 1024 * 1024:
        return _headers(data, "too_large")
    if len(_PART.findall(data)) > 2 * MOST_PARTS:
        return _headers(data, "too_many_parts")
    try:
        return _read(message_from_bytes(data, policy=policy.compat32))
    except _TooDeepError:
        return _headers(data, "too_deep")
    except RecursionError:
        return _headers(data, "too_deep")
    except Exception:  # noqa: BLE001 - the parser stumbles over hostile bytes in many ways; a person looks then
        return _headers(data, "malformed")


class _TooDeepError(Exception):
    pass


def _headers(data: bytes, problem: str) -> Letter:
    """Only what stands before the first empty line."""
    head = re.split(rb"\r?\n\r?\n", data[:HEADER_BYTES], maxsplit=1)[0] + b"\n\n"
    try:
        message = message_from_bytes(head, policy=policy.compat32)
        return _letter(message, _Found(), problem)
    except Exception:  # noqa: BLE001 - not even a header can be read
        return Letter(problem=problem)


def _read(message: Message) -> Letter:
    found = _Found()
    for number, part in enumerate(_leaves(message, 0)):
        if number >= MOST_PARTS:
            return _letter(message, _Found(), "too_many_parts")
        _sort(part, found)
    return _letter(message, found, "")


def _letter(message: Message, found: _Found, problem: str) -> Letter:
    text = _text(found)
    sender_name, sender = parseaddr(plain.header(message.get("From")))
    if not problem:
        problem = _problem(found, text)
    robot = robots.reason(message, sender, text, found.kinds)
    return Letter(
        message_id=plain.line(str(message.get("Message-ID") or ""))[:998],
        sender=sender.strip().lower()[:254] if "@" in sender else "",
        sender_name=sender_name[:120],
        to=_recipients(message),
        subject=plain.header(message.get("Subject"))[:500],
        text=text,
        parts=tuple(found.parts),
        robot=robot,
        problem=problem,
    )


def _problem(found: _Found, text: str) -> str:
    if found.locked or _PGP in text:
        return "encrypted"
    return "" if text or found.parts else "empty"


def _text(found: _Found) -> str:
    written = "\n\n".join(one for one in found.plain if one.strip())
    if not written:
        written = "\n\n".join(plain.from_html(one[:MOST_HTML]) for one in found.html)
    return plain.visible(written).strip()[:MOST_TEXT]


def _recipients(message: Message) -> tuple[str, ...]:
    """Where it was delivered before where it says it was sent."""
    values = [plain.header(value) for name in _TO for value in message.get_all(name, [])]
    found = (address.strip().lower() for _name, address in getaddresses(values[:50]) if "@" in address)
    return tuple(dict.fromkeys(found))[:50]


def _leaves(part: Message, depth: int) -> Iterator[Message]:
    """Parts that hold something themselves; a mail that is attached to a mail is one of them."""
    if depth > DEEPEST:
        raise _TooDeepError
    inner = part.get_payload()
    if part.get_content_maintype() == "multipart" and isinstance(inner, list):
        if part.get_content_type() in _LOCKED:
            yield part
            return
        for one in filter(_is_part, inner):
            yield from _leaves(one, depth + 1)
        return
    yield part


def _is_part(one: object) -> TypeGuard["Message[str, str]"]:
    return isinstance(one, Message)


def _sort(part: Message, found: _Found) -> None:
    kind = part.get_content_type().lower()
    found.kinds.append(kind)
    if kind in _SIGNATURES:
        return
    if kind in _LOCKED:
        found.locked = True
    elif kind.startswith("text/") and not _attached(part):
        into = found.html if kind == "text/html" else found.plain
        into.append(plain.decoded(_bytes(part), str(part.get_content_charset() or "utf-8")))
    else:
        found.parts.append(_part(part, kind, len(found.parts) + 1))


def _attached(part: Message) -> bool:
    return bool(_name(part)) or part.get_content_disposition() == "attachment"


def _part(part: Message, kind: str, number: int) -> Part:
    name = _name(part) or f"{number}.{_EXTENSIONS.get(kind, 'eml' if kind == 'message/rfc822' else 'bin')}"
    return Part(name, _bytes(part), tnef=kind in _TNEF or name.lower() == "winmail.dat")


def _name(part: Message) -> str:
    try:
        return plain.header(part.get_filename() or "")
    except (ValueError, UnicodeError, LookupError, TypeError):
        return ""


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    return part.as_bytes() if part.is_multipart() else b""
