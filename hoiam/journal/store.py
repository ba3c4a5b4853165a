"""The ledger's store over Django's connection, and the machinery of this installation's log."""

import contextlib
import functools
import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from hoiam.kit import db, keys
from hoiam.ledger import store as ledger
from hoiam.ledger.anchor import Anchor
from hoiam.ledger.errors import LedgerError, StoreConflict
from hoiam.ledger.keys import Ring, SeedSigner, parse_ring
from hoiam.ledger.note import Verifier
from hoiam.ledger.publish import Publisher
from hoiam.ledger.record import replace_durably

KEY = "log"
RING = "log.ring"
_ALONE = Ring((KEY,))
NEW = ledger.LogState(0, b"", "")

_STATE = "SELECT size, frontier, note FROM journal_logstate WHERE origin = %s"
# Until its statistics say how many wait, PostgreSQL would read all of them for each step: so no plan but by an index.
_LOCK = (
    "SELECT size, frontier, note, set_config('enable_bitmapscan', 'off', TRUE), "
    "set_config('enable_seqscan', 'off', TRUE) FROM journal_logstate WHERE origin = %s FOR UPDATE SKIP LOCKED"
)
# `id > 0` is always so; with it SQLite's plan is a search of the index of waiting events, as a guard wants to see.
_PENDING = 'SELECT id, entry FROM journal_event WHERE "index" IS NULL AND id > 0 ORDER BY id LIMIT %s'
_INDEX = 'SELECT "index" FROM journal_event WHERE id = %s'
_WAITING = 'SELECT 1 FROM journal_event WHERE "index" IS NULL AND id > 0 LIMIT 1'
_ENTRIES = 'SELECT entry FROM journal_event WHERE "index" >= %s AND "index" < %s ORDER BY "index"'
_PLACE_ONE = 'UPDATE journal_event SET "index" = %s WHERE id = %s AND "index" IS NULL'
# One value or two however many rows: thousands of placeholders cost PostgreSQL's driver more than the database. For
# PostgreSQL without a join: its planner may believe that one row waits, and a join would then read all for each.
_PLACE = {
    "sqlite": (
        'UPDATE journal_event SET "index" = placed.value FROM json_each(%s) AS placed '
        'WHERE journal_event.id = CAST(placed.key AS BIGINT) AND journal_event."index" IS NULL'
    ),
    "postgresql": (
        'UPDATE journal_event SET "index" = CAST(CAST(%s AS JSONB) ->> CAST(id AS TEXT) AS BIGINT) '
        'WHERE id = ANY(CAST(%s AS BIGINT[])) AND "index" IS NULL'
    ),
}
_SAVE = "UPDATE journal_logstate SET size = %s, frontier = %s, note = %s WHERE origin = %s AND size = %s"
_NEW = (
    "INSERT INTO journal_logstate (origin, size, frontier, note) VALUES (%s, 0, %s, '') "
    "ON CONFLICT (origin) DO NOTHING"
)
_OTHERS = "SELECT 1 FROM journal_logstate WHERE origin <> %s LIMIT 1"
_FLUSH = "SELECT pg_logical_emit_message(TRUE, 'hoiam', '')"
_PATIENCE_MS = 1000
"""How long to wait for other processes; a business transaction waits longer."""


class DjangoStore:
    """One thread's view of the log; a transaction of its own between `begin` and `commit`.

    `placed` holds the indices that this store gave out and committed, until somebody takes them.
    """

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._open: contextlib.ExitStack | None = None
        self._cursor: CursorWrapper | None = None
        self._state = NEW
        self._new: dict[int, int] = {}
        self.placed: dict[int, int] = {}

    def begin(self) -> bool:
        """See ledger.store.Store. StoreConflict when the log was never opened."""
        stack, sqlite = contextlib.ExitStack(), connection.vendor == "sqlite"
        try:
            stack.enter_context(db.writing(durable=True, patience_ms=_PATIENCE_MS, last=True))
        except OperationalError:
            if sqlite:
                return False
            raise
        with stack:
            self._cursor = stack.enter_context(connection.cursor())
            rows = self._rows(_STATE if sqlite else _LOCK, self._origin)
            if rows:
                self._state, self._open = _read(rows[0]), stack.pop_all()
                return True
        self._cursor = None
        if not self._rows(_STATE, self._origin):
            raise StoreConflict("log_not_opened")
        return False

    def state(self) -> ledger.LogState:
        """See ledger.store.Store."""
        if self._open is not None:
            return self._state
        rows = self._rows(_STATE, self._origin)
        return _read(rows[0]) if rows else NEW

    def pending(self, limit: int) -> list[ledger.Pending]:
        """See ledger.store.Store."""
        return [ledger.Pending(number, bytes(entry)) for number, entry in self._rows(_PENDING, limit)]

    def waiting(self) -> bool:
        """Whether any event has no index yet."""
        return bool(self._rows(_WAITING))

    def index_of(self, event_id: int) -> int | None:
        """The index of an event, None while it waits. LookupError when there is no such event."""
        rows = self._rows(_INDEX, event_id)
        if not rows:
            raise LookupError(event_id)
        index: int | None = rows[0][0]
        return index

    def place(self, rows: list[ledger.Placed]) -> None:
        """One statement for all of them."""
        new, vendor = {row.id: row.index for row in rows}, connection.vendor
        if len(rows) == 1:
            changed = self._change(_PLACE_ONE, rows[0].index, rows[0].id)
        elif vendor == "postgresql":
            changed = self._change(_PLACE[vendor], json.dumps(new), f"{{{','.join(map(str, new))}}}")
        else:
            changed = self._change(_PLACE[vendor], json.dumps(new))
        if changed != len(rows):
            raise StoreConflict("place", expected=len(rows), placed=changed)
        self._new = new

    def save_state(self, old_size: int, state: ledger.LogState) -> bool:
        """See ledger.store.Store."""
        return self._change(_SAVE, state.size, state.frontier, state.note, self._origin, old_size) == 1

    def commit(self) -> None:
        """The log's commit point."""
        new = self._end()
        self.placed.update(new)

    def rollback(self) -> None:
        """Undo; harmless when nothing is open."""
        if self._open is not None:
            transaction.set_rollback(True)
        self._end()

    def entries(self, start: int, count: int) -> list[bytes]:
        """See ledger.store.Store."""
        return [bytes(row[0]) for row in self._rows(_ENTRIES, start, start + count)]

    def _end(self) -> dict[int, int]:
        stack, self._open = self._open, None
        new, self._new, self._cursor = self._new, {}, None
        if stack is not None:
            stack.close()
        return new

    def _rows(self, statement: str, *values: str | int) -> list[tuple[Any, ...]]:
        cursor = self._cursor or connection.cursor()
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _change(self, statement: str, *values: str | int | bytes) -> int:
        cursor = self._cursor or connection.cursor()
        cursor.execute(statement, values)
        changed: int = cursor.rowcount
        return changed


def store() -> DjangoStore:
    """For one thread, for one use."""
    return DjangoStore(settings.HOIAM_ORIGIN)


def signer() -> SeedSigner:
    """Of the keys that sign, the oldest. Raises KeyUnusableError."""
    return signer_named(ring().signing[0])


def signers() -> list[SeedSigner]:
    """Every key that signs this installation's checkpoints, the oldest first. Raises KeyUnusableError."""
    return [signer(), *map(signer_named, ring().signing[1:])]


def signer_named(name: str) -> SeedSigner:
    """A key of this log by the name it is kept under. Raises KeyUnusableError."""
    return _signer(settings.HOIAM_ORIGIN, name, str(settings.HOIAM_KEYS_DIR))


def verifiers() -> list[Verifier]:
    """Every public key that this log's checkpoints and receipts verify with, also those that no longer sign.

    With them the keys of logs that ended before this one.
    """
    return [*(one.verifier for one in signers()), *ring().retired]


def verifiers_of(origin: str) -> list[Verifier]:
    """The keys in use as they are under this origin: of a log that ends now."""
    folder = str(settings.HOIAM_KEYS_DIR)
    return [_signer(origin, name, folder).verifier for name in ring().signing]


def ring() -> Ring:
    """Raises KeyUnusableError when the file that names the keys was altered."""
    path = f"{settings.HOIAM_KEYS_DIR}/{RING}"
    if not os.path.exists(path):  # noqa: PTH110 - asked before every signature: a Path costs three times as much
        return _ALONE
    try:
        return parse_ring(Path(path).read_bytes())
    except (OSError, LedgerError) as error:
        raise keys.KeyUnusableError(RING) from error


def save_ring(new: Ring) -> None:
    """Every process signs with these keys from its next checkpoint on."""
    replace_durably(str(Path(settings.HOIAM_KEYS_DIR) / RING), new.text().encode(), 0o600)


def publisher() -> Publisher:
    """Writes this installation's log folder; shared by the threads of a process."""
    return _publisher(str(settings.HOIAM_LOG_DIR), settings.HOIAM_ANCHOR)


def publisher_at(folder: Path) -> Publisher:
    """Reads the files of a log that ended."""
    return _publisher(str(folder), "")


def forget() -> None:
    """What is in memory of a folder that was moved away."""
    _publisher.cache_clear()


def open_row() -> bool:
    """Make the one row of the log if there is none; gives whether it was made."""
    with connection.cursor() as cursor:
        cursor.execute(_NEW, (settings.HOIAM_ORIGIN, b""))
        made: int = cursor.rowcount
        return made == 1


def require_alone() -> None:
    """StoreConflict when a log of another name ran here: that one has to be ended first, not forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, (settings.HOIAM_ORIGIN,))
        if cursor.fetchone():
            raise StoreConflict("other_origin")


def flush() -> None:
    """Make every commit so far durable, without needing room on the disk. Raises OSError, DatabaseError."""
    if connection.in_atomic_block:
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_FLUSH)
        return
    # SQLite keeps no lock on this file, so opening and closing it beside SQLite is safe.
    wal = Path(f"{connection.settings_dict['NAME']}-wal")
    if wal.is_file():
        for path, flags in ((wal, os.O_RDONLY), (wal.parent, os.O_RDONLY | os.O_DIRECTORY)):
            handle = os.open(path, flags)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _read(row: tuple[Any, ...]) -> ledger.LogState:
    size, frontier, note = row[:3]
    return ledger.LogState(size, bytes(frontier), note)


@functools.cache
def _signer(origin: str, name: str, folder: str) -> SeedSigner:
    """A key that signed once is never made anew: its loss must show."""
    kept = os.environ.get(f"HOIAM_KEY_{name.upper()}") or (Path(folder) / f"{name}.key").exists()
    if not kept and (name != KEY or publisher().signed()):
        raise keys.KeyUnusableError(name)
    return SeedSigner(origin, keys.named(name))


@functools.lru_cache(maxsize=4)
def _publisher(directory: str, anchor: str) -> Publisher:
    Path(directory).mkdir(parents=True, exist_ok=True)
    return Publisher(Path(directory), Anchor(Path(anchor)) if anchor else None)
