"""A sheet set as PDF: PDF/A-2a and PDF/UA-1, tagged, every font embedded; values reach typst only as JSON."""

import dataclasses
import functools
import importlib
import json
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from hoiam.kit import qr
from hoiam.law.sheet import Sheet

if TYPE_CHECKING:
    import typst

LETTERS = ("templates", "cases", "letters")


def pdf(sheet: Sheet, *, widths: tuple[int, ...] = ()) -> bytes:
    """`widths`: relative widths of the columns of a register."""
    drawn = qr.drawn(sheet.code, qr.TRACKING_LEVEL) if sheet.code else ""
    data = {**dataclasses.asdict(sheet), "title": sheet.title, "widths": widths, "drawn": drawn}
    return compiled("document.typ", json.dumps(data, ensure_ascii=False))


def compiled(template: str, data: str) -> bytes:
    """A template of ours with its values, as JSON."""
    made = compiler(template).compile(format="pdf", sys_inputs={"data": data}, pdf_standards=["a-2a", "ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("one document expected")
    return made


@functools.cache
def compiler(template: str) -> "typst.Compiler":
    """Made once, and loaded only then; fonts are read from the vendored folder only, never from the system."""
    source = Path(str(resources.files("hoiam.desk.cases").joinpath(*LETTERS, template)))
    fonts = Path(str(resources.files("hoiam.kit").joinpath("static", "vendor", "fonts")))
    made: typst.Compiler = importlib.import_module("typst").Compiler(
        str(source), font_paths=[str(fonts)], ignore_system_fonts=True
    )
    return made
