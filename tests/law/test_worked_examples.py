"""The worked examples of the design, derived by hand from the articles; numbers as there."""

from datetime import date, datetime

import pytest

from hoiam.law import clocks, packs
from tests.every import each_row
from tests.law import builders

VN = packs.load("vn")
EXAMPLES = [
    # rule, event, legal, safe
    pytest.param(
        "kn.accept.v1", "2026-06-29", "2026-07-09", "2026-07-09", id="1 complaint under the old text"
    ),
    pytest.param(
        "kn.accept.v2", "2026-11-17", "2026-11-27", "2026-11-27", id="3 the 24th of November is skipped"
    ),
    pytest.param("kn.settle1", "2026-07-01", "2026-07-31", "2026-07-31", id="4 ordinary settlement"),
    pytest.param("kn.settle1_complex", "2026-07-01", "2026-08-17", "2026-08-14", id="5 day 45 is a Saturday"),
    pytest.param("tc.settle", "2026-01-19", "2026-02-23", "2026-02-13", id="7 day 30 is in Tet"),
    pytest.param("tc.settle_special", "2026-01-19", "2026-04-20", "2026-04-17", id="9 extended twice"),
    pytest.param("tc.initial", "2026-02-11", "2026-02-27", "2026-02-27", id="10 Tet among working days"),
    pytest.param("tcd.result_notice", "2026-11-12", "2026-11-27", "2026-11-27", id="12 heard at reception"),
    pytest.param(
        "kn.second_window", "2026-10-01", "2026-11-02", "2026-10-30", id="14 window ends on a Saturday"
    ),
    pytest.param("kn.limitation", "2026-04-01", "2026-06-30", "2026-06-30", id="15 limitation"),
    pytest.param(
        "dt.announce", "2026-12-10", "2026-12-03", "2026-12-02", id="17 announced before a conference"
    ),
    pytest.param(
        "dc.consultation_min", "2026-11-30", "2026-12-20", "2026-12-21", id="18 shortest consultation"
    ),
    pytest.param(
        "tcd.petition_idle_discipline", "2026-10-05", "2026-11-19", "2026-11-19", id="21 the red line"
    ),
]


@each_row(EXAMPLES)
def test_a_worked_example_comes_out_as_written(rule_id, event, legal, safe):
    due = clocks.compute(VN.rules[rule_id], date.fromisoformat(event), VN.calendar)
    assert (due.legal_due.isoformat(), due.safe_due.isoformat()) == (legal, safe)


def test_the_days_of_example_3_are_those_counted_on_paper():
    due = clocks.compute(VN.rules["kn.accept.v2"], date(2026, 11, 17), VN.calendar)
    assert [day.on.day for day in due.days if day.counted] == [18, 19, 20, 23, 25, 26, 27]
    [holiday] = [day for day in due.days if day.on.day == 24]
    assert (holiday.role, holiday.day.name_en) == ("skipped", "Vietnam Culture Day")
    assert holiday.day.source == "Nghị quyết 28/2026/QH16, Điều 2"


def test_example_1_under_the_new_text_falls_a_day_earlier():
    new_text = builders.rule(7, "working_days")
    assert clocks.compute(new_text, date(2026, 6, 29), VN.calendar).legal_due == date(2026, 7, 8)


def test_example_10_with_ten_working_days_ends_in_march():
    ten = builders.rule(10, "working_days")
    assert clocks.compute(ten, date(2026, 2, 11), VN.calendar).legal_due == date(2026, 3, 4)


def test_example_12_with_the_proposed_swap_ends_on_the_saturday_worked():
    swapped = VN.calendar.amended(builders.swap(date(2026, 11, 23), date(2026, 11, 28)))
    due = clocks.compute(VN.rules["tcd.result_notice"], date(2026, 11, 12), swapped)
    assert due.legal_due == due.safe_due == date(2026, 11, 28)


def test_example_14_in_a_remote_area_ends_on_a_monday():
    remote = builders.rule(45, kind="window")
    assert clocks.compute(remote, date(2026, 10, 1), VN.calendar).legal_due == date(2026, 11, 16)


def test_example_17_results_are_due_on_the_monday_and_planned_for_the_friday():
    due = clocks.compute(VN.rules["dt.results"], date(2026, 12, 10), VN.calendar)
    assert (due.unrolled, due.legal_due, due.safe_due) == (
        date(2026, 12, 20),
        date(2026, 12, 21),
        date(2026, 12, 18),
    )


def test_example_24_hours_run_through_the_first_day_of_the_lunar_year():
    due = clocks.compute(builders.rule(72, "hours"), datetime(2026, 2, 14, 10, 30), VN.calendar)  # noqa: DTZ001
    assert due.moment == datetime(2026, 2, 17, 10, 30)  # noqa: DTZ001
    assert due.legal_due == due.safe_due == date(2026, 2, 17)
