"""What a procedure answers when something may happen: the new state, and what it does to the clocks."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a clock ended."""

    MET = "met"  # done; whoever records it compares the days, and writes late if it was
    LATE = "late"
    HANDED_OVER = "handed_over"  # another clock, or another office, took over
    VOID = "void"  # nothing left to do


@dataclass(frozen=True, slots=True)
class ClockSpec:
    key: str  # the duty's name within its case
    rule_id: str


@dataclass(frozen=True, slots=True)
class CloseSpec:
    """To be closed if it runs: a clock already ended stays as it ended."""

    key: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Step:
    event: str
    before: str | None
    after: str
    opens: tuple[ClockSpec, ...]
    closes: tuple[CloseSpec, ...]
    source: str  # in Vietnamese; Pack.source(procedure, event) is the same for any language
    moves: tuple[str, ...] = ()  # clocks that change holder and keep their event, rule and dates
    stops: tuple[str, ...] = ()  # clocks by key: they stand still until a step resumes them
    resumes: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()  # their limit moves: by a signed extension, or because of what was found
