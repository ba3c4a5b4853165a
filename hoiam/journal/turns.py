"""Settling in turns: the threads of a process that wait together share one commit, one signature, one flush.

Whoever holds the turn integrates for all who wait; they then find their index here, without asking the database.
"""

import functools
import threading
import time
from itertools import islice

from django.conf import settings
from django.utils import timezone

from hoiam.journal import guarding, monitoring, store, wide
from hoiam.ledger import sequencer
from hoiam.ledger.errors import Damaged
from hoiam.ledger.publish import Publisher

_KEPT = 4096


class Turns:
    """One per log folder and process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[int, int] = {}

    def settle(self, *, event_id: int, timeout: float) -> int | None:
        """The published index of this event, or None after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        if not self._lock.acquire(timeout=timeout):
            return None
        try:
            index = self._found.pop(event_id, None)
            return self._integrate(event_id, deadline) if index is None else index
        finally:
            self._lock.release()

    def run(self) -> int:
        """Place and publish everything that waits; the published size."""
        ours, publisher = store.store(), store.publisher()
        with self._lock:
            while _unfinished(ours, publisher):
                step = sequencer.integrate(ours, wide.signers(), publisher, allow=_allow)
                self._share(ours)
                if step is None or len(step.indices) < sequencer.LIMIT:
                    break
        return publisher.published_size()

    def _integrate(self, event_id: int, deadline: float) -> int | None:
        ours, signers, publisher = store.store(), wide.signers(), store.publisher()
        step = sequencer.integrate(ours, signers, publisher, allow=_allow)
        index = step.indices.get(event_id) if step else None
        if index is None:
            index = sequencer.settle(
                ours,
                signers,
                publisher,
                own=event_id,
                index_of=lambda: ours.index_of(event_id),
                timeout=deadline - time.monotonic(),
                sleep=time.sleep,
                clock=time.monotonic,
                allow=_allow,
            )
        if index is not None:
            self._share(ours)
            self._found.pop(event_id, None)
        return index

    def _share(self, ours: store.DjangoStore) -> None:
        """What one store placed is published by now. The oldest go first: other processes' events stay unasked.

        They go many at a time: to take the first out of a dict again and again steps over all that went before.
        """
        self._found.update(ours.placed)
        ours.placed.clear()
        if len(self._found) > 2 * _KEPT:
            self._found = dict(islice(self._found.items(), len(self._found) - _KEPT, None))


def _allow() -> None:
    monitoring.first(at=timezone.now())
    guarding.allow()


def _unfinished(ours: store.DjangoStore, publisher: Publisher) -> bool:
    """Events wait, or files do: published behind the database, or damaged."""
    try:
        return ours.waiting() or publisher.published_size() < ours.state().size
    except Damaged:
        return True


def turns() -> Turns:
    """Of this installation's log."""
    return _turns(str(settings.HOIAM_LOG_DIR))


def forget() -> None:
    """What is in memory of a folder that was moved away."""
    _turns.cache_clear()


@functools.lru_cache(maxsize=4)
def _turns(_: str) -> Turns:
    return Turns()
