"""The order "best match": the newest hits, ranked by how much of what was asked for they hold, and how often."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from hoiam.desk.cases.queries import tokens
from hoiam.desk.cases.queries.asked import Asked

MOST_RANKED = 20_000
BEST = 100
SATURATION = 1.2
"""k1 of BM25: how soon saying it again counts no more. The length of a text does not count (b = 0)."""
_READ = {
    "sqlite": "SELECT rowid, tokens FROM cases_search WHERE cases_search MATCH %s ORDER BY rowid DESC LIMIT %s",
    "postgresql": "SELECT rowid, tokens::text FROM cases_search WHERE labels @@ %s::tsquery "
    "AND tokens @@ %s::tsquery ORDER BY rowid DESC LIMIT %s",
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """Ids of cases, the best first; out of how many of the newest hits; `more` when there were yet more."""

    ids: tuple[int, ...]
    among: int
    more: bool


def best(asked: Asked, match: tuple[str, ...]) -> Ranked:
    """One statement. Equal ones stand newest first."""
    words = tokens.blind(asked.words())
    counts = list(_counted(words, match))
    more, counts = len(counts) > MOST_RANKED, counts[:MOST_RANKED]
    weights = [_weight(sum(1 for _, found in counts if found[at]), len(counts)) for at in range(len(words))]
    scored = [(-_score(found, weights), -rowid) for rowid, found in counts]
    return Ranked(tuple(-rowid for _, rowid in sorted(scored)[:BEST]), len(counts), more)


def _counted(words: list[str], match: tuple[str, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """How often each word stands in each hit."""
    count = _times if connection.vendor == "sqlite" else _places
    with connection.cursor() as cursor:
        cursor.execute(_READ[connection.vendor], (*match, MOST_RANKED + 1))
        for rows in iter(lambda: cursor.fetchmany(500), []):
            for rowid, document in rows:
                yield rowid, tuple(count(document, word) for word in words)


def _times(document: str, word: str) -> int:
    """In a list of hashes of one length."""
    return document.count(word)


def _places(vector: str, word: str) -> int:
    """In the text of a tsvector: 'hash':1,7,9."""
    at = vector.find(f"'{word}':")
    if at < 0:
        return 0
    end = vector.find(" ", at)
    return vector.count(",", at, end if end > 0 else len(vector)) + 1


def _weight(having: int, among: int) -> float:
    """Of words that all hits hold, only how often they stand there still tells."""
    return math.log(1 + (among - having + 0.5) / (having + 0.5))


def _score(found: Iterable[int], weights: list[float]) -> float:
    return sum(
        weight * times * (SATURATION + 1) / (times + SATURATION)
        for times, weight in zip(found, weights, strict=True)
    )
