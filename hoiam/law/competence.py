"""Which unit answers a matter: a dated table of fields and procedures, looked up by the place where the matter lies.

A unit is known by its path, /province/commune/. The nearest row that says the most about the matter holds; where no row
speaks of it nothing is answered, for nothing is guessed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from hoiam.law.refusal import Refused
from hoiam.law.sight import within

PETITIONS = "petition"
"""The procedure that a row without one speaks of.

Who settles a complaint hangs on whose decision it is about, not on its field (Law 02/2011/QH13, articles 17 to 21):
only a row that names its procedure speaks of that.
"""
_CODES = {"province": 1, "commune": 2}


class Level(StrEnum):
    """Who answers: of the place itself the unit of this level, or one unit for every place."""

    COMMUNE = "commune"
    PROVINCE = "province"
    UNIT = "unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Competence:
    """One row: for places at or under `under`; without a field for each, without a procedure for petitions and reports.

    `unit`: path of the one unit, if `level` says so. `division`: the part of that unit that does the work.
    `from_on` and `until_on` are both included.
    """

    level: Level
    basis: str
    from_on: date
    until_on: date | None = None
    under: str = "/"
    field: str = ""
    procedure: str = ""
    unit: str = ""
    division: str = ""

    def speaks_of(self, *, field: str, procedure: str, place: str, on: date) -> bool:
        """Whether it says who answers this."""
        return (
            self.field in ("", field)
            and procedure == (self.procedure or PETITIONS)
            and (self.under == "/" or within(place, self.under))
            and self.from_on <= on
            and (self.until_on is None or on <= self.until_on)
            and bool(self.answers(place))
        )

    def answers(self, place: str) -> str:
        """The path of the unit; empty for a place that is wider than the level, such as a province."""
        if self.level is Level.UNIT:
            return self.unit
        codes = [code for code in place.split("/") if code]
        wanted = _CODES[self.level]
        return f"/{'/'.join(codes[:wanted])}/" if len(codes) >= wanted else ""


def answering(
    rows: Iterable[Competence], *, field: str, procedure: str, place: str, on: date
) -> Competence | None:
    """The row that holds: of the nearest area, then what names a field, a procedure; of the latest day."""
    found = [row for row in rows if row.speaks_of(field=field, procedure=procedure, place=place, on=on)]
    return max(found, key=_says, default=None)


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[Competence, ...]:
    """Rows of a pack: for every place, and never for one unit. Refused: competence_wrong(row)."""
    return tuple(_row(row, number) for number, row in enumerate(rows, start=1))


def _row(row: Mapping[str, Any], number: int) -> Competence:
    try:
        read_row = Competence(**{**row, "level": Level(row["level"])})
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("competence_wrong", row=number) from error
    if not (read_row.field or read_row.procedure) or not read_row.basis or read_row.level is Level.UNIT:
        raise Refused("competence_wrong", row=number)
    return read_row


def _says(row: Competence) -> tuple[int, bool, bool, date]:
    return len(row.under), bool(row.field), bool(row.procedure), row.from_on
