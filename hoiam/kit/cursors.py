"""Where a list goes on, as it stands in an address. What makes no sense is the beginning; it never fails."""

import re
from datetime import date

_NUMBER = re.compile(r"[0-9]{1,18}")
"""No column holds more digits."""
_DAY_AND_NUMBER = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,18})")


def number(text: str) -> int | None:
    """Of a list by number: 17."""
    return int(text) if _NUMBER.fullmatch(text) else None


def day_and_number(text: str) -> tuple[date, int] | None:
    """Of a list by day: 2026-11-24.17."""
    found = _DAY_AND_NUMBER.fullmatch(text)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        return None


def told(after: tuple[date, int] | None) -> str:
    """A cursor by day, for an address; nothing where the list ends."""
    return f"{after[0].isoformat()}.{after[1]}" if after else ""
