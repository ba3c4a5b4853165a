"""The full-text index: blind tokens, written in the case's own transaction, so that a case just received is found."""

from django.db import connection

from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import tokens

PUT = {
    "sqlite": "INSERT INTO cases_search (rowid, labels, tokens) VALUES (%s, %s, %s)",
    "postgresql": "INSERT INTO cases_search (rowid, labels, tokens) VALUES (%s, %s::tsvector, %s::tsvector)",
}
_ADD = {
    "sqlite": "UPDATE cases_search SET tokens = tokens || ' ' || %s WHERE rowid = %s",
    "postgresql": "UPDATE cases_search SET tokens = tokens || %s::tsvector WHERE rowid = %s",
}
_LABEL = {
    "sqlite": "UPDATE cases_search SET labels = %s WHERE rowid = %s AND labels <> %s",
    "postgresql": "UPDATE cases_search SET labels = %s::tsvector WHERE rowid = %s AND labels <> %s::tsvector",
}


def put(*, case: Case, text: str) -> None:
    """Index a new case."""
    _execute(PUT[connection.vendor], case.pk, tokens.labels(case), tokens.of_case(text))


def add(*, case_id: int, text: str) -> None:
    """What the office wrote to it is found as well: a reply, a document."""
    if text:
        _execute(_ADD[connection.vendor], tokens.document(text), case_id)


def label(case: Case) -> None:
    """Unit, state, kind, field or handler may be others now; its words stay as they are."""
    labels = tokens.labels(case)
    _execute(_LABEL[connection.vendor], labels, case.pk, labels)


def drop(*, case_id: int) -> None:
    """Its words are found no more."""
    _execute("DELETE FROM cases_search WHERE rowid = %s", case_id)


def _execute(statement: str, *values: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
