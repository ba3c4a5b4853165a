"""The calendar file, read back by a reader of our own that knows only the grammar of RFC 5545."""

from datetime import UTC, date, datetime

from hypothesis import given, strategies as st

from hoiam.kit import ical

CHANGED = datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC)


def one(**changes):
    said = {
        "uid": "duty-7@hoi-am.example",
        "on": date(2026, 11, 27),
        "summary": "2026-000007: Trả lời",
        "description": "Hạn: thứ Sáu, 27/11/2026",
        "url": "https://hoi-am.example/desk/cases/7/",
        "changed": CHANGED,
    }
    return ical.AllDay(**{**said, **changes})


def made(*days):
    return ical.calendar(days, name="Việc phải làm", product="-//Hoi Am//Duties//VI")


def lines(data):
    """Unfolded content lines."""
    assert data.endswith(b"\r\n")
    raw = data.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 for line in raw)
    assert b"\n" not in b"".join(raw)
    whole = []
    for line in raw:
        text = line.decode()  # each physical line is whole UTF-8
        if text.startswith(" "):
            whole[-1] += text[1:]
        else:
            whole.append(text)
    return whole


def plain(text):
    out, escaped = "", False
    for c in text:
        if escaped:
            out += "\n" if c in "nN" else c
            escaped = False
        elif c == "\\":
            escaped = True
        else:
            assert c not in ";,"
            out += c
    assert not escaped
    return out


def test_a_day_is_an_event_of_the_whole_day():
    said = lines(made(one()))
    assert said[0] == "BEGIN:VCALENDAR"
    assert said[-1] == "END:VCALENDAR"
    assert "VERSION:2.0" in said
    event = said[said.index("BEGIN:VEVENT") : said.index("END:VEVENT")]
    assert "DTSTART;VALUE=DATE:20261127" in event
    assert "DTSTAMP:20261124T030405Z" in event
    assert "UID:duty-7@hoi-am.example" in event
    assert "URL:https://hoi-am.example/desk/cases/7/" in event


def test_a_calendar_without_days_is_whole_too():
    assert "BEGIN:VEVENT" not in lines(made())


def test_long_vietnamese_lines_are_folded_between_letters():
    text = "Trực tiếp tiếp công dân tại trụ sở Ủy ban nhân dân phường Đông Kinh; " * 5
    said = lines(made(one(summary=text)))
    assert plain(next(line for line in said if line.startswith("SUMMARY:"))[8:]) == text


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_any_text_comes_back_as_it_was(text):
    said = lines(made(one(description=f"Hạn\n{text}")))
    assert plain(next(line for line in said if line.startswith("DESCRIPTION:"))[12:]) == f"Hạn\n{text}"


def test_control_characters_and_line_ends_cannot_begin_a_property():
    said = lines(made(one(summary="a\r\nBEGIN:VALARM\x00\x1b")))
    assert "BEGIN:VALARM" not in said
    assert "SUMMARY:a\\nBEGIN:VALARM" in said
