"""Outlines of provinces as paths of a box, each file with its source and the day of its boundaries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Outlines:
    """`paths`: SVG path data by the code of the unit, in a box of this width and height."""

    source: str
    on: date
    width: int
    height: int
    paths: Mapping[str, str]


@cache
def of(province: str) -> Outlines | None:
    """Of the province of this code; None where no file was brought along."""
    if not province.isdecimal():
        return None
    path = resources.files(__name__).joinpath(f"{province}.json")
    if not path.is_file():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    return Outlines(**{**said, "on": date.fromisoformat(said["on"])})
