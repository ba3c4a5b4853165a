"""C2SP tlog-witness, the log's side: what a witness is asked, and what its answer is worth.

HTTP is a function passed in; time too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from hoiam.ledger import checkpoint, merkle, note
from hoiam.ledger.errors import LedgerError, Malformed, Unproven
from hoiam.ledger.note import Note, Signature, Verifier
from hoiam.ledger.wire import b64, clean, decode, field, number, unb64

MAX_PROOF = 63
MAX_REQUEST = note.MAX_NOTE + (1 << 12)
MAX_ANSWER = 1 << 15
PAST, FUTURE = 60, 30
"""Seconds a cosignature's time may differ from ours."""
_TRIES = 3
_OK, _CONFLICT = 200, 409


class Flag(StrEnum):
    """What is wrong with a witness, or with us in its eyes."""

    NONE = ""
    BACKWARDS = "backwards"  # it forgot what it had cosigned: retire its key
    AHEAD = "ahead"  # it cosigned a larger log than ours: our database is an old one
    REFUSED = "refused"  # it will not cosign this
    INVALID = "invalid"  # its answer does not verify
    CLOCK = "clock"  # its time is not ours
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Request:
    """The body of add-checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    signed: str

    def body(self) -> bytes:
        hashes = "".join(f"{b64(one)}\n" for one in self.proof)
        return f"old {self.old}\n{hashes}\n{self.signed}".encode()


class Reply(NamedTuple):
    status: int
    body: bytes


class Cosignature(NamedTuple):
    """A line that a witness really signed; `time` in Unix seconds."""

    line: Signature
    time: int


class Outcome(NamedTuple):
    """`size` is the largest that the witness is now known to have cosigned."""

    size: int
    flag: Flag
    cosignature: Cosignature | None = None


Post = Callable[[bytes], Reply]
"""Send this body to a witness's add-checkpoint; OSError when that does not work."""


def parse(body: bytes) -> Request:
    """What a witness was sent; Malformed."""
    head, gap, signed = decode(body, MAX_REQUEST).partition("\n\n")
    first, *hashes = head.split("\n")
    if not gap or len(hashes) > MAX_PROOF:
        raise Malformed("request")
    return Request(number(field(first, "old")), tuple(unb64(one, merkle.HASH) for one in hashes), signed)


def request(signed: str, old: int, node: Callable[[int], merkle.Nodes]) -> Request:
    """Ask for a cosignature of this checkpoint, from a size that the witness knows."""
    size = checkpoint.unverified(signed).size
    return Request(old, merkle.consistency_proof(old, size, node(size)) if old else (), signed)


def read(
    answer: bytes, signed: str, witness: Verifier, *, now: int, past: int = PAST, future: int = FUTURE
) -> Cosignature:
    """The witness's own line; lines of unknown keys are ignored, as the protocol has it.

    Malformed, Unproven: it may have none, one that does not hold, or one of another time.
    """
    text, found = note.parse(signed).text, list[Cosignature]()
    for line in note.parse(f"{text}\n{decode(answer, MAX_ANSWER)}").signatures:
        if (line.name, line.key_id) == (witness.name, witness.key_id):
            found.append(Cosignature(line, witness.opens(text.encode(), line.value).time or 0))
    if not found:
        raise Unproven("no_cosignature", name=witness.name)
    if not all(-past <= one.time - now <= future for one in found):
        raise Unproven("clock", name=witness.name)
    return found[0]


def add(signed: str, lines: list[Signature]) -> str:
    """The same note with these lines, each in place of an older one by the same key."""
    seen = note.parse(signed)
    new = {(one.name, one.key_id) for one in lines}
    kept = [one for one in seen.signatures if (one.name, one.key_id) not in new]
    return Note(seen.text, (*kept, *lines)).render()


@dataclass(frozen=True, slots=True)
class Client:
    """One witness as the log sees it; `known` is the size it last cosigned for us."""

    witness: Verifier
    known: int
    node: Callable[[int], merkle.Nodes]
    post: Post
    clock: Callable[[], int]

    def ask(self, signed: str) -> Outcome:
        """Never raises for anything the witness does."""
        try:
            return self._ask(signed)
        except OSError:
            return Outcome(self.known, Flag.UNREACHABLE)
        except LedgerError as error:
            return Outcome(self.known, Flag.CLOCK if error.code == "clock" else Flag.INVALID)

    def _ask(self, signed: str) -> Outcome:
        size = checkpoint.unverified(signed).size
        if self.known > size:
            return Outcome(self.known, Flag.AHEAD)
        old, flag = self.known, Flag.NONE
        for _ in range(_TRIES):
            reply = self.post(request(signed, old, self.node).body())
            if reply.status == _OK:
                return Outcome(size, flag, read(reply.body, signed, self.witness, now=self.clock()))
            if reply.status != _CONFLICT:
                break
            named = _named(reply.body)
            if named > size:
                return Outcome(named, Flag.AHEAD)
            if named == old:  # the same size, and yet not our root
                break
            old, flag = named, Flag.BACKWARDS if named < self.known else flag
        return Outcome(self.known, flag or Flag.REFUSED)


def _named(body: bytes) -> int:
    return number(clean(body.decode("ascii", "replace"), MAX_ANSWER).removesuffix("\n"))
