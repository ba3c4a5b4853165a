"""A log and its feeder by others, at a witness of ours: `python feeding.py URL VKEY` prints what it heard.

Runs in .venv-foreign. Without URL it prints the key of its log.
"""

import json
import sys

from aics_tlog.checkpoint import Checkpoint, sign_checkpoint
from aics_tlog.note import format_vkey, vkey_from_ed25519
from aics_tlog.tree import MerkleTree
from aics_witness.feeder import WitnessClient, WitnessRejected, merge_cosignatures
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORIGIN = "elsewhere.example/log/1"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ENTRIES = [b"entry %d" % n for n in range(12)]


def signed(tree, size):
    return sign_checkpoint(Checkpoint(ORIGIN, size, tree.root(size)), KEY, ORIGIN).to_bytes()


def main(url, vkey):
    tree, heard = MerkleTree(ENTRIES), []
    fork = MerkleTree([*ENTRIES[:4], b"another", *ENTRIES[5:]])
    with WitnessClient(url, vkey) as client:
        for size in (3, 8, 8, 11):
            lines = client.submit(signed(tree, size), tree.consistency_proof)
            heard.append(merge_cosignatures(signed(tree, size), lines).decode())
        for size in (11, 12):
            try:
                client.submit(signed(fork, size), fork.consistency_proof)
            except WitnessRejected as refusal:
                heard.append(refusal.status)
    json.dump(heard, sys.stdout)


if len(sys.argv) > 1:
    main(*sys.argv[1:])
else:
    sys.stdout.write(format_vkey(vkey_from_ed25519(ORIGIN, KEY.public_key())))
