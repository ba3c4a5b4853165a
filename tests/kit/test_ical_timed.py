"""Sessions with hours in a calendar file: zone, identifier, sequence and status, as RFC 5545 has them."""

from datetime import UTC, date, datetime, time

from hoiam.kit import ical

DAY = date(2026, 12, 1)
CHANGED = datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC)


def one(**changes):
    said = {
        "uid": "ab12@hoi-am.example",
        "begins": datetime.combine(DAY, time(7, 30)),
        "ends": datetime.combine(DAY, time(16, 30)),
        "summary": "Tiếp công dân: Chủ tịch Ủy ban nhân dân phường Đông Kinh",
        "description": "Đã niêm yết lịch\n07:30-11:30, 13:30-16:30",
        "location": "Trụ sở; tầng 1",
        "url": "https://hoi-am.example/reception/",
        "sequence": 3,
        "cancelled": False,
        "changed": CHANGED,
    }
    return ical.Timed(**{**said, **changes})


def made(*events):
    return ical.calendar(events, name="Tiếp công dân", product="-//Hoi Am//Reception//VI").decode()


def test_hours_stand_in_the_zone_which_the_file_brings_along_once():
    text = made(one(), one(uid="cd34@hoi-am.example"))
    assert text.count("BEGIN:VTIMEZONE\r\nTZID:Asia/Ho_Chi_Minh\r\n") == 1
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20261201T073000\r\n" in text
    assert "DTEND;TZID=Asia/Ho_Chi_Minh:20261201T163000\r\n" in text
    assert "BEGIN:VTIMEZONE" not in made()


def test_it_says_how_often_it_changed_and_whether_it_is_off():
    assert "SEQUENCE:3\r\nSTATUS:CONFIRMED\r\n" in made(one())
    assert "STATUS:CANCELLED\r\n" in made(one(cancelled=True))


def test_without_a_place_it_names_none_and_text_is_escaped():
    assert "LOCATION:Trụ sở\\; tầng 1\r\n" in made(one())
    assert "LOCATION" not in made(one(location=""))
