"""After the commit: placed, signed, published; or durable and promised, whatever ails the log."""

import logging
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from hoiam.journal import actions as journal, queries, store, turns
from hoiam.journal.models import Event, LogState
from hoiam.kit.keys import KeyUnusableError
from hoiam.ledger import audit, checkpoint
from hoiam.ledger.errors import LedgerError
from hoiam.ledger.publish import Publisher
from hoiam.ledger.receipt import State
from tests.journal import builders
from tests.journal.builders import AT, event, recorded


def state_of(appended):
    return queries.receipt_of(event_id=appended.event_id).state


def indices():
    return sorted(Event.objects.values_list("index", flat=True))


@pytest.mark.django_db
def test_an_event_is_published_when_recording_ends(log):
    one = recorded()
    assert Event.objects.get(pk=one.event_id).index == 1
    assert checkpoint.unverified((log / "checkpoint").read_text()).size == 2
    assert state_of(one) is State.INCLUDED


@pytest.mark.django_db
def test_several_events_of_one_transaction_are_placed_together(log):
    with journal.recording():
        ones = [event() for _ in range(5)]
    assert [Event.objects.get(pk=one.event_id).index for one in ones] == [1, 2, 3, 4, 5]


@pytest.mark.django_db
def test_a_recording_within_a_recording_settles_once_at_the_end(log, monkeypatch):
    settled = []
    monkeypatch.setattr(journal, "settle", lambda *, event_id: settled.append(event_id))
    with journal.recording():
        with journal.recording():
            event()
        assert settled == []
        last = event()
    assert settled == [last.event_id]


@pytest.mark.django_db(transaction=True)
def test_in_a_strange_transaction_nothing_is_settled_until_run(log):
    with store.db.writing(), journal.recording():
        one = event()
    assert Event.objects.get(pk=one.event_id).index is None
    assert journal.run(at=AT) == 2
    assert Event.objects.get(pk=one.event_id).index == 1


@pytest.mark.django_db
def test_a_placement_costs_four_statements(log, django_assert_max_num_queries, monkeypatch):
    with store.db.writing():
        one = event()
    with django_assert_max_num_queries(4 + 2) as seen:  # two for the savepoint a test stands in
        assert journal.settle(event_id=one.event_id) == 1
    assert len([query for query in seen if "SAVEPOINT" not in query["sql"]]) <= 4


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="reads SQLite's plan")
def test_a_placement_reads_only_what_waits(log):
    statements = []

    def noted(execute, sql, params, many, context):
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noted):
        recorded()
        queries.log_status(at=AT)
    with connection.cursor() as cursor:
        for sql, params in statements:
            if sql.startswith(("SELECT", "UPDATE")):
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
                assert not [row for row in cursor.fetchall() if row[3].startswith("SCAN")], sql


@pytest.mark.django_db
def test_settling_again_gives_the_same_index(log):
    one = recorded()
    assert [journal.settle(event_id=one.event_id) for _ in range(2)] == [1, 1]


@pytest.mark.django_db
def test_an_event_that_another_process_placed_is_found(log, monkeypatch):
    with store.db.writing():
        one = event()
    journal.run(at=AT)
    turns._turns.cache_clear()  # another process
    assert journal.settle(event_id=one.event_id) == 1


FAULTS = {
    "the key cannot be read": (store, "signer", KeyUnusableError),
    "the disk is full": (Publisher, "publish", OSError),
    "the log must not be continued": (Publisher, "ready", LedgerError("fork")),
    "anything else": (store.DjangoStore, "place", builders.Fault),
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_ails_the_log_the_case_is_registered_durably_and_promised(log, monkeypatch, caplog, fault):
    flushed = []
    monkeypatch.setattr(store, "flush", lambda: flushed.append(True))
    builders.failing(monkeypatch, *FAULTS[fault])
    with caplog.at_level(logging.ERROR, "hoiam.journal"):
        one = recorded()
    assert flushed == [True]
    assert state_of(one) is State.PROMISED
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert journal.run(at=AT) == 2
    assert state_of(one) is State.INCLUDED


@pytest.mark.django_db
def test_a_log_that_nobody_can_continue_now_is_waited_for_a_moment_only(log, monkeypatch):
    builders.without_turns(monkeypatch)
    with store.db.writing():
        one = event()
    assert journal.settle(event_id=one.event_id, timeout=0.02) is None
    assert state_of(one) is State.PROMISED


@pytest.mark.django_db
def test_a_taken_turn_is_waited_for_a_moment_only(log):
    with store.db.writing():
        one = event()
    with turns.turns()._lock:
        assert journal.settle(event_id=one.event_id, timeout=0.01) is None
    assert journal.settle(event_id=one.event_id) == 1


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_commit_and_publication_is_mended_by_the_next_pass(log, monkeypatch):
    builders.failing(monkeypatch, Publisher, "publish")
    one = recorded()
    assert LogState.objects.get().size == 2
    assert store.publisher().published_size() == 1
    assert state_of(one) is State.PROMISED
    two = recorded()
    assert (state_of(one), state_of(two)) == (State.INCLUDED, State.INCLUDED)
    assert whole(log) == 3


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_commit_and_publication_is_mended_at_start_up(log, monkeypatch):
    builders.failing(monkeypatch, Publisher, "publish")
    one = recorded()
    store._publisher.cache_clear()  # another process
    assert not journal.open_log(at=AT)
    assert state_of(one) is State.INCLUDED
    assert whole(log) == 2


@pytest.mark.django_db(transaction=True)
def test_run_publishes_what_was_committed_and_has_nothing_to_do_then(log, monkeypatch):
    builders.failing(monkeypatch, Publisher, "publish")
    recorded()
    assert journal.run(at=AT) == 2
    builders.failing(monkeypatch, store.DjangoStore, "begin")
    assert journal.run(at=AT) == 2


@pytest.mark.django_db(transaction=True)
def test_damaged_files_are_rebuilt_from_the_database(log):
    one = recorded()
    (log / "checkpoint").write_bytes(b"\xff")
    (log / ".record").write_bytes(b"")
    assert (state_of(one), queries.log_status(at=AT).published) == (State.PROMISED, 0)
    store._publisher.cache_clear()  # another process
    assert journal.run(at=AT) == 2
    assert state_of(one) is State.INCLUDED
    assert whole(log) == 2


@pytest.mark.django_db
def test_an_old_backup_is_not_continued(log, caplog):
    old = LogState.objects.get()
    recorded()
    old.save()  # the row as it was, and the event waits again
    Event.objects.filter(index=1).update(index=None)
    one = recorded()
    assert "RollbackDetected" in caplog.text
    assert state_of(one) is State.PROMISED
    assert checkpoint.unverified((log / "checkpoint").read_text()).size == 2
    with pytest.raises(LedgerError):
        journal.run(at=AT)


@pytest.mark.django_db
def test_a_log_that_was_never_opened_keeps_everything_waiting(folder, caplog):
    with store.db.writing():
        one = event()
    assert journal.settle(event_id=one.event_id) is None
    assert "log_not_opened" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_threads_share_commits_and_none_is_lost(log, monkeypatch):
    commits, original = [], store.DjangoStore.commit

    def counted(self):
        commits.append(1)
        original(self)

    monkeypatch.setattr(store.DjangoStore, "commit", counted)
    got = at_once(8, lambda: [recorded() for _ in range(10)])
    assert {state_of(one) for ones in got for one in ones} == {State.INCLUDED}
    assert indices() == list(range(81))
    assert len(commits) < 80
    assert whole(log) == 81


@pytest.mark.django_db(transaction=True)
def test_threads_writing_one_case_keep_its_chain_linear(log):
    case = builders.ref()
    recorded(case, first=True)
    at_once(4, lambda: [recorded(case) for _ in range(5)])
    assert list(Event.objects.filter(vault_id=case).order_by("seq").values_list("seq", flat=True)) == list(
        range(21)
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer")
def test_a_slow_transaction_with_a_lower_id_is_never_lost(log):
    began, go = threading.Event(), threading.Event()

    def slowly():
        with journal.recording():
            one = event()
            began.set()
            assert go.wait(10)
        return one

    with_result, thread = in_thread(slowly)
    assert began.wait(10)
    fast = recorded()
    go.set()
    thread.join()
    [slow] = with_result
    assert slow.event_id < fast.event_id
    by_id = dict(Event.objects.values_list("id", "index"))
    assert (by_id[fast.event_id], by_id[slow.event_id]) == (1, 2)
    assert whole(log) == 3


@pytest.mark.django_db(transaction=True)
def test_while_another_holds_the_log_begin_gives_way(log):
    ours, theirs = store.store(), []
    assert ours.begin()
    try:
        if connection.vendor == "postgresql":
            result, thread = in_thread(lambda: store.store().begin())
            thread.join()
            theirs += result
    finally:
        ours.rollback()
    assert theirs in ([], [False])


@pytest.mark.django_db
def test_the_status_says_what_waits_and_how_long(log, monkeypatch):
    fine = queries.log_status(at=AT)
    assert (fine.size, fine.published, fine.waiting, fine.oldest_waiting_seconds) == (1, 1, 0, None)
    builders.failing(monkeypatch, store, "signer", KeyUnusableError)
    recorded()
    ill = queries.log_status(at=AT + timedelta(seconds=90))
    assert (ill.size, ill.waiting, ill.oldest_waiting_seconds) == (1, 1, 90)
    assert ill.root == fine.root != ""


@pytest.mark.django_db(transaction=True)
def test_a_recording_that_appended_nothing_is_durable_all_the_same(log, monkeypatch):
    flushed = []
    monkeypatch.setattr(store, "flush", lambda: flushed.append(True))
    with journal.recording():
        pass
    assert flushed == [True]


@pytest.mark.django_db(transaction=True)
def test_flushing_needs_no_transaction_and_no_event(log):
    store.flush()


def whole(log):
    """The published size, once an auditor has recomputed everything."""
    report = audit.audit(log, queries.trust())
    assert report.clean, report.findings
    return report.read


def at_once(count, work):
    start, got = threading.Barrier(count), []

    def run():
        try:
            start.wait()
            got.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == count
    return got


def in_thread(work):
    result = []

    def run():
        try:
            result.append(work())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return result, thread
