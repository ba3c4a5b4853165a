"""What bench.routing measures, with Django set up."""

import random
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import islice

from bench import corpus, installation, tellings
from bench.routing import Line
from bench.search import clocked
from hoiam.config.demo import material
from hoiam.desk.cases.actions import learning
from hoiam.desk.cases.queries import competent, routing
from hoiam.kit import db, fold
from hoiam.law import packs
from hoiam.law.pack import Pack
from hoiam.office import actions as office, competence, queries
from hoiam.office.models import Competence, Unit

SLICE = 500
ASKED_FROM = 10_000_000
"""Numbers of petitions that are asked and never confirmed."""
PROVINCE = "/20/"
Labelled = list[tuple[str, str]]


def fields(sizes: list[int], asked: int) -> Iterator[Line]:
    """Every set of texts after each number of confirmed ones."""
    installation.prepare()
    sets = {
        "other words": _told("far", asked),
        "another author": _of_the_demonstration(asked),
        "heard before": _told("near", asked),
    }
    done = 0
    for size in sizes:
        _confirm(done, size)
        done = size
        for name, texts in sets.items():
            yield _line(size, name, texts)


def _told(voice: str, asked: int) -> Labelled:
    told = (tellings.told(number, voice) for number in range(ASKED_FROM, ASKED_FROM + asked))
    return [(one.field, one.text) for one in told]


def _of_the_demonstration(asked: int) -> Labelled:
    return [(one["field"], f"{one['title']}\n{one['text']}") for one in islice(material.samples(), asked)]


def _confirm(first: int, size: int) -> None:
    for begin in range(first, size, SLICE):
        with db.writing(durable=False):
            for number in range(begin, min(begin + SLICE, size)):
                one = tellings.told(number, "near")
                learning.count({one.field: 1}, text=one.text)


def _line(confirmed: int, name: str, texts: Labelled) -> Line:
    pack = packs.load("vn")
    words = {
        field: [" ".join(fold.syllables(word)) for word in known] for field, known in pack.lexicon.items()
    }
    line = Line(confirmed, name)
    for field, text in texts:
        began = time.thread_time()
        found, took = clocked(partial(routing.suggest, text=text, pack=pack))
        line.cpu.append((time.thread_time() - began) * 1000)
        plain = f" {' '.join(fold.syllables(text))} "
        hinted = any(f" {word} " in plain for word in words[field])
        line.said.append((field, [one.field for one in found], hinted))
        line.times.append(took)
    return line


SPELLINGS = {
    "they are written": str,
    "without marks": corpus.strip_diacritics,
    "in capitals": str.upper,
}


def units(asked: int) -> Iterator[tuple[str, int, int, int, list[float]]]:
    """Texts that name one unit of a served province, by spelling: asked, told, others told, milliseconds."""
    served = _serve()
    for spelling, spelt in SPELLINGS.items():
        right = wrong = 0
        times = []
        for number in range(asked):
            unit = random.Random(number).choice(served)
            one = tellings.told(ASKED_FROM + number)
            text = spelt(tellings.with_facts(one, {"place": f"{unit.full_name}"}).text)
            found, took = clocked(partial(routing.named, text))
            right += unit in found
            wrong += len(set(found) - {unit})
            times.append(took)
        yield spelling, asked, right, wrong, times


PROVINCIAL = ("traffic", "utility", "environment", "health", "education", "labour")
"""Fields that the invented table of competence gives to the province; all others are the commune's."""


def competences(asked: int) -> tuple[list[tuple[str, list[str], bool]], list[float]]:
    """Texts that name a place, as Line.said: the unit that answers by the table, those suggested; milliseconds.

    The field is that which is suggested, so that a wrong field can lead to a wrong unit.
    """
    served = _serve()
    province = Unit.objects.get(path=PROVINCE, valid_until=None)
    pack = packs.load("vn")
    said: list[tuple[str, list[str], bool]] = []
    times: list[float] = []
    for field in pack.fields:
        level = "province" if field.code in PROVINCIAL else "commune"
        Competence.objects.create(
            under=province, field=field.code, level=level, basis="-", from_on=date(2026, 1, 1)
        )
    competence.forget()
    for number in range(asked):
        place = random.Random(number).choice(served)
        one = tellings.told(ASKED_FROM + number, "far")
        text = tellings.with_facts(one, {"place": place.full_name}).text
        found, took = clocked(partial(_units_of, text, place.id, pack))
        said.append((PROVINCE if one.field in PROVINCIAL else place.path, found, True))
        times.append(took)
    return said, times


def _units_of(text: str, unit_id: int, pack: Pack) -> list[str]:
    fields = {one.field: one.share for one in routing.suggest(text=text, pack=pack)}
    found = competent.suggest(
        text=text, fields=fields, kind="petition", unit_id=unit_id, out=(), on=date(2026, 11, 30)
    )
    return [one.unit.path for one in found]


def _serve() -> list[queries.UnitCard]:
    office.serve(unit_path=PROVINCE)
    queries.forget_served()
    return [unit for unit in queries.served() if unit.path != PROVINCE]
