"""Many that wait are placed together: in order, by one statement, all or none, and remembered within bounds."""

import functools

import pytest
from django.db import IntegrityError, connection, connections
from django.test.utils import CaptureQueriesContext

from hoiam.journal import actions as journal, queries, store, turns
from hoiam.journal.models import Event
from hoiam.ledger import audit, sequencer
from hoiam.ledger.errors import StoreConflict
from hoiam.ledger.store import Placed
from tests.journal import builders, naive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(log):
    """Seven events that nobody has placed, in the order of their commit."""
    with store.db.writing():
        return [builders.event().event_id for _ in range(7)]


@pytest.fixture
def by_twos(monkeypatch):
    """Two at a time, in as many steps as it takes."""
    monkeypatch.setattr(sequencer, "LIMIT", 2)
    monkeypatch.setattr(sequencer, "integrate", functools.partial(sequencer.integrate, limit=2))


def placed():
    return list(Event.objects.order_by("id").values_list("index", flat=True))


def rows(numbers, first=1):
    return [Placed(number, index, b"", bytes(32)) for index, number in enumerate(numbers, first)]


def test_however_many_there_are_one_statement_places_them(waiting):
    with CaptureQueriesContext(connection) as seen:
        journal.run(at=builders.AT)
    assert len([one for one in seen if one["sql"].startswith("UPDATE journal_event")]) == 1
    assert placed() == list(range(8))


def test_steps_one_after_the_other_place_all_in_order(waiting, by_twos, log):
    assert journal.run(at=builders.AT) == 8
    assert placed() == list(range(8))
    report = audit.audit(log, queries.trust())
    assert (report.clean, report.read) == (True, 8)


@pytest.mark.parametrize("known", [0, 1, 7, 4096])
def test_what_is_forgotten_is_asked_of_the_database(waiting, by_twos, monkeypatch, known):
    monkeypatch.setattr(turns, "_KEPT", known)
    journal.run(at=builders.AT)
    assert [journal.settle(event_id=number) for number in waiting] == list(range(1, 8))


def test_the_newest_are_remembered_and_never_more_than_twice_the_number_to_keep(
    waiting, by_twos, monkeypatch
):
    monkeypatch.setattr(turns, "_KEPT", 2)
    journal.run(at=builders.AT)
    remembered = turns.turns()._found
    assert list(remembered) == waiting[-len(remembered) :]
    assert 2 <= len(remembered) <= 4


def test_one_that_is_placed_already_spoils_all(waiting):
    journal.run(at=builders.AT)
    with store.db.writing():
        late = builders.event().event_id
    ours = store.store()
    assert ours.begin()
    try:
        with pytest.raises(StoreConflict, match="place"):
            ours.place(rows([waiting[0], late], 8))
    finally:
        ours.rollback()
    assert placed() == [*range(8), None]
    assert ours.placed == {}


def test_no_index_is_given_twice(waiting):
    ours = store.store()
    assert ours.begin()
    try:
        with pytest.raises(IntegrityError):
            ours.place(rows(waiting, 0))
    finally:
        ours.rollback()
    assert placed() == [0, *[None] * 7]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="reads SQLite's plan")
def test_each_is_looked_up_and_the_table_is_never_read_through(waiting):
    with CaptureQueriesContext(connection) as seen:
        journal.run(at=builders.AT)
    (statement,) = (one["sql"] for one in seen if one["sql"].startswith("UPDATE journal_event"))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        plan = [row[3] for row in cursor.fetchall()]
    assert [step for step in plan if "journal_event" in step] == [
        "SEARCH journal_event USING INTEGER PRIMARY KEY (rowid=?)"
    ]
    assert [step.split()[1] for step in plan if step.startswith("SCAN")] == ["placed"]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer")
def test_many_that_another_sequencer_places_meanwhile_are_noticed_without_its_lock(waiting, monkeypatch):
    monkeypatch.setattr(store, "_LOCK", store._STATE)
    first = store.store()
    assert first.begin()
    first.place(rows(waiting))

    def second():
        late = store.store()
        try:
            assert late.begin()
            with pytest.raises(StoreConflict, match="place"):
                late.place(rows(waiting))
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
    assert placed() == list(range(8))


COPIES = (
    "INSERT INTO journal_event (vault_id, seq, kind, at, statement, visibility, entry, leaf) "
    "SELECT vault_id, seq + n, kind, at, statement, visibility, entry, leaf "
    "FROM journal_event, generate_series(1, 3000) AS n WHERE id = %s"
)


def planned(cursor, statement, *values):
    cursor.execute(f"EXPLAIN {statement}", values)
    return "\n".join(row[0] for row in cursor.fetchall())


def allowed():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('enable_bitmapscan'), current_setting('enable_seqscan')")
        return cursor.fetchone()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="reads PostgreSQL's plan")
def test_however_many_wait_only_those_that_are_placed_now_are_read(waiting):
    ours = store.store()
    with connection.cursor() as cursor:
        cursor.execute(COPIES, (waiting[0],))
        ids = f"{{{','.join(map(str, range(waiting[0], waiting[0] + 2048)))}}}"
        assert ours.begin()
        try:
            read = planned(cursor, store._PENDING, 9)
            place = planned(cursor, store._PLACE["postgresql"], "{}", ids)
            assert allowed() == ("off", "off")
        finally:
            ours.rollback()
    assert "Index Scan using event_waiting" in read
    assert "Index Cond: (id = ANY" in place
    for plan in (read, place):
        assert not any(word in plan for word in ("Sort", "Seq Scan", "Join", "Nested", "Bitmap")), plan
    assert allowed() == ("on", "on")  # for every other question
