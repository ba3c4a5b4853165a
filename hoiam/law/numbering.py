"""Numbers of outgoing documents (Decree 30/2020/NĐ-CP, article 15 and Annex I): one series per unit, year and kind."""

from dataclasses import dataclass
from datetime import date

from hoiam.law.refusal import Refused

LETTER = "CV"
"""An official letter (công văn): its number names no kind, only who wrote it."""
ISSUER = "UBND"
_TWO_DIGITS = 10
_ROOM = "      "


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Where a series stands: its last number, the day of that number, the last day that was closed."""

    last: int = 0
    last_on: date | None = None
    closed_on: date | None = None


def following(series: Series, *, on: date, today: date) -> int:
    """The number for a document of that day; one of an earlier day only while no later one has a number.

    Refused: day_ahead(on, today), day_closed(on, closed_on), later_number_given(on, last_on).
    """
    if on > today:
        raise Refused("day_ahead", on=on, today=today)
    if series.closed_on is not None and on <= series.closed_on:
        raise Refused("day_closed", on=on, closed_on=series.closed_on)
    if series.last_on is not None and on < min(series.last_on, today):
        raise Refused("later_number_given", on=on, last_on=series.last_on)
    return series.last + 1


def close(closed_on: date | None, *, day: date, today: date) -> date:
    """The last closed day once this one is closed; with it every day before.

    Refused: day_not_over(day): today's own replies must still find a number; day_closed(on, closed_on).
    """
    if day >= today:
        raise Refused("day_not_over", day=day)
    if closed_on is not None and day <= closed_on:
        raise Refused("day_closed", on=day, closed_on=closed_on)
    return day


def written(number: int, *, kind: str, issuer: str) -> str:
    """`05/TB-UBND`; an official letter has no kind: `05/UBND-TCD`. Below ten with a leading zero (Annex I)."""
    return _coded(f"{number:02d}" if number < _TWO_DIGITS else str(number), kind, issuer)


def unnumbered(*, kind: str, issuer: str) -> str:
    """Of a draft: the room for the number, and what follows it."""
    return _coded(_ROOM, kind, issuer)


def _coded(digits: str, kind: str, issuer: str) -> str:
    return f"{digits}/{issuer}-TCD" if kind == LETTER else f"{digits}/{kind}-{issuer}"


def dated(day: date, *, place: str = "") -> str:
    """`ngày 05 tháng 01 năm 2026`: a zero before days below ten and months 1 and 2 (Annex I)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)  # noqa: PLR2004 - as Annex I says
    text = f"ngày {day.day:02d} tháng {month} năm {day.year}"
    return f"{place}, {text}" if place else text
