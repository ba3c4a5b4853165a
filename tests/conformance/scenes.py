"""Which days to try a rule on: for each scene the first event day of a fixed search on which it can be seen."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.conformance.walker import DAY, Walker

Table = Mapping[str, Any]
YEARS = (2026, 2025, 2024, 2027)
TET = "Tết Nguyên đán"
AT = (8, 30)  # when an event of a rule in hours happens


@dataclass(frozen=True)
class Seen:
    """A rule on an event day, with the days its period runs over (the event left out, the last day in)."""

    event: date
    rule: Table
    found: Mapping[str, str]

    @property
    def last(self) -> date:
        return date.fromisoformat(self.found["unrolled"])

    @property
    def by_working_days(self) -> bool:
        return self.rule["unit"] == "working_days"

    def runs_over(self, on: date) -> bool:
        return self.event < on <= self.last or self.last <= on < self.event

    def meets(self, days: set[date]) -> bool:
        """In working days the period runs over one of them; in days, hours and months it ends on one."""
        return any(map(self.runs_over, days)) if self.by_working_days else self.last in days


class Stage:
    """The days off of the calendar, sorted by why they are off."""

    def __init__(self, rows: list[dict[str, Any]], walker: Walker):
        self.walker = walker
        self.known: dict[tuple[object, ...], Seen] = {}
        self.years = {row["date"].year for row in rows}
        self.named = {row["date"] for row in rows}
        self.tet = {row["date"] for row in rows if row["vi"].startswith(TET)}
        self.swaps = {row["date"] for row in rows if row["kind"] in {"swapped_off", "make_up"}}
        self.holidays = {row["date"] for row in rows if row["kind"] == "holiday"} - self.tet

    def scenes(self) -> dict[str, Callable[[Seen], bool]]:
        return {
            "ordinary": self.ordinary,
            "weekend": self.weekend,
            "holiday": lambda seen: seen.meets(self.holidays),
            "tet": lambda seen: seen.meets(self.tet),
            "swap": lambda seen: seen.meets(self.swaps),
            "year_end": lambda seen: seen.event.year != seen.last.year,
        }

    def ordinary(self, seen: Seen) -> bool:
        quiet = seen.last not in self.named and seen.event not in self.named
        return quiet and self.walker.works(seen.event) and self.walker.works(seen.last)

    def weekend(self, seen: Seen) -> bool:
        day = seen.event if seen.by_working_days else seen.last
        return day.isoweekday() > 5 and not self.walker.works(day)

    def find(self, scene: str, row: Table, *, within: tuple[date, date] | None = None) -> Seen | None:
        rule = {name: row[name] for name in ("amount", "unit", "kind", "direction")}
        for event in self.events(scene, row, within):
            seen = self.seen(rule, event)
            if self.scenes()[scene](seen) and (scene == "ordinary" or seen.last.year in self.years):
                return seen
        return None

    def seen(self, rule: Table, event: date) -> Seen:
        """Many rules have the same number."""
        key = (*rule.values(), event)
        if key not in self.known:
            self.known[key] = self.look(rule, event)
        return self.known[key]

    def look(self, rule: Table, event: date) -> Seen:
        at = datetime(event.year, event.month, event.day, *AT) if rule["unit"] == "hours" else event  # noqa: DTZ001
        return Seen(event, rule, self.walker.expected(rule, at))

    def events(self, scene: str, row: Table, within: tuple[date, date] | None) -> Iterator[date]:
        """Days of the years that the calendar knows on which the rule governs; each rule starts elsewhere."""
        first, last = within or governs(row)
        offset = zlib.crc32(row["id"].encode()) % 365 if scene in {"ordinary", "weekend"} else 0
        for year in (*(year for year in YEARS if year in self.years), last.year):
            for day in range(365):
                event = date(year, 1, 1) + DAY * ((day + offset) % 365)
                if first <= event <= last:
                    yield event


def governs(row: Table) -> tuple[date, date]:
    return row.get("applied_from") or row["in_force_from"], row["in_force_until"] or date(2027, 12, 31)
