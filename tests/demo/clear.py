"""Looks for people in the clear: as they write themselves, without accents, with other spaces."""

import json
import re
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.walks import house

PERSONAL = ("name", "id_number", "phone", "address", "email", "code")
SEPARATORS = re.compile(r"[\s.,;:()_/+-]+")
SHORTEST = 6


def petitioners(folder: Path) -> frozenset[str]:
    """Every name, number, address and code that is sealed in an installation."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.demo.sealed"],
        env=house.environment(folder),
        cwd=house.ROOT,
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return frozenset(one[name] for one in json.loads(told.stdout) for name in PERSONAL if one.get(name))


def plain(text: str) -> str:
    """Small letters without accents, and nothing between words and groups of digits."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return SEPARATORS.sub("", "".join(one for one in letters if not unicodedata.combining(one)))


def found(people: Iterable[str], places: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Who stands in the clear, and where: pairs (place, what)."""
    wanted = {plain(one): one for one in people if len(plain(one)) >= SHORTEST}
    return sorted(
        (place, original)
        for place, text in places
        for folded in (plain(text),)
        for needle, original in wanted.items()
        if needle in folded
    )


def columns(database: Path) -> Iterator[tuple[str, str]]:
    """Every column of every row, as a dump would show it; each table is one text with a line for each value."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        connection.text_factory = readable
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for table in tables:
            rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table's own name
            yield table, "\n\0".join(shown(value) for row in rows for value in row)
    connection.close()


def shown(value: object) -> str:
    return readable(value) if isinstance(value, bytes) else str(value)


def readable(data: bytes) -> str:
    """Bytes as text, whatever they are."""
    return data.decode("utf-8", "replace")


def files(folder: Path, *patterns: str) -> Iterator[tuple[str, str]]:
    """Whole files, byte for byte."""
    for pattern in patterns:
        for path in sorted(folder.glob(pattern)):
            if path.is_file():
                yield str(path.relative_to(folder)), readable(path.read_bytes())
