"""What can happen to the log: events are appended within the caller's transaction, then placed, signed, published."""

import contextlib
import logging
import os
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection

from hoiam.journal import store
from hoiam.journal.models import Event, LogState, Vault, Visibility
from hoiam.kit import cipher, db
from hoiam.kit.keys import KeyUnusableError
from hoiam.law.refusal import Refused
from hoiam.ledger import commit, merkle, sequencer, statement
from hoiam.ledger.errors import LedgerError

WAIT = 1.0
KEY = "journal"
LOG_CASE = "log"
_KEY_BYTES = 32
_log = logging.getLogger("hoiam.journal")
_FAULTS = (LedgerError, KeyUnusableError, OSError, DatabaseError)


class _Appended(threading.local):
    """What this thread appended since its outermost `recording` began."""

    depth = 0
    newest: int | None = None


_appended = _Appended()


@dataclass(frozen=True, slots=True)
class Appended:
    """An event that is in the caller's transaction."""

    event_id: int
    seq: int


@contextlib.contextmanager
def recording() -> Iterator[None]:
    """One write transaction; when the outermost one has committed, what it appended is in the log, or durably waiting.

    Inside somebody else's transaction nothing is settled: whoever commits it calls `run` afterwards.
    """
    outermost = _appended.depth == 0 and not db.in_foreign_transaction()
    _appended.depth += 1
    try:
        with db.writing(durable=False):
            yield
        newest = _appended.newest
    finally:
        _appended.depth -= 1
        if _appended.depth == 0:
            _appended.newest = None
    if outermost and newest is not None:
        settle(event_id=newest)
    elif outermost:
        _make_durable()


def append(
    *,
    ref: str,
    kind: str,
    unit: str,
    at: datetime,
    visibility: str = Visibility.PARTY,
    extra: Mapping[str, str] | None = None,
    docs: Mapping[str, bytes] | None = None,
    first: bool = False,
) -> Appended:
    """Add an event to a case's chain; `docs` are SHA-256 digests. `first` saves asking whether the chain exists.

    Raises ledger.errors.Malformed for anything that is not a code, a date or a hash: the caller's transaction fails with it.
    """
    vault = None if first else Vault.objects.select_for_update().filter(ref=ref).first()
    if vault is None:
        vault = Vault(ref=ref, stmt_key=_fresh_key(ref, "stmt"), doc_key=_fresh_key(ref, "doc"))
    k_stmt, seq = _unwrap(vault.stmt_key, ref, "stmt"), vault.next_seq
    text = statement.build(
        log=settings.HOIAM_ORIGIN,
        kind=kind,
        at=at,
        unit=unit,
        case=ref,
        seq=seq,
        prev=bytes(vault.last_leaf) if vault.last_leaf is not None else None,
        facts=extra or {},
        docs=_committed(vault, docs or {}),
    )
    entry = commit.entry(commit.commitment(commit.statement_salt(k_stmt, seq), text))
    vault.next_seq, vault.last_leaf = seq + 1, merkle.leaf_hash(entry)
    vault.save(force_insert=seq == 0, force_update=seq > 0)
    event = Event.objects.create(
        vault=vault,
        seq=seq,
        kind=kind,
        at=at,
        statement=text,
        visibility=visibility,
        entry=entry,
        leaf=vault.last_leaf,
    )
    _appended.newest = event.pk
    return Appended(event.pk, seq)


def settle(*, event_id: int, timeout: float = WAIT) -> int | None:
    """The event's index once it is published, or None: then it is durable, waits, and its receipt is a promise."""
    try:
        index = sequencer.settle(
            store.store(),
            store.signer(),
            store.publisher(),
            own=event_id,
            index_of=lambda: _index(event_id),
            timeout=timeout,
            sleep=time.sleep,
            clock=time.monotonic,
        )
    except _FAULTS as error:
        _log.error("the log could not be continued: %s %s", type(error).__name__, getattr(error, "code", ""))
        index = None
    if index is None:
        _make_durable()
    return index


def run(*, at: datetime) -> int:  # noqa: ARG001 - cover entries will need the moment
    """Place and publish whatever waits; gives the log's size."""
    step = sequencer.integrate(store.store(), store.signer(), store.publisher())
    while step is not None and len(step.indices) == sequencer.LIMIT:
        step = sequencer.integrate(store.store(), store.signer(), store.publisher())
    return store.publisher().published_size()


def open_log(*, at: datetime) -> bool:
    """Begin the log with its first, public entry; on a log that exists, finish what a crash left. Idempotent."""
    store.publisher().recover(store.store())
    with recording():
        made = store.open_row()
        if made:
            ref = os.urandom(16).hex()
            append(ref=ref, kind="log.opened", unit=LOG_CASE, at=at, visibility=Visibility.PUBLIC, first=True)
    run(at=at)
    return made


def erase(*, ref: str, documents_only: bool) -> None:
    """Destroy the keys of a case: its documents, or all its statements, can then be opened by their holders only."""
    with db.writing():
        vault = Vault.objects.select_for_update().filter(ref=ref).first()
        if vault is None:
            raise Refused("no_such_case")
        vault.doc_key = None
        if not documents_only:
            vault.stmt_key = None
            vault.events.update(statement=None)
        vault.save(update_fields=("doc_key", "stmt_key"))


def _committed(vault: Vault, docs: Mapping[str, bytes]) -> dict[str, bytes]:
    if not docs:
        return {}
    k_doc = _unwrap(vault.doc_key, vault.ref, "doc")
    return {
        label: commit.document(commit.document_salt(k_doc, vault.next_seq, label), digest)
        for label, digest in docs.items()
    }


def _fresh_key(ref: str, use: str) -> bytes:
    return cipher.named(KEY).seal(os.urandom(_KEY_BYTES), f"{ref}.{use}".encode())


def _unwrap(sealed: bytes | memoryview | None, ref: str, use: str) -> bytes:
    if sealed is None:
        raise Refused("erased")
    return cipher.named(KEY).open(bytes(sealed), f"{ref}.{use}".encode())


def _index(event_id: int) -> int | None:
    return Event.objects.values_list("index", flat=True).get(pk=event_id)


def _make_durable() -> None:
    """A commit that waits for the disk, and with it for every commit before."""
    if connection.in_atomic_block:
        return
    with db.writing(durable=True):
        LogState.objects.filter(origin=settings.HOIAM_ORIGIN).update(origin=settings.HOIAM_ORIGIN)
