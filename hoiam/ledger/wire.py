"""Strict text encodings: one spelling per value, so that no byte of a proof may be changed unnoticed."""

import binascii
import re
from base64 import b64decode, b64encode

from hoiam.ledger.errors import Malformed

MAX_NUMBER = 2**63 - 1
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")


def b64(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def unb64(text: str, length: int | None = None) -> bytes:
    """RFC 4648 section 4, canonical padding and trailing bits."""
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("base64") from None
    if b64(data) != text or (length is not None and len(data) != length):
        raise Malformed("base64")
    return data


def number(text: str) -> int:
    """Decimal without sign or leading zeros, below 2**63."""
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or (text[0] == "0" and text != "0"):  # noqa: PLR2004
        raise Malformed("number")
    value = int(text)
    if value > MAX_NUMBER:
        raise Malformed("number")
    return value


def field(line: str, key: str) -> str:
    """The value of a line `key SP value`."""
    head, space, value = line.partition(" ")
    if head != key or not space:
        raise Malformed("field", expected=key)
    return value


def decode(data: bytes, limit: int) -> str:
    """UTF-8 of bounded size, without control characters other than newline."""
    if len(data) > limit:
        raise Malformed("too_large", limit=limit)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("utf8") from None
    return clean(text, limit)


def clean(text: str, limit: int) -> str:
    """The same checks for text that is already decoded; `limit` is in bytes."""
    if len(text) > limit or len(text.encode("utf-8", "replace")) > limit:
        raise Malformed("too_large", limit=limit)
    if _FORBIDDEN.search(text):
        raise Malformed("control_character")
    return text
