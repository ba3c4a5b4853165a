"""Editions of open data: which files there were, each by its SHA-256, spelled so that everybody spells them alike.

What an entry of the log names is this text; whoever has a file, or all of them, finds the entry that speaks of it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hoiam.ledger.errors import Malformed

FORMAT = "hoiam.data/v1"
KIND = "data.published"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was published."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Set:
    """The files of one dataset: of which day they tell, when they were made, how many rows."""

    name: str
    on: str
    at: str
    rows: int
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where files are not those of an edition. `what`: missing, unknown, or other (its SHA-256 is another)."""

    path: str
    what: str
    told: str = ""
    stands: str = ""


Edition = Mapping[str, Set]


def spelled(sets: Iterable[Set]) -> str:
    """JSON, sorted keys, no spaces, one line; sets and files by their names."""
    said = {"format": FORMAT, "sets": [_set(one) for one in sorted(sets, key=lambda one: one.name)]}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def read(text: str | bytes) -> Edition:
    """What `spelled` wrote, by name. Raises Malformed."""
    try:
        said = json.loads(text)
        if said["format"] != FORMAT:
            raise Malformed("format")
        sets = [_read(one) for one in said["sets"]]
    except (ValueError, KeyError, TypeError) as error:
        raise Malformed("edition") from error
    return {one.name: one for one in sets}


def differences(told: Edition, found: Mapping[str, Mapping[str, str]]) -> Iterator[Difference]:
    """Of files that are there (SHA-256 by set and name) from those that were told, in the order of their paths."""
    known = {f"{one.name}/{file.name}": file.sha256 for one in told.values() for file in one.files}
    there = {f"{name}/{file}": sha for name, files in found.items() for file, sha in files.items()}
    for path in sorted(known.keys() | there.keys()):
        was, now = known.get(path, ""), there.get(path, "")
        if was != now:
            what = "missing" if not now else "unknown" if not was else "other"
            yield Difference(path, what, was, now)


def changed(before: Edition, after: Edition) -> tuple[str, ...]:
    """The sets of an edition that are new in it or not as they were before, and those that it no longer has."""
    names = before.keys() | after.keys()
    return tuple(sorted(name for name in names if before.get(name) != after.get(name)))


def holding(edition: Edition, sha256: str) -> tuple[str, ...]:
    """Paths of the files with this hash."""
    found = (
        f"{one.name}/{file.name}" for one in edition.values() for file in one.files if file.sha256 == sha256
    )
    return tuple(sorted(found))


def _set(one: Set) -> dict[str, object]:
    files = sorted(one.files, key=lambda file: file.name)
    told = [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in files]
    return {"name": one.name, "on": one.on, "at": one.at, "rows": one.rows, "files": told}


def _read(one: Mapping[str, object]) -> Set:
    files = one["files"]
    if not isinstance(files, list):
        raise Malformed("files")
    told = tuple(File(str(file["name"]), int(file["size"]), str(file["sha256"])) for file in files)
    return Set(str(one["name"]), str(one["on"]), str(one["at"]), int(str(one["rows"])), told)
