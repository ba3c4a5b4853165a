"""Statements put together once per process: of a small query, the putting together is what costs.

Both keep to the models: columns, converters and encryption are theirs.
"""

import functools
import threading
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import connection, models
from django.db.models import QuerySet


class Query:
    """A `.values()` query built once with stand-ins for its values, then asked with the real ones.

    Rows are dicts of what the driver gives: numbers, text, dates; an EXISTS is 0 or 1 on SQLite.
    """

    def __init__(
        self, build: Callable[..., "QuerySet[Any, dict[str, Any]]"], **stand_ins: int | str | date
    ) -> None:
        self._build, self._stand_ins = build, stand_ins
        self._texts: dict[str, tuple[str, tuple[Any, ...], tuple[str, ...]]] = {}
        self._lock = threading.Lock()

    def rows(self, **values: int | str | date) -> list[dict[str, Any]]:
        """One statement."""
        sql, template, columns = self._text()
        given = {_adapted(self._stand_ins[name]): _adapted(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(one, one) for one in template])
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def _text(self) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
        known = self._texts.get(connection.vendor)
        if known is None:
            with self._lock:
                query = self._build(**self._stand_ins).query
                sql, params = query.get_compiler(connection=connection).as_sql()
                names = (*query.extra_select, *query.values_select, *query.annotation_select)
                known = self._texts[connection.vendor] = (sql, tuple(params), names)
        return known


def _adapted(value: int | str | date) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def insert(row: models.Model) -> None:
    """As row.save(force_insert=True) of a plain model whose key, if it is a number, the database gives."""
    sql, marks, fields, end = _insertion(type(row), connection.vendor, fresh=row.pk is None)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql}{marks}{end}", _values(row, fields))
        if row.pk is None:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - what save() does


def insert_once(rows: Sequence[models.Model]) -> None:
    """One INSERT of rows of one model; those that a unique constraint keeps out are left out in silence."""
    if rows:
        sql, marks, fields, _end = _insertion(type(rows[0]), connection.vendor, fresh=True)
        values = [value for row in rows for value in _values(row, fields)]
        with connection.cursor() as cursor:
            cursor.execute(f"{sql}{', '.join([marks] * len(rows))} ON CONFLICT DO NOTHING", values)


def _values(row: models.Model, fields: tuple[Any, ...]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


@functools.cache
def _insertion(model: type[models.Model], vendor: str, fresh: bool) -> tuple[str, str, tuple[Any, ...], str]:  # noqa: ARG001, FBT001 - keys of the cache
    key = model._meta.pk
    assert key is not None  # noqa: S101 - every model has one
    fields = tuple(field for field in model._meta.concrete_fields if not (fresh and field is key))
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES "  # noqa: S608 - names of the model
    marks = f"({', '.join(['%s'] * len(fields))})"
    return sql, marks, fields, f" RETURNING {quote(str(key.column))}" if fresh else ""
