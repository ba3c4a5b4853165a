"""A text taken apart: what it tells, and the names and numbers it names, each with the words that stand around it.

What stands around a fact says which fact it is: "thửa đất số 87" and "thửa đất số 212" name two plots.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import and_

from hoiam.kit import fold

AROUND = 2
"""Syllables on either side by which a fact is known."""
SHOUTED = 0.6
"""Share of syllables with a capital from which on capitals say nothing."""
_NUMBER, _NAME = "#", "@"
_PLACES = frozenset("xa phuong huyen quan tinh thon ap to khu pho duong ngo hem lang ban thi tran".split())  # noqa: SIM905
_PEOPLE = frozenset("ong ba anh chi em la ten chau".split())  # noqa: SIM905
_OFFICES = frozenset("ban so phong an truong ty cuc so trung tam vien doi toa".split())  # noqa: SIM905
_PEOPLE_AND_PLACES = _PEOPLE | _PLACES
_MARKS = frozenset({_NUMBER, _NAME})
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
    return of_read(fold.read(text))


def of_read(read: fold.Read) -> Text:
    """The same of a text that was read already."""
    seen = _Seen(read)
    named, numbers = seen.named(), list(seen.numbers())
    marked = seen.marked(named)
    facts = [
        *(Fact(" ".join(read.words[begin:end]), True, _around(marked, begin, end)) for begin, end in named),
        *(Fact(value, False, _around(marked, begin, end)) for begin, end, value in numbers),
    ]
    return Text(
        telling=tuple([word for word in marked if word not in _MARKS]),
        facts=tuple(facts),
        kinds=tuple((read.text[read.starts[at] : read.ends[end - 1]], seen.kind(at)) for at, end in named),
        plain=f" {' '.join(read.words)} ",
    )


def _around(words: list[str], begin: int, end: int) -> tuple[Around, ...]:
    before, behind = words[max(begin - AROUND, 0) : begin], words[end : end + AROUND]
    return tuple(
        (side, *near)
        for side, near in (("<", before), (">", behind))
        if len(near) == AROUND and _MARKS.isdisjoint(near)
    )


class _Seen:
    """A text with what can be seen of its syllables: capitals, digits, and what stands between them."""

    def __init__(self, read: fold.Read) -> None:
        self._text, self._words, self._starts, self._ends = read.text, read.words, read.starts, read.ends
        self._alpha = list(map(str.isalpha, self._words))
        self._capital = list(map(str.isupper, map(self._text.__getitem__, self._starts)))

    def named(self) -> list[tuple[int, int]]:
        """From syllable to syllable: two capitals in a row, or one after a word for a place, a person or an office."""
        return [] if self._shouted() else list(self._runs())

    def numbers(self) -> Iterator[tuple[int, int, str]]:
        """Each number; day, month and year joined are one."""
        past = 0
        for place in _places(self._alpha, value=False):
            if place < past:
                continue
            past = place + 1
            while past < len(self._words) and past - place < _DATE_PARTS and self._joined(past):
                past += 1
            if past - place < _DATE_PARTS:
                past = place + 1
            yield place, past, "/".join(word.lstrip("0") or "0" for word in self._words[place:past])

    def marked(self, named: list[tuple[int, int]]) -> list[str]:
        """The syllables, with a mark in the place of each that is of a number or a name."""
        marked = self._words.copy()
        for begin, end in named:
            marked[begin:end] = [_NAME] * (end - begin)
        for place in _places(self._alpha, value=False):
            marked[place] = _NUMBER
        return marked

    def kind(self, begin: int) -> str:
        """What the word before makes of a name: person, place, office or name."""
        before = "" if self._begins(begin) else self._words[begin - 1]
        kinds = (("person", _PEOPLE), ("place", _PLACES), ("office", _OFFICES))
        return next((kind for kind, words in kinds if before in words), "name")

    def _shouted(self) -> bool:
        return bool(sum(map(and_, self._capital, self._alpha)) > SHOUTED * sum(self._alpha))

    def _runs(self) -> Iterator[tuple[int, int]]:
        past = 0
        for begin in _places(self._capital, value=True):
            if begin < past:
                continue
            past = begin + 1
            while past < len(self._words) and self._capital[past] and self._near(past):
                past += 1
            starts_so = self._words[begin] in _PEOPLE_AND_PLACES and self._begins(begin)
            at = begin + 1 if starts_so and past - begin > 1 else begin
            if past - at > 1 or self.kind(at) != "name":
                yield at, past

    def _joined(self, place: int) -> bool:
        between = self._text[self._ends[place - 1] : self._starts[place]]
        return self._words[place].isdigit() and _IN_A_DATE.fullmatch(between) is not None

    def _near(self, place: int) -> bool:
        return bool(_GAP.fullmatch(self._text, self._ends[place - 1], self._starts[place]))

    def _begins(self, place: int) -> bool:
        return place == 0 or not self._near(place)


def _places(seen: list[bool], *, value: bool) -> list[int]:
    return [place for place, one in enumerate(seen) if one is value]
