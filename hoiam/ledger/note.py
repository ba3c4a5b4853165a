"""C2SP signed notes: text, then lines signed over it. Types 0x01 (Ed25519), 0x04 (cosignature), 0x06.

0x06 is ML-DSA-44: a second line in files, never in a QR code, unknown where `cryptography` does not offer it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hoiam.ledger import mldsa
from hoiam.ledger.errors import Malformed, Unproven
from hoiam.ledger.wire import b64, clean, decode, unb64

ED25519 = 0x01
COSIGNATURE = 0x04
ML_DSA_44 = 0x06
KEY_ID = 4
KEY = 32
SIGNATURE = 64
STAMP = 8
KEYS = {ED25519: KEY, COSIGNATURE: KEY, ML_DSA_44: mldsa.KEY}
MAX_NOTE = 1 << 17
MAX_SIGNATURES = 64
MAX_VKEY = 1 << 13
_DASH = "— "
_NAME = re.compile("[^\\s+\x00-\x1f\ud800-\udfff]+")


class Signature(NamedTuple):
    """One signature line. `value` is what follows the key id."""

    name: str
    key_id: bytes
    value: bytes


class Signed(NamedTuple):
    """A signature that holds; `time` (Unix seconds) only for cosignatures that state one."""

    by: "Verifier"
    time: int | None


@dataclass(frozen=True)
class Verifier:
    """A public key under a name, as a vkey names it."""

    name: str
    kind: int
    key: bytes

    @cached_property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.key).digest()[:KEY_ID]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64(bytes([self.kind]) + self.key)}"

    def opens(self, text: bytes, value: bytes) -> Signed:
        """Check one signature; Unproven if it does not hold."""
        if self.kind == ML_DSA_44:
            return self._opens_wide(text, value)
        time, signature = None, value
        if self.kind == COSIGNATURE:
            time, signature = int.from_bytes(value[:STAMP], "big"), value[STAMP:]
            text = cosigned(text, time)
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text)
        except InvalidSignature:
            raise Unproven("signature", name=self.name) from None
        return Signed(self, time)

    def _opens_wide(self, text: bytes, value: bytes) -> Signed:
        time = int.from_bytes(value[:STAMP], "big")
        mldsa.verify(self.key, value[STAMP:], mldsa.message(self.name, time, text))
        return Signed(self, time or None)


class Signer(Protocol):
    """Whoever holds a log key: a file, a systemd credential, a token."""

    @property
    def verifier(self) -> Verifier: ...

    def sign(self, text: bytes) -> bytes:
        """The signature over the note's text, without the key id."""


@dataclass(frozen=True, slots=True)
class Note:
    text: str  # with its final newline
    signatures: tuple[Signature, ...]

    def render(self) -> str:
        lines = (f"{_DASH}{one.name} {b64(one.key_id + one.value)}\n" for one in self.signatures)
        return f"{self.text}\n{''.join(lines)}"

    def signed(self, verifiers: Iterable[Verifier]) -> tuple[Signed, ...]:
        """What known keys signed, each once. A bad signature under a known key spoils the whole note."""
        known = {(one.name, one.key_id): one for one in verifiers if one.kind != ML_DSA_44 or mldsa.OFFERED}
        text, found = self.text.encode(), dict[Verifier, Signed]()
        for line in self.signatures:
            verifier = known.get((line.name, line.key_id))
            if verifier is not None and verifier not in found:
                found[verifier] = verifier.opens(text, line.value)
        return tuple(found.values())


def cosigned(text: bytes, time: int) -> bytes:
    """The message a witness signs; C2SP tlog-cosignature, format cosignature/v1."""
    return b"cosignature/v1\ntime %d\n" % time + text


def parse(note: str | bytes) -> Note:
    whole = decode(note, MAX_NOTE) if isinstance(note, bytes) else clean(note, MAX_NOTE)
    text, gap, tail = whole.rpartition("\n\n")
    if not gap or not text or not tail.endswith("\n"):
        raise Malformed("note")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise Malformed("too_many_signatures", limit=MAX_SIGNATURES)
    return Note(text + "\n", tuple(map(_signature, lines)))


def sign(text: str, signers: Sequence[Signer]) -> str:
    message = text.encode()
    lines = [Signature(one.verifier.name, one.verifier.key_id, one.sign(message)) for one in signers]
    return Note(text, tuple(lines)).render()


def parse_vkey(vkey: str) -> Verifier:
    if len(vkey) > MAX_VKEY:
        raise Malformed("vkey")
    name, _, rest = vkey.partition("+")
    key_id, plus, packed = rest.partition("+")
    if not plus:
        raise Malformed("vkey")
    data = unb64(packed)
    if not data or KEYS.get(data[0]) != len(data) - 1:
        raise Malformed("key_type")
    verifier = Verifier(_name(name), data[0], data[1:])
    if verifier.key_id.hex() != key_id:
        raise Malformed("key_id", name=name)
    return verifier


def _signature(line: str) -> Signature:
    if not line.startswith(_DASH):
        raise Malformed("signature_line")
    name, gap, packed = line[len(_DASH) :].partition(" ")
    data = unb64(packed)
    if not gap or len(data) <= KEY_ID:
        raise Malformed("signature_line")
    return Signature(_name(name), data[:KEY_ID], data[KEY_ID:])


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise Malformed("key_name")
    return name
