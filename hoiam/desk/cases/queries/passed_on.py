"""Open cases that offices passed to one another: how often, and where each is now. For the offices above them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from hoiam.desk.cases.models import Case, Kind
from hoiam.desk.cases.queries import cards, firewall
from hoiam.duties.models import STANDS_STILL

PAGE = 25
COLUMNS = ("id", "received_on", "passed_on", "unit_id", "due_on")


@dataclass(frozen=True, slots=True)
class PassedRow:
    """One case: where it is now, how often it was passed on; no date while its clock stands still."""

    id: int
    number: str
    unit_id: int
    count: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PassedPage:
    """One page and the cursor of the next, if there is one."""

    rows: tuple[PassedRow, ...]
    next: tuple[date, int] | None


def noted(*, units: Collection[int], person_id: int, on: date) -> "QuerySet[Case]":
    """Those at these units, by the date to work to, that this person may know of: a part of other statements."""
    rows = Case.objects.filter(unit_id__in=tuple(units), passed_on__isnull=False, due_on__isnull=False)
    rows = rows.exclude(kind=Kind.DENUNCIATION).order_by("due_on", "id")
    return firewall.open_to(rows, person_id=person_id, on=on)


def listed(
    *,
    units: Collection[int],
    person_id: int,
    on: date,
    after: tuple[date, int] | None = None,
    limit: int = PAGE,
) -> PassedPage:
    """A page of them. One statement."""
    rows = noted(units=units, person_id=person_id, on=on)
    if after:
        due_on, seen = after
        rows = rows.filter(Q(due_on__gt=due_on) | Q(due_on=due_on, id__gt=seen), due_on__gte=due_on)
    found = list(rows.values(*COLUMNS)[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return PassedPage(tuple(map(row, found[:limit])), (last["due_on"], last["id"]) if last else None)


def row(found: Mapping[str, Any]) -> PassedRow:
    """From COLUMNS."""
    return PassedRow(
        id=found["id"],
        number=cards.number_of(found["received_on"], found["id"]),
        unit_id=found["unit_id"],
        count=found["passed_on"],
        due_on=None if found["due_on"] == STANDS_STILL else found["due_on"],
    )
