"""The vectors file whole."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from hoiam.ledger import (
    checkpoint,
    commit,
    keys,
    merkle,
    note,
    policy,
    promise,
    receipt,
    statement,
    transport,
)
from hoiam.ledger.errors import LedgerError
from hoiam.ledger.wire import b64, unb64
from tests.every import each

V = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
LOG = keys.SeedSigner(V["origin"], sha256(b"hoiam test vector log key").digest())
ABSENT = note.Verifier("absent.example/w", note.COSIGNATURE, bytes(range(32)))
TRUST = f"log {V['vkey']}\nwitness w {V['witness_vkey']}\nwitness absent {ABSENT.vkey}\n"
QUORUMS = ["quorum none\n", "group g any w absent\nquorum g\n", "group g 2 w absent\nquorum g\n"]
POLICIES = [policy.parse(TRUST + quorum) for quorum in QUORUMS]


def test_the_log_key_is_as_given():
    assert LOG.verifier.vkey == V["vkey"]
    assert note.parse_vkey(V["witness_vkey"]).vkey == V["witness_vkey"]


def test_salts_come_from_the_case_keys():
    k_stmt, k_doc = bytes.fromhex(V["k_stmt"]), bytes.fromhex(V["k_doc"])
    assert commit.statement_salt(k_stmt, 0).hex() == V["salts"]["stmt/0"]
    assert commit.statement_salt(k_stmt, 1).hex() == V["salts"]["stmt/1"]
    assert commit.document_salt(k_doc, 0, "content").hex() == V["salts"]["doc/0/content"]
    assert commit.document_salt(k_doc, 2, "reply").hex() == V["salts"]["doc/2/reply"]


def test_the_document_commitment_is_as_given():
    document = V["document"]
    digest = sha256(document["content_utf8"].encode()).digest()
    assert digest.hex() == document["sha256"]
    assert b64(commit.document(unb64(document["salt"]), digest)) == document["commitment"]


@each(V["Commit"])
def test_statements_commit_to_their_entries(one):
    entry = commit.entry(commit.commitment(unb64(one["Salt"]), one["Statement"]))
    assert entry.hex() == one["Entry"]
    assert b64(merkle.leaf_hash(entry)) == one["LeafHash"]
    assert statement.render(statement.parse(one["Statement"])) == one["Statement"]


def test_leaf_hashes_and_roots_are_as_given():
    leaves = [merkle.leaf_hash(bytes.fromhex(one)) for one in V["entries"]]
    assert [leaf.hex() for leaf in leaves] == V["leaf_hashes"]
    assert [merkle.root_of(leaves[:n]).hex() for n in range(6)] == V["roots"]


def test_roots_of_certificate_transparency_are_as_given():
    leaves = [merkle.leaf_hash(bytes.fromhex(one)) for one in V["ct"]["leaves"]]
    assert [merkle.root_of(leaves[:n]).hex() for n in range(9)] == V["ct"]["roots"]


def test_the_checkpoint_is_signed_and_cosigned_as_given():
    admitted = POLICIES[1].admit(V["checkpoint_5"])
    assert admitted.witnessed
    assert [one.time for one in admitted.cosigned] == [1795485000]
    signed = checkpoint.sign(admitted.checkpoint, [LOG])
    assert V["checkpoint_5"].startswith(signed)


def test_the_promise_is_as_given():
    committed = bytes.fromhex(V["entries"][0])[len(commit.ENTRY_PREFIX) :]
    assert promise.build(V["origin"], committed, 1795482907, [LOG]) == V["promise"]
    assert promise.check(V["promise"], POLICIES[0]).mmd == 86400


def test_the_qr_transport_is_as_given():
    one = receipt.parse(V["Receipts"][2]["Text"])
    assert transport.encode(one).hex() == V["hr1"]["hex"]


@each(V["Receipts"])
def test_receipts_hold_or_fail_as_given(one):
    trust = POLICIES[one["Quorum"]]
    if not one["OK"]:
        with pytest.raises(LedgerError):
            receipt.check(one["Text"], trust)
        return
    proven = receipt.check(one["Text"], trust)
    assert proven.state == (receipt.State.WITNESSED if one["Quorum"] else receipt.State.INCLUDED)
    parsed = receipt.parse(one["Text"])
    assert parsed.text() == one["Text"]
    assert transport.decode(transport.encode(parsed)) == parsed


def test_the_example_of_the_signed_note_specification_opens():
    # The poem of the specification, c2sp.org/signed-note; its key is only named there, so it stays unknown.
    text = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n"
    line = (
        "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXx"
        "j99ihAQwaqP3ZekRwNtIc=\n"
    )
    seen = note.parse(f"{text}\n{line}")
    assert (seen.text, seen.render(), seen.signed([LOG.verifier])) == (text, f"{text}\n{line}", ())
