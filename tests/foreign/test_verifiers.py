"""Programs of others accept what we sign and publish, and refuse it after any change."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import metamorphic_log
import pytest
from proofbundle import merkle as bundle_merkle

from hoiam.ledger import checkpoint, merkle
from tests.every import each
from tests.foreign.verifiers import BOTH, accepts_log, accepts_note, accepts_receipt
from tests.ledger.stores import SIGNER, Log
from tests.ledger.test_receipt import made
from tests.walks import house

VKEY = SIGNER.verifier.vkey
SIZES = [(1, 0), (2, 1), (9, 5), (255, 254), (600, 3)]
FLIPS = (0x01, 0x05, 0x20, 0x7C, 0x80)
TILES = [f"tile/{kind}/{n}" for kind in ("entries", "0") for n in ("000", "001", "002.p/88")]
TILES.append("tile/1/000.p/2")
LONE = metamorphic_log.VerifyError


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Two full tiles and a part, grown in steps."""
    log = Log(tmp_path_factory.mktemp("published") / "log")
    for count in (1, 2, 253, 300, 44):
        log.grow(count)
    return log.home


@pytest.fixture
def home(published, tmp_path):
    return Path(shutil.copytree(published, tmp_path / "copy"))


def flipped(data):
    """Every way to change one byte by these bits."""
    for at in range(len(data)):
        for bits in FLIPS:
            yield data[:at] + bytes([data[at] ^ bits]) + data[at + 1 :]


@each(BOTH)
def test_receipts_are_accepted(verifier):
    for size, index in SIZES:
        assert accepts_receipt(verifier, made(index=index, size=size).text().encode(), VKEY)


@each(BOTH)
def test_a_receipt_with_any_byte_changed_is_refused(verifier):
    data = made(index=1, size=3).text().encode()
    assert not any(accepts_receipt(verifier, one, VKEY) for one in flipped(data))


@each(BOTH)
def test_a_receipt_under_another_key_is_refused(verifier):
    other = another_key()
    assert not accepts_receipt(verifier, made().text().encode(), other)


def another_key():
    seed = bytes(range(32))
    return type(SIGNER)(SIGNER.verifier.name, seed).verifier.vkey


@each(BOTH)
def test_a_checkpoint_with_any_byte_changed_is_refused(verifier):
    data = made(size=4, index=0).checkpoint.encode()
    assert accepts_note(verifier, data, VKEY)
    assert not any(accepts_note(verifier, one, VKEY) for one in flipped(data))


def test_a_published_log_is_accepted_whole(published):
    assert all(accepts_log(verifier, published, VKEY) for verifier in BOTH)


def test_a_log_with_a_byte_of_any_tile_changed_is_refused(home):
    for file in map(home.joinpath, TILES):
        data = file.read_bytes()
        for at in (0, len(data) // 3, len(data) - 1):
            file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            assert not any(accepts_log(verifier, home, VKEY) for verifier in BOTH), (file, at)
        file.write_bytes(data)
    assert all(accepts_log(verifier, home, VKEY) for verifier in BOTH)


def test_both_find_our_trees_consistent_and_no_other():
    leaves = [merkle.leaf_hash(b"%d" % n) for n in range(40)]
    node = merkle.nodes_of(leaves)
    for old, new in [(1, 2), (3, 7), (8, 40), (31, 33), (39, 40)]:
        before, after = merkle.root_of(leaves[:old]), merkle.root_of(leaves[:new])
        proof = list(merkle.consistency_proof(old, new, node))
        metamorphic_log.verify_consistency(old, new, proof, before, after)
        assert bundle_merkle.verify_consistency(old, new, proof, before, after)
        with pytest.raises(LONE):
            metamorphic_log.verify_consistency(old, new, proof, leaves[39], after)
        assert not bundle_merkle.verify_consistency(old, new, proof, leaves[39], after)


def test_checkpoints_of_a_growing_log_are_found_consistent():
    leaves = [merkle.leaf_hash(b"%d" % n) for n in range(20)]
    notes = [
        checkpoint.sign(checkpoint.Checkpoint(SIGNER.verifier.name, n, merkle.root_of(leaves[:n])), [SIGNER])
        for n in (7, 20)
    ]
    proof = list(merkle.consistency_proof(7, 20, merkle.nodes_of(leaves)))
    metamorphic_log.checkpoint_verify_consistency(*notes, [VKEY], proof)


def test_the_demonstration_is_accepted_log_and_receipts(demonstration, tmp_path):
    copied = house.copied(demonstration, tmp_path / "data")
    told = subprocess.run(
        [sys.executable, "-m", "tests.foreign.receipts"],
        env=house.environment(copied),
        cwd=house.ROOT,
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    receipts, vkey = json.loads(told.stdout), (copied / "log" / "vkey").read_text("ascii").strip()
    assert len(receipts) > house.PETITIONS
    for verifier in BOTH:
        assert accepts_log(verifier, copied / "log", vkey)
        assert all(accepts_receipt(verifier, one.encode(), vkey) for one in receipts)
        assert not any(accepts_receipt(verifier, one, vkey) for one in flipped(receipts[-1].encode()))
