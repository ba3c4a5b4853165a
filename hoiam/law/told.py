"""Duties as the log tells them to everybody: one line each, the latest told being what holds.

A line names a duty by a token, its unit by its code, its post by that post's chain; no matter, no person, no words.
Days are ISO text, empty where there is none.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from itertools import chain
from sys import intern
from typing import Any, NamedTuple

from hoiam.law import scores

FORMAT = "hoiam.duties/v1"
KIND = "duties.told"
NEVER = "9999-12-01"
"""The last day of a clock that a decision stopped."""


class Line(NamedTuple):
    """One duty. `began` is the first day of its unit: what was overdue before is not its own."""

    token: str
    unit: str
    post: str
    kind: str
    rule: str
    event: str
    due: str
    received: str
    opened: str
    closed: str
    outcome: str
    opened_by: str
    ended_by: str
    field: str
    began: str


def beside(lines: Iterable[Line]) -> str:
    """What is published with an entry. JSON, sorted keys, no spaces."""
    said = {"format": FORMAT, "columns": Line._fields, "rows": sorted(lines)}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str | bytes) -> Iterator[Line]:
    """The lines of one entry. ValueError where it is not of this format."""
    said = json.loads(text)
    if said.get("format") != FORMAT or said.get("columns") != list(Line._fields):
        raise ValueError(said.get("format"))
    for token, *rest in said["rows"]:
        yield Line(token, *map(intern, rest))


def latest(entries: Iterable[Iterable[Line]]) -> dict[str, Line]:
    """What holds after all of these, by token."""
    return {line.token: line for line in chain.from_iterable(entries)}


@dataclass(slots=True)
class Counts:
    """Figures of duties that have unit, post, kind, field and month in common.

    What runs is counted in the month of its last day, a receipt in that of the receipt, all else in the month in which
    it happened. `void`: not to be assessed. `last`: ended on the last day. `spent`: by the number of days within
    which it was done (hoiam.law.scores.WITHIN). `used` and `allowed` are calendar days.
    """

    received: int = 0
    met: int = 0
    late: int = 0
    void: int = 0
    open: int = 0
    overdue: int = 0
    used: int = 0
    allowed: int = 0
    last: int = 0
    refused: int = 0
    passed: int = 0
    silent: int = 0
    reopened: int = 0
    spent: dict[int, int] = field(default_factory=dict)


class Key(NamedTuple):
    """Where it is counted; `month` is YYYY-MM, empty for what stands still."""

    unit: str
    post: str
    kind: str
    field: str
    month: str


NUMBERS = tuple(one.name for one in fields(Counts) if one.name != "spent")
Table = dict[Key, Counts]


def recount(lines: Iterable[Line], *, on: date) -> Table:
    """The figures as they stand on a day."""
    table: Table = {}

    def at(line: Line, day: str) -> Counts:
        month = "" if day == NEVER else day[:7]
        return table.setdefault(Key(line.unit, line.post, line.kind, line.field, month), Counts())

    day = on.isoformat()
    for line in lines:
        _count(line, day, at)
    return table


def _count(line: Line, on: str, at: Callable[[Line, str], Counts]) -> None:
    if line.received:
        at(line, line.received).received += 1
    if scores.reopened(line.opened_by):
        at(line, line.opened).reopened += 1
    if not line.closed:
        counts = at(line, line.due)
        counts.open += 1
        counts.overdue += int(line.began <= line.due < on)
        return
    how = scores.ending(line.ended_by, line.outcome)
    if how:
        counts = at(line, line.closed)
        setattr(counts, how, getattr(counts, how) + 1)
    if line.outcome == "void":
        at(line, line.closed).void += 1
    if line.outcome == "met" or (line.outcome == "late" and line.due >= line.began):
        _ended(line, at(line, line.closed))


def _ended(line: Line, counts: Counts) -> None:
    event, due, closed = _day(line.event), _day(line.due), _day(line.closed)
    if line.outcome == "met":
        counts.met += 1
    else:
        counts.late += 1
    counts.used += closed - event
    counts.allowed += due - event
    counts.last += int(closed == due)
    bucket = scores.bucket(closed - event)
    counts.spent[bucket] = counts.spent.get(bucket, 0) + 1


@cache
def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


# The one spelling of the figures: anybody who counts them gets the same bytes

FILE = "hoiam.scores/v1"


def spelled(table: Mapping[Key, Counts], *, kept: str, log: str, on: date) -> str:
    """As JSON, one line. `kept`: the figures of receptions and dialogues as hoiam.law.kept spells them."""
    said: dict[str, Any] = {
        "format": FILE,
        "log": log,
        "on": on.isoformat(),
        "columns": [*Key._fields, *NUMBERS, "spent"],
        "duties": [[*key, *numbers, sorted(spent.items())] for key, numbers, spent in _rows(table)],
        "kept": json.loads(kept),
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def as_table(table: Mapping[Key, Counts]) -> str:
    """The duties as CSV in UTF-8; `spent` as days:count, separated by spaces."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*Key._fields, *NUMBERS, "spent"))
    for key, numbers, spent in _rows(table):
        said = " ".join(f"{days}:{n}" for days, n in sorted(spent.items()))
        writer.writerow((*key, *numbers, said))
    return out.getvalue()


def _rows(table: Mapping[Key, Counts]) -> Iterator[tuple[Key, list[int], dict[int, int]]]:
    """Sorted, without those in which nothing is counted."""
    for key in sorted(table):
        counts = table[key]
        numbers = [getattr(counts, name) for name in NUMBERS]
        spent = {days: n for days, n in counts.spent.items() if n}
        if any(numbers):
            yield key, numbers, spent


# Does the database still say what was told?


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that was told and is another now: the columns that differ, with what was told and what stands there.

    `column` is `gone` for a row that was told and is there no more, `untold` for one that the log does not know.
    """

    token: str
    column: str
    told: str
    stands: str


def differences(told: Mapping[str, Line], stands: Iterable[Line]) -> Iterator[Difference]:
    """Of every line marked as told."""
    seen = set()
    for line in stands:
        seen.add(line.token)
        was = told.get(line.token)
        if was is None:
            yield Difference(line.token, "untold", "", _where(line))
            continue
        for name, before, now in zip(Line._fields, was, line, strict=True):
            if before != now:
                yield Difference(line.token, name, before, now)
    for token, line in told.items():
        if token not in seen:
            yield Difference(token, "gone", _where(line), "")


def told_otherwise(batches: Iterable[tuple[int, Iterable[Line]]]) -> Iterator[tuple[int, Difference]]:
    """What was told as ended and then as something else, with the entry that did: figures of the past that changed.

    A note that was taken back does so rightly; whoever reads it asks why. A matter put into another field is left out.
    """
    known: dict[str, Line] = {}
    for index, lines in batches:
        for line in lines:
            was = known.get(line.token)
            known[line.token] = line
            if was is not None and was.closed:
                for name in _PAST:
                    before, now = getattr(was, name), getattr(line, name)
                    if before != now:
                        yield index, Difference(line.token, name, before, now)


_PAST = ("unit", "post", "kind", "event", "due", "received", "closed", "outcome", "ended_by")


def _where(line: Line) -> str:
    return f"{line.kind} {line.unit} {line.post} {line.event} {line.due}"
