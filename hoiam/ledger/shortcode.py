"""The code a person carries: XXXX-XXXX-XXXX-CC, 60 random bits and 10 check bits in Crockford's base32.

Random, never derived from an entry: the log is public, and derived codes could be enumerated.
"""

import unicodedata

from hoiam.ledger.errors import Malformed

RANDOM = 8
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {symbol: value for value, symbol in enumerate(_ALPHABET)}
_ALIKE = str.maketrans("OIL", "011", " -‐‑‒–—.·")
_BITS = 5
_BODY = 12
_CHECK = 2
_PRIME = 1021  # largest prime in 10 bits: no single wrong symbol and no swapped pair passes
_MAX_TYPED = 64


def code_from(random: bytes) -> str:
    """From eight or more random bytes, of which the first 60 bits are used."""
    if len(random) < RANDOM:
        raise Malformed("random")
    body = _spell(int.from_bytes(random[:RANDOM], "big") >> 4, _BODY)
    return _group(body + _check(body))


def parse_code(text: str) -> str:
    """The canonical code; forgives lower case, spaces, dashes, O for 0, I and L for 1."""
    if len(text) > _MAX_TYPED:
        raise Malformed("code_length")
    typed = unicodedata.normalize("NFKC", text).upper().translate(_ALIKE)
    typed = "".join(typed.split())
    if any(symbol not in _VALUES for symbol in typed):
        raise Malformed("code_symbol")
    if len(typed) != _BODY + _CHECK:
        raise Malformed("code_length")
    if _check(typed[:_BODY]) != typed[_BODY:]:
        raise Malformed("code_check")
    return _group(typed)


def _check(body: str) -> str:
    value = 0
    for symbol in body:
        value = value << _BITS | _VALUES[symbol]
    return _spell(value % _PRIME, _CHECK)


def _spell(value: int, length: int) -> str:
    return "".join(_ALPHABET[value >> _BITS * at & 31] for at in reversed(range(length)))


def _group(symbols: str) -> str:
    return "-".join(symbols[at : at + 4] for at in range(0, len(symbols), 4))
