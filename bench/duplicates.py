"""How well the same matter is found among many cases of one unit, what is wrongly taken for it, and how long it takes.

python -m bench.duplicates [--stored 100000] [--each 60] [--split held|tune] [--database URL]

Stored: invented petitions (bench.tellings), each of facts of its own, every sentence in thousands of them. Asked: the
same matter told again in nine ways, and six kinds of petition that only look like a stored one (bench.retellings).
Thresholds of hoiam.kit.likeness were chosen on `tune`, whose petitions share no sentence of the matter with `held`.

A suggestion is right if the verdict "same matter" names the case that was told again, wrong if it names any other or is
given to what only looks like it. Timed: queries.alike whole, as the counter asks for it, not the page around it; CPU is
that of the asking process alone.
"""

import argparse
import importlib
import json
import os
import statistics
from dataclasses import dataclass, field

from bench import machine, scratch

AIM_RECALL, AIM_PRECISION, AIM_MS = 0.95, 0.96, 25


@dataclass
class Line:
    """What became of the petitions of one kind."""

    kind: str
    positive: bool
    asked: int = 0
    found: int = 0
    same: int = 0
    first: int = 0
    in_five: int = 0
    wrong: int = 0
    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=60, help="petitions asked of each kind")
    parser.add_argument("--split", choices=("held", "tune"), default="held")
    parser.add_argument("--database", default="")
    asked = parser.parse_args(arguments)
    print(machine.show(machine.facts()), flush=True)
    with scratch.django_in("hoiam-duplicates-", database=asked.database):
        parts = importlib.import_module("bench.duplicates_parts")
        for way, lines in parts.measure(asked.stored, asked.each, asked.split):
            print(f"\n{asked.stored} stored, {asked.split}, {way}")
            print(table(lines))
            print(json.dumps(summary(lines)), flush=True)


def table(lines: list[Line]) -> str:
    """One line for each kind."""
    rows = ["kind                asked   found   same    first   in five  wrongly same"]
    for line in lines:
        shares = [f"{_share(n, line.asked):<7}" for n in (line.found, line.same, line.first, line.in_five)]
        told = " ".join(shares) if line.positive else f"{'':<31}"
        rows.append(f"{line.kind:<19} {line.asked:<7} {told}  {line.wrong}")
    return "\n".join(rows)


def summary(lines: list[Line]) -> dict[str, object]:
    """Precision and recall over all kinds, and milliseconds."""
    told = [line for line in lines if line.positive]
    asked, right = sum(line.asked for line in told), sum(line.same for line in told)
    wrong = sum(line.wrong for line in lines)
    times = sorted(time for line in lines for time in line.times)
    cpu = sorted(time for line in lines for time in line.cpu)
    return {
        "recall": round(right / asked, 3),
        "precision": round(right / (right + wrong), 3) if right else 0.0,
        "candidates": round(sum(line.found for line in told) / asked, 3),
        "recall@1": round(sum(line.first for line in told) / asked, 3),
        "recall@5": round(sum(line.in_five for line in told) / asked, 3),
        "ms p50": round(statistics.median(times), 1),
        "ms p95": round(times[int(len(times) * 0.95)], 1),
        "CPU ms p50": round(statistics.median(cpu), 1),
        "CPU ms p95": round(cpu[int(len(cpu) * 0.95)], 1),
        "spin_ms": machine.cpuacct.spin_ms(),
        "load": round(os.getloadavg()[0], 1),
        "aims": {"recall": AIM_RECALL, "precision": AIM_PRECISION, "ms": AIM_MS},
    }


def _share(n: int, of: int) -> str:
    return f"{n / of:.2f}" if of else "-"


if __name__ == "__main__":
    main()
