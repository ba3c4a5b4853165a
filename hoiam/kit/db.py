"""Transactions for writers: fair among the threads of a process, durable when they say so.

SQLite's busy handler is unfair to writers that arrive late, so the threads of one process queue on a lock first.
`durable` decides whether the commit itself waits for the disk; a writer that passes False must be followed by one
that passes True before anything is acknowledged (the journal does exactly that: one flush covers both).
"""

import contextlib
import threading
from collections.abc import Iterator

from django.db import connection, transaction

_turn = threading.RLock()
_rebuilding = threading.Event()


@contextlib.contextmanager
def writing(*, durable: bool = True) -> Iterator[None]:
    """One write transaction. Nested inside another it is just part of that one, without a savepoint."""
    if connection.in_atomic_block:
        with transaction.atomic(savepoint=_directly_in_a_test()):
            yield
    elif connection.vendor == "sqlite":
        with _turn, _Flush(durable=durable), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            _relax(durable=durable)
            yield


@contextlib.contextmanager
def rebuilding() -> Iterator[None]:
    """While what is written can simply be made again (the demonstration), no SQLite commit waits for the disk."""
    _rebuilding.set()
    try:
        yield
    finally:
        _rebuilding.clear()


def in_foreign_transaction() -> bool:
    """Whether somebody else will commit what is written now; a test's own wrapping transaction does not count."""
    return connection.in_atomic_block and not _directly_in_a_test()


def _directly_in_a_test() -> bool:
    """A test's own transaction must outlive a refusal, so what stands directly in it gets a savepoint."""
    return bool(getattr(connection.atomic_blocks[-1], "_from_testcase", False))


def stand_alone() -> None:
    """Raise TransactionManagementError inside a transaction: for what must outlive whatever the caller does next."""
    if in_foreign_transaction():
        raise transaction.TransactionManagementError("call this before the transaction, not inside it")


class _Flush:
    """SQLite: connections rest at NORMAL (see settings); a durable writer raises it for its commit."""

    def __init__(self, *, durable: bool) -> None:
        self._durable = durable and not _rebuilding.is_set()

    def __enter__(self) -> None:
        if self._durable:
            connection.ensure_connection()
            self._raw = connection.connection
            self._raw.execute("PRAGMA synchronous=FULL")

    def __exit__(self, *_: object) -> None:
        if self._durable:
            self._raw.execute("PRAGMA synchronous=NORMAL")


def _relax(*, durable: bool) -> None:
    if not durable and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO OFF")
