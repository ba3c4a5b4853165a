"""A year of receptions for many units, and the month that everybody looks at.

    python -m bench.calendar [--units 3321] [--posts 3] [--rounds 200]

First a year of schedules is generated for that many units (one post each), then the public month page of a province
with 66 units and `posts` posts each is opened by one reader: waits, CPU, statements, bytes. What generating waits for
beyond its CPU is the disk (a year of each post is an entry of the log, published as files) and whoever else computes.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from datetime import date

import django

from bench import machine

TARGET = 30.0
PAGES = ("/reception/?day={day}", "/reception/?unit={unit}&day={day}", "/reception/kept")


def main() -> int:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--units", type=int, default=3321)
    said.add_argument("--posts", type=int, default=3)
    said.add_argument("--rounds", type=int, default=200)
    asked = said.parse_args()
    with tempfile.TemporaryDirectory(prefix="hoiam-calendar-") as folder:
        os.environ.update(HOIAM_DATA=folder, DJANGO_SETTINGS_MODULE="hoiam.config.settings")
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        print(machine.show(machine.facts()), flush=True)
        print(json.dumps(measure(asked.units, asked.posts, asked.rounds), indent=2))
    return 0


def measure(units: int, posts: int, rounds: int) -> dict[str, object]:
    """Figures of one run on a fresh SQLite installation."""
    from bench import calendar_stock  # noqa: PLC0415 - Django is set up by now

    stock = calendar_stock.build(units, posts)
    began, cpu = time.perf_counter(), time.process_time()
    made = stock.generate()
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    shown = {}
    for address in PAGES:
        path = address.format(day=date(stock.year, 1, 4).isoformat(), unit=stock.unit)
        shown[address] = _opened(stock, path, rounds)
    generated = {"sessions": made, "seconds": round(seconds, 1), "cpu_seconds": round(cpu, 1)}
    return {"units": units, **generated, "within_target": seconds <= TARGET, "pages": shown}


def _opened(stock: object, path: str, rounds: int) -> dict[str, object]:
    waits = []
    for number in range(10 + rounds):
        if number == 10:
            cpu = time.process_time()
        began = time.perf_counter()
        size = stock.open(path)  # type: ignore[attr-defined] # made in a module that needs Django
        waits.append((time.perf_counter() - began) * 1000)
    cpu, waits = time.process_time() - cpu, sorted(waits[10:])
    return {
        "median_ms": round(statistics.median(waits), 1),
        "p95_ms": round(waits[int(len(waits) * 0.95)], 1),
        "cpu_ms": round(cpu * 1000 / rounds, 1),
        "statements": stock.statements(path),  # type: ignore[attr-defined]
        "bytes": size,
    }


if __name__ == "__main__":
    sys.exit(main())
