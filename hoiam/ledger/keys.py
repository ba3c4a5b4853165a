"""Log keys on disk, as Go's note package keeps them: PRIVATE+KEY+<name>+<key id>+<base64 of type, seed>."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hoiam.ledger import mldsa
from hoiam.ledger.checkpoint import parse_origin
from hoiam.ledger.errors import Malformed
from hoiam.ledger.note import ED25519, KEY, ML_DSA_44, STAMP, Verifier, parse_vkey
from hoiam.ledger.wire import b64, decode, unb64

SEED = 32
MAX_FILE = 1024
MAX_RING = 1 << 16
_PREFIX = "PRIVATE+KEY+"


class Seeded:
    """An Ed25519 key in memory and in a file, under a name, for one type of signature."""

    KIND: ClassVar[int]

    def __init__(self, name: str, seed: bytes) -> None:
        if len(seed) != SEED:
            raise Malformed("seed")
        self.name = parse_origin(name)
        self._seed = seed
        self.key = Ed25519PrivateKey.from_private_bytes(seed)

    @classmethod
    def generate(cls, path: Path, name: str, seed: bytes) -> Self:
        """Write a new key file, readable by its owner only; FileExistsError rather than losing a key."""
        made = cls(name, seed)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(made.secret())
            file.flush()
            os.fsync(file.fileno())
        return made

    @classmethod
    def read(cls, path: Path) -> Self:
        return cls.parse(path.read_bytes())

    @classmethod
    def parse(cls, secret: bytes) -> Self:
        """Malformed for a broken file, and for one of another type."""
        text = decode(secret, MAX_FILE).removesuffix("\n")
        parts = text.removeprefix(_PREFIX).split("+", 2)
        if not text.startswith(_PREFIX) or len(parts) != 3:  # noqa: PLR2004
            raise Malformed("key_file")
        name, key_id, packed = parts
        data = unb64(packed, 1 + KEY)
        held = cls(name, data[1:])
        if data[0] != cls.KIND or held.verifier.key_id.hex() != key_id:
            raise Malformed("key_file")
        return held

    @cached_property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self.KIND, self.key.public_key().public_bytes_raw())

    def secret(self) -> str:
        """What the key file holds. Never print it."""
        packed = b64(bytes([self.KIND]) + self._seed)
        return f"{_PREFIX}{self.name}+{self.verifier.key_id.hex()}+{packed}\n"


class SeedSigner(Seeded):
    """A log key; `name` is the log's origin."""

    KIND = ED25519

    def sign(self, text: bytes) -> bytes:
        return self.key.sign(text)


@dataclass(frozen=True, slots=True)
class Ring:
    """Which keys sign, by the names they are kept under, oldest first; and the public keys that no longer do."""

    signing: tuple[str, ...]
    retired: tuple[Verifier, ...] = ()

    def text(self) -> str:
        lines = [*(f"sign {name}" for name in self.signing), *(f"retired {one.vkey}" for one in self.retired)]
        return "".join(f"{line}\n" for line in lines)


def parse_ring(data: bytes) -> Ring:
    rows = [line.partition(" ") for line in decode(data, MAX_RING).splitlines()]
    signing = tuple(name for word, _, name in rows if word == "sign" and name.isalnum())
    retired = tuple(parse_vkey(key) for word, _, key in rows if word == "retired")
    if not signing or len(signing) + len(retired) != len(rows):
        raise Malformed("key_ring")
    return Ring(signing, retired)


class WideSigner:
    """The ML-DSA-44 key beside a log's Ed25519 key, under the same name: for checkpoints only, stating no time."""

    def __init__(self, name: str, seed: bytes) -> None:
        if len(seed) != SEED:
            raise Malformed("seed")
        self._name = parse_origin(name)
        self._key = mldsa.private(seed)

    @cached_property
    def verifier(self) -> Verifier:
        return Verifier(self._name, ML_DSA_44, self._key.public_key().public_bytes_raw())

    def sign(self, text: bytes) -> bytes:
        return bytes(STAMP) + bytes(self._key.sign(mldsa.message(self._name, 0, text)))
