"""Hours in which nobody is disturbed."""

from datetime import date, time

import pytest

from hoiam.law import packs, quiet
from hoiam.law.refusal import Refused

NIGHT = (time(21), time(7))


@pytest.mark.parametrize(
    ("at", "held"),
    [
        (time(20, 59, 59), False),
        (time(21), True),
        (time(0), True),
        (time(6, 59, 59), True),
        (time(7), False),
        (time(12), False),
    ],
)
def test_a_night_reaches_over_midnight(at, held):
    assert quiet.holds(at, NIGHT) is held


@pytest.mark.parametrize(("at", "held"), [(time(11, 59), False), (time(12), True), (time(13), False)])
def test_hours_of_one_day(at, held):
    assert quiet.holds(at, (time(12), time(13))) is held


def test_without_hours_nothing_waits():
    assert quiet.hours(" ") is None
    assert quiet.holds(time(3), None) is False


def test_hours_are_read_as_they_are_written():
    assert quiet.hours("21:00-07:00") == NIGHT


@pytest.mark.parametrize("text", ["21", "21:00", "21:00-21:00", "9pm-7am", "-", "21:00-25:00"])
def test_other_words_are_refused(text):
    with pytest.raises(Refused) as refused:
        quiet.hours(text)
    assert refused.value.code == "quiet_hours_unreadable"


ROW = {
    "id": "quiet.sms",
    "channel": "sms",
    "hours": "21:00-07:00",
    "in_force_from": "2026-01-01",
    "in_force_until": "2026-06-30",
}
LATER = {**ROW, "id": "quiet.sms.v2", "hours": "", "in_force_from": "2026-07-01", "in_force_until": ""}


@pytest.mark.parametrize(
    ("channel", "on", "found"),
    [
        ("sms", date(2026, 6, 30), NIGHT),
        ("sms", date(2026, 7, 1), None),
        ("sms", date(2025, 12, 31), None),
        ("email", date(2026, 6, 30), None),
    ],
)
def test_the_row_of_the_day_and_the_channel_says_the_hours(channel, on, found):
    assert quiet.of(quiet.read([LATER, ROW]), channel, on) == found


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{**ROW, "hours": "9pm-7am"}], "quiet_hours_unreadable"),
        ([ROW, {**LATER, "in_force_from": "2026-06-30"}], "versions_overlap"),
        ([ROW, ROW], "row_twice"),
        ([{**ROW, "channel": ""}], "row_incomplete"),
    ],
)
def test_rows_that_give_no_answer_or_two_are_refused(rows, code):
    with pytest.raises(Refused) as refused:
        quiet.read(rows)
    assert refused.value.code == code


def test_two_channels_may_have_rows_of_the_same_day():
    known = quiet.read([ROW, {**ROW, "id": "quiet.email", "channel": "email", "hours": "12:00-13:00"}])
    assert quiet.of(known, "email", date(2026, 3, 2)) == (time(12), time(13))


@pytest.mark.parametrize(("pack", "email"), [("vn", NIGHT), ("demo_en", None)])
def test_each_jurisdiction_has_hours_of_its_own(pack, email):
    known, on = packs.load(pack).quiet, date(2026, 11, 30)
    assert quiet.of(known, "email", on) == email
    assert quiet.of(known, "sms", on) is not None
