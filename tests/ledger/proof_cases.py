"""Proofs that hold and proofs that do not, after the kinds of the public RFC 6962 vectors; made by brute force.

The maker follows the recursive words of RFC 6962 section 2.1 and shares no line with hoiam.ledger.merkle.
"""

from hashlib import sha256
from typing import NamedTuple

LEAVES = [sha256(b"\0" + b"entry %d" % n).digest() for n in range(17)]
PLACES = [(1, 0), (2, 0), (2, 1), (3, 2), (5, 4), (7, 3), (8, 5), (17, 16)]
STEPS = [(1, 1), (1, 8), (2, 3), (4, 8), (6, 8), (7, 17), (3, 7)]
OTHER = sha256(b"something else").digest()
EMPTY = sha256(b"").digest()


class Inclusion(NamedTuple):
    name: str
    holds: bool
    leaf: bytes
    index: int
    size: int
    root: bytes
    proof: list[bytes]


class Consistency(NamedTuple):
    name: str
    holds: bool
    old: int
    new: int
    old_root: bytes
    new_root: bytes
    proof: list[bytes]


def mth(leaves):
    """Merkle Tree Hash, section 2.1."""
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaves[0]
    k = largest(len(leaves))
    return sha256(b"\1" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m, leaves):
    """PATH(m, D[n]), section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = largest(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m, leaves, whole):
    """SUBPROOF(m, D[n], b), section 2.1.2."""
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = largest(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], whole=False), mth(leaves[:k])]


def largest(n):
    """The largest power of two smaller than n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def bent(proof, root):
    """Every kind of proof that is none: too long, too short, altered, out of order, of other lengths."""
    yield "a hash behind", [*proof, OTHER]
    yield "the root behind", [*proof, root]
    yield "a hash before", [OTHER, *proof]
    yield "an empty hash behind", [*proof, b""]
    if proof:
        yield "the last left out", proof[:-1]
        yield "the first altered", [flipped(proof[0]), *proof[1:]]
        yield "a hash cut short", [proof[0][:31], *proof[1:]]
    if len(proof) > 1:
        yield "reversed", proof[::-1]
        yield "one twice", [proof[0], *proof]


def flipped(one):
    return bytes([one[0] ^ 1]) + one[1:]


def inclusions():
    for size, index in PLACES:
        leaf, root, proof = LEAVES[index], mth(LEAVES[:size]), path(index, LEAVES[:size])
        right = Inclusion(f"{index} of {size}", True, leaf, index, size, root, proof)
        yield right
        wrong = right._replace(holds=False)
        yield wrong._replace(name=f"{right.name}: next index", index=index + 1)
        yield wrong._replace(name=f"{right.name}: index before", index=index - 1)
        yield wrong._replace(name=f"{right.name}: twice the size", size=2 * size)
        yield wrong._replace(name=f"{right.name}: another leaf", leaf=OTHER)
        yield wrong._replace(name=f"{right.name}: another root", root=OTHER)
        for name, proof_ in bent(proof, root):
            yield wrong._replace(name=f"{right.name}: {name}", proof=proof_)
    yield Inclusion("0 of nothing", False, LEAVES[0], 0, 0, EMPTY, [])
    yield Inclusion("0 of nothing with a hash", False, LEAVES[0], 0, 0, EMPTY, [LEAVES[0]])


def consistencies():
    for old, new in STEPS:
        roots = mth(LEAVES[:old]), mth(LEAVES[:new])
        right = Consistency(
            f"{old} to {new}", True, old, new, *roots, subproof(old, LEAVES[:new], whole=True)
        )
        yield right
        wrong = right._replace(holds=False)
        yield wrong._replace(name=f"{right.name}: nothing before", old=0)
        yield wrong._replace(name=f"{right.name}: backwards", old=new + 1)
        if old < new:
            yield wrong._replace(name=f"{right.name}: same sizes", old=new)
            yield wrong._replace(name=f"{right.name}: roots swapped", old_root=roots[1], new_root=roots[0])
            yield wrong._replace(name=f"{right.name}: no proof", proof=[])
        yield wrong._replace(name=f"{right.name}: another old root", old_root=OTHER)
        yield wrong._replace(name=f"{right.name}: another new root", new_root=OTHER)
        for name, proof in bent(right.proof, roots[1]):
            yield wrong._replace(name=f"{right.name}: {name}", proof=proof)
    yield Consistency("nothing to nothing", False, 0, 0, EMPTY, EMPTY, [])
    yield Consistency("nothing to one", False, 0, 1, EMPTY, LEAVES[0], [])
    yield Consistency("one to nothing", False, 1, 0, LEAVES[0], EMPTY, [])
