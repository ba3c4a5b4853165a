"""One normalisation of Vietnamese text for searching and comparing; never for showing.

NFC, casefold, one place for the tone mark (hòa = hoà), đ to d, marks dropped, split into syllables.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

_D = str.maketrans("đð", "dd")
_WORD = re.compile(r"([0-9a-z]+)")
_GROUPED = re.compile(r"(?<![0-9a-z.])\d{1,3}(?:\.\d{3})+(?![0-9a-z]|\.\d)")
_GROUPED_OR_WORD = re.compile(f"({_GROUPED.pattern}|[0-9a-z]+)")
_WHOLE = re.compile(r"(?<![0-9a-z])[0-9a-z]++(?:[/.\-][0-9a-z]++)+")
_JOINT = re.compile(r"[/.\-][0-9a-z]")
_TOKEN_BYTES = 5
_MOST_LETTERS = 8192


class _Letters(dict[str, str]):
    """What each letter is folded to, worked out at its first use."""

    def __missing__(self, letter: str) -> str:
        apart = unicodedata.normalize("NFD", letter.casefold().translate(_D))
        plain = "".join(c for c in apart if not unicodedata.combining(c))
        if len(self) < _MOST_LETTERS:
            self[letter] = plain
        return plain


_LETTERS = _Letters()


def fold(text: str) -> str:
    """Lower case without any mark: 'Đường Hoà Bình' gives 'duong hoa binh'."""
    return "".join(map(_LETTERS.__getitem__, text))


def syllables(text: str) -> list[str]:
    """Folded syllables and numbers in order of appearance; 1.250.000 is the number 1250000."""
    return read(text).words


def tokens(text: str) -> list[str]:
    """What an index holds: every syllable, every adjacent pair (`xa_thai`), every joined number whole."""
    return read(text).tokens()


class Span(NamedTuple):
    """A syllable and where it stands in the text as people see it."""

    word: str
    start: int
    end: int


class Read(NamedTuple):
    """A text read once: its syllables, and where each begins and ends in the original, however that is composed."""

    text: str
    plain: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    grouped: bool
    """Whether a number of it stands in groups of three digits."""

    def tokens(self) -> list[str]:
        """As `fold.tokens`."""
        return [*self.words, *pairs(self.words), *self.wholes()]

    def wholes(self) -> list[str]:
        """What stands joined, such as 12/2026/nd-cp."""
        plain = _joined(self.plain) if self.grouped else self.plain
        return _WHOLE.findall(plain) if _JOINT.search(plain) else []


def read(text: str) -> Read:
    """Text and places that the gaps between the syllables leave."""
    letters = list(map(_LETTERS.__getitem__, text))
    plain = "".join(letters)
    grouped = _GROUPED.search(plain) is not None
    parts = (_GROUPED_OR_WORD if grouped else _WORD).split(plain)
    words, places = parts[1::2], list(accumulate(map(len, parts)))
    if grouped:
        words = [word.replace(".", "") for word in words]
    starts, ends = places[:-1:2], places[1::2]
    if len(plain) != len(text) or "" in letters:
        starts, ends = _original(letters, starts, ends)
    return Read(text, plain, words, starts, ends, grouped)


def spans(text: str) -> list[Span]:
    """The syllables of `syllables`, each with its place in the original text."""
    seen = read(text)
    return list(map(Span, seen.words, seen.starts, seen.ends))


def _original(letters: list[str], starts: list[int], ends: list[int]) -> tuple[list[int], list[int]]:
    """The places in a text some of whose letters are folded to more or fewer than one."""
    places = [place for place, piece in enumerate(letters) for _ in piece]
    return [places[start] for start in starts], [_end(letters, places[end - 1]) for end in ends]


def _end(letters: list[str], last: int) -> int:
    """After the letter and the marks that follow it."""
    last += 1
    while last < len(letters) and not letters[last]:
        last += 1
    return last


def one_tone_place(text: str) -> str:
    """Composed text with the tone of oa, oe, uy on its second letter: hòa becomes hoà. Other letters stay."""
    return _TONES.sub(lambda found: _MOVED[found[0]], text)


_MOVED = {
    unicodedata.normalize("NFC", first + tone + second): unicodedata.normalize("NFC", first + second + tone)
    for first, second in ("oa", "oe", "uy")
    for tone in "\u0300\u0301\u0303\u0309\u0323"
}
_TONES = re.compile("|".join(_MOVED))


def _joined(plain: str) -> str:
    return _GROUPED.sub(lambda found: found[0].replace(".", ""), plain)


def pairs(parts: list[str]) -> Iterator[str]:
    """Adjacent syllables joined: most Vietnamese words are two syllables."""
    return map("_".join, pairwise(parts))


def phrase(parts: list[str]) -> list[str]:
    """What to look for, in a row: the pairs of a phrase, or the syllable itself when there is just one."""
    return list(pairs(parts)) or parts


def blind(words: Iterable[str], key: bytes) -> list[str]:
    """Keyed hashes of tokens, 10 hex digits each: an index that finds without holding what it finds."""
    return [_blinded(word, key) for word in words]


@lru_cache(maxsize=16384)
def _blinded(word: str, key: bytes) -> str:
    """Kept: a language has few syllables, and an office few words."""
    return blind_one(word, key)


def blind_one(word: str, key: bytes) -> str:
    """Of what will hardly come again."""
    return hashlib.blake2b(word.encode(), key=key, digest_size=_TOKEN_BYTES).hexdigest()
