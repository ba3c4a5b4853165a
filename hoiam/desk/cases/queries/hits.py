"""The ids that the full-text index gives: counted up to a thousand, and page by page, the newest first."""

from dataclasses import dataclass

from django.db import connection, transaction

MOST_COUNTED = 1_000
NEWEST = 3_000
"""PostgreSQL: how many of the newest cases are looked through before the index gathers all hits to sort them."""
_TOP = 2**62
_SQLITE = (
    "SELECT rowid FROM cases_search WHERE cases_search MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s"
)
_HOLDS = "labels @@ %s::tsquery AND tokens @@ %s::tsquery"
_ANY = f"SELECT rowid FROM cases_search WHERE {_HOLDS} LIMIT %s"  # noqa: S608 - all of it stands here
_AMONG_NEWEST = (
    "SELECT rowid FROM (SELECT * FROM cases_search WHERE rowid < %s ORDER BY rowid DESC LIMIT %s) newest "  # noqa: S608
    f"WHERE {_HOLDS} ORDER BY rowid DESC LIMIT %s"
)
_SORTED = f"SELECT rowid FROM cases_search WHERE {_HOLDS} AND rowid + 0 < %s ORDER BY rowid DESC LIMIT %s"  # noqa: S608
_WAYS = {"enable_seqscan": "off", "enable_indexscan": "off", "enable_bitmapscan": "on", "jit": "off"}
_BY_INDEX = "; ".join(f"SET LOCAL {name} = {value}" for name, value in _WAYS.items())
_AS_BEFORE = "; ".join(f"SET LOCAL {name} TO DEFAULT" for name in _WAYS)


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
        else sorted(_by_index(_ANY, *match, most), reverse=True)
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
    return found if len(found) >= most else _by_index(_SORTED, *match, top, most)


def _by_index(statement: str, *values: int | str) -> list[int]:
    """PostgreSQL guesses how common words are, and reads the whole table where it guesses wrong: not allowed here."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BY_INDEX)
        found = _asked(statement, *values)
        cursor.execute(_AS_BEFORE)
    return found


def _asked(statement: str, *values: int | str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
