"""Transactions for writers: fair among the threads of a process, durable when they say so.

SQLite's busy handler is unfair to writers that arrive late, so the threads of one process queue on a lock first.
`durable` decides whether the commit itself waits for the disk; a writer that passes False must be followed by one
that passes True before anything is acknowledged (the journal does exactly that: one flush covers both).
"""

import contextlib
import threading
from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

PATIENCE_MS = 20_000
PEN_CACHE_KB = 4_000
LAST_WAITS_S = 0.05
_turn = threading.RLock()
_rebuilding = threading.Event()


@contextlib.contextmanager
def writing(*, durable: bool = True, patience_ms: int = PATIENCE_MS, last: bool = False) -> Iterator[None]:
    """One write transaction. Nested inside another it is just part of that one, without a savepoint.

    `last` lets the writers that are at it in this process end first, for LAST_WAITS_S at most: for whoever then
    flushes for all of them. OperationalError when another process writes for longer than `patience_ms` (SQLite).
    """
    here = connections[DEFAULT_DB_ALIAS]  # itself, not the proxy that looks it up each time
    if here.in_atomic_block:
        with _within(here):
            yield
    elif here.vendor == "sqlite":
        with (
            _crowd.joined(last=last),
            _turn,
            _pen(durable=durable, patience_ms=patience_ms),
            transaction.atomic(),
        ):
            yield
    else:
        with _crowd.joined(last=last), transaction.atomic():
            _relax(durable=durable)
            yield


class _Crowd:
    """The threads of this process that write or wait for their turn to."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    @contextlib.contextmanager
    def joined(self, *, last: bool) -> Iterator[None]:
        if last:
            with self._changed:
                self._changed.wait_for(lambda: self._count == 0, LAST_WAITS_S)
            yield
            return
        with self._changed:
            self._count += 1
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                if self._count == 0:
                    self._changed.notify_all()


_crowd = _Crowd()


@contextlib.contextmanager
def _within(here: BaseDatabaseWrapper) -> Iterator[None]:
    """Part of the transaction that is open: after a failure here, the whole of it cannot be committed."""
    if _directly_in_a_test(here):
        with transaction.atomic():
            yield
        return
    try:
        yield
    except BaseException:
        transaction.set_rollback(True)
        raise


@contextlib.contextmanager
def rebuilding() -> Iterator[None]:
    """While what is written can simply be made again (the demonstration), nothing waits for the disk but the log."""
    _rebuilding.set()
    try:
        yield
    finally:
        _rebuilding.clear()


def waits_for_disk() -> bool:
    """Whether what is called durable is."""
    return not _rebuilding.is_set()


def in_foreign_transaction() -> bool:
    """Whether somebody else will commit what is written now; a test's own wrapping transaction does not count."""
    here = connections[DEFAULT_DB_ALIAS]
    return here.in_atomic_block and not _directly_in_a_test(here)


def _directly_in_a_test(here: BaseDatabaseWrapper) -> bool:
    """A test's own transaction must outlive a refusal, so what stands directly in it gets a savepoint."""
    return bool(getattr(here.atomic_blocks[-1], "_from_testcase", False))


def overwriting() -> None:
    """SQLite: what is deleted from now on through this connection is overwritten, not only freed."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def stand_alone() -> None:
    """Raise TransactionManagementError inside a transaction: for what must outlive whatever the caller does next."""
    if in_foreign_transaction():
        raise transaction.TransactionManagementError("call this before the transaction, not inside it")


class _Pen:
    """SQLite: the threads of a process write through one connection, whose cache no other writer makes void.

    Each thread keeps its own for reading. Connections rest at NORMAL (see settings); a durable writer raises it.
    """

    def __init__(self) -> None:
        self._connection: BaseDatabaseWrapper | None = None
        self._set: dict[str, str | int] = {}

    def taken_by(self, own: BaseDatabaseWrapper) -> BaseDatabaseWrapper:
        """The writing connection, as a stand-in for a thread's own: who counts its statements counts these too."""
        pen = self._connection
        if pen is None or pen.settings_dict["NAME"] != own.settings_dict["NAME"]:
            pen = self._connection = connections.create_connection(DEFAULT_DB_ALIAS)
            pen.inc_thread_sharing()
        pen.close_if_unusable_or_obsolete()
        if pen.connection is None:
            pen.ensure_connection()
            self._set = {}
        pen.force_debug_cursor, pen.queries_log = own.force_debug_cursor, own.queries_log
        pen.execute_wrappers = own.execute_wrappers
        return pen

    def set(self, pen: BaseDatabaseWrapper, **pragmas: str | int) -> None:
        """Only what is not so already."""
        for name, value in pragmas.items():
            if self._set.get(name) != value:
                pen.connection.execute(f"PRAGMA {name}={value}")
                self._set[name] = value


_the_pen = _Pen()


@contextlib.contextmanager
def _pen(*, durable: bool, patience_ms: int) -> Iterator[None]:
    """Whoever has the turn writes with it."""
    own = connections[DEFAULT_DB_ALIAS]
    pen = _the_pen.taken_by(own)
    level = "FULL" if durable and waits_for_disk() else "NORMAL"
    _the_pen.set(pen, cache_size=-PEN_CACHE_KB, synchronous=level, busy_timeout=patience_ms)
    connections[DEFAULT_DB_ALIAS] = pen
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = own


def _relax(*, durable: bool) -> None:
    if not durable and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO OFF")
