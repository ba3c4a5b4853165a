"""An older register comes in: uploaded, its columns named, checked row by row, then all of it or nothing.

Nothing is taken in before every row was found right. Then it goes batch by batch, each one transaction with its own
mark of how far it came: killed anywhere, it goes on behind the last row that is a case.
"""

import dataclasses
import json
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from django.db import IntegrityError, transaction

from hoiam.desk.cases.actions import import_cases, import_columns, import_file
from hoiam.desk.cases.models import Import, ImportFault, ImportPiece, ImportState
from hoiam.desk.cases.queries import procedures
from hoiam.journal import actions as journal
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.kit.sheets import reading
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office

DESK = frozenset({Role.CLERK, Role.HEAD})
MOST_ROWS = 200_000
BATCH = 250
MOST_FAULTS = 10_000
TURN_S = 5.0
AT_WORK = (ImportState.CHECKING, ImportState.RUNNING)
UNDECIDED = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.REFUSED)


def upload(*, file: BinaryIO, name: str, unit_id: int, by: office.Actor, at: datetime) -> int:
    """Keep a file and guess its columns; gives the import's id.

    Refused: not_yours, no_such_unit, no_recipient, already_imported, and as import_file.inspected and reading.sniffed.
    """
    if not by.roles_in(unit_id) & DESK:
        raise Refused("not_yours")
    if not office.desk(unit_id=unit_id, on=local_day(at)).has_clerk:
        raise Refused("no_recipient")
    form = reading.sniffed(file, import_file.inspected(file, name))
    digest = import_file.digest_of(file)
    if Import.objects.filter(unit_id=unit_id, digest=digest, state__in=("running", "done")).exists():
        raise Refused("already_imported")
    first = import_file.first_rows(file, form)
    headings = first[import_columns.heading_row([row.cells for row in first])]
    with db.writing():
        batch = Import.objects.create(
            unit_id=unit_id,
            by_id=by.person_id,
            name=name[:120],
            digest=digest,
            form=dataclasses.asdict(form),
            headings=[str(cell or "")[:80] for cell in headings.cells],
            heading_row=headings.number,
            columns=import_columns.guessed(headings.cells),
            created_at=at,
        )
        import_file.keep(batch, file)
    return batch.pk


def name_columns(*, import_id: int, columns: Mapping[str, int], kind: str, by: office.Actor) -> None:
    """What stands in which column; then the worker checks every row.

    Refused: no_such_import, not_yours, wrong_state, unknown_kind, column_twice, column_needed(field).
    """
    if kind not in import_columns.KINDS:
        raise Refused("unknown_kind", kind=kind)
    if len(set(columns.values())) != len(columns):
        raise Refused("column_twice")
    for field in import_columns.REQUIRED:
        if field not in columns:
            raise Refused("column_needed", field=field)
    with db.writing():
        batch = _own(import_id, by)
        if batch.state not in UNDECIDED:
            raise Refused("wrong_state", state=batch.state)
        known = {name: place for name, place in columns.items() if name in import_columns.FIELDS}
        batch.columns, batch.kind, batch.state = known, kind, ImportState.CHECKING
        batch.rows = batch.wrong = 0
        batch.error = {}
        batch.save()


def run(*, import_id: int, by: office.Actor) -> None:
    """All of it. Refused: no_such_import, not_yours, wrong_state, rows_wrong(count), no_rows, already_imported."""
    with db.writing():
        batch = _own(import_id, by)
        if batch.state != ImportState.CHECKED:
            raise Refused("wrong_state", state=batch.state)
        if batch.wrong:
            raise Refused("rows_wrong", count=batch.wrong)
        if not batch.rows:
            raise Refused("no_rows")
        batch.state = ImportState.RUNNING
        try:
            with transaction.atomic():
                batch.save(update_fields=("state",))
        except IntegrityError as error:
            raise Refused("already_imported") from error


def drop(*, import_id: int, by: office.Actor) -> None:
    """Nothing of it; the file is forgotten. Refused: no_such_import, not_yours, wrong_state."""
    with db.writing():
        batch = _own(import_id, by)
        if batch.state not in UNDECIDED:
            raise Refused("wrong_state", state=batch.state)
        batch.state = ImportState.DROPPED
        batch.save(update_fields=("state",))
        _forget(batch)


def work(*, at: datetime, turn_s: float = TURN_S) -> int | None:
    """The worker's part: the oldest import that is to be checked or taken in; gives its id, if there was one.

    A check is done whole; taking in stops after a turn, so that other parts of the worker have theirs.
    """
    batch = Import.objects.filter(state__in=AT_WORK).order_by("id").first()
    if batch is None:
        return None
    if batch.state == ImportState.CHECKING:
        _check(batch, at)
    else:
        _take_in(batch, at, turn_s)
    return batch.pk


def _own(import_id: int, by: office.Actor) -> Import:
    batch = Import.objects.select_for_update().filter(pk=import_id).first()
    if batch is None:
        raise Refused("no_such_import")
    if not by.roles_in(batch.unit_id) & DESK:
        raise Refused("not_yours")
    return batch


def _forget(batch: Import) -> None:
    ImportPiece.objects.filter(batch=batch).delete()
    ImportFault.objects.filter(batch=batch).delete()


# Checking


def _check(batch: Import, at: datetime) -> None:
    """From the start, whatever an earlier attempt left; the outcome is written last."""
    with db.writing(durable=False):
        ImportPiece.objects.filter(batch=batch, what="rows").delete()
        ImportFault.objects.filter(batch=batch).delete()
    try:
        with import_file.opened(batch) as file:
            rows, wrong = _checked(batch, reading.rows(file, import_file.form_of(batch)), at)
        outcome = {"state": ImportState.CHECKED, "rows": rows, "wrong": wrong, "error": {}}
    except Refused as refused:
        said = {key: value for key, value in refused.facts.items() if isinstance(value, int | str)}
        outcome = {"state": ImportState.REFUSED, "error": {"code": refused.code, **said}}
    with db.writing():
        still = Import.objects.filter(pk=batch.pk, state=ImportState.CHECKING)
        still.update(checked_at=at, **outcome)


def _checked(batch: Import, rows: Iterator[reading.Row], at: datetime) -> tuple[int, int]:
    body = (row for row in rows if row.number > batch.heading_row)
    count = wrong = number = 0
    held = _may_hold(batch, at)
    while some := list(islice(body, BATCH)):
        count += len(some)
        if count > MOST_ROWS:
            raise Refused("too_many_rows", most=MOST_ROWS)
        wrong += _check_some(batch, some, number, held=held, at=at, room=MOST_FAULTS - wrong)
        number += 1
    return count, wrong


def _may_hold(batch: Import, at: datetime) -> bool:
    """Denunciations are touched only by who keeps them."""
    return batch.by_id in {
        one.id for one in office.staff(unit_id=batch.unit_id, role=Role.KEEPER, on=local_day(at))
    }


def _check_some(
    batch: Import, some: list[reading.Row], number: int, *, held: bool, at: datetime, room: int
) -> int:
    """A batch of rows: those understood are kept, faults are noted; gives how many rows are wrong."""
    understood, faults = [], []
    wrong = 0
    for row in some:
        said = import_columns.brought(row.cells, batch.columns, kind=batch.kind, today=local_day(at))
        found = list(said.faults)
        if not found and procedures.held(said.values["kind"]) and not held:
            found = [import_columns.Fault(batch.columns.get("kind", 0), "held_kind")]
        wrong += bool(found)
        faults += [
            ImportFault(batch=batch, row=row.number, column=one.column, code=one.code) for one in found
        ]
        if not found:
            understood.append({"row": row.number, **said.values})
    with db.writing(durable=False):
        data = json.dumps(understood, ensure_ascii=False).encode()
        ImportPiece.objects.create(batch=batch, what="rows", number=number, data=data)
        ImportFault.objects.bulk_create(faults[: max(room, 0)])
    return wrong


# Taking in


def _take_in(batch: Import, at: datetime, turn_s: float) -> None:
    until = time.monotonic() + turn_s
    while batch.done < batch.rows:
        _take_in_some(batch, at)
        if time.monotonic() > until:
            return
    with db.writing():
        ended = Import.objects.filter(pk=batch.pk, state=ImportState.RUNNING)
        if ended.update(state=ImportState.DONE, finished_at=at):
            _forget(batch)


def _take_in_some(batch: Import, at: datetime) -> None:
    """One batch and how far it came, in one transaction; whoever comes second finds that it is done."""
    number = batch.done // BATCH
    piece = ImportPiece.objects.get(batch=batch, what="rows", number=number)
    rows = json.loads(piece.data)
    with journal.recording():
        locked = Import.objects.select_for_update().get(pk=batch.pk)
        if locked.done == batch.done and locked.state == ImportState.RUNNING:
            import_cases.take_in(batch=locked, rows=rows, at=at)
            locked.done += len(rows)
            locked.save(update_fields=("done",))
    batch.done = max(batch.done + len(rows), locked.done)
