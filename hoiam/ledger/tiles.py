"""C2SP tlog-tiles: the log as files. Paths, reading, proofs from tiles, writing and pruning."""

import os
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from hoiam.ledger import merkle
from hoiam.ledger.errors import Damaged, Malformed
from hoiam.ledger.merkle import HASH

HEIGHT = 8
WIDTH = 1 << HEIGHT
ENTRIES = "entries"
MAX_ENTRY = 0xFFFF
_LENGTH = 2
_GROUP = 1000
_MAX_FILES = 64
_MAX_NODES = 4096
_MAX_SPARES = 2 * WIDTH
_HEADS = 8


def path(level: int | str, n: int, width: int = WIDTH) -> str:
    """`level` is 0 … 63 or ENTRIES; a width below 256 names a partial tile."""
    last, name = n % _GROUP, ""
    while n := n // _GROUP:
        name = f"x{n % _GROUP:03d}/{name}"
    return f"tile/{level}/{name}{last:03d}{'' if width == WIDTH else f'.p/{width}'}"


def width_at(level: int, n: int, size: int) -> int:
    """How many hashes tile n of this level holds in a tree of `size` leaves."""
    return min(WIDTH, max(0, (size >> HEIGHT * level) - n * WIDTH))


def frame(entry: bytes) -> bytes:
    """An entry as a bundle holds it: length, then bytes."""
    return len(entry).to_bytes(_LENGTH, "big") + entry


def unframe(bundle: bytes) -> list[bytes]:
    entries, at = list[bytes](), 0
    while at < len(bundle):
        start = at + _LENGTH
        at = start + int.from_bytes(bundle[at:start], "big")
        if start > len(bundle) or at > len(bundle):
            raise Malformed("bundle")
        entries.append(bundle[start:at])
    return entries


def split(tile: bytes) -> list[bytes]:
    return [tile[at : at + HASH] for at in range(0, len(tile), HASH)]


class Reader:
    """A published directory. Keeps what it read: tiles and complete subtrees never change."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._files: dict[str, bytes] = {}
        self._nodes: dict[tuple[int, int], bytes] = {}

    def checkpoint(self) -> str:
        """The newest published checkpoint, or "" when nothing was published yet."""
        try:
            return (self.directory / "checkpoint").read_text("utf-8")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError:
            raise Damaged("checkpoint") from None

    def tile(self, level: int, n: int, width: int) -> bytes:
        """The first `width` hashes of a tile, joined."""
        data = self._read(level, n, width)[: width * HASH]
        if len(data) != width * HASH:
            raise Damaged("tile", path=path(level, n, width))
        return data

    def entries(self, n: int, width: int) -> list[bytes]:
        try:
            found = unframe(self._read(ENTRIES, n, width))[:width]
        except Malformed:
            found = []
        if len(found) != width:
            raise Damaged("tile", path=path(ENTRIES, n, width))
        return found

    def nodes(self, size: int) -> merkle.Nodes:
        """Complete subtrees of the published tree of `size` leaves."""

        def node(height: int, index: int) -> bytes:
            known = self._nodes.get((height, index))
            return known if known is not None else self._fold(height, index, size)

        return node

    def forget(self) -> None:
        """Read everything anew, after the directory was repaired."""
        self._files.clear()
        self._nodes.clear()

    def _fold(self, height: int, index: int, size: int) -> bytes:
        level, inner = divmod(height, HEIGHT)
        n, first = divmod(index << inner, WIDTH)
        data = self.tile(level, n, width_at(level, n, size))
        top = merkle.fold(split(data[first * HASH : (first + (1 << inner)) * HASH]))
        if len(self._nodes) >= _MAX_NODES:
            self._nodes.clear()
        self._nodes[height, index] = top
        return top

    def _read(self, level: int | str, n: int, width: int) -> bytes:
        name = path(level, n, width)
        data = self._files.get(name)
        if data is None:
            data = self._load(name, path(level, n))
            if len(self._files) >= _MAX_FILES:
                self._files.clear()
            self._files[name] = data
        return data

    def _load(self, name: str, full: str) -> bytes:
        """A partial tile may be gone once the full one exists."""
        for one in (name, full):
            try:
                return (self.directory / one).read_bytes()
            except FileNotFoundError:
                continue
        raise Damaged("tile_missing", path=name)


def replace(target: str, data: bytes) -> None:
    """Readers see the old file or the new one. One writer at a time: the name beside it is fixed."""
    beside = target + ".new"
    with os.fdopen(_create(beside), "wb") as file:
        file.write(data)
    os.replace(beside, target)  # noqa: PTH105


class Writer:
    """Writes into a published directory without making or deleting files where it can.

    A file system that has just deleted many files is slow to make new ones (ext4 steps over every inode
    freed within a minute). So the files of pruned partial tiles are used again, the longest unread first, and
    the checkpoint is one of eight files that take turns. One writer at a time.
    """

    def __init__(self, home: str) -> None:
        self._home = home
        self._spare = f"{home}/.spare"
        self._spares: deque[str] | None = None
        self._heads: dict[int, int] = {}

    def tile(self, name: str, data: bytes) -> None:
        """Write a file that no checkpoint names yet."""
        target = f"{self._home}/{name}"
        for spare in self._take():
            try:
                _overwrite(spare, data)
            except FileNotFoundError:  # another process took it
                continue
            _move(spare, target)
            return
        replace(target, data)

    def checkpoint(self, data: bytes) -> None:
        """Readers see the old one or the new one. A head is overwritten only seven publications later."""
        head, beside = self._next_head(), f"{self._home}/checkpoint.new"
        try:
            _overwrite(head, data)
        except FileNotFoundError:
            replace(head, data)
        with suppress(FileNotFoundError):
            os.unlink(beside)  # noqa: PTH108
        os.link(head, beside)
        os.replace(beside, f"{self._home}/checkpoint")  # noqa: PTH105

    def prune(self, level: int | str, n: int) -> None:
        """Take away the partial tiles of a full one."""
        folder = f"{self._home}/{path(level, n)}.p"
        if not os.path.isdir(folder):  # noqa: PTH112
            return
        spares = self._known()
        for width in sorted(os.listdir(folder), key=lambda name: (len(name), name)):  # noqa: PTH208
            if len(spares) < _MAX_SPARES:
                spares.append(f"{self._spare}/{level}.{n}.{width}")
                _move(f"{folder}/{width}", spares[-1])
            else:
                os.unlink(f"{folder}/{width}")  # noqa: PTH108
        os.rmdir(folder)  # noqa: PTH106

    def _take(self) -> Iterator[str]:
        spares = self._known()
        while spares:
            yield spares.popleft()

    def _known(self) -> deque[str]:
        if self._spares is None:
            found = os.listdir(self._spare) if os.path.isdir(self._spare) else []  # noqa: PTH112, PTH208
            self._spares = deque(f"{self._spare}/{name}" for name in sorted(found))
        return self._spares

    def _next_head(self) -> str:
        """The file after the one that is the checkpoint now, whoever published it."""
        now = _inode(f"{self._home}/checkpoint")
        if now not in self._heads:
            self._heads = {_inode(self._head(slot)): slot for slot in range(_HEADS)}
        return self._head((self._heads.get(now, -1) + 1) % _HEADS)

    def _head(self, slot: int) -> str:
        return f"{self._home}/.head{slot}"


def _inode(target: str) -> int:
    try:
        return os.stat(target).st_ino  # noqa: PTH116
    except FileNotFoundError:
        return -1


def _overwrite(target: str, data: bytes) -> None:
    """In place: neither truncated first nor flushed."""
    handle = os.open(target, os.O_WRONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.truncate(len(data))


def _move(source: str, target: str) -> None:
    try:
        os.replace(source, target)  # noqa: PTH105
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, target)  # noqa: PTH105


def _create(target: str) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    try:
        return os.open(target, flags, 0o644)
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        return os.open(target, flags, 0o644)
