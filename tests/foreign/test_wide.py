"""Our second signature, of type 6, as another program reads it."""

from proofbundle import checkpoint as bundle_checkpoint

from tests.ledger.test_wide import BOTH, VKEY


def test_our_ml_dsa_line_is_accepted_and_not_after_a_change():
    found = bundle_checkpoint.verify_cosignature(BOTH, VKEY)
    assert (found["ok"], found["alg"], found["timestamp"]) == (True, "ml-dsa-44", 0)
    head, _, line = BOTH.rpartition(" ")
    middle = len(line) // 2
    bent = f"{head} {line[:middle]}{'B' if line[middle] == 'A' else 'A'}{line[middle + 1 :]}"
    assert not bundle_checkpoint.verify_cosignature(bent, VKEY)["ok"]
