"""Where a list goes on: whatever stands in the address, no page fails."""

from datetime import date

import pytest

from hoiam.kit import cursors

NONE = ["", "-1", "+1", "1.5", "x", " 1", "1" * 19, "9" * 5000, "1\n"]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number_is_none(text):
    assert cursors.number(text) is None


def test_digits_of_other_scripts_are_none():
    assert cursors.number("٣") is None
    assert cursors.number("²") is None


@pytest.mark.parametrize("number", [0, 17, 10**18 - 1])
def test_a_number_of_a_row(number):
    assert cursors.number(str(number)) == number
    assert number < 2**63


@pytest.mark.parametrize(
    "text",
    [
        *NONE,
        "2026-11-24",
        "2026-11-24.",
        ".17",
        "2026-13-24.17",
        "2026-11-24.-1",
        "20261124.17",
        "2026-11-24.17\n",
        f"2026-11-24.{'9' * 5000}",
        "2026-11-24.17.1",
    ],
)
def test_what_is_no_day_and_number_is_none(text):
    assert cursors.day_and_number(text) is None


def test_a_day_and_a_number_there_and_back():
    assert cursors.day_and_number("2026-11-24.17") == (date(2026, 11, 24), 17)
    assert cursors.told((date(2026, 11, 24), 17)) == "2026-11-24.17"
    assert cursors.told(None) == ""
