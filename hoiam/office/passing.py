"""Which functions passed from which unit to which, as the counters that let cases follow need it."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext

from hoiam.law.refusal import Refused
from hoiam.office import queries
from hoiam.office.cards import full_name, page_language
from hoiam.office.models import Succession, Unit


@dataclass(frozen=True, slots=True)
class Passing:
    """One unit whose function went elsewhere on a day; `successors` the leading one first."""

    unit_id: int
    unit_code: str
    on: date
    legal_basis: str
    successors: tuple[int, ...]
    successor_codes: tuple[str, ...]

    @property
    def several(self) -> bool:
        """Whether somebody must say which case goes where."""
        return len(self.successors) > 1


@dataclass(frozen=True, slots=True)
class Earlier:
    """A unit whose functions another has since a day."""

    id: int
    name: str
    on: date


def begun(*, function: str, on: date) -> tuple[Passing, ...]:
    """Every unit whose function is another's by that day. One statement."""
    rows = Succession.objects.filter(
        on__lte=on, function__in=(function, "all", "part"), predecessor__served=True
    )
    found = rows.select_related("predecessor", "successor").order_by("predecessor_id", "function", "id")
    return tuple(_passing(list(group)) for _, group in groupby(found, key=lambda row: row.predecessor_id))


def predecessors(*, unit_id: int, on: date) -> tuple[Earlier, ...]:
    """Units that this one followed in everything, the latest change first, in the page's language. One statement."""
    rows = Succession.objects.filter(successor_id=unit_id, on__lte=on, function__in=("all", "part"))
    found = rows.select_related("predecessor").order_by("-on", "predecessor__name")
    return tuple(Earlier(row.predecessor_id, _named(row.predecessor), row.on) for row in found)


def began(unit_id: int) -> date:
    """The first day of a unit. One statement."""
    return Unit.objects.values_list("valid_from", flat=True).get(pk=unit_id)


def heirs(unit_id: int, *, on: date) -> tuple[int, ...]:
    """Units that followed this one by that day, in everything or in part, and those that followed them.

    Those of its own code are still itself. A statement for each generation, and one for their codes.
    """
    found, ahead = {unit_id}, {unit_id}
    while ahead:
        rows = Succession.objects.filter(predecessor__in=ahead, on__lte=on, function__in=("all", "part"))
        ahead = set(rows.values_list("successor_id", flat=True)) - found
        found |= ahead
    own = Unit.objects.filter(pk=unit_id).values("path")
    others = Unit.objects.filter(pk__in=found).exclude(path__in=own)
    return tuple(others.order_by("pk").values_list("pk", flat=True)) if len(found) > 1 else ()


def now(*, unit_id: int, function: str, on: date) -> str:
    """The committee that has this function of a unit on a day, in the page's language; empty when it has it itself."""
    try:
        found = queries.successor(unit_id=unit_id, function=function, on=on)
    except Refused:
        return ""
    return "" if found == unit_id else _committee(Unit.objects.get(pk=found))


def then_and_now(*, code: str, function: str, then: date, on: date) -> tuple[str, str]:
    """The unit that had a code on a day, and who has its function on another; empty for no such unit, or itself."""
    unit = Unit.objects.filter(queries.exists_on(then), code=code).first()
    return (_committee(unit), now(unit_id=unit.pk, function=function, on=on)) if unit else ("", "")


def _passing(rows: list[Succession]) -> Passing:
    """A row for this one function wins over `all`; `part` comes after `all` by its name."""
    own = [row for row in rows if row.function not in ("all", "part")] or rows
    first = own[0]
    return Passing(
        first.predecessor_id,
        first.predecessor.code,
        first.on,
        first.legal_basis,
        tuple(row.successor_id for row in own),
        tuple(row.successor.code for row in own),
    )


def _committee(unit: Unit) -> str:
    return gettext("People's Committee of %(unit)s") % {"unit": _named(unit)}


def _named(unit: Unit) -> str:
    return full_name(unit.kind, unit.name, unit.name_en, page_language())
