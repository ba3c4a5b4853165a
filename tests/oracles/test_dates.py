"""The engine against numpy, on random cases that are the same in every run."""

from datetime import date

import numpy as np
import pytest

from hoiam.law import clocks, packs
from tests.law import builders
from tests.oracles import outside

CASES = 10_000
VN = packs.load("vn").calendar
KINDS = [("max", "after"), ("limitation", "after"), ("window", "after"), ("min", "after"), ("min", "before")]
DAYS, MONTHS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 45), (1, 2, 3, 5, 6, 9, 12, 14, 18, 24)
AMOUNTS = {"days": DAYS, "working_days": DAYS, "months": MONTHS}
ONE_DAY = np.timedelta64(1, "D")


def random_days(seed: str, count: int) -> np.ndarray:
    dice = np.random.default_rng([*seed.encode()])
    return np.datetime64("2024-01-01") + dice.integers(0, 1461, count)


def iso(found) -> list[str]:
    return [str(day) for day in found]


@pytest.mark.parametrize(("kind", "direction"), KINDS)
@pytest.mark.parametrize("unit", ["days", "working_days", "months"])
def test_ten_thousand_random_dates_of_each_kind_are_those_of_numpy(unit, kind, direction):
    """All of them by the short way; every third by the walk that explains itself: 10,000 walks a kind."""
    wrong = []
    for amount in AMOUNTS[unit]:
        facts = {"amount": amount, "unit": unit, "kind": kind, "direction": direction}
        rule, events = builders.rule(**facts), random_days(f"{facts}", CASES // 10)
        expected = [days.tolist() for days in outside.dates(facts, events)]
        for number, (event, *three) in enumerate(zip(events.tolist(), *expected, strict=True)):
            ways = [clocks.dates, clocks.compute] if number % 3 == 0 else [clocks.dates]
            found = [way(rule, event, VN) for way in ways]
            if any([due.unrolled, due.legal_due, due.safe_due] != three for due in found):
                wrong.append((facts, str(event), found, iso(three)))
    assert wrong[:3] == []


@pytest.mark.parametrize(("kind", "direction"), [("max", "after"), ("min", "before")])
def test_ten_thousand_random_moments_are_those_of_numpy(kind, direction):
    sign = -1 if direction == "before" else 1
    minutes = np.random.default_rng(7).integers(0, 24 * 60, CASES)
    events = random_days("hours" + kind, CASES).astype("M8[m]") + minutes
    for amount, some in zip((1, 2, 24, 36, 48, 72, 96, 100, 168, 720), np.split(events, 10), strict=True):
        rule = builders.rule(amount, "hours", kind, direction)
        for event, expected in zip(some, some + np.timedelta64(sign * amount, "h"), strict=True):
            due = clocks.compute(rule, event.item(), VN)
            assert due.moment == expected.item()
            assert due.unrolled == due.legal_due == due.safe_due == expected.astype("M8[D]").item()


def test_the_package_and_our_calendar_differ_on_these_days_and_no_other():
    days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2028-01-01")).tolist()
    differ = {on: VN.is_working(on) for on in days if VN.is_working(on) != outside.package_says(on)}
    assert differ == {on: worked for on, (worked, _why) in outside.DIFFERENT.items()}
    assert all(why for _worked, why in outside.DIFFERENT.values())


def test_days_that_both_call_confirmed_are_beyond_doubt():
    """Where the package still expects what we expect, our calendar does not call it certain."""
    assert {on.year for on in outside.DIFFERENT if not VN.confirmed(on.year)} == {2027}
    assert VN.confirmed(2024)
    assert VN.day(date(2024, 5, 4)).working
