"""What somebody typed to search for: words, phrases in quotes, and how the index is asked for them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from hoiam.desk.cases.queries import tokens
from hoiam.kit import fold

MOST_SYLLABLES = 24
_QUOTED = re.compile(r"[\"“”„‟«»]([^\"“”„‟«»]*)[\"“”„‟«»]")


@dataclass(frozen=True, slots=True)
class Part:
    """Syllables that stand together in what was typed; `quoted`: only in this order, whatever else is found."""

    words: tuple[str, ...]
    quoted: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """All parts must be in a case."""

    text: str
    parts: tuple[Part, ...]

    @property
    def divides(self) -> bool:
        """Whether there is a looser reading: some unquoted part has several syllables."""
        return any(len(part.words) > 1 and not part.quoted for part in self.parts)

    def runs(self, *, loose: bool) -> list[list[str]]:
        """Syllables that must stand in a row: a part as it is or, read loosely, each syllable of an unquoted one."""
        runs: list[list[str]] = []
        for part in self.parts:
            apart = loose and not part.quoted
            runs += [[word] for word in part.words] if apart else [list(part.words)]
        return runs

    def words(self) -> list[str]:
        """Every syllable and every pair within a part, once: what a case is ranked by."""
        found: dict[str, None] = {}
        for part in self.parts:
            found |= dict.fromkeys((*part.words, *fold.pairs(list(part.words))))
        return list(found)


def read(text: str) -> Asked:
    """Never fails: what cannot be searched for is left out, and so is what comes after MOST_SYLLABLES."""
    parts: list[Part] = []
    left, after = MOST_SYLLABLES, 0
    for quoted in _QUOTED.finditer(text):
        parts += [_part(text[after : quoted.start()], quoted=False), _part(quoted[1], quoted=True)]
        after = quoted.end()
    parts.append(_part(text[after:], quoted=False))
    kept = []
    for part in parts:
        words = part.words[:left]
        left -= len(words)
        if words:
            kept.append(Part(words, part.quoted))
    return Asked(text, tuple(kept))


def _part(text: str, *, quoted: bool) -> Part:
    return Part(tuple(fold.syllables(text)), quoted)


def match(asked: Asked, labels: Iterable[Iterable[str]], *, loose: bool) -> tuple[str, ...]:
    """The values for the index of this database. `labels`: of each group a case has one."""
    rows = [tokens.blind(fold.phrase(run)) for run in asked.runs(loose=loose)]
    if connection.vendor == "sqlite":
        groups = [f"({' OR '.join(group)})" for group in labels]
        return (" AND ".join([*groups, *(f'"{" ".join(row)}"' for row in rows)]),)
    groups = [f"({' | '.join(group)})" for group in labels]
    return " & ".join(groups), " & ".join(f"({' <-> '.join(map(_quoted, row))})" for row in rows)


def _quoted(token: str) -> str:
    return f"'{token}'"
