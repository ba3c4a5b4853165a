"""Tables in files: what is read is data, what is written runs nowhere."""

import csv
import io
import tracemalloc
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest

from hoiam.kit.sheets import reading, writing
from hoiam.law.refusal import Refused


def rows(data, kind="csv"):
    file = io.BytesIO(data if isinstance(data, bytes) else data.encode())
    return [row.cells for row in reading.rows(file, reading.sniffed(file, kind))]


def at(*day):
    return datetime.combine(date(*day), time())


def book(*lines, **said):
    made = openpyxl.Workbook()
    for line in lines:
        made.active.append(line)
    for name, value in said.items():
        setattr(made.active, name, value)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_csv_file_is_cut_where_it_is_cut(delimiter):
    text = delimiter.join(["Ngày", "Họ, tên; và | tên", "Nội dung"])
    quoted = delimiter.join(['"01/02/2025"', '"Ví Dụ, thôn 3; xã"', '"Dòng một\ndòng hai"'])
    found = rows(f"{text.replace('Họ, tên; và | tên', 'Họ tên')}\n{quoted}\n")
    assert found == [
        ("Ngày", "Họ tên", "Nội dung"),
        ("01/02/2025", "Ví Dụ, thôn 3; xã", "Dòng một\ndòng hai"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_in_all_its_dresses(encoding):
    assert rows("Nội dung;Ngày\nĐèn hỏng;1\n".encode(encoding))[1] == ("Đèn hỏng", "1")


def test_vietnamese_windows_with_its_own_marks():
    text = "No\u0323\u0302i dung;Nga\u0300y;\u0110e\u0300n\n".encode("cp1258", errors="ignore")
    assert rows(text * 3)[0][1].startswith("Ng")


def test_old_fonts_in_csv_and_in_xlsx():
    tcvn = "Céng hoµ x· héi;chñ nghÜa ViÖt Nam\n".encode("latin-1")
    assert rows(tcvn * 2)[0] == ("Cộng hoà xã hội", "chủ nghĩa Việt Nam")
    vni = book(("Coäng hoøa xaõ hoäi", "chuû nghóa Vieät Nam"), (date(2025, 1, 2), 3))
    found = rows(vni, "xlsx")
    assert found[0] == ("Cộng hòa xã hội", "chủ nghĩa Việt Nam")
    assert found[1] == (at(2025, 1, 2), 3)


def test_text_in_no_encoding_is_refused():
    with pytest.raises(Refused, match="table_encoding"):
        rows("Ã¡Â»â„¢ng;hÃ²a xÃ£;hÃ¡Â»â„¢i;Äƒ Ä‘Ã¡\n" * 3)
    late = ("Nội dung;1\n" * 40_000).encode() + b"\xff\xfe;2\n"
    with pytest.raises(Refused, match="table_encoding"):
        rows(late)
    with pytest.raises(Refused, match="file_is_not_what_it_says"):
        rows(b"abc\0def;1\n")


def test_an_empty_table_is_said_to_be_so():
    for data, kind in ((b"\n\n\n", "csv"), (book(), "xlsx"), (book((None, "")), "xlsx")):
        with pytest.raises(Refused, match="table_empty"):
            rows(data, kind)


def test_rows_keep_their_numbers_past_empty_ones():
    file = io.BytesIO(book(("a",), (None,), ("b", None, None)))
    found = list(reading.rows(file, reading.Form("xlsx")))
    assert [(row.number, row.cells) for row in found] == [(1, ("a",)), (3, ("b",))]


def test_a_million_empty_rows_are_passed_over():
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet()
    sheet.append(["Nội dung"])
    for _ in range(20_000):
        sheet.append([None])
    sheet.append(["cuối"])
    file = io.BytesIO()
    made.save(file)
    assert [row.cells for row in reading.rows(file, reading.Form("xlsx"))] == [("Nội dung",), ("cuối",)]


def test_the_first_visible_sheet_is_read_and_no_formula_computed():
    made = openpyxl.Workbook()
    made.active.append(["ẩn"])
    made.active.sheet_state = "hidden"
    second = made.create_sheet("Sổ")
    second.append(["Nội dung", "=1+1"])
    file = io.BytesIO()
    made.save(file)
    assert [row.cells for row in reading.rows(file, reading.Form("xlsx"))] == [("Nội dung",)]


def test_what_is_broken_is_one_refusal():
    whole = book(("a", "b"))
    for data in (
        b"PK\x03\x04",
        whole[: len(whole) // 2],
        without(whole, "xl/worksheets/sheet1.xml"),
        bad_xml(whole),
    ):
        with pytest.raises(Refused, match="file_damaged"):
            list(reading.rows(io.BytesIO(data), reading.Form("xlsx")))


def without(data, part):
    return changed(data, {part: None})


def bad_xml(data):
    return changed(data, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row><c"})


def changed(data, parts):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if (said := parts.get(name, old.read(name))) is not None:
                new.writestr(name, said)
    return out.getvalue()


def test_limits_name_the_row():
    with pytest.raises(Refused, match="too_many_columns") as wide:
        rows("a;b\n" + ";".join("x" * 200) + "\n")
    assert wide.value.facts == {"most": 100, "row": 2}
    with pytest.raises(Refused, match="cell_too_long") as long:
        rows("a;b\n" + "x" * 100_001 + ";y\n")
    assert long.value.facts["row"] == 2


# Writing

LINES = [
    ("Ngày", "Nội dung", "Số"),
    (date(2026, 11, 24), "=HYPERLINK(1)", 7),
    (None, "Đèn <&> 'hỏng'\n\x07dòng", 0),
]


def test_what_is_written_as_xlsx_is_read_as_it_was():
    file = io.BytesIO()
    with writing.xlsx_file(file, name='Sổ "03" & <TCD>') as put:
        for line in LINES:
            put(line)
    sheet = openpyxl.load_workbook(file).active
    found = list(sheet.iter_rows(values_only=True))
    assert found[1] == (at(2026, 11, 24), "=HYPERLINK(1)", 7)
    assert sheet["B2"].data_type in {"s", "inlineStr"}
    assert sheet["A2"].number_format == "dd/mm/yyyy"
    assert found[2] == (None, "Đèn <&> 'hỏng'\ndòng", 0)


def test_no_formula_leaves_in_a_csv():
    file = io.BytesIO()
    with writing.csv_file(file) as put:
        for line in LINES:
            put(line)
        put(["+84", "-1", "@SUM(A1)", "\t=1", "\uff1d1", "a=b"])
    text = file.getvalue()
    assert text.startswith(b"\xef\xbb\xbf")
    found = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert found[1] == ["24/11/2026", "'=HYPERLINK(1)", "7"]
    assert found[3] == ["'+84", "'-1", "'@SUM(A1)", "'\t=1", "'\uff1d1", "a=b"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(tmp_path, kind):
    def peak(count):
        file = (tmp_path / "a").open("w+b")
        opened = writing.csv_file(file) if kind == "csv" else writing.xlsx_file(file, name="x")
        tracemalloc.start()
        with opened as put:
            for number in range(count):
                put([f"dòng {number}", number, date(2026, 1, 1)])
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        file.close()
        return used

    peak(10)
    assert peak(4_000) < peak(400) + 300_000


def test_a_file_closed_in_the_middle_of_reading_leaves_nothing_to_complain_of():
    file = io.BytesIO(b"a,b\n1,2\n3,4\n")
    found = reading.rows(file, reading.sniffed(file, "csv"))
    next(found)
    file.close()
    found.close()


def merged_book(*ranges, rows=4):
    made = openpyxl.Workbook()
    for number in range(rows):
        made.active.append([f"{number}a", f"{number}b", f"{number}c"])
    for one in ranges:
        made.active.merge_cells(one)
    out = io.BytesIO()
    made.save(out)
    return out


def test_cells_under_a_merged_one_know_which_it_is():
    found = reading.merged(merged_book("A1:C1", "B2:B3"), reading.Form("xlsx"), most=10)
    assert found == {(1, 1): (1, 0), (1, 2): (1, 0), (3, 1): (2, 1)}


def test_a_csv_has_no_merged_cells():
    assert reading.merged(io.BytesIO(b"a,b\n"), reading.Form("csv"), most=10) == {}


def test_a_sheet_too_long_is_not_read_for_its_merged_cells():
    with pytest.raises(Refused, match="too_many_rows"):
        reading.merged(merged_book(rows=5), reading.Form("xlsx"), most=4)


def test_what_is_no_book_has_no_merged_cells_either():
    with pytest.raises(Refused, match="file_damaged"):
        reading.merged(io.BytesIO(b"PK"), reading.Form("xlsx"), most=4)
