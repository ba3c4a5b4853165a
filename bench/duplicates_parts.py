"""What bench.duplicates measures, with Django set up."""

import hashlib
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from bench import installation, retellings, shelf, tellings
from bench.duplicates import Line
from bench.retellings import Retelling
from bench.search import clocked
from hoiam.desk.cases import queries
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries.alike import candidates
from hoiam.kit.likeness import Verdict

SPLITS = {"tune": "near", "held": "far"}
WAYS = {"asked as usual": {"wide": False}, "asked wider": {"wide": True}}
WARM = 20


def measure(stored: int, each: int, split: str) -> Iterator[tuple[str, list[Line]]]:
    """Every kind, asked in each way, over the same stored cases."""
    crew = installation.prepare()
    began = time.perf_counter()
    shelf.fill(crew, 0, stored, source=source)
    print(f"  {stored} cases: filled in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    numbers = _spread(stored, each, split)
    ids = _ids(numbers)
    for way, options in WAYS.items():
        yield way, list(_lines(crew, numbers, ids, options))


def source(number: int) -> dict[str, Any]:
    """A told petition as bench.shelf takes cases."""
    one = tellings.told(number)
    return {"key": _key(number), "title": one.title, "body": one.body, "field": one.field}


def _key(number: int) -> str:
    return hashlib.sha256(f"told:{number}".encode()).hexdigest()[:32]


def _spread(stored: int, each: int, split: str) -> list[int]:
    """Numbers of the split's voice, from the oldest case to the newest."""
    own = range(tellings.VOICES.index(SPLITS[split]), stored, len(tellings.VOICES))
    return [own[place * len(own) // each] for place in range(min(each, len(own)))]


def _ids(numbers: list[int]) -> dict[int, int]:
    keys = {_key(number): number for number in numbers}
    return {keys[ref]: pk for ref, pk in Case.objects.filter(ref__in=keys).values_list("ref", "pk")}


def _lines(crew: Any, numbers: list[int], ids: dict[int, int], options: dict[str, bool]) -> Iterator[Line]:
    actor = crew.actor("clerk", timezone.now())

    def ask(text: str) -> tuple[tuple[queries.Alike, ...], float, float]:
        began = time.thread_time()
        found, took = clocked(
            lambda: queries.alike(
                unit_id=crew.unit_id, text=text, by=actor, on=timezone.localdate(), **options
            )
        )
        return found, took, (time.thread_time() - began) * 1000

    for number in numbers[:WARM]:
        ask(tellings.told(number).text)
    for kinds, positive in ((retellings.SAME, True), (retellings.OTHERS, False)):
        for kind, retell in kinds.items():
            line = Line(kind, positive)
            for number in numbers:
                text = _retold(number, kind, retell)
                if text:
                    _asked(line, ask(text), ids[number])
                    line.found += ids[number] in candidates(unit_id=crew.unit_id, text=text, **options)
            yield line


def _retold(number: int, kind: str, retell: Retelling) -> str:
    return retell(tellings.told(number), random.Random(f"{kind}:{number}"))


def _asked(line: Line, answer: tuple[tuple[queries.Alike, ...], float, float], pk: int) -> None:
    found, took, cpu = answer
    order = [one.id for one in found]
    same = {one.id for one in found if one.likeness.verdict is Verdict.SAME}
    line.asked += 1
    line.times.append(took)
    line.cpu.append(cpu)
    line.first += order[:1] == [pk]
    line.in_five += pk in order
    line.same += line.positive and pk in same
    line.wrong += len(same - {pk}) if line.positive else len(same)
