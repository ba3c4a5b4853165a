"""A case and the cases made from its parts, both ways."""

from dataclasses import dataclass

from hoiam.desk.cases.models import Case
from hoiam.desk.cases.models.split import Part
from hoiam.desk.cases.queries import cards


@dataclass(frozen=True, slots=True)
class Linked:
    """A part, or what it is a part of; `number` of a part counts from 1."""

    case_id: int
    case: str
    title: str
    kind: str
    state: str
    number: int


_COLUMNS = ("pk", "received_on", "title", "kind", "state")


def parts(case_id: int) -> tuple[Linked, ...]:
    """In their order; none for a case that was not split. One statement."""
    rows = Case.objects.filter(part__origin_id=case_id).order_by("part__number")
    found = rows.values_list(*_COLUMNS, "part__number")
    return tuple(Linked(pk, cards.number_of(on, pk), *rest) for pk, on, *rest in found)


def origin(case_id: int) -> Linked | None:
    """What it is a part of. One statement."""
    rows = Case.objects.filter(parts__case_id=case_id).values_list(*_COLUMNS, "parts__number")
    return next((Linked(pk, cards.number_of(on, pk), *rest) for pk, on, *rest in rows), None)


def part_of(case_id: int, number: int) -> int | None:
    """The case that is this part of another. One statement."""
    return Part.objects.filter(origin_id=case_id, number=number).values_list("case_id", flat=True).first()
