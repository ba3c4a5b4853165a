"""From outbox to signed tree: integrate what is pending, or wait for whoever is doing it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from hoiam.ledger import anchor, checkpoint, merkle
from hoiam.ledger.errors import RollbackDetected, StoreConflict
from hoiam.ledger.note import Signer
from hoiam.ledger.publish import Publisher
from hoiam.ledger.store import LogState, Pending, Placed, Store

LIMIT = 2048
PAUSE = 0.008


class Step(NamedTuple):
    """One integration, committed and published: the log's size, and the index each pending id received."""

    size: int
    indices: Mapping[int, int]


def _nothing() -> None:
    return None


def integrate(
    store: Store,
    signers: Sequence[Signer],
    publisher: Publisher,
    *,
    limit: int = LIMIT,
    allow: Callable[[], None] = _nothing,
) -> Step | None:
    """Place up to `limit` pending rows, sign with every key, commit, publish. None when somebody else is at it.

    Whatever is committed but not yet published, by whomever, is published too. RollbackDetected: nothing
    was signed, and nothing must be until the log is repaired; `allow` raises it for what only the caller knows.
    """
    with publisher.turn(wait=False) as ours:
        if not ours:
            return None
        allow()
        publisher.ready(store)
        if not store.begin():
            return None
        try:
            state = store.state()
            guard(state, publisher.head(), publisher.marks())
            rows = store.pending(limit)
            new = _record(store, signers, state, rows) if rows else state
            store.commit()
        except BaseException:
            store.rollback()
            raise
        publisher.publish(new, [row.entry for row in rows], store.entries)
        return Step(new.size, {row.id: state.size + at for at, row in enumerate(rows)})


def settle(
    store: Store,
    signers: Sequence[Signer],
    publisher: Publisher,
    *,
    own: int,
    index_of: Callable[[], int | None],
    timeout: float,
    sleep: Callable[[float], object],
    clock: Callable[[], float],
    allow: Callable[[], None] = _nothing,
) -> int | None:
    """The index of pending row `own` once durably published; None after `timeout` seconds: promise then.

    `index_of` asks the database for the row's index; it is called only when somebody else may have placed it.
    """
    deadline, seen = clock() + timeout, publisher.published_size()
    while True:
        step = integrate(store, signers, publisher, allow=allow)
        if step is not None and own in step.indices:
            return step.indices[own]
        if step is not None and (index := _landed(publisher, index_of)) is not None:
            return index
        if clock() >= deadline:
            return None
        sleep(PAUSE)
        size = publisher.published_size()
        if size != seen and (index := _landed(publisher, index_of)) is not None:
            return index
        seen = size


def guard(state: LogState, head: checkpoint.Checkpoint, marks: Iterable[anchor.Mark] = ()) -> None:
    """What must hold before anything is signed: design rule 5.4, the part that needs no network."""
    root = merkle.Frontier.unpack(state.size, state.frontier).root()
    point = checkpoint.unverified(state.note) if state.size else checkpoint.NOTHING
    if (point.size, point.root) != (state.size, root):
        raise RollbackDetected("state", size=state.size)
    anchor.check(point, [anchor.Mark(anchor.PUBLISHED, head), *marks])


def _record(store: Store, signers: Sequence[Signer], state: LogState, rows: list[Pending]) -> LogState:
    hashes = [merkle.leaf_hash(row.entry) for row in rows]
    frontier = merkle.Frontier.unpack(state.size, state.frontier).extend(hashes)
    point = checkpoint.Checkpoint(signers[0].verifier.name, frontier.size, frontier.root())
    new = LogState(frontier.size, frontier.pack(), checkpoint.sign(point, signers))
    placed = zip(rows, hashes, strict=True)
    store.place([Placed(row.id, state.size + at, row.entry, leaf) for at, (row, leaf) in enumerate(placed)])
    if not store.save_state(state.size, new):
        raise StoreConflict("state", size=state.size)
    return new


def _landed(publisher: Publisher, index_of: Callable[[], int | None]) -> int | None:
    index = index_of()
    return index if index is not None and index < publisher.published_size() else None
