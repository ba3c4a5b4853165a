"""One table as CSV, JSON Lines and Parquet, row by row, in memory that does not grow with its length."""

import csv
import importlib
import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from hoiam.kit.sheets.writing import harmless
from hoiam.public.data.table import Column, Row

BATCH = 5_000
_GROUP = 100_000
"""Rows of a row group of Parquet."""
_EPOCH = date(1970, 1, 1).toordinal()
_ARROW = {"string": "utf8", "integer": "int64", "boolean": "bool", "date": "date32"}
Put = Callable[[Sequence[Row]], None]


def lines(path: Path, columns: Sequence[Column]) -> AbstractContextManager[Put]:
    """JSON Lines: an object to a line, every column in it, null where nothing is known."""
    return _lines(path, [column.name for column in columns])


@contextmanager
def _lines(path: Path, names: Sequence[str]) -> Iterator[Put]:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=spelled).encode
    with path.open("w", encoding="utf-8", newline="\n") as file:

        def put(rows: Sequence[Row]) -> None:
            file.writelines(f"{encode(dict(zip(names, row, strict=True)))}\n" for row in rows)

        yield put


@contextmanager
def commas(path: Path, columns: Sequence[Column]) -> Iterator[Put]:
    """CSV (RFC 4180): UTF-8 with its mark, one line of names; days and moments as in ISO 8601.

    What a spreadsheet program would run as a formula gets an apostrophe before it (CWE-1236).
    """
    with path.open("wb") as raw:
        file = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        writer = csv.writer(file)
        writer.writerow([column.name for column in columns])

        def put(rows: Sequence[Row]) -> None:
            writer.writerows([_cell(value) for value in row] for row in rows)

        yield put
        file.flush()
        file.detach()


def parquet(path: Path, source: Path, columns: Sequence[Column]) -> None:
    """Of a file that `lines` wrote, so that all three hold the same rows.

    The library is loaded here only: a process that writes no table has no memory for it.
    """
    arrow = importlib.import_module("arro3.core")
    storage = importlib.import_module("arro3.io")
    types = {column.name: _type(arrow, column.type) for column in columns}
    fields = [arrow.Field(column.name, types[column.name], nullable=not column.needed) for column in columns]
    schema = arrow.Schema(fields)

    def batches() -> Iterator[Any]:
        with source.open(encoding="utf-8") as file:
            while part := [json.loads(line) for line in islice(file, BATCH)]:
                arrays = [_array(arrow, column, [row[column.name] for row in part]) for column in columns]
                yield arrow.RecordBatch.from_arrays(arrays, schema=schema)

    reader = arrow.RecordBatchReader.from_batches(schema, batches())
    with path.open("wb") as file:
        storage.write_parquet(reader, file, compression="snappy", max_row_group_size=_GROUP)


def spelled(value: Any) -> str:
    """Days and moments as in ISO 8601, moments in UTC to the second."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return str(value.isoformat())


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, int) else spelled(value)


def _type(arrow: Any, kind: str) -> Any:
    if kind == "datetime":
        return arrow.DataType.timestamp("ms", tz="UTC")  # Parquet has none of whole seconds
    return getattr(arrow.DataType, _ARROW[kind])()


def _array(arrow: Any, column: Column, values: list[Any]) -> Any:
    """Days and moments as numbers, which the library then takes for what they are."""
    wanted = _type(arrow, column.type)
    if column.type == "date":
        days = [None if one is None else date.fromisoformat(one).toordinal() - _EPOCH for one in values]
        return arrow.Array(days, arrow.DataType.int32()).cast(wanted)
    if column.type == "datetime":
        moments = [
            None if one is None else int(datetime.fromisoformat(one).timestamp()) * 1000 for one in values
        ]
        return arrow.Array(moments, arrow.DataType.int64()).cast(wanted)
    return arrow.Array(values, wanted)
