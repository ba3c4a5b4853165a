"""Who cosigns: a witness's key, its file, and from whose log it must be independent."""

from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hoiam.ledger import keys
from hoiam.ledger.checkpoint import parse_origin
from hoiam.ledger.errors import Malformed
from hoiam.ledger.note import COSIGNATURE, STAMP, Signature, Verifier, cosigned

_SHORT = 3
_REGISTRY = 2


class Cosigner:
    """A witness key in memory; C2SP tlog-cosignature, format cosignature/v1."""

    def __init__(self, name: str, seed: bytes) -> None:
        if len(seed) != keys.SEED:
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
        return keys.spelled(self.verifier, self._seed)


def generate(path: Path, name: str, seed: bytes) -> Cosigner:
    """Write a new key file, readable by its owner only; FileExistsError rather than losing a key."""
    cosigner = Cosigner(name, seed)
    keys.new_file(path, cosigner.secret())
    return cosigner


def read(path: Path) -> Cosigner:
    return parse(keys.content(path))


def parse(secret: bytes) -> Cosigner:
    name, key_id, seed = keys.opened(secret, COSIGNATURE)
    cosigner = Cosigner(name, seed)
    if cosigner.verifier.key_id.hex() != key_id:
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
