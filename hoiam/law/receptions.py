"""How often posts received citizens, and kept what they promised there, year by year: counted from what the log says
to everybody, the same for all.

A session that was noted by mistake and taken back counts no more; a missed day that was held after all is held.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hoiam.law.keeping import Entry, Holder, Ledger, follower, sums

__all__ = ["Entry", "Row", "recount"]
_HELD = {"head": "in_person", "deputy": "by_deputy"}
_PROMISE = "promise"


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A post in a year. `post` is the name of its chain in the log. A promise belongs to the year of its day."""

    unit: str
    post: str
    year: int
    in_person: int = 0
    by_deputy: int = 0
    missed: int = 0
    promises_in_time: int = 0
    promises_late: int = 0
    promises_running: int = 0
    promises_overdue: int = 0


def recount(entries: Iterable[Entry], *, on: date, chain_of: Callable[[str], str]) -> tuple[Row, ...]:
    """As it stands on a day, from the entries in the order of the log; `chain_of`: the chain of a post's number."""
    ends: dict[tuple[str, str], tuple[str, str]] = {}
    promises = Ledger()
    for one in entries:
        _session(one, ends)
        _promise(one, promises, chain_of)
    rows: dict[tuple[str, str, int], Row] = {}
    for (chain, day), (unit, end) in ends.items():
        key = unit, chain, int(day[:4])
        row = rows.get(key, Row(*key))
        rows[key] = replace(row, **{end: getattr(row, end) + 1})
    for key, counts in sums(promises.counted(_PROMISE, on=on)).items():
        row = rows.get(key, Row(*key))
        told: dict[str, Any] = {f"promises_{how}": n for how, n in counts.items()}
        rows[key] = replace(row, **told)
    return tuple(sorted(rows.values()))


def _session(one: Entry, ends: dict[tuple[str, str], tuple[str, str]]) -> None:
    place = one.chain, one.facts.get("on", "")
    if not place[1]:
        return
    if one.kind == "session.held":
        ends[place] = one.unit, _HELD[one.facts["chaired"]]
    elif one.kind == "session.missed":
        ends[place] = one.unit, "missed"
    elif one.kind == "session.withdrawn":
        ends.pop(place, None)


def _promise(one: Entry, promises: Ledger, chain_of: Callable[[str], str]) -> None:
    if one.kind == "session.promised":
        promises.opened(_PROMISE, one.facts["promise"], one.facts["due"], Holder(one.unit, one.chain))
    elif one.kind == "session.promise-passed":
        promises.passed(_PROMISE, one.facts["promise"], follower(one, chain_of))
    elif one.kind == "session.answered":
        promises.ended(_PROMISE, one.facts["promise"], one.facts["answered"])
