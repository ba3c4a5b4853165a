"""The tallies as the file of figures that everybody can have: what hoiam.law.told counts from the log."""

from collections.abc import Callable
from datetime import date
from functools import cache

from hoiam.duties.models import STANDS_STILL, Measure, Tally
from hoiam.law.told import Counts, Key, Table

_COLUMNS = (
    *("unit__code", "unit__valid_from", "post_id", "key", "field", "measure", "day", "bucket"),
    *("n", "used", "allowed", "last"),
)


def table(*, on: date, chain_of: Callable[[int], str]) -> Table:
    """As they stand on a day. One statement over all tallies: for a worker, not for a page."""
    found: Table = {}
    chain = cache(chain_of)
    for row in Tally.objects.values_list(*_COLUMNS).iterator(chunk_size=5000):
        code, began, post, key, field, measure, day, bucket, n, used, allowed, last = row
        month = "" if day == STANDS_STILL else day.isoformat()[:7]
        counts = found.setdefault(Key(code, chain(post), key, field, month), Counts())
        _add(counts, measure, bucket, n)
        counts.used += used
        counts.allowed += allowed
        counts.last += last
        if measure == Measure.OPEN and began <= day < on:
            counts.overdue += n
    return found


def _add(counts: Counts, measure: str, bucket: int, n: int) -> None:
    if measure == Measure.SPENT:
        counts.spent[bucket] = counts.spent.get(bucket, 0) + n
    else:
        setattr(counts, measure, getattr(counts, measure) + n)
