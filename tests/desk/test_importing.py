"""An older register comes in: every row right or nothing; its clocks honest; once, wherever it is stopped."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.utils import timezone

from hoiam.desk.cases.actions import import_cases, import_columns, import_file, importing
from hoiam.desk.cases.models import Case, Import, ImportFault, ImportPiece
from hoiam.desk.cases.queries import importing as queries, search
from hoiam.duties.models import Duty
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.ledger import statement
from hoiam.notices.models import Notice
from hoiam.sealed.models import Identity
from tests import cast as people
from tests.kit.test_sheets import book

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()
HEAD = (
    "STT",
    "Ngày tiếp nhận",
    "Họ tên - Địa chỉ",
    "Phân loại đơn",
    "Nội dung",
    "Ngày giải quyết",
    "Kết quả",
)
OPEN = (1, date(2026, 11, 2), "Nông Thị Giả Định - Thôn 3", "Kiến nghị", "Đường ngõ 7 hỏng nặng", None, None)
OVER = ("2", "05/03/2024", "Lý Văn Ví Dụ, Tổ 2", "Khiếu nại", "Đền bù đất", "20/04/2024", "Đã giải quyết")


def csv_of(*lines):
    return "\n".join(";".join("" if cell is None else str(cell) for cell in line) for line in lines).encode()


def uploaded(cast, data=None, name="so-cu.xlsx", by=None):
    data = book(("SỔ TIẾP CÔNG DÂN NĂM 2024",), HEAD, OPEN, OVER) if data is None else data
    by = people.actor(by or cast.clerk)
    return importing.upload(file=io.BytesIO(data), name=name, unit_id=cast.ward.pk, by=by, at=NOW)


def checked(cast, data=None, name="so-cu.xlsx", **columns):
    import_id = uploaded(cast, data, name)
    found = {**queries.one(import_id=import_id).columns, **columns}
    importing.name_columns(import_id=import_id, columns=found, kind="petition", by=people.actor(cast.clerk))
    importing.work(at=NOW)
    return queries.one(import_id=import_id)


def taken_in(cast, data=None, name="so-cu.xlsx"):
    card = checked(cast, data, name)
    importing.run(import_id=card.id, by=people.actor(cast.clerk))
    while queries.one(import_id=card.id).state == "running":
        importing.work(at=NOW)
    return queries.one(import_id=card.id)


def test_columns_are_guessed_from_the_headings(cast):
    card = queries.one(import_id=uploaded(cast))
    assert card.heading_row == 2
    assert card.columns == {
        "number": 1,
        "received_on": 2,
        "name_address": 3,
        "kind": 4,
        "body": 5,
        "closed_on": 6,
        "result": 7,
    }


def test_open_and_settled_matters_come_over(cast):
    card = taken_in(cast)
    assert (card.state, card.rows, card.done, card.wrong) == ("done", 2, 2, 0)
    first, second = Case.objects.order_by("id")
    assert (first.kind, first.state, first.channel, first.received_on) == (
        "petition",
        "received",
        "import",
        date(2026, 11, 2),
    )
    assert (second.kind, second.state, second.due_on, second.received_on) == (
        "complaint",
        "executed",
        None,
        date(2024, 3, 5),
    )
    assert timezone.localtime(second.closed_at).date() == date(2024, 4, 20)
    assert Identity.objects.get(pk=first.identity_id).data["name"] == "Nông Thị Giả Định"
    assert Identity.objects.get(pk=first.identity_id).data["address"] == "Thôn 3"
    assert second.steps.get().note == "Số trong sổ cũ: 2\nKết quả: Đã giải quyết"


def test_clocks_count_from_the_day_the_register_says(cast):
    taken_in(cast)
    first, second = Case.objects.order_by("id")
    duties = Duty.objects.filter(subject="case", subject_id=first.pk)
    assert {(duty.key, duty.event_on) for duty in duties} == {
        ("notice", date(2026, 11, 2)),
        ("answer", date(2026, 11, 2)),
    }
    assert not Duty.objects.filter(subject_id=second.pk).exists()
    assert Notice.objects.count() == 0


def test_the_log_says_both_days(cast):
    taken_in(cast)
    said = [
        statement.parse(one.statement) for one in Event.objects.filter(kind="case.imported").order_by("id")
    ]
    assert [(one.facts["received"], one.facts["imported"]) for one in said] == [
        ("2026-11-02", TODAY.isoformat()),
        ("2024-03-05", TODAY.isoformat()),
    ]
    assert "due" in said[0].facts
    assert "due" not in said[1].facts


def test_what_came_over_is_found_by_its_words(cast):
    taken_in(cast)
    found = search.find(
        chosen=search.SearchFilter(unit_id=cast.ward.pk, text="ngo 7 hong"),
        by=people.actor(cast.clerk),
        on=TODAY,
    )
    assert [one.row.id for one in found.rows] == [Case.objects.order_by("id").first().pk]


FAULTY = [
    ({2: "31/02/2025"}, 2, "no_such_day"),
    ({2: "tháng 3"}, 2, "not_a_day"),
    ({2: None}, 2, "needed"),
    ({2: "24/11/25"}, 2, "not_a_day"),
    ({2: "01/01/2999"}, 2, "in_future"),
    ({2: "01/01/1980"}, 2, "too_early"),
    ({4: "Đơn lạ"}, 4, "unknown_kind"),
    ({4: "Tố cáo"}, 4, "held_kind"),
    ({5: None}, 5, "needed"),
    ({5: "#REF!"}, 5, "formula_error"),
    ({5: "x" * 20_001}, 5, "too_long"),
    ({6: "01/01/2020"}, 6, "closed_before_received"),
    ({3: "x" * 500}, 3, "too_long"),
]


@pytest.mark.parametrize(("changes", "column", "code"), FAULTY)
def test_a_fault_names_row_and_column_and_nothing_is_taken_in(cast, changes, column, code):
    wrong = tuple(changes.get(place, cell) for place, cell in enumerate(OPEN, start=1))
    card = checked(cast, csv_of(HEAD, OPEN, wrong), "so.csv")
    assert (card.rows, card.wrong) == (2, 1)
    [fault] = queries.faults(card=card).rows
    assert (fault.row, fault.letter, fault.code) == (3, queries.letter(column), code)
    with pytest.raises(Refused, match="rows_wrong"):
        importing.run(import_id=card.id, by=people.actor(cast.clerk))
    assert Case.objects.count() == 0


def test_no_cell_is_repeated_in_the_report(cast):
    wrong = (*OPEN[:1], "Nguyễn Bí Mật", *OPEN[2:])
    card = checked(cast, csv_of(HEAD, wrong), "so.csv")
    said = str([list(ImportFault.objects.values()), list(Import.objects.values("columns", "error", "form"))])
    assert card.wrong == 1
    assert "Bí Mật" not in said


def test_what_is_kept_is_sealed_and_forgotten_afterwards(cast):
    card = checked(cast)
    pieces = ImportPiece.objects.extra(select={"raw": "data"}).values_list("raw", flat=True)
    assert len(pieces) == 2
    assert not any("Giả Định".encode() in bytes(raw) for raw in pieces)
    importing.run(import_id=card.id, by=people.actor(cast.clerk))
    importing.work(at=NOW)
    importing.work(at=NOW)
    assert ImportPiece.objects.count() == 0


def many(count):
    return csv_of(HEAD, *((n, "02/11/2026", f"Người {n}", "", f"Việc số {n}", "", "") for n in range(count)))


@pytest.mark.parametrize("batches", [1, 2])
def test_stopped_anywhere_it_goes_on_behind_the_last_case(cast, monkeypatch, batches):
    monkeypatch.setattr(importing, "BATCH", 10)
    card = checked(cast, many(35), "so.csv")
    importing.run(import_id=card.id, by=people.actor(cast.clerk))
    real, calls = import_cases._take_in_one, []

    def breaking(*said):
        calls.append(1)
        if len(calls) == batches * 10 + 5:
            raise KeyboardInterrupt
        return real(*said)

    with monkeypatch.context() as patch:
        patch.setattr(import_cases, "_take_in_one", breaking)
        with pytest.raises(KeyboardInterrupt):
            importing.work(at=NOW)
    assert Case.objects.count() == Import.objects.get().done == batches * 10
    importing.work(at=NOW)
    assert queries.one(import_id=card.id).state == "done"
    assert Case.objects.count() == Event.objects.filter(kind="case.imported").count() == 35


def test_a_turn_ends_so_that_others_have_theirs(cast, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 10)
    card = checked(cast, many(25), "so.csv")
    importing.run(import_id=card.id, by=people.actor(cast.clerk))
    importing.work(at=NOW, turn_s=-1)
    assert Case.objects.count() == 10
    assert queries.one(import_id=card.id).state == "running"


def test_the_same_file_is_taken_in_once(cast):
    taken_in(cast, many(2), "so.csv")
    with pytest.raises(Refused, match="already_imported"):
        uploaded(cast, many(2), "khac.csv")


def test_a_file_checked_twice_beside_is_taken_in_once(cast):
    first, second = checked(cast, many(2), "so.csv"), checked(cast, many(2), "so.csv")
    importing.run(import_id=first.id, by=people.actor(cast.clerk))
    with pytest.raises(Refused, match="already_imported"):
        importing.run(import_id=second.id, by=people.actor(cast.clerk))


def test_a_check_that_was_stopped_begins_anew(cast):
    card = checked(cast, many(3), "so.csv")
    Import.objects.update(state="checking")
    importing.work(at=NOW)
    assert queries.one(import_id=card.id).rows == 3
    assert ImportPiece.objects.filter(what="rows").count() == 1


def test_given_up_it_is_forgotten(cast):
    card = checked(cast)
    importing.drop(import_id=card.id, by=people.actor(cast.clerk))
    assert ImportPiece.objects.count() == 0
    for deed in (importing.drop, importing.run):
        with pytest.raises(Refused, match="wrong_state"):
            deed(import_id=card.id, by=people.actor(cast.clerk))


def test_denunciations_come_over_only_by_who_keeps_them(cast):
    people.RoleRow.objects.create(
        person=cast.clerk, unit=cast.ward, role=Role.KEEPER.value, from_on=people.FIRST_DAY
    )
    line = (1, "02/11/2026", "Người Kín", "Tố cáo", "Nội dung kín", "", "")
    over = (2, "02/11/2024", "Người Kín", "Tố cáo", "Nội dung kín", "02/12/2024", "")
    taken_in(cast, csv_of(HEAD, line, over), "so.csv")
    first, second = Case.objects.order_by("id")
    assert (first.kind, first.state, second.state) == ("denunciation", "received", "settled")
    assert set(Event.objects.filter(kind="case.imported").values_list("visibility", flat=True)) == {"sealed"}
    assert set(Duty.objects.values_list("subject", flat=True)) == {"held"}
    found = search.find(
        chosen=search.SearchFilter(unit_id=cast.ward.pk, text="kín"), by=people.actor(cast.clerk), on=TODAY
    )
    assert list(found.rows) == []


def test_only_the_units_own_people(cast):
    for who in (cast.handler, cast.stranger, cast.operator):
        with pytest.raises(Refused, match="not_yours"):
            uploaded(cast, by=who)
    import_id, stranger = uploaded(cast), people.actor(cast.stranger)
    columns = {"received_on": 2, "body": 5}
    for deed in (
        lambda: importing.name_columns(import_id=import_id, columns=columns, kind="petition", by=stranger),
        lambda: importing.run(import_id=import_id, by=stranger),
        lambda: importing.drop(import_id=import_id, by=stranger),
    ):
        with pytest.raises(Refused, match="not_yours"):
            deed()


@pytest.mark.parametrize(
    ("columns", "code"),
    [({"body": 5}, "column_needed"), ({"received_on": 5, "body": 5}, "column_twice"), ({}, "column_needed")],
)
def test_columns_that_cannot_be(cast, columns, code):
    with pytest.raises(Refused, match=code):
        importing.name_columns(
            import_id=uploaded(cast), columns=columns, kind="petition", by=people.actor(cast.clerk)
        )


# Files that are refused, each with what to do


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
TYPES = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
REFUSED = {
    "empty": (b"", "so.csv", "file_empty"),
    "by its name a program": (b"PK\x03\x04", "so.xlsm", "macro_refused"),
    "a program inside": (zipped({**TYPES, "xl/vbaProject.bin": b"x"}), "so.xlsx", "macro_refused"),
    "a program by its types": (
        zipped({**TYPES, "[Content_Types].xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml"}),
        "so.xlsx",
        "macro_refused",
    ),
    "locked": (OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "so.xlsx", "file_encrypted"),
    "old": (OLE + b"\0" * 512, "so.xls", "file_old_office"),
    "old under a new name": (OLE + b"\0" * 512, "so.xlsx", "file_old_office"),
    "swollen": (zipped({**TYPES, "xl/worksheets/sheet1.xml": b" " * 30_000_000}), "so.xlsx", "archive_bomb"),
    "no table": (zipped({"a.txt": b"x"}), "so.xlsx", "file_is_not_what_it_says"),
    "cut off": (book(HEAD, OPEN)[:500], "so.xlsx", "file_damaged"),
    "a zip called csv": (b"PK\x03\x04abc", "so.csv", "file_is_not_what_it_says"),
    "another kind": (b"%PDF-1.7", "so.pdf", "file_type_refused"),
    "no text": (b"a\0b;c\n", "so.csv", "file_is_not_what_it_says"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_taken(cast, name):
    data, called, code = REFUSED[name]
    with pytest.raises(Refused, match=code):
        uploaded(cast, data, called)
    assert Import.objects.count() == 0


def test_a_file_over_the_limit(cast, monkeypatch):
    monkeypatch.setattr(import_file, "LIMIT_MB", 0)
    with pytest.raises(Refused, match="file_too_large"):
        uploaded(cast)


def test_too_many_rows_are_found_while_checking(cast, monkeypatch):
    monkeypatch.setattr(importing, "MOST_ROWS", 5)
    card = checked(cast, many(6), "so.csv")
    assert (card.state, card.error["code"]) == ("refused", "too_many_rows")


def test_faults_beyond_what_is_noted_are_counted(cast, monkeypatch):
    monkeypatch.setattr(importing, "MOST_FAULTS", 2)
    card = checked(cast, csv_of(HEAD, *[(n, "x", "", "", "y", "", "") for n in range(5)]), "so.csv")
    assert (card.wrong, ImportFault.objects.count()) == (5, 2)


@pytest.mark.parametrize("old", ["tcvn3", "vni"])
def test_a_register_in_old_fonts(cast, old):
    from hoiam.kit import legacy  # noqa: PLC0415
    from tests.kit.test_legacy import typed, vni  # noqa: PLC0415 - how they typed

    text = csv_of(HEAD, OPEN, OVER).decode().replace("Đ", "đ")
    data = typed(text, legacy.TCVN3) if old == "tcvn3" else vni(text)
    taken_in(cast, data.encode("latin-1", errors="strict"), "so.csv")
    assert Case.objects.order_by("id").first().title == "đường ngõ 7 hỏng nặng"


def test_headings_are_understood_however_they_are_written():
    guess = import_columns.guessed(
        ("TT", "Ngày, tháng, năm", "HỌ VÀ TÊN", "Địa chỉ", "NỘI DUNG ĐƠN", "Ghi chú")
    )
    assert guess == {"number": 1, "received_on": 2, "name": 3, "address": 4, "body": 5, "remark": 6}
    assert import_columns.guessed(("No.", "Date received", "Full name", "Content")) == {
        "number": 1,
        "received_on": 2,
        "name": 3,
        "body": 4,
    }


def test_a_day_in_every_dress():
    for cell in ("5/3/2024", "05-03-2024", "5.3.2024", "2024-03-05", "2024-03-05 00:00:00", date(2024, 3, 5)):
        said = import_columns.brought((cell, "x"), {"received_on": 1, "body": 2}, kind="report", today=TODAY)
        assert (said.values["received_on"], said.values["kind"], said.faults) == ("2024-03-05", "report", ())


def test_a_day_in_a_year_of_two_digits_is_not_guessed():
    said = import_columns.brought(("5/3/24", "x"), {"received_on": 1, "body": 2}, kind="report", today=TODAY)
    assert [fault.code for fault in said.faults] == ["not_a_day"]


def test_letters_of_columns():
    assert [queries.letter(n) for n in (0, 1, 26, 27, 52, 100)] == ["", "A", "Z", "AA", "AZ", "CV"]


def test_a_register_of_the_day_after_tomorrow_is_wrong(cast):
    later = (TODAY + timedelta(days=2)).strftime("%d/%m/%Y")
    card = checked(cast, csv_of(HEAD, (1, later, "x", "", "y", "", "")), "so.csv")
    assert card.wrong == 1
