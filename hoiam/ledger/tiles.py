"""C2SP tlog-tiles: the log as files. Paths, reading, proofs from tiles, writing and pruning."""

import os
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


def write_new(target: str, data: bytes) -> None:
    """Write a file nobody reads yet; if it is there already, replace it in one step."""
    try:
        handle = _create(target)
    except FileExistsError:
        replace(target, data)
        return
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def replace(target: str, data: bytes) -> None:
    """Readers see the old file or the new one. One writer at a time: the name beside it is fixed."""
    beside = target + ".new"
    with os.fdopen(_create(beside, os.O_TRUNC), "wb") as file:
        file.write(data)
    os.replace(beside, target)  # noqa: PTH105


def prune(directory: Path, level: int | str, n: int) -> None:
    """Delete the partial tiles of a full one."""
    folder = directory / f"{path(level, n)}.p"
    if folder.is_dir():
        for partial in folder.iterdir():
            partial.unlink()
        folder.rmdir()


def _create(target: str, flag: int = os.O_EXCL) -> int:
    flags = os.O_WRONLY | os.O_CREAT | flag
    try:
        return os.open(target, flags, 0o644)
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        return os.open(target, flags, 0o644)
