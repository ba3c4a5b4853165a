"""How long a search takes, by kind of query, at several numbers of cases of one unit.

python -m bench.search [--cases 10000,100000] [--repeat 40] [--database URL]

Counted: reading what was typed, the index, the 25 cases, opening their texts, marking. Not counted: the page around it.
`plain` is the same query without accents; whether it finds the same cases is checked. Aims: newest first with filters
p95 of 60 ms at 1,000,000; rare and absent at most 1.5 times what they take at 10,000.
"""

import argparse
import importlib
import json
import statistics
import time
from typing import Any

from bench import corpus, machine, scratch

QUERIES: dict[str, dict[str, Any]] = {
    "1 word, common": {"text": "đất"},
    "1 word, rare": {"text": "lún"},
    "2 words, common": {"text": corpus.COMMON},
    "2 words, rare": {"text": corpus.RARE},
    "3 words": {"text": "chết hàng loạt"},
    "phrase, common": {"text": '"giấy chứng nhận quyền sử dụng đất"'},
    "phrase, absent": {"text": f'"{corpus.ABSENT}"'},
    "phrase, absent, of common words": {"text": '"sử dụng chứng nhận"'},
    "words apart": {"text": "kênh đêm cá", "wide": True},
    "common, filtered": {"text": corpus.COMMON, "state": "accepted", "kind": "petition"},
    "common, of a month": {"text": corpus.COMMON, "days": 30},
    "best match": {"text": corpus.COMMON, "best": True},
}
AIM_MS, AIM_GROWTH = 60, 1.5


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", default="10000,100000")
    parser.add_argument("--repeat", type=int, default=40)
    parser.add_argument("--database", default="")
    asked = parser.parse_args(arguments)
    sizes = [int(size) for size in asked.cases.split(",")]
    print(machine.show(machine.facts()), flush=True)
    with scratch.django_in("hoiam-search-", database=asked.database):
        measured = importlib.import_module("bench.search_parts").measure(sizes, QUERIES, asked.repeat)
    print("cases    query                              hits      p50 ms  p95 ms  plain finds the same")
    for size, name, hits, times, same in measured:
        p50, p95 = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
        print(f"{size:<8} {name:<34} {hits:<9} {p50:6.1f}  {p95:6.1f}  {'yes' if same else 'NO'}")
    print(json.dumps({"aim p95 ms at 1,000,000": AIM_MS, "aim growth of rare and absent": AIM_GROWTH}))


def clocked(work: Any) -> tuple[Any, float]:
    """What it gave, and milliseconds."""
    began = time.perf_counter()
    given = work()
    return given, (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
