"""Hồi Âm against django-helpdesk: alternating rounds on one machine, medians, and the ratio with its target.

    python -m bench.pair [--cases 10000] [--rounds 3] [--seconds 4] [--ops submit,queue,...] [--keep DIR]

The figure is CPU ms per operation of every process needed (server and worker), divided by how fast the core was.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import machine, subjects

TARGETS = {"submit": 3, "submit_with_form": 3, "queue": 8, "case": 4, "status": 4}
OPS = ("submit", "submit_with_form", "queue", "case", "search", "search_plain", "status", "stats")
RESULTS = subjects.ROOT / "bench" / "results"


def compare(folder: Path, asked: argparse.Namespace) -> list[dict[str, Any]]:
    """Every run of every round."""
    pair = [subjects.helpdesk(folder / "peer", asked.cases), subjects.hoiam(folder / "hoiam", asked.cases)]
    found, first = [], int(time.time()) * 1000  # a kept folder has seen the numbers of earlier runs
    try:
        for one in pair:
            one.start()
        for turn in range(asked.rounds):
            for op in asked.ops.split(","):
                for one in pair[:: 1 if turn % 2 else -1]:
                    first += 100_000
                    run = one.measure(
                        op, seconds=asked.seconds, clients=asked.clients, start=first, max_ops=2000
                    )
                    found.append({"round": turn, **run})
    finally:
        for one in pair:
            one.stop()
    return found


def table(found: list[dict[str, Any]]) -> str:
    """Medians side by side."""
    lines = ["operation            peer ms   our ms   peer/our   target   reached"]
    for op in dict.fromkeys(run["op"] for run in found):
        peer, ours = (_median(found, op, name) for name in ("django-helpdesk", "hoiam"))
        if not peer or not ours:
            lines.append(
                f"{op:<18} failed: {[run.get('first_errors') for run in found if run['op'] == op]}"[:200]
            )
            continue
        ratio, target = peer[1] / ours[1], TARGETS.get(op)
        word = "" if target is None else "yes" if ratio >= target else "NO"
        lines.append(f"{op:<18} {peer[0]:>9.2f} {ours[0]:>8.2f} {ratio:>10.1f} {target or '':>8} {word:>9}")
    return "\n".join(lines)


def _median(found: list[dict[str, Any]], op: str, name: str) -> tuple[float, float] | None:
    """CPU ms, and CPU in spins."""
    runs = [run for run in found if run["op"] == op and run["scenario"] == name and run["ops"]]
    if not runs:
        return None
    return tuple(statistics.median(run[key] for run in runs) for key in ("cpu_ms_per_op", "cpu_in_spins"))  # type: ignore[return-value]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--ops", default=",".join(OPS))
    parser.add_argument("--keep", type=Path, help="use and keep the filled installations of this folder")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="hoiam-pair-") as scratch:
        facts = machine.facts()
        found = compare(asked.keep or Path(scratch), asked)
    RESULTS.mkdir(exist_ok=True)
    with (RESULTS / "pair.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(run, ensure_ascii=False) + "\n" for run in [facts, *found])
    print(machine.show(facts))
    print(f"\n{asked.cases} cases, {asked.clients} client(s), {asked.rounds} rounds")
    print(table(found))


if __name__ == "__main__":
    main()
