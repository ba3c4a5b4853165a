"""Which field a matter seems to be of, and by which words: a lexicon at first, then what clerks confirmed.

The learner is complement naive Bayes (Rennie et al. 2003) over counts in a table. It reads the telling of the matter
alone: names and numbers are left out, and so is whoever wrote. It only suggests.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.db import connection

from hoiam.desk.cases.models import FieldTotal
from hoiam.kit import fold, keys
from hoiam.kit.apart import Text, take_apart
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
_COUNTED = "SELECT token, field, n FROM cases_fieldword WHERE token IN ({marks}) AND n > 0"


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
    totals = {row.field: row for row in FieldTotal.objects.filter(field__in=codes, cases__gt=0)}
    apart = take_apart(text)
    named = _lexicon(apart.plain, pack)
    learned = _learned(_features(apart), totals)
    spoken = {code for code in codes if code in named or code in learned.scores}
    if not spoken:
        return ()
    scores = _scores(codes, named, learned, sum(row.cases for row in totals.values()))
    shares = _softmax(scores)
    best = sorted(spoken, key=lambda code: (-shares[code], codes.index(code)))[:TOP]
    heard = {code: (named.get(code, ()), learned.heaviest(code)) for code in best}
    shown = _Shown(text, apart.plain, fold.spans(text))
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


def units_named(*, text: str, but: int) -> tuple[str, ...]:
    """Served units whose kind and name stand in the text, such as xã Thất Khê. No statement when warm."""
    plain = f" {' '.join(fold.syllables(text))} "
    found = (unit for unit in office.served() if unit.id != but)
    return tuple(unit.shown for unit in found if f" {' '.join(fold.syllables(unit.full_name))} " in plain)


def features(text: str) -> list[str]:
    """Syllables and pairs of the telling, each once."""
    return _features(take_apart(text))


def _features(apart: Text) -> list[str]:
    telling = list(apart.telling)
    return list(dict.fromkeys((*fold.pairs(telling), *telling)))[:MOST_WORDS]


def blind(words: list[str]) -> list[str]:
    """Under a key of its own: these counts cannot be joined with the full-text index."""
    return fold.blind(words, keys.named(KEY))


@dataclass(frozen=True, slots=True)
class _Learned:
    """`weights`: of each word for each field it was confirmed in; words as in the text."""

    scores: Mapping[str, float]
    weights: Mapping[str, Mapping[str, float]]

    def heaviest(self, field: str) -> tuple[str, ...]:
        """Words of this field that weigh most above their mean over all fields."""
        fields = len(self.scores)
        above = {
            word: known[field] - sum(known.values()) / fields
            for word, known in self.weights.items()
            if field in known
        }
        ordered = sorted(above, key=lambda one: -above[one])
        return tuple(word for word in ordered if above[word] > 0 or fields == 1)


def _learned(words: list[str], totals: Mapping[str, FieldTotal]) -> _Learned:
    weights = {word: _weights(known) for word, known in _counts(words, totals).items()} if totals else {}
    if not weights:
        return _Learned({}, {})
    whole = sum(row.words for row in totals.values()) + VOCABULARY
    scores = {field: len(weights) * math.log((whole - row.words) / whole) for field, row in totals.items()}
    for known in weights.values():
        for field, weight in known.items():
            scores[field] += weight
    return _Learned(scores, weights)


def _counts(words: list[str], totals: Mapping[str, FieldTotal]) -> dict[str, dict[str, int]]:
    """In how many confirmed cases of each field a word stands; words that stand in none are left out."""
    counts: dict[str, dict[str, int]] = {}
    hashes = dict(zip(blind(words), words, strict=True))
    marks = ", ".join(["%s"] * len(hashes))
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(marks=marks), list(hashes))
        for token, field, n in cursor.fetchall():
            if field in totals:
                counts.setdefault(token, {})[field] = n
    return {word: counts[token] for token, word in hashes.items() if token in counts}  # as in the text


def _weights(known: Mapping[str, int]) -> dict[str, float]:
    """Of one word for each field it stands in: the rarer it is in all others together, the more it speaks."""
    whole = sum(known.values()) + 1
    return {field: math.log(whole / (whole - n)) for field, n in known.items()}


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
    """Kept: the words of a pack are few."""
    return " ".join(fold.syllables(word))


@dataclass(frozen=True, slots=True)
class _Shown:
    """A text and its syllables, folded and in place."""

    text: str
    plain: str
    spans: list[fold.Span]

    def written(self, word: str) -> str:
        """A folded word as the text writes it, in small letters."""
        found = self.plain.find(f" {word} ")
        if found < 0:
            return word
        first = self.plain.count(" ", 0, found)
        return self.text[self.spans[first].start : self.spans[first + word.count(" ")].end].lower()


def _spoke(named: Iterable[str], learned: Iterable[str], shown: _Shown) -> tuple[str, ...]:
    """The first few, as the text writes them; a syllable that a longer one holds is not said twice."""
    kept: list[str] = []
    for word in (*named, *(one.replace("_", " ") for one in learned)):
        if not any(f" {word} " in f" {one} " for one in kept):
            kept.append(word)
        if len(kept) == SPOKE:
            break
    return tuple(map(shown.written, kept))
