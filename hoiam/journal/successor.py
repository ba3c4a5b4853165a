"""When a key was stolen or a log is beyond repair: it ends, and the next begins with its last checkpoint.

The servers stand still meanwhile. Whatever waits must have been placed in the old log; its receipts still verify.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from hoiam.journal import actions, ended, guarding, rotation, store, trust, turns
from hoiam.journal.models import Event, LogState, Visibility, Witness
from hoiam.kit import keys
from hoiam.law.refusal import Refused
from hoiam.ledger import checkpoint, policy
from hoiam.ledger.checkpoint import Checkpoint
from hoiam.ledger.errors import LedgerError
from hoiam.ledger.keys import Ring
from hoiam.ledger.wire import b64

KIND = "log.successor"


@dataclass(frozen=True, slots=True)
class Succeeded:
    """The last checkpoint of the log that ended, and the key of the one that begins."""

    last: Checkpoint
    key: str


def succeed(*, at: datetime) -> Succeeded:
    """Begin log n+1, as HOIAM_ORIGIN is set to by now; finishes what an interruption left.

    Refused: origin_unnumbered, no_predecessor, successor_begun, events_wait, not_published, folder_taken.
    """
    old = _predecessor()
    last = _last(old)
    _set_aside(ended.number(old.origin))
    fresh = _new_key(old.origin)
    with actions.recording():
        ended.end()
        store.open_row()
        guarding.begin()
        Witness.objects.update(size=0, line="", seen_at=None)
        actions.append(
            ref=os.urandom(16).hex(),
            kind=KIND,
            unit="log",
            at=at,
            visibility=Visibility.PUBLIC,
            extra={"of": last.origin, "size": str(last.size), "root": b64(last.root)},
            first=True,
        )
    rotation.publish_key()
    return Succeeded(last, fresh)


def _predecessor() -> LogState:
    """The log that ran until now: numbered one below, and complete."""
    host, mine = settings.HOIAM_ORIGIN.rpartition("/")[0], ended.number(settings.HOIAM_ORIGIN)
    old = LogState.objects.filter(origin=f"{host}/{mine - 1}", size__gt=0).first()
    if LogState.objects.filter(origin=settings.HOIAM_ORIGIN).exists():
        raise Refused("successor_begun")
    if old is None:
        raise Refused("no_predecessor")
    if Event.objects.filter(index=None, id__gt=0).exists():
        raise Refused("events_wait")
    return old


def _last(old: LogState) -> Checkpoint:
    """What is published last is what the database has, and signed by a key of that log."""
    home, aside = Path(settings.HOIAM_LOG_DIR), ended.folder(ended.number(old.origin))
    signed = ((home if (home / "checkpoint").exists() else aside) / "checkpoint").read_text("utf-8")
    ours = checkpoint.unverified(old.note)
    try:
        known = [*store.verifiers_of(old.origin), *store.ring().retired]
        last = policy.Policy(tuple(known)).admit(signed).checkpoint
    except LedgerError:
        raise Refused("not_published") from None
    if last != ours:
        raise Refused("not_published")
    return last


def _set_aside(number: int) -> None:
    """Files and anchor of the old log keep their names with its number; nothing is lost by doing it twice."""
    home, aside = Path(settings.HOIAM_LOG_DIR), ended.folder(number)
    if (home / "checkpoint").exists():
        if aside.exists():
            raise Refused("folder_taken", folder=aside.name)
        home.rename(aside)
    home.mkdir(exist_ok=True)
    anchor = Path(settings.HOIAM_ANCHOR) if settings.HOIAM_ANCHOR else None
    if anchor is not None and anchor.exists():
        anchor.rename(f"{anchor}.{number}")
    for cache in (store.forget, turns.forget, trust.forget):
        cache()


def _new_key(old: str) -> str:
    """Only a new key signs the new log; those of the old one are remembered for its receipts."""
    ring = store.ring()
    if not any(one.name == old for one in ring.retired):
        name = rotation.next_name(ring)
        keys.named(name)
        ring = Ring((name,), (*ring.retired, *store.verifiers_of(old)))
        store.save_ring(ring)
    fresh = store.signer().verifier
    rotation.tell_policy(fresh)
    return fresh.vkey
