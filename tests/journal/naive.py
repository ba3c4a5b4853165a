"""Sequencers as one writes them first, each with the fault that ledgers die of; and connections to run them on."""

import contextlib
import sqlite3
import threading

from django.db import connection

ENTRIES = (b"first", b"second")


@contextlib.contextmanager
def tables(execute, *, key):
    """An outbox, leaves with or without a key on their index, and a size. The caller gives how to run SQL."""
    number = "BIGSERIAL PRIMARY KEY" if connection.vendor == "postgresql" else "INTEGER PRIMARY KEY"
    entry = "BYTEA" if connection.vendor == "postgresql" else "BLOB"
    execute(f"CREATE TABLE naive_outbox (id {number}, entry {entry})")
    execute(f"CREATE TABLE naive_leaf (idx BIGINT {'PRIMARY KEY' if key else ''}, entry {entry})")
    execute("CREATE TABLE naive_state (size BIGINT)")
    execute("INSERT INTO naive_state VALUES (0)")
    try:
        yield
    finally:
        for name in ("outbox", "leaf", "state"):
            execute(f"DROP TABLE naive_{name}")


@contextlib.contextmanager
def lines(count, folder=None):
    """Connections without a transaction open: to the tests' PostgreSQL, or to a file of SQLite's own."""
    if connection.vendor == "postgresql":
        copies = [connection.copy() for _ in range(count)]
        for one in copies:
            one.ensure_connection()
        raw = [one.connection for one in copies]
    else:
        copies = raw = [
            sqlite3.connect(
                folder / "naive.sqlite3", isolation_level=None, timeout=30, check_same_thread=False
            )
            for _ in range(count)
        ]
        raw[0].execute("PRAGMA journal_mode=WAL")
    try:
        yield [one.execute for one in raw]
    finally:
        for one in copies:
            one.close()


def put(execute, entry):
    tell(execute, "INSERT INTO naive_outbox (entry) VALUES (?)", entry)


def tell(execute, statement, *known):
    """Run it with values where its question marks stand."""
    return execute(statement.replace("?", "%s" if connection.vendor == "postgresql" else "?"), known)


def values(execute, question):
    return [row[0] for row in execute(question).fetchall()]


class Watermark:
    """Remembers the highest number it has read and asks for what lies above."""

    def __init__(self):
        self.seen = 0

    def poll(self, execute):
        above = tell(execute, "SELECT id FROM naive_outbox WHERE id > ? ORDER BY id", self.seen)
        found = [row[0] for row in above.fetchall()]
        self.seen = max([self.seen, *found])
        return found


class Unlocked:
    """Reads the size and what waits, then writes: nobody keeps another from doing the same in between."""

    def __init__(self, execute):
        self.execute = execute

    def read(self):
        [self.size] = values(self.execute, "SELECT size FROM naive_state")
        self.waiting = values(self.execute, "SELECT id FROM naive_outbox ORDER BY id")

    def write(self):
        for at, number in enumerate(self.waiting):
            place = "INSERT INTO naive_leaf SELECT CAST(? AS BIGINT), entry FROM naive_outbox WHERE id = ?"
            tell(self.execute, place, self.size + at, number)
        tell(self.execute, "UPDATE naive_state SET size = ?", self.size + len(self.waiting))


def beside(work):
    """Start in a thread; gives the thread and the list its result goes to."""
    result = []
    thread = threading.Thread(target=lambda: result.append(work()))
    thread.start()
    return thread, result


def until_blocked(execute, thread):
    """Until PostgreSQL says that somebody waits for a lock, or the thread is through."""
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    while thread.is_alive() and not values(execute, waits)[0]:
        pass
