"""The register of citizen reception, form 03/TCD (Decree 154/2026/NĐ-CP): thirteen columns, for a period.

A denunciation stands only in the register that its keeper makes (Law 25/2018/QH14, article 8.3), and what somebody
keeps out of in none that they make: a line without words would still say that there is one. Lines are numbered as
they stand.
Names and papers of identity are sealed: with them, each is opened for a reason, each opening is recorded, and so is
that they left together.
"""

import importlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from hoiam.desk.cases.actions import documents, export_columns, record, setting
from hoiam.desk.cases.models import Case, TurnedAway
from hoiam.desk.cases.queries import firewall
from hoiam.kit.moments import local_day
from hoiam.law import citation
from hoiam.law.document_templates import Block
from hoiam.law.procedures import kinds
from hoiam.law.procedures.reception_refusal import State as Turning
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.sheet import Sheet
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed

MOST = 500
FORM = "tcd.03"
IN_PERSON = ("counter", "phone", "paper")
KEEPERS = frozenset({Role.CLERK, Role.HEAD})
COLUMNS = export_columns.REGISTER
NUMBERS = tuple(str(number) for number in range(1, len(COLUMNS) + 1))
"""A row of the form below its header."""
WIDTHS = (6, 11, 20, 14, 26, 12, 9, 13, 10, 15, 15, 13, 13)
KIND = {
    "petition": "Kiến nghị",
    "report": "Phản ánh",
    "press": "Phản ánh",
    "complaint": "Khiếu nại",
    "complaint_again": "Khiếu nại lần hai",
    "explanation": "Yêu cầu giải trình",
    "denunciation": "Tố cáo",
}
STATE = {
    "received": "Đã tiếp nhận",
    "refused": "Từ chối",
    "transferred": "Đã chuyển",
    "guided": "Đã hướng dẫn",
    "answered": "Đã trả lời",
    "decided": "Đã có quyết định",
    "closed": "Đã kết thúc",
    "withdrawn": "Đã rút",
}
ELSEWHERE = frozenset({"transferred", "guided", "not_ours"})
PROTECTED = "Thông tin được bảo vệ"
AFTER_ALL = "Không còn căn cứ từ chối, đã tiếp"
WHAT = "reception"
"""How the register with names is called in the record of what was handed out, under the unit's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """First and last day, both included; `reason`: why names are opened, empty to leave them out."""

    unit_id: int
    first: date
    last: date
    reason: str = ""


Row = tuple[str, ...]


def rows(*, wanted: Period, by: office.Actor, at: datetime) -> tuple[Row, ...]:
    """Lines of the register, oldest first: cases, and people refused reception. Refused: not_yours, period_too_long."""
    if not by.roles_in(wanted.unit_id) & KEEPERS:
        raise Refused("not_yours")
    found = list(_shown(wanted, by, at)[: MOST + 1])
    turned = list(_turned_away(wanted)[: MOST + 1])
    if len(found) + len(turned) > MOST:
        raise Refused("period_too_long", most=MOST)
    unit = record.desk_of(found[0], on=local_day(at)).unit.full_name if found else ""
    if wanted.reason.strip():
        sealed.downloaded(what=WHAT, number=wanted.unit_id, by=by.person_id, at=at)
    lines = [(case.received_on, _row(case, unit, wanted, by, at)) for case in found]
    lines += [(row.on, _refused(row, wanted, by, at)) for row in turned]
    lines.sort(key=lambda line: line[0])
    return tuple((str(number), *cells) for number, (_day, cells) in enumerate(lines, start=1))


def _shown(wanted: Period, by: office.Actor, at: datetime) -> "QuerySet[Case]":
    rows = Case.objects.filter(
        unit_id=wanted.unit_id,
        channel__in=IN_PERSON,
        received_on__gte=wanted.first,
        received_on__lte=wanted.last,
    ).order_by("received_on", "id")
    if Role.KEEPER not in by.roles_in(wanted.unit_id):
        rows = rows.exclude(kind__in=kinds.HELD)
    return firewall.open_to(rows, person_id=by.person_id, on=local_day(at))


def _turned_away(wanted: Period) -> "QuerySet[TurnedAway]":
    rows = TurnedAway.objects.filter(unit_id=wanted.unit_id, on__range=(wanted.first, wanted.last))
    return rows.order_by("on", "id")


def xlsx(lines: Sequence[Row]) -> bytes:
    """A sheet with a header; every cell is text, so that nothing typed is ever computed."""
    book = importlib.import_module("openpyxl").Workbook()  # large, and seldom asked
    sheet = book.active
    sheet.title = "03-TCD"
    for line, cells in enumerate((COLUMNS, *lines), start=1):
        for column, text in enumerate(cells, start=1):
            cell = sheet.cell(row=line, column=column)
            cell.value, cell.data_type, cell.quotePrefix = text, "s", True
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[sheet.cell(row=1, column=column).column_letter].width = width * 1.5
    sheet.freeze_panes = "A2"
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def pdf(lines: Sequence[Row], *, wanted: Period, at: datetime) -> bytes:
    """The same on paper, A4 across."""
    desk = office.desk(unit_id=wanted.unit_id, on=local_day(at))
    here = documents.office_of(desk)
    template = record.pack().document_templates[FORM]
    made = Sheet(
        form=FORM,
        layout=template.layout.value,
        parent=here.parent,
        issuer=here.issuer,
        number="",
        place_and_day="",
        heading=template.heading,
        subject=f"Từ ngày {wanted.first:%d/%m/%Y} đến ngày {wanted.last:%d/%m/%Y}",
        greeting=(),
        blocks=(Block("table", rows=(COLUMNS, NUMBERS, *(lines or (("",) * len(COLUMNS),)))),),
        signers=(),
        closing="",
        signature=None,
        recipients=(),
    )
    return setting.pdf(made, widths=WIDTHS)


def _row(case: Case, unit: str, wanted: Period, by: office.Actor, at: datetime) -> Row:
    """Without its number."""
    held = case.kind in kinds.HELD
    name, paper = (PROTECTED, "") if held else _person(case.identity_id, wanted, by, at)
    elsewhere = case.state in ELSEWHERE
    taken = case.state not in {"received", "refused", "withdrawn", *ELSEWHERE}
    return (
        f"{case.received_on:%d/%m/%Y}",
        name,
        paper,
        PROTECTED if held else case.title,
        KIND.get(case.kind, ""),
        str(case.people),
        "",
        "" if elsewhere else "x",
        "Cơ quan khác" if elsewhere else "",
        unit if taken else "",
        STATE.get(case.state, "Đang giải quyết"),
        f"Hồ sơ {record.number(case)}",
    )


def _refused(row: TurnedAway, wanted: Period, by: office.Actor, at: datetime) -> Row:
    """Somebody who was not received, without its number."""
    name, paper = _person(row.identity_id, wanted, by, at)
    found = [one for one in record.pack().refusal_grounds if one.code == row.ground]
    ground = citation.cite(found[0]) if found else row.ground
    return (
        f"{row.on:%d/%m/%Y}",
        name,
        paper,
        row.matter,
        KIND.get(row.kind, ""),
        str(row.people),
        *("", "", "", ""),
        AFTER_ALL if row.state == Turning.RECEIVED_AFTER_ALL else f"Từ chối tiếp ({ground})",
        _notice(row),
    )


def _notice(row: TurnedAway) -> str:
    """What became of form 01/TCD."""
    if row.signed_on is not None:
        return f"Thông báo số {row.number} ngày {row.signed_on:%d/%m/%Y}"
    return {Turning.ESTABLISHED: "Chưa ban hành thông báo", Turning.EXPLAINED: "Đã giải thích tại chỗ"}.get(
        Turning(row.state), ""
    )


def _person(identity_id: int | None, wanted: Period, by: office.Actor, at: datetime) -> tuple[str, str]:
    """Name with address, and number; nothing when they were erased or no reason is given."""
    if identity_id is None or not wanted.reason.strip():
        return "", ""
    try:
        person = sealed.open(
            identity_id=identity_id, by=by.person_id, purpose="print", reason=wanted.reason, at=at
        )
    except Refused:
        return "", ""
    return ", ".join(filter(None, (person.name, person.address))), person.id_number
