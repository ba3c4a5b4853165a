"""Each edition of the open data is told to the public log: which files there are, by their SHA-256."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hoiam.journal import actions as journal, named, open_data as log
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.ledger import edition
from hoiam.ledger.edition import Difference, Edition
from hoiam.public.data import making, store

CHAIN = named.ref("hoiam open data")
UNIT = "office"
MOST = 25


@dataclass(frozen=True, slots=True)
class Told:
    """An edition that the log has: its entry, its moment, and how many sets and files it holds."""

    index: int
    at: datetime
    sets: int
    files: int
    paths: tuple[str, ...] = ()


def tell(*, at: datetime) -> bool:
    """Put what stands on disk into the log, unless its newest edition is just that; whether it was put there now.

    Killed before, the next call does it. Raises what journal.append raises.
    """
    with journal.recording():
        text = edition.spelled(_standing())
        if text == log.latest_beside(edition.KIND) or not edition.read(text):
            return False
        sets = str(len(edition.read(text)))
        journal.append(
            ref=CHAIN,
            kind=edition.KIND,
            unit=UNIT,
            at=at,
            visibility=Visibility.PUBLIC,
            extra={"on": local_day(at).isoformat(), "sets": sets},
            beside=text,
        )
    return True


def check(told: Edition) -> tuple[Difference, ...]:
    """Where the files on disk, read anew byte for byte, are not those of that edition."""
    found = {}
    for name in making.names():
        made = store.made(name)
        if made is not None:
            found[name] = {one.name: _sum(made.folder / one.name) for one in made.files}
    return tuple(edition.differences(told, found))


def newest(*, before: int | None = None) -> tuple[tuple[Told, ...], int | None]:
    """A page of editions, the newest first, and the entry before which the next begins. One statement."""
    found = [_told(*row) for row in log.besides(edition.KIND, most=MOST + 1, before=before)]
    return tuple(found[:MOST]), found[MOST - 1].index if len(found) > MOST else None


def with_file(sha256: str) -> tuple[Told, ...]:
    """Editions in which a file with this hash stands, the newest first. One statement."""
    return tuple(_told(*row, sha256=sha256) for row in log.holding(edition.KIND, f'"{sha256}"', most=MOST))


def _standing() -> Iterator[edition.Set]:
    for name in making.names():
        made = store.made(name)
        if made is not None:
            files = tuple(edition.File(one.name, one.size, one.sha256) for one in made.files)
            yield edition.Set(name, made.on.isoformat(), made.at.isoformat(), made.rows, files)


def _told(index: int, at: datetime, text: str, *, sha256: str = "") -> Told:
    read = edition.read(text)
    paths = edition.holding(read, sha256) if sha256 else ()
    return Told(index, at, len(read), sum(len(one.files) for one in read.values()), paths)


def _sum(path: Path) -> str:
    """SHA-256 of a file; nothing of one that is not there."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
