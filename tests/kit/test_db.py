"""One connection writes for all threads of a process on SQLite; nobody but the clock can tell."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoiam.kit import db
from hoiam.office.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
on_sqlite = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="PostgreSQL lets several connections write at once"
)


def writes(name, pens, own):
    connection.ensure_connection()
    with db.writing():
        pens.append(connection.connection)
        Person.objects.create(username=name, name=name)
    own.append(connection.connection not in pens)
    connection.close()


@on_sqlite
def test_threads_write_through_one_connection_and_read_through_their_own():
    pens, own = [], []
    for name in ("a", "b"):
        thread = threading.Thread(target=writes, args=(name, pens, own))
        thread.start()
        thread.join()
    assert pens[0] is pens[1]
    assert own == [True, True]
    assert Person.objects.count() == 2


def fails():
    with db.writing():
        Person.objects.create(username="a", name="a")
        raise ZeroDivisionError


@on_sqlite
def test_after_a_failure_the_thread_has_its_own_again_and_nothing_was_written():
    connection.ensure_connection()
    own = connection.connection
    with pytest.raises(ZeroDivisionError):
        fails()
    assert connection.connection is own
    assert not Person.objects.exists()


@on_sqlite
def test_what_is_written_is_counted_with_what_is_read():
    with CaptureQueriesContext(connection) as captured:
        Person.objects.exists()
        with db.writing():
            Person.objects.create(username="a", name="a")
    assert sum("office_person" in one["sql"] for one in captured.captured_queries) == 2


@on_sqlite
@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_a_durable_writer_waits_for_the_disk(durable, level):
    with db.writing(durable=durable), connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (level,)


def test_the_last_writer_lets_the_others_go_first(monkeypatch):
    monkeypatch.setattr(db, "LAST_WAITS_S", 60)
    crowd, order = db._Crowd(), []

    def comes_last():
        with crowd.joined(last=True):
            order.append("last")

    thread = threading.Thread(target=comes_last)
    with crowd.joined(last=False):
        thread.start()
        with crowd.joined(last=False):
            order.append("first")
        order.append("second")
    thread.join()
    assert order == ["first", "second", "last"]


def test_the_last_writer_does_not_wait_for_ever(monkeypatch):
    monkeypatch.setattr(db, "LAST_WAITS_S", 0)
    crowd = db._Crowd()
    with crowd.joined(last=False), crowd.joined(last=True):
        pass


def test_marks_of_a_statement_are_translated_alike_however_often_it_is_asked():
    with connection.cursor() as cursor:
        for number in range(300):
            for said in ("a", "b"):
                cursor.execute(f"SELECT CAST(%s AS TEXT), '%%s', '100%%', {number}", [said])
                assert cursor.fetchone() == (said, "%s", "100%", number)
            cursor.execute("SELECT CAST(%(said)s AS TEXT), '%%'", {"said": "c"})
            assert cursor.fetchone() == ("c", "%")
