"""A reform as a file: units it speaks of, and what becomes of which, each with its legal basis."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from typing import Any

from hoiam.kit import db
from hoiam.law.refusal import Refused
from hoiam.office import queries, succession
from hoiam.office.models import Post, Unit, UnitKind
from hoiam.office.succession import Gap, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit that the list may not know. `above`: the code of the unit it lay in on its first day."""

    code: str
    name: str
    name_en: str
    kind: str
    path: str
    valid_from: date
    valid_until: date | None = None
    legal_basis: str
    served: bool = False
    head: str = ""
    head_en: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """What becomes of which. `cases` names the successor of single cases in a split, by number: 2026-000123."""

    kind: str
    on: date
    legal_basis: str
    units: tuple[str, ...]
    to: tuple[str, ...] = ()
    lead: str = ""
    function: str = ""
    name: str = ""
    name_en: str = ""
    unit_kind: str = ""
    head: str = ""
    head_en: str = ""
    cases: Mapping[str, str] = field(default_factory=dict)
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Reform:
    units: tuple[UnitLine, ...]
    changes: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """How many units and changes were new, and which successor nobody heads."""

    units: int
    changes: int
    gaps: tuple[Gap, ...]


class _Undone(Exception):
    """Not an error: a preview ends so."""


def parse(text: str) -> Reform:
    """Refused: reform_unreadable; reform_row_wrong with its table and number."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused("reform_unreadable") from error
    units = tuple(_lines(table, "unit", UnitLine))
    changes = tuple(_lines(table, "change", ChangeLine))
    for number, change in enumerate(changes, start=1):
        if change.kind not in ACTIONS or not change.legal_basis or not _whole(change):
            raise Refused("reform_row_wrong", table="change", row=number)
    return Reform(units, changes)


def shipped(name: str) -> Reform:
    """One that comes with the project, in `data/`."""
    return parse((resources.files("hoiam.office") / "data" / name).read_text(encoding="utf-8"))


def apply(reform: Reform, *, preview: bool = False) -> Applied:
    """All of it or none, in one transaction; a preview undoes what it did. Twice is once.

    Refused: as the actions of hoiam.office.succession, unit_kind_unknown, unit_dates_overlap.
    """
    applied = Applied(0, 0, ())
    try:
        with db.writing():
            applied = _apply(reform)
            _keep(not preview)
    except _Undone:
        pass
    finally:
        queries.forget_served()
    return applied


def _apply(reform: Reform) -> Applied:
    units = sum(_add(line) for line in reform.units)
    outcomes = [ACTIONS[change.kind](change) for change in reform.changes]
    gaps = {gap: None for outcome in outcomes for gap in outcome.gaps}
    return Applied(units, sum(outcome.changed for outcome in outcomes), tuple(gaps))


def _keep(kept: bool) -> None:  # noqa: FBT001 - whether
    if not kept:
        raise _Undone


def _lines(table: Mapping[str, Any], name: str, kind: Callable[..., Any]) -> Iterator[Any]:
    for number, row in enumerate(table.get(name, ()), start=1):
        values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
        try:
            made = kind(**values)
        except TypeError as error:
            raise Refused("reform_row_wrong", table=name, row=number) from error
        if not isinstance(made.on if name == "change" else made.valid_from, date):
            raise Refused("reform_row_wrong", table=name, row=number)
        yield made


def _whole(change: ChangeLine) -> bool:
    """Whether it names as many units as its kind needs."""
    ones = len(change.units) == 1
    needs = {
        "merge": bool(change.units) and len(change.to) == 1,
        "split": ones and len(change.to) > 1 and bool(change.lead),
        "dissolve": ones and len(change.to) == 1,
        "rename": ones and bool(change.name and change.name_en),
        "level": ones and bool(change.unit_kind),
        "function": ones and len(change.to) == 1,
    }
    return needs[change.kind]


def _add(line: UnitLine) -> bool:
    if line.kind not in UnitKind.values:
        raise Refused("unit_kind_unknown", unit_code=line.code)
    unit = Unit.objects.filter(code=line.code, valid_from=line.valid_from).first()
    if unit is not None:
        _head(unit, line)
        return False
    if any(_overlaps(line, other) for other in Unit.objects.filter(code=line.code)):
        raise Refused("unit_dates_overlap", unit_code=line.code)
    above = line.path.strip("/").split("/")[-2:-1]
    parent = Unit.objects.filter(queries.exists_on(line.valid_from), code__in=above).first()
    columns = (
        "code",
        "name",
        "name_en",
        "kind",
        "path",
        "valid_from",
        "valid_until",
        "legal_basis",
        "served",
    )
    unit = Unit.objects.create(parent=parent, **{name: getattr(line, name) for name in columns})
    _head(unit, line)
    return True


def _head(unit: Unit, line: UnitLine) -> None:
    if line.head and not Post.objects.filter(unit=unit, is_head=True).exists():
        Post.objects.create(unit=unit, title=line.head, title_en=line.head_en or line.head, is_head=True)


def _overlaps(line: UnitLine, unit: Unit) -> bool:
    begins_before = line.valid_until is None or unit.valid_from < line.valid_until
    return begins_before and (unit.valid_until is None or line.valid_from < unit.valid_until)


def _merge(line: ChangeLine) -> Outcome:
    return succession.merge(unit_codes=line.units, into=line.to[0], on=line.on, legal_basis=line.legal_basis)


def _split(line: ChangeLine) -> Outcome:
    return succession.split(
        unit_code=line.units[0], into=line.to, lead=line.lead, on=line.on, legal_basis=line.legal_basis
    )


def _rename(line: ChangeLine) -> Outcome:
    return succession.rename(
        unit_code=line.units[0],
        name=line.name,
        name_en=line.name_en,
        on=line.on,
        legal_basis=line.legal_basis,
        title=line.head,
        title_en=line.head_en,
    )


def _level(line: ChangeLine) -> Outcome:
    return succession.change_level(
        unit_code=line.units[0],
        kind=line.unit_kind,
        on=line.on,
        legal_basis=line.legal_basis,
        title=line.head,
        title_en=line.head_en,
    )


def _function(line: ChangeLine) -> Outcome:
    return succession.hand_over(
        unit_code=line.units[0],
        to=line.to[0],
        function=line.function,
        on=line.on,
        legal_basis=line.legal_basis,
    )


ACTIONS: dict[str, Callable[[ChangeLine], Outcome]] = {
    "merge": _merge,
    "dissolve": _merge,
    "split": _split,
    "rename": _rename,
    "level": _level,
    "function": _function,
}
