"""Who cosigns: a witness's key, its file, and from whose log it must be independent."""

import os
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hoiam.ledger.checkpoint import parse_origin
from hoiam.ledger.errors import Malformed
from hoiam.ledger.note import COSIGNATURE, KEY_ID, STAMP, Signature, Verifier, cosigned
from hoiam.ledger.wire import b64, decode, unb64

SEED = 32
MAX_FILE = 1024
_PREFIX = "PRIVATE+KEY+"
_SHORT = 3
_REGISTRY = 2


class Cosigner:
    """A witness key in memory; C2SP tlog-cosignature, format cosignature/v1."""

    def __init__(self, name: str, seed: bytes) -> None:
        if len(seed) != SEED:
            raise Malformed("seed")
        self._name = parse_origin(name)
        self._seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @cached_property
    def verifier(self) -> Verifier:
        return Verifier(self._name, COSIGNATURE, self._key.public_key().public_bytes_raw())

    def sign(self, text: str, time: int) -> Signature:
        """Cosign a checkpoint's text at this Unix second."""
        signature = self._key.sign(cosigned(text.encode(), time))
        return Signature(self._name, self.verifier.key_id, time.to_bytes(STAMP, "big") + signature)

    def secret(self) -> str:
        """What the key file holds. Never print it."""
        packed = b64(bytes([COSIGNATURE]) + self._seed)
        return f"{_PREFIX}{self._name}+{self.verifier.key_id.hex()}+{packed}\n"


def generate(path: Path, name: str, seed: bytes) -> Cosigner:
    """Write a new key file, readable by its owner only; FileExistsError rather than losing a key."""
    cosigner = Cosigner(name, seed)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(cosigner.secret())
        file.flush()
        os.fsync(file.fileno())
    return cosigner


def read(path: Path) -> Cosigner:
    return parse(path.read_bytes())


def parse(secret: bytes) -> Cosigner:
    text = decode(secret, MAX_FILE).removesuffix("\n")
    name, _, rest = text.removeprefix(_PREFIX).partition("+")
    key_id, _, packed = rest.partition("+")
    if not text.startswith(_PREFIX) or len(key_id) != 2 * KEY_ID:
        raise Malformed("key_file")
    data = unb64(packed, 1 + SEED)
    cosigner = Cosigner(name, data[1:])
    if data[0] != COSIGNATURE or cosigner.verifier.key_id.hex() != key_id:
        raise Malformed("key_file")
    return cosigner


def independent(witness: Verifier, log: Verifier) -> bool:
    """Not the log's own key, and not of the log's own domain: an office is no witness of itself."""
    return witness.key != log.key and domain(witness.name) != domain(log.name)


def domain(name: str) -> str:
    """What one owner registers, of a key name: `hue.gov.vn` of `w.hue.gov.vn/w1`, `press.example` of `a.press.example`.

    Without a list of registries: below two letters of a country, two or three letters are a registry too.
    """
    labels = name.partition("/")[0].partition(":")[0].lower().rstrip(".").split(".")
    country = len(labels) > _REGISTRY and len(labels[-1]) == _REGISTRY and len(labels[-2]) <= _SHORT
    return ".".join(labels[-3 if country else -2 :])
