"""Dates by others: the days off of the package `holidays`, the arithmetic of numpy."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import holidays
import numpy as np

YEARS = range(2024, 2028)
REACH = range(2010, 2041)  # years a period may run into
LIKE_HERE = {"max", "limitation", "window"}

# Where the package says otherwise: whether the day is worked, and why we hold to it.
DIFFERENT: dict[date, tuple[bool, str]] = {
    date(2026, 1, 2): (False, "swap by Công văn 12729/VPCP-KGVX of 25/12/2025, which the package lacks"),
    date(2026, 1, 10): (True, "worked instead of 2 January"),
    date(2027, 2, 4): (True, "Tết 2027 is not announced: the package expects 4 to 10 February, we 5 to 11"),
    date(2027, 2, 11): (False, "as 4 February"),
    date(2027, 9, 3): (
        True,
        "whether 1 or 3 September 2027 is given off is not announced: neither, until it is",
    ),
}


def package_says(on: date) -> bool:
    """Whether it is a working day, days worked instead of others included."""
    return bool(VIETNAM.is_working_day(on))


def days_off() -> list[np.datetime64]:
    """Every day that is not worked: numpy knows no Saturday that is."""
    days = np.arange(np.datetime64(f"{REACH.start}-01-01"), np.datetime64(f"{REACH.stop}-01-01"))
    return [day for day in days if not worked(day.item())]


def worked(on: date) -> bool:
    if on in DIFFERENT:
        return DIFFERENT[on][0]
    return package_says(on) if on.year in YEARS else on.weekday() < 5


VIETNAM = holidays.country_holidays("VN", years=YEARS, language="en_US")
CALENDAR = np.busdaycalendar(weekmask="1111111", holidays=days_off())


def dates(rule: Mapping[str, Any], events: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The last day counted, the legal and the safe day of many events at once."""
    sign = -1 if rule["direction"] == "before" else 1
    last = LAST[rule["unit"]](events, sign * rule["amount"])
    if rule["direction"] == "before":
        return last, last, worked_day(last - 1, "backward")
    if rule["kind"] == "min":
        return last, last, worked_day(last + 1, "forward")
    safe = worked_day(last, "backward")
    return last, worked_day(last, "forward"), np.where(safe < events, last, safe)


def worked_day(days: np.ndarray, roll: str) -> np.ndarray:
    return np.busday_offset(days, 0, roll=roll, busdaycal=CALENDAR)


def days_on(events: np.ndarray, amount: int) -> np.ndarray:
    return events + amount


def working_days_on(events: np.ndarray, amount: int) -> np.ndarray:
    """From a day off, counting starts at the working day behind it."""
    roll = "backward" if amount > 0 else "forward"
    return np.busday_offset(events, amount, roll=roll, busdaycal=CALENDAR)


def months_on(events: np.ndarray, amount: int) -> np.ndarray:
    months = events.astype("M8[M]")
    of_month = events - months.astype("M8[D]")
    first, next_first = (months + amount).astype("M8[D]"), (months + amount + 1).astype("M8[D]")
    return np.minimum(first + of_month, next_first - 1)


LAST = {"days": days_on, "working_days": working_days_on, "months": months_on}
