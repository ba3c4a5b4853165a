"""The figures of an account, counted from what is recorded: duties of every kind, and what other counters count."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hoiam.desk.dialogues.queries import chaired_between
from hoiam.desk.inspections import queries as inspections
from hoiam.desk.reception.queries.figures import received_between
from hoiam.duties import kept
from hoiam.law import accounts
from hoiam.law.accounts import Line, Period
from hoiam.office import owing

Source = Callable[[int, date, date, date], tuple[Line, ...]]
"""Post, first and last day, the day on which it is counted."""


def _duties(post_id: int, first: date, last: date, on: date) -> tuple[Line, ...]:
    """Of every kind that fell due: counters that come later appear by themselves."""
    found = kept.within(post_id=post_id, first=first, last=last, on=on)
    return tuple(
        Line(
            one.key,
            {"in_time": one.in_time, "late": one.late, "running": one.running, "overdue": one.overdue},
        )
        for one in found
    )


def _cases(post_id: int, first: date, last: date, _on: date) -> tuple[Line, ...]:
    found = kept.received(post_id=post_id, first=first, last=last)
    return (Line("cases", {"received": found}, evidence=False),) if found else ()


def _receptions(post_id: int, first: date, last: date, on: date) -> tuple[Line, ...]:
    found = received_between(post_id=post_id, first=first, last=last, on=on)
    return (Line("reception_days", found, evidence=False),) if any(found.values()) else ()


def _dialogues(post_id: int, first: date, last: date, on: date) -> tuple[Line, ...]:
    found = chaired_between(post_id=post_id, first=first, last=last, on=on)
    return (Line("dialogues", found, evidence=False),) if any(found.values()) else ()


def _inspections(post_id: int, first: date, last: date, _on: date) -> tuple[Line, ...]:
    """What the head did in person of the inspections led: work handed over wholesale shows as such."""
    part = inspections.part_between(post_id=post_id, first=first, last=last)
    if not part.inspections:
        return ()
    found = {
        "decided": part.inspections,
        "days": part.days,
        "findings": part.findings,
        "reviewed": part.reviewed,
        "decisions": part.decisions,
        "signed": part.signed,
    }
    return (Line("inspections", found, evidence=False),)


SOURCES: tuple[Source, ...] = (_receptions, _dialogues, _cases, _inspections, _duties)
"""Where lines come from. A counter whose figures are no duties adds its own here."""


def counted(*, post_id: int, first: date, last: date, on: date) -> tuple[Period, ...]:
    """By holder of the post. A constant number of statements for each holder."""
    held = owing.holdings(post_id=post_id, first=first, last=last)
    return tuple(
        replace(one, lines=_lines(post_id, one.first, one.last, on))
        for one in accounts.periods(held, first, last)
    )


def digest(text: str) -> str:
    """SHA-256 in hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _lines(post_id: int, first: date, last: date, on: date) -> tuple[Line, ...]:
    order = list(accounts.Section)
    found = [line for source in SOURCES for line in source(post_id, first, last, on)]
    return tuple(sorted(found, key=lambda line: order.index(line.section)))
