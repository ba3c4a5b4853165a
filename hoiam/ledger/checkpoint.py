"""C2SP tlog-checkpoint: origin, size and root, signed as a note. It carries no time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from hoiam.ledger import note
from hoiam.ledger.errors import Malformed
from hoiam.ledger.merkle import EMPTY_ROOT, HASH
from hoiam.ledger.wire import b64, number, unb64

MAX_ORIGIN = 255
_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        lines = (self.origin, str(self.size), b64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


NOTHING = Checkpoint("", 0, EMPTY_ROOT)
"""Where a log stands before its first checkpoint."""


def parse(text: str) -> Checkpoint:
    """The note's text, with its final newline."""
    lines = text.split("\n")
    if lines.pop() or len(lines) < _LINES or not all(lines):
        raise Malformed("checkpoint")
    origin, size, root = lines[:_LINES]
    point = Checkpoint(parse_origin(origin), number(size), unb64(root, HASH), tuple(lines[_LINES:]))
    if not point.size and point.root != EMPTY_ROOT:
        raise Malformed("checkpoint")
    return point


def parse_origin(text: str) -> str:
    """A schema-less URL: printable ASCII without spaces or plus, at most 255 characters."""
    if not 0 < len(text) <= MAX_ORIGIN or "+" in text or not all("!" <= c <= "~" for c in text):
        raise Malformed("origin")
    return text


@lru_cache(maxsize=8)
def unverified(signed: str | bytes) -> Checkpoint:
    """What a signed checkpoint says, its signatures not looked at: for our own database and files only."""
    return parse(note.parse(signed).text)


def sign(point: Checkpoint, signers: Sequence[note.Signer]) -> str:
    return note.sign(point.text(), signers)
