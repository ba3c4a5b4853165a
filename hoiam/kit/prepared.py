"""Statements put together once per process: of a small query, the putting together is what costs.

Both keep to the models: columns, converters and encryption are theirs.
"""

import copy
import functools
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql import UpdateQuery

Value = int | str | date | bytes
M = TypeVar("M", bound=models.Model)
_MOST = models.BigIntegerField.MAX_BIGINT
"""No column holds a greater number: nothing is asked then, and nothing found."""
_TEXTS = frozenset({models.CharField, models.TextField})
_NUMBERS = frozenset(
    {
        *(models.AutoField, models.BigAutoField, models.IntegerField, models.BigIntegerField),
        *(models.PositiveIntegerField, models.SmallIntegerField, models.PositiveSmallIntegerField),
    }
)
_Fields = tuple[tuple[Any, frozenset[type]], ...]
"""Each with the types that `_plain` gives."""


class _Built(NamedTuple):
    """What is the same each time: the statement, how its rows become values, and where the values given go."""

    rows: QuerySet[Any, Any]
    compiler: Any
    sql: str
    names: tuple[str, ...]
    """Of the columns."""
    places: tuple[tuple[str | None, Any], ...]
    """For each parameter the name of the value that goes there, or None and what stands there."""


class _Prepared(Generic[M]):
    """Built once with stand-ins for its values, none of which may stand elsewhere in it; asked with the real ones."""

    def __init__(self, build: Callable[..., "QuerySet[M, Any]"], **stand_ins: Value) -> None:
        self._build, self._stand_ins = build, stand_ins
        self._known: dict[str, _Built] = {}
        self._lock = threading.Lock()

    def within(self, **values: Value) -> tuple[str, list[Any]]:
        """The statement and what stands in its places, to be put into another one."""
        here = connections[DEFAULT_DB_ALIAS]
        built = self._known.get(here.vendor) or self._built()
        return built.sql, _given(built, values, here)

    def _ask(self, values: Mapping[str, Value]) -> tuple[_Built, list[tuple[Any, ...]]]:
        here = connections[DEFAULT_DB_ALIAS]  # itself, not the proxy that looks it up each time
        built = self._known.get(here.vendor) or self._built()
        if any(isinstance(value, int) and abs(value) > _MOST for value in values.values()):
            return built, []
        with here.cursor() as cursor:
            cursor.execute(built.sql, _given(built, values, here))
            return built, cursor.fetchall()

    def _built(self) -> _Built:
        with self._lock:
            rows = self._build(**self._stand_ins)
            compiler = self._compiler(rows)
            sql, params = compiler.as_sql()
            names = tuple(rows.query.selected or ())  # in the order asked for
            here = connections[DEFAULT_DB_ALIAS]
            stand_ins = {_bare(_adapted(value, here)): name for name, value in self._stand_ins.items()}
            places = tuple((stand_ins.get(_bare(one)), one) for one in params)
            if compiler.select:
                _know_its_converters(compiler)
            built = _Built(rows, compiler, sql, names, places)
            self._known[connection.vendor] = built
        return built

    def _compiler(self, rows: "QuerySet[M, Any]") -> Any:
        return rows.query.get_compiler(connection=connection)


class Query(_Prepared[M]):
    """A `.values()` query."""

    def rows(self, **values: Value) -> list[dict[str, Any]]:
        """One statement."""
        built, found = self._ask(values)
        return [dict(zip(built.names, row, strict=True)) for row in built.compiler.results_iter([found])]

    def first(self, **values: Value) -> dict[str, Any] | None:
        """The first of them, if there is any."""
        return next(iter(self.rows(**values)), None)


class Rows(_Prepared[M]):
    """A query for rows of a model, with what it selects along and annotates."""

    def all(self, **values: Value) -> list[M]:
        """One statement."""
        built, found = self._ask(values)
        return list(ModelIterable(_Answered(built.rows.db, built.compiler, found)))  # type: ignore[arg-type]

    def first(self, **values: Value) -> M | None:
        """The first of them, if there is any."""
        return next(iter(self.all(**values)), None)


class Change(_Prepared[M]):
    """An UPDATE of the rows of a query; `to`: what each column becomes, of the same stand-ins and fixed values."""

    def __init__(
        self,
        build: Callable[..., "QuerySet[M, Any]"],
        to: Callable[..., Mapping[str, Any]],
        /,
        **stand_ins: Value,
    ) -> None:
        super().__init__(build, **stand_ins)
        self._to = to

    def made(self, **values: Value) -> int:
        """In how many rows. One statement."""
        sql, given = self.within(**values)
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(sql, given)
            return int(cursor.rowcount)

    def _compiler(self, rows: "QuerySet[M, Any]") -> Any:
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(self._to(**self._stand_ins))
        return query.get_compiler(connection=connection)


class _Answered:
    """Stands for a queryset, and for its query, whose rows were fetched already."""

    _known_related_objects: ClassVar[dict[Any, Any]] = {}

    def __init__(self, db: str, compiler: Any, found: list[tuple[Any, ...]]) -> None:
        self.db, self.query = db, self
        self._compiler, self._found = copy.copy(compiler), found

    def get_compiler(self, *_: object, **__: object) -> Any:
        """The compiler that knows the columns; it has nothing left to ask."""
        self._compiler.execute_sql = lambda *_, **__: [self._found]
        return self._compiler


def _know_its_converters(compiler: Any) -> None:
    """How each column becomes a value hangs on the columns alone: worked out once."""
    columns = [column[0] for column in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(columns)
    composite = compiler.has_composite_fields(columns)
    compiler.get_converters = lambda _: converters
    compiler.has_composite_fields = lambda _: composite


def _given(built: _Built, values: Mapping[str, Value], here: BaseDatabaseWrapper) -> list[Any]:
    adapted = {name: _adapted(value, here) for name, value in values.items()}
    return [stands if name is None else adapted[name] for name, stands in built.places]


def _adapted(value: Value, here: BaseDatabaseWrapper) -> Any:
    if isinstance(value, bytes):
        return here.Database.Binary(value)  # type: ignore[attr-defined]
    if isinstance(value, datetime):
        return here.ops.adapt_datetimefield_value(value)
    return here.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _bare(value: Any) -> Any:
    """Bytes without the wrapper of the driver."""
    return getattr(value, "obj", value)


def insert(row: models.Model) -> None:
    """As row.save(force_insert=True) of a plain model whose key, if it is a number, the database gives."""
    here, fresh = connections[DEFAULT_DB_ALIAS], row.pk is None
    sql, marks, fields, end = _insertion(type(row), here.vendor, fresh=fresh)
    with here.cursor() as cursor:
        cursor.execute(f"{sql}{marks}{end}", _values(row, fields, here))
        if fresh:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - what save() does


def update(row: models.Model) -> None:
    """As row.save(force_update=True) of a plain model. DatabaseError when it is not there."""
    here = connections[DEFAULT_DB_ALIAS]
    sql, fields, key = _changing(type(row), here.vendor)
    with here.cursor() as cursor:
        cursor.execute(sql, [*_values(row, fields, here), *_values(row, key, here)])
        if cursor.rowcount != 1:
            raise DatabaseError("what should be changed is not there")


def insert_once(rows: Sequence[models.Model]) -> None:
    """One INSERT of rows of one model; those that a unique constraint keeps out are left out in silence."""
    if rows:
        here = connections[DEFAULT_DB_ALIAS]
        sql, marks, fields, _end = _insertion(type(rows[0]), here.vendor, fresh=True)
        values = [value for row in rows for value in _values(row, fields, here)]
        with here.cursor() as cursor:
            cursor.execute(f"{sql}{', '.join([marks] * len(rows))} ON CONFLICT DO NOTHING", values)


def _values(row: models.Model, fields: _Fields, here: BaseDatabaseWrapper) -> list[Any]:
    values = row.__dict__
    return [
        value
        if type(value := values[field.attname]) in plain
        else field.get_db_prep_save(getattr(row, field.attname), here)
        for field, plain in fields
    ]


def _plain(field: Any, vendor: str) -> frozenset[type]:
    """Types of the values that this field puts into this database as they are: with them it need not be asked."""
    while field.remote_field:
        field = field.target_field
    if type(field) is models.BooleanField:
        return frozenset({bool, type(None)})
    if type(field) in _TEXTS:
        return frozenset({str, type(None)})
    return frozenset({int, type(None)}) if type(field) in _NUMBERS and vendor == "sqlite" else frozenset()


@functools.cache
def _insertion(model: type[models.Model], vendor: str, fresh: bool) -> tuple[str, str, _Fields, str]:  # noqa: FBT001 - a key of the cache
    key, fields = _columns(model, vendor)
    quote = connection.ops.quote_name
    plain = tuple(one for one in fields if not (fresh and one[0] is key))
    names = ", ".join(quote(str(field.column)) for field, _ in plain)
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES "  # noqa: S608 - names of the model
    marks = f"({', '.join(['%s'] * len(plain))})"
    return sql, marks, plain, f" RETURNING {quote(str(key.column))}" if fresh else ""


@functools.cache
def _changing(model: type[models.Model], vendor: str) -> tuple[str, _Fields, _Fields]:
    key, fields = _columns(model, vendor)
    quote = connection.ops.quote_name
    others = tuple(one for one in fields if one[0] is not key)
    names = ", ".join(f"{quote(str(field.column))} = %s" for field, _ in others)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {names} WHERE {quote(str(key.column))} = %s"  # noqa: S608 - as above
    return sql, others, tuple(one for one in fields if one[0] is key)


def _columns(model: type[models.Model], vendor: str) -> tuple[Any, _Fields]:
    """Its key, and every column with what it takes as it is."""
    key = model._meta.pk
    assert key is not None  # noqa: S101 - every model has one
    return key, tuple((field, _plain(field, vendor)) for field in model._meta.concrete_fields)
