"""Just enough of DER (X.690) to walk through a signature: definite lengths, one-byte tags, nothing is guessed."""

from collections.abc import Iterator
from dataclasses import dataclass

SEQUENCE, SET, INTEGER, OCTETS, OID = 0x30, 0x31, 0x02, 0x04, 0x06
_LONG = 0x80
_TAG_GOES_ON = 0x1F
_MOST = 4


class DerError(ValueError):
    """It is not what it should be."""


@dataclass(frozen=True, slots=True)
class Value:
    """One element: its tag, its content, all its bytes."""

    tag: int
    content: bytes
    whole: bytes

    def inside(self, tag: int) -> tuple["Value", ...]:
        """The elements of this one, which must be of that kind."""
        if self.tag != tag:
            raise DerError("another kind")
        return tuple(elements(self.content))


def only(data: bytes, tag: int) -> Value:
    """The one element that these bytes are."""
    found = tuple(elements(data))
    if len(found) != 1 or found[0].tag != tag:
        raise DerError("not one element")
    return found[0]


def elements(data: bytes) -> Iterator[Value]:
    """One after the other, to the last byte."""
    start = 0
    while start < len(data):
        head, length = _length(data, start)
        end = start + head + length
        if end > len(data):
            raise DerError("cut off")
        yield Value(data[start], data[start + head : end], data[start:end])
        start = end


def _length(data: bytes, start: int) -> tuple[int, int]:
    """Bytes of tag and length, and how long the content is."""
    if start + 2 > len(data) or data[start] & _TAG_GOES_ON == _TAG_GOES_ON:
        raise DerError("no length")
    first = data[start + 1]
    if first < _LONG:
        return 2, first
    count = first & 0x7F
    if not 1 <= count <= _MOST or start + 2 + count > len(data):
        raise DerError("no definite length")
    return 2 + count, int.from_bytes(data[start + 2 : start + 2 + count])
