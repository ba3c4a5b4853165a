"""The year that is shown: the province and six of its communes have something of everything in each of its months."""

import functools
import random
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from importlib import resources
from itertools import pairwise
from typing import Any

PROVINCE = "/20/"
WARD = "/20/05977/"
COMMUNES = (WARD, "/20/06040/", "/20/05986/", "/20/06001/", "/20/06184/", "/20/05983/")
WHOLE = (PROVINCE, *COMMUNES)
MONTHS = 12
HALF = 183  # days: the history of the other communes
_WEIGHTS = {WARD: 24, **dict.fromkeys(WHOLE[2:], 4), PROVINCE: 4}
_DAY = timedelta(days=1)


def begin(today: date) -> date:
    """The first day of it: twelve whole months before the one that runs."""
    return date(today.year - 1, today.month, 1)


def months(today: date) -> list[tuple[date, date]]:
    """First and last day of each of the twelve that are over."""
    first = begin(today)
    firsts = [
        date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1)
        for n in range(MONTHS + 1)
    ]
    return [(one, after - _DAY) for one, after in pairwise(firsts)]


def arrivals(paths: Sequence[str], today: date, luck: random.Random) -> Iterator[tuple[str, date, bool]]:
    """Where and when something comes in, and whether it stays there: once a month in each unit shown, then anywhere."""
    for first, last in months(today):
        for path in WHOLE:
            yield path, first + _DAY * luck.randrange((last - first).days + 1), True
    weights = [_WEIGHTS.get(path, 1) for path in paths]
    while True:
        (path,) = luck.choices(paths, weights)
        days = (today - begin(today)).days if path in WHOLE else HALF
        yield path, today - _DAY * round(days * luck.random() ** 1.15), False


@functools.cache
def told() -> dict[str, Any]:
    """What is said and done, by the name of its table."""
    return tomllib.loads(
        resources.files("hoiam.config.demo").joinpath("told.toml").read_text(encoding="utf-8")
    )
