"""Hours in which nobody is disturbed."""

from datetime import time

import pytest

from hoiam.law import quiet
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
