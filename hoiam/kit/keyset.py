"""All rows of a table, however long it is, a batch at a time by its key: short statements, flat memory.

Each batch is read for itself: a row is as it was when its batch was read, and nothing holds the table meanwhile.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

BATCH = 2_000


def rows(found: "QuerySet[Any, Any]", *columns: str, batch: int = BATCH) -> Iterator[tuple[Any, ...]]:
    """These columns of every row, in the order of the key."""
    last: int | None = None
    while True:
        part = found if last is None else found.filter(pk__gt=last)
        got = list(part.order_by("pk").values_list("pk", *columns)[:batch])
        yield from (row[1:] for row in got)
        if len(got) < batch:
            return
        last = got[-1][0]


def objects(found: "QuerySet[Any, Any]", *, batch: int = BATCH) -> Iterator[Any]:
    """Every row as its model, in the order of the key."""
    last: int | None = None
    while True:
        part = found if last is None else found.filter(pk__gt=last)
        got = list(part.order_by("pk")[:batch])
        yield from got
        if len(got) < batch:
            return
        last = got[-1].pk
