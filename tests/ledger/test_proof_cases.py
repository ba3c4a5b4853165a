"""Happy and unhappy proofs, all of them."""

from hoiam.ledger import merkle
from hoiam.ledger.errors import Malformed, Unproven
from tests.every import each
from tests.ledger import proof_cases

INCLUSIONS, CONSISTENCIES = list(proof_cases.inclusions()), list(proof_cases.consistencies())


def refused(check, *values):
    """None if it holds, else how it was refused."""
    try:
        check(*values)
    except (Malformed, Unproven) as error:
        return type(error)
    return None


def expected(one, hashes):
    """A hash of any other length is no proof at all; the rest is a proof of something else."""
    if one.holds:
        return None
    return Malformed if any(len(each_) != 32 for each_ in hashes) else Unproven


def test_there_are_as_many_as_in_the_public_vectors():
    cases = INCLUSIONS + CONSISTENCIES
    assert len(cases) >= 196
    assert len({one.name for one in INCLUSIONS}) == len(INCLUSIONS)
    assert sum(one.holds for one in cases) == len(proof_cases.PLACES) + len(proof_cases.STEPS)


@each(INCLUSIONS)
def test_inclusion(one):
    said = refused(merkle.verify_inclusion, one.leaf, one.index, one.size, one.root, one.proof)
    assert said is expected(one, one.proof)


@each(CONSISTENCIES)
def test_consistency(one):
    said = refused(merkle.verify_consistency, one.old, one.new, one.old_root, one.new_root, one.proof)
    assert said is expected(one, one.proof)


def test_what_holds_is_what_we_would_have_made():
    node = merkle.nodes_of(proof_cases.LEAVES)
    for one in INCLUSIONS:
        assert not one.holds or list(merkle.inclusion_proof(one.index, one.size, node)) == one.proof
    for one in CONSISTENCIES:
        assert not one.holds or list(merkle.consistency_proof(one.old, one.new, node)) == one.proof
