"""What a dataset is: a name, columns with their types and words, and where its rows come from. All else follows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

Words = str | Promise
Row = tuple[Any, ...]
Rows = Callable[[date], Iterator[Row]]
TYPES = ("string", "integer", "boolean", "date", "datetime")
"""Of Table Schema. A datetime is aware, and written in UTC to the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `about` is said in both languages; `one_of`: the only values there may be."""

    name: str
    type: str
    about: Words
    needed: bool = False
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One table that everybody may have. `rows` gives them for a day, one after another, in an order that stays.

    `key`: columns that name a row. `refers`: column → dataset and its column. `at`: where one row has a page, with
    `{column}` filled in.
    """

    name: str
    title: Words
    about: Words
    columns: tuple[Column, ...]
    rows: Rows
    key: tuple[str, ...]
    refers: dict[str, tuple[str, str]] = field(default_factory=dict)
    at: str = ""


def text(name: str, about: Words, *, needed: bool = False, one_of: tuple[str, ...] = ()) -> Column:
    return Column(name=name, type="string", about=about, needed=needed, one_of=one_of)


def number(name: str, about: Words, *, needed: bool = False) -> Column:
    return Column(name=name, type="integer", about=about, needed=needed)


def day(name: str, about: Words, *, needed: bool = False) -> Column:
    return Column(name=name, type="date", about=about, needed=needed)


def yes(name: str, about: Words, *, needed: bool = False) -> Column:
    return Column(name=name, type="boolean", about=about, needed=needed)


def moment(name: str, about: Words, *, needed: bool = False) -> Column:
    return Column(name=name, type="datetime", about=about, needed=needed)


def in_both(words: Words) -> dict[str, str]:
    """Vietnamese and English, by language."""
    found = {}
    for language in ("vi", "en"):
        with override(language):
            found[language] = str(words)
    return found
