"""Deadlines counted on fingers, one day after another.

Nothing here comes from hoiam.law: the walker reads the same data files on its own and counts in the plainest way
there is, so that a fault of the engine cannot hide in its own expectations.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "hoiam" / "law" / "packs" / "vn"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WORKING_KINDS = {"working", "make_up"}

Table = Mapping[str, Any]


def calendar_rows(pack: Path = PACK) -> list[dict[str, Any]]:
    return tomllib.loads((pack / "calendar.toml").read_text(encoding="utf-8"))["day"]


def confirmed_years(pack: Path = PACK) -> set[int]:
    """Years whose official list of days off was seen."""
    rows = tomllib.loads((pack / "calendar.toml").read_text(encoding="utf-8"))["year"]
    return {row["year"] for row in rows if row["confirmed"]}


def rule_rows(pack: Path = PACK) -> list[dict[str, Any]]:
    files = sorted((pack / "rules").glob("*.toml"))
    rows = [row for path in files for row in tomllib.loads(path.read_text(encoding="utf-8"))["rule"]]
    return sorted(rows, key=lambda row: row["id"])


def named_days(rows: Iterable[Table]) -> dict[date, bool]:
    """Whether each day that is not what its weekday says is worked."""
    return {row["date"]: row["kind"] in WORKING_KINDS for row in rows}


class Walker:
    def __init__(self, named: Mapping[date, bool]):
        self.named = dict(named)

    def changed(self, changes: Iterable[Table]) -> "Walker":
        return Walker(self.named | {date.fromisoformat(row["date"]): row["working"] for row in changes})

    def works(self, on: date) -> bool:
        return self.named.get(on, on.isoweekday() <= 5)

    def expected(
        self, rule: Table, event: date, pauses: Iterable[Table] = (), extensions: Iterable[Table] = ()
    ) -> dict[str, str]:
        """The dates as they stand in a vector."""
        if rule["unit"] == "hours":
            moment = hour_by_hour(rule, event)
            day = moment.date().isoformat()
            return {"unrolled": day, "legal_due": day, "safe_due": day, "moment": moment.isoformat("T")[:16]}
        step = -DAY if rule["direction"] == "before" else DAY
        still = standing_still(pauses)
        last = self.counted(event, rule, step, still)
        for further in extensions:
            last = self.counted(last, further, step, still)
        legal, safe = self.ends(rule, event, last)
        return {
            "unrolled": last.isoformat(),
            "legal_due": legal.isoformat(),
            "safe_due": safe.isoformat(),
        }

    def counted(self, on: date, period: Table, step: timedelta, still: set[date]) -> date:
        fingers, only_working = period["amount"], period["unit"] == "working_days"
        if period["unit"] == "months":
            fingers = days_between(on, months_away(on, period["amount"], step), step)
        while fingers:
            on += step
            if on in still or (only_working and not self.works(on)):
                continue
            fingers -= 1
        return on

    def ends(self, rule: Table, event: date, last: date) -> tuple[date, date]:
        """The legal and the safe day."""
        if rule["direction"] == "before":
            return last, self.next_worked(last - DAY, -DAY)
        if rule["kind"] == "min":
            return last, self.next_worked(last + DAY, DAY)
        safe = self.next_worked(last, -DAY)
        return self.next_worked(last, DAY), last if safe < event else safe

    def next_worked(self, on: date, step: timedelta) -> date:
        while not self.works(on):
            on += step
        return on


def hour_by_hour(rule: Table, event: date) -> datetime:
    if not isinstance(event, datetime):
        event = datetime(event.year, event.month, event.day)  # noqa: DTZ001 - moments of a vector are local
    for _ in range(rule["amount"]):
        event += -HOUR if rule["direction"] == "before" else HOUR
    return event


def standing_still(pauses: Iterable[Table]) -> set[date]:
    """Days after the decision that stops and before the one that resumes."""
    still = set()
    for pause in pauses:
        on = date.fromisoformat(pause["stopped_on"]) + DAY
        while on < date.fromisoformat(pause["resumed_on"]):
            still.add(on)
            on += DAY
    return still


def months_away(start: date, months: int, step: timedelta) -> date:
    """The day of the same number so many months on or back; the month's last if it has none."""
    on, passed = start, 0
    while True:
        passed += (on + step).month != on.month
        on += step
        last_of_month = (on + DAY).month != on.month
        if passed == months and (on.day == start.day or (last_of_month and on.day < start.day)):
            return on


def days_between(on: date, until: date, step: timedelta) -> int:
    days = 0
    while on != until:
        on += step
        days += 1
    return days
