"""What became of dialogue conferences and of the promises made at them, unit by unit, head by head, year by year:
counted from what the log says to everybody, the same for all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date

from hoiam.law.keeping import Entry, Holder, Ledger, follower, sums

CALL, RESULTS, DEED, ANSWER = "call", "results", "deed", "answer"
COLUMNS = {CALL: "calls", RESULTS: "results", DEED: "promises", ANSWER: "answers"}
_CHAIRED = {"head": "in_person", "deputy": "by_deputy"}
Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A post of a unit in a year; `post` is the name of its chain in the log.

    Conferences that took place count in the year of their day: chaired by the head in person or by a deputy, of both
    how many were `postponed` before; `overdue` are those whose day is past and that were not held. `missed`: years
    that ended without the conference the head owed. `questions`: asked at conferences whose results are out. Days
    that voters asked for, results, promises and answers put off count in the year in which they were due. `said_…`:
    what those say to whom it was promised.
    """

    unit: str
    post: str
    year: int
    in_person: int = 0
    by_deputy: int = 0
    postponed: int = 0
    overdue: int = 0
    missed: int = 0
    questions: int = 0
    calls_in_time: int = 0
    calls_late: int = 0
    calls_running: int = 0
    calls_overdue: int = 0
    results_in_time: int = 0
    results_late: int = 0
    results_running: int = 0
    results_overdue: int = 0
    promises_in_time: int = 0
    promises_late: int = 0
    promises_running: int = 0
    promises_overdue: int = 0
    answers_in_time: int = 0
    answers_late: int = 0
    answers_running: int = 0
    answers_overdue: int = 0
    said_kept: int = 0
    said_partly: int = 0
    said_not_kept: int = 0

    def __add__(self, other: "Row") -> "Row":
        return replace(self, **{name: getattr(self, name) + getattr(other, name) for name in COUNTS})


COUNTS = tuple(one.name for one in fields(Row) if one.type in (int, "int") and one.name != "year")


class Rows:
    """Rows by unit, post and year; what is asked for is there."""

    def __init__(self) -> None:
        self.found: dict[Key, Row] = {}

    def add(self, key: Key, **counts: int) -> None:
        row = self.found.get(key, Row(*key))
        self.found[key] = replace(row, **{name: getattr(row, name) + n for name, n in counts.items()})

    def sorted(self) -> tuple[Row, ...]:
        """Without those in which nothing is counted."""
        return tuple(sorted(row for row in self.found.values() if any(getattr(row, one) for one in COUNTS)))


@dataclass(slots=True)
class _Conference:
    """As far as it has come. `stays_with`: whose day it was, when another unit took it over afterwards."""

    holder: Holder
    day: str
    postponed: bool = False
    chaired: str = ""
    questions: int = 0
    stays_with: Holder | None = None
    held: bool = False


@dataclass(slots=True)
class _Story:
    """What the entries say so far."""

    chain_of: Callable[[str], str]
    conferences: dict[str, _Conference] = field(default_factory=dict)
    owed: Ledger = field(default_factory=Ledger)
    promised: dict[str, tuple[str, Holder, str]] = field(default_factory=dict)
    verdicts: dict[str, dict[str, int]] = field(default_factory=dict)
    yearly: dict[tuple[str, str], str] = field(default_factory=dict)
    missed: list[tuple[str, str, str, str]] = field(default_factory=list)

    def holder(self, one: Entry) -> Holder:
        return Holder(one.unit, self.chain_of(one.facts["post"]))


def recount(entries: Iterable[Entry], *, on: date, chain_of: Callable[[str], str]) -> tuple[Row, ...]:
    """As it stands on a day, from the entries in the order of the log; `chain_of`: the chain of a post's number."""
    story = _Story(chain_of)
    for one in entries:
        tell = _TOLD.get(one.kind)
        if tell is not None:
            tell(story, one)
    rows = Rows()
    _conferences(story, rows, on)
    _missed(story, rows)
    for what, column in COLUMNS.items():
        for key, counts in sums(story.owed.counted(what, on=on)).items():
            rows.add(key, **{f"{column}_{how}": n for how, n in counts.items()})
    for promise, said in story.verdicts.items():
        _what, holder, due = story.promised[promise]
        rows.add((holder.unit, holder.post, int(due[:4])), **said)
    return rows.sorted()


def _conferences(story: _Story, rows: Rows, on: date) -> None:
    for one in story.conferences.values():
        holder = one.stays_with or one.holder
        key = holder.unit, holder.post, int(one.day[:4])
        if one.held:
            rows.add(key, **{one.chaired: 1}, postponed=int(one.postponed), questions=one.questions)
        elif one.day < on.isoformat():
            rows.add(key, overdue=1)


def _missed(story: _Story, rows: Rows) -> None:
    """A day noted late meets a year that had been found missed."""
    for unit, chain, first, last in story.missed:
        days = (day for (where, day), chaired in story.yearly.items() if where == chain and chaired == "head")
        if not any(first <= day <= last for day in days):
            rows.add((unit, chain, int(last[:4])), missed=1)


# What each kind of entry says


def _enough(story: _Story, one: Entry) -> None:
    story.owed.opened(CALL, one.facts["conference"], one.facts["call-due"], story.holder(one))


def _no_more(story: _Story, one: Entry) -> None:
    story.owed.void(CALL, one.facts["conference"])


def _called(story: _Story, one: Entry) -> None:
    name = one.facts["conference"]
    story.owed.ended(CALL, name, one.day)
    story.conferences[name] = _Conference(story.holder(one), one.facts["on"])


def _postponed(story: _Story, one: Entry) -> None:
    row = story.conferences[one.facts["conference"]]
    row.day, row.postponed, row.stays_with = one.facts["on"], True, None


def _took_place(story: _Story, one: Entry) -> None:
    name, holder = one.facts["conference"], story.holder(one)
    row = story.conferences[name]
    row.chaired, row.held = _CHAIRED[one.facts["chaired"]], True
    story.owed.opened(RESULTS, name, one.facts["results-due"], holder)


def _day_moved(story: _Story, one: Entry) -> None:
    story.owed.moved(one.facts["clock"], one.facts["conference"], one.facts["due"])


def _results(story: _Story, one: Entry) -> None:
    name = one.facts["conference"]
    story.conferences[name].questions = int(one.facts["questions"])
    story.owed.ended(RESULTS, name, one.day)


def _promised(story: _Story, one: Entry) -> None:
    name, what, due = one.facts["promise"], one.facts["what"], one.facts["due"]
    story.promised[name] = what, story.holder(one), due
    story.owed.opened(what, name, due, story.holder(one))


def _kept(story: _Story, one: Entry) -> None:
    name = one.facts["promise"]
    story.owed.ended(story.promised[name][0], name, one.facts["on"])


def _judged(story: _Story, one: Entry) -> None:
    said = {"said_kept": "kept", "said_partly": "partly", "said_not_kept": "not-kept"}
    story.verdicts[one.facts["promise"]] = {name: int(one.facts[line]) for name, line in said.items()}


def _conference_passed(story: _Story, one: Entry) -> None:
    name, holder = one.facts["conference"], follower(one, story.chain_of)
    row = story.conferences.get(name)
    if row is not None:
        if row.held or row.day < holder.since:
            row.stays_with = row.stays_with or row.holder
        row.holder = holder
    for what in (CALL, RESULTS):
        story.owed.passed(what, name, holder)


def _promise_passed(story: _Story, one: Entry) -> None:
    name = one.facts["promise"]
    story.owed.passed(story.promised[name][0], name, follower(one, story.chain_of))


def _noted(story: _Story, one: Entry) -> None:
    story.yearly[one.chain, one.facts["on"]] = one.facts["chaired"]


def _taken_back(story: _Story, one: Entry) -> None:
    story.yearly.pop((one.chain, one.facts["on"]), None)


def _year_missed(story: _Story, one: Entry) -> None:
    story.missed.append((one.unit, one.chain, one.facts["from"], one.facts["until"]))


_TOLD: dict[str, Callable[[_Story, Entry], None]] = {
    "dialogue.enough-asked": _enough,
    "dialogue.too-few-asked": _no_more,
    "dialogue.declined": _no_more,
    "dialogue.called": _called,
    "dialogue.postponed": _postponed,
    "dialogue.took-place": _took_place,
    "dialogue.deadline-moved": _day_moved,
    "dialogue.results": _results,
    "dialogue.promised": _promised,
    "dialogue.promise-kept": _kept,
    "dialogue.verdicts": _judged,
    "dialogue.transferred": _conference_passed,
    "dialogue.promise-passed": _promise_passed,
    "dialogue.held": _noted,
    "dialogue.withdrawn": _taken_back,
    "dialogue.missed": _year_missed,
}
