"""The publisher's journal: an append-only file whose one flush makes a publication durable.

Everything published since the last full tile can be rebuilt from it, so tiles and checkpoint need no flush
of their own. Layout: docs/ledger.md. Used only by whoever holds the publication lock.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import NamedTuple

from hoiam.ledger.errors import Malformed
from hoiam.ledger.tiles import frame as framed, unframe

_MAGIC = b"hoiam.record/v1\n"
_HEAD = len(_MAGIC) + 8
_SUM = 16
_LENGTH = 4
_COUNTS = 12


class Frame(NamedTuple):
    """One publication: entries start … and the signed note of the size they lead to ("" for size 0)."""

    start: int
    entries: list[bytes]
    note: str


class Record:
    """Remembers how far it has read; `base` is the first entry the file holds, -1 when not known."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.forget()

    def forget(self) -> None:
        self.base = -1
        self._end = 0

    def look(self) -> tuple[bool, list[Frame]]:
        """Frames written since the last look. True if the file is another one: then all its frames."""
        try:
            with open(self._path, "rb") as file:  # noqa: PTH123
                head = file.read(_HEAD)
                base = int.from_bytes(head[len(_MAGIC) :], "big")
                if len(head) != _HEAD or not head.startswith(_MAGIC):
                    self.forget()
                    return True, []
                other = base != self.base
                if other:
                    self.base, self._end = base, _HEAD
                file.seek(self._end)
                return other, self._read(file.read())
        except FileNotFoundError:
            self.forget()
            return True, []

    def append(self, frame: Frame) -> None:
        """Durable when it returns. A torn tail left by a killed writer is cut off first."""
        data = _pack(frame)
        with open(self._path, "r+b") as file:  # noqa: PTH123
            file.truncate(self._end)
            file.seek(self._end)
            try:
                file.write(data)
                file.flush()
                os.fdatasync(file.fileno())
            except OSError:
                # After a failed flush the kernel may call the lost pages clean: never trust this frame.
                os.ftruncate(file.fileno(), self._end)
                raise
        self._end += len(data)

    def flush(self) -> None:
        """Make durable what another writer, killed before its flush, has left."""
        with open(self._path, "r+b") as file:  # noqa: PTH123
            os.fdatasync(file.fileno())

    def restart(self, frame: Frame) -> None:
        """Begin a new file with this frame; everything below its start must be durable already."""
        data = _MAGIC + frame.start.to_bytes(8, "big") + _pack(frame)
        replace_durably(self._path, data)
        self.base, self._end = frame.start, len(data)

    def _read(self, data: bytes) -> list[Frame]:
        frames, at = list[Frame](), 0
        while True:
            start = at + _LENGTH + _SUM
            end = start + int.from_bytes(data[at : at + _LENGTH], "big")
            payload = data[start:end]
            if len(payload) < _COUNTS or sha256(payload).digest()[:_SUM] != data[at + _LENGTH : start]:
                break
            frames.append(_unpack(payload))
            at = end
        self._end += at
        return frames


def replace_durably(path: str, data: bytes, mode: int = 0o644, *, beside: str = "") -> None:
    """The old content or the new, whatever happens; on disk when it returns. One writer at a time.

    `beside`: where the new content is put together, by default next to the old.
    """
    beside = beside or f"{path}.new"
    _write(beside, data, mode)
    flush_file(beside)
    os.replace(beside, path)  # noqa: PTH105
    flush_directory(os.path.dirname(path))  # noqa: PTH120


def replace_all_durably(folder: str, files: Mapping[str, bytes], mode: int = 0o644, *, mark: str) -> None:
    """As replace_durably, for many files of one folder: whichever of them is there is whole, on disk are all of them
    when it returns. What is written before the first flush shares it. `mark`: what no other writer adds to a name.
    """
    besides = {name: f"{folder}/.{name}.{mark}" for name in files}
    for name, beside in besides.items():
        _write(beside, files[name], mode)
    for beside in besides.values():
        flush_file(beside)
    for name, beside in besides.items():
        os.replace(beside, f"{folder}/{name}")  # noqa: PTH105
    flush_directory(folder)


def _write(path: str, data: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


@contextmanager
def alone(path: str) -> Iterator[None]:
    """One at a time, among threads and processes, whoever names this lock file."""
    handle = os.open(
        path, os.O_RDWR | os.O_CREAT, 0o600
    )  # a handle of its own each time: threads exclude each other
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def small(path: str, limit: int) -> bytes:
    """At most one byte more than the limit, which a parser then refuses. Raises OSError."""
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read(limit + 1)


def flush_file(path: str) -> None:
    with open(path, "rb") as file:  # noqa: PTH123
        os.fsync(file.fileno())


def flush_directory(path: str) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pack(frame: Frame) -> bytes:
    bundle = b"".join(map(framed, frame.entries))
    payload = frame.start.to_bytes(8, "big") + len(bundle).to_bytes(4, "big") + bundle + frame.note.encode()
    return len(payload).to_bytes(_LENGTH, "big") + sha256(payload).digest()[:_SUM] + payload


def _unpack(payload: bytes) -> Frame:
    end = _COUNTS + int.from_bytes(payload[8:_COUNTS], "big")
    try:
        return Frame(
            int.from_bytes(payload[:8], "big"), unframe(payload[_COUNTS:end]), payload[end:].decode()
        )
    except UnicodeDecodeError:
        raise Malformed("record") from None
