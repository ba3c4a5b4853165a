"""The full-text index: blind tokens, written in the case's own transaction, so that a case just received is found."""

from django.db import connection

from hoiam.desk.cases.queries import tokens

_PUT = {
    "sqlite": "INSERT INTO cases_search (rowid, tokens) VALUES (%s, %s)",
    "postgresql": "INSERT INTO cases_search (rowid, tokens) VALUES (%s, to_tsvector('simple', %s))",
}
_DROP = "DELETE FROM cases_search WHERE rowid = %s"


def put(*, case_id: int, unit_id: int, text: str) -> None:
    """Index a new case."""
    with connection.cursor() as cursor:
        cursor.execute(_PUT[connection.vendor], (case_id, tokens.document(unit_id, text)))


def move(*, case_id: int, unit_id: int, text: str) -> None:
    """Index it again: it now belongs to another unit."""
    with connection.cursor() as cursor:
        cursor.execute(_DROP, (case_id,))
    put(case_id=case_id, unit_id=unit_id, text=text)
