"""The dated list of units that comes with the project: read, and checked for sense, before it is loaded.

Each line is a unit between two days; a unit that changed its kind has two lines, the earlier one closed.
"""

import csv
import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import resources
from operator import attrgetter

from hoiam.law.refusal import Refused
from hoiam.office.models import UnitKind


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of the list. `valid_until` is the first day it was no longer so."""

    code: str
    name: str
    name_en: str
    kind: str
    parent_code: str
    valid_from: date
    valid_until: date | None
    legal_basis: str

    @property
    def path(self) -> str:
        """Codes from the top: '/20/05977/'."""
        return f"/{self.parent_code}/{self.code}/" if self.parent_code else f"/{self.code}/"

    def holds_on(self, on: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


def of_pack(pack: str) -> tuple[UnitRow, ...]:
    """The list of a jurisdiction as it lies in `data/`; `vn` has all units of Việt Nam since 2025-07-01."""
    file = resources.files("hoiam.office") / "data" / f"units-{pack}.csv"
    return parse(file.read_text(encoding="utf-8"))


def parse(text: str) -> tuple[UnitRow, ...]:
    """Rows of a list. Raises Refused("unit_row_wrong", line=…), and what `check` refuses."""
    lines = csv.DictReader(text.splitlines())
    rows = tuple(_row(number, line) for number, line in enumerate(lines, start=2))
    check(rows)
    return rows


def _row(number: int, line: dict[str, str]) -> UnitRow:
    try:
        until = line.pop("valid_until")
        return UnitRow(
            **{key: value for key, value in line.items() if key != "valid_from"},
            valid_from=date.fromisoformat(line["valid_from"]),
            valid_until=date.fromisoformat(until) if until else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("unit_row_wrong", line=number) from error


def check(rows: Iterable[UnitRow]) -> None:
    """Raise Refused: unit_kind_unknown, unit_parent_unknown or unit_dates_overlap, with the code."""
    by_code: dict[str, list[UnitRow]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    for row in itertools.chain.from_iterable(by_code.values()):
        if row.kind not in UnitKind.values:
            raise Refused("unit_kind_unknown", unit_code=row.code)
        if row.parent_code and not any(
            above.holds_on(row.valid_from) for above in by_code.get(row.parent_code, ())
        ):
            raise Refused("unit_parent_unknown", unit_code=row.code)
    for code, dated in by_code.items():
        _check_dates(code, sorted(dated, key=attrgetter("valid_from")))


def _check_dates(code: str, dated: list[UnitRow]) -> None:
    for row, following in itertools.zip_longest(dated, dated[1:]):
        ends = row.valid_until or date.max
        if ends <= row.valid_from or (following and following.valid_from < ends):
            raise Refused("unit_dates_overlap", unit_code=code)
