"""The public entries of the log as a table: which, when, of what kind; what each opens to is at its own address."""

import base64
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from hoiam.journal import store
from hoiam.journal.models import Event, Visibility

BATCH = 2_000


def entries() -> Iterator[tuple[Any, ...]]:
    """Index, moment, kind, leaf in base64: of every public entry that is published, in their order."""
    size = store.publisher().published_size()
    after = -1
    while True:
        rows = Event.objects.filter(visibility=Visibility.PUBLIC, index__gt=after, index__lt=size)
        got = list(rows.order_by("index").values_list("index", "at", "kind", "leaf")[:BATCH])
        yield from (
            (index, at, kind, base64.b64encode(bytes(leaf)).decode()) for index, at, kind, leaf in got
        )
        if len(got) < BATCH:
            return
        after = got[-1][0] or 0


def newest(*, most: int) -> Iterator[tuple[int, datetime, str, str]]:
    """Index, moment, kind, statement: of the newest public entries that can still be opened. One statement."""
    size = store.publisher().published_size()
    rows = Event.objects.filter(visibility=Visibility.PUBLIC, index__lt=size, statement__isnull=False)
    for index, at, kind, text in rows.order_by("-index").values_list("index", "at", "kind", "statement")[
        :most
    ]:
        if index is not None and text is not None:
            yield index, at, kind, text
