"""The whole published log, recomputed from its entries: every tile, the root, every archived checkpoint.

Nothing is believed because another file says so. Checking tiles against each other is not enough: an entry
and its level-0 hash replaced together would pass (CVE-2026-56865).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from hoiam.ledger import checkpoint, commit, merkle, tiles
from hoiam.ledger.edge import Edge
from hoiam.ledger.errors import Damaged, LedgerError
from hoiam.ledger.note import MAX_NOTE
from hoiam.ledger.policy import NONE, Policy

ARCHIVE = "checkpoints"
WITNESSED = "witnessed"


class Finding(NamedTuple):
    """Something that is not as it must be, and the file it was found in."""

    code: str
    path: str


@dataclass(frozen=True, slots=True)
class Report:
    checkpoint: checkpoint.Checkpoint | None  # None if not even that could be believed
    read: int  # entries recomputed
    archived: int  # older checkpoints that were compared
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        return self.checkpoint is not None and not self.findings


def audit(directory: Path, policy: Policy) -> Report:
    """Time and memory are bounded by what is there, not by the size a checkpoint claims."""
    try:
        point = policy.without_quorum().admit(_bounded(directory / "checkpoint")).checkpoint
    except LedgerError as error:
        return Report(None, 0, 0, (Finding(error.code, "checkpoint"),))
    work = _Audit(directory, point)
    work.archive(policy.without_quorum())
    if policy.quorum != NONE:
        work.older_one(WITNESSED, policy)
    work.entries()
    return Report(point, work.edge.size, len(work.older), tuple(work.findings))


class _Audit:
    def __init__(self, directory: Path, point: checkpoint.Checkpoint) -> None:
        self.directory = directory
        self.point = point
        self.reader = tiles.Reader(directory)
        self.edge = Edge()
        self.older: list[tuple[str, checkpoint.Checkpoint]] = []
        self.findings: list[Finding] = []

    def note(self, code: str, path: str) -> None:
        self.findings.append(Finding(code, path))

    def archive(self, policy: Policy) -> None:
        """Older signed checkpoints: each must be a prefix of the tree. A newer one means a rollback."""
        for file in sorted(self.directory.glob(f"{ARCHIVE}/**/*")):
            if not file.is_file():
                continue
            self.older_one(str(file.relative_to(self.directory)), policy)

    def older_one(self, name: str, policy: Policy) -> None:
        """A checkpoint to be found a prefix; the newest that met a quorum is one, and must be there if one is asked."""
        try:
            older = policy.admit(_bounded(self.directory / name)).checkpoint
        except LedgerError as error:
            self.note(error.code, name)
            return
        if older.size > self.point.size:
            self.note("rolled_back", name)
        elif older.origin != self.point.origin:
            self.note("other_log", name)
        else:
            self.older.append((name, older))

    def entries(self) -> None:
        for n in range(-(-self.point.size // tiles.WIDTH)):
            width = tiles.width_at(0, n, self.point.size)
            try:
                bundle = self.reader.entries(n, width)
            except Damaged as error:
                self.note(error.code, tiles.path(tiles.ENTRIES, n, width))
                return
            if any(len(one) != commit.ENTRY or not one.startswith(commit.ENTRY_PREFIX) for one in bundle):
                self.note("entry_shape", tiles.path(tiles.ENTRIES, n, width))
            self._prefixes(bundle)
            full = [file for file in self.edge.grow(bundle) if ".p/" not in file[0]]
            for name, data in full:
                self._same(name, data)
        self._edge_tiles()
        if self.edge.root() != self.point.root:
            self.note("root", "checkpoint")

    def _prefixes(self, bundle: list[bytes]) -> None:
        """Compare the archived checkpoints whose size falls within the next entries."""
        first, last = self.edge.size, self.edge.size + len(bundle)
        for name, older in self.older:
            if first < older.size <= last or older.size == first == 0:
                leaves = map(merkle.leaf_hash, bundle[: older.size - first])
                if self.edge.frontier.extend(leaves).root() != older.root:
                    self.note("fork", name)

    def _edge_tiles(self) -> None:
        for level, hashes in enumerate(self.edge.levels):
            n = self.edge.size >> tiles.HEIGHT * (level + 1)
            if hashes:
                self._same(tiles.path(level, n), b"".join(hashes), len(hashes))
        if self.edge.bundle:
            name = tiles.path(tiles.ENTRIES, self.edge.size // tiles.WIDTH)
            self._same(name, bytes(self.edge.bundle), len(self.edge.levels[0]))

    def _same(self, name: str, data: bytes, width: int = tiles.WIDTH) -> None:
        """The tile, and whatever older partial versions of it are still there."""
        found = {tiles.WIDTH: self.directory / name} if width == tiles.WIDTH else {}
        found |= _partials(self.directory / f"{name}.p")
        if not found.get(width, self.directory / name).is_file():
            self.note("tile_missing", name)
            found.pop(width, None)
        for wide, path in found.items():
            if wide > width or not _is(path, _prefix(name, data, wide)):
                self.note("tile_differs", str(path.relative_to(self.directory)))
                self._suspects(name, path, data)

    def _suspects(self, name: str, path: Path, data: bytes) -> None:
        """Bundles that a tile of level 1 says were others: an entry and its hash replaced together show here."""
        if not name.startswith("tile/1/"):
            return
        first = int("".join(re.findall(r"\d{3}", name))) * tiles.WIDTH
        there = tiles.split(_head(path, len(data)))
        for at, (own, said) in enumerate(zip(tiles.split(data), there, strict=False)):
            if own != said:
                self.note("bundle_differs", tiles.path(tiles.ENTRIES, first + at))


def _partials(folder: Path) -> dict[int, Path]:
    if not folder.is_dir():
        return {}
    return {int(one.name): one for one in _numbered(folder)}


def _numbered(folder: Path) -> Iterator[Path]:
    return (one for one in sorted(folder.iterdir()) if one.name.isascii() and one.name.isdigit())


def _prefix(name: str, data: bytes, wide: int) -> bytes:
    if f"/{tiles.ENTRIES}/" in name:
        return b"".join(map(tiles.frame, tiles.unframe(data)[:wide]))
    return data[: wide * merkle.HASH]


def _is(path: Path, data: bytes) -> bool:
    return _head(path, len(data) + 1) == data


def _head(path: Path, length: int) -> bytes:
    """Never more than it should hold; nothing of what is no file."""
    try:
        with path.open("rb") as file:
            return file.read(length)
    except OSError:
        return b""


def _bounded(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_NOTE + 1)
    except OSError:
        raise Damaged("checkpoint_missing") from None
