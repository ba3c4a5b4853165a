"""RFC 6962 hash tree: appending by frontier, proofs, and their verification."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from hoiam.ledger.errors import Malformed, Unproven

HASH = 32
MAX_SIZE = 2**63 - 1
MAX_PROOF = 64
EMPTY_ROOT = sha256(b"").digest()

Nodes = Callable[[int, int], bytes]
"""Hash of the complete subtree of 2**height leaves number `index` from the left: node(height, index)."""


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Root of a complete subtree; the number of hashes is a power of two."""
    while len(hashes) > 1:
        hashes = [sha256(b"\1" + a + b).digest() for a, b in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]


@dataclass(frozen=True, slots=True)
class Frontier:
    """The complete subtrees a tree of `size` leaves is made of, widest first: all an append needs."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def extend(self, leaves: Iterable[bytes]) -> "Frontier":
        size, stack = self.size, list(self.peaks)
        for leaf in leaves:
            top, rest = leaf, size
            while rest & 1:
                top = sha256(b"\1" + stack.pop() + top).digest()
                rest >>= 1
            stack.append(top)
            size += 1
        return Frontier(size, tuple(stack))

    def root(self) -> bytes:
        return _join(self.peaks) if self.peaks else EMPTY_ROOT

    def pack(self) -> bytes:
        return b"".join(self.peaks)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> "Frontier":
        if not 0 <= size <= MAX_SIZE or len(packed) != HASH * size.bit_count():
            raise Malformed("frontier", size=size)
        return cls(size, tuple(packed[i : i + HASH] for i in range(0, len(packed), HASH)))


def root_of(leaves: Sequence[bytes]) -> bytes:
    return Frontier().extend(leaves).root()


def nodes_of(leaves: Sequence[bytes]) -> Nodes:
    """Complete subtrees of a tree held in memory."""

    def node(height: int, index: int) -> bytes:
        return fold(leaves[index << height : (index + 1) << height])

    return node


def inclusion_proof(index: int, size: int, node: Nodes) -> tuple[bytes, ...]:
    """PATH of RFC 6962 section 2.1.1, from the leaf's sibling up."""
    if not 0 <= index < size <= MAX_SIZE:
        raise Malformed("index", index=index, size=size)
    low, high, proof = 0, size, list[bytes]()
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(_span(middle, high, node))
            high = middle
        else:
            proof.append(_span(low, middle, node))
            low = middle
    return tuple(reversed(proof))


def consistency_proof(old: int, new: int, node: Nodes) -> tuple[bytes, ...]:
    """PROOF of RFC 6962 section 2.1.2; equal sizes give an empty proof."""
    if not 0 < old <= new <= MAX_SIZE:
        raise Malformed("sizes", old=old, new=new)
    low, high, proof = 0, new, list[bytes]()
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            proof.append(_span(middle, high, node))
            high = middle
        else:
            proof.append(_span(low, middle, node))
            low = middle
    if low:
        proof.append(_span(low, high, node))
    return tuple(reversed(proof))


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root this proof leads to; RFC 9162 section 2.1.3.2."""
    _exact([leaf, *proof])
    if not 0 <= index < size <= MAX_SIZE or len(proof) > MAX_PROOF:
        raise Unproven("inclusion", index=index, size=size)
    at, last, top = index, size - 1, leaf
    for sibling in proof:
        if not last:
            raise Unproven("inclusion", index=index, size=size)
        if at & 1 or at == last:
            top = node_hash(sibling, top)
            at, last = _climb(at, last)
        else:
            top = node_hash(top, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise Unproven("inclusion", index=index, size=size)
    return top


def verify_inclusion(leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    _exact([root])
    if root_from_inclusion(leaf, index, size, proof) != root:
        raise Unproven("inclusion", index=index, size=size)


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """RFC 9162 section 2.1.4.2. From size 0 nothing can be proved: that is an error, not a success."""
    _exact([old_root, new_root, *proof])
    if not 0 < old <= new <= MAX_SIZE or len(proof) > MAX_PROOF:
        raise Unproven("consistency", old=old, new=new)
    if _both_roots(old, new, old_root, proof) != (old_root, new_root):
        raise Unproven("consistency", old=old, new=new)


def _both_roots(old: int, new: int, old_root: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    if old == new:
        return None if proof else (old_root, old_root)
    path = [old_root, *proof] if old.bit_count() == 1 else list(proof)
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = path[0] if path else b""
    for sibling in path[1:]:
        if not last:
            return None
        if at & 1 or at == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            at, last = _climb(at, last)
        else:
            after = node_hash(after, sibling)
        at, last = at >> 1, last >> 1
    return None if last else (before, after)


def _climb(at: int, last: int) -> tuple[int, int]:
    """Skip the levels at which a right-edge node has no sibling."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _split(count: int) -> int:
    """The largest power of two smaller than count; count is at least 2."""
    return 1 << (count - 1).bit_length() - 1


def _span(low: int, high: int, node: Nodes) -> bytes:
    """MTH of leaves low … high-1, where low is a multiple of the widest complete subtree inside."""
    peaks = []
    while low < high:
        height = (high - low).bit_length() - 1
        peaks.append(node(height, low >> height))
        low += 1 << height
    return _join(peaks)


def _join(peaks: Sequence[bytes]) -> bytes:
    top = peaks[-1]
    for peak in reversed(peaks[:-1]):
        top = node_hash(peak, top)
    return top


def _exact(hashes: Iterable[bytes]) -> None:
    if any(len(one) != HASH for one in hashes):
        raise Malformed("hash_length")
