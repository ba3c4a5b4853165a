"""What bench.search measures, with Django set up."""

import re
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from bench import corpus, installation, shelf
from bench.search import clocked
from hoiam.desk.cases import queries

Line = tuple[int, str, str, list[float], bool]


def measure(sizes: list[int], wanted: Mapping[str, Mapping[str, Any]], repeat: int) -> list[Line]:
    """Every query at every size, each `repeat` times after one to warm up."""
    crew = installation.prepare()
    lines: list[Line] = []
    there = 0
    for size in sizes:
        began = time.perf_counter()
        shelf.fill(crew, there, size)
        print(f"  {size} cases: filled in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
        there = size
        actor = crew.actor("clerk", timezone.now())
        lines += [
            _line(size, name, _filter(crew.unit_id, said), actor, repeat) for name, said in wanted.items()
        ]
    return lines


def _filter(unit_id: int, said: Mapping[str, Any]) -> dict[str, Any]:
    chosen = dict(said)
    if "days" in chosen:
        chosen["since"] = timezone.localdate() - timedelta(days=chosen.pop("days"))
    return {"unit_id": unit_id, **chosen}


def _line(size: int, name: str, chosen: dict[str, Any], actor: Any, repeat: int) -> Line:
    def ask(**changes: Any) -> queries.SearchPage:
        wanted = queries.SearchFilter(**{**chosen, **changes})
        return queries.find(chosen=wanted, by=actor, on=timezone.localdate())

    first = ask()
    plain = ask(text=corpus.strip_diacritics(chosen["text"]))
    same = first.total == plain.total and (
        chosen.get("best") or [one.row.id for one in first.rows] == [one.row.id for one in plain.rows]
    )
    times = [clocked(ask)[1] for _ in range(repeat)]
    hits = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", str(first.total)) + ("+" if first.more else "")
    return size, name, hits, times, bool(same)
