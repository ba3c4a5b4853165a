"""Named 32-byte keys, kept outside the database: environment first, then a file.

`HOIAM_KEY_<NAME>` (base64) wins; otherwise `KEYS_DIR/<name>.key`, made on first use, readable by its owner only.
"""

import base64
import binascii
import functools
import os
from pathlib import Path

from django.conf import settings

SIZE = 32


class KeyUnusableError(Exception):
    """A key is missing or malformed; the message names the key, never its bytes."""


@functools.cache
def named(name: str) -> bytes:
    """The key of that name. Raises KeyUnusableError when it is malformed or cannot be read."""
    from_env = os.environ.get(f"HOIAM_KEY_{name.upper()}")
    return _decode(name, from_env) if from_env else from_file(Path(settings.HOIAM_KEYS_DIR), name)


def from_file(folder: Path, name: str) -> bytes:
    """Read `folder/name.key`, creating it when there is none. Two processes racing get the same key."""
    path = folder / f"{name}.key"
    if not path.exists():
        _create(path)
    try:
        return _decode(name, path.read_text(encoding="ascii"))
    except OSError as error:
        raise KeyUnusableError(name) from error


def _decode(name: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error as error:
        raise KeyUnusableError(name) from error
    if len(key) != SIZE:
        raise KeyUnusableError(name)
    return key


def _create(path: Path) -> None:
    """Write a fresh key beside its final name, then link it there: a reader never sees half a key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(os.urandom(SIZE)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
