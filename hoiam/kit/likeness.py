"""How alike two texts are: what they tell apart from whom, where, when and how much they name.

The measure of the telling is the longest common subsequence of folded syllables; where sentences moved or are missing,
the pairs of the shorter one that stand in the other. Whatever it says is a suggestion: people decide.
"""

import importlib
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from hoiam.kit import fold
from hoiam.kit.apart import Fact, Text, take_apart

__all__ = ["Likeness", "Text", "Verdict", "compare", "differences", "take_apart"]
LONG = 1_500
"""Syllables from which on differences are looked for in a coarser way."""
SAME_TELLING, SAME_FACTS = 0.5, 0.6
REWRITTEN, SURE_FACTS, MANY_FACTS = 0.28, 0.7, 3
MOST_CONTRADICTED = 1
"""Facts that may be others in a text about the same: a count that grew, a number mistyped."""
WORD_FOR_WORD = 0.97
"""A text as like as this in which a fact is another is filled in anew."""
TEMPLATE = 0.6
LONG_VALUE = 5
"""Letters from which on a name or number that differs in one of them is a slip."""


class Verdict(StrEnum):
    """What two texts seem to be to each other."""

    SAME = "same"
    TEMPLATE = "template"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Shares from 0 to 1; `shared`: names as they are written, by kind, that stand in both.

    `telling`: of both texts in the same order; `told`: pairs of the shorter that the other has; `facts`: of the text
    that names fewer; `agreed` and `contradicted`: facts that are the same, and where the same words name another.
    """

    verdict: Verdict
    telling: float
    told: float
    facts: float
    agreed: int
    contradicted: int
    shared: tuple[tuple[str, str], ...]


def compare(one: Text, other: Text) -> Likeness:
    """Of two texts taken apart."""
    sizes = len(one.telling) + len(other.telling)
    subsequence = importlib.import_module("rapidfuzz.distance").LCSseq  # large, and seldom asked
    telling = subsequence.similarity(one.telling, other.telling) * 2 / sizes if sizes else 0.0
    fewest = min(len(one.pairs), len(other.pairs))
    told = len(one.pairs & other.pairs) / fewest if fewest else 0.0
    mine, theirs = (_agreed(a, b) for a, b in ((one, other), (other, one)))
    facts = max(_share(mine, one), _share(theirs, other)) if one.facts or other.facts else 1.0
    contradicted = min(_contradicted(one, other, mine), _contradicted(other, one, theirs))
    agreed = len(mine | theirs)
    named = one.kinds or other.kinds
    shared = tuple(
        dict.fromkeys(kind for kind in named if " ".join(fold.syllables(kind[0])) in mine | theirs)
    )
    verdict = _verdict(telling, told, facts, agreed, contradicted)
    return Likeness(verdict, telling, told, facts, agreed, contradicted, shared)


def _verdict(telling: float, told: float, facts: float, agreed: int, contradicted: int) -> Verdict:
    allowed = 0 if telling >= WORD_FOR_WORD else MOST_CONTRADICTED
    most = max(telling, told)
    likely = most >= SAME_TELLING and facts >= SAME_FACTS and contradicted <= allowed
    rewritten = told >= REWRITTEN and facts >= SURE_FACTS and agreed >= MANY_FACTS and not contradicted
    if likely or rewritten:
        return Verdict.SAME
    return Verdict.TEMPLATE if most >= TEMPLATE else Verdict.OTHER


def _agreed(one: Text, other: Text) -> frozenset[str]:
    """Facts of the one that the other names as well."""
    return frozenset(fact.value for fact in one.facts if other.names(fact))


def _share(agreed: frozenset[str], text: Text) -> float:
    return len(agreed) / len(text.values) if text.values else 0.0


def _contradicted(one: Text, other: Text, agreed: frozenset[str]) -> int:
    """How many facts of the one are others in the other, though the same words stand around them."""
    values = {fact.value for fact in one.facts if fact.value not in agreed and _differs(fact, one, other)}
    return len(values)


def _differs(fact: Fact, one: Text, other: Text) -> bool:
    for around in fact.around:
        theirs = other.by_around.get(around)
        if (
            theirs
            and theirs.isdisjoint(one.by_around[around])
            and not any(_slip(fact.value, b) for b in theirs)
        ):
            return True
    return False


def _slip(one: str, other: str) -> bool:
    """Whether the one is the other with a letter mistyped."""
    distance = importlib.import_module("rapidfuzz.distance").OSA
    return min(len(one), len(other)) >= LONG_VALUE and distance.distance(one, other, score_cutoff=1) <= 1


def differences(one: str, other: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both texts in pieces, each with whether the other text lacks it. Accents count, capitals do not."""
    texts = one, other
    spans = fold.spans(one), fold.spans(other)
    words = [
        [text[span.start : span.end].casefold() for span in found]
        for text, found in zip(texts, spans, strict=True)
    ]
    matcher = SequenceMatcher(None, words[0], words[1], autojunk=max(map(len, words)) > LONG)
    blocks = matcher.get_matching_blocks()
    sides = [_side(one, spans[0], [(block.a, block.size) for block in blocks])]
    sides.append(_side(other, spans[1], [(block.b, block.size) for block in blocks]))
    return sides[0], sides[1]


def _side(text: str, spans: list[fold.Span], kept: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    here = done = 0
    for begin, size in kept:
        if begin > done:
            start, end = spans[done].start, spans[begin - 1].end
            pieces += [(text[here:start], False), (text[start:end], True)]
            here = end
        done = begin + size
    pieces.append((text[here:], False))
    return [piece for piece in pieces if piece[0]]
