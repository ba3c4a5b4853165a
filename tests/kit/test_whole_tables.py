"""A new database gets its tables at once, and they are those that the migrations make one after the other."""

import re

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate as step_by_step
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from hoiam.kit import whole_tables

pytestmark = pytest.mark.django_db(transaction=True)
OTHER = "made_otherwise"
POSTGRESQL = (
    (
        "SELECT table_name, column_name, data_type, udt_name, character_maximum_length, numeric_precision, "
        "is_nullable, column_default, is_identity, collation_name "
        "FROM information_schema.columns WHERE table_schema = 'public'"
    ),
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace"
    ),
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)
SQLITE = ("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",)


@pytest.fixture
def other(tmp_path):
    """A second database without tables."""
    name = str(tmp_path / "other.sqlite3")
    if connection.vendor == "postgresql":
        name = f"{connection.settings_dict['NAME']}_other"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
    made = connections[OTHER] = connections["default"].copy(OTHER)
    made.settings_dict["NAME"] = name
    yield made
    made.close()
    del connections[OTHER]
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


def tables(database):
    """What the database says of itself, in no order: that of columns is not promised."""
    found = set()
    with database.cursor() as cursor:
        for question in POSTGRESQL if database.vendor == "postgresql" else SQLITE:
            cursor.execute(question)
            found |= {tuple(parts(value) for value in row) for row in cursor.fetchall()}
    return found


def parts(value):
    """The columns of a table that SQLite keeps as one text."""
    made = re.fullmatch(r"(CREATE TABLE \S+) \((.*)\)", value) if isinstance(value, str) else None
    return (made[1], frozenset(re.split(r", (?=\"|CONSTRAINT)", made[2]))) if made else value


def applied(database):
    return set(MigrationRecorder(database).applied_migrations())


def test_both_ways_end_at_the_same_tables(other):
    call_command(step_by_step.Command(), database=other.alias, interactive=False, verbosity=0)
    assert tables(connection) == tables(other)
    assert applied(connection) == applied(other)


def test_a_database_that_holds_something_is_migrated_step_by_step(other):
    with other.cursor() as cursor:
        cursor.execute("CREATE TABLE office_unit (id integer)")
    assert not whole_tables.make(other)
    assert other.introspection.table_names() == ["office_unit"]


def test_a_failure_leaves_nothing_behind(other, monkeypatch):
    monkeypatch.setattr(whole_tables, "_beside", lambda _: 1 / 0)
    monkeypatch.setattr(whole_tables, "_known", lambda _: True)
    with pytest.raises(ZeroDivisionError):
        whole_tables.make(other)
    assert set(other.introspection.table_names()) <= {whole_tables.NOTED}
    monkeypatch.undo()
    assert whole_tables.make(other)
    assert tables(connection) == tables(other)


def test_what_is_not_known_is_done_step_by_step(other, monkeypatch):
    monkeypatch.setattr(whole_tables, "_OF_TABLES", frozenset())
    assert not whole_tables.make(other)
    assert other.introspection.table_names() == []
