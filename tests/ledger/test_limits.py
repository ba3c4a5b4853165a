"""Where the tree ends, and by what name it refuses."""

import dataclasses

import pytest

from hoiam.ledger import merkle
from hoiam.ledger.errors import Malformed, Unproven
from tests.every import each_row

LAST = 2**63 - 1
ODD = bytes(31)
LEAF = merkle.leaf_hash(b"same")
ALIKE = [LEAF]
while len(ALIKE) < 63:
    ALIKE.append(merkle.node_hash(ALIKE[-1], ALIKE[-1]))


def alike(height, _):
    """Of a tree all of whose leaves are the same."""
    return ALIKE[height]


def root(size):
    heights = [height for height in reversed(range(63)) if size >> height & 1]
    return merkle.Frontier(size, tuple(ALIKE[height] for height in heights)).root()


def test_the_largest_tree_has_one_leaf_less_than_2_to_the_63():
    assert (merkle.MAX_SIZE, merkle.MAX_PROOF) == (LAST, 64)
    assert merkle.Frontier.unpack(LAST, bytes(32 * 63)).size == LAST


def test_proofs_hold_up_to_the_largest_tree():
    for index in (0, 1, 2**62, LAST - 1):
        proof = merkle.inclusion_proof(index, LAST, alike)
        merkle.verify_inclusion(LEAF, index, LAST, root(LAST), proof)
    for old in (1, 2**62, LAST - 1, LAST):
        proof = merkle.consistency_proof(old, LAST, alike)
        merkle.verify_consistency(old, LAST, root(old), root(LAST), proof)


@each_row(
    [
        (Malformed, "frontier", lambda: merkle.Frontier.unpack(1, ODD)),
        (Malformed, "index", lambda: merkle.inclusion_proof(1, 1, alike)),
        (Malformed, "sizes", lambda: merkle.consistency_proof(0, 1, alike)),
        (Malformed, "hash_length", lambda: merkle.root_from_inclusion(ODD, 0, 1, ())),
        (Unproven, "inclusion", lambda: merkle.root_from_inclusion(LEAF, 1, 1, ())),
        (Unproven, "inclusion", lambda: merkle.root_from_inclusion(LEAF, 0, 1, [LEAF])),
        (Unproven, "inclusion", lambda: merkle.root_from_inclusion(LEAF, 0, 2, [])),
        (Unproven, "inclusion", lambda: merkle.verify_inclusion(LEAF, 0, 1, ALIKE[1], [])),
        (Unproven, "consistency", lambda: merkle.verify_consistency(0, 1, LEAF, LEAF, [])),
        (Unproven, "consistency", lambda: merkle.verify_consistency(1, 2, LEAF, LEAF, [LEAF])),
    ]
)
def test_each_refusal_has_its_name(kind, code, call):
    with pytest.raises(kind) as refused:
        call()
    assert refused.value.code == code


def test_only_a_whole_subtree_can_be_folded():
    with pytest.raises(ValueError, match="zip"):
        merkle.fold([LEAF, LEAF, LEAF])


def test_a_frontier_cannot_be_changed():
    assert not hasattr(merkle.Frontier(), "__dict__")
    with pytest.raises(dataclasses.FrozenInstanceError):
        merkle.Frontier().size = 1
