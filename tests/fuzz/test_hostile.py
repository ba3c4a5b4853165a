"""Whatever is handed in, the answer is a result or a LedgerError: no other exception, little time, little memory.

FUZZ=5000 in the environment tries that many of each instead of the usual few.
"""

import os
import time
import tracemalloc
import zlib

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from hoiam.ledger import (
    audit,
    checkpoint,
    keys,
    merkle,
    note,
    policy,
    promise,
    receipt,
    statement,
    tiles,
    transport,
    verify,
)
from hoiam.ledger.errors import LedgerError
from tests.fuzz import strategies as hostile
from tests.ledger.stores import SIGNER, Log
from tests.ledger.test_receipt import ONE

TRUST = policy.of(SIGNER.verifier.vkey)
EXAMPLES = int(os.environ.get("FUZZ", "120"))
MANY = settings(max_examples=EXAMPLES, deadline=None)
FILES = settings(
    max_examples=EXAMPLES // 3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
BIG = 1 << 24
SECONDS = 2.0
MEGABYTES = 4


def tolerated(call, *values):
    """What it gives, or None if it refused as it should."""
    try:
        return call(*values)
    except LedgerError:
        return None


@MANY
@given(hostile.anything(*hostile.NOTES))
def test_notes(data):
    seen = tolerated(note.parse, data)
    if seen is not None:
        assert seen.render().encode() == data
        tolerated(seen.signed, TRUST.logs)
        tolerated(checkpoint.parse, seen.text)
    if tolerated(TRUST.admit, data):
        assert data.startswith(tuple(one.partition(b"\n\n")[0] for one in hostile.NOTES))
    tolerated(promise.check, data, TRUST)


@MANY
@given(hostile.anything(*hostile.FILES))
def test_receipts(data):
    seen = tolerated(receipt.parse, data)
    if seen is not None:
        assert seen.text().encode() == data
        tolerated(transport.encode, seen)
        tolerated(receipt.shed, seen, 1)
    if tolerated(receipt.check, data, TRUST):
        assert (seen.opening, seen.index) in {(one.opening, one.index) for one in hostile.RECEIPTS}


@MANY
@given(hostile.anything(*hostile.CODES))
def test_codes(data):
    seen = tolerated(transport.decode, data)
    if seen is not None and tolerated(receipt.check, seen, TRUST):
        assert (seen.opening, seen.index) in {(one.opening, one.index) for one in hostile.RECEIPTS}


@MANY
@given(hostile.anything(*hostile.URLS))
def test_whatever_a_camera_reads(data):
    packed = tolerated(transport.from_url, data.decode("utf-8", "replace"))
    if packed is not None:
        tolerated(transport.decode, packed)
    tolerated(verify.open_any, data)


@MANY
@given(hostile.anything(hostile.POLICY))
def test_policies(data):
    read = tolerated(policy.parse, data)
    if read is not None:
        tolerated(read.admit, hostile.NOTES[1])


@MANY
@given(hostile.anything(hostile.KEY), hostile.anything(*(one.encode() for one in hostile.VKEYS)))
def test_key_files_and_public_keys(secret, public):
    tolerated(keys.SeedSigner.parse, secret)
    tolerated(note.parse_vkey, public.decode("utf-8", "replace"))


@MANY
@given(hostile.anything(ONE.opening.statement.encode()))
def test_statements(data):
    tolerated(receipt.parse_opening, data)
    tolerated(statement.parse, data.decode("utf-8", "replace"))


@MANY
@given(st.integers(-2, 2**64), st.integers(-2, 2**64), st.lists(hostile.HASHES, max_size=70), hostile.HASHES)
def test_proofs(one, two, proof, root):
    tolerated(merkle.verify_inclusion, root, one, two, root, proof)
    tolerated(merkle.verify_consistency, one, two, root, root, proof)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    log = Log(tmp_path_factory.mktemp("published") / "log")
    for count in (256, 5):
        log.grow(count)
    return log.home


@FILES
@given(data=st.data())
def test_tiles_and_bundles(published, data):
    names = ["checkpoint", "tile/0/000", "tile/entries/000", "tile/entries/001.p/5", "tile/1/000.p/1"]
    file = published / data.draw(st.sampled_from(names))
    original = file.read_bytes()
    changed = data.draw(hostile.anything(original))
    try:
        file.write_bytes(changed)
        report = audit.audit(published, TRUST)
        assert report.clean == (changed == original)
        tolerated(tiles.Reader(published).entries, 0, 256)
        tolerated(merkle.inclusion_proof, 3, 261, tiles.Reader(published).nodes(261))
    finally:
        file.write_bytes(original)


def huge():
    """A few ways to ask for much with little, and little with much."""
    line = b"A" * 43 + b"=\n"
    yield note.parse, b"x\n\n" + (hostile.DASH + b"k " + line) * (BIG // 64)
    yield note.parse, b"x" * BIG
    yield receipt.parse, b"c2sp.org/tlog-proof@v1\nextra " + b"A" * BIG
    yield receipt.parse, b"c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n" + line * (BIG // 64)
    yield policy.parse, b"#\n" * (BIG // 2)
    yield keys.SeedSigner.parse, b"PRIVATE+KEY+" + b"+" * BIG
    yield transport.from_url, "HTTPS://H/V#" + "A" * BIG
    yield transport.decode, bytes([1]) + b"s" + bytes(BIG)
    yield transport.decode, bomb()
    yield verify.open_any, b"HTTPS://H/V#" + b"A" * (BIG // 8)
    yield note.parse_vkey, "a+" * (BIG // 2)
    yield statement.parse, "x" * BIG


def bomb():
    """An open code whose statement unpacks to 16 MB."""
    whole = transport.encode(ONE)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(BIG)) + packer.flush()
    old = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = ONE.opening.statement.split("\n", 2)[2].encode()
    tail = old.compress(body) + old.flush()
    assert whole.endswith(tail)
    return whole[: -len(tail)] + packed


def test_much_is_refused_with_little_time_and_memory():
    for call, data in huge():
        tracemalloc.start()
        began = time.perf_counter()
        try:
            with pytest.raises(LedgerError):
                call(data)
            took, (_, most) = time.perf_counter() - began, tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert took < SECONDS, call
        assert most < MEGABYTES << 20, call


def test_a_checkpoint_of_any_size_costs_only_what_is_there(tmp_path):
    (tmp_path / "checkpoint").write_text(
        note.sign(f"{SIGNER.verifier.name}\n{2**62}\n{'A' * 43}=\n", [SIGNER]), "utf-8"
    )
    assert not audit.audit(tmp_path, TRUST).clean
