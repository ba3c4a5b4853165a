"""Which field a matter seems to be of, and by which words: a lexicon at first, then what clerks confirmed.

The learner is complement naive Bayes (Rennie et al. 2003) over counts in a table. It reads the telling of the matter
alone: names and numbers are left out, and so is whoever wrote. It only suggests.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hoiam.desk.cases.models import FieldTotal, FieldWord
from hoiam.kit import fold, keys, likeness
from hoiam.law.pack import Pack
from hoiam.office import queries as office

KEY = "routing"
MOST_WORDS = 300
VOCABULARY = 20_000
"""Words a language is taken to have, for those never seen."""
BELIEVED = 50
"""Confirmed cases from which on they count for more than the lexicon."""
SPREAD = 6.0
TOP, SPOKE = 3, 5


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
    words = features(text)
    totals = {row.field: row for row in FieldTotal.objects.filter(field__in=codes, cases__gt=0)}
    named = _lexicon(text, pack)
    learned = _learned(words, totals)
    seen = sum(row.cases for row in totals.values())
    trust = seen / (seen + BELIEVED)
    shares = {
        code: trust * learned.shares.get(code, 0.0) + (1 - trust) * _share(named, code) for code in codes
    }
    best = sorted(codes, key=lambda code: (-shares[code], codes.index(code)))[:TOP]
    shown = _as_written(text)
    return tuple(
        Suggestion(
            code,
            shares[code],
            _spoke(named.get(code, ()), learned.words.get(code, ()), shown),
            totals[code].cases if code in totals else 0,
        )
        for code in best
        if shares[code] > 0 and (named.get(code) or learned.words.get(code))
    )


def units_named(*, text: str, but: int) -> tuple[str, ...]:
    """Served units whose kind and name stand in the text, such as xã Thất Khê. No statement when warm."""
    plain = f" {' '.join(fold.syllables(text))} "
    found = (unit for unit in office.served() if unit.id != but)
    return tuple(unit.shown for unit in found if f" {' '.join(fold.syllables(unit.full_name))} " in plain)


def features(text: str) -> list[str]:
    """Syllables and pairs of the telling, each once."""
    telling = list(likeness.take_apart(text).telling)
    return list(dict.fromkeys((*fold.pairs(telling), *telling)))[:MOST_WORDS]


def blind(words: list[str]) -> list[str]:
    """Under a key of its own: these counts cannot be joined with the full-text index."""
    return fold.blind(words, keys.named(KEY))


@dataclass(frozen=True, slots=True)
class _Learned:
    shares: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]


def _learned(words: list[str], totals: Mapping[str, FieldTotal]) -> _Learned:
    counts: dict[str, dict[str, int]] = {}
    if totals:
        hashes = dict(zip(blind(words), words, strict=True))
        rows = FieldWord.objects.filter(token__in=list(hashes), n__gt=0)
        for field, token, n in rows.values_list("field", "token", "n"):
            if field in totals:
                counts.setdefault(hashes[token], {})[field] = n
        counts = {word: counts[word] for word in words if word in counts}  # of equal weight: as in the text
    if not counts:
        return _Learned({}, {})
    weights = {field: _weights(field, counts, totals) for field in totals}
    scores = {field: sum(known.values()) for field, known in weights.items()}
    return _Learned(_softmax(scores), {field: _heaviest(field, weights, counts) for field in totals})


def _weights(
    field: str, counts: Mapping[str, Mapping[str, int]], totals: Mapping[str, FieldTotal]
) -> dict[str, float]:
    """Of each word: the rarer it is in all other fields together, the more it speaks for this one."""
    others = sum(row.words for code, row in totals.items() if code != field) + VOCABULARY
    return {
        word: -math.log((sum(known.values()) - known.get(field, 0) + 1) / others)
        for word, known in counts.items()
    }


def _heaviest(
    field: str, weights: Mapping[str, Mapping[str, float]], counts: Mapping[str, Mapping[str, int]]
) -> tuple[str, ...]:
    """Words of this field that weigh most above their mean over all fields."""
    own = weights[field]
    above = {
        word: own[word] - sum(one[word] for one in weights.values()) / len(weights)
        for word, known in counts.items()
        if known.get(field)
    }
    return tuple(
        word for word in sorted(above, key=lambda one: -above[one]) if above[word] > 0 or len(weights) == 1
    )


def _softmax(scores: Mapping[str, float]) -> dict[str, float]:
    top = max(scores.values())
    parts = {field: math.exp((score - top) / SPREAD) for field, score in scores.items()}
    whole = sum(parts.values())
    return {field: part / whole for field, part in parts.items()}


def _lexicon(text: str, pack: Pack) -> dict[str, tuple[str, ...]]:
    """Of each field the words of the lexicon that stand in the text, folded."""
    plain = f" {' '.join(fold.syllables(text))} "
    found = {
        code: tuple(one for one in map(_folded, words) if f" {one} " in plain)
        for code, words in pack.lexicon.items()
    }
    return {code: words for code, words in found.items() if words}


def _folded(word: str) -> str:
    return " ".join(fold.syllables(word))


def _share(named: Mapping[str, tuple[str, ...]], code: str) -> float:
    whole = sum(map(len, named.values()))
    return len(named.get(code, ())) / whole if whole else 0.0


def _as_written(text: str) -> tuple[str, list[fold.Span]]:
    return text, fold.spans(text)


def _spoke(
    named: Iterable[str], learned: Iterable[str], shown: tuple[str, list[fold.Span]]
) -> tuple[str, ...]:
    """The first few, as the text writes them; a syllable that a longer one holds is not said twice."""
    kept: list[str] = []
    for word in (*named, *(one.replace("_", " ") for one in learned)):
        if not any(f" {word} " in f" {one} " for one in kept):
            kept.append(word)
        if len(kept) == SPOKE:
            break
    return tuple(_written(word, *shown) for word in kept)


def _written(word: str, text: str, spans: list[fold.Span]) -> str:
    parts = word.split()
    for place in range(len(spans) - len(parts) + 1):
        if [span.word for span in spans[place : place + len(parts)]] == parts:
            return text[spans[place].start : spans[place + len(parts) - 1].end].lower()
    return word
