"""Two verifiers that others wrote, each asked the same two things: does this receipt hold, does this log."""

import metamorphic_log
from proofbundle import checkpoint as bundle_checkpoint, merkle as bundle_merkle, tlogproof
from proofbundle.errors import ProofBundleError

from tests.foreign import reading

REFUSALS = (
    reading.NotAsWritten,
    metamorphic_log.VerifyError,
    ProofBundleError,
    OSError,
    ValueError,  # what is no UTF-8, no base64, no number
)


class Proofbundle:
    """PyPI proofbundle: notes and trees in Python."""

    @staticmethod
    def receipt(data, vkey):
        opened = reading.receipt(data)
        found = tlogproof.verify_tlog_proof(data.decode(), opened.entry, vkey)
        reading.demand(found["ok"] and found["index"] == opened.index)

    @staticmethod
    def head(note, vkey):
        found = bundle_checkpoint.verify_checkpoint(reading.spelled(note), vkey)
        reading.demand(found["ok"])
        return found["tree_size"], found["root"]

    @staticmethod
    def tree(tree, root):
        """Everything from the entries up: each tile's hashes and the root."""
        width = reading.WIDTH
        whole = range(0, tree.size - width + 1, width)
        reading.demand(bundle_merkle.merkle_tree_hash(tree.entries) == root)
        reading.demand(tree.levels[0] == list(map(bundle_merkle.leaf_hash, tree.entries)))
        blocks = [bundle_merkle.merkle_tree_hash(tree.entries[at : at + width]) for at in whole]
        reading.demand(tree.levels[1] == blocks)


class Metamorphic:
    """PyPI metamorphic-log: notes and proofs in Rust."""

    @staticmethod
    def receipt(data, vkey):
        one = reading.receipt(data)
        leaf = reading.leaf_hash(one.entry)
        metamorphic_log.checkpoint_verify_inclusion(one.note, [vkey], one.index, leaf, one.proof)

    @staticmethod
    def head(note, vkey):
        found = metamorphic_log.checkpoint_verify(reading.spelled(note), [vkey])
        return found.size, found.root

    @staticmethod
    def tree(tree, root):
        """Every entry by a proof out of the tiles: each hash of each tile stands in one of them."""
        for index, entry in enumerate(tree.entries):
            leaf = reading.leaf_hash(entry)
            metamorphic_log.verify_inclusion(index, tree.size, leaf, tree.proof(index), root)


BOTH = (Proofbundle, Metamorphic)


def accepts_receipt(verifier, data, vkey):
    try:
        verifier.receipt(data, vkey)
    except REFUSALS:
        return False
    return True


def accepts_note(verifier, data, vkey):
    try:
        verifier.head(data.decode(), vkey)
    except REFUSALS:
        return False
    return True


def accepts_log(verifier, home, vkey):
    """Checkpoint, bundles and tiles of a published log."""
    try:
        size, root = verifier.head((home / "checkpoint").read_bytes().decode(), vkey)
        verifier.tree(reading.Tree(home, size), root)
    except REFUSALS:
        return False
    return True
