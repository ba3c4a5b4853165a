"""When the log must not be continued: what is still possible, what is said, and when it ends."""

import json
import logging
from datetime import timedelta

import pytest

from hoiam.journal import actions as journal, guarding, queries, store, turns
from hoiam.journal.guarding import Seen
from hoiam.journal.models import Event, LogState
from hoiam.kit.keys import KeyUnusableError
from hoiam.law.refusal import Refused
from hoiam.ledger import checkpoint, keys, note
from hoiam.ledger.errors import LedgerError
from hoiam.ledger.receipt import State
from tests.journal import builders
from tests.journal.builders import AT, recorded

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def state_of(appended):
    return queries.receipt_of(event_id=appended.event_id).state


def why():
    health = queries.health(at=AT)
    return health.state, health.reason


@pytest.fixture
def anchored(settings, tmp_path):
    settings.HOIAM_ANCHOR = str(tmp_path / "other disk")
    return tmp_path / "other disk"


def test_a_log_that_is_well_says_so_in_two_statements(log, django_assert_num_queries):
    recorded()
    with django_assert_num_queries(2):
        health = queries.health(at=AT)
    assert (health.state, health.reason, health.waiting, health.alarm, health.banner) == (
        "fine",
        "",
        0,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("seconds", "state", "banner", "broken"),
    [
        (60, "fine", False, False),
        (61, "late", False, False),
        (3601, "late", True, False),
        (86401, "late", True, True),
    ],
)
def test_what_waits_alarms_after_a_minute_and_is_public_after_an_hour(
    log, monkeypatch, seconds, state, banner, broken
):
    builders.without_turns(monkeypatch)
    monkeypatch.setattr(journal, "WAIT", 0.01)
    with store.db.writing():
        builders.event()
    health = queries.health(at=AT + timedelta(seconds=seconds))
    assert (health.state, health.banner, health.broken, health.waiting) == (state, banner, broken, 1)
    assert health.alarm == (state != "fine")


def test_the_anchor_begins_with_the_log_and_follows_it(anchored, log):
    recorded()
    assert checkpoint.unverified(anchored.read_text()).size == 2
    assert why() == ("fine", "")


def test_a_disk_set_back_as_a_whole_is_refused_by_the_anchor(anchored, log):
    state, kept = LogState.objects.get(), (log / "checkpoint").read_text()
    recorded()
    Event.objects.filter(index=1).update(index=None)
    state.save()
    (log / "checkpoint").write_text(kept)
    (log / ".record").unlink()
    store._publisher.cache_clear()
    turns._turns.cache_clear()
    one = recorded()
    assert why() == ("refuse", "database_behind")
    assert queries.health(at=AT).facts["where"] == "anchor"
    assert state_of(one) is State.PROMISED
    assert (log / "checkpoint").read_text() == kept


def test_without_the_anchors_disk_cases_are_registered_and_nothing_is_signed(anchored, log):
    anchored.unlink()
    one = recorded()
    assert why() == ("refuse", "anchor_missing")
    assert state_of(one) is State.PROMISED
    assert guarding.adopt_anchor() == 1
    journal.run(at=AT)
    assert state_of(one) is State.INCLUDED


def test_without_an_anchor_no_statement_and_no_file_more(log, django_assert_max_num_queries):
    with store.db.writing():
        one = builders.event()
    with django_assert_max_num_queries(4 + 2):
        assert journal.settle(event_id=one.event_id) == 1


def test_when_the_key_cannot_be_read_the_receipt_is_pending(log, monkeypatch):
    builders.failing(monkeypatch, store, "signer", KeyUnusableError, times=9)
    one = recorded()
    receipt = queries.receipt_of(event_id=one.event_id)
    assert (receipt.state, receipt.text, receipt.verified) == (State.PENDING, "", False)
    assert "kind case.received\n" in receipt.statement
    assert why() == ("refuse", "key_unreadable")


def test_a_lost_key_is_never_replaced_by_a_new_one(log, settings, tmp_path, monkeypatch):
    monkeypatch.delenv("HOIAM_KEY_LOG", raising=False)
    settings.HOIAM_KEYS_DIR = tmp_path / "empty"
    with pytest.raises(KeyUnusableError):
        store.signer()
    assert not (tmp_path / "empty" / "log.key").exists()


def seen_by(name, size, root=bytes(32), clock=None):
    point = checkpoint.Checkpoint(store.settings.HOIAM_ORIGIN, size, root)
    return Seen(name, checkpoint.sign(point, [store.signer()]), clock)


def test_what_a_witness_has_seen_and_the_database_has_not_is_refused_until_it_has(log, caplog):
    signed = store.publisher().signed
    with caplog.at_level(logging.ERROR, "hoiam.journal"):
        assert guarding.look(at=AT, seen=[seen_by("press", 9)]).code == "database_behind"
    assert "database_behind" in caplog.text
    before = signed()
    one = recorded()
    assert (signed(), state_of(one)) == (before, State.PROMISED)
    assert why() == ("refuse", "database_behind")
    assert guarding.look(at=AT).code == "database_behind"  # the witness is silent: nothing is taken back
    assert [mark.where for mark in guarding.remembered()] == ["press"]


def test_a_fork_seen_by_a_witness_is_refused(log):
    recorded(), recorded()
    assert guarding.look(at=AT, seen=[seen_by("press", 2)]).code == "fork"
    assert guarding.look(at=AT, seen=[seen_by("press", 3)]).code == "fork"


def test_a_witness_that_saw_a_beginning_of_ours_is_content(log):
    old = store.publisher().signed()
    recorded()
    assert guarding.look(at=AT, seen=[Seen("press", old), Seen("peer", store.publisher().signed())]) is None
    assert why() == ("fine", "")


def test_a_complaint_is_logged_once_and_in_numbers(log, caplog):
    with caplog.at_level(logging.ERROR, "hoiam.journal"):
        for _ in range(3):
            guarding.look(at=AT, seen=[seen_by("press", 9)])
    assert len(caplog.records) == 1


def cosigned(log, at):
    witness = keys.SeedSigner("press.example/w", bytes(32))
    verifier = note.Verifier("press.example/w", note.COSIGNATURE, witness.verifier.key)
    text, time = note.parse(store.publisher().signed()), int(at.timestamp())
    value = time.to_bytes(8, "big") + witness.sign(note.cosigned(text.text.encode(), time))
    line = note.Signature(verifier.name, verifier.key_id, value)
    (log / "witnessed").write_text(note.Note(text.text, (*text.signatures, line)).render())
    return verifier


def test_a_clock_behind_the_last_cosignature_writes_nothing(log):
    verifier = cosigned(log, AT + HOUR)
    assert guarding.look(at=AT, witnesses=[verifier]).code == "clock_behind"
    assert why() == ("refuse", "clock_behind")
    with pytest.raises(Refused, match="clock_wrong"):
        recorded()
    assert Event.objects.count() == 1
    assert guarding.look(at=AT + HOUR, witnesses=[verifier]) is None
    assert state_of(recorded()) is State.INCLUDED


@pytest.mark.parametrize(
    ("clocks", "wrong"),
    [((4, 4), False), ((6, 6), True), ((-6, -6, 0), True), ((-6, 0, 0), False), ((6, 0), False)],
)
def test_a_clock_far_from_most_witnesses_writes_nothing(log, clocks, wrong):
    signed = store.publisher().signed()
    seen = [Seen(f"w{n}", signed, AT + timedelta(minutes=off)) for n, off in enumerate(clocks)]
    found = guarding.look(at=AT, seen=seen)
    assert (found.code if found else "") == ("clock_off" if wrong else "")
    if wrong:
        assert guarding.look(at=AT).code == "clock_off"
        with pytest.raises(Refused, match="clock_wrong"):
            recorded()
        assert guarding.look(at=AT, seen=[Seen("w", signed, AT)]) is None
    recorded()


@pytest.mark.parametrize("ask", [lambda: guarding.look(at=AT), lambda: queries.health(at=AT).reason or None])
def test_an_entry_published_while_one_looks_is_no_alarm(anchored, log, monkeypatch, ask):
    original, left = store.DjangoStore.state, [1]

    def state(self):
        found = original(self)
        if left:
            left.clear()
            recorded()
        return found

    monkeypatch.setattr(store.DjangoStore, "state", state)
    assert ask() is None
    assert store.publisher().published_size() == 2


def test_an_altered_note_of_a_refusal_still_refuses(log):
    (log / guarding.FILE).write_text("{")
    assert why() == ("refuse", "refusal_unreadable")
    with pytest.raises(LedgerError):
        recorded_and_run()
    assert guarding.look(at=AT) is None
    recorded_and_run()


def recorded_and_run():
    recorded()
    journal.run(at=AT)


def test_a_refusal_is_kept_beside_the_log_and_not_served(log, client):
    guarding.look(at=AT, seen=[seen_by("press", 9)])
    assert json.loads((log / guarding.FILE).read_text())["code"] == "database_behind"
    assert client.get(f"/log/{guarding.FILE}").status_code == 404


def test_a_state_that_disagrees_with_its_own_checkpoint_is_refused(log):
    LogState.objects.update(frontier=bytes(32))
    assert why() == ("refuse", "state")
