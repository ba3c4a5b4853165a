"""Where files of open data lie: each set of files whole in a folder of its own, and a pointer to the one that counts.

OPEN/<name>/<stamp>/ holds the files and `manifest.json`; OPEN/<name>/current names the stamp and is replaced in one
step, so nobody sees a file that is not finished, nor files of two different makings. The set before stays until the
next making: downloads that began go on.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings

from hoiam.ledger.record import alone, flush_directory, flush_file, replace_durably

_CURRENT, _FAILED, _LOOKED, _MANIFEST = "current", "failed", "looked", "manifest.json"
_MAKING = ".making"
_LETTERS = 12


@dataclass(frozen=True, slots=True)
class FileCard:
    """One finished file."""

    name: str
    size: int
    sha256: str

    @property
    def format(self) -> str:
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Made:
    """A set of files that is there: what day it tells of, when it was made, how many rows."""

    name: str
    on: date
    at: datetime
    rows: int
    files: tuple[FileCard, ...]
    folder: Path

    def file(self, name: str) -> FileCard | None:
        return next((one for one in self.files if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Failure:
    """That the last making did not succeed, when, and the kind of error; never a value of a row."""

    at: datetime
    error: str


def made(name: str) -> Made | None:
    """What is there by now, whole; None before the first making."""
    home = _home(name)
    with suppress(OSError, ValueError, KeyError):
        folder = home / (home / _CURRENT).read_text("ascii").strip()
        said = json.loads((folder / _MANIFEST).read_text("utf-8"))
        files = tuple(FileCard(**one) for one in said["files"])
        return Made(
            name,
            date.fromisoformat(said["on"]),
            datetime.fromisoformat(said["at"]),
            said["rows"],
            files,
            folder,
        )
    return None


def failure(name: str) -> Failure | None:
    """None when the last making went well."""
    with suppress(OSError, ValueError, KeyError):
        said = json.loads((_home(name) / _FAILED).read_text("utf-8"))
        return Failure(datetime.fromisoformat(said["at"]), said["error"])
    return None


def looked_on(name: str) -> date | None:
    """The day of which the last making that went well told, whether anything had changed or not."""
    with suppress(OSError, ValueError):
        return date.fromisoformat((_home(name) / _LOOKED).read_text("ascii"))
    return None


def failed(name: str, *, error: str, at: datetime) -> None:
    """Note it beside the files, which stay as they were."""
    home = _home(name)
    home.mkdir(parents=True, exist_ok=True)
    replace_durably(str(home / _FAILED), json.dumps({"at": at.isoformat(), "error": error}).encode())


def replace(
    name: str,
    *,
    on: date,
    at: datetime,
    write: Callable[[Path], int],
    finish: Callable[[Path], None] | None = None,
) -> Made | None:
    """Put a new set in the place of the old; None when `write` gave the same files as before.

    `write` fills an empty folder and gives the number of rows; `finish` adds what follows from those files, and is only
    called when they differ. One at a time. Raises what they raise, and OSError; the old set then stays.
    """
    home = _home(name)
    home.mkdir(parents=True, exist_ok=True)
    with alone(str(home / ".lock")):
        _sweep(home)
        folder = home / _MAKING
        folder.mkdir()
        rows = write(folder)
        before, sums = made(name), _sums(folder)
        (home / _FAILED).unlink(missing_ok=True)
        (home / _LOOKED).write_text(on.isoformat(), "ascii")
        if before and sums.items() <= {one.name: one.sha256 for one in before.files}.items():
            shutil.rmtree(folder)
            return None
        if finish is not None:
            finish(folder)
        return _put(home, folder, on=on, at=at, rows=rows, keep=before)


def _put(home: Path, folder: Path, *, on: date, at: datetime, rows: int, keep: Made | None) -> Made:
    """Everything is on disk before the pointer names it."""
    files = tuple(FileCard(name, (folder / name).stat().st_size, sha) for name, sha in _sums(folder).items())
    said = {"on": on.isoformat(), "at": at.isoformat(), "rows": rows, "files": [asdict(one) for one in files]}
    (folder / _MANIFEST).write_text(json.dumps(said, indent=1), "utf-8")
    for path in folder.iterdir():
        flush_file(str(path))
    flush_directory(str(folder))
    stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%S%f}-{files[0].sha256[:_LETTERS]}"
    os.replace(folder, home / stamp)  # noqa: PTH105
    flush_directory(str(home))
    replace_durably(str(home / _CURRENT), stamp.encode())
    _sweep(home, keep={stamp, *([keep.folder.name] if keep else [])})
    return Made(home.name, on, at, rows, files, home / stamp)


def _sweep(home: Path, keep: set[str] | None = None) -> None:
    """What an interrupted making left; given what to keep, older sets too."""
    for path in home.iterdir():
        if path.is_dir() and (path.name == _MAKING or (keep is not None and path.name not in keep)):
            shutil.rmtree(path)


def _sums(folder: Path) -> Mapping[str, str]:
    """SHA-256 of each file, by name, in their order."""
    return dict(_summed(folder))


def _summed(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            yield path.name, hashlib.file_digest(file, "sha256").hexdigest()


def _home(name: str) -> Path:
    return Path(settings.HOIAM_OPEN_DIR) / name
