"""A register goes out as a file: asked for with a reason, written by the worker, handed only to who asked.

Every identity in it is opened on the record, by whoever asked; every handing out has a line of its own.
"""

import itertools
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import BinaryIO, cast

from django.db.models import Q

from hoiam.desk.cases.actions import export_columns, record
from hoiam.desk.cases.actions.export_columns import Source
from hoiam.desk.cases.models import Export, ExportPiece, ExportState
from hoiam.desk.cases.queries import codes, exporting as queries, firewall
from hoiam.files import queries as files
from hoiam.kit import db, reasons
from hoiam.kit.moments import local_day
from hoiam.kit.sheets import writing
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed

DESK = frozenset({Role.CLERK, Role.HEAD})
KINDS = ("xlsx", "csv")
LONGEST = timedelta(days=366 * 5)
LEASE = timedelta(minutes=30)
KEPT = timedelta(days=7)
PIECE = 1024 * 1024
REASON_LIMIT = 300
WHAT = "export"
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def ask(
    *,
    unit_id: int,
    what: str,
    kind: str,
    since: date,
    until: date,
    reason: str,
    by: office.Actor,
    at: datetime,
) -> int:
    """The worker writes it; gives its id.

    Refused: not_yours, unknown_table, period_wrong, period_too_long(years), reason_needed, reason_too_long(limit).
    """
    if not by.roles_in(unit_id) & DESK:
        raise Refused("not_yours")
    if what not in export_columns.TABLES or kind not in KINDS:
        raise Refused("unknown_table")
    if until < since:
        raise Refused("period_wrong")
    if until - since > LONGEST:
        raise Refused("period_too_long", years=LONGEST.days // 366)
    why = reasons.given(reason, most=REASON_LIMIT)
    with db.writing():
        row = Export.objects.create(
            unit_id=unit_id,
            by_id=by.person_id,
            what=what,
            kind=kind,
            since=since,
            until=until,
            held=Role.KEEPER in by.roles_in(unit_id),
            reason=why,
            created_at=at,
        )
    return row.pk


def hand_out(*, export_id: int, by: office.Actor, at: datetime) -> tuple[str, str, bytes]:
    """Name, media type and bytes, for who asked for it; on the record before it leaves.

    Refused: no_such_export, not_yours, export_not_ready, export_gone; export_outdated when whoever asked keeps out of
    one of its cases since it was written.
    """
    row = Export.objects.filter(pk=export_id).first()
    if row is None:
        raise Refused("no_such_export")
    if row.by_id != by.person_id or not by.roles_in(row.unit_id) & DESK:
        raise Refused("not_yours")
    if row.state == ExportState.GONE:
        raise Refused("export_gone")
    if row.state != ExportState.DONE:
        raise Refused("export_not_ready")
    if firewall.bars_since(
        moment=row.finished_at or at,
        person_id=by.person_id,
        unit_id=row.unit_id,
        days=(row.since, row.until),
        on=local_day(at),
    ):
        raise Refused("export_outdated")
    sealed.downloaded(what=WHAT, number=row.pk, by=by.person_id, at=at)
    pieces = ExportPiece.objects.filter(export=row).order_by("number")
    data = b"".join(piece.data for piece in pieces.iterator(chunk_size=4))
    return f"{row.what}-{row.since}-{row.until}.{row.kind}", MEDIA[row.kind], data


def work(*, at: datetime) -> int | None:
    """The worker's part: forget what was kept long enough, then write the oldest that waits; gives its id.

    One that a killed writer left is begun anew when its lease is over.
    """
    _forget(at)
    row = _claimed(at)
    if row is None:
        return None
    with tempfile.TemporaryFile(prefix="hoiam-export-") as file:
        rows = _write(row, cast("BinaryIO", file), at)
        size = _keep(row, cast("BinaryIO", file))
    with db.writing():
        mine = Export.objects.filter(pk=row.pk, state=ExportState.WRITING)
        mine.update(state=ExportState.DONE, rows=rows, size=size, leased_until=None, finished_at=at)
    return row.pk


def _claimed(at: datetime) -> Export | None:
    """Compare-and-swap: only one writer gets it."""
    free = Q(state=ExportState.WAITING) | Q(state=ExportState.WRITING, leased_until__lt=at)
    row = Export.objects.filter(free).order_by("id").first()
    if row is None:
        return None
    with db.writing():
        mine = Export.objects.filter(free, pk=row.pk)
        if not mine.update(state=ExportState.WRITING, leased_until=at + LEASE):
            return None
        ExportPiece.objects.filter(export=row).delete()
    return row


def _forget(at: datetime) -> None:
    old = list(
        Export.objects.filter(state=ExportState.DONE, finished_at__lt=at - KEPT).values_list("pk", flat=True)
    )
    if old:
        with db.writing():
            Export.objects.filter(pk__in=old).update(state=ExportState.GONE)
            ExportPiece.objects.filter(export_id__in=old).delete()


def _write(row: Export, file: BinaryIO, at: datetime) -> int:
    """Some hundred cases at a time, whatever the length of the register."""
    headings, make = export_columns.TABLES[row.what]
    opened = writing.csv_file(file) if row.kind == "csv" else writing.xlsx_file(file, name=row.what)
    count = 0
    with opened as put:
        put(headings)
        for source in _sources(row, at):
            for line in make(source):
                put(line)
                count += 1
    return count


def _sources(row: Export, at: datetime) -> Iterator[Source]:
    numbers = itertools.count(1)
    for batch in queries.listed(row, on=local_day(at)):
        ids = [one.case.identity_id for one in batch if one.case.identity_id is not None]
        people = sealed.open_many(identity_ids=ids, by=row.by_id, purpose="export", reason=row.reason, at=at)
        for one in batch:
            person = people.get(one.case.identity_id or 0, sealed.Personal())
            if person.code and not codes.opens(person.code, stored=bytes(one.case.code_hash)):
                person = sealed.Personal()
            papers = (
                files.of_owner(owner=record.SUBJECT, owner_id=one.case.pk) if row.what == "papers" else ()
            )
            yield Source(next(numbers), one, person, papers)


def _keep(row: Export, file: BinaryIO) -> int:
    """Encrypted, a piece for each megabyte."""
    file.seek(0)
    size = number = 0
    while data := file.read(PIECE):
        with db.writing(durable=False):
            ExportPiece.objects.create(export=row, number=number, data=data)
        size, number = size + len(data), number + 1
    return size
