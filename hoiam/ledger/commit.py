"""Hiding commitments: what goes into the public log in place of what happened."""

import hmac
from hashlib import sha256

from hoiam.ledger.errors import Malformed

SALT = 32
DIGEST = 32
ENTRY_PREFIX = b"hoiam/e1\n"
ENTRY = len(ENTRY_PREFIX) + DIGEST
_COMMIT = b"hoiam.commit/v1\n"
_DOC = b"hoiam.doc/v1\n"
_SEQ_BYTES = 4


def statement_salt(k_stmt: bytes, seq: int) -> bytes:
    return _salt(k_stmt, b"stmt\0" + _seq(seq))


def document_salt(k_doc: bytes, seq: int, label: str) -> bytes:
    return _salt(k_doc, b"doc\0" + _seq(seq) + label.encode())


def commitment(salt: bytes, statement: str) -> bytes:
    """C: one sha256sum for a sceptic."""
    return sha256(_COMMIT + _exact(salt) + statement.encode()).digest()


def document(salt: bytes, digest: bytes) -> bytes:
    """The commitment to a file, from the SHA-256 of its content."""
    return sha256(_DOC + _exact(salt) + _exact(digest)).digest()


def entry(committed: bytes) -> bytes:
    """The 41 bytes that are all the log ever holds."""
    return ENTRY_PREFIX + _exact(committed)


def _salt(key: bytes, message: bytes) -> bytes:
    return hmac.digest(_exact(key), message, "sha256")


def _seq(seq: int) -> bytes:
    if not 0 <= seq < 1 << 8 * _SEQ_BYTES:
        raise Malformed("seq")
    return seq.to_bytes(_SEQ_BYTES, "big")


def _exact(data: bytes) -> bytes:
    if len(data) != SALT:
        raise Malformed("length", expected=SALT)
    return data
