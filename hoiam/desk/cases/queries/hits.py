"""The ids that the full-text index gives: counted up to a thousand, and page by page, the newest first."""

from dataclasses import dataclass

from django.db import connection

MOST_COUNTED = 1_000
NEWEST = 3_000
"""PostgreSQL: how many of the newest cases are looked through before the index gathers all hits to sort them."""
_TOP = 2**62
_SQLITE = (
    "SELECT rowid FROM cases_search WHERE cases_search MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s"
)
_HOLDS = "labels @@ %s::tsquery AND tokens @@ %s::tsquery"
_ANY = "SELECT * FROM cases_search_any(%s::tsquery, %s::tsquery, %s)"
_AMONG_NEWEST = (
    "SELECT rowid FROM (SELECT * FROM cases_search WHERE rowid < %s ORDER BY rowid DESC LIMIT %s) newest "  # noqa: S608
    f"WHERE {_HOLDS} ORDER BY rowid DESC LIMIT %s"
)
_SORTED = "SELECT * FROM cases_search_newest(%s::tsquery, %s::tsquery, %s, %s)"


@dataclass(frozen=True, slots=True)
class Hits:
    """Ids in falling order; `more` when there are others: then, on PostgreSQL, these are not the newest."""

    ids: tuple[int, ...]
    more: bool


def count(match: tuple[str, ...]) -> Hits:
    """As many as there are, MOST_COUNTED at most. One statement."""
    most = MOST_COUNTED + 1
    ids = (
        _asked(_SQLITE, *match, _TOP, most)
        if connection.vendor == "sqlite"
        else sorted(_asked(_ANY, *match, most), reverse=True)
    )
    return Hits(tuple(ids[:MOST_COUNTED]), len(ids) > MOST_COUNTED)


def newest(match: tuple[str, ...], seen: Hits, *, before: int | None, most: int) -> list[int]:
    """The newest of them, before a case if one is given. Two statements at most, none where all were counted."""
    top = before or _TOP
    known = [pk for pk in seen.ids if pk < top]
    if not seen.more or (connection.vendor == "sqlite" and len(known) >= most):
        return known[:most]
    if connection.vendor == "sqlite":
        return _asked(_SQLITE, *match, top, most)
    found = _asked(_AMONG_NEWEST, top, NEWEST, *match, most)
    return found if len(found) >= most else _asked(_SORTED, *match, top, most)


def _asked(statement: str, *values: int | str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
