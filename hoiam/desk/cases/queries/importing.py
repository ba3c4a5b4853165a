"""What can be asked about older registers on their way in. Cells are never shown: only columns, counts and codes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hoiam.desk.cases.models import Import, ImportFault
from hoiam.law.refusal import Refused

PAGE = 25
FAULTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCard:
    """One file and how far it came; `columns` by field, from 1."""

    id: int
    unit_id: int
    state: str
    name: str
    headings: tuple[str, ...]
    heading_row: int
    columns: Mapping[str, int]
    kind: str
    legacy: str
    encoding: str
    rows: int
    wrong: int
    done: int
    error: Mapping[str, Any]
    created_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class FaultRow:
    """What is wrong: row of the file, column with its letter and heading, a code."""

    id: int
    row: int
    letter: str
    heading: str
    code: str


@dataclass(frozen=True, slots=True)
class FaultPage:
    """One page in the order of the file, and the cursor of the next."""

    rows: tuple[FaultRow, ...]
    next: int | None


def newest(*, unit_id: int, before: int | None = None) -> tuple[tuple[ImportCard, ...], int | None]:
    """Files of a unit, newest first, and the cursor of the older ones. One statement."""
    rows = Import.objects.filter(unit_id=unit_id).select_related("by")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id")[: PAGE + 1])
    return tuple(map(_card, found[:PAGE])), found[PAGE - 1].pk if len(found) > PAGE else None


def one(*, import_id: int) -> ImportCard:
    """One statement. Refused: no_such_import."""
    row = Import.objects.select_related("by").filter(pk=import_id).first()
    if row is None:
        raise Refused("no_such_import")
    return _card(row)


def faults(*, card: ImportCard, after: int = 0) -> FaultPage:
    """One statement."""
    rows = list(ImportFault.objects.filter(batch_id=card.id, id__gt=after).order_by("id")[: FAULTS + 1])
    page = tuple(_fault(row, card) for row in rows[:FAULTS])
    return FaultPage(page, page[-1].id if len(rows) > FAULTS else None)


def all_faults(*, card: ImportCard) -> Iterator[FaultRow]:
    """For the file with the report; at most as many as were noted."""
    rows = ImportFault.objects.filter(batch_id=card.id).order_by("id")
    return (_fault(row, card) for row in rows.iterator(chunk_size=500))


def letter(column: int) -> str:
    """As spreadsheet programs name columns: 1 is A, 27 is AA; nothing for the whole row."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _fault(row: ImportFault, card: ImportCard) -> FaultRow:
    heading = card.headings[row.column - 1] if 0 < row.column <= len(card.headings) else ""
    return FaultRow(row.pk, row.row, letter(row.column), heading, row.code)


def _card(row: Import) -> ImportCard:
    return ImportCard(
        id=row.pk,
        unit_id=row.unit_id,
        state=row.state,
        name=row.name,
        headings=tuple(row.headings),
        heading_row=row.heading_row,
        columns=row.columns,
        kind=row.kind,
        legacy=row.form.get("legacy", ""),
        encoding=row.form.get("encoding", ""),
        rows=row.rows,
        wrong=row.wrong,
        done=row.done,
        error=row.error,
        created_at=row.created_at,
        by=row.by.name,
    )
