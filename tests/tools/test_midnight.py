"""A run that would see midnight come is put back by a little."""

from datetime import datetime, timedelta

from tests.midnight import LONGEST, VIETNAM, earlier


def test_a_run_by_day_keeps_its_time():
    assert earlier(datetime(2026, 12, 31, 23, 19, tzinfo=VIETNAM)) == timedelta()
    assert earlier(datetime(2027, 1, 1, tzinfo=VIETNAM)) == timedelta()


def test_a_run_before_midnight_begins_early_enough_to_end_on_its_day():
    for minute in (20, 59):
        began = datetime(2026, 12, 31, 23, minute, tzinfo=VIETNAM)
        put_back = began - earlier(began)
        assert put_back.date() == (put_back + LONGEST).date() == began.date()
