import pytest
from hypothesis import given, settings, strategies as st

from hoiam.ledger import merkle
from hoiam.ledger.errors import Malformed, Unproven
from tests.every import each, each_row

LEAVES = [merkle.leaf_hash(b"%d" % n) for n in range(70)]
NODE = merkle.nodes_of(LEAVES)
ROOTS = [merkle.root_of(LEAVES[:n]) for n in range(71)]


def reference(leaves):
    """MTH as RFC 6962 section 2.1 words it."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return merkle.node_hash(reference(leaves[:k]), reference(leaves[k:]))


def test_roots_are_those_of_the_recursive_definition():
    assert ROOTS[0] == merkle.EMPTY_ROOT
    assert all(ROOTS[n] == reference(LEAVES[:n]) for n in range(1, 71))


def test_every_leaf_of_every_tree_has_a_proof_that_holds_only_there():
    for size in range(1, 40):
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, NODE)
            merkle.verify_inclusion(LEAVES[index], index, size, ROOTS[size], proof)
            for other in {(index + 1) % size, (index + 7) % size} - {index}:
                with pytest.raises(Unproven):
                    merkle.verify_inclusion(LEAVES[index], other, size, ROOTS[size], proof)


def test_a_proof_with_a_hash_dropped_added_or_altered_fails():
    for size, index in [(1, 0), (5, 4), (8, 3), (33, 32), (64, 63), (70, 0)]:
        proof = merkle.inclusion_proof(index, size, NODE)
        bad = [proof[:at] + proof[at + 1 :] for at in range(len(proof))]
        bad += [(*proof[:at], LEAVES[1], *proof[at:]) for at in range(len(proof) + 1)]
        bad += [(*proof[:at], bytes(32), *proof[at + 1 :]) for at in range(len(proof))]
        for one in bad:
            with pytest.raises(Unproven):
                merkle.verify_inclusion(LEAVES[index], index, size, ROOTS[size], one)


def test_every_pair_of_sizes_has_a_consistency_proof_that_holds():
    for new in range(1, 40):
        for old in range(1, new + 1):
            proof = merkle.consistency_proof(old, new, NODE)
            merkle.verify_consistency(old, new, ROOTS[old], ROOTS[new], proof)
            for at in range(len(proof)):
                for one in (proof[:at] + proof[at + 1 :], (*proof[:at], bytes(32), *proof[at + 1 :])):
                    with pytest.raises(Unproven):
                        merkle.verify_consistency(old, new, ROOTS[old], ROOTS[new], one)
            with pytest.raises(Unproven):
                merkle.verify_consistency(old, new, ROOTS[old], ROOTS[new], (*proof, LEAVES[0]))


@each([(7, 20), (8, 20), (20, 20)])
def test_a_consistency_proof_does_not_hold_for_other_roots(wrong):
    old, new = wrong
    proof = merkle.consistency_proof(old, new, NODE)
    for before, after in [(ROOTS[old], LEAVES[0]), (LEAVES[0], ROOTS[new])]:
        with pytest.raises(Unproven):
            merkle.verify_consistency(old, new, before, after, proof)


@each_row([(0, 5), (0, 0), (6, 5), (-1, 5), (5, 2**63)])
def test_consistency_of_impossible_sizes_is_an_error(old, new):
    with pytest.raises(Unproven):
        merkle.verify_consistency(old, new, ROOTS[5], ROOTS[5], ())
    with pytest.raises(Malformed):
        merkle.consistency_proof(old, new, NODE)


@each_row([(0, 0), (5, 5), (-1, 5), (0, 2**63)])
def test_inclusion_at_an_impossible_place_is_an_error(index, size):
    with pytest.raises(Unproven):
        merkle.root_from_inclusion(LEAVES[0], index, size, ())
    with pytest.raises(Malformed):
        merkle.inclusion_proof(index, size, NODE)


@each([0, 31, 33, 64])
def test_hashes_of_any_other_length_are_refused(length):
    odd = bytes(length)
    proof = merkle.inclusion_proof(1, 2, NODE)
    for call in (
        lambda: merkle.verify_inclusion(odd, 1, 2, ROOTS[2], proof),
        lambda: merkle.verify_inclusion(LEAVES[1], 1, 2, odd, proof),
        lambda: merkle.verify_inclusion(LEAVES[1], 1, 2, ROOTS[2], [odd]),
        lambda: merkle.verify_consistency(1, 2, odd, ROOTS[2], [LEAVES[1]]),
        lambda: merkle.verify_consistency(1, 2, ROOTS[1], ROOTS[2], [odd]),
    ):
        with pytest.raises(Malformed):
            call()


def test_endless_proofs_are_refused_before_any_hashing():
    with pytest.raises(Unproven):
        merkle.root_from_inclusion(LEAVES[0], 0, 2, [LEAVES[0]] * 65)
    with pytest.raises(Unproven):
        merkle.verify_consistency(1, 2, ROOTS[1], ROOTS[2], [LEAVES[0]] * 65)


@given(st.integers(0, 70), st.integers(0, 70))
@settings(max_examples=25, deadline=None)
def test_a_frontier_grown_in_two_steps_is_the_same(first, second):
    first, second = sorted((first, second))
    frontier = merkle.Frontier().extend(LEAVES[:first]).extend(LEAVES[first:second])
    assert frontier.root() == ROOTS[second]
    assert merkle.Frontier.unpack(frontier.size, frontier.pack()) == frontier


@each_row([(1, b""), (0, bytes(32)), (3, bytes(32)), (-1, bytes(32)), (2**63, bytes(32))])
def test_a_frontier_of_the_wrong_length_is_refused(size, packed):
    with pytest.raises(Malformed):
        merkle.Frontier.unpack(size, packed)
