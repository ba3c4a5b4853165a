"""The ledger's store over Django's connection, and the machinery of this installation's log."""

import contextlib
import functools
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from hoiam.journal.models import LogState
from hoiam.kit import db, keys
from hoiam.ledger import store as ledger
from hoiam.ledger.errors import StoreConflict
from hoiam.ledger.keys import SeedSigner
from hoiam.ledger.publish import Publisher

KEY = "log"

_STATE = "SELECT size, frontier, note FROM journal_logstate WHERE origin = %s"
_LOCK = "SELECT 1 FROM journal_logstate WHERE origin = %s FOR UPDATE SKIP LOCKED"
_PENDING = 'SELECT id, entry FROM journal_event WHERE "index" IS NULL ORDER BY id LIMIT %s'
_ENTRIES = 'SELECT entry FROM journal_event WHERE "index" >= %s AND "index" < %s ORDER BY "index"'
_PLACE = (
    'UPDATE journal_event SET "index" = CAST(placed.column2 AS BIGINT) FROM (VALUES {rows}) AS placed '
    'WHERE journal_event.id = placed.column1 AND journal_event."index" IS NULL'
)
_SAVE = "UPDATE journal_logstate SET size = %s, frontier = %s, note = %s WHERE origin = %s AND size = %s"


class DjangoStore:
    """One thread's view of the log; a transaction of its own between `begin` and `commit`."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._open: contextlib.ExitStack | None = None

    def begin(self) -> bool:
        """See ledger.store.Store."""
        stack = contextlib.ExitStack()
        stack.enter_context(db.writing(durable=True))
        if connection.features.has_select_for_update_skip_locked and not self._rows(_LOCK, self._origin):
            stack.close()
            return False
        self._open = stack
        return True

    def state(self) -> ledger.LogState:
        """See ledger.store.Store."""
        rows = self._rows(_STATE, self._origin)
        if not rows:
            return ledger.LogState(0, b"", "")
        size, frontier, note = rows[0]
        return ledger.LogState(size, bytes(frontier), note)

    def pending(self, limit: int) -> list[ledger.Pending]:
        """See ledger.store.Store."""
        return [ledger.Pending(number, bytes(entry)) for number, entry in self._rows(_PENDING, limit)]

    def place(self, rows: list[ledger.Placed]) -> None:
        """One statement for all of them."""
        values = [value for row in rows for value in (row.id, row.index)]
        with connection.cursor() as cursor:
            cursor.execute(_PLACE.format(rows=", ".join(["(%s, %s)"] * len(rows))), values)
            if cursor.rowcount != len(rows):
                raise StoreConflict("place", expected=len(rows), placed=cursor.rowcount)

    def save_state(self, old_size: int, state: ledger.LogState) -> bool:
        """See ledger.store.Store."""
        with connection.cursor() as cursor:
            frontier = connection.Database.Binary(state.frontier)
            cursor.execute(_SAVE, (state.size, frontier, state.note, self._origin, old_size))
            return cursor.rowcount == 1

    def commit(self) -> None:
        """The log's commit point."""
        stack, self._open = self._open, None
        if stack is not None:
            stack.close()

    def rollback(self) -> None:
        """Undo; harmless when nothing is open."""
        stack, self._open = self._open, None
        if stack is not None:
            transaction.set_rollback(True)
            stack.close()

    def entries(self, start: int, count: int) -> list[bytes]:
        """See ledger.store.Store."""
        return [bytes(row[0]) for row in self._rows(_ENTRIES, start, start + count)]

    @staticmethod
    def _rows(statement: str, *values: object) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()


def store() -> DjangoStore:
    """For one thread, for one use."""
    return DjangoStore(settings.HOIAM_ORIGIN)


def signer() -> SeedSigner:
    """Signs this installation's checkpoints. Raises KeyUnusableError."""
    return _signer(settings.HOIAM_ORIGIN)


def publisher() -> Publisher:
    """Writes this installation's log folder; shared by the threads of a process."""
    return _publisher(Path(settings.HOIAM_LOG_DIR))


def open_row() -> bool:
    """Make the one row of the log if there is none; gives whether it was made."""
    return LogState.objects.get_or_create(origin=settings.HOIAM_ORIGIN)[1]


@functools.cache
def _signer(origin: str) -> SeedSigner:
    return SeedSigner(origin, keys.named(KEY))


@functools.cache
def _publisher(directory: Path) -> Publisher:
    directory.mkdir(parents=True, exist_ok=True)
    return Publisher(directory)
