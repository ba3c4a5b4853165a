"""What noise cannot touch: SQLite's own steps, plans and the bytes of a page do not grow with the number of cases."""

import pytest

from tests.guards.conftest import SIZES

TOLERANCE = 0.10
MOST_BYTES = 40_000
COUNTING = {
    **dict.fromkeys(("board", "board_of_a_kind", "board_late"), 4000),
    **dict.fromkeys(("search", "search_plain", "search_filtered"), 7000),
}
"""Steps of counting four groups up to a hundred each, ten for a row, or hits up to a thousand: fewer cases do not
fill them."""
PAGES = (
    "queue",
    "queue_of_a_state",
    "queue_late",
    "board",
    "board_of_a_kind",
    "board_late",
    "search",
    "search_plain",
    "search_filtered",
    "search_absent",
    "case",
    "case_answered",
    "status",
    "status_answered",
    "register",
    "register_case",
    "scoreboard",
    "home",
)


def test_every_page_is_measured(growth):
    assert set(growth) == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_the_same_steps_at_fifty_times_the_cases(growth, page):
    few, many = (growth[page][size]["steps"] for size in SIZES)
    assert many <= few * (1 + TOLERANCE) + COUNTING.get(page, 0)


@pytest.mark.parametrize("page", PAGES)
def test_no_statement_of_a_page_reads_a_whole_growing_table(growth, page):
    assert [growth[page][size]["scans"] for size in SIZES] == [[], []]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_25_rows_is_small(growth, page):
    assert growth[page][SIZES[1]]["size"] <= MOST_BYTES


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_as_often_whatever_there_is(growth, page):
    few, many = (growth[page][size]["statements"] for size in SIZES)
    assert few == many
