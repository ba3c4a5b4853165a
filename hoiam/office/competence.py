"""The office's own table of who answers what, and what the jurisdiction's texts say for every place.

The lookup is hoiam.law.competence; here rows are read and put into words.
"""

import time
from collections.abc import Callable, Mapping
from datetime import date

from django.conf import settings

from hoiam.law import packs
from hoiam.law.competence import Competence, Level
from hoiam.law.pack import Choice, Pack
from hoiam.law.procedures import kinds
from hoiam.office.calendars import KEEP_SECONDS
from hoiam.office.cards import page_language
from hoiam.office.models import Competence as Row

_COLUMNS = (
    *("under__path", "field", "procedure", "level", "unit__path", "division", "basis"),
    *("from_on", "until_on"),
)


class _Table:
    """The rows, kept for a minute: they change with decisions, not with requests."""

    def __init__(self) -> None:
        self.kept: tuple[float, tuple[Competence, ...]] | None = None

    def get(self) -> tuple[Competence, ...]:
        kept = self.kept  # read once: another thread may forget meanwhile
        if kept and time.monotonic() < kept[0]:
            return kept[1]
        found = tuple(_row(*one) for one in Row.objects.order_by("id").values_list(*_COLUMNS))
        self.kept = (time.monotonic() + KEEP_SECONDS, found)
        return found

    def forget(self) -> None:
        self.kept = None


_table = _Table()
forget = _table.forget


def rows() -> tuple[Competence, ...]:
    """The jurisdiction's first, then the office's own, whatever their days; no statement when warm."""
    return (*_pack().competence, *_table.get())


def procedure_of(kind: str) -> str:
    """The procedure that decides matters of a kind."""
    return kinds.ruled(kind).procedure.name


def said(field: str, procedure: str) -> str:
    """In the page's language; a code that the jurisdiction no longer has is shown as it is."""
    known = {**dict(_fields()), **dict(_procedures())}
    return ", ".join(known.get(code, code) for code in (field, procedure) if code)


def _row(
    under: str,
    field: str,
    procedure: str,
    level: str,
    unit: str | None,
    division: str,
    basis: str,
    from_on: date,
    until_on: date | None,
) -> Competence:
    return Competence(
        under=under,
        field=field,
        procedure=procedure,
        level=Level(level),
        unit=unit or "",
        division=division,
        basis=basis,
        from_on=from_on,
        until_on=until_on,
    )


def _fields() -> list[tuple[str, str]]:
    return [(field.code, _word(field)) for field in _pack().fields]


def _procedures() -> list[tuple[str, str]]:
    """Without those of what is held: nobody is suggested for that."""
    known = sorted({row.procedure.name for kind, row in kinds.BY_KIND.items() if kind not in kinds.HELD})
    return [(name, _word(_pack().words[name])) for name in known if name in _pack().words]


OFFERED: Mapping[str, Callable[[], list[tuple[str, str]]]] = {"field": _fields, "procedure": _procedures}
"""By column of the table, what the administration offers."""


def _word(choice: Choice) -> str:
    return choice.en if page_language() == "en" else choice.vi


def _pack() -> Pack:
    return packs.load(settings.HOIAM_PACK)
