"""Columns of units and posts that stand beside a row, and the cards they become."""

from collections.abc import Mapping
from typing import Any

from hoiam.desk.inspections.queries.cards import PostName, UnitName

_UNIT = ("id", "code", "kind", "name", "name_en")
_POST = ("id", "title", "title_en")


def unit(of: str) -> tuple[str, ...]:
    """Of the unit that the row names so."""
    return tuple(f"{of}__{name}" for name in _UNIT)


def post(of: str) -> tuple[str, ...]:
    """Of the post that the row names so."""
    return tuple(f"{of}__{name}" for name in _POST)


def unit_of(row: Mapping[str, Any], of: str) -> UnitName:
    """Out of what `unit` asked for."""
    return UnitName(*(row[name] for name in unit(of)))


def post_of(row: Mapping[str, Any], of: str) -> PostName:
    """Out of what `post` asked for."""
    return PostName(*(row[name] for name in post(of)))


def bare(row: Mapping[str, Any]) -> dict[str, Any]:
    """Only the columns of the row itself."""
    return {name: value for name, value in row.items() if "__" not in name}
