"""How far the log has been seen elsewhere: a high-water file on another disk, and the rule that binds signing to it.

Nothing may be signed by a database that is older than, or differs from, what any of these places has seen.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from hoiam.ledger import checkpoint, merkle
from hoiam.ledger.checkpoint import NOTHING, Checkpoint
from hoiam.ledger.errors import Damaged, Malformed, RollbackDetected, Unproven
from hoiam.ledger.note import MAX_NOTE
from hoiam.ledger.record import alone, replace_durably, small

PUBLISHED, ANCHOR = "published", "anchor"


class Mark(NamedTuple):
    """What a place has seen: the published folder, the anchor, a witness by its name."""

    where: str
    point: Checkpoint


def check(ours: Checkpoint, marks: Iterable[Mark]) -> None:
    """RollbackDetected, with the place, unless `ours` is at least as large as each, and equal where equally large."""
    for where, seen in marks:
        if seen.size and ours.size and seen.origin != ours.origin:
            raise RollbackDetected("other_log", where=where)
        if seen.size > ours.size:
            raise RollbackDetected("database_behind", where=where, database=ours.size, published=seen.size)
        if seen.size == ours.size and seen.root != ours.root:
            raise RollbackDetected("fork", where=where, size=seen.size)


def check_prefixes(ours: Checkpoint, marks: Iterable[Mark], nodes: merkle.Nodes) -> None:
    """RollbackDetected unless each smaller mark is a prefix of `ours`; `nodes` are of the tree of that size."""
    for where, seen in marks:
        if not 0 < seen.size < ours.size:
            continue
        proof = merkle.consistency_proof(seen.size, ours.size, nodes)
        try:
            merkle.verify_consistency(seen.size, ours.size, seen.root, ours.root, proof)
        except Unproven:
            raise RollbackDetected("fork", where=where, size=seen.size) from None


class Anchor:
    """The newest signed checkpoint, in a file on another disk than database and log; empty before the first.

    A file that is not there is an error, for its disk may not be mounted: it is made by `begin` or `adopt` alone.
    """

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._known = ("", NOTHING)

    def point(self) -> Checkpoint:
        """Damaged: anchor_missing, anchor_unreadable."""
        text = self._read()
        if text != self._known[0]:
            try:
                self._known = (text, checkpoint.unverified(text) if text else NOTHING)
            except Malformed:
                raise Damaged("anchor_unreadable") from None
        return self._known[1]

    def mark(self) -> Mark:
        return Mark(ANCHOR, self.point())

    def begin(self) -> None:
        """For a log without entries; leaves a file that is there alone."""
        with alone(f"{self._path}.lock"):
            if not Path(self._path).exists():
                replace_durably(self._path, b"")

    def adopt(self, signed: str) -> None:
        """Begin an anchor for a log that has entries; RollbackDetected if one is there that knows more."""
        self.begin()
        self.raise_to(signed)

    def raise_to(self, signed: str) -> None:
        """Durable when it returns; never backwards. RollbackDetected for another tree of the same size."""
        new = checkpoint.unverified(signed)
        with alone(f"{self._path}.lock"):
            if self.point().size < new.size:
                replace_durably(self._path, signed.encode())
            elif self.point().size == new.size:
                check(new, [self.mark()])

    def _read(self) -> str:
        try:
            return small(self._path, MAX_NOTE).decode()
        except FileNotFoundError:
            raise Damaged("anchor_missing") from None
        except (OSError, UnicodeDecodeError):
            raise Damaged("anchor_unreadable") from None
