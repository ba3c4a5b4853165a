"""Authenticated encryption at rest: AES-256-GCM under a named key.

Sealed form: 01 | key id (4 bytes) | nonce (12 bytes) | ciphertext and tag. The context is bound in, not stored.
"""

import functools
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hoiam.kit import keys

_VERSION = b"\x01"
_HEAD = 5
_NONCE = 12


class SealBrokenError(Exception):
    """The bytes were not sealed under this key and context, or were changed since."""


class Cipher:
    """Seals and opens bytes under one named key (`kit.keys.named`)."""

    def __init__(self, name: str) -> None:
        key = keys.named(name)
        self._aead = AESGCM(key)
        self._head = _VERSION + hashlib.sha256(b"hoiam key id" + key).digest()[: _HEAD - 1]

    def seal(self, data: bytes, context: bytes) -> bytes:
        """Encrypt; `context` must be given again to open."""
        nonce = os.urandom(_NONCE)
        return self._head + nonce + self._aead.encrypt(nonce, data, context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt. Raises SealBrokenError."""
        if sealed[:_HEAD] != self._head:
            raise SealBrokenError
        nonce, body = sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :]
        try:
            return self._aead.decrypt(nonce, body, context)
        except (InvalidTag, ValueError) as error:
            raise SealBrokenError from error


@functools.cache
def named(name: str) -> Cipher:
    """The cipher of that key, made once per process."""
    return Cipher(name)


def keyed_hash(name: str, data: bytes) -> bytes:
    """HMAC-SHA256 under a named key, 32 bytes: for looking a secret up without storing it."""
    return hmac.digest(keys.named(name), data, "sha256")
