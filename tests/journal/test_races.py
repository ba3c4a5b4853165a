"""Five races between sequencers: each loses or doubles events in a naive one, and does nothing to ours."""

import sqlite3
import threading

import pytest
from django.db import IntegrityError, connection, connections

from hoiam.journal import actions as journal, queries, store, turns
from hoiam.journal.models import Event
from hoiam.ledger import audit
from hoiam.ledger.errors import StoreConflict
from hoiam.ledger.store import Placed
from tests.journal import builders, naive
from tests.journal.naive import ENTRIES, values

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer")
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no such lock")
pytestmark = pytest.mark.django_db(transaction=True)
REPEATABLE = "BEGIN ISOLATION LEVEL REPEATABLE READ"
SIZE = "SELECT size FROM naive_state"


def waiting_event(monkeypatch):
    """An event that is committed and that nobody has placed."""
    with monkeypatch.context() as patched:
        patched.setattr(journal, "settle", lambda *, event_id: None)
        return builders.recorded().event_id


def integrated():
    """As a process of its own would: nothing shared with other turns but the database and the files."""
    turns.Turns().run()


def index_of(number):
    return Event.objects.get(pk=number).index


def each_once(log):
    """Every event has one place, the places have no gap, and an auditor agrees."""
    report = audit.audit(log, queries.trust())
    assert report.clean, report.findings
    assert sorted(Event.objects.values_list("index", flat=True)) == list(range(report.read))


# 1. A watermark over numbers that commit out of order.


@on_postgresql
def test_a_watermark_never_reads_the_event_that_commits_late():
    poller = naive.Watermark()
    with naive.lines(3) as (slow, fast, reader), naive.tables(reader, key=True):
        slow("BEGIN")
        naive.put(slow, ENTRIES[0])
        naive.put(fast, ENTRIES[1])
        assert poller.poll(reader) == [2]
        slow("COMMIT")
        assert poller.poll(reader) == []
        assert values(reader, "SELECT id FROM naive_outbox ORDER BY id") == [1, 2]


@on_postgresql
def test_ours_places_the_event_that_commits_late(log):
    appended, go = threading.Event(), threading.Event()

    def slowly():
        try:
            with journal.recording():
                builders.event()
                appended.set()
                assert go.wait(30)
        finally:
            connections.close_all()

    thread, _ = naive.beside(slowly)
    assert appended.wait(30)
    builders.recorded()
    go.set()
    thread.join()
    assert list(Event.objects.order_by("id").values_list("index", flat=True)) == [0, 2, 1]
    each_once(log)


# 2. Two sequencers, no lock.


def test_two_without_lock_and_key_double_every_leaf(tmp_path):
    with naive.lines(2, tmp_path) as (one, two), naive.tables(one, key=False):
        for entry in ENTRIES:
            naive.put(one, entry)
        both = naive.Unlocked(one), naive.Unlocked(two)
        for step in (naive.Unlocked.read, naive.Unlocked.write):
            for sequencer in both:
                step(sequencer)
        assert values(one, "SELECT idx FROM naive_leaf ORDER BY idx") == [0, 0, 1, 1]
        assert values(one, SIZE) == [2]


def test_ours_place_each_event_once_when_all_go_at_once(log, monkeypatch):
    for _ in range(6):
        waiting_event(monkeypatch)
    start = threading.Barrier(4)

    def go():
        try:
            start.wait()
            integrated()
        finally:
            connections.close_all()

    for thread, _ in [naive.beside(go) for _ in range(4)]:
        thread.join()
    journal.run(at=builders.AT)
    each_once(log)
    assert Event.objects.count() == 7


@on_postgresql
def test_ours_notices_another_sequencer_even_without_its_lock(log, monkeypatch):
    monkeypatch.setattr(store, "_LOCK", store._STATE)
    number = waiting_event(monkeypatch)
    first = store.store()
    assert first.begin()
    seen = first.state()
    first.place([Placed(number, 1, first.pending(9)[0].entry, bytes(32))])

    def second():
        late = store.store()
        try:
            assert late.begin()
            assert late.state().size == seen.size == 1
            with pytest.raises(StoreConflict, match="place"):
                late.place([Placed(number, 1, late.pending(9)[0].entry, bytes(32))])
            return True
        finally:
            late.rollback()
            connections.close_all()

    thread, held = naive.beside(second)
    with naive.lines(1) as (watch,):
        naive.until_blocked(watch, thread)
    first.commit()
    thread.join()
    assert held == [True]


def test_ours_never_replaces_a_state_it_did_not_read(log):
    ours = store.store()
    assert ours.begin()
    try:
        assert not ours.save_state(ours.state().size + 1, ours.state())
        assert ours.save_state(ours.state().size, ours.state())
    finally:
        ours.rollback()


def test_no_index_is_given_twice(log, monkeypatch):
    number = waiting_event(monkeypatch)
    ours = store.store()
    assert ours.begin()
    try:
        with pytest.raises(IntegrityError):
            ours.place([Placed(number, 0, b"", bytes(32))])
    finally:
        ours.rollback()


# 3. An advisory lock inside REPEATABLE READ.


@on_postgresql
def test_an_advisory_lock_in_repeatable_read_gives_a_stale_size():
    lock = "SELECT pg_advisory_xact_lock(4159)"
    with naive.lines(3) as (one, two, watch), naive.tables(watch, key=True):
        for execute in (one, two):
            execute(REPEATABLE)
        one(lock)
        thread, _ = naive.beside(lambda: two(lock))
        naive.until_blocked(watch, thread)
        one("INSERT INTO naive_leaf VALUES (0, NULL)")
        one("UPDATE naive_state SET size = 1")
        one("COMMIT")
        thread.join()
        assert (values(two, SIZE), values(watch, SIZE)) == ([0], [1])
        with pytest.raises(Exception, match="naive_leaf_pkey"):
            two("INSERT INTO naive_leaf VALUES (0, NULL)")
        two("ROLLBACK")


@on_postgresql
def test_ours_gives_way_instead_of_waiting_and_then_sees_the_new_size(log, monkeypatch):
    number, ours = waiting_event(monkeypatch), store.store()
    assert ours.begin()
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)
    thread, other = naive.beside(begin_elsewhere)
    thread.join()
    ours.rollback()
    assert other == [None]
    integrated()
    assert index_of(number) == 1
    thread, other = naive.beside(begin_elsewhere)
    thread.join()
    assert other == [2]


def begin_elsewhere():
    """The size that a sequencer of another thread starts from; None when it gives way."""
    theirs = store.store()
    try:
        return theirs.state().size if theirs.begin() else None
    finally:
        theirs.rollback()
        connections.close_all()


# 4. FOR UPDATE inside REPEATABLE READ.


@on_postgresql
def test_for_update_in_repeatable_read_fails_after_any_other_commit():
    with naive.lines(2) as (one, two), naive.tables(one, key=True):
        two(REPEATABLE)
        assert values(two, "SELECT count(*) FROM naive_outbox") == [0]
        one("UPDATE naive_state SET size = 1")
        with pytest.raises(Exception, match="could not serialize access"):
            two(f"{SIZE} FOR UPDATE")
        two("ROLLBACK")


@on_postgresql
def test_ours_locks_the_newest_row_whatever_was_committed_meanwhile(log):
    ours, sizes = store.store(), [store.store().state().size]
    with store.db.writing():
        waiting_before = Event.objects.filter(index=None).count()
        thread, other = naive.beside(place_elsewhere)
        thread.join()
        assert other == [2]
        assert ours.begin()
        sizes.append(ours.state().size)
        ours.commit()
    assert (waiting_before, sizes) == (0, [1, 2])


def place_elsewhere():
    try:
        builders.recorded()
        return store.store().state().size
    finally:
        connections.close_all()


# 5. SQLite: read first, then write.


@on_sqlite
def test_a_deferred_transaction_that_read_cannot_write_and_nobody_waits(tmp_path):
    with naive.lines(2, tmp_path) as (one, two), naive.tables(one, key=True):
        two("BEGIN")
        assert values(two, SIZE) == [0]
        one("UPDATE naive_state SET size = 1")
        with pytest.raises(sqlite3.OperationalError) as refused:
            two("UPDATE naive_state SET size = 1")
        assert refused.value.sqlite_errorname == "SQLITE_BUSY_SNAPSHOT"
        two("ROLLBACK")


@on_sqlite
def test_ours_holds_the_right_to_write_before_it_reads(log, monkeypatch):
    number, ours = waiting_event(monkeypatch), store.store()
    assert ours.begin()
    stranger = sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)
    try:
        with pytest.raises(sqlite3.OperationalError) as refused:
            stranger.execute("BEGIN IMMEDIATE")
        assert refused.value.sqlite_errorname == "SQLITE_BUSY"
        ours.place([Placed(number, 1, ours.pending(9)[0].entry, bytes(32))])
    finally:
        ours.rollback()
        stranger.close()
    integrated()
    assert index_of(number) == 1
    each_once(log)
