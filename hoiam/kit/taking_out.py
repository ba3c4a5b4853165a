"""Taking names and numbers out of a text, however they are typed there: with other marks, capitals or separators."""

import re
from collections.abc import Iterable

from hoiam.kit import fold

LEFT = "…"
_NUMBER = re.compile(r"\d(?:[ .\-]?\d){7,}")
"""Identity and telephone numbers have nine to twelve digits; a day has eight at most."""
_DAY = re.compile(r"\d{1,2}[./\-]\d{1,2}[./\-]\d{4}")
_TITLES = frozenset({"ong", "ba", "anh", "chi", "co"})


def taken_out(text: str, names: Iterable[str]) -> str:
    """The text with LEFT for every stretch that reads as one of the names, and for every number in one of them."""
    for name in names:
        for number in _NUMBER.findall(_DAY.sub("", name)):
            digits = re.sub(r"\D", "", number)
            text = re.sub(r"[ .\-]?".join(digits), LEFT, text)
        text = _without(text, _bare(fold.syllables(name)))
    return text


def _bare(words: list[str]) -> list[str]:
    """Without how people are addressed; a single syllable is no name that can be told from others."""
    while words and words[0] in _TITLES:
        words = words[1:]
    return words if len(words) > 1 else []


def _without(text: str, run: list[str]) -> str:
    if not run:
        return text
    spans, pieces, done, at = fold.spans(text), list[str](), 0, 0
    words = [span.word for span in spans]
    while at <= len(words) - len(run):
        if words[at : at + len(run)] != run:
            at += 1
            continue
        pieces += [text[done : spans[at].start], LEFT]
        at += len(run)
        done = spans[at - 1].end
    return "".join([*pieces, text[done:]])
