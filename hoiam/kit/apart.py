"""A text taken apart: what it tells, and the names and numbers it names, each with the words that stand around it.

What stands around a fact says which fact it is: "thửa đất số 87" and "thửa đất số 212" name two plots.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from hoiam.kit import fold

AROUND = 2
"""Syllables on either side by which a fact is known."""
SHOUTED = 0.6
"""Share of syllables with a capital from which on capitals say nothing."""
_NUMBER, _NAME = "#", "@"
_PLACES = frozenset("xa phuong huyen quan tinh thon ap to khu pho duong ngo hem lang ban thi tran".split())  # noqa: SIM905
_PEOPLE = frozenset("ong ba anh chi em la ten chau".split())  # noqa: SIM905
_OFFICES = frozenset("ban so phong an truong ty cuc so trung tam vien doi toa".split())  # noqa: SIM905
_GAP = re.compile(r"[^\S\n]+")
_IN_A_DATE = re.compile(r"[/.\-]")
_DATE_PARTS = 3

Around = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A name in folded syllables, a number or a date (12/3/2026), and what stands before and behind it."""

    value: str
    named: bool
    around: tuple[Around, ...]


@dataclass(frozen=True)
class Text:
    """A text taken apart: its telling, and the names and numbers in it by what they seem to be."""

    telling: tuple[str, ...]
    facts: tuple[Fact, ...]
    kinds: tuple[tuple[str, str], ...]  # name as written, and person, place, office or name
    plain: str  # every syllable, a blank on either side

    @cached_property
    def values(self) -> frozenset[str]:
        """Of all facts."""
        return frozenset(fact.value for fact in self.facts)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Adjacent syllables of the telling."""
        return frozenset(fold.pairs(list(self.telling)))

    @cached_property
    def by_around(self) -> dict[Around, frozenset[str]]:
        """What is named where these words stand around it."""
        found: dict[Around, set[str]] = {}
        for fact in self.facts:
            for around in fact.around:
                found.setdefault(around, set()).add(fact.value)
        return {around: frozenset(values) for around, values in found.items()}

    def names(self, fact: Fact) -> bool:
        """Whether this text names it, in capitals or not."""
        return fact.value in self.values or (fact.named and f" {fact.value} " in self.plain)


def take_apart(text: str) -> Text:
    """Names are syllables in capitals that stand together, wherever a sentence does not merely begin.

    In a text all in capitals, or without any, no name can be told from other words.
    """
    spans = fold.spans(text)
    named = [] if _shouted(text, spans) else _named(text, spans)
    numbers = list(_numbers(text, spans))
    inside = {place for begin, end in named for place in range(begin, end)}
    words = [
        _NUMBER if _has_digit(span) else _NAME if place in inside else span.word
        for place, span in enumerate(spans)
    ]
    names = [(begin, end, _plain(spans[begin:end])) for begin, end in named]
    facts = [
        *(Fact(value, True, _around(words, begin, end)) for begin, end, value in names),
        *(Fact(value, False, _around(words, begin, end)) for begin, end, value in numbers),
    ]
    return Text(
        telling=tuple(word for word in words if word not in (_NUMBER, _NAME)),
        facts=tuple(facts),
        kinds=tuple(
            (text[spans[begin].start : spans[end - 1].end], _kind(text, spans, begin)) for begin, end in named
        ),
        plain=f" {_plain(spans)} ",
    )


def _plain(spans: Iterable[fold.Span]) -> str:
    return " ".join(span.word for span in spans)


def _has_digit(span: fold.Span) -> bool:
    return not span.word.isalpha()


def _shouted(text: str, spans: list[fold.Span]) -> bool:
    words = [span for span in spans if not _has_digit(span)]
    return sum(_capital(text, span) for span in words) > SHOUTED * len(words)


def _around(words: list[str], begin: int, end: int) -> tuple[Around, ...]:
    before, behind = words[max(begin - AROUND, 0) : begin], words[end : end + AROUND]
    return tuple(
        (side, *near)
        for side, near in (("<", before), (">", behind))
        if len(near) == AROUND and {_NUMBER, _NAME}.isdisjoint(near)
    )


def _numbers(text: str, spans: list[fold.Span]) -> Iterator[tuple[int, int, str]]:
    """Each number; day, month and year joined are one."""
    place = 0
    while place < len(spans):
        end = place + 1
        if _has_digit(spans[place]):
            while end < len(spans) and end - place < _DATE_PARTS and _joined(text, spans, end):
                end += 1
            if end - place < _DATE_PARTS:
                end = place + 1
            yield place, end, "/".join(span.word.lstrip("0") or "0" for span in spans[place:end])
        place = end


def _joined(text: str, spans: list[fold.Span], place: int) -> bool:
    between = text[spans[place - 1].end : spans[place].start]
    return spans[place].word.isdigit() and _IN_A_DATE.fullmatch(between) is not None


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
