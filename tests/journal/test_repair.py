"""An older database under a newer log: nothing is signed, cases are registered, and tiles bring back what was lost."""

import shutil

import pytest

from hoiam.journal import actions as journal, queries, repair, store, turns
from hoiam.journal.models import Event, LogState, Noted, Supplement, Vault
from hoiam.law.refusal import Refused
from hoiam.ledger import audit, checkpoint, cosigning, merkle, receipt, tiles, witness_store
from hoiam.ledger.errors import RollbackDetected
from hoiam.ledger.receipt import State
from tests.journal import builders
from tests.journal.builders import AT, event, recorded

TABLES = (Vault, Event, Supplement, Noted, LogState)
pytestmark = pytest.mark.django_db


class Backup:
    """The journal's tables as they were, to be copied back."""

    def __init__(self):
        self.rows = {table: list(table.objects.all()) for table in TABLES}

    def restore(self):
        """And every process starts anew, as after any restore."""
        for table in reversed(TABLES):
            table.objects.all().delete()
        for table in TABLES:
            table.objects.bulk_create(self.rows[table])
        forget()


def forget():
    store._publisher.cache_clear()
    turns._turns.cache_clear()


def published(log):
    return checkpoint.unverified((log / "checkpoint").read_text())


def state_of(appended):
    return queries.receipt_of(event_id=appended.event_id).state


def whole(log):
    report = audit.audit(log, queries.trust())
    assert report.clean, report.findings
    return report.read


@pytest.fixture
def lost(log):
    """A backup at 3; the log went on to 6; the backup is restored."""
    recorded(), recorded()
    backup = Backup()
    kept = [queries.receipt_of(event_id=recorded().event_id).text for _ in range(3)]
    backup.restore()
    return kept


def test_an_older_database_is_not_signed_and_the_log_repaired_from_its_tiles_goes_on(log, lost):
    before = published(log)
    one = recorded()
    assert state_of(one) is State.PROMISED
    ill = queries.health(at=AT)
    assert (ill.state, ill.reason, ill.alarm) == ("refuse", "database_behind", True)
    assert ill.facts == {"where": "published", "database": 3, "published": 6}
    with pytest.raises(RollbackDetected):
        journal.run(at=AT)
    assert published(log) == before

    assert repair.repair(at=AT) == repair.Repaired(first=3, end=6, orphans=3, size=8)

    after = published(log)
    nodes = tiles.Reader(log).nodes(after.size)
    proof = merkle.consistency_proof(before.size, after.size, nodes)
    merkle.verify_consistency(before.size, after.size, before.root, after.root, proof)
    assert (after.origin, whole(log)) == (before.origin, 8)
    assert state_of(one) is State.INCLUDED
    assert [receipt.check(text, queries.trust()).index for text in lost] == [3, 4, 5]
    assert queries.health(at=AT).state == "fine"
    assert state_of(recorded()) is State.INCLUDED


def test_a_witness_that_saw_the_log_before_accepts_it_after_the_repair_and_no_fork(log, tmp_path):
    press = witness_store.open_witness(
        tmp_path / "press",
        [store.signer().verifier],
        name="press.example/w1",
        seed=lambda: bytes(32),
        clock=lambda: int(AT.timestamp()),
    )

    def ask(folder, old):
        signed = (folder / "checkpoint").read_text()
        return press.add_checkpoint(cosigning.request(signed, old, tiles.Reader(folder).nodes).body()).status

    recorded(), recorded()
    backup = Backup()
    recorded(), recorded(), recorded()
    assert ask(log, 0) == 200
    theirs = shutil.copytree(log, tmp_path / "mirror")

    shutil.rmtree(log)  # the careless way: forget what was published, and go on from the backup
    backup.restore()
    for _ in range(5):
        recorded()
    assert ask(log, 6) == 422

    shutil.rmtree(log)
    backup.restore()
    shutil.copytree(theirs, log)
    recorded()
    assert repair.repair(at=AT).end == 6
    assert ask(log, 6) == 200


def test_the_incident_is_public_and_says_which_entries_came_back(log, lost):
    repair.repair(at=AT)
    said = receipt.parse_opening((log / "openings" / "6").read_bytes()).statement
    assert "kind log.incident\n" in said
    assert "cause database-behind\nfirst 3\nlast 5\norphans 3\n" in said
    assert queries.orphans() == 3


def test_what_the_backup_had_waiting_finds_the_place_it_already_had(log):
    builders.failing(builders_patch := pytest.MonkeyPatch(), store, "signer", OSError)
    one = recorded()
    builders_patch.undo()
    backup = Backup()
    two = recorded()
    backup.restore()
    done = repair.repair(at=AT)
    assert (done.orphans, done.end) == (1, 3)
    assert Event.objects.get(pk=one.event_id).index == 1
    assert state_of(one) is State.INCLUDED
    assert not Event.objects.filter(pk=two.event_id, statement__isnull=False).exists()
    assert whole(log) == 4


def test_public_events_come_back_with_their_openings(log):
    backup = Backup()
    event(kind="session.scheduled", visibility="public")
    journal.run(at=AT)
    shown = (log / "openings" / "1").read_text()
    backup.restore()
    assert repair.repair(at=AT).orphans == 0
    assert queries.public_opening(index=1) == shown
    assert Event.objects.get(index=1).kind == "session.scheduled"


def test_nothing_lost_is_nothing_done(log):
    recorded()
    assert repair.repair(at=AT) is None
    assert (published(log).size, queries.orphans()) == (2, 0)


def test_repairing_again_changes_nothing(log, lost):
    repair.repair(at=AT)
    assert repair.repair(at=AT) is None
    assert published(log).size == 7


def test_a_mirror_brings_back_database_and_files(log, lost, tmp_path):
    mirror = shutil.move(log, tmp_path / "mirror")
    forget()
    assert repair.repair(at=AT, source=mirror).end == 6
    assert whole(log) == 7


def test_a_mirror_that_is_older_than_what_was_published_is_not_enough(log, tmp_path):
    backup = Backup()
    recorded()
    mirror = shutil.copytree(log, tmp_path / "mirror")
    recorded()
    backup.restore()
    with pytest.raises(Refused, match="source_short"):
        repair.repair(at=AT, source=mirror)
    assert LogState.objects.get().size == 1


def test_an_altered_tile_is_not_believed(log, lost):
    bundle = log / "tile/entries/000.p/6"
    data = bytearray(bundle.read_bytes())
    data[-1] ^= 1
    bundle.write_bytes(data)
    with pytest.raises(Refused, match="source_forked"):
        repair.repair(at=AT)
    assert (LogState.objects.get().size, Event.objects.filter(vault_id=repair.ORPHANS).count()) == (3, 0)


def test_a_cut_tile_is_not_believed(log, lost):
    bundle = log / "tile/entries/000.p/6"
    bundle.write_bytes(bundle.read_bytes()[:-1])
    with pytest.raises(Refused, match="source_damaged"):
        repair.repair(at=AT)


def test_a_checkpoint_signed_by_nobody_we_know_is_not_believed(log, lost):
    (log / "checkpoint").write_text(published(log).text() + "\n— somebody AAAAAAAA\n")
    with pytest.raises(Refused, match="source_unsigned"):
        repair.repair(at=AT)


def test_a_database_that_went_another_way_is_not_mended(log, tmp_path):
    """Two servers with one key: the log itself is forked, and no tile can heal that."""
    first = Backup()
    recorded(), recorded()
    theirs = shutil.move(log, tmp_path / "theirs")
    first.restore()
    recorded()
    shutil.rmtree(log)
    shutil.move(theirs, log)
    forget()
    with pytest.raises(Refused, match="database_forked"):
        repair.repair(at=AT)


def test_a_repair_that_fails_half_way_leaves_nothing(log, lost, monkeypatch):
    builders.failing(monkeypatch, repair, "_tell")
    with pytest.raises(builders.Fault):
        repair.repair(at=AT)
    assert (LogState.objects.get().size, queries.orphans()) == (3, 0)
    assert repair.repair(at=AT).orphans == 3


def test_an_orphan_is_opened_by_its_holder_alone(log, lost):
    repair.repair(at=AT)
    orphan = Event.objects.get(index=4)
    assert (orphan.statement, orphan.vault.stmt_key, orphan.kind) == (None, None, repair.KIND)
    with pytest.raises(Refused, match="no_such_event"):
        queries.public_opening(index=4)
