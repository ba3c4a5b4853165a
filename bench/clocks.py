"""Due dates per second, and how long it takes to count open duties anew when a day off is announced.

python -m bench.clocks [--duties 100000] [--cases 2000] [--seconds 2]

`duties`: open clocks of two rules in 65 units, alone. `cases`: whole cases, with history, log entry and notice.
"""

import argparse
import importlib
import json
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle

from bench import machine, scratch
from hoiam.law import clocks, packs
from hoiam.law.rules import TimeUnit

FIRST = date(2026, 7, 1)
DAYS = 365


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--duties", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=2.0)
    asked = parser.parse_args(arguments)
    figures: dict[str, object] = dict(dates(asked.seconds))
    with scratch.django_in("hoiam-clocks-"):
        figures |= importlib.import_module("bench.recount").measure(asked.duties, asked.cases)
    print(json.dumps({**figures, "spin_ms": machine.cpuacct.spin_ms()}, indent=1))


def dates(seconds: float) -> dict[str, int]:
    """Per second, of every working-day rule that governs these days, after one round to warm up."""
    pack = packs.load("vn")
    rules = [
        rule
        for rule in pack.rules.values()
        if rule.unit is TimeUnit.WORKING_DAYS
        and rule.amount
        and rule.governs(FIRST)
        and rule.governs(FIRST + timedelta(days=DAYS))
    ]
    events = [FIRST + timedelta(days=number) for number in range(DAYS)]
    work = [(rule, event) for event in events for rule in rules]
    return {
        "working_day_rules": len(rules),
        "dates_per_s": _per_second(
            lambda rule, event: clocks.dates(rule, event, pack.calendar), work, seconds
        ),
        "explained_dates_per_s": _per_second(
            lambda rule, event: clocks.compute(rule, event, pack.calendar), work, seconds
        ),
    }


def _per_second(count: Callable[..., object], work: list[tuple[object, date]], seconds: float) -> int:
    for rule, event in work:
        count(rule, event)
    done, began = 0, time.perf_counter()
    rounds: Iterator[tuple[object, date]] = cycle(work)
    while (spent := time.perf_counter() - began) < seconds:
        for _ in range(1000):
            count(*next(rounds))
        done += 1000
    return round(done / spent)


if __name__ == "__main__":
    main()
