"""A task that is written down and not given out yet: what it says, and what another editor changed meanwhile.

A form carries a mark of what it was opened with, a few letters for each field; nothing of it can be read back.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from hoiam.law.refusal import Refused

LETTERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`beside`: units that work with it; `steps`: (day, what) on the way."""

    title: str
    post_id: int
    due_on: date
    measure: str
    evidence: str
    beside: tuple[int, ...]
    steps: tuple[tuple[date, str], ...]


def draft(
    *,
    title: str,
    post_id: int,
    due_on: date,
    measure: str,
    evidence: str,
    beside: Sequence[int],
    steps: Sequence[tuple[date, str]],
) -> Draft:
    """As it is compared: without white space around, in one order, each once."""
    return Draft(
        title=title.strip(),
        post_id=post_id,
        due_on=due_on,
        measure=measure.strip(),
        evidence=evidence.strip(),
        beside=tuple(sorted(set(beside))),
        steps=tuple(sorted({(day, what.strip()) for day, what in steps})),
    )


def mark(said: Draft) -> str:
    """A few letters for each field, in their order."""
    return ".".join(_letters(value) for _name, value in _values(said))


def changed(opened: str, now: Draft) -> tuple[str, ...]:
    """Names of the fields that are no longer as they were when the form was opened; all, of a mark that is none."""
    before = opened.split(".")
    found = _values(now)
    if len(before) != len(found):
        return tuple(name for name, _value in found)
    return tuple(name for (name, value), was in zip(found, before, strict=True) if _letters(value) != was)


def require_draft(state: str) -> None:
    """What was given out is changed by a decision alone. Refused: task_given."""
    if state:
        raise Refused("task_given")


def require_unchanged(opened: str, now: Draft) -> None:
    """Nobody else was faster. Refused: task_changed(fields)."""
    found = changed(opened, now)
    if found:
        raise Refused("task_changed", fields=found)


def _values(said: Draft) -> list[tuple[str, object]]:
    return [(one.name, getattr(said, one.name)) for one in fields(said)]


def _letters(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:LETTERS]
