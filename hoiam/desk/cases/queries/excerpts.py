"""What of a text is shown for a search: the stretch where the words stand, and they marked in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hoiam.desk.cases.queries.asked import Asked
from hoiam.kit import fold

BEFORE, LENGTH = 8, 28


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text as it was written; `hit` when it was searched for."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """Pieces of a text that together are the whole or an excerpt of it."""

    pieces: tuple[Piece, ...]
    hits: int
    begins: bool = True
    ends: bool = True


def marked(text: str, asked: Asked, *, loose: bool, whole: bool = False) -> Marked:
    """The text with what was searched for marked: all of it, or LENGTH syllables around the first hit."""
    spans = fold.spans(text)
    hits = _hits([span.word for span in spans], asked.runs(loose=loose))
    first = 0 if whole or not hits else max(0, hits[0][0] - BEFORE)
    last = len(spans) if whole else min(len(spans), first + LENGTH)
    start = spans[first].start if first else 0
    end = spans[last - 1].end if last < len(spans) else len(text)
    stretches = [
        (spans[begin].start, spans[after - 1].end)
        for begin, after in hits
        if begin >= first and after <= last
    ]
    return Marked(_pieces(text, start, end, stretches), len(hits), first == 0, last == len(spans))


def _pieces(text: str, start: int, end: int, stretches: list[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces, here = [], start
    for begin, after in stretches:
        pieces += [Piece(text[here:begin]), Piece(text[begin:after], hit=True)]
        here = after
    pieces.append(Piece(text[here:end]))
    return tuple(piece for piece in pieces if piece.text)


def _hits(words: Sequence[str], runs: list[list[str]]) -> list[tuple[int, int]]:
    """From syllable to syllable, in order; what overlaps or touches is one hit."""
    found: list[tuple[int, int]] = []
    for run in runs:
        size = len(run)
        found += [
            (place, place + size)
            for place, word in enumerate(words)
            if word == run[0] and list(words[place : place + size]) == run
        ]
    return _joined(sorted(found))


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begin, after in stretches:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(after, joined[-1][1]))
        else:
            joined.append((begin, after))
    return joined


def reply_text(number: str, points: Sequence[Mapping[str, Any]]) -> str:
    """What a reply says, as it is indexed and shown in a search: number, then point by point."""
    said = ([str(point[name]) for name in ("text", "ground", "next_step")] for point in points)
    return "\n".join([number, *(line for lines in said for line in lines if line)])
