"""What can be asked about registers on their way out: the files of a unit, and the cases that go into one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from hoiam.desk.cases.models import Case, Export, Step
from hoiam.desk.cases.queries import firewall
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused

PAGE = 25
BATCH = 500
PASSED = ("transfer_out", "refuse", "refuse_in_writing", "guide", "transfer")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportCard:
    """One file; `mine` says that the reader asked for it and may have it."""

    id: int
    unit_id: int
    by_id: int
    by: str
    what: str
    kind: str
    since: date
    until: date
    state: str
    rows: int
    size: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A case of the register with the last step that passed it on, if one did, and who registered it."""

    case: Case
    passed: Step | None
    officer: str


def newest(*, unit_id: int, before: int | None = None) -> tuple[tuple[ExportCard, ...], int | None]:
    """Files of a unit, newest first, and the cursor of the older ones. One statement."""
    rows = Export.objects.filter(unit_id=unit_id).select_related("by")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id")[: PAGE + 1])
    return tuple(map(_card, found[:PAGE])), found[PAGE - 1].pk if len(found) > PAGE else None


def one(*, export_id: int) -> ExportCard:
    """One statement. Refused: no_such_export."""
    row = Export.objects.select_related("by").filter(pk=export_id).first()
    if row is None:
        raise Refused("no_such_export")
    return _card(row)


def listed(export: Export, *, on: date) -> Iterator[list[Listed]]:
    """The cases of the unit and the period, by day, some hundred at a time: two statements each.

    Without those that whoever asked keeps out of, and without what is held unless they keep it.
    """
    rows = Case.objects.filter(unit_id=export.unit_id, received_on__range=(export.since, export.until))
    rows = firewall.open_to(rows, person_id=export.by_id, on=on)
    if not export.held:
        rows = rows.exclude(kind__in=kinds.HELD)
    rows = rows.select_related("unit", "earlier__unit").order_by("received_on", "id")
    last: tuple[date, int] | None = None
    while True:
        part = rows
        if last:
            day, number = last
            part = rows.filter(
                Q(received_on__gt=day) | Q(received_on=day, id__gt=number), received_on__gte=day
            )
        found = list(part[:BATCH])
        if not found:
            return
        yield _with_steps(found)
        last = (found[-1].received_on, found[-1].pk)


def _with_steps(cases: list[Case]) -> list[Listed]:
    """What happened at the beginning and on the way out."""
    passed: dict[int, Step] = {}
    officers: dict[int, str] = {}
    steps = Step.objects.filter(case__in=cases).filter(Q(before="") | Q(event__in=PASSED))
    for step in steps.select_related("by").order_by("case_id", "id"):
        if not step.before:
            officers[step.case_id] = step.by.name if step.by else ""
        else:
            passed[step.case_id] = step
    return [Listed(case, passed.get(case.pk), officers.get(case.pk, "")) for case in cases]


def _card(row: Export) -> ExportCard:
    return ExportCard(
        id=row.pk,
        unit_id=row.unit_id,
        by_id=row.by_id,
        by=row.by.name,
        what=row.what,
        kind=row.kind,
        since=row.since,
        until=row.until,
        state=row.state,
        rows=row.rows,
        size=row.size,
        created_at=row.created_at,
    )
