"""How often posts received citizens, year by year, counted from what the log says to everybody: the same for all.

A session that was noted by mistake and taken back counts no more; a missed day that was held after all is held.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

FORMAT = "hoiam.receptions/v1"
_HELD = {"head": "in_person", "deputy": "by_deputy"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A public entry of the log: its kind, the unit's code, its chain, its lines."""

    kind: str
    unit: str
    chain: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A post in a year. `post` is the name of its chain in the log."""

    unit: str
    post: str
    year: int
    in_person: int = 0
    by_deputy: int = 0
    missed: int = 0


def recount(entries: Iterable[Entry]) -> tuple[Row, ...]:
    """From the entries in the order of the log."""
    ends: dict[tuple[str, str], tuple[str, str]] = {}
    for one in entries:
        place = one.chain, one.facts.get("on", "")
        if not place[1]:
            continue
        if one.kind == "session.held":
            ends[place] = one.unit, _HELD[one.facts["chaired"]]
        elif one.kind == "session.missed":
            ends[place] = one.unit, "missed"
        elif one.kind == "session.withdrawn":
            ends.pop(place, None)
    rows: dict[tuple[str, str, int], Row] = {}
    for (chain, on), (unit, end) in ends.items():
        key = unit, chain, int(on[:4])
        row = rows.get(key, Row(*key))
        rows[key] = replace(row, **{end: getattr(row, end) + 1})
    return tuple(sorted(rows.values()))


def spelled(rows: Iterable[Row], *, log: str) -> str:
    """The one spelling of these figures: JSON, sorted keys, no spaces."""
    said = {"format": FORMAT, "log": log, "posts": [asdict(row) for row in sorted(rows)]}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
