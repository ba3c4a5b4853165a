"""Whether what was promised for a day was kept: counted from what the log says to everybody, for any day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

IN_TIME, LATE, RUNNING, OVERDUE = "in_time", "late", "running", "overdue"


@dataclass(frozen=True, slots=True)
class Entry:
    """A public entry of the log: its kind, the unit's code, its chain, its lines, its local day."""

    kind: str
    unit: str
    chain: str
    facts: Mapping[str, str]
    day: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who owes it: the unit's code and the post's chain, since a day; `began`: the first day of that unit.

    Both days are empty for whoever owed it from the start.
    """

    unit: str
    post: str
    since: str = ""
    began: str = ""


def follower(one: Entry, chain_of: Callable[[str], str]) -> Holder:
    """Who owes it since a reform of units, as its entry says; `chain_of`: the chain of a post's number."""
    said = one.facts
    return Holder(said["to"], chain_of(said["post"]), said["since"], said["began"])


@dataclass(slots=True)
class Owed:
    """One thing due on a day; the last of the holders owes it now. Days as ISO text."""

    due: str
    holders: list[Holder]
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """That something of a unit and post, due in a year, ended or stands like this."""

    unit: str
    post: str
    year: int
    how: str


@dataclass(slots=True)
class Ledger:
    """Everything that is owed, by its name."""

    known: dict[tuple[str, str], Owed] = field(default_factory=dict)

    def opened(self, what: str, name: str, due: str, holder: Holder) -> None:
        self.known[what, name] = Owed(due, [holder])

    def ended(self, what: str, name: str, day: str) -> None:
        """Once; what ended stays as it ended."""
        owed = self.known.get((what, name))
        if owed is not None:
            owed.ended = owed.ended or day

    def moved(self, what: str, name: str, due: str) -> None:
        """Another day, by an announcement of days off."""
        owed = self.known.get((what, name))
        if owed is not None:
            owed.due = due

    def void(self, what: str, name: str) -> None:
        self.known.pop((what, name), None)

    def passed(self, what: str, name: str, holder: Holder) -> None:
        """Whoever followed owes it from now on, if it is open."""
        owed = self.known.get((what, name))
        if owed is not None and not owed.ended:
            owed.holders.append(holder)

    def counted(self, *whats: str, on: date) -> Iterator[Counted]:
        """Each of these as it stands on a day; what was late before it was passed on stays with the earlier one."""
        day = on.isoformat()
        for (what, _name), owed in self.known.items():
            if what in whats:
                yield from _counted(owed, day)


def _counted(owed: Owed, on: str) -> Iterator[Counted]:
    year, last = int(owed.due[:4]), owed.holders[-1]
    for before, after in zip(owed.holders, owed.holders[1:], strict=False):
        if before.began <= owed.due < after.since:
            yield Counted(before.unit, before.post, year, LATE)
    if owed.due >= last.began:
        yield Counted(last.unit, last.post, year, how(owed.due, owed.ended, on))


def how(due: str, ended: str, on: str) -> str:
    """In time until the end of its day. ISO days."""
    if ended:
        return IN_TIME if ended <= due else LATE
    return RUNNING if on <= due else OVERDUE


def sums(counted: Iterable[Counted]) -> dict[tuple[str, str, int], dict[str, int]]:
    """By unit, post and year; only what there is."""
    found: dict[tuple[str, str, int], dict[str, int]] = {}
    for one in counted:
        row = found.setdefault((one.unit, one.post, one.year), {})
        row[one.how] = row.get(one.how, 0) + 1
    return found
