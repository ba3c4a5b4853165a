"""The right edge of the published tree: the unfinished tile of every level, and what an append changes."""

from collections.abc import Sequence

from hoiam.ledger import merkle
from hoiam.ledger.tiles import ENTRIES, HEIGHT, WIDTH, Reader, frame, path, split, unframe, width_at

File = tuple[str, bytes]
"""Path below the directory, and content."""


class Edge:
    def __init__(self, levels: list[list[bytes]] | None = None) -> None:
        self.levels: list[list[bytes]] = levels or [[]]  # hashes of each level's partial tile, fewer than 256
        self.bundle = bytearray()  # the entries of level 0's partial tile, framed
        self.frontier = _frontier(self.levels)

    @property
    def size(self) -> int:
        return self.frontier.size

    @property
    def base(self) -> int:
        """Every entry below is in a full tile."""
        return self.size - len(self.levels[0])

    def unfinished(self) -> list[bytes]:
        """The entries of the partial tile."""
        return unframe(bytes(self.bundle))

    def grow(self, entries: Sequence[bytes]) -> list[File]:
        """Append entries; returns the full tiles this made and the partial tiles of the new size."""
        files, at, old = list[File](), 0, self.size
        while at < len(entries):
            part = entries[at : at + WIDTH - len(self.levels[0])]
            at += len(part)
            self._take(part)
            if len(self.levels[0]) == WIDTH:
                files += self._carry()
        return files + self._partial(old)

    def root(self) -> bytes:
        return self.frontier.root()

    def upper(self) -> list[str]:
        """Paths of the partial tiles above level 0: the record does not hold what they are made of."""
        found = enumerate(self.levels[1:], 1)
        return [path(level, self.size >> HEIGHT * (level + 1), len(part)) for level, part in found if part]

    def _take(self, part: Sequence[bytes]) -> None:
        hashes = [merkle.leaf_hash(one) for one in part]
        self.levels[0] += hashes
        self.bundle += b"".join(map(frame, part))
        self.frontier = self.frontier.extend(hashes)

    def _carry(self) -> list[File]:
        files = [(path(ENTRIES, self.size // WIDTH - 1), bytes(self.bundle))]
        self.bundle.clear()
        level = 0
        while len(full := self.levels[level]) == WIDTH:
            files.append((path(level, (self.size >> HEIGHT * (level + 1)) - 1), b"".join(full)))
            self.levels[level] = []
            level += 1
            if level == len(self.levels):
                self.levels.append([])
            self.levels[level].append(merkle.fold(full))
        return files

    def _partial(self, old: int) -> list[File]:
        files = list[File]()
        for level, hashes in enumerate(self.levels):
            n = self.size >> HEIGHT * (level + 1)
            if hashes and self.size >> HEIGHT * level != old >> HEIGHT * level:
                files.append((path(level, n, len(hashes)), b"".join(hashes)))
        if self.bundle and self.size != old:
            files.append((path(ENTRIES, self.size // WIDTH, len(self.levels[0])), bytes(self.bundle)))
        return files


def at(reader: Reader, size: int) -> Edge:
    """The edge of a tree whose size is a multiple of 256, from the partial tiles of the higher levels."""
    levels, level = [list[bytes]()], 1
    while size >> HEIGHT * level:
        n = size >> HEIGHT * (level + 1)
        width = width_at(level, n, size)
        levels.append(split(reader.tile(level, n, width)) if width else [])
        level += 1
    return Edge(levels)


def full_tiles(old: int, size: int) -> list[tuple[int | str, int]]:
    """Level and number of every tile that became full when a tree of `old` leaves grew to `size`."""
    found: list[tuple[int | str, int]] = [(ENTRIES, n) for n in range(old // WIDTH, size // WIDTH)]
    level = 0
    while size >> HEIGHT * (level + 1):
        shift = HEIGHT * (level + 1)
        found += [(level, n) for n in range(old >> shift, size >> shift)]
        level += 1
    return found


def _frontier(levels: list[list[bytes]]) -> merkle.Frontier:
    size, peaks = 0, list[bytes]()
    for level in reversed(range(len(levels))):
        hashes, first = levels[level], 0
        size += len(hashes) << HEIGHT * level
        for bit in reversed(range(HEIGHT)):
            if len(hashes) >> bit & 1:
                peaks.append(merkle.fold(hashes[first : first + (1 << bit)]))
                first += 1 << bit
    return merkle.Frontier(size, tuple(peaks))
