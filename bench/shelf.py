"""Many different cases with their index rows, written in bulk on either database: for measuring what reads them.

Unlike bench.stock each text is another one, and there are no clocks, no log and no history. Needs Django set up.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import connection
from django.utils import timezone

from bench import corpus, stock
from hoiam.desk.cases.actions import index
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import tokens
from hoiam.kit import db

SLICE = 1_000
FIELDS = ("land", "compensation", "environment", "traffic", "construction", "social", "education", "civil")
STATES = ("received", "accepted", "proposed", "contested", "closed", "closed", "refused", "withdrawn")


Source = Callable[[int], dict[str, Any]]


def fill(crew: stock.Crew, first: int, size: int, *, source: Source = corpus.case) -> None:
    """Cases of the source from `first` to `size`, all of one unit, the oldest first."""
    rows = (_case(crew, number, size, source(number)) for number in range(first, size))
    for part in _parts(rows):
        with db.writing(durable=False):
            Case.objects.bulk_create(part)
            documents = [
                (row.pk, tokens.labels(row), tokens.of_case(f"{row.title}\n{row.body}")) for row in part
            ]
            with connection.cursor() as cursor:
                cursor.executemany(index.PUT[connection.vendor], documents)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO cases_search (cases_search) VALUES ('optimize')")
        cursor.execute("ANALYZE")


def _case(crew: stock.Crew, number: int, size: int, said: dict[str, Any]) -> Case:
    state = STATES[number % len(STATES)]
    at = timezone.now() - timedelta(minutes=(size - number) * 1_051_200 / size)  # within two years
    is_open = state in STATES[:4]
    return Case(
        unit_id=crew.unit_id,
        handler_id=crew.handler.pk if number % 3 == 0 else None,
        ref=said["key"],
        code_hash=hashlib.sha256(said["key"].encode()).digest(),
        submit_key=said["key"],
        kind="petition" if number % 4 else "report",
        field=said["field"] if "field" in said else FIELDS[said["topic_no"]],
        channel="web",
        state=state,
        title=said["title"],
        body=said["body"],
        received_at=at,
        received_on=at.date(),
        due_on=at.date() + timedelta(days=45) if is_open else None,
    )


def _parts(rows: Iterable[Case]) -> Iterator[list[Case]]:
    left = iter(rows)
    return iter(lambda: list(islice(left, SLICE)), [])
