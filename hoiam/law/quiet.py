"""Hours in which nobody is disturbed: what is to be sent waits until they are over, in its order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import ClassVar

from hoiam.law import catalogue
from hoiam.law.refusal import Refused

Hours = tuple[time, time] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """The hours of a channel between two days, as `21:00-07:00` of local time; a rule of this system, or a text's."""

    id: str
    channel: str
    hours: str  # empty: on these days none
    in_force_from: date
    in_force_until: date | None
    source_document: str = ""
    article: str = ""

    MAY_BE_EMPTY: ClassVar[frozenset[str]] = frozenset({"hours", "in_force_until"})

    def governs(self, on: date) -> bool:
        return catalogue.in_force(self, on, on)


def read(lines: Iterable[Mapping[str, object]]) -> tuple[Quiet, ...]:
    """Dated rows. Refused: as catalogue.table; quiet_hours_unreadable; versions_overlap for two answers of one day."""
    found = tuple(catalogue.table(Quiet, lines).values())
    channels: dict[str, list[Quiet]] = defaultdict(list)
    for one in found:
        hours(one.hours)
        channels[one.channel].append(one)
    for rows in channels.values():
        for before, after in pairwise(sorted(rows, key=lambda one: one.in_force_from)):
            if before.governs(after.in_force_from):
                raise Refused("versions_overlap", row=after.id, earlier=before.id, on=after.in_force_from)
    return found


def of(rows: Iterable[Quiet], channel: str, on: date) -> Hours:
    """What holds for a channel on a local day; none where nothing is said."""
    return next((hours(one.hours) for one in rows if one.channel == channel and one.governs(on)), None)


def hours(text: str) -> Hours:
    """`21:00-07:00` as the first moment and the first one after; empty for none. Refused: quiet_hours_unreadable."""
    if not text.strip():
        return None
    begins, dash, ends = text.partition("-")
    try:
        found = time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())
    except ValueError as error:
        raise Refused("quiet_hours_unreadable") from error
    if not dash or found[0] == found[1]:
        raise Refused("quiet_hours_unreadable")
    return found


def holds(at: time, quiet: Hours) -> bool:
    """Whether it is quiet at this local time of day; hours may reach over midnight."""
    if quiet is None:
        return False
    begins, ends = quiet
    return begins <= at < ends if begins < ends else at >= begins or at < ends
