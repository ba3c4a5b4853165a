"""A plan in a table: which column says what, and which day a cell names."""

from datetime import date, datetime

import pytest

from hoiam.law import plan_table
from hoiam.law.plan_table import Named
from hoiam.law.refusal import Refused
from tests.every import each

HEADINGS = (
    "STT",
    "Nội dung nhiệm vụ",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Chức vụ",
    "Thời hạn hoàn thành",
    7,
)


def refused(action, *args, **said):
    with pytest.raises(Refused) as caught:
        action(*args, **said)
    return caught.value.code, caught.value.facts


def test_columns_are_found_by_their_headings():
    assert plan_table.headings(HEADINGS) == {"title": 1, "unit": 2, "beside": 3, "post": 4, "due": 5}


def test_of_two_columns_that_say_the_same_the_one_that_says_it_better_counts():
    assert plan_table.headings(("Đơn vị", "Đơn vị chủ trì", "Đơn vị chủ trì"))["unit"] == 1


def test_the_row_of_headings_is_found_below_a_title():
    rows = [("KẾ HOẠCH",), (None, None), HEADINGS, (1, "Việc")]
    assert plan_table.require_headings(rows)[0] == 2


def test_headings_that_are_missing_are_named():
    assert refused(plan_table.require_headings, [("Nhiệm vụ", "Ghi chú")]) == (
        "headings_missing",
        {"columns": ("due", "unit")},
    )
    assert refused(plan_table.require_headings, [])[1] == {"columns": ("due", "title", "unit")}


@each(
    [
        (date(2027, 3, 15), Named(date(2027, 3, 15))),
        (datetime(2027, 3, 15), Named(date(2027, 3, 15))),  # noqa: DTZ001 - as a table has it
        ("15/3/2027", Named(date(2027, 3, 15))),
        ("15-03-2027", Named(date(2027, 3, 15))),
        ("15. 3. 2027", Named(date(2027, 3, 15))),
        ("2027-03-15", Named(date(2027, 3, 15))),
        ("2027-03-15 00:00:00", Named(date(2027, 3, 15))),
        ("30/6", Named(date(2027, 6, 30))),
        ("trước 30/6", Named(date(2027, 6, 29), before=True)),
        ("Trước ngày 01/01/2028", Named(date(2027, 12, 31), before=True)),
        ("Hoàn thành đến ngày 30/6.", Named(date(2027, 6, 30))),
        ("chậm nhất ngày 30/6/2028", Named(date(2028, 6, 30))),
        ("Tháng 2/2028", Named(date(2028, 2, 29))),
        ("hết tháng 6", Named(date(2027, 6, 30))),
        ("trong tháng 6 năm 2028", Named(date(2028, 6, 30))),
        ("Quý II", Named(date(2027, 6, 30))),
        ("quý 4/2028", Named(date(2028, 12, 31))),
        ("hết quý IV năm 2027", Named(date(2027, 12, 31))),
    ]
)
def test_a_day_is_read_as_offices_write_it(case):
    cell, named = case
    assert plan_table.day(cell, year=2027) == named


@each(
    [
        "trong năm",
        "thường xuyên",
        "31/2/2027",
        "tháng 13",
        "15/3/27",
        "trước",
        "1/3 hoặc 1/4",
        46000,
        1.5,
        True,
    ]
)
def test_what_could_be_any_day_is_not_guessed(cell):
    assert refused(plan_table.day, cell, year=2027)[0] == "day_unread"


@each([None, ""])
def test_an_empty_cell_names_no_day(cell):
    assert refused(plan_table.day, cell, year=2027)[0] == "day_missing"


def test_letters_lose_their_marks():
    assert plan_table.fold("  Đơn vị   Chủ trì ") == "don vi chu tri"


@each(
    [
        (None, ()),
        ("", ()),
        ("xã Thất Khê", ("xã Thất Khê",)),
        ("xã Thất Khê; phường  Đông Kinh;", ("xã Thất Khê", "phường Đông Kinh")),
        ("- xã Thất Khê\n- 06040\n- xã Thất Khê", ("xã Thất Khê", "06040")),
        (6040.0, ("6040",)),
        (6040, ("6040",)),
    ]
)
def test_several_units_stand_in_one_cell(case):
    cell, names = case
    assert plan_table.several(cell) == names
