"""One normalisation of Vietnamese text for searching and comparing; never for showing.

NFC, casefold, one place for the tone mark (hòa = hoà), đ to d, marks dropped, split into syllables.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_D = str.maketrans("đð", "dd")
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")  # all of this block that combine; others are rare
_WORD = re.compile(r"[0-9a-z]+")
_GROUPED = re.compile(r"(?<![0-9a-z.])\d{1,3}(?:\.\d{3})+(?![0-9a-z]|\.\d)")
_OF_TEXT = re.compile(f"{_GROUPED.pattern}|{_WORD.pattern}")
_WHOLE = re.compile(r"[0-9a-z]+(?:[/.\-][0-9a-z]+)+")
_TOKEN_BYTES = 5


def fold(text: str) -> str:
    """Lower case without any mark: 'Đường Hoà Bình' gives 'duong hoa binh'."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.casefold().translate(_D)))
    return plain if plain.isascii() else "".join(c for c in plain if not unicodedata.combining(c))


def syllables(text: str) -> list[str]:
    """Folded syllables and numbers in order of appearance; 1.250.000 is the number 1250000."""
    return _WORD.findall(_joined(fold(text)))


def tokens(text: str) -> Iterator[str]:
    """What an index holds: every syllable, every adjacent pair (`xa_thai`), every joined number whole."""
    parts, wholes = parsed(text)
    yield from parts
    yield from pairs(parts)
    yield from wholes


def parsed(text: str) -> tuple[list[str], list[str]]:
    """Syllables in order, and what stands joined, such as 12/2026/nd-cp."""
    plain = _joined(fold(text))
    return _WORD.findall(plain), _WHOLE.findall(plain)


class Span(NamedTuple):
    """A syllable and where it stands in the text as people see it."""

    word: str
    start: int
    end: int


def spans(text: str) -> list[Span]:
    """The syllables of `syllables`, each with its place in the original text, whatever way that is composed."""
    plain = fold(text)
    if len(plain) == len(text) == len(text.casefold()) and not _MARKS.search(text):
        return [Span(found[0].replace(".", ""), *found.span()) for found in _OF_TEXT.finditer(plain)]
    return _spans_by_letter(text)


def _spans_by_letter(text: str) -> list[Span]:
    """Where a letter is folded to more or fewer than one."""
    pieces: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        piece = _folded(letter)
        pieces.append(piece)
        places += [place] * len(piece)
    plain = "".join(pieces)
    return [
        Span(found[0].replace(".", ""), places[found.start()], _end(pieces, places[found.end() - 1]))
        for found in _OF_TEXT.finditer(plain)
    ]


def _end(pieces: list[str], last: int) -> int:
    """After the letter and the marks that follow it."""
    last += 1
    while last < len(pieces) and not pieces[last]:
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


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    return fold(letter)


def _joined(plain: str) -> str:
    return _GROUPED.sub(lambda found: found[0].replace(".", ""), plain)


def pairs(parts: list[str]) -> Iterator[str]:
    """Adjacent syllables joined: most Vietnamese words are two syllables."""
    return (f"{a}_{b}" for a, b in pairwise(parts))


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
