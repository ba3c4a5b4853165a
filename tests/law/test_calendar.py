from datetime import date

import pytest

from hoiam.law import packs
from hoiam.law.calendar import Calendar, DayKind
from hoiam.law.refusal import Refused
from tests.law import builders

VN = packs.load("vn").calendar

# Every day of 2024-2027 that is not what its weekday says, written a second time.
OFF = """
2024-01-01 2024-02-08 2024-02-09 2024-02-12 2024-02-13 2024-02-14 2024-04-18 2024-04-29 2024-04-30 2024-05-01
2024-09-02 2024-09-03
2025-01-01 2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-04-07 2025-04-30 2025-05-01 2025-05-02
2025-09-01 2025-09-02
2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-04-27 2026-04-30 2026-05-01
2026-08-31 2026-09-01 2026-09-02 2026-11-24
2027-01-01 2027-02-05 2027-02-08 2027-02-09 2027-02-10 2027-02-11 2027-04-16 2027-04-30 2027-05-03 2027-09-02
2027-11-24
"""
WORKED = ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]
SWAPPED = ["2024-04-29", "2025-05-02", "2026-01-02", "2026-08-31"]


def test_an_ordinary_week_is_worked_from_monday_to_friday():
    week = [VN.day(date(2026, 6, day)) for day in range(1, 8)]
    assert [day.working for day in week] == [True] * 5 + [False] * 2
    assert [day.kind for day in week] == [DayKind.WORKING] * 5 + [DayKind.WEEKEND] * 2
    assert (week[0].name_vi, week[0].name_en, week[0].source) == ("Thứ Hai", "Monday", "")
    assert (week[6].name_vi, week[6].name_en) == ("Chủ nhật", "Sunday")


def test_viet_nam_has_exactly_these_days_off_and_worked():
    assert sorted(entry.on.isoformat() for entry in VN.entries if not entry.working) == OFF.split()
    assert sorted(entry.on.isoformat() for entry in VN.entries if entry.working) == WORKED


def test_every_swap_has_its_two_halves():
    kinds = {entry.on.isoformat(): entry.kind for entry in VN.entries}
    assert [on for on, kind in sorted(kinds.items()) if kind is DayKind.SWAPPED_OFF] == SWAPPED
    assert [on for on, kind in sorted(kinds.items()) if kind is DayKind.MAKE_UP] == WORKED


def test_every_day_has_a_name_in_both_languages_and_a_document_unless_it_is_only_expected():
    for entry in VN.entries:
        assert entry.name_vi, entry
        assert entry.name_en, entry
        assert bool(entry.source) == entry.confirmed, entry
        assert entry.working == entry.kind.working


def test_every_swapped_day_names_the_paper_that_swapped_it():
    papers = {
        entry.on.isoformat(): entry.source
        for entry in VN.entries
        if entry.kind in {DayKind.SWAPPED_OFF, DayKind.MAKE_UP}
    }
    assert sorted(papers) == sorted(SWAPPED + WORKED)
    assert [on for on, paper in papers.items() if not paper.startswith(("Công văn ", "Thông báo "))] == []


def test_every_off_day_falls_on_a_weekday_and_every_make_up_day_on_a_rest_day():
    for entry in VN.entries:
        assert (entry.on.weekday() in VN.weekend) == entry.working, entry


def test_years_whose_list_is_not_official_are_not_confirmed():
    confirmed = [year for year in range(2023, 2029) if VN.confirmed(year)]
    assert confirmed == [2024, 2025, 2026]


def test_the_expected_days_of_tet_2027_are_marked():
    assert [entry.on.day for entry in VN.entries if not entry.confirmed] == [5, 8, 9, 10, 11]


def test_next_and_last_working_day_pass_over_tet():
    assert VN.next_working(date(2026, 2, 14)) == date(2026, 2, 23)
    assert VN.last_working(date(2026, 2, 22)) == date(2026, 2, 13)
    assert VN.next_working(date(2026, 2, 13)) == VN.last_working(date(2026, 2, 13)) == date(2026, 2, 13)


def test_a_late_swap_makes_a_new_calendar_and_leaves_the_old_one():
    rest, work = date(2026, 11, 23), date(2026, 11, 28)
    changed = VN.amended(builders.swap(rest, work))
    assert (changed.is_working(rest), changed.is_working(work)) == (False, True)
    assert (VN.is_working(rest), VN.is_working(work)) == (True, False)
    assert changed.confirmed(2026)


def test_a_change_to_a_day_already_listed_replaces_it():
    closed = VN.amended([builders.off(date(2026, 1, 10), "Storm")])
    assert closed.day(date(2026, 1, 10)).name_en == "Storm"
    assert len(closed.entries) == len(VN.entries)


def test_a_day_listed_twice_is_refused():
    with pytest.raises(Refused) as refused:
        builders.calendar(date(2026, 1, 1), date(2026, 1, 1))
    assert (refused.value.code, refused.value.facts) == ("calendar_day_twice", {"days": (date(2026, 1, 1),)})


def test_a_calendar_that_never_works_is_refused():
    with pytest.raises(Refused) as refused:
        Calendar([], weekend=range(7))
    assert refused.value.code == "calendar_never_works"


def test_another_country_may_rest_on_friday():
    assert Calendar([], weekend=[4]).day(date(2026, 6, 5)).kind is DayKind.WEEKEND


def test_counting_back_to_before_the_years_looked_up_looks_further():
    plain = Calendar([])
    plain.working_days_from(date(2027, 6, 1), 1)
    assert plain.working_days_from(date(2025, 1, 2), -2) == date(2024, 12, 31)
