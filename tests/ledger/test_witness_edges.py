"""What seldom happens to witnesses, archives and auditors: lost files, foreign keys, a memory that says nothing."""

import pytest

from hoiam.ledger import archive as archives, audit, cosigner, keys, policy, tiles, witness
from hoiam.ledger.archive import Archive
from hoiam.ledger.cosigning import Flag, Reply
from hoiam.ledger.errors import Damaged, Malformed
from tests.every import each
from tests.ledger.stores import SIGNER, Log
from tests.ledger.test_witness import (
    LOG,
    Clock,
    asking,
    client,
    opened,
    over_http,
    seed,
    signed,
    told,
    trusting,
)

STATE = witness.digest(LOG.name)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "press"


@pytest.fixture
def press(folder):
    return opened(folder, Clock())


@pytest.fixture
def grown(tmp_path):
    log = Log(tmp_path / "log")
    log.grow(600)
    return log


def test_an_archive_that_was_never_written_is_empty(tmp_path):
    archive = Archive(tmp_path)
    assert (archive.sizes(), archive.newest_at(), archive.witnessed_size()) == ([], 0.0, 0)


def test_the_newest_of_an_archive_is_the_largest_that_is_still_there(tmp_path, press, monkeypatch):
    archive = Archive(tmp_path)
    archive.keep(signed(3), trusting(press))
    there = archive.newest_at()
    assert there > 0
    monkeypatch.setattr(archives.Archive, "sizes", lambda _: [3, 9])
    assert archive.newest_at() == there
    monkeypatch.setattr(archives.Archive, "sizes", lambda _: [9])
    assert archive.newest_at() == 0.0


@each(["never cosigned", "no note at all", signed(9)])
def test_a_memory_that_cannot_be_its_own_is_damage(memory):
    forgetful = witness.Witness(cosigner.Cosigner("press.example/w1", seed("press")), [LOG], None, Clock())
    with pytest.raises(Damaged, match="witness_memory"):
        forgetful._known(memory)


def test_a_witness_whose_memory_is_broken_is_out_of_service(folder, press):
    assert told(press, asking(9)) == [200]
    (folder / "state" / STATE / "checkpoint").write_bytes(b"\xff\xfe")
    status, _, headers = over_http(witness.App(press), "POST", "/add-checkpoint", asking(12, 9))
    assert (status, "Retry-After" in headers) == (503, True)


def test_a_witness_that_names_another_size_each_time_is_left_alone(press):
    sizes = iter(range(1, 9))
    outcome = client(press, known=9, post=lambda _: Reply(409, b"%d\n" % next(sizes))).ask(signed(9))
    assert outcome.cosignature is None
    assert (outcome.size, outcome.flag) == (9, Flag.BACKWARDS)


def test_keys_of_witness_and_log_are_not_taken_for_each_other():
    with pytest.raises(Malformed, match="seed"):
        cosigner.Cosigner("press.example/w1", bytes(31))
    with pytest.raises(Malformed, match="key_file"):
        keys.SeedSigner.parse(cosigner.Cosigner("press.example/w1", seed("press")).secret().encode())
    with pytest.raises(Malformed, match="key_file"):
        cosigner.Cosigner.parse(SIGNER.secret().encode())


def test_a_policy_may_say_where_a_witness_answers(press):
    text = f"log {LOG.vkey}\nwitness press {press.verifier.vkey} https://press.example/w/\nquorum press\n"
    assert policy.parse(text).urls == {"press": "https://press.example/w"}


def test_under_a_quorum_a_log_that_nobody_saw_is_not_clean(grown, press):
    found = audit.audit(grown.home, trusting(press)).findings
    assert {one.path for one in found} == {"witnessed"}


def test_only_the_bundle_that_a_changed_hash_speaks_of_is_named(grown):
    (tile,) = (grown.home / "tile/1").glob("000.p/2")
    hashes = tiles.split(tile.read_bytes())
    tile.write_bytes(hashes[0] + bytes(32))
    found = audit.audit(grown.home, policy.of(LOG.vkey)).findings
    assert ("bundle_differs", "tile/entries/001") in found
    assert ("bundle_differs", "tile/entries/000") not in found
