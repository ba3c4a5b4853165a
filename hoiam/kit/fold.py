"""One normalisation of Vietnamese text for searching and comparing; never for showing.

NFC, casefold, one place for the tone mark (hòa = hoà), đ to d, marks dropped, split into syllables.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

_D = str.maketrans("đð", "dd")
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")  # all of this block that combine; others are rare
_WORD = re.compile(r"[0-9a-z]+")
_WHOLE = re.compile(r"[0-9a-z]+(?:[/.\-][0-9a-z]+)+")
_TOKEN_BYTES = 5


def fold(text: str) -> str:
    """Lower case without any mark: 'Đường Hoà Bình' gives 'duong hoa binh'."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.casefold().translate(_D)))
    return plain if plain.isascii() else "".join(c for c in plain if not unicodedata.combining(c))


def syllables(text: str) -> list[str]:
    """Folded syllables and numbers in order of appearance."""
    return _WORD.findall(fold(text))


def tokens(text: str) -> Iterator[str]:
    """What an index holds: every syllable, every adjacent pair (`xa_thai`), every joined number whole."""
    plain = fold(text)
    parts = _WORD.findall(plain)
    yield from parts
    yield from pairs(parts)
    yield from _WHOLE.findall(plain)


def pairs(parts: list[str]) -> Iterator[str]:
    """Adjacent syllables joined: most Vietnamese words are two syllables."""
    return (f"{a}_{b}" for a, b in pairwise(parts))


def query_tokens(text: str) -> list[str]:
    """What to look for: the pairs of a phrase, or the syllable itself when there is just one."""
    parts = syllables(text)
    return list(pairs(parts)) or parts


def blind(words: Iterable[str], key: bytes) -> list[str]:
    """Keyed hashes of tokens, 10 hex digits each: an index that finds without holding what it finds."""
    return [_blinded(word, key) for word in words]


@lru_cache(maxsize=16384)
def _blinded(word: str, key: bytes) -> str:
    """Kept: a language has few syllables, and an office few words."""
    return hashlib.blake2b(word.encode(), key=key, digest_size=_TOKEN_BYTES).hexdigest()
