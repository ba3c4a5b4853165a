"""The archive of checkpoints beside the published log: what witnesses saw, and when.

`witnessed` is the newest checkpoint that meets the policy. `checkpoints/<size>` is the first seen of this size,
`checkpoints/<size>.last` the latest, cosigned anew while the log stood still. Cosigned sizes bracket an entry in
time: it was not there at the last smaller one, and was there at the first larger one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hoiam.ledger import checkpoint
from hoiam.ledger.audit import ARCHIVE, WITNESSED
from hoiam.ledger.errors import LedgerError
from hoiam.ledger.note import MAX_NOTE
from hoiam.ledger.policy import Admitted, Policy
from hoiam.ledger.record import alone, replace_durably, small

KEEP_ALL = 90 * 86_400
THEN_EVERY = 3600
LAST = ".last"
_NAME = re.compile(r"(?:0|[1-9]\d{0,18})(?:\.last)?", re.ASCII)


class Bracket(NamedTuple):
    """Unix seconds: not before, and not after; None where no cosignature tells."""

    after: int | None
    before: int | None


class Archive:
    """One directory of a published log. The first checkpoint of a size stays once it is cosigned."""

    def __init__(self, directory: Path) -> None:
        self._home = directory
        self._folder = directory / ARCHIVE
        self._listed: tuple[int, list[int]] = (-1, [])

    def witnessed(self) -> str:
        """The newest checkpoint that met the policy when it was kept; "" if there is none."""
        return _text(self._home / WITNESSED)

    def get(self, size: int) -> str:
        return _text(self._folder / str(size))

    def keep(self, signed: str, policy: Policy) -> None:
        """File a signed checkpoint under its size; as `witnessed` too, if it meets a quorum and none larger does."""
        size = checkpoint.unverified(signed).size
        self._folder.mkdir(parents=True, exist_ok=True)
        with alone(f"{self._home}/.archive"):  # what is published never goes backwards
            known, seen = admitted(self.get(size), policy), admitted(signed, policy)
            last = LAST if known is not None and known.cosigned else ""
            self._write(self._folder / f"{size}{last}", signed)
            self._listed = (-1, [])
            if seen is not None and seen.witnessed and size >= self.witnessed_size():
                self._write(self._home / WITNESSED, signed)

    def witnessed_size(self) -> int:
        text = self.witnessed()
        return checkpoint.unverified(text).size if text else 0

    def newest_at(self) -> float:
        """When the largest archived checkpoint was written; 0 when there is none."""
        for size in reversed(self.sizes()):
            with suppress(FileNotFoundError):
                return (self._folder / str(size)).stat().st_mtime
        return 0.0

    def sizes(self) -> list[int]:
        """Every archived size, rising."""
        try:
            changed = self._folder.stat().st_mtime_ns
        except FileNotFoundError:
            return []
        if changed != self._listed[0]:
            names = (path.name for path in self._folder.iterdir())
            found = {int(name.removesuffix(LAST)) for name in names if _NAME.fullmatch(name)}
            self._listed = (changed, sorted(found))
        return self._listed[1]

    def names(self, *, after: int, most: int) -> tuple[list[str], int | None]:
        """Files of up to `most` sizes beyond `after`, rising; with the size to go on after, None at the end."""
        sizes = self.sizes()
        first = bisect_right(sizes, after)
        page = sizes[first : first + most]
        files = (f"{size}{end}" for size in page for end in ("", LAST))
        more = len(sizes) > first + most
        return [name for name in files if (self._folder / name).is_file()], page[-1] if more else None

    def bracket(self, index: int, policy: Policy) -> Bracket:
        """Between which times entry `index` was logged; the worst case of those who cosigned."""
        sizes = self.sizes()
        middle = bisect_right(sizes, index)  # sizes <= index do not hold the entry
        older = (f"{size}{end}" for size in reversed(sizes[:middle]) for end in (LAST, ""))
        newer = (str(size) for size in sizes[middle:])
        after = next(self._times(older, policy), None)
        before = next(self._times(newer, policy), None)
        return Bracket(min(after) if after else None, max(before) if before else None)

    def thin(self, now: int, policy: Policy) -> int:
        """Beyond 90 days keep one an hour; how many files went."""
        removed, hour = 0, -1
        for size in self.sizes():
            path = self._folder / str(size)
            with suppress(FileNotFoundError):
                if path.stat().st_mtime > now - KEEP_ALL:
                    break
            times = next(self._times(iter([str(size)]), policy), None)
            this = min(times) // THEN_EVERY if times else hour
            if times is None or this != hour:
                hour = this
                continue
            for name in (str(size), f"{size}{LAST}"):
                with suppress(FileNotFoundError):
                    (self._folder / name).unlink()
                    removed += 1
        return removed

    def _write(self, target: Path, text: str) -> None:
        """The old file or the new one. The file beside it is outside the archive, which is audited as a whole."""
        replace_durably(str(target), text.encode(), beside=f"{self._home}/.archive.new")

    def _times(self, names: Iterator[str], policy: Policy) -> Iterator[list[int]]:
        """Of those checkpoints that meet the policy, when they were cosigned."""
        for name in names:
            text = _text(self._folder / name)
            seen = admitted(text, policy) if text else None
            if seen is not None and seen.cosigned:
                yield [one.time or 0 for one in seen.cosigned]


def admitted(signed: str, policy: Policy) -> Admitted | None:
    """What the policy believes of it; None if it does not."""
    try:
        return policy.admit(signed)
    except LedgerError:
        return None


def _text(path: Path) -> str:
    try:
        return small(str(path), MAX_NOTE).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
