"""What was told to the log and is in the database no more: found token by token, told once, counted as it stood.

Tokens are 16 hex digits; eight bytes each are all that is kept of the duties that are there.
"""

import json
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hoiam.law import told
from hoiam.law.told import Line

FORMAT = "hoiam.gone/v1"
KIND = "duties.gone"
_TOKEN = re.compile(r'\["([0-9a-f]{16})",')


@dataclass(frozen=True, slots=True)
class Missing:
    """A line that was told and has no row: the entry that told it last."""

    index: int
    line: Line


class Tokens:
    """Those that are there, sorted; eight bytes each."""

    def __init__(self, found: Iterable[str]) -> None:
        self._known = array("Q", sorted(int(token, 16) for token in found))

    def __contains__(self, token: str) -> bool:
        wanted = int(token, 16)
        place = bisect_left(self._known, wanted)
        return place < len(self._known) and self._known[place] == wanted


def missing(entries: Iterable[tuple[int, str]], there: Tokens) -> dict[str, Missing]:
    """By token, of what these entries told, index and text, in their order. Most are looked at without being read."""
    found: dict[str, Missing] = {}
    for index, text in entries:
        if all(token in there for token in _TOKEN.findall(text)):
            continue
        for line in told.read(text):
            if line.token not in there:
                found[line.token] = Missing(index, line)
    return found


def spelled(found: Iterable[Missing]) -> str:
    """What is published beside the entry: each token with the entry that told it. JSON, sorted, no spaces."""
    rows = sorted([one.line.token, one.index, one.line.unit, one.line.post, one.line.kind] for one in found)
    said = {"format": FORMAT, "columns": ["token", "entry", "unit", "post", "kind"], "rows": rows}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def batches(found: Iterable[Missing], most: int) -> Iterator[list[Missing]]:
    """By token, so many at a time."""
    rows = sorted(found, key=lambda one: one.line.token)
    for start in range(0, len(rows), most):
        yield rows[start : start + most]
