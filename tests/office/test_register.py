"""The list of units that comes with the project, and lists that make no sense."""

from collections import Counter
from datetime import date

import pytest

from hoiam.law.refusal import Refused
from hoiam.office import register
from tests.office.builders import LIST

HEADER = LIST.splitlines()[0]
ROWS = register.of_pack("vn")
AUTUMN = date(2026, 11, 24)


def on(day):
    return [row for row in ROWS if row.holds_on(day)]


@pytest.mark.parametrize("day", [date(2025, 7, 1), date(2026, 4, 30), date(2026, 9, 20), AUTUMN])
def test_on_any_day_there_are_34_provinces_and_3321_communes(day):
    tops, parts = ([row for row in on(day) if bool(row.parent_code) is below] for below in (False, True))
    assert (len(tops), len(parts)) == (34, 3321)
    assert len({row.code for row in on(day)}) == 3355


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (date(2025, 7, 1), {"province": 28, "city": 6, "ward": 687, "commune": 2621, "special_zone": 13}),
        (date(2026, 4, 30), {"province": 27, "city": 7, "ward": 697, "commune": 2611, "special_zone": 13}),
        (AUTUMN, {"province": 25, "city": 9, "ward": 697, "commune": 2611, "special_zone": 13}),
    ],
)
def test_the_kinds_of_units_change_with_the_resolutions(day, kinds):
    assert Counter(row.kind for row in on(day)) == kinds


def test_lang_son_has_61_communes_and_4_wards_by_its_own_resolution():
    parts = [row for row in on(AUTUMN) if row.parent_code == "20"]
    assert Counter(row.kind for row in parts) == {"commune": 61, "ward": 4}
    assert {row.legal_basis for row in parts} == {"1672/NQ-UBTVQH15"}
    assert {row.name for row in parts if row.kind == "ward"} == {
        "Tam Thanh",
        "Lương Văn Tri",
        "Kỳ Lừa",
        "Đông Kinh",
    }


def test_dong_nai_became_a_city_with_ten_new_wards_on_one_day():
    began = [row for row in ROWS if row.valid_from == date(2026, 4, 30)]
    assert Counter((row.kind, row.legal_basis) for row in began) == {
        ("city", "30/2026/QH16"): 1,
        ("ward", "237/NQ-UBTVQH16"): 10,
    }
    ended = [row for row in ROWS if row.valid_until == date(2026, 4, 30)]
    assert {row.code for row in ended} == {row.code for row in began}


def test_each_province_has_one_resolution_of_its_own_for_its_communes():
    first = {
        (row.parent_code, row.legal_basis)
        for row in ROWS
        if row.parent_code and row.valid_from == date(2025, 7, 1)
    }
    assert len(first) == len({basis for _, basis in first}) == 34


def test_every_name_is_written_in_both_languages():
    assert all(row.name and row.name_en and row.name == row.name.strip() for row in ROWS)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["20,Lạng Sơn,Lang Son,province,,hôm qua,,x"], "unit_row_wrong"),
        (["20,Lạng Sơn,Lang Son,province"], "unit_row_wrong"),
        (["20,Lạng Sơn,Lang Son,province,,2025-07-01,,x,thêm"], "unit_row_wrong"),
        (["20,Lạng Sơn,Lang Son,huyện,,2025-07-01,,x"], "unit_kind_unknown"),
        (["05977,Đông Kinh,Dong Kinh,ward,20,2025-07-01,,x"], "unit_parent_unknown"),
        (["20,A,A,province,,2026-07-01,,x", "1,B,B,ward,20,2025-07-01,,x"], "unit_parent_unknown"),
        (["20,A,A,province,,2025-07-01,,x", "20,A,A,city,,2026-07-01,,x"], "unit_dates_overlap"),
        (["20,A,A,province,,2025-07-01,2025-07-01,x"], "unit_dates_overlap"),
        (["20,A,A,province,,2025-07-01,,x", "20,A,A,province,,2025-07-01,,x"], "unit_dates_overlap"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(lines, code):
    with pytest.raises(Refused) as refused:
        register.parse("\n".join([HEADER, *lines]))
    assert refused.value.code == code
