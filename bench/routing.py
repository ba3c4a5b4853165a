"""How well the field of a petition is suggested after so many confirmed cases, how long it takes; which units are told.

python -m bench.routing [--confirmed 0,100,1000,10000] [--asked 400] [--database URL]

All texts are invented: no labelled petitions of real people are at hand. These figures compare ways of suggesting
and guard against getting worse; they do not promise what an office will see. Learned from: bench.tellings, `near`: its
sentences are all heard after some hundred cases. Asked, none of them learned from:

  other words      bench.tellings, `far`: no sentence of the matter was ever confirmed
  another author   the demonstration's 400 petitions, from a generator of its own; the lexicon's weight was chosen on it
  heard before     `near`: the sentences were confirmed, of other people and places

`no word` are those in which no word of the pack's lexicon of their field stands. No word of the lexicon was taken from
these texts, but whoever wrote `far` had read it, and few of its texts hold none. Units are told that a text names, and
suggested by an invented table: some fields are the province's, all others the commune's that the text names; counted
with the suggested fields, in other words, nothing of units being confirmed. Aims: top-3 of 0.9 after 1,000 in other
words, 3 ms.
"""

import argparse
import importlib
import json
import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench import machine, scratch

AIM_TOP, AIM_AFTER, AIM_MS = 0.9, 1_000, 3


@dataclass
class Line:
    """Suggestions for one set of texts after so many confirmed: what it was, what was suggested, milliseconds."""

    confirmed: int
    name: str
    said: list[tuple[str, Sequence[str], bool]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--confirmed", default="0,100,1000,10000")
    parser.add_argument("--asked", type=int, default=400)
    parser.add_argument("--database", default="")
    asked = parser.parse_args(arguments)
    sizes = [int(size) for size in asked.confirmed.split(",")]
    print(machine.show(machine.facts()), flush=True)
    print(
        "\nconfirmed  asked in        texts  macro-F1  top-1  top-3  no word: texts top-3    ms p50   p95  CPU p50"
    )
    with scratch.django_in("hoiam-routing-", database=asked.database):
        parts = importlib.import_module("bench.routing_parts")
        for line in parts.fields(sizes, asked.asked):
            print(shown(line), flush=True)
        print("\nunits named as      texts  told   others told  ms p50")
        for name, texts, right, wrong, times in parts.units(asked.asked):
            p50 = statistics.median(times)
            print(f"{name:<19} {texts:<6} {right / texts:<6.3f} {wrong:<12} {p50:.2f}")
        said, times = parts.competences(asked.asked)
        p50 = statistics.median(times)
        print(
            f"\nunits suggested: {len(said)} texts, top-1 {top(said, 1):.3f}, top-3 {top(said, 3):.3f}, "
            f"ms p50 {p50:.2f}"
        )
    print(f"spin_ms {machine.cpuacct.spin_ms()}, load {os.getloadavg()[0]:.1f}")
    print(json.dumps({"aim top-3": AIM_TOP, "after": AIM_AFTER, "aim ms": AIM_MS, "texts": "invented"}))


def shown(line: Line) -> str:
    """As one row."""
    without = [said for said in line.said if not said[2]]
    p50, p95 = statistics.median(line.times), sorted(line.times)[int(len(line.times) * 0.95)]
    return (
        f"{line.confirmed:<10} {line.name:<15} {len(line.said):<6} {macro_f1(line.said):<9.3f} "
        f"{top(line.said, 1):<6.3f} {top(line.said, 3):<6.3f} {len(without):>14} {top(without, 3):<8.3f} "
        f"{p50:>7.2f} {p95:>5.2f} {statistics.median(line.cpu):>8.2f}"
    )


def top(said: Sequence[tuple[str, Sequence[str], bool]], places: int) -> float:
    """Share of texts whose field is among the first so many."""
    return sum(right in given[:places] for right, given, _ in said) / len(said) if said else 0.0


def macro_f1(said: Sequence[tuple[str, Sequence[str], bool]]) -> float:
    """Mean over the fields of the harmonic mean of precision and recall of the first suggestion."""
    scores = []
    for one in sorted({right for right, _, _ in said}):
        hit = sum(right == one == _first(given) for right, given, _ in said)
        of_it = sum((right == one) + (_first(given) == one) for right, given, _ in said)
        scores.append(2 * hit / of_it)
    return statistics.mean(scores)


def _first(given: Sequence[str]) -> str:
    return given[0] if given else ""


if __name__ == "__main__":
    main()
