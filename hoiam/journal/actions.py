"""What can happen to the log: events join the caller's transaction, then they are placed, signed, published."""

import contextlib
import hashlib
import logging
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from hoiam.journal import chain, guarding, monitoring, openings, store, turns, witnessing
from hoiam.journal.models import Event, Noted, Supplement, Vault, Visibility
from hoiam.kit import db
from hoiam.law.refusal import Refused
from hoiam.ledger.errors import LedgerError

WAIT = 1.0
_LOG = "log"
_log = logging.getLogger("hoiam.journal")


@dataclass(frozen=True, slots=True)
class Appended:
    """An event that is in the caller's transaction."""

    event_id: int
    seq: int


class _Appended(threading.local):
    """What this thread appended since its outermost `recording` began."""

    depth = 0
    newest: int | None = None
    public = False


_appended = _Appended()


@contextlib.contextmanager
def recording() -> Iterator[None]:
    """One write transaction; when the outermost has committed, what it appended is published or durably waits.

    Inside somebody else's transaction nothing is settled: whoever commits it calls `run` afterwards.
    """
    outermost = _appended.depth == 0 and not db.in_foreign_transaction()
    _appended.depth += 1
    try:
        with db.writing(durable=False):
            yield
        newest, public = _appended.newest, _appended.public
    finally:
        _appended.depth -= 1
        if _appended.depth == 0:
            _appended.newest, _appended.public = None, False
    if outermost and newest is not None:
        settle(event_id=newest)
        if public:
            _open_to_all()
    elif outermost:
        store.flush()


def append(
    *,
    ref: str,
    kind: str,
    unit: str,
    at: datetime,
    visibility: str = "",
    extra: Mapping[str, str] | None = None,
    docs: Mapping[str, bytes] | None = None,
    first: bool = False,
    beside: str = "",
) -> Appended:
    """Add an event to the chain of a case (`ref`: 32 hex digits); `docs` are SHA-256 digests by label.

    `first` saves asking whether the chain exists. Nothing said of the visibility: as its case, which is for its
    parties or, begun as sealed, sealed. `beside` is JSON to be published with a public event; the statement
    names its SHA-256. Raises ledger.errors.Malformed for anything that is not a code, a date or a hash, and
    Refused: erased, clock_wrong; the caller's transaction fails with it.
    """
    guarding.allow_moment()
    known = None if first else chain.locked(ref)
    here = known or chain.fresh(ref, hidden=visibility == Visibility.SEALED)
    seen = visibility or (Visibility.SEALED if here.sealed else Visibility.PARTY)
    facts = {**(extra or {}), **({"sha256": hashlib.sha256(beside.encode()).hexdigest()} if beside else {})}
    text = here.statement(kind=kind, unit=unit, at=at, facts=facts, docs=docs or {})
    event_id = chain.add(here, kind=kind, at=at, text=text, visibility=seen, fresh=known is None)
    if beside:
        Supplement.objects.create(event_id=event_id, text=beside)
    _appended.newest = event_id
    _appended.public |= seen == Visibility.PUBLIC
    return Appended(event_id, here.seq)


def append_once(*, what: str, number: int, **event: Any) -> Appended | None:
    """Append what another room recorded in this row, unless that was done; None then. `event` as for `append`."""
    with recording():
        try:
            with transaction.atomic():
                appended = append(**event)
                Noted.objects.create(what=what, number=number, event_id=appended.event_id)
        except IntegrityError:
            if Noted.objects.filter(what=what, number=number).exists():
                return None
            raise
    return appended


def settle(*, event_id: int, timeout: float = WAIT) -> int | None:
    """The event's index once it is published, or None: then it is durable, waits, and its receipt is a promise.

    What is wrong with the log is logged, never raised. OSError or DatabaseError only if it cannot be made durable.
    """
    try:
        index = turns.turns().settle(event_id=event_id, timeout=timeout)
    except Exception as error:  # noqa: BLE001 - the case is registered; whatever ails the log must not undo that
        _complain(error)
        index = None
    if index is None:
        store.flush()
    else:
        witnessing.attempt(index=index)
    return index


def run(*, at: datetime) -> int:  # noqa: ARG001 - every part of the worker is told the moment
    """Place and publish whatever waits, by whomever it was left; gives the published size. Raises LedgerError."""
    size = turns.turns().run()
    openings.publish()
    return size


def open_log(*, at: datetime) -> bool:
    """Begin the log with its first, public entry; on a log that exists, finish what a crash left. Idempotent."""
    with recording():
        made = store.open_row()
        if made:
            store.require_alone()
            guarding.begin()
            ref = os.urandom(16).hex()
            append(ref=ref, kind="log.opened", unit=_LOG, at=at, visibility=Visibility.PUBLIC, first=True)
    try:
        recover()
        monitoring.look(at=at)
        run(at=at)
    except LedgerError as error:  # nothing is signed then, but cases can still be entered; `doctor` says why
        _complain(error)
    return made


def recover() -> int:
    """At start-up: mend the published files from their own record and the database; the published size.

    Raises RollbackDetected when the database is older than what was published.
    """
    size = store.publisher().recover(store.store())
    guarding.check_prefixes()
    openings.publish(whole=True)
    return size


def erase(*, ref: str, documents_only: bool, unit: str, at: datetime, facts: Mapping[str, str]) -> Appended:
    """Destroy the keys of a case: documents, or every statement too, can then be opened by their holders only.

    That it happened is logged first, open to all unless the case is sealed, and stays open when the key is gone.
    Refused: no_such_case, erased.
    """
    with recording():
        vault = Vault.objects.select_for_update().filter(ref=ref).first()
        if vault is None:
            raise Refused("no_such_case")
        if vault.stmt_key is None or (documents_only and vault.doc_key is None):
            raise Refused("erased")
        what = "documents" if documents_only else "case"
        appended = tell_erased(ref=ref, what=what, unit=unit, at=at, facts=facts)
        if documents_only:
            Vault.objects.filter(ref=ref).update(doc_key=None)
        else:
            _forget(ref, appended.event_id)
    return appended


def tell_erased(*, ref: str, what: str, unit: str, at: datetime, facts: Mapping[str, str]) -> Appended:
    """The entry that something of a case was erased, open to all unless the case is sealed."""
    hidden = Vault.objects.filter(ref=ref, sealed=True).exists()
    seen = Visibility.SEALED if hidden else Visibility.PUBLIC
    return append(
        ref=ref, kind="case.erased", unit=unit, at=at, visibility=seen, extra={"what": what, **facts}
    )


def _forget(ref: str, last: int) -> None:
    """Every statement and both keys; what the last one opens to is kept as it is."""
    event = Event.objects.select_related("vault").get(pk=last)
    Supplement.objects.create(event=event, opening=openings.text_of(event))
    Event.objects.filter(vault_id=ref).update(statement=None)
    Vault.objects.filter(ref=ref).update(doc_key=None, stmt_key=None)


def _open_to_all() -> None:
    try:
        openings.publish()
    except Exception as error:  # noqa: BLE001 - it is committed and published; the worker comes by
        _complain(error)


def _complain(error: Exception) -> None:
    """Class and code only: an exception's text may hold values."""
    _log.error("the log could not be continued: %s %s", type(error).__name__, getattr(error, "code", ""))
