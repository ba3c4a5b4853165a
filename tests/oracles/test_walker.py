"""The engine against the walker on fingers: clocks stopped, resumed and extended at random, the same in every run."""

import random
from datetime import date, timedelta

import pytest

from hoiam.law import clocks, packs
from hoiam.law.pauses import Granted, Pause
from hoiam.law.rules import TimeUnit
from tests.conformance.walker import Walker, calendar_rows, named_days
from tests.law import builders

CASES = 150
VN = packs.load("vn").calendar
FINGERS = Walker(named_days(calendar_rows()))
SOURCE = {"source_document": "Luật Tố cáo 25/2018/QH14", "article": "30"}
MOST = {"days": 90, "working_days": 45, "months": 12}
DAY = timedelta(days=1)


def further_periods(dice):
    units = [dice.choice([*MOST]) for _ in range(dice.randint(0, 2))]
    return [{"amount": dice.randint(1, MOST[unit]), "unit": unit} for unit in units]


def stops(dice, event, facts, extensions):
    """Up to three pauses, each beginning before the clock has run out."""
    pauses = []
    first = event
    for _ in range(dice.randint(0, 3)):
        last = date.fromisoformat(FINGERS.expected(facts, event, pauses, extensions)["unrolled"])
        if last < first:
            break
        stopped = first + DAY * dice.randint(0, (last - first).days)
        resumed = stopped + DAY * dice.choice([0, 1, 2, 5, 30, 100])
        pauses.append({"stopped_on": stopped.isoformat(), "resumed_on": resumed.isoformat()})
        first = resumed
    return pauses


def of_engine(facts, event, pauses, extensions):
    rule = builders.rule(
        **facts, stops=SOURCE, extend=[{**one, **SOURCE} for one in extensions] if extensions else ()
    )
    due = clocks.run(
        rule,
        event,
        VN,
        pauses=[Pause(*map(date.fromisoformat, pause.values()), "01/QĐ") for pause in pauses],
        extensions=[Granted(one["amount"], TimeUnit(one["unit"]), event, "02/QĐ") for one in extensions],
    )
    return {name: getattr(due, name).isoformat() for name in ("unrolled", "legal_due", "safe_due")}


@pytest.mark.parametrize("unit", [*MOST])
@pytest.mark.parametrize("kind", ["max", "min", "limitation", "window"])
def test_a_clock_stopped_and_extended_at_random_ends_where_fingers_end(unit, kind):
    dice = random.Random(f"{unit} {kind}")
    wrong = []
    for _ in range(CASES):
        facts = {"amount": dice.randint(1, MOST[unit]), "unit": unit, "kind": kind, "direction": "after"}
        event = date(2024, 1, 1) + DAY * dice.randint(0, 1460)
        extensions = further_periods(dice)
        pauses = stops(dice, event, facts, extensions)
        expected = FINGERS.expected(facts, event, pauses, extensions)
        if (found := of_engine(facts, event, pauses, extensions)) != expected:
            wrong.append((facts, event.isoformat(), pauses, extensions, found, expected))
    assert wrong[:2] == []
