"""Hồi Âm alone: waits and failures in a crowd, memory, start, and whether waits grow with the number of cases.

The crowd comes twice: to server and worker as one service (`hoiam run`), and as two.

python -m bench.crowd [quick|full] [--keep DIR]
"""

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import cpuacct, subjects

START, IDLE, LOADED = 3.0, 130, 220
GROWTH = 1.3


def crowd(subject: subjects.Subject, *, ops: int) -> list[tuple[str, object, str, bool]]:
    """What is measured, figure, target, reached."""
    subject.start()
    try:
        up = subject.started[0].seconds
        time.sleep(3)
        idle = cpuacct.memory_mb(subject.pids)["pss_mb"]
        eight = subject.measure("submit", clients=8, seconds=600, max_ops=ops, start=50_000_000)
        sixteen = subject.measure("submit", clients=16, seconds=600, max_ops=ops, start=51_000_000)
        for op in ("queue", "case", "search", "status", "register", "stats"):
            subject.measure(op, clients=8, seconds=2, start=52_000_000)
        loaded = max(cpuacct.memory_mb(subject.pids)["pss_mb"], float(str(sixteen["pss_peak_mb"])))
    finally:
        subject.stop()
    return [
        ("first answer, s", round(up, 2), f"<= {START}", up <= START),
        ("memory idle, MB (server + worker, PSS)", idle, f"<= {IDLE}", idle <= IDLE),
        ("memory under load, MB", loaded, f"<= {LOADED}", loaded <= LOADED),
        (
            "p99 of a submission at 8 clients, ms",
            eight["p99_ms"],
            "< 1000",
            float(str(eight["p99_ms"])) < 1000,
        ),
        (f"failed of {ops} at 16 clients", sixteen["errors"], "0", sixteen["errors"] == 0),
        ("acknowledged per second at 16 clients", sixteen["per_s"], "", True),
    ]


def growth(folder: Path, sizes: tuple[int, int], rounds: int) -> list[tuple[str, object, str, bool]]:
    """p95 of queue and register at both sizes, in turns."""
    pair = [subjects.hoiam(folder / str(size), size) for size in sizes]
    waits: dict[tuple[int, str], list[float]] = {}
    try:
        for one in pair:
            one.start()
        for _ in range(rounds):
            for op in ("queue", "register"):
                for size, one in zip(sizes, pair, strict=True):
                    run = one.measure(op, seconds=3, min_ops=60)
                    waits.setdefault((size, op), []).append(float(str(run["p95_ms"])))
    finally:
        for one in pair:
            one.stop()
    return [_grown(op, waits[sizes[0], op], waits[sizes[1], op], sizes) for op in ("queue", "register")]


def _grown(
    op: str, few: list[float], many: list[float], sizes: tuple[int, int]
) -> tuple[str, object, str, bool]:
    ratio = min(many) / min(few)  # the least disturbed round of each
    return f"p95 of {op} at {sizes[1]:,} / at {sizes[0]:,}", round(ratio, 2), f"<= {GROWTH}", ratio <= GROWTH


def table(found: list[tuple[str, Any, str, bool]]) -> str:
    lines = [
        f"{name:<44} {figure!s:>10}  {target:<8} {('yes' if fine else 'NO') if target else ''}".rstrip()
        for name, figure, target, fine in found
    ]
    return "\n".join([f"{'figure':<44} {'':>10}  target   reached", *lines])


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("how", choices=("quick", "full"), nargs="?", default="quick")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(arguments)
    full = asked.how == "full"
    with tempfile.TemporaryDirectory(prefix="hoiam-crowd-") as scratch:
        folder = asked.keep or Path(scratch)
        found = []
        for name, together in (("one service", True), ("two services", False)):
            subject = subjects.hoiam(folder / "crowd", 1000, texts=250, together=together)
            found += [(name, "", "", True), *crowd(subject, ops=5000 if full else 400)]
        found += growth(folder, (1000, 100_000 if full else 10_000), 5 if full else 2)
    print(table(found))


if __name__ == "__main__":
    main()
