"""Many fresh rows of one table at once, for a fraction of what putting a statement together for each batch takes."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from hoiam.kit import db
from hoiam.kit.fields import SealedTextField


def insert(rows: Sequence[Model]) -> None:
    """As bulk_create of rows of one model, but they are not given their ids. Joins the caller's transaction.

    IntegrityError where a constraint is broken.
    """
    if not rows:
        return
    fields = [one for one in rows[0]._meta.local_concrete_fields if not one.primary_key]
    quoted = ", ".join(connection.ops.quote_name(str(one.column)) for one in fields)
    table = connection.ops.quote_name(rows[0]._meta.db_table)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {table} ({quoted}) VALUES ({marks})"  # noqa: S608 - names of our own tables
    columns = [_column(one, [getattr(row, one.attname) for row in rows]) for one in fields]
    with db.writing(), connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(*columns, strict=True)))


def _column(field: "Field[Any, Any]", values: list[Any]) -> list[Any]:
    """As the database takes them. What is alike is prepared once; what is sealed never twice the same."""
    if isinstance(field, SealedTextField):
        return [field.get_db_prep_save(value, connection) for value in values]
    known = {value: field.get_db_prep_save(value, connection) for value in dict.fromkeys(values)}
    return [known[value] for value in values]
