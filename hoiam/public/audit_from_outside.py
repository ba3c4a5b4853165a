"""Audit a log of Hồi Âm from outside: python3 audit.py https://HOST/log/ FOLDER.

Needs Python alone. It fetches every entry, computes the root anew (RFC 6962), and compares it with the signed
checkpoint and with every checkpoint that earlier runs kept in FOLDER: nothing was dropped, changed or put in
between. It does not check signatures: tools for C2SP tlog-tiles do, and `hoiam ledger audit`.
"""

import base64
import hashlib
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

WIDTH = 256
LARGEST = 1 << 20


def main(log: str, folder: Path) -> str:
    """What to say; ends the program when something is wrong."""
    demand(log.startswith(("https://", "http://")), "the address begins with https://")
    (folder / "entries").mkdir(parents=True, exist_ok=True)
    note = fetch(f"{log}checkpoint").decode()
    size, root = read(note)
    roots = dict(read(file.read_text()) for file in folder.glob("checkpoint.*"))
    demand(max(roots, default=0) <= size, "the log is shorter than it was: rolled back")
    demand(roots.setdefault(size, root) == root, "two roots for one size: forked")
    peaks: list[bytes] = []
    for count, entry in enumerate(entries(log, folder, size), 1):
        append(peaks, count - 1, hashlib.sha256(b"\0" + entry).digest())
        demand(count not in roots or joined(peaks) == roots[count], f"the root of size {count} differs")
    (folder / f"checkpoint.{size}").write_text(note)
    (folder / "checkpoint").write_text(note)
    return f"clean: {size} entries, {len(roots)} checkpoints agree"


def demand(holds: bool, what: str) -> None:  # noqa: FBT001 - it reads as a sentence
    """Say what is wrong and end with status 1."""
    if not holds:
        sys.exit(f"NOT CLEAN: {what}")


def read(note: str) -> tuple[int, bytes]:
    """Size and root."""
    _origin, size, root = note.split("\n")[:3]
    return int(size), base64.b64decode(root)


def entries(log: str, folder: Path, size: int) -> Iterator[bytes]:
    """Each 41 bytes long, after its length; whole bundles are kept."""
    for n in range(-(-size // WIDTH)):
        width = min(WIDTH, size - n * WIDTH)
        kept = folder / "entries" / str(n)
        data = kept.read_bytes() if kept.exists() else fetch(f"{log}tile/entries/{path(n, width)}")
        if width == WIDTH:
            kept.write_bytes(data)
        demand(len(data) == 43 * width, f"bundle {n} is not {width} entries long")
        for at in range(0, len(data), 43):
            demand(data[at : at + 11] == b"\0\x29hoiam/e1\n", f"entry {n * WIDTH + at // 43}")
            yield data[at + 2 : at + 43]


def path(n: int, width: int) -> str:
    """1234067 is x001/x234/067."""
    text = str(n).zfill(-(-len(str(n)) // 3) * 3)
    groups = [text[at : at + 3] for at in range(0, len(text), 3)]
    return "/".join([*(f"x{one}" for one in groups[:-1]), groups[-1]]) + (
        "" if width == WIDTH else f".p/{width}"
    )


def append(peaks: list[bytes], size: int, leaf: bytes) -> None:
    """The roots of the complete trees that `size` leaves make, one leaf more."""
    while size & 1:
        leaf, size = hashlib.sha256(b"\1" + peaks.pop() + leaf).digest(), size >> 1
    peaks.append(leaf)


def joined(peaks: list[bytes]) -> bytes:
    """One root."""
    top = peaks[-1]
    for peak in reversed(peaks[:-1]):
        top = hashlib.sha256(b"\1" + peak + top).digest()
    return top


def fetch(url: str) -> bytes:
    """Never more than a bundle can be."""
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - the address was looked at
        data: bytes = answer.read(LARGEST)
    return data


if __name__ == "__main__":
    print(main(sys.argv[1], Path(sys.argv[2])))  # noqa: T201 - a program
