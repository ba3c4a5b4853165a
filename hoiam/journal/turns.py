"""Settling in turns: the threads of a process that wait together share one commit, one signature, one flush.

Whoever holds the turn integrates for all who wait; they then find their index here, without asking the database.
"""

import threading
import time

from hoiam.journal import store
from hoiam.ledger import sequencer

_KEPT = 4096
_turn = threading.Lock()
_found: dict[int, int] = {}


def settle(*, event_id: int, timeout: float) -> int | None:
    """The published index of this event, or None after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    if not _turn.acquire(timeout=timeout):
        return None
    try:
        index = _found.pop(event_id, None)
        return _integrate(event_id, deadline) if index is None else index
    finally:
        _turn.release()


def run() -> int:
    """Place and publish everything that waits; the published size."""
    ours, publisher = store.store(), store.publisher()
    with _turn:
        while ours.waiting() or publisher.published_size() < ours.state().size:
            step = sequencer.integrate(ours, store.signer(), publisher)
            if step is None or len(step.indices) < sequencer.LIMIT:
                break
        _share(ours)
    return publisher.published_size()


def _integrate(event_id: int, deadline: float) -> int | None:
    ours, signer, publisher = store.store(), store.signer(), store.publisher()
    step = sequencer.integrate(ours, signer, publisher)
    if step is not None and event_id in step.indices:
        _share(ours)
        return _found.pop(event_id)
    index = sequencer.settle(
        ours,
        signer,
        publisher,
        own=event_id,
        index_of=lambda: ours.index_of(event_id),
        timeout=deadline - time.monotonic(),
        sleep=time.sleep,
        clock=time.monotonic,
    )
    if index is not None:
        _share(ours)
        _found.pop(event_id, None)
    return index


def _share(ours: store.DjangoStore) -> None:
    """What one store placed is published by now; the oldest go first, they were other processes' events."""
    _found.update(ours.placed)
    while len(_found) > _KEPT:
        del _found[next(iter(_found))]
