"""Which unit seems to answer a matter: the table of competence by field and place, ordered by what was confirmed.

Where the table says nothing, nothing is suggested; what units took into work before only orders.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from hoiam.desk.cases.models import Lesson
from hoiam.desk.cases.queries import routing
from hoiam.law.competence import Competence, answering
from hoiam.office import competence, queries as office

TOP = 3
Seen = Mapping[tuple[str, int, int], int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a matter seems to lie; `named`: the text says so, else it is where the case was sent."""

    unit: office.UnitCard
    named: bool


@dataclass(frozen=True, slots=True)
class Competent:
    """A unit and why it: the row, for which field and place; how many such cases it took into work."""

    unit: office.UnitCard
    row: Competence
    field: str
    place: Place
    confirmed: int


def places(*, text: str, unit_id: int) -> tuple[Place, ...]:
    """Communes and wards that the text names, the first first; without any the unit of the case. No statement.

    Of those of one name in several provinces, that of the province where the case is.
    """
    own = office.served_unit(unit_id)
    named = [unit for unit in routing.named(text) if unit.parent_id]
    near = [unit for unit in named if own and _province(unit) == _province(own)]
    found = tuple(Place(unit, named=True) for unit in near or named)
    return found or ((Place(own, named=False),) if own else ())


def _province(unit: office.UnitCard) -> str:
    return unit.path.split("/")[1]


def suggest(
    *, text: str, fields: Mapping[str, float], kind: str, unit_id: int, out: Collection[int], on: date
) -> tuple[Competent, ...]:
    """The three likeliest units, the likeliest first. One statement, and none where the table says nothing.

    `fields`: how likely each is; without any, only rows of the procedure speak. `out`: units that keep out of it.
    """
    where = places(text=text, unit_id=unit_id)
    rows, procedure = competence.rows(), competence.procedure_of(kind)
    units = {unit.path: unit for unit in office.served() if unit.id not in out}
    likely = fields or {"": 1.0}
    found: list[tuple[office.UnitCard, Competence, str, Place]] = []
    for field in likely:
        for place in where:
            row = answering(rows, field=field, procedure=procedure, place=place.unit.path, on=on)
            unit = units.get(row.answers(place.unit.path)) if row else None
            if row and unit:
                found.append((unit, row, field, place))
    seen = _seen(likely, where) if found else {}
    return _best([_weighed(likely, seen, *one) for one in found])


def _weighed(
    likely: Mapping[str, float], seen: Seen, unit: office.UnitCard, row: Competence, field: str, place: Place
) -> tuple[float, Competent]:
    n = seen.get((field, place.unit.id, unit.id), 0)
    return likely[field] * _share(seen, field, place, n), Competent(unit, row, field, place, n)


def _best(found: Sequence[tuple[float, Competent]]) -> tuple[Competent, ...]:
    """Each unit once, by what speaks for it the most."""
    kept: dict[int, Competent] = {}
    for _, one in sorted(found, key=lambda pair: -pair[0]):
        kept.setdefault(one.unit.id, one)
    return tuple(kept.values())[:TOP]


def _share(seen: Seen, field: str, place: Place, n: int) -> float:
    """Of the cases of this field and place, how many went to this unit; one is added, for there may be none yet."""
    together = sum(count for (of, at, _), count in seen.items() if (of, at) == (field, place.unit.id))
    return (n + 1) / (together + 1)


def _seen(fields: Collection[str], where: Collection[Place]) -> Seen:
    """How many cases of a field and place each unit took into work. One statement."""
    rows = Lesson.objects.filter(
        field__in=fields, place_id__in=[one.unit.id for one in where], unit__isnull=False
    )
    counted = rows.order_by().values_list("field", "place_id", "unit_id").annotate(n=Count("pk"))
    return Counter({(field, place, unit): n for field, place, unit, n in counted})
