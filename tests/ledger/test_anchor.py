"""The high-water file on another disk, and the rule that nothing is signed behind it."""

import shutil

import pytest

from hoiam.ledger import audit, checkpoint, keys, policy, publish, sequencer
from hoiam.ledger.anchor import Anchor, Mark, check, check_prefixes
from hoiam.ledger.errors import Damaged, LedgerError, Malformed, RollbackDetected
from tests.ledger.stores import ORIGIN, SIGNER, Log, MemoryStore

OTHER = keys.SeedSigner(ORIGIN, bytes(32))
STRANGER = checkpoint.Checkpoint(ORIGIN, 3, bytes(32))


def anchored(tmp_path, store=None):
    log = Log(tmp_path / "log", store)
    log.publisher = publish.Publisher(log.home, Anchor(tmp_path / "high"))
    return log


@pytest.fixture
def log(tmp_path):
    Anchor(tmp_path / "high").begin()
    return anchored(tmp_path)


def high(log):
    return log.publisher.anchor.point().size


def test_it_follows_every_publication_and_holds_what_was_signed(log, tmp_path):
    assert [log.grow(2), high(log), log.grow(3), high(log)] == [2, 2, 5, 5]
    assert (tmp_path / "high").read_text() == log.publisher.signed()


def test_it_never_goes_backwards(log):
    log.grow(2)
    old = log.publisher.signed()
    log.grow(3)
    log.publisher.anchor.raise_to(old)
    assert high(log) == 5


def test_another_tree_of_the_same_size_is_told(log):
    log.grow(3)
    with pytest.raises(RollbackDetected, match="fork"):
        log.publisher.anchor.raise_to(checkpoint.sign(STRANGER, [SIGNER]))
    assert high(log) == 3


def test_database_and_files_set_back_together_sign_nothing(log, tmp_path):
    """What the published files alone cannot show: the whole disk is an old one."""
    log.grow(2)
    disk, rows = shutil.copytree(log.home, tmp_path / "backup"), log.store.tree[:]
    state = log.store.state()
    log.grow(3)
    shutil.rmtree(log.home)
    shutil.move(disk, log.home)
    older = MemoryStore()
    older.log, older.tree = state, rows
    again = anchored(tmp_path, older)
    older.add(9)
    with pytest.raises(RollbackDetected, match="database_behind") as caught:
        sequencer.integrate(older, [SIGNER], again.publisher)
    assert caught.value.facts == {"where": "anchor", "database": 2, "published": 5}
    assert (again.publisher.published_size(), older.rows.keys()) == (2, {9})


def test_a_disk_that_is_not_mounted_signs_nothing(log, tmp_path):
    log.grow(2)
    (tmp_path / "high").unlink()
    with pytest.raises(Damaged, match="anchor_missing"):
        log.grow()
    assert log.publisher.published_size() == 2
    log.publisher.anchor.adopt(log.publisher.signed())
    assert (log.grow(0), high(log)) == (3, 3)


@pytest.mark.parametrize("text", [b"\xff", b"nonsense", b"\n\n"])
def test_a_garbled_file_signs_nothing(log, tmp_path, text):
    log.grow()
    (tmp_path / "high").write_bytes(text)
    with pytest.raises(Damaged, match="anchor_unreadable"):
        log.grow()


def test_a_start_brings_it_up_to_what_a_killed_writer_had_published(log, tmp_path, monkeypatch):
    monkeypatch.setattr(Anchor, "raise_to", lambda *_: None)
    log.grow(4)
    monkeypatch.undo()
    again = anchored(tmp_path, log.store)
    assert high(again) == 0
    assert (again.publisher.recover(again.store), high(again)) == (4, 4)


def test_a_beginning_leaves_what_is_there_alone(log):
    log.grow()
    log.publisher.anchor.begin()
    assert high(log) == 1


def test_of_smaller_marks_only_true_beginnings_pass(log):
    log.grow(3)
    three = log.publisher.head()
    log.grow(4)
    head, nodes = log.publisher.head(), log.publisher.reader.nodes(7)
    check_prefixes(head, [Mark("peer", three), Mark("new", checkpoint.NOTHING), Mark("peer", head)], nodes)
    with pytest.raises(RollbackDetected, match="fork") as caught:
        check_prefixes(head, [Mark("peer", three), Mark("press", STRANGER)], nodes)
    assert caught.value.facts == {"where": "press", "size": 3}


def test_a_mark_of_another_log_is_told(log):
    log.grow(3)
    other = checkpoint.Checkpoint("other.example/hoiam/1", 3, log.publisher.head().root)
    with pytest.raises(RollbackDetected, match="other_log"):
        check(log.publisher.head(), [Mark("peer", other)])


def test_what_the_caller_forbids_is_not_signed(log):
    def forbidden():
        raise RollbackDetected("clock_behind")

    log.store.add(1)
    with pytest.raises(LedgerError, match="clock_behind"):
        sequencer.integrate(log.store, [SIGNER], log.publisher, allow=forbidden)
    assert log.store.rows.keys() == {1}


def test_two_keys_sign_together_and_either_verifies(log):
    log.store.add(1)
    sequencer.integrate(log.store, [SIGNER, OTHER], log.publisher)
    for trust in (policy.of(SIGNER.verifier.vkey), policy.of(OTHER.verifier.vkey)):
        assert audit.audit(log.home, trust).clean


def test_a_ring_of_keys_is_read_as_it_was_written():
    ring = keys.Ring(("log", "log2"), (OTHER.verifier,))
    assert keys.parse_ring(ring.text().encode()) == ring


@pytest.mark.parametrize(
    "text", ["", "sign\n", "sign ../x\n", "sign log\nelse x\n", "retired x\n", "sign a\nretired x\n"]
)
def test_an_altered_ring_is_refused(text):
    with pytest.raises(Malformed):
        keys.parse_ring(text.encode())
