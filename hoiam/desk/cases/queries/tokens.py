"""What the full-text index holds of a case: keyed hashes of syllables and pairs, and labels in clear to filter by."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from django.db import connection

from hoiam.desk.cases.models import Case
from hoiam.kit import fold, keys
from hoiam.kit.apart import Text, of_read

KEY = "search"
FACTS, WORDING = 12, 4
ENOUGH = 15
"""Marks of facts, those of six, from which on few of the wording are looked up."""
MOST_TEXT = 20_200
"""Letters of a text that are looked at for its likeness to others."""
LAST_PLACE = 16_383
"""Of a tsvector: words further back than this all stand at the last place."""


def document(text: str) -> str:
    """The tokens as the index of this database takes them; nothing can be read from them without the key."""
    return _document(fold.read(text))


def _document(read: fold.Read) -> str:
    return " ".join(blind(read.tokens())) if connection.vendor == "sqlite" else _vector(read)


def _vector(read: fold.Read) -> str:
    """Past PostgreSQL's own parser, which takes some hashes for numbers: each token with its places."""
    places: dict[str, list[int]] = {}
    for words in (read.words, fold.pairs(read.words), read.wholes()):
        for place, word in enumerate(words, start=1):
            places.setdefault(word, []).append(min(place, LAST_PLACE))
    hashes = blind(list(places))
    return " ".join(
        f"'{one}':{','.join(map(str, at))}" for one, at in zip(hashes, places.values(), strict=True)
    )


def of_case(text: str) -> str:
    """What the index holds of what a person brought: its words, and its sketch."""
    read = fold.read(text)
    marks = _sketch(read if len(text) <= MOST_TEXT else fold.read(text[:MOST_TEXT]))
    if connection.vendor != "sqlite":
        marks = [f"'{one}'" for one in marks]
    return " ".join((_document(read), *marks))


def asked(apart: Text, *, wide: bool) -> list[str]:
    """Marks by which cases like a text are looked up: of its sketch what finds them, and costs least.

    A wording stands in thousands of cases, and on PostgreSQL each of them is walked through. Where a text names enough
    facts they find the same matter; of its wording two marks then find the letter that others sent as well.
    """
    facts, wording = _marks(apart)
    return [*facts, *(wording if wide or len(facts) < ENOUGH else wording[:: max(len(wording) - 1, 1)])]


def _sketch(read: fold.Read) -> list[str]:
    facts, wording = _marks(of_read(read))
    return [*facts, *wording]


def _marks(apart: Text) -> tuple[list[str], list[str]]:
    """Keyed hashes by which a text like it is found: each two facts it names, and each two of a few of its pairs.

    One name or number stands in many cases, two of them together in few. Which facts and pairs: those whose hashes are
    smallest, so that of two texts the same are chosen, whatever else stands in them.
    """
    facts, wording = sorted(blind(list(apart.values)))[:FACTS], sorted(blind(list(apart.pairs)))[:WORDING]
    return _each_two(facts), _each_two(wording)


def _each_two(chosen: list[str]) -> list[str]:
    key = keys.named(KEY)
    return [fold.blind_one(f"{a}+{b}", key) for a, b in combinations(chosen, 2)]


def blind(words: list[str]) -> list[str]:
    """Keyed hashes of folded words."""
    return fold.blind(words, keys.named(KEY))


def labels(case: Case) -> str:
    """What cases are filtered by: unit, state, kind, field, handler, and the day, month and year they came."""
    on = case.received_on
    known = (
        label("unit", case.unit_id),
        label("state", case.state),
        label("kind", case.kind),
        label("field", case.field or "none"),
        label("handler", case.handler_id or 0),
        *(f"xd{on:%Y%m%d}", f"xm{on:%Y%m}", f"xy{on:%Y}"),
    )
    return " ".join(known)


def label(name: str, value: int | str) -> str:
    """One word that no hash can be."""
    plain = "".join(letter for letter in str(value).lower() if letter.isalnum())
    return f"x{name[0]}{plain}"


def period(since: date, until: date) -> list[str]:
    """Labels of which every day of the period has exactly one: whole years, whole months, then days."""
    return list(_cover(since, until))


def _cover(day: date, until: date) -> Iterator[str]:
    while day <= until:
        year_end, month_end = date(day.year, 12, 31), _month_end(day)
        if (day.month, day.day) == (1, 1) and year_end <= until:
            yield f"xy{day:%Y}"
            day = year_end
        elif day.day == 1 and month_end <= until:
            yield f"xm{day:%Y%m}"
            day = month_end
        else:
            yield f"xd{day:%Y%m%d}"
        if day == date.max:
            return
        day += timedelta(days=1)


def _month_end(day: date) -> date:
    if day.month == 12:  # noqa: PLR2004 - December
        return date(day.year, 12, 31)
    return date(day.year, day.month + 1, 1) - timedelta(days=1)
