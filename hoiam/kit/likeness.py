"""How alike two texts are: what they tell apart from whom, where, when and how much they name.

The measure of the telling is the longest common subsequence of folded syllables. Whatever it says is a suggestion:
people decide.
"""

import importlib
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from hoiam.kit import fold

LONG = 1_500
"""Syllables from which on differences are looked for in a coarser way."""
SAME_TELLING, SAME_FACTS = 0.55, 0.6
REWRITTEN, SURE_FACTS, MANY_FACTS = 0.35, 0.75, 3
TEMPLATE = 0.6
_PLACES = frozenset("xa phuong huyen quan tinh thon ap to khu pho duong ngo hem lang ban thi tran".split())  # noqa: SIM905
_PEOPLE = frozenset("ong ba anh chi em la ten chau".split())  # noqa: SIM905
_OFFICES = frozenset("ban so phong an truong ty cuc so trung tam vien doi toa".split())  # noqa: SIM905
_GAP = re.compile(r"[^\S\n]+")


class Verdict(StrEnum):
    """What two texts seem to be to each other."""

    SAME = "same"
    TEMPLATE = "template"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Text:
    """A text taken apart: its telling, and the names and numbers in it by what they seem to be."""

    telling: tuple[str, ...]
    names: frozenset[str]
    numbers: frozenset[str]
    kinds: tuple[tuple[str, str], ...]  # name as written, and person, place, office or name

    @property
    def facts(self) -> frozenset[str]:
        return self.names | self.numbers


@dataclass(frozen=True, slots=True)
class Likeness:
    """Shares from 0 to 1; `shared`: names as they are written, by kind, that stand in both."""

    verdict: Verdict
    telling: float
    facts: float
    shared: tuple[tuple[str, str], ...]


def take_apart(text: str) -> Text:
    """Names are syllables in capitals that stand together, wherever a sentence does not merely begin."""
    spans = fold.spans(text)
    named = _named(text, spans)
    inside = {place for begin, end in named for place in range(begin, end)}
    telling = tuple(
        span.word
        for place, span in enumerate(spans)
        if place not in inside and not any(c.isdigit() for c in span.word)
    )
    kinds = tuple(
        (text[spans[begin].start : spans[end - 1].end], _kind(text, spans, begin)) for begin, end in named
    )
    names = frozenset(" ".join(span.word for span in spans[begin:end]) for begin, end in named)
    numbers = frozenset(span.word for span in spans if any(c.isdigit() for c in span.word))
    return Text(telling, names, numbers, kinds)


def compare(one: Text, other: Text) -> Likeness:
    """Of two texts taken apart."""
    sizes = len(one.telling) + len(other.telling)
    subsequence = importlib.import_module("rapidfuzz.distance").LCSseq  # large, and seldom asked
    telling = subsequence.similarity(one.telling, other.telling) * 2 / sizes if sizes else 0.0
    both = one.facts & other.facts
    most = max(len(one.facts), len(other.facts))
    facts = len(both) / most if most else 1.0
    shared = tuple(dict.fromkeys(kind for kind in one.kinds if " ".join(fold.syllables(kind[0])) in both))
    return Likeness(_verdict(telling, facts, len(both)), telling, facts, shared)


def _verdict(telling: float, facts: float, shared: int) -> Verdict:
    if telling >= SAME_TELLING and facts >= SAME_FACTS:
        return Verdict.SAME
    if telling >= REWRITTEN and facts >= SURE_FACTS and shared >= MANY_FACTS:
        return Verdict.SAME
    return Verdict.TEMPLATE if telling >= TEMPLATE else Verdict.OTHER


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


def _named(text: str, spans: list[fold.Span]) -> list[tuple[int, int]]:
    """From syllable to syllable: two capitals in a row, or one after a word for a place, a person or an office."""
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(spans):
        end = place
        while end < len(spans) and _capital(text, spans[end]) and (end == place or _near(text, spans, end)):
            end += 1
        begin = place
        if end - begin > 1 and _begins(text, spans, begin) and spans[begin].word in _PEOPLE | _PLACES:
            begin += 1
        if end - begin > 1 or (end - begin == 1 and _kind(text, spans, begin) != "name"):
            found.append((begin, end))
        place = max(end, place + 1)
    return found


def _capital(text: str, span: fold.Span) -> bool:
    return text[span.start].isupper()


def _near(text: str, spans: list[fold.Span], place: int) -> bool:
    return bool(_GAP.fullmatch(text, spans[place - 1].end, spans[place].start))


def _begins(text: str, spans: list[fold.Span], place: int) -> bool:
    return place == 0 or not _near(text, spans, place)


def _kind(text: str, spans: list[fold.Span], begin: int) -> str:
    before = "" if _begins(text, spans, begin) else spans[begin - 1].word
    kinds = (("person", _PEOPLE), ("place", _PLACES), ("office", _OFFICES))
    return next((kind for kind, words in kinds if before in words), "name")
