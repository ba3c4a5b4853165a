"""Which field a matter seems to be of, and by which words: a lexicon at first, then what clerks confirmed.

The learner is complement naive Bayes (Rennie et al. 2003) over counts in a table. It reads the telling of the matter
alone: names and numbers are left out, and so is whoever wrote. It only suggests.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.db import connection

from hoiam.kit import fold, keys
from hoiam.kit.apart import Text, of_read, take_apart
from hoiam.law.pack import Pack
from hoiam.office import queries as office

KEY = "routing"
MOST_WORDS = 300
VOCABULARY = 20_000
"""Words a language is taken to have, for those never seen."""
BELIEVED = 50
"""Confirmed cases from which on half of what they say counts; the lexicon's word stands beside it, always the same."""
LEXICON, MOST_NAMED = 5.0, 3
"""What a word of the lexicon weighs, as a logarithm of odds, and how many of one field do."""
SPREAD = 6.0
TOP, SPOKE = 3, 5
_TOTALS = "SELECT field, cases, words FROM cases_fieldtotal"
_COUNTED = "SELECT id, CAST(counts AS text) FROM cases_fieldword WHERE id IN ({marks})"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A field, the words that spoke for it as they stand in the text, and the confirmed cases behind it."""

    field: str
    share: float
    words: tuple[str, ...]
    confirmed: int


def suggest(*, text: str, pack: Pack) -> tuple[Suggestion, ...]:
    """The three likeliest fields, the likeliest first; none where no word spoke. Two statements."""
    codes = [field.code for field in pack.fields]
    totals = _totals()
    read = fold.read(text)
    apart = of_read(read)
    named = _lexicon(apart.plain, pack)
    learned = _learned(_features(apart), totals)
    spoken = {code for code in codes if code in named or code in learned.scores}
    if not spoken:
        return ()
    scores = _scores(codes, named, learned, sum(row.cases for row in totals.values()))
    shares = _softmax(scores)
    best = sorted(spoken, key=lambda code: (-shares[code], codes.index(code)))[:TOP]
    heard = {code: (named.get(code, ()), learned.heaviest(code)) for code in best}
    shown = _Shown(read, apart.plain)
    return tuple(
        Suggestion(
            code, shares[code], _spoke(*heard[code], shown), totals[code].cases if code in totals else 0
        )
        for code in best
        if any(heard[code])
    )


def _scores(
    codes: Iterable[str], named: Mapping[str, tuple[str, ...]], learned: "_Learned", seen: int
) -> dict[str, float]:
    """Logarithms of odds: a field of which nothing was confirmed stands as low as the lowest that was."""
    trust, lowest = seen / (seen + BELIEVED), min(learned.scores.values(), default=0.0)
    return {
        code: trust * learned.scores.get(code, lowest) + LEXICON * min(len(named.get(code, ())), MOST_NAMED)
        for code in codes
    }


def named(text: str) -> tuple[office.UnitCard, ...]:
    """Served units whose kind and name stand in the text, such as xã Thất Khê, the first first. No statement when warm.

    Of two of which one name begins with the other, the longer one is meant; of the same name all are.
    """
    plain = f" {' '.join(fold.syllables(text))} "
    found: dict[int, tuple[str, tuple[office.UnitCard, ...]]] = {}
    for unit in sorted(office.served(), key=lambda unit: len(unit.full_name)):
        name = _folded(unit.full_name)
        at = plain.find(f" {name} ")
        before, same = found.get(at, ("", ()))
        found[at] = name, ((*same, unit) if name == before else (unit,))
    return tuple(unit for at in sorted(found) if at >= 0 for unit in found[at][1])


def features(text: str) -> list[str]:
    """Syllables and pairs of the telling, each once."""
    return _features(take_apart(text))


def _features(apart: Text) -> list[str]:
    telling = list(apart.telling)
    return list(dict.fromkeys((*fold.pairs(telling), *telling)))[:MOST_WORDS]


def numbers(words: Iterable[str]) -> list[int]:
    """Keyed hashes as numbers, under a key of its own: these counts cannot be joined with the full-text index."""
    return [int(token, 16) for token in fold.blind(words, keys.named(KEY))]


def packed(counts: Mapping[str, int]) -> str:
    """As the table keeps what was counted of one word."""
    return json.dumps(counts, separators=(",", ":"))


class _Word(NamedTuple):
    """A word as in the text, how often it was counted in each field, and what it weighs in the mean over all fields."""

    text: str
    counts: Mapping[str, int]
    whole: int
    mean: float

    def weight(self, field: str) -> float:
        """The rarer it is in all other fields together, the more it speaks for this one."""
        return math.log(self.whole / (self.whole - self.counts.get(field, 0)))


@dataclass(frozen=True, slots=True)
class _Learned:
    scores: Mapping[str, float]
    words: tuple[_Word, ...]

    def heaviest(self, field: str) -> tuple[str, ...]:
        """Words of this field that weigh most above their mean over all fields."""
        above = {word.text: word.weight(field) - word.mean for word in self.words if field in word.counts}
        ordered = sorted(above, key=lambda one: -above[one])
        return tuple(word for word in ordered if above[word] > 0 or len(self.scores) == 1)


def _learned(words: list[str], totals: Mapping[str, "_Total"]) -> _Learned:
    counts = _counts(words) if totals else []
    if not counts:
        return _Learned({}, ())
    whole = sum(total.words for total in totals.values()) + VOCABULARY
    scores = {code: len(counts) * math.log((whole - total.words) / whole) for code, total in totals.items()}
    heard = tuple(_heard(word, known, scores) for word, known in counts)
    return _Learned({code: score for code, score in scores.items() if totals[code].cases > 0}, heard)


def _heard(word: str, known: Mapping[str, int], scores: dict[str, float]) -> _Word:
    """What it weighs is added to the score of each field."""
    whole, log, together = sum(known.values()) + 1, math.log, 0.0
    of_all = log(whole)
    for code, n in known.items():
        weight = of_all - log(whole - n)
        scores[code] += weight
        together += weight
    return _Word(word, known, whole, together / len(scores))


class _Total(NamedTuple):
    cases: int
    words: int


def _totals() -> dict[str, _Total]:
    """Of each field of which something was ever confirmed. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS)
        return {code: _Total(cases, words) for code, cases, words in cursor.fetchall()}


def _counts(words: list[str]) -> list[tuple[str, dict[str, int]]]:
    """In how many confirmed cases of each field a word stands; words that stand in none are left out."""
    hashes = dict(zip(numbers(words), words, strict=True))
    marks = ", ".join(["%s"] * len(hashes))
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(marks=marks), list(hashes))
        rows = dict(cursor.fetchall())
    found = [number for number in hashes if number in rows]
    counts = json.loads(f"[{','.join(rows[number] for number in found)}]")  # at once: they are many and short
    return [(hashes[number], known) for number, known in zip(found, counts, strict=True)]


def _softmax(scores: Mapping[str, float]) -> dict[str, float]:
    top = max(scores.values())
    parts = {field: math.exp((score - top) / SPREAD) for field, score in scores.items()}
    whole = sum(parts.values())
    return {field: part / whole for field, part in parts.items()}


def _lexicon(plain: str, pack: Pack) -> dict[str, tuple[str, ...]]:
    """Of each field the words of the lexicon that stand in the text, folded."""
    found = {
        code: tuple(one for one in map(_folded, words) if f" {one} " in plain)
        for code, words in pack.lexicon.items()
    }
    return {code: words for code, words in found.items() if words}


@cache
def _folded(word: str) -> str:
    """Kept: the words of a pack are few, and so are the names of units."""
    return " ".join(fold.syllables(word))


@dataclass(frozen=True, slots=True)
class _Shown:
    """A text as it was read, and its syllables as one, a blank on either side."""

    read: fold.Read
    plain: str

    def written(self, word: str) -> str:
        """A folded word as the text writes it, in small letters."""
        found = self.plain.find(f" {word} ")
        if found < 0:
            return word
        first = self.plain.count(" ", 0, found)
        return self.read.text[self.read.starts[first] : self.read.ends[first + word.count(" ")]].lower()


def _spoke(named: Iterable[str], learned: Iterable[str], shown: _Shown) -> tuple[str, ...]:
    """The first few, as the text writes them; a syllable that a longer one holds is not said twice."""
    kept: list[str] = []
    for word in (*named, *(one.replace("_", " ") for one in learned)):
        if not any(f" {word} " in f" {one} " for one in kept):
            kept.append(word)
        if len(kept) == SPOKE:
            break
    return tuple(map(shown.written, kept))
