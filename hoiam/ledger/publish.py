"""Publishing the log as static files: durable with one flush, never ahead of its tiles, never backwards.

The power-loss argument is in docs/ledger.md. All writing happens within a `turn`: one writer per directory.
"""

import fcntl
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from hoiam.ledger import checkpoint, edge as edges, merkle, tiles
from hoiam.ledger.anchor import Anchor, Mark
from hoiam.ledger.checkpoint import NOTHING
from hoiam.ledger.edge import Edge
from hoiam.ledger.errors import Damaged, Malformed, RollbackDetected
from hoiam.ledger.record import Frame, Record, flush_directory, flush_file
from hoiam.ledger.store import LogState, Store

_BATCH = 16 * tiles.WIDTH
_FLUSHING = 8


class Publisher:
    """One per directory and process; threads may share it. `reader` serves proofs from what is published.

    `anchor`, if there is one, follows every publication and is never passed by an older database.
    """

    def __init__(self, directory: Path, anchor: Anchor | None = None) -> None:
        self.reader = tiles.Reader(directory)
        self.anchor = anchor
        self._home = str(directory)
        self._record = Record(f"{self._home}/.record")
        self._writer = tiles.Writer(self._home)
        self._edge: Edge | None = None
        self._threads = threading.Lock()
        self._head = ("", NOTHING)

    def head(self) -> checkpoint.Checkpoint:
        """The published checkpoint; `NOTHING` before the first. One small read."""
        return self._newest()[1]

    def signed(self) -> str:
        """The published checkpoint as signed; "" before the first."""
        return self._newest()[0]

    def published_size(self) -> int:
        return self.head().size

    def marks(self) -> list[Mark]:
        """What the database must not be behind of, besides `head`. Damaged if the anchor cannot be read."""
        return [self.anchor.mark()] if self.anchor else []

    @contextmanager
    def turn(self, *, wait: bool) -> Iterator[bool]:
        """The right to write here, among threads and processes; yields False if taken and `wait` is False."""
        if not self._threads.acquire(blocking=wait):
            yield False
            return
        try:
            # A new handle each time: a lock on one inherited by fork would be shared with the parent.
            handle = _open_lock(self._home)
            try:
                yield _flock(handle, wait=wait)
            finally:
                os.close(handle)
        finally:
            self._threads.release()

    def ready(self, store: Store) -> None:
        """Within a turn: bring memory and files to what is durable, and files to what is committed."""
        with self._dropping():
            if self._edge is not None:
                self._follow()
                return
            try:
                self._reload(every=True)
            except (Damaged, Malformed):
                self._rebuild(store)
            self._catch_up(store)

    def publish(
        self, state: LogState, tail: Sequence[bytes], entries: Callable[[int, int], list[bytes]]
    ) -> None:
        """Within a turn and after `ready`: publish this committed state.

        `tail` are its last entries; what lies between the published tree and them is asked of `entries`.
        RollbackDetected, and nothing written, if they do not continue what is published.
        """
        with self._dropping():
            edge = self._current()
            if edge.size >= state.size:
                return
            start, need = edge.size, state.size - edge.size
            known = list(tail[-need:])
            new = [*entries(start, need - len(known)), *known] if need > len(known) else known
            files = edge.grow(new)
            if edge.root() != checkpoint.unverified(state.note).root:
                raise RollbackDetected("fork", size=state.size)
            self._record.append(Frame(start, new, state.note))
            for name, data in files:
                self._writer.tile(name, data)
            self._writer.checkpoint(state.note.encode())
            self._rotate(edge, state.note)
            if self.anchor:
                self.anchor.raise_to(state.note)

    def recover(self, store: Store, *, whole: bool = False) -> int:
        """At start-up, and whenever files may have been lost; the published size.

        Rewrites what is newer than the last full tile from the record; `whole` rewrites every tile from the
        store. Idempotent. RollbackDetected if the store is behind what was published.
        """
        with self.turn(wait=True), self._dropping():
            self._drop()
            if whole:
                self._rebuild(store)
            self.ready(store)
            if self.anchor and self.signed():
                self.anchor.raise_to(self.signed())
            return self._current().size

    def _newest(self) -> tuple[str, checkpoint.Checkpoint]:
        text, known = self.reader.checkpoint(), self._head
        if text != known[0]:
            try:
                known = (text, checkpoint.unverified(text) if text else NOTHING)
            except Malformed:
                raise Damaged("checkpoint") from None
            self._head = known
        return known

    def _current(self) -> Edge:
        if self._edge is None:
            raise Damaged("not_ready")
        return self._edge

    def _drop(self) -> None:
        self._edge = None
        self._record.forget()

    @contextmanager
    def _dropping(self) -> Iterator[None]:
        """After any failure memory may be ahead of the files: read them anew next time."""
        try:
            yield
        except BaseException:
            self._drop()
            raise

    def _follow(self) -> None:
        """Take over what another process published since our last turn."""
        other, frames = self._record.look()
        if other:
            self._record.forget()
            self._reload(every=False)
        elif frames:
            self._replay(self._current(), frames)

    def _reload(self, *, every: bool) -> None:
        _, frames = self._record.look()
        if not frames:
            self._adopt()
            return
        if every:
            self.reader.forget()
        self._replay(edges.at(self.reader, frames[0].start), frames, every=every)

    def _replay(self, edge: Edge, frames: Iterable[Frame], *, every: bool = False) -> None:
        """Grow by frames. Files are written if their writer died before its checkpoint, or if `every`."""
        files, note = list[edges.File](), ""
        for frame in frames:
            if frame.start != edge.size:
                raise Damaged("record")
            files += edge.grow(frame.entries)
            note = frame.note
        last = checkpoint.unverified(note) if note else NOTHING
        _agree(edge, last)
        finished = self._published_text() == note
        if not finished:
            if self._known_head().size > last.size:
                raise Damaged("record_behind")
            self._record.flush()
        if every or not finished:
            self._restore(files)
        if not finished:
            self._writer.checkpoint(note.encode())
        self._edge = edge
        self._rotate(edge, note)

    def _adopt(self) -> None:
        """There is no record: begin one at the published checkpoint, or at nothing."""
        head = self.head()
        base = head.size - head.size % tiles.WIDTH
        self.reader.forget()
        edge, files = edges.at(self.reader, base), list[edges.File]()
        if head.size > base:
            files = edge.grow(self.reader.entries(base // tiles.WIDTH, head.size - base))
        _agree(edge, head)
        self._restore(files)
        self._record.restart(Frame(base, edge.unfinished(), self.reader.checkpoint()))
        self._edge = edge

    def _rebuild(self, store: Store) -> None:
        """Every tile from the store, once its tree is known to continue what was published."""
        state, head = store.state(), self._durable_head()
        if head.size > state.size:
            raise RollbackDetected("database_behind", database=state.size, published=head.size)
        frontier = merkle.Frontier()
        for batch in _batches(store, head.size):
            frontier = frontier.extend(map(merkle.leaf_hash, batch))
        if frontier.root() != head.root:
            raise RollbackDetected("fork", size=head.size)
        edge = Edge()
        for batch in _batches(store, state.size):
            self._restore(edge.grow(batch))
        _agree(edge, checkpoint.unverified(state.note) if state.note else NOTHING)
        os.sync()
        self._record.restart(Frame(edge.base, edge.unfinished(), state.note))
        if state.note:
            self._writer.checkpoint(state.note.encode())
        self.reader.forget()
        self._edge = edge

    def _catch_up(self, store: Store) -> None:
        state, edge = store.state(), self._current()
        if state.size - edge.size > _BATCH:
            self._rebuild(store)
        elif state.size > edge.size:
            self.publish(state, [], store.entries)

    def _durable_head(self) -> checkpoint.Checkpoint:
        """The newest checkpoint that record or file knows of, whatever else is broken."""
        self._record.forget()
        found = [self._known_head()]
        notes = [frame.note for frame in self._record.look()[1] if frame.note]
        found += map(checkpoint.unverified, notes)
        return max(found, key=lambda one: one.size)

    def _known_head(self) -> checkpoint.Checkpoint:
        """Nothing, if the file was lost with the power."""
        try:
            return self.head()
        except Damaged:
            return NOTHING

    def _published_text(self) -> str | None:
        try:
            return self.reader.checkpoint()
        except Damaged:
            return None

    def _restore(self, files: Iterable[edges.File]) -> None:
        for name, data in files:
            target = f"{self._home}/{name}"
            if _content(target) != data:
                tiles.replace(target, data)

    def _rotate(self, edge: Edge, note: str) -> None:
        """Once a tile is full: flush it and all above it, begin a new record, drop the partial tiles."""
        base = self._record.base
        if edge.base <= base:
            return
        full = edges.full_tiles(base, edge.size)
        _flush(self._home, [*(tiles.path(*tile) for tile in full), *edge.upper()])
        self._record.restart(Frame(edge.base, edge.unfinished(), note))
        for tile in full:
            self._writer.prune(*tile)


def _agree(edge: Edge, point: checkpoint.Checkpoint) -> None:
    if (edge.size, edge.root()) != (point.size, point.root):
        raise Damaged("root", size=point.size)


def _batches(store: Store, size: int) -> Iterator[list[bytes]]:
    for start in range(0, size, _BATCH):
        want = min(_BATCH, size - start)
        batch = store.entries(start, want)
        if len(batch) != want:
            raise RollbackDetected("entries_missing", start=start)
        yield batch


def _flush(home: str, names: Sequence[str]) -> None:
    """Side by side, so that one commit of the file system's own journal serves several: on a busy disk a sixth."""
    folders = {home, *(f"{home}/{parent}" for name in names for parent in Path(name).parents)}
    with ThreadPoolExecutor(_FLUSHING) as pool:
        files = pool.map(flush_file, [f"{home}/{name}" for name in names])
        for _ in (*files, *pool.map(flush_directory, folders)):
            pass  # whatever could not be flushed raises here


def _content(target: str) -> bytes | None:
    with suppress(FileNotFoundError):
        return Path(target).read_bytes()
    return None


def _open_lock(home: str) -> int:
    try:
        return os.open(f"{home}/.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except FileNotFoundError:
        Path(home).mkdir(parents=True, exist_ok=True)
        return os.open(f"{home}/.lock", os.O_RDWR | os.O_CREAT, 0o644)


def _flock(handle: int, *, wait: bool) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
