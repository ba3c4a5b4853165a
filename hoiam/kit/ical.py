"""Days and hours as a calendar that other programs read: RFC 5545."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

_WIDTH = 75
"""Octets of a line without its end (RFC 5545, 3.1)."""


ZONE = "Asia/Ho_Chi_Minh"
_ZONE_LINES = (
    *("BEGIN:VTIMEZONE", f"TZID:{ZONE}", "BEGIN:STANDARD", "DTSTART:19750613T000000"),
    *("TZOFFSETFROM:+0700", "TZOFFSETTO:+0700", "TZNAME:+07", "END:STANDARD", "END:VTIMEZONE"),
)
"""Seven hours before Greenwich all year round since 13 June 1975."""


@dataclass(frozen=True, slots=True)
class AllDay:
    """One day; `uid` is the same each time the same thing is told, `changed` is aware."""

    uid: str
    on: date
    summary: str
    description: str
    url: str
    changed: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """From a local moment until another in `ZONE`, both naive. `sequence` grows with each change (3.8.7.4)."""

    uid: str
    begins: datetime
    ends: datetime
    summary: str
    description: str
    location: str
    url: str
    sequence: int
    cancelled: bool
    changed: datetime


def calendar(days: Iterable[AllDay | Timed], *, name: str, product: str) -> bytes:
    """The whole file, to be read again every hour."""
    events = [line for one in days for line in (_timed(one) if isinstance(one, Timed) else _event(one))]
    timed = any(line.startswith("DTSTART;TZID=") for line in events)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{escaped(product)}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        *(_ZONE_LINES if timed else ()),
        *events,
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def _event(one: AllDay) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(one.uid)}"
    yield f"DTSTAMP:{one.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}"
    yield f"SUMMARY:{escaped(one.summary)}"
    yield f"DESCRIPTION:{escaped(one.description)}"
    if one.url:
        yield f"URL:{one.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _timed(one: Timed) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(one.uid)}"
    yield f"DTSTAMP:{one.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"LAST-MODIFIED:{one.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{one.sequence}"
    yield f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}"
    yield f"DTSTART;TZID={ZONE}:{one.begins:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID={ZONE}:{one.ends:%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{escaped(one.summary)}"
    yield f"DESCRIPTION:{escaped(one.description)}"
    if one.location:
        yield f"LOCATION:{escaped(one.location)}"
    yield f"URL:{one.url}"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A value of type TEXT (3.3.11); control characters may not stand in one."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in lines if unicodedata.category(c) != "Cc")


def folded(line: str) -> Iterator[str]:
    """Parts of at most 75 octets, none cut within a character; each after the first begins with a space."""
    part, width = "", 0
    for character in line:
        octets = len(character.encode())
        if width + octets > _WIDTH:
            yield part
            part, width = " ", 1
        part += character
        width += octets
    yield part
