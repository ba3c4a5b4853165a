"""The log's rows in memory and in SQLite, and a log ready to use."""

import sqlite3
from hashlib import sha256
from pathlib import Path

from hoiam.ledger import commit, keys, publish, sequencer
from hoiam.ledger.store import LogState, Pending, Placed

ORIGIN = "ledger.example/hoiam/1"
SIGNER = keys.SeedSigner(ORIGIN, sha256(b"hoiam test vector log key").digest())
EMPTY = LogState(0, b"", "")


def entry(n: int) -> bytes:
    return commit.entry(sha256(b"%d" % n).digest())


class MemoryStore:
    """One transaction at a time; `rows` is the outbox by id."""

    def __init__(self) -> None:
        self.log = EMPTY
        self.tree: list[bytes] = []
        self.rows: dict[int, bytes] = {}
        self.index: dict[int, int] = {}
        self.held = False
        self._undo: tuple[LogState, list[bytes], dict[int, bytes], dict[int, int]] | None = None

    def add(self, *numbers: int) -> None:
        self.rows |= {n: entry(n) for n in numbers}

    def begin(self) -> bool:
        if self.held:
            return False
        self.held = True
        self._undo = (self.log, self.tree[:], dict(self.rows), dict(self.index))
        return True

    def state(self) -> LogState:
        return self.log

    def pending(self, limit: int) -> list[Pending]:
        return [Pending(n, self.rows[n]) for n in sorted(self.rows)[:limit]]

    def place(self, rows: list[Placed]) -> None:
        for row in rows:
            assert row.index == len(self.tree)
            self.tree.append(row.entry)
            self.index[row.id] = row.index
            del self.rows[row.id]

    def save_state(self, old_size: int, state: LogState) -> bool:
        if self.log.size != old_size:
            return False
        self.log = state
        return True

    def commit(self) -> None:
        self.held, self._undo = False, None

    def rollback(self) -> None:
        if self._undo:
            self.log, self.tree, self.rows, self.index = self._undo
        self.held, self._undo = False, None

    def entries(self, start: int, count: int) -> list[bytes]:
        return self.tree[start : start + count]


class SqliteStore:
    """The shape of the journal's adapter: an outbox, the tree, one row of state."""

    SCHEMA = """
        CREATE TABLE pending (id INTEGER PRIMARY KEY, entry BLOB NOT NULL);
        CREATE TABLE leaf (idx INTEGER PRIMARY KEY, entry BLOB NOT NULL, pend INTEGER UNIQUE, hash BLOB);
        CREATE TABLE state (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER, frontier BLOB, note TEXT);
        INSERT INTO state VALUES (1, 0, x'', '');
    """

    def __init__(self, path: Path) -> None:
        fresh = not path.exists()
        self.db = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
        self.db.execute("PRAGMA journal_mode=WAL")
        if fresh:
            self.db.executescript(self.SCHEMA)

    def add(self, *numbers: int) -> None:
        self.db.executemany("INSERT INTO pending VALUES (?, ?)", [(n, entry(n)) for n in numbers])

    def index_of(self, n: int) -> int | None:
        row = self.db.execute("SELECT idx FROM leaf WHERE pend = ?", (n,)).fetchone()
        return row[0] if row else None

    def begin(self) -> bool:
        try:
            self.db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True

    def state(self) -> LogState:
        return LogState(*self.db.execute("SELECT size, frontier, note FROM state").fetchone())

    def pending(self, limit: int) -> list[Pending]:
        return [
            Pending(*row)
            for row in self.db.execute("SELECT id, entry FROM pending ORDER BY id LIMIT ?", (limit,))
        ]

    def place(self, rows: list[Placed]) -> None:
        self.db.executemany(
            "INSERT INTO leaf VALUES (?, ?, ?, ?)", [(r.index, r.entry, r.id, r.leaf_hash) for r in rows]
        )
        self.db.executemany("DELETE FROM pending WHERE id = ?", [(r.id,) for r in rows])

    def save_state(self, old_size: int, state: LogState) -> bool:
        values = (state.size, state.frontier, state.note, old_size)
        sql = "UPDATE state SET size = ?, frontier = ?, note = ? WHERE size = ?"
        return self.db.execute(sql, values).rowcount == 1

    def commit(self) -> None:
        self.db.execute("COMMIT")

    def rollback(self) -> None:
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")

    def entries(self, start: int, count: int) -> list[bytes]:
        sql = "SELECT entry FROM leaf WHERE idx >= ? ORDER BY idx LIMIT ?"
        return [row[0] for row in self.db.execute(sql, (start, count))]


class Log:
    """A store, a publisher and the key, driven by hand."""

    def __init__(self, home: Path, store: MemoryStore | None = None) -> None:
        self.home = home
        self.store = store or MemoryStore()
        self.publisher = publish.Publisher(home)
        self.next = 0

    def grow(self, count: int = 1) -> int:
        """Append this many events in one integration; the new size."""
        self.store.add(*range(self.next, self.next + count))
        self.next += count
        step = sequencer.integrate(self.store, [SIGNER], self.publisher, limit=1 << 20)
        assert step is not None
        return step.size

    def restarted(self) -> "Log":
        """The same log seen by a new process."""
        again = Log(self.home, self.store)
        again.next = self.next
        return again
