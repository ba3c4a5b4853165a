"""Where the log keeps its rows: five steps of one transaction, and two reads.

An adapter is used by one thread at a time. `begin` opens a transaction of its own; the sequencer calls
nothing but `state`, `pending`, `place`, `save_state` until `commit` or `rollback`. `state` and `entries`
are also called with no transaction open and then see what is committed.

`commit` is the log's commit point, so it must be durable: SQLite synchronous=FULL, PostgreSQL
synchronous_commit=on. Being a flush of the same write-ahead log it covers every earlier commit, so the
business transaction before it may run at NORMAL (or off) as long as nobody is told before the receipt.
"""

from dataclasses import dataclass
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class LogState:
    """The log's one row. An empty log is `LogState(0, b"", "")`."""

    size: int
    frontier: bytes  # roots of the complete subtrees, widest first, 32 bytes each (merkle.Frontier.pack)
    note: str  # the signed checkpoint of exactly this size


class Pending(NamedTuple):
    """An event waiting in the outbox. `id` rises with insertion; gaps and late commits are normal."""

    id: int
    entry: bytes


@dataclass(slots=True)
class Placed:
    """A pending row that got its place in the tree. Frozen it would cost four times as much to make."""

    id: int
    index: int
    entry: bytes
    leaf_hash: bytes


class Store(Protocol):
    def begin(self) -> bool:
        """Open a transaction holding the log's row lock; False, nothing open, if somebody else has it.

        PostgreSQL: READ COMMITTED, SELECT … FOR UPDATE SKIP LOCKED. SQLite: BEGIN IMMEDIATE, False if busy.
        """

    def state(self) -> LogState: ...

    def pending(self, limit: int) -> list[Pending]:
        """The oldest rows not yet placed, by id. Never a watermark: a late commit may have a lower id."""

    def place(self, rows: list[Placed]) -> None:
        """Move these rows from the outbox to the tree; the index is unique per log."""

    def save_state(self, old_size: int, state: LogState) -> bool:
        """Replace the row where its size is still `old_size`; False if it was not."""

    def commit(self) -> None: ...

    def rollback(self) -> None:
        """Undo the open transaction; harmless when none is open."""

    def entries(self, start: int, count: int) -> list[bytes]:
        """Placed entries start … start+count-1 in order of index; fewer if the log ends before."""
