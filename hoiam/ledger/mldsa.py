"""ML-DSA-44 signatures over checkpoints; C2SP tlog-cosignature, format subtree/v1 from the first leaf.

Needs a `cryptography` that offers them (48 and later, on OpenSSL 3.5). Without it such keys are known and unused.
"""

from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from hoiam.ledger.errors import Malformed, Unproven
from hoiam.ledger.wire import number, unb64

try:
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

    MLDSA44PrivateKey.from_seed_bytes(bytes(32))  # the class may be there and its OpenSSL too old
    OFFERED = True
except (ImportError, UnsupportedAlgorithm):  # pragma: no cover - an older cryptography
    OFFERED = False

KEY = 1312
SIGNATURE = 2420
_LABEL = b"subtree/v1\n\0"
_MAX_NAME = 255
_LINES = 3


def message(name: str, time: int, text: bytes) -> bytes:
    """What is signed under this name of a checkpoint's text: origin, size and root, not its extension lines."""
    lines = text.decode("utf-8").split("\n")
    if len(lines) <= _LINES:
        raise Malformed("checkpoint")
    origin, size, root = lines[:_LINES]
    end = number(size).to_bytes(8, "big")
    return b"".join(
        (_LABEL, _sized(name), time.to_bytes(8, "big"), _sized(origin), bytes(8), end, unb64(root, 32))
    )


def verify(key: bytes, signature: bytes, signed: bytes) -> None:
    """Unproven if it does not hold."""
    try:
        MLDSA44PublicKey.from_public_bytes(key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        raise Unproven("signature") from None


def private(seed: bytes) -> Any:
    """The key that signs; Malformed where it cannot be had."""
    if not OFFERED:
        raise Malformed("key_type")
    return MLDSA44PrivateKey.from_seed_bytes(seed)


def _sized(text: str) -> bytes:
    data = text.encode()
    if not 0 < len(data) <= _MAX_NAME:
        raise Malformed("key_name")
    return bytes([len(data)]) + data
