"""Does the duty board grow with what is owed? Waits and SQLite's own steps at 10,000 and 1,000,000 open duties.

    python -m bench.board [--sizes 10000,1000000] [--rounds 300] [--posts 66]

All duties are open, four of five are of cases, one recurs; they are spread over the heads of one province. A page
is asked through Django, signed in, in alternating rounds of the two databases. Prints one JSON object.
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

ASKED: dict[str, dict[str, str]] = {
    "board": {},
    "late only": {"late": "on"},
    "one kind": {"kind": "notice"},
    "a rare kind": {"kind": "dialogue_commune"},
    "this week": {"period": "week"},
    "page in the middle": {"after": "2026-11-24.1"},
}
ON = "2026-11-24"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10000,1000000", help="open duties")
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--posts", type=int, default=66)
    parser.add_argument("--serve", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.serve, asked.posts)
        return
    sizes = [int(size) for size in asked.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="hoiam-board-") as folder:
        houses = [
            House("bench.board", size, Path(folder) / str(size), "--posts", str(asked.posts))
            for size in sizes
        ]
        print(json.dumps(compared(houses, asked.rounds), ensure_ascii=False, indent=1))
        for house in houses:
            house.end()


def compared(houses: list[House], rounds: int) -> dict[str, Any]:
    """Alternating, so that whatever else the machine does is shared."""
    waits: dict[tuple[str, int], list[float]] = {}
    for number in range(-10, rounds):
        for name in ASKED:
            for house in houses:
                wait = house.ask(name)["ms"]
                if number >= 0:  # the first ones warm
                    waits.setdefault((name, house.size), []).append(wait)
    small, large = houses[0].size, houses[-1].size
    return {
        "build": {str(house.size): house.built for house in houses},
        "pages": {
            name: {
                **{str(house.size): p95(waits[name, house.size]) for house in houses},
                "ratio of p95": round(
                    p95(waits[name, large])["p95 ms"] / p95(waits[name, small])["p95 ms"], 2
                ),
                "steps": {str(house.size): house.ask(f"steps {name}")["steps"] for house in houses},
            }
            for name in ASKED
        },
    }


def serve(size: int, posts: int) -> None:
    """Build, then answer."""
    settle()
    began = time.monotonic()
    filler = importlib.import_module("bench.board_stock")
    desk = filler.build(size, posts)
    print(json.dumps({"seconds": round(time.monotonic() - began, 1), "bytes": filler.size_of()}), flush=True)
    for line in sys.stdin:
        told, _, name = line.strip().rpartition("steps ")
        asked = ASKED[name] if told == "" and "steps " in line else ASKED[line.strip()]
        if line.startswith("steps "):
            print(json.dumps({"steps": filler.steps(lambda asked=asked: desk(asked))}), flush=True)
        else:
            start = time.perf_counter()
            desk(asked)
            print(json.dumps({"ms": (time.perf_counter() - start) * 1000}), flush=True)


if __name__ == "__main__":
    main()
