"""Write the deadline vectors: python -m tests.conformance.make"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import product
from pathlib import Path
from typing import Any

from tests.conformance import walker, worked
from tests.conformance.scenes import AT, Seen, Stage, governs

FOLDER = walker.ROOT / "conformance"
FACTS = ("amount", "unit", "kind", "direction")
LATEST, SHORTEST, NOTICE = ("max", "after"), ("min", "after"), ("min", "before")
MONTH_ENDS = ("2024-01-31", "2024-02-29", "2025-01-31", "2026-03-31", "2026-08-30", "2026-12-31")
MOMENTS = ("2026-12-31T23:59", "2026-02-13T17:00", "2024-02-28T08:30")
MET_BY_DAYS_OFF = ("2026-02-13", "2026-02-15", "2026-02-20", "2026-04-30", "2026-08-21", "2026-12-31")
LATE_SWAP = [{"date": "2026-11-23", "working": False}, {"date": "2026-11-28", "working": True}]
DAY = walker.DAY

Vector = dict[str, Any]


class Maker:
    def __init__(self) -> None:
        self.rows = walker.calendar_rows()
        self.confirmed = walker.confirmed_years()
        self.rules = [row for row in walker.rule_rows() if row["amount"]]
        self.walker = walker.Walker(walker.named_days(self.rows))
        self.stage = Stage(self.rows, self.walker)

    def vectors(self) -> Iterator[Vector]:
        for example in worked.EXAMPLES:
            yield self.worked(example)
        for row in self.rules:
            yield from self.plain(row)
            yield from self.stopped(row)
            yield from self.extended(row)
        yield from self.swapped_late()
        yield from self.arithmetic()

    def worked(self, example: Mapping[str, Any]) -> Vector:
        more = {name: example[name] for name in ("pauses", "extensions", "changes") if name in example}
        row = {"id": example["rule_id"], **example["rule"]}
        name = f"worked:{example['number']}"
        return self.vector(name, example["why"], row, moment(example["event"]), **more)

    def plain(self, row: Mapping[str, Any]) -> Iterator[Vector]:
        for scene in self.stage.scenes():
            if seen := self.stage.find(scene, row):
                yield self.vector(f"{scene}:{row['id']}", SCENES[scene], row, seen.event)

    def stopped(self, row: Mapping[str, Any]) -> Iterator[Vector]:
        """Where the law lets a clock be stopped: in the middle, over Tết, twice, for no day, on the last day."""
        if "stops" not in row:
            return
        first, last = governs(row)
        first = max(first, row["stops"].get("in_force_from", first))
        for scene in ("ordinary", "weekend", "tet", "year_end"):
            seen = self.stage.find(scene, row, within=(first, last))
            for name, pauses in pauses_of(seen).items() if seen else ():
                yield self.vector(
                    f"stop:{scene}:{name}:{row['id']}", PAUSES[name], row, seen.event, pauses=pauses
                )
            if seen and row.get("extend"):
                yield from self.both(row, scene, seen)

    def both(self, row: Mapping[str, Any], scene: str, seen: Seen) -> Iterator[Vector]:
        """Stopped in the further period, once the first is over."""
        further = [periods(row)[0]]
        stop = seen.last + DAY * 2
        pauses = [pause(stop, stop + DAY * 9)]
        why = "extended, then stopped in the further period"
        name = f"stop:{scene}:extended:{row['id']}"
        yield self.vector(name, why, row, seen.event, pauses=pauses, extensions=further)

    def extended(self, row: Mapping[str, Any]) -> Iterator[Vector]:
        """Each further period in turn, and the first cut to half."""
        further = periods(row)
        for scene in ("ordinary", "weekend", "tet", "swap", "year_end") if further else ():
            seen = self.stage.find(scene, row)
            if seen is None:
                continue
            granted = {f"{count}": further[:count] for count in range(1, len(further) + 1)}
            granted["half"] = [{**further[0], "amount": (further[0]["amount"] + 1) // 2}]
            for name, extensions in granted.items():
                why = f"first limit: {SCENES[scene]}; further periods count on from the unrolled limit"
                yield self.vector(
                    f"extend:{scene}:{name}:{row['id']}", why, row, seen.event, extensions=extensions
                )

    def swapped_late(self) -> Iterator[Vector]:
        """A swap that was proposed and not decided: what would move if it were."""
        for amount in (3, 5, 7, 10, 15, 30):
            for direction, event in (
                ("after", "2026-11-12"),
                ("after", "2026-11-20"),
                ("before", "2026-12-08"),
            ):
                kind = "min" if direction == "before" else "max"
                row = facts("swap", amount, "working_days", kind, direction)
                name = f"late_swap:{direction}:{amount}:{event}"
                why = "23 November given off, Saturday 28 November worked"
                yield self.vector(name, why, row, moment(event), changes=LATE_SWAP)

    def arithmetic(self) -> Iterator[Vector]:
        """Ends of months, leap days, hours through midnight, whole periods of days off."""
        for event, amount, (kind, direction) in product(MONTH_ENDS, (1, 2, 12), (LATEST, SHORTEST, NOTICE)):
            row = facts("months", amount, "months", kind, direction)
            name = f"months:{kind}:{direction}:{amount}:{event}"
            yield self.vector(name, "a month without that day ends on its last", row, moment(event))
        for event, amount, (kind, direction) in product(MOMENTS, (1, 24, 72), (LATEST, NOTICE)):
            row = facts("hours", amount, "hours", kind, direction)
            name = f"hours:{direction}:{amount}:{event}"
            yield self.vector(name, "hours run on by night and on days off", row, moment(event))
        for event, unit in product(MET_BY_DAYS_OFF, ("days", "working_days")):
            row = facts("short", 1, unit, *LATEST)
            yield self.vector(f"short:{unit}:{event}", "one day, met by days off", row, moment(event))

    def vector(self, name: str, why: str, row: Mapping[str, Any], event: date, **more: Any) -> Vector:
        rule = {fact: row[fact] for fact in FACTS}
        if rule["unit"] == "hours" and not isinstance(event, datetime):
            event = datetime(event.year, event.month, event.day, *AT)  # noqa: DTZ001 - local
        counting = self.walker.changed(more.get("changes", ()))
        expected = counting.expected(rule, event, more.get("pauses", ()), more.get("extensions", ()))
        given = {"id": name, "why": why, "rule": rule, "event": event.isoformat()[:16], **more}
        if not self.certain(given["event"], expected):
            given["provisional"] = True
        about = self.about(row["id"])
        return {**given, "expected": expected} | ({"about": about} if about else {})

    def certain(self, event: str, expected: Mapping[str, str]) -> bool:
        """Whether the official days off of every year on the way are known."""
        first, last = sorted((int(event[:4]), int(expected["legal_due"][:4])))
        return self.confirmed.issuperset(range(first, last + 1))

    def about(self, rule_id: str) -> dict[str, str]:
        """For information: whose number it is."""
        row = next((row for row in self.rules if row["id"] == rule_id), None)
        if row is None:
            return {}
        return {"rule": rule_id, "document": row["source_document"], "article": row["article"]}

    def calendar(self) -> dict[str, Any]:
        return {
            "what": "Days that are not what their weekday says. Any other day is worked from Monday to Friday.",
            "country": "VN",
            "rest_days": ["Saturday", "Sunday"],
            "confirmed_years": sorted(self.confirmed),
            "days": [
                {
                    "date": row["date"].isoformat(),
                    "working": row["kind"] in walker.WORKING_KINDS,
                    "kind": row["kind"],
                    "confirmed": row.get("confirmed", True),
                    "en": row["en"],
                    "vi": row["vi"],
                    "source": row.get("source", ""),
                }
                for row in sorted(self.rows, key=lambda row: row["date"])
            ],
        }


SCENES = {
    "ordinary": "begins and ends on working days",
    "weekend": "in days, hours or months: ends at a weekend; in working days: the event is at a weekend",
    "holiday": "in days, hours or months: ends on a holiday; in working days: runs over one",
    "tet": "in days, hours or months: ends in Tết; in working days: runs over Tết",
    "swap": "in days, hours or months: ends on a swapped day; in working days: runs over one",
    "year_end": "begins in one year and ends in another",
}
PAUSES = {
    "middle": "stopped in the middle, resumed two weeks later",
    "at_once": "stopped on the day of the event: nothing is used",
    "next_day": "resumed the day after it was stopped: no day is lost",
    "same_day": "resumed on the day it was stopped: no day is lost",
    "long": "stopped for a hundred days",
    "twice": "stopped twice",
    "last_day": "stopped on the last day of the period: all is used",
}


def pauses_of(seen: Seen) -> dict[str, list[dict[str, str]]]:
    start, last = seen.event, seen.last
    middle, third = start + (last - start) // 2, start + (last - start) // 3
    return {
        "middle": [pause(middle, middle + DAY * 14)],
        "at_once": [pause(start, start + DAY * 10)],
        "next_day": [pause(middle, middle + DAY)],
        "same_day": [pause(middle, middle)],
        "long": [pause(middle, middle + DAY * 100)],
        "twice": [pause(third, third + DAY * 8), pause(third + DAY * 10, third + DAY * 17)],
        "last_day": [pause(last, last + DAY * 20)],
    }


def pause(stopped: date, resumed: date) -> dict[str, str]:
    return {"stopped_on": stopped.isoformat(), "resumed_on": resumed.isoformat()}


def periods(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"amount": one["amount"], "unit": one["unit"]} for one in row.get("extend", ())]


def facts(name: str, amount: int, unit: str, kind: str, direction: str) -> dict[str, Any]:
    return {"id": name, "amount": amount, "unit": unit, "kind": kind, "direction": direction}


def moment(text: str) -> date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def files() -> dict[Path, str]:
    """What the folder holds, to the byte."""
    maker = Maker()
    calendar = maker.calendar()
    return {
        FOLDER / "deadlines.json": written(
            {"format": 1, "calendar": "calendar.json"}, maker.vectors(), "vectors"
        ),
        FOLDER / "calendar.json": written(calendar, calendar.pop("days"), "days"),
    }


def written(head: Mapping[str, Any], rows: Iterable[Mapping[str, Any]], name: str) -> str:
    """One row a line: a change shows as the lines it changes."""
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    start = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    return f'{start},\n "{name}": [\n{lines}\n ]\n}}\n'


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(walker.ROOT), len(text.splitlines()))
