"""Changing the log's key: announced in the log itself, both keys sign for 90 days, then the older one stops."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from hoiam.journal import actions, store
from hoiam.journal.models import Event, Visibility
from hoiam.kit import keys
from hoiam.law.refusal import Refused
from hoiam.ledger.keys import Ring
from hoiam.ledger.note import Verifier
from hoiam.ledger.record import replace_durably
from hoiam.ledger.wire import b64

TOGETHER = timedelta(days=90)
"""How long both keys sign at least: whoever verifies, and every witness, must have learnt the new one."""
ADDED, RETIRED = "log.key-added", "log.key-retired"


@dataclass(frozen=True, slots=True)
class Rotated:
    """The key that was added or retired, and what signs from now on, the oldest first."""

    key: str
    signing: tuple[str, ...]


def add(*, at: datetime) -> Rotated:
    """Begin to sign with one more key, once the log says so; finishes what an interruption left.

    Refused: key_too_many, log_not_signed. Raises KeyUnusableError.
    """
    ring, before = store.ring(), store.signers()
    if len(ring.signing) > 1:
        raise Refused("key_too_many")
    name = next_name(ring)
    keys.named(name)
    fresh = store.signer_named(name).verifier
    _announce(ADDED, fresh, at)
    store.save_ring(Ring((*ring.signing, name), ring.retired))
    tell_policy(fresh)
    return Rotated(fresh.vkey, tuple(one.verifier.vkey for one in [*before, store.signer_named(name)]))


def retire(*, at: datetime) -> Rotated:
    """Let the oldest key sign no more; what it signed still verifies.

    Refused: key_alone, key_too_young (until), log_not_signed. Raises KeyUnusableError.
    """
    ring, signers = store.ring(), store.signers()
    if len(signers) == 1:
        raise Refused("key_alone")
    oldest, *others = (one.verifier for one in signers)
    until = _added_at(others[-1]) + TOGETHER
    if at < until:
        raise Refused("key_too_young", until=until)
    _announce(RETIRED, oldest, at)
    store.save_ring(Ring(ring.signing[1:], (*ring.retired, oldest)))
    publish_key()
    return Rotated(oldest.vkey, tuple(one.vkey for one in others))


def policy() -> str:
    """A tlog-policy without witnesses: every key that this log's receipts verify with."""
    return "".join(f"log {one.vkey}\n" for one in store.verifiers()) + "quorum none\n"


def publish_key() -> None:
    """The key of the log lies beside it, for whoever audits a copy; trust in it must come from elsewhere."""
    path = Path(settings.HOIAM_LOG_DIR) / "vkey"
    replace_durably(str(path), f"{store.signer().verifier.vkey}\n".encode())


def next_name(ring: Ring) -> str:
    """`log2` after `log`, and so on: a name that was used is not used again."""
    return f"{store.KEY}{1 + len(ring.signing) + len(ring.retired)}"


def _announce(kind: str, key: Verifier, at: datetime) -> None:
    """Once per key, signed and published before anything changes."""
    number = _announced(kind, key)
    if number is None:
        with actions.recording():
            number = actions.append(
                ref=os.urandom(16).hex(),
                kind=kind,
                unit="log",
                at=at,
                visibility=Visibility.PUBLIC,
                extra={"key": b64(key.key), "key-id": key.key_id.hex()},
                first=True,
            ).event_id
    actions.run(at=at)
    if not Event.objects.filter(pk=number, index__isnull=False).exists():
        raise Refused("log_not_signed")


def _announced(kind: str, key: Verifier) -> int | None:
    found = Event.objects.filter(kind=kind, statement__contains=f"\nkey {b64(key.key)}\n")
    number: int | None = found.values_list("id", flat=True).first()
    return number


def _added_at(key: Verifier) -> datetime:
    number = _announced(ADDED, key)
    if number is None:
        raise Refused("key_unannounced")
    return Event.objects.get(pk=number).at


def tell_policy(key: Verifier) -> None:
    """The policy in force, if there is one, names the new key beside the old."""
    path = Path(settings.HOIAM_DATA) / "policy"
    if path.is_file():
        text = path.read_text("utf-8")
        if key.vkey not in text:
            replace_durably(str(path), f"log {key.vkey}\n{text}".encode())
