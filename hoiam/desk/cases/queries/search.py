"""Finding a case: by its code, its number, or words of its text, with or without accents."""

import re
from dataclasses import dataclass
from datetime import date

from django.db import connection

from hoiam.desk.cases.models import Case, Kind
from hoiam.desk.cases.queries import tokens
from hoiam.desk.cases.queries.codes import case_of_code
from hoiam.desk.cases.queries.desk import DESK, LINE, PAGE, QueueRow, queue_row
from hoiam.kit import fold
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office

_NUMBER = re.compile(r"^\s*(\d{4})-(\d{1,9})\s*$")

_FIND = {
    "sqlite": "SELECT rowid FROM cases_search WHERE cases_search MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s",
    "postgresql": "SELECT rowid FROM cases_search WHERE tokens @@ to_tsquery('simple', %s) AND rowid < %s "
    "ORDER BY rowid DESC LIMIT %s",
}
_TOP = 2**62


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Newest first. `loose`: no case holds the phrase, these hold all of its syllables."""

    rows: tuple[QueueRow, ...]
    next: int | None
    loose: bool = False


def find(*, unit_id: int, text: str, by: office.Actor, on: date, before: int | None = None) -> SearchPage:
    """Cases of a unit that hold the phrase. Two statements, three when only the syllables match. Refused: not_yours."""
    roles = by.roles_in(unit_id)
    if not roles & (DESK | {Role.HANDLER}):
        raise Refused("not_yours")
    words = fold.syllables(text)
    if not words:
        return SearchPage((), None)
    top = before or _TOP
    ids, loose = _hits(_phrase(unit_id, text), top), False
    if not ids and before is None and len(words) > 1:
        ids, loose = _hits(_all_of(unit_id, words), top), True
    rows = (
        Case.objects.filter(pk__in=ids[:PAGE], unit_id=unit_id)
        .exclude(kind=Kind.DENUNCIATION)
        .order_by("-id")
    )
    if not roles & DESK:
        rows = rows.filter(handler_id=by.person_id)
    more = ids[PAGE - 1] if len(ids) > PAGE else None
    return SearchPage(tuple(queue_row(row, on) for row in rows.values(*LINE)), more, loose)


def find_by_code(*, code: str) -> int:
    """The row behind a code on a receipt. Refused: no_such_case."""
    return case_of_code(code).pk


def find_by_number(*, text: str) -> int | None:
    """The row of a number such as 2026-000123, or None when the text is no number."""
    match = _NUMBER.match(text)
    return int(match[2]) if match else None


def _hits(query: str, before: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_FIND[connection.vendor], (query, before, PAGE + 1))
        return [row[0] for row in cursor.fetchall()]


def _phrase(unit_id: int, text: str) -> str:
    blind = tokens.blind(fold.query_tokens(text))
    if connection.vendor == "sqlite":
        return f'"{tokens.unit_token(unit_id)}" AND "{" ".join(blind)}"'
    return f"{tokens.unit_token(unit_id)} & ({' <-> '.join(blind)})"


def _all_of(unit_id: int, words: list[str]) -> str:
    blind = tokens.blind(words)
    joint = " AND " if connection.vendor == "sqlite" else " & "
    return joint.join([tokens.unit_token(unit_id), *blind])
