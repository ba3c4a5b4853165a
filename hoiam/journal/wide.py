"""The second signature under a checkpoint, of note type 6 (ML-DSA-44): in files, never in a QR code. Off by default.

Promises carry none: the format signs checkpoints only. A key beside the Ed25519 keys, kept under a name of its own.
"""

import functools

from django.conf import settings

from hoiam.journal import store
from hoiam.kit import keys
from hoiam.ledger import mldsa
from hoiam.ledger.keys import WideSigner
from hoiam.ledger.note import Signer

KEY = "log_ml_dsa"


def signers() -> list[Signer]:
    """Every key that signs checkpoints, the Ed25519 keys first. Raises KeyUnusableError."""
    return [*store.signers(), *_wide()]


def vkeys() -> list[str]:
    """The public keys of this kind, for whoever asks for them in a policy."""
    return [one.verifier.vkey for one in _wide()]


def asked() -> bool:
    """Whether the operator wants the second signature."""
    return bool(settings.HOIAM_ML_DSA)


def offered() -> bool:
    """Whether the installed `cryptography` can make it; else checkpoints carry the Ed25519 signatures alone."""
    return mldsa.OFFERED


def _wide() -> list[WideSigner]:
    if not (asked() and offered()):
        return []
    return [_signer(settings.HOIAM_ORIGIN, str(settings.HOIAM_KEYS_DIR))]


@functools.cache
def _signer(origin: str, _: str) -> WideSigner:
    return WideSigner(origin, keys.named(KEY))
