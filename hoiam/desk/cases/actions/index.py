"""The full-text index: blind tokens, written in the case's own transaction, so that a case just received is found."""

from django.db import connection

from hoiam.desk.cases.queries import tokens

_PUT = {
    "sqlite": "INSERT INTO cases_search (rowid, tokens) VALUES (%s, %s)",
    "postgresql": "INSERT INTO cases_search (rowid, tokens) VALUES (%s, to_tsvector('simple', %s))",
}
_MOVE = {
    "sqlite": "UPDATE cases_search SET tokens = %s || substr(tokens, length(%s) + 1) WHERE rowid = %s",
    "postgresql": "UPDATE cases_search SET tokens = to_tsvector('simple', %s) || ts_delete(tokens, %s) "
    "WHERE rowid = %s",
}


def put(*, case_id: int, unit_id: int, text: str) -> None:
    """Index a new case."""
    with connection.cursor() as cursor:
        cursor.execute(_PUT[connection.vendor], (case_id, tokens.document(unit_id, text)))


def drop(*, case_id: int) -> None:
    """Its words are found no more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_search WHERE rowid = %s", (case_id,))


def move(*, case_id: int, from_unit: int, to_unit: int) -> None:
    """It belongs to another unit now; its words stay as they are, the unit's token stands first."""
    units = tokens.unit_token(to_unit), tokens.unit_token(from_unit)
    with connection.cursor() as cursor:
        cursor.execute(_MOVE[connection.vendor], (*units, case_id))
