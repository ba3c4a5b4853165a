"""A unit's own regulation, day by day: the seed's three posts in two years by hand, and what becomes of days off."""

from datetime import date

import pytest

from hoiam.law import frequencies, packs, schedules
from hoiam.law.frequencies import Span
from hoiam.law.refusal import Refused
from hoiam.law.schedules import Exempted, OffDay, PatternKind, Why

VN = packs.load("vn")


def days(code, year, **options):
    return tuple(schedules.year(schedules.pattern(code), year, VN.calendar, **options))


def on(code, year, **options):
    return [f"{one.on:%d/%m}" for one in days(code, year, **options) if one.on]


SIXTEENTH = {
    2026: "16/01 23/02 16/03 16/04 18/05 16/06 16/07 17/08 16/09 16/10 16/11 16/12",
    2027: "18/01 16/02 16/03 19/04 17/05 16/06 16/07 16/08 16/09 18/10 16/11 16/12",
}
FIRST = {
    2026: "05/01 02/02 02/03 01/04 04/05 01/06 01/07 03/08 03/09 01/10 02/11 01/12",
    2027: "04/01 01/02 01/03 01/04 04/05 01/06 01/07 02/08 01/09 01/10 01/11 01/12",
}
QUARTERS = {2026: "05/01 01/04 01/07 01/10", 2027: "04/01 01/04 01/07 01/10"}


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_seeds_posts_have_the_days_counted_by_hand(year):
    assert on("month:16", year) == SIXTEENTH[year].split()
    assert on("quarter:1", year) == QUARTERS[year].split()
    both = [day for pair in zip(FIRST[year].split(), SIXTEENTH[year].split(), strict=True) for day in pair]
    assert on("month:1,16", year) == both


def test_a_moved_day_tells_every_day_off_on_the_way_with_its_document():
    january = days("quarter:1", 2026)[0]
    (reason,) = january.reasons
    assert (january.nominal, january.on, reason.why) == (date(2026, 1, 1), date(2026, 1, 5), Why.MOVED_ON)
    assert [day.on.day for day in reason.days] == [1, 2, 3, 4]
    assert "12729/VPCP-KGVX" in reason.days[1].source


def test_the_working_day_before_may_lie_in_the_year_before():
    january = days("month:1", 2026, off_day=OffDay.BEFORE)[0]
    (reason,) = january.reasons
    assert (january.on, reason.why) == (date(2025, 12, 31), Why.MOVED_BACK)
    assert [day.on for day in reason.days] == [date(2026, 1, 1)]
    may = days("month:3", 2026, off_day=OffDay.BEFORE)[4]
    assert may.on == date(2026, 4, 29)
    assert [day.on.day for day in may.reasons[0].days] == [30, 1, 2, 3]


def test_a_day_off_can_be_kept_or_left_out():
    kept = days("month:16", 2026, off_day=OffDay.KEPT)[1]
    assert (kept.on, kept.reasons[0].why) == (date(2026, 2, 16), Why.KEPT)
    out = days("month:16", 2026, off_day=OffDay.LEFT_OUT)[1]
    assert (out.on, out.reasons[0].why) == (None, Why.LEFT_OUT)
    assert out.reasons[0].days[0].name_vi == "Tết Nguyên đán"


def test_every_tuesday_is_a_tuesday_unless_it_is_a_day_off():
    found = days("week:1", 2026)
    assert len(found) == 52
    assert {one.nominal.weekday() for one in found} == {1}
    assert [one.on for one in found if one.reasons] == [
        date(2026, 2, 23),
        date(2026, 9, 3),
        date(2026, 11, 25),
    ]


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("nth:2,3", date(2026, 1, 8), date(2026, 12, 10)),
        ("nth:-1,4", date(2026, 1, 30), date(2026, 12, 25)),
    ],
)
def test_a_weekday_of_the_month(code, first, last):
    found = days(code, 2026)
    assert (found[0].nominal, found[-1].nominal, len(found)) == (first, last, 12)


def test_two_days_that_fall_together_are_one():
    february = [one for one in days("month:16,20", 2026) if one.nominal.month == 2]
    assert [one.on for one in february] == [date(2026, 2, 23), None]
    assert [reason.why for reason in february[1].reasons] == [Why.MOVED_ON, Why.COINCIDES]


def test_a_short_month_has_its_last_day():
    found = days("month:31", 2027)
    assert (found[1].nominal, found[1].on) == (date(2027, 2, 28), date(2027, 3, 1))
    assert [reason.why for reason in found[1].reasons] == [Why.SHORT_MONTH, Why.MOVED_ON]
    assert found[0].reasons == (schedules.Reason(Why.MOVED_ON, found[0].reasons[0].days),)


def test_the_units_exception_comes_before_the_rule():
    tet = Exempted(date(2026, 2, 16), date(2026, 2, 12), "Tết Nguyên đán")
    moved = days("month:16", 2026, exempted=[tet])[1]
    assert (moved.on, [one.why for one in moved.reasons]) == (date(2026, 2, 12), [Why.EXCEPTION])
    assert moved.reasons[0].words == "Tết Nguyên đán"
    after = Exempted(date(2026, 2, 23), None, "Lễ hội đầu năm")
    out = days("month:16", 2026, exempted=[after])[1]
    assert (out.on, [one.why for one in out.reasons]) == (None, [Why.MOVED_ON, Why.EXCEPTION])


def test_an_exception_of_a_day_left_out_by_rule_can_still_give_one():
    found = days(
        "month:16",
        2026,
        off_day=OffDay.LEFT_OUT,
        exempted=[Exempted(date(2026, 2, 16), date(2026, 2, 24), "Bù")],
    )
    assert found[1].on == date(2026, 2, 24)


def test_a_month_that_falls_short_is_named():
    versions = [one for one in VN.frequencies.values() if one.family == "freq.commune_chair"]
    owed = frequencies.of_family(
        versions, date(2026, 7, 1), date(2026, 12, 31), VN.calendar, lived=Span(date(2026, 1, 1))
    )
    planned = [one.on for one in days("month:1,31", 2026) if one.on]
    short = schedules.falls_short(owed, planned)
    assert [(one.period.first.month, one.planned) for one in short] == [(8, 1), (10, 1)]
    assert schedules.falls_short(owed, [one.on for one in days("month:1,16", 2026) if one.on]) == ()


def test_a_period_that_is_not_assessed_is_never_short():
    versions = [one for one in VN.frequencies.values() if one.family == "freq.commune_chair"]
    tet = frequencies.of_family(versions, date(2026, 2, 16), date(2026, 2, 20), VN.calendar)
    assert schedules.falls_short(tet, []) == ()


@pytest.mark.parametrize(
    "code",
    [
        *(
            "",
            "month",
            "month:",
            "month:0",
            "month:32",
            "month:1,x",
            "year:1",
            "week:7",
            "week:1,2",
            "nth:5,1",
        ),
        *("nth:1", "nth:1,7", "nth:2:3", "month:٣", "quarter:-1"),
    ],
)
def test_a_pattern_that_is_none_is_refused(code):
    with pytest.raises(Refused, match="pattern_unknown"):
        schedules.pattern(code)


@pytest.mark.parametrize("code", ["month:1,16", "quarter:1", "week:1", "nth:-1,4"])
def test_a_pattern_is_read_as_it_was_written(code):
    assert schedules.pattern(code).code == code


def test_days_of_a_pattern_stand_in_order_and_once():
    assert schedules.made(PatternKind.MONTH_DAYS, (16, 1, 16)).code == "month:1,16"


def test_sittings_are_read_and_told_in_one_way():
    found = schedules.sittings("13h30 – 16h30, 07:30-11:30")
    assert schedules.spelled(found) == "07:30-11:30, 13:30-16:30"
    assert schedules.sittings(schedules.spelled(found)) == found


@pytest.mark.parametrize("text", ["", "7-11", "07:30-24:30", "25:00-26:00", "07:60-08:00", "08:00-09:61"])
def test_hours_that_are_none_are_refused(text):
    with pytest.raises(Refused, match="sittings_unreadable"):
        schedules.sittings(text)


def test_a_sitting_that_ends_before_it_starts_is_refused():
    with pytest.raises(Refused, match="sitting_backwards"):
        schedules.sittings("11:30-07:30")
