"""Names and numbers are taken out of a text however they are typed; what only looks like them stays."""

import unicodedata

import pytest

from hoiam.kit.taking_out import LEFT, taken_out

NAME = "Nông Thị Giả Định"


@pytest.mark.parametrize(
    "typed",
    [
        NAME,
        NAME.upper(),
        "nong thi gia dinh",
        unicodedata.normalize("NFD", NAME),
        "Nông  Thị\nGiả Định",
    ],
)
def test_a_name_is_taken_out_however_it_is_typed(typed):
    assert taken_out(f"Bà {typed}, ngõ 7.", [f"Bà {NAME}"]) == f"Bà {LEFT}, ngõ 7."
    assert taken_out(f"{typed} và {typed}", [NAME]) == f"{LEFT} và {LEFT}"


@pytest.mark.parametrize("typed", ["020199007788", "020 199 007 788", "020.199.007.788", "020-199-007-788"])
def test_a_number_is_taken_out_whatever_separates_its_digits(typed):
    assert taken_out(f"số {typed}.", ["020199007788, cấp ngày 02/03/2021"]) == f"số {LEFT}."
    assert taken_out("ngày 02/03/2021", [f"{typed}, cấp ngày 02/03/2021"]) == "ngày 02/03/2021"


def test_one_syllable_and_what_only_begins_alike_stay():
    assert taken_out("An ninh, ông An", ["Ông An"]) == "An ninh, ông An"
    assert taken_out("Nông Thị Giả", [NAME]) == "Nông Thị Giả"
    assert taken_out("không có gì", ["", "  "]) == "không có gì"
