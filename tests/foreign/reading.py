"""A published log and a receipt as a stranger reads them: after the C2SP texts, with nothing of ours."""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

WIDTH, HASH = 256, 32


class NotAsWritten(Exception):
    """The file does not follow the specification."""


def demand(holds):
    if not holds:
        raise NotAsWritten


def unpacked(text):
    data = base64.b64decode(text, validate=True)
    demand(base64.b64encode(data).decode() == text)
    return data


@dataclass(frozen=True)
class Opened:
    """A tlog-proof: the entry its opening leads to, and what is said to prove it."""

    entry: bytes
    index: int
    proof: list[bytes]
    note: str


def receipt(data):
    head, gap, note = data.decode().partition("\n\n")
    magic, extra, index, *hashes = head.split("\n")
    demand(gap and magic == "c2sp.org/tlog-proof@v1" and index.startswith("index "))
    demand(extra.startswith("extra ") and str(int(index[6:])) == index[6:])
    committed = commitment(unpacked(extra[6:]))
    return Opened(b"hoiam/e1\n" + committed, int(index[6:]), list(map(unpacked, hashes)), spelled(note))


def commitment(opening):
    """What the entry commits to: recomputed from statement and salt or, of a sealed receipt, told as it is."""
    salt_line, opened, statement = opening.partition(b"\n\n")
    title, _, told = salt_line.decode().partition("\nsalt " if opened else "\nentry ")
    demand(title == "hoiam.opening/v1")
    if opened:
        return hashlib.sha256(b"hoiam.commit/v1\n" + unpacked(told) + statement).digest()
    demand(told.endswith("\n") and len(unpacked(told[:-1])) == HASH)
    return unpacked(told[:-1])


def spelled(note):
    """Both verifiers take other spellings of the same signature bytes: `gB=` for `gA=`, `=` for an inner A."""
    for line in note.rpartition("\n\n")[2].splitlines():
        unpacked(line.rpartition(" ")[2])
    return note


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """The files of a tree of this size: entries, and the nodes as the tiles have them."""

    def __init__(self, home, size):
        self.home, self.size = Path(home), size
        self.entries = [one for n in self._tiles(0) for one in self._bundle(n)]
        self.levels = [[one for n in self._tiles(level) for one in self._tile(level, n)] for level in (0, 1)]
        demand(size < WIDTH**2 and len(self.entries) == size)
        demand([len(one) for one in self.levels] == [size, size // WIDTH])

    def node(self, low, high):
        """MTH of leaves low … high-1, from the highest tile that holds its parts."""
        if high - low == 1:
            return self.levels[0][low]
        if high - low == WIDTH and not low % WIDTH:
            return self.levels[1][low // WIDTH]
        middle = low + split(high - low)
        return node_hash(self.node(low, middle), self.node(middle, high))

    def proof(self, index):
        low, high, found = 0, self.size, []
        while high - low > 1:
            middle = low + split(high - low)
            if index < middle:
                found.insert(0, self.node(middle, high))
                high = middle
            else:
                found.insert(0, self.node(low, middle))
                low = middle
        return found

    def _tiles(self, level):
        return range(-(-(self.size >> 8 * level) // WIDTH))

    def _width(self, level, n):
        return min(WIDTH, (self.size >> 8 * level) - n * WIDTH)

    def _file(self, level, n, width):
        full = self.home / "tile" / str(level) / f"{n:03d}"
        return (full if width == WIDTH else Path(f"{full}.p") / str(width)).read_bytes()

    def _bundle(self, n):
        data, at = self._file("entries", n, self._width(0, n)), 0
        while at < len(data):
            end = at + 2 + int.from_bytes(data[at : at + 2], "big")
            demand(end <= len(data))
            yield data[at + 2 : end]
            at = end

    def _tile(self, level, n):
        data = self._file(level, n, self._width(level, n))
        return [data[at : at + HASH] for at in range(0, len(data), HASH)]


def split(count):
    return 1 << (count - 1).bit_length() - 1
