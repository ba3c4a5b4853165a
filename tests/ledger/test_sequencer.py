"""The append path: one transaction, one flush, and nothing lost, doubled or forked on the way."""

import errno
import os
import threading

import pytest

from hoiam.ledger import (
    audit,
    checkpoint,
    edge as edges,
    merkle,
    policy,
    publish,
    receipt,
    record,
    sequencer,
    tiles,
)
from hoiam.ledger.errors import Damaged, Malformed, RollbackDetected, StoreConflict
from hoiam.ledger.store import LogState
from tests.ledger.stores import EMPTY, ORIGIN, SIGNER, Log, MemoryStore, SqliteStore, entry

TRUST = policy.of(SIGNER.verifier.vkey)


def clean(log):
    """Audited from its files alone, and complete."""
    report = audit.audit(log.home, TRUST)
    assert report.clean, report
    assert report.checkpoint.size == log.store.state().size == log.next
    return True


def opened(log, index):
    reader = tiles.Reader(log.home)
    sealed = receipt.Sealed(log.store.entries(index, 1)[0][-32:])
    return receipt.check(receipt.build(reader, reader.checkpoint(), index, sealed), TRUST)


def test_nothing_pending_publishes_nothing(log):
    assert log.grow(0) == 0
    assert (log.publisher.published_size(), log.publisher.reader.checkpoint()) == (0, "")


def test_events_are_placed_in_order_of_id_and_published(log):
    log.store.add(7, 3, 5)
    step = sequencer.integrate(log.store, [SIGNER], log.publisher)
    assert step == (3, {3: 0, 5: 1, 7: 2})
    assert log.store.tree == [entry(3), entry(5), entry(7)]
    assert log.publisher.published_size() == 3


def test_more_than_the_limit_waits_for_the_next_step(log):
    log.store.add(*range(5))
    sizes = [sequencer.integrate(log.store, [SIGNER], log.publisher, limit=2).size for _ in range(4)]
    assert sizes == [2, 4, 5, 5]


def test_a_late_commit_with_a_lower_id_is_never_lost(tmp_path):
    store = SqliteStore(tmp_path / "db")
    publisher = publish.Publisher(tmp_path / "log")
    store.add(2)  # the fast transaction; id 1 was given to a slow one, not yet committed
    assert sequencer.integrate(store, [SIGNER], publisher).indices == {2: 0}
    store.add(1)
    assert sequencer.integrate(store, [SIGNER], publisher).indices == {1: 1}
    assert store.entries(0, 9) == [entry(2), entry(1)]


@pytest.mark.parametrize("steps", [[1] * 40, [250, 10, 300, 1, 255], [256, 256], [255, 1, 1], [1000]])
def test_any_steps_lead_to_a_log_that_audits_clean(log, steps):
    for count in steps:
        log.grow(count)
    assert clean(log)
    for index in {0, log.next // 2, log.next - 1}:
        assert opened(log, index).index == index


def test_a_full_tile_carries_through_every_level(tmp_path):
    low, high = ([merkle.leaf_hash(b"%d%d" % (level, n)) for n in range(255)] for level in (0, 1))
    grown = edges.Edge([low[:], high[:]])
    assert grown.size == 65535
    written = dict(grown.grow([entry(1), entry(2)]))
    top = merkle.fold([*high, merkle.fold([*low, merkle.leaf_hash(entry(1))])])
    assert written["tile/2/000.p/1"] == top
    assert grown.root() == merkle.node_hash(top, merkle.leaf_hash(entry(2)))
    assert grown.upper() == ["tile/2/000.p/1"]
    assert edges.full_tiles(65535, 65537) == [("entries", 255), (0, 255), (1, 0)]
    for name, data in written.items():
        tiles.replace(str(tmp_path / name), data)
    again = edges.at(tiles.Reader(tmp_path), 65536)
    assert (again.levels, again.root()) == ([[], [], [top]], top)
    reader = tiles.Reader(tmp_path)
    assert merkle.inclusion_proof(65536, 65537, reader.nodes(65537)) == (top,)


def test_one_publication_costs_one_flush(log, monkeypatch):
    log.grow(1)
    flushes = []
    monkeypatch.setattr(os, "fsync", lambda handle: flushes.append("fsync"))
    monkeypatch.setattr(os, "fdatasync", lambda handle: flushes.append("fdatasync"))
    for _ in range(50):
        log.grow(1)
    assert flushes == ["fdatasync"] * 50
    log.grow(300)
    assert flushes.count("fsync") < 20


@pytest.mark.parametrize("lost", ["tile/entries/000", "tile/0/000", "tile/1/000.p/1", "tile"])
def test_while_one_file_cannot_be_flushed_the_record_keeps_all(log, monkeypatch, lost):
    log.grow(255)

    def full(whole):
        def one(path):
            if path == f"{log.home}/{lost}":
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            whole(path)

        return one

    with monkeypatch.context() as patched:
        for name in ("flush_file", "flush_directory"):
            patched.setattr(publish, name, full(getattr(publish, name)))
        with pytest.raises(OSError, match="Input/output error"):
            log.grow(1)
    assert [len(one.entries) for one in record.Record(f"{log.home}/.record").look()[1]][-1] == 1
    assert record.Record(f"{log.home}/.record").look()[1][0].start == 0
    assert (log.home / "tile/0/000.p/255").exists()
    log.grow(1)
    assert record.Record(f"{log.home}/.record").look()[1][0].start == 256
    assert not (log.home / "tile/0/000.p").exists()


def test_partial_tiles_stay_until_the_full_one_exists(log):
    for _ in range(5):
        log.grow(51)
    assert sorted(one.name for one in (log.home / "tile/0/000.p").iterdir()) == [
        "102",
        "153",
        "204",
        "255",
        "51",
    ]
    log.grow(1)
    assert not (log.home / "tile/0/000.p").exists()
    assert not (log.home / "tile/entries/000.p").exists()
    assert clean(log)


def test_a_reader_of_an_older_checkpoint_finds_its_hashes_in_the_full_tile(log):
    log.grow(200)
    old = log.publisher.reader.checkpoint()
    log.grow(100)
    sealed = receipt.Sealed(entry(7)[-32:])
    assert receipt.check(receipt.build(tiles.Reader(log.home), old, 7, sealed), TRUST).checkpoint.size == 200


def test_published_sizes_are_consistent_with_one_another(log):
    for _ in range(30):
        log.grow(11)
    node, leaves = log.publisher.reader.nodes(330), [merkle.leaf_hash(one) for one in log.store.tree]
    for old in (1, 11, 255, 256, 257, 330):
        proof = merkle.consistency_proof(old, 330, node)
        merkle.verify_consistency(old, 330, merkle.root_of(leaves[:old]), merkle.root_of(leaves), proof)


def test_two_sequencers_take_turns(tmp_path):
    total, store = 60, SqliteStore(tmp_path / "db")
    store.add(*range(total))
    failed = []

    def work():
        own = SqliteStore(tmp_path / "db")
        publisher = publish.Publisher(tmp_path / "log")
        try:
            while own.state().size < total:
                sequencer.integrate(own, [SIGNER], publisher, limit=3)
        except BaseException as error:  # noqa: BLE001 - shown below
            failed.append(error)
        own.db.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not failed
    assert store.entries(0, 100) == [entry(n) for n in range(total)]
    report = audit.audit(tmp_path / "log", TRUST)
    assert report.clean
    assert report.read == total
    store.db.close()


def test_who_finds_the_turn_taken_goes_away(log):
    log.store.add(1)
    other = publish.Publisher(log.home)
    with log.publisher.turn(wait=True) as ours:
        assert ours
        assert sequencer.integrate(log.store, [SIGNER], other) is None
        assert sequencer.integrate(log.store, [SIGNER], log.publisher) is None
    log.store.held = True
    assert sequencer.integrate(log.store, [SIGNER], other) is None


def test_processes_that_publish_by_turns_follow_each_other(log):
    logs = [log, log.restarted()]
    for n in range(40):
        one = logs[n % 2]
        one.next = max(each.next for each in logs)
        one.grow(13)
    assert clean(logs[1])


def test_a_lost_compare_and_swap_records_nothing(log, monkeypatch):
    log.store.add(1)
    monkeypatch.setattr(log.store, "save_state", lambda old, state: False)
    with pytest.raises(StoreConflict):
        sequencer.integrate(log.store, [SIGNER], log.publisher)
    assert (log.store.state(), log.store.held, log.publisher.published_size()) == (EMPTY, False, 0)


class Clock:
    def __init__(self, *turns):
        self.now, self.turns = 0.0, list(turns)

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds
        if self.turns:
            self.turns.pop(0)()


def settle(log, own, clock, timeout=1.0):
    return sequencer.settle(
        log.store,
        [SIGNER],
        log.publisher,
        own=own,
        index_of=lambda: log.store.index.get(own),
        timeout=timeout,
        sleep=clock.sleep,
        clock=clock,
    )


def test_settling_integrates_at_once_when_nobody_else_does(log):
    log.store.add(4)
    clock = Clock()
    assert settle(log, 4, clock) == 0
    assert clock.now == 0


def test_settling_what_is_settled_answers_at_once(log):
    log.grow(3)
    clock = Clock()
    assert settle(log, 1, clock) == 1
    assert clock.now == 0


def test_settling_waits_for_whoever_is_at_it(log):
    log.store.add(4)
    other = log.restarted()
    log.store.held = True

    def theirs():
        log.store.held = False
        assert sequencer.integrate(log.store, [SIGNER], other.publisher).indices == {4: 0}
        log.store.held = True

    clock = Clock(lambda: None, theirs)
    assert settle(log, 4, clock) == 0
    assert clock.now == pytest.approx(2 * sequencer.PAUSE)


def test_settling_gives_up_in_time_for_a_promise(log):
    log.store.add(4)
    log.store.held = True
    clock = Clock()
    assert settle(log, 4, clock, timeout=0.1) is None
    assert 0.1 <= clock.now < 0.2


def test_settling_is_not_content_with_another_ones_publication(log):
    log.store.add(4)
    other = log.restarted()
    log.store.held = True

    def theirs():
        row = log.store.rows.pop(4)
        log.store.held = False
        log.store.add(1)
        sequencer.integrate(log.store, [SIGNER], other.publisher)
        log.store.rows[4], log.store.held = row, True

    assert settle(log, 4, Clock(theirs), timeout=0.05) is None
    log.store.held = False
    assert settle(log, 4, Clock()) == 1


def test_a_store_behind_what_was_published_signs_nothing(log):
    log.grow(3)
    old = log.store.state(), log.store.tree[:]
    log.grow(2)
    log.store.log, log.store.tree = old
    log.store.add(9)
    for one in (log, log.restarted()):
        with pytest.raises(RollbackDetected, match="database_behind") as caught:
            sequencer.integrate(one.store, [SIGNER], one.publisher)
        assert caught.value.facts == {"where": "published", "database": 3, "published": 5}
    assert (log.store.state(), log.store.held) == (old[0], False)


def test_an_emptied_store_signs_nothing(log):
    log.grow(3)
    fresh = Log(log.home)
    with pytest.raises(RollbackDetected, match="database_behind"):
        fresh.grow(1)


def test_a_fork_of_the_published_size_signs_nothing(log):
    log.grow(3)
    fork = Log(log.home.with_name("fork"))
    fork.next = 50
    fork.grow(3)
    fork.publisher = publish.Publisher(log.home)
    with pytest.raises(RollbackDetected, match="fork"):
        fork.grow(1)


def test_a_longer_fork_is_never_published(log):
    log.grow(3)
    before = log.publisher.reader.checkpoint()
    fork = Log(log.home.with_name("fork"))
    fork.next = 50
    fork.grow(5)
    fork.publisher = publish.Publisher(log.home)
    for _ in range(2):
        with pytest.raises(RollbackDetected, match="fork"):
            fork.grow(1)
    with pytest.raises(RollbackDetected, match="fork"):
        fork.publisher.recover(fork.store, whole=True)
    assert log.publisher.reader.checkpoint() == before
    assert clean(log)


def test_a_state_whose_frontier_does_not_give_its_root_signs_nothing():
    first, second = bytes(32), bytes([1]) * 32
    note = checkpoint.sign(checkpoint.Checkpoint(ORIGIN, 1, first), [SIGNER])
    sequencer.guard(LogState(1, first, note), publish.NOTHING)
    for state in (LogState(1, second, note), LogState(2, second, note)):
        with pytest.raises(RollbackDetected, match="state"):
            sequencer.guard(state, publish.NOTHING)
    with pytest.raises(Malformed):
        sequencer.guard(LogState(3, first, note), publish.NOTHING)


STEPS = [
    (record.Record, "append"),
    (record.Record, "restart"),
    (tiles.Writer, "tile"),
    (tiles.Writer, "checkpoint"),
    (tiles.Writer, "prune"),
    (tiles, "_move"),
    (tiles, "_overwrite"),
    (publish, "_flush"),
    (MemoryStore, "commit"),
    (MemoryStore, "place"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("skip", [0, 1, 2])
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_a_process_killed_at_any_step_leaves_a_log_that_heals(log, monkeypatch, owner, name, skip, after):
    log.grow(250)
    whole, seen = getattr(owner, name), []

    def die(*args, **kwargs):
        seen.append(name)
        if len(seen) <= skip:
            return whole(*args, **kwargs)
        if after:
            whole(*args, **kwargs)
        raise KeyboardInterrupt

    monkeypatch.setattr(owner, name, die)
    try:
        for _ in range(3):
            log.grow(5)
    except KeyboardInterrupt:
        log.store.held = False
    monkeypatch.undo()
    waiting = len(log.store.rows)
    seen_before = tiles.Reader(log.home).checkpoint()
    again = log.restarted()
    assert again.publisher.recover(again.store) == again.store.state().size
    again.grow(0)
    assert again.store.state().size == log.next
    assert clean(again)
    old = checkpoint.unverified(seen_before)
    leaves = [merkle.leaf_hash(one) for one in again.store.tree]
    assert merkle.root_of(leaves[: old.size]) == old.root
    assert waiting in {0, 5}


def test_the_same_process_heals_after_a_full_disk(log, monkeypatch):
    log.grow(3)
    monkeypatch.setattr(os, "fdatasync", full_disk)
    with pytest.raises(OSError, match="No space"):
        log.grow(2)
    assert log.publisher.published_size() == 3
    monkeypatch.undo()
    assert log.grow(1) == 6
    assert clean(log)


def full_disk(*args):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_publication_the_writer_did_not_finish_is_finished_by_the_next_process(log, monkeypatch):
    log.grow(3)
    other = log.restarted()
    other.publisher.recover(other.store)
    monkeypatch.setattr(tiles.Writer, "tile", full_disk)
    with pytest.raises(OSError, match="No space"):
        log.grow(2)
    monkeypatch.undo()
    other.next = log.next
    assert other.grow(1) == 6
    assert clean(other)


def test_power_loss_takes_every_unflushed_file_and_recovery_brings_them_back(log):
    for _ in range(30):
        log.grow(10)
    record_file = (log.home / ".record").read_bytes()
    for path in [
        *log.home.glob("tile/0/001.p/*"),
        *log.home.glob("tile/entries/001.p/*"),
        log.home / "checkpoint",
    ]:
        path.write_bytes(b"\0" * 7)
    (log.home / ".record").write_bytes(record_file + b"torn frame")
    again = log.restarted()
    with pytest.raises(Damaged):
        again.publisher.published_size()
    assert again.publisher.recover(again.store) == 300
    assert clean(again)
    assert (log.home / "tile/0/001.p/14").stat().st_size == 14 * 32
    again.grow(1)
    assert clean(again)


def test_a_checkpoint_of_no_text_at_all_is_recovered(log):
    log.grow(5)
    (log.home / "checkpoint").write_bytes(b"\xff\xfe")
    again = log.restarted()
    assert again.publisher.recover(again.store) == 5
    assert clean(again)


@pytest.mark.parametrize("broken", [b"", b"nonsense that is no record at all", None])
@pytest.mark.parametrize("size", [0, 5, 256, 300])
def test_a_lost_record_is_begun_anew_from_the_files(log, broken, size):
    log.grow(size)
    if broken is None:
        (log.home / ".record").unlink()
    else:
        (log.home / ".record").write_bytes(broken)
    again = log.restarted()
    assert again.publisher.recover(again.store) == size
    again.grow(3)
    assert clean(again)


@pytest.mark.parametrize("name", ["tile/0/001.p/44", "tile/entries/001.p/44", "tile/1/000.p/1", ".record"])
def test_a_damaged_file_is_rebuilt_from_the_store(log, name):
    log.grow(300)
    if name != ".record":
        (log.home / ".record").unlink()
    (log.home / name).write_bytes(b"\0\x05abc")
    again = log.restarted()
    assert again.publisher.recover(again.store) == 300
    assert clean(again)


def test_a_record_older_than_the_checkpoint_is_not_believed(log):
    log.grow(5)
    old = (log.home / ".record").read_bytes()
    log.grow(5)
    (log.home / ".record").write_bytes(old)
    again = log.restarted()
    assert again.publisher.recover(again.store) == 10
    assert clean(again)


def test_a_record_with_a_gap_is_not_believed(log):
    log.grow(5)
    again = log.restarted()
    files = record.Record(str(log.home / ".record"))
    files.look()
    files.append(record.Frame(9, [entry(1)], log.store.state().note))
    assert again.publisher.recover(again.store) == 5
    assert clean(again)


def test_a_record_that_is_not_text_is_not_believed(log, monkeypatch):
    log.grow(5)
    monkeypatch.setattr(record, "_pack", lambda frame: packed(b"\0" * 12 + b"\xff"))
    files = record.Record(str(log.home / ".record"))
    files.look()
    files.append(record.Frame(0, [], ""))
    monkeypatch.undo()
    with pytest.raises(Malformed):
        log.grow(1)


def packed(payload):
    return len(payload).to_bytes(4, "big") + record.sha256(payload).digest()[:16] + payload


def test_a_lost_directory_is_republished_from_the_store(log):
    log.grow(5000)
    again = Log(log.home.with_name("new"), log.store)
    again.next = log.next
    assert again.publisher.recover(again.store) == 5000
    assert clean(again)
    small = Log(log.home.with_name("small"))
    small.grow(9)
    small.publisher = publish.Publisher(log.home.with_name("small too"))
    small.home = log.home.with_name("small too")
    assert small.grow(1) == 10
    assert clean(small)


def test_a_lost_record_does_not_hide_a_rollback(log):
    log.grow(3)
    old = log.store.state(), log.store.tree[:]
    log.grow(2)
    log.store.log, log.store.tree = old
    (log.home / ".record").unlink()
    (log.home / "tile/entries/000.p/5").unlink()
    with pytest.raises(RollbackDetected, match="database_behind"):
        log.restarted().grow(1)


def test_a_stale_file_in_the_way_is_replaced(log):
    log.grow(3)
    (log.home / "tile/0/000.p/4").write_bytes(b"left behind")
    log.grow(1)
    assert clean(log)


def test_files_of_pruned_tiles_are_used_again(log):
    log.grow(1)
    for _ in range(300):
        log.grow(1)
    spares = len(list((log.home / ".spare").iterdir()))
    assert spares == 510 - 2 * 45
    heads = {one.stat().st_ino for one in log.home.glob(".head*")}
    assert len(heads) == 8
    assert (log.home / "checkpoint").stat().st_ino in heads
    for one in list((log.home / ".spare").iterdir()):
        one.unlink()
    (log.home / "checkpoint.new").write_bytes(b"left by a killed writer")
    log.grow(1)
    again = log.restarted()
    again.grow(1)
    assert clean(again)


def test_no_more_files_are_kept_than_a_tile_needs(log, monkeypatch):
    monkeypatch.setattr(tiles, "_MAX_SPARES", 3)
    for _ in range(30):
        log.grow(10)
    assert len(list((log.home / ".spare").iterdir())) < 4
    again = log.restarted()
    for _ in range(2):
        again.grow(2)
    assert not list((log.home / ".spare").iterdir())
    assert clean(again)


def test_a_head_is_overwritten_only_after_seven_others(log):
    seen = []
    for n in range(24):
        one = [log, log.restarted()][n % 2]
        one.next = log.next
        one.grow(1)
        log.next = one.next
        seen.append((log.home / "checkpoint").stat().st_ino)
    assert all(len(set(seen[at : at + 8])) == 8 for at in range(17))


def test_a_root_that_memory_does_not_confirm_is_damage(log):
    log.grow(3)
    files = record.Record(str(log.home / ".record"))
    files.look()
    files.append(record.Frame(3, [entry(7)], log.store.state().note))
    with pytest.raises(Damaged, match="root"):
        log.grow(1)
    assert log.grow(1) == 5
    assert clean(log)


def test_an_empty_store_can_be_recovered_whole(log):
    assert log.publisher.recover(log.store, whole=True) == 0
    log.grow(2)
    assert log.publisher.recover(log.store, whole=True) == 2
    assert clean(log)


def test_a_store_that_lost_entries_is_refused(log):
    log.grow(5)
    log.store.tree.pop()
    with pytest.raises(RollbackDetected, match="entries_missing"):
        log.publisher.recover(log.store, whole=True)


def test_a_store_whose_entries_do_not_give_its_root_is_refused(log):
    log.grow(5)
    log.store.tree[2] = entry(99)
    with pytest.raises(RollbackDetected, match="fork"):
        log.publisher.recover(log.store, whole=True)


def test_publishing_needs_a_ready_publisher(log):
    with pytest.raises(Damaged, match="not_ready"):
        log.publisher.publish(EMPTY, [], log.store.entries)


def test_what_is_published_already_is_not_published_again(log):
    log.grow(2)
    old = log.store.state()
    log.grow(2)
    with log.publisher.turn(wait=True):
        log.publisher.publish(old, [], log.store.entries)
    assert log.publisher.published_size() == 4


def test_a_receipt_is_not_built_from_files_that_do_not_lead_to_the_root(log):
    log.grow(5)
    reader = log.publisher.reader
    sealed = receipt.Sealed(entry(4)[-32:])
    with pytest.raises(Damaged, match="proof"):
        receipt.build(reader, reader.checkpoint(), 3, sealed)
    reader._files["tile/0/000.p/5"] = bytes(3)
    assert receipt.build(reader, log.publisher.signed(), 4, sealed)


def test_tiles_have_the_paths_of_the_specification():
    assert tiles.path(0, 0) == "tile/0/000"
    assert tiles.path(0, 1234067) == "tile/0/x001/x234/067"
    assert tiles.path(5, 1000, 7) == "tile/5/x001/000.p/7"
    assert tiles.path(tiles.ENTRIES, 999, 255) == "tile/entries/999.p/255"


def test_a_reader_keeps_a_bounded_memory(log, monkeypatch):
    log.grow(700)
    monkeypatch.setattr(tiles, "_MAX_FILES", 1)
    monkeypatch.setattr(tiles, "_MAX_NODES", 2)
    for index in range(0, 700, 90):
        assert opened(log, index).index == index
    reader = tiles.Reader(log.home)
    for n in (0, 1, 0):
        assert len(reader.tile(0, n, 256)) == 8192


def test_short_and_missing_tiles_are_damage(log):
    log.grow(3)
    reader = tiles.Reader(log.home)
    (log.home / "tile/0/000.p/3").write_bytes(bytes(95))
    (log.home / "tile/entries/000.p/3").write_bytes(b"\0\x09short")
    for read in (lambda: reader.tile(0, 0, 3), lambda: reader.entries(0, 3), lambda: reader.tile(0, 1, 3)):
        with pytest.raises(Damaged):
            read()
