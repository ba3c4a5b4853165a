"""Which units are remote areas that are hard to reach, since when and by which document.

The law gives a longer limit there and no definition (Law 02/2011/QH13, article 28): nothing is remote until a
document of the province says so and somebody enters it. Rows are only added: of those of one unit that of the latest
day holds, of one day the one entered last. A unit is known by its path: under another name it is still the same.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from hoiam.kit import db
from hoiam.office.calendars import KEEP_SECONDS
from hoiam.office.cards import full_name, page_language
from hoiam.office.models import Remoteness

REMOTE = "remote"
"""The attribute of a case, as the rules of a jurisdiction name it."""
GRACE = timedelta(seconds=2 * KEEP_SECONDS)
"""After this no clock starts any more on what was known before an entry: the second look is then due."""
COUNTED = "(SELECT COUNT(*) FROM office_remoteness)"
_COLUMNS = (
    *("id", "unit__path", "unit__kind", "unit__name", "unit__name_en"),
    *("from_on", "remote", "document", "entered_at"),
)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a document says of a unit from a day on."""

    id: int
    path: str
    unit_kind: str
    unit_name: str
    unit_name_en: str
    from_on: date
    remote: bool
    document: str
    entered_at: datetime

    @property
    def unit(self) -> str:
        """In the page's language, with its kind."""
        return full_name(self.unit_kind, self.unit_name, self.unit_name_en, page_language())


@dataclass(slots=True)
class _Known:
    """What was declared, as it was read at one moment; by unit in the order in which it holds."""

    count: int
    until: float
    by_path: dict[str, tuple[Declared, ...]] = field(default_factory=dict)
    by_id: dict[int, Declared] = field(default_factory=dict)


class _Kept:
    """One per process; replaced whole, so that threads never see half of it."""

    def __init__(self) -> None:
        self.known: _Known | None = None

    def get(self) -> _Known:
        known = self.known
        if known is None or time.monotonic() >= known.until:
            known = self.known = _read()
        return known


_kept = _Kept()


def holding(path: str, on: date) -> Declared | None:
    """What holds for the unit of this path on a day, remote or no longer; None where nothing was said.

    No statement when warm.
    """
    return next((one for one in reversed(_kept.get().by_path.get(path, ())) if one.from_on <= on), None)


def declared(path: str, on: date) -> Declared | None:
    """By what it is remote on a day, if it is."""
    found = holding(path, on)
    return found if found and found.remote else None


def attributes(path: str, on: date) -> frozenset[str]:
    """The same as an attribute of a case whose place it is."""
    return frozenset({REMOTE}) if declared(path, on) else frozenset()


def one(declared_id: int) -> Declared:
    """One entry; looks again when it is not known yet. KeyError for one that is not there."""
    if declared_id not in _kept.get().by_id:
        forget()
    return _kept.get().by_id[declared_id]


def waiting(*, at: datetime) -> Iterator[Declared]:
    """Entries for which open clocks are still to be looked at, or to be looked at again. One statement."""
    forget()
    rows = Remoteness.objects.filter(Q(looked_at=None) | Q(done_at=None, entered_at__lte=at - GRACE))
    return (one(pk) for pk in list(rows.order_by("pk").values_list("pk", flat=True)))


def looked(declared_id: int, *, at: datetime) -> None:
    """Every open clock was looked at; for the last time once none can have started on older knowledge."""
    with db.writing():
        row = Remoteness.objects.select_for_update().get(pk=declared_id)
        row.looked_at = at
        row.done_at = at if at >= row.entered_at + GRACE else None
        row.save(update_fields=("looked_at", "done_at"))


def seen(count: int) -> None:
    """How many entries there are by now, as a statement said that was asked anyway: old knowledge is read anew."""
    known = _kept.known
    if known is None or known.count != count:
        _kept.known = _read() if count else _Known(0, _later())


def forget() -> None:
    """Look again at the next question: for whoever has just entered something in this process."""
    _kept.known = None


def _later() -> float:
    return time.monotonic() + KEEP_SECONDS


def _read() -> _Known:
    """One statement."""
    found = [Declared(*row) for row in Remoteness.objects.order_by("from_on", "pk").values_list(*_COLUMNS)]
    paths = {row.path for row in found}
    return _Known(
        count=len(found),
        until=_later(),
        by_path={path: tuple(row for row in found if row.path == path) for path in paths},
        by_id={row.id: row for row in found},
    )
