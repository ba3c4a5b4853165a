"""Receipts: C2SP tlog-proof files whose `extra` opens, or merely names, the entry they prove."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from hoiam.ledger import checkpoint, commit, merkle, note, statement
from hoiam.ledger.errors import Damaged, Malformed, Unproven
from hoiam.ledger.policy import Policy
from hoiam.ledger.tiles import Reader
from hoiam.ledger.wire import b64, clean, decode, field, number, unb64

SUFFIX = ".tlog-proof"
MAX_RECEIPT = 1 << 18
_MAGIC = "c2sp.org/tlog-proof@v1"
_OPENING = "hoiam.opening/v1\n"


class State(StrEnum):
    PENDING = "pending"  # registered, but nothing could be signed
    PROMISED = "promised"
    INCLUDED = "included"
    WITNESSED = "witnessed"


class Open(NamedTuple):
    """Salt and statement: whoever has them sees what was logged."""

    salt: bytes
    statement: str

    @property
    def commitment(self) -> bytes:
        return commit.commitment(self.salt, self.statement)

    def text(self) -> str:
        return f"{_OPENING}salt {b64(self.salt)}\n\n{self.statement}"


class Sealed(NamedTuple):
    """The commitment alone: proves that an entry exists, not what it says."""

    commitment: bytes

    def text(self) -> str:
        return f"{_OPENING}entry {b64(self.commitment)}\n"


Opening = Open | Sealed


@dataclass(frozen=True, slots=True)
class Receipt:
    opening: Opening
    index: int
    proof: tuple[bytes, ...]
    checkpoint: str  # the signed note, as published

    def text(self) -> str:
        extra = b64(self.opening.text().encode())
        hashes = "".join(f"{b64(one)}\n" for one in self.proof)
        return f"{_MAGIC}\nextra {extra}\nindex {self.index}\n{hashes}\n{self.checkpoint}"


@dataclass(frozen=True, slots=True)
class Proven:
    """What a receipt proves under a policy."""

    state: State
    checkpoint: checkpoint.Checkpoint
    index: int
    commitment: bytes
    statement: statement.Statement | None  # None when sealed
    cosigned: tuple[note.Signed, ...]


def build(reader: Reader, signed: str, index: int, opening: Opening) -> str:
    """The receipt of entry `index` under this published checkpoint, from tile files alone.

    Damaged if the files do not lead to the checkpoint's root: such a receipt is never released.
    """
    point = checkpoint.unverified(signed)
    try:
        proof = _proof(reader, point, index, opening)
    except Damaged:  # a partial tile may have been pruned while it was read
        reader.forget()
        proof = _proof(reader, point, index, opening)
    return Receipt(opening, index, proof, signed).text()


def _proof(reader: Reader, point: checkpoint.Checkpoint, index: int, opening: Opening) -> tuple[bytes, ...]:
    leaf = merkle.leaf_hash(commit.entry(opening.commitment))
    proof = merkle.inclusion_proof(index, point.size, reader.nodes(point.size))
    if merkle.root_from_inclusion(leaf, index, point.size, proof) != point.root:
        raise Damaged("proof", index=index, size=point.size)
    return proof


def parse(text: str | bytes) -> Receipt:
    whole = decode(text, MAX_RECEIPT) if isinstance(text, bytes) else clean(text, MAX_RECEIPT)
    head, gap, signed = whole.partition("\n\n")
    lines = head.split("\n")
    if not gap or len(lines) < 3 or lines[0] != _MAGIC:  # noqa: PLR2004
        raise Malformed("receipt")
    if len(lines) > 3 + merkle.MAX_PROOF:
        raise Malformed("proof_too_long", limit=merkle.MAX_PROOF)
    opening = parse_opening(unb64(field(lines[1], "extra")))
    index = number(field(lines[2], "index"))
    return Receipt(opening, index, tuple(unb64(line, merkle.HASH) for line in lines[3:]), signed)


def parse_opening(data: bytes) -> Opening:
    text = decode(data, 2 * statement.MAX_STATEMENT)
    if not text.startswith(_OPENING):
        raise Malformed("opening")
    line, _, rest = text[len(_OPENING) :].partition("\n")
    if line.startswith("entry "):
        sealed = Sealed(unb64(field(line, "entry"), commit.DIGEST))
        if sealed.text() != text:
            raise Malformed("opening")
        return sealed
    if not rest.startswith("\n"):
        raise Malformed("opening")
    return Open(unb64(field(line, "salt"), commit.SALT), rest[1:])


def check(receipt: Receipt | str | bytes, policy: Policy) -> Proven:
    """Verify a receipt; Malformed or Unproven says what does not hold."""
    one = receipt if isinstance(receipt, Receipt) else parse(receipt)
    admitted = policy.admit(one.checkpoint)
    point, committed = admitted.checkpoint, one.opening.commitment
    leaf = merkle.leaf_hash(commit.entry(committed))
    merkle.verify_inclusion(leaf, one.index, point.size, point.root, one.proof)
    said = statement.parse(one.opening.statement) if isinstance(one.opening, Open) else None
    if said is not None and said.log != point.origin:
        raise Unproven("other_log", log=said.log, origin=point.origin)
    state = State.WITNESSED if admitted.witnessed else State.INCLUDED
    return Proven(state, point, one.index, committed, said, admitted.cosigned)


def document_label(proven: Proven, salt: bytes, digest: bytes) -> str:
    """Under which label the statement commits to the file of this SHA-256; Unproven if it does not."""
    docs = proven.statement.docs if proven.statement else {}
    committed = commit.document(salt, digest)
    for label, known in docs.items():
        if known == committed:
            return label
    raise Unproven("document")


def shed(receipt: Receipt, keep: int) -> Receipt:
    """The same receipt with at most `keep` cosignatures: the first ones of the note."""
    signed = note.parse(receipt.checkpoint)
    origin = checkpoint.parse(signed.text).origin
    own = [one for one in signed.signatures if one.name == origin]
    kept = _first(signed.signatures, own, keep)
    return replace(receipt, checkpoint=note.Note(signed.text, tuple(kept)).render())


def _first(lines: Sequence[note.Signature], own: list[note.Signature], keep: int) -> list[note.Signature]:
    others = [one for one in lines if one not in own][:keep]
    return [one for one in lines if one in own or one in others]
