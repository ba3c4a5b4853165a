"""What was told to the log and deleted since: how much, since when, why, and where it is proved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.queries.duty_names import KINDS
from hoiam.duties import gone
from hoiam.journal import open_data as log, queries as journal
from hoiam.ledger import statement

MOST = 25
Words = str | Promise
GROUNDS: Mapping[str, Words] = {
    "retention": _("kept as long as it had to be"),
    "request": _("asked for by the person concerned"),
    "court": _("decision of a court"),
    "authority": _("decision of another authority"),
}
WHAT: Mapping[str, Words] = {
    "case": _("a whole case"),
    "documents": _("what was written, attached and said of the person"),
    "signer": _("who one of several signers was"),
}


@dataclass(frozen=True, slots=True)
class Erased:
    """One erasure on a decision."""

    index: int
    at: datetime
    what: Words
    ground: Words


@dataclass(frozen=True, slots=True)
class Stone:
    """Duties of one kind, deleted without a ground; `index`: the entry that says so, once it is published."""

    noticed_on: date
    name: Words
    n: int
    index: int | None
    told_in: int


@dataclass(frozen=True, slots=True)
class Deleted:
    """All of it; the lists are the newest of many."""

    duties: int
    since: date | None
    stones: tuple[Stone, ...]
    cases: int
    erased: tuple[Erased, ...]

    @property
    def any(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.duties or self.cases)


def of_unit(unit_id: int, code: str) -> Deleted:
    """Of one office. Two statements; four where a duty was deleted."""
    found = gone.of_unit(unit_id)
    duties, since = gone.total(unit_id) if found else (0, None)
    places = journal.places([one.entry for one in found]) if found else {}
    stones = (
        Stone(one.noticed_on, KINDS.get(one.key, one.key), one.n, places.get(one.entry), one.told_in)
        for one in found
    )
    cases, erased = log.erased(unit=code, most=MOST)
    return Deleted(duties, since, tuple(stones), cases, tuple(_erased(*one) for one in erased))


def of_all() -> tuple[int, date | None, int]:
    """How many duties were deleted, since when, and how many erasures there are.

    Two statements; three where there is more than one erasure.
    """
    duties, since = gone.total()
    cases, _erasures = log.erased(most=1)
    return duties, since, cases


def _erased(index: int, at: datetime, text: str) -> Erased:
    facts = statement.parse(text).facts
    what, ground = facts.get("what", ""), facts.get("ground", "")
    return Erased(index, at, WHAT.get(what, what), GROUNDS.get(ground, ground))
