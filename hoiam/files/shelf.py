"""The folder of attachments: every file encrypted, written whole or not at all."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from hoiam.kit import cipher, db

KEY = "files"
ORIGINAL = "original"
CLEAN = "clean"


def put(token: str, copy: str, data: bytes) -> None:
    """Seal and store; on return the bytes and their name are on disk."""
    path = _path(token, copy)
    folder = path.parent
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync(folder.parent)
    _write_whole(path, cipher.named(KEY).seal(data, _context(token, copy)))
    _sync(folder)


def get(token: str, copy: str) -> bytes:
    """The clear bytes. Raises FileNotFoundError, SealBrokenError."""
    return cipher.named(KEY).open(_path(token, copy).read_bytes(), _context(token, copy))


def remove(token: str) -> None:
    """Both copies, if they are there."""
    for copy in (ORIGINAL, CLEAN):
        _path(token, copy).unlink(missing_ok=True)


def older_than(before: datetime) -> Iterator[tuple[str, Path]]:
    """Token and path of each file last written before that moment; a draft has an empty token."""
    for path in Path(settings.HOIAM_FILES_DIR).glob("??/*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                yield path.name.partition(".")[0], path


def _path(token: str, copy: str) -> Path:
    return Path(settings.HOIAM_FILES_DIR) / token[:2] / f"{token}.{copy}"


def _context(token: str, copy: str) -> bytes:
    return f"files/{token}.{copy}".encode()


def _write_whole(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if db.waits_for_disk():
                os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    if not db.waits_for_disk():
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
