"""Does the scoreboard grow with the duties? Pages at 10,000 and 1,000,000 duties, then all of it told and counted anew.

    python -m bench.scores [--sizes 10000,1000000] [--rounds 60] [--told 1000000]

66 units, five years, twelve kinds. Pages are asked through Django in alternating rounds of the two databases; `cpu ms`
is what the process computed. Then every duty is told to the log, the file of the day is written, and counted from the
published openings. Prints one JSON object.
"""

import argparse
import importlib
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.house import House, p95, settle
from bench.machine import facts

PAGES = {
    "all offices, answers": "/scores",
    "all offices, every kind": "/scores?of=all",
    "all offices, five years ago": "/scores?period={year}",
    "one office": "/scores/05977",
    "one head": "/scores/05977/{post}",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10000,1000000", help="duties")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--told", type=int, default=1, help="0: pages only")
    parser.add_argument("--serve", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.serve)
        return
    sizes = [int(size) for size in asked.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="hoiam-scores-") as folder:
        houses = [House("bench.scores", size, Path(folder) / str(size)) for size in sizes]
        found: dict[str, Any] = {"machine": facts(), "pages": compared(houses, asked.rounds)}
        print(json.dumps(found["pages"]), file=sys.stderr, flush=True)  # telling a million takes minutes
        found["build"] = {str(house.size): house.built for house in houses}
        if asked.told:
            found["log"] = houses[-1].ask("tell")
        print(json.dumps(found, ensure_ascii=False, indent=1))
        for house in houses:
            house.end()


def compared(houses: list[House], rounds: int) -> dict[str, Any]:
    """Alternating, so that whatever else the machine does is shared."""
    waits: dict[tuple[str, int], list[float]] = {}
    spent: dict[tuple[str, int], list[float]] = {}
    for number in range(-3, rounds):
        for name in PAGES:
            for house in houses:
                told = house.ask(name)
                if number >= 0:  # the first ones warm
                    waits.setdefault((name, house.size), []).append(told["ms"])
                    spent.setdefault((name, house.size), []).append(told["cpu"])
    small, large = houses[0].size, houses[-1].size
    return {
        name: {
            **{str(house.size): p95(waits[name, house.size]) for house in houses},
            "cpu ms": {str(house.size): p95(spent[name, house.size]) for house in houses},
            "statements": [house.ask(f"statements {name}")["statements"] for house in houses],
            "ratio of cpu": round(
                p95(spent[name, large])["median ms"] / p95(spent[name, small])["median ms"], 2
            ),
        }
        for name in PAGES
    }


def serve(size: int) -> None:
    """Build, then answer."""
    settle()
    began = time.monotonic()
    filler = importlib.import_module("bench.scores_stock")
    page = filler.build(size)
    print(json.dumps({"seconds": round(time.monotonic() - began, 1), **filler.counts()}), flush=True)
    for line in sys.stdin:
        name = line.strip()
        if name == "tell":
            print(json.dumps(filler.tell()), flush=True)
        elif name.startswith("statements "):
            path = PAGES[name.removeprefix("statements ")]
            print(json.dumps({"statements": filler.statements(page, path)}), flush=True)
        else:
            start, cpu = time.perf_counter(), time.process_time()
            page(PAGES[name])
            wait, spent = time.perf_counter() - start, time.process_time() - cpu
            print(json.dumps({"ms": wait * 1000, "cpu": spent * 1000}), flush=True)


if __name__ == "__main__":
    main()
