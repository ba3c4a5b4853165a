"""Our proof cases as others judge them."""

import metamorphic_log
from proofbundle import merkle as bundle_merkle

from tests.every import each
from tests.foreign.verifiers import REFUSALS
from tests.ledger import proof_cases

INCLUSIONS, CONSISTENCIES = list(proof_cases.inclusions()), list(proof_cases.consistencies())


def holds(check, *values):
    try:
        return check(*values) is not False
    except (*REFUSALS, OverflowError, TypeError):
        return False


@each(INCLUSIONS)
def test_inclusion_in_rust(one):
    values = one.index, one.size, one.leaf, one.proof, one.root
    assert holds(metamorphic_log.verify_inclusion, *values) == one.holds


@each(INCLUSIONS)
def test_inclusion_in_python(one):
    def leads_there():
        return bundle_merkle.root_from_inclusion(one.index, one.size, one.leaf, one.proof) == one.root

    assert holds(leads_there) == one.holds


@each(CONSISTENCIES)
def test_consistency_in_rust(one):
    values = one.old, one.new, one.proof, one.old_root, one.new_root
    assert holds(metamorphic_log.verify_consistency, *values) == one.holds


@each(CONSISTENCIES)
def test_consistency_in_python(one):
    values = one.old, one.new, one.proof, one.old_root, one.new_root
    assert holds(bundle_merkle.verify_consistency, *values) == one.holds
