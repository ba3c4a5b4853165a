"""What posts owe: open duties by their last day, those of cases with the case's number; and cases passed to and fro."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet, Value

from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import cards, firewall, passed_on
from hoiam.desk.cases.queries.passed_on import PassedRow
from hoiam.duties import owed
from hoiam.duties.owed import Counts, Filter, Owed

PAGE = 25
MOST_PASSED = 5
CASE = "case"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One duty; `number` and `title` are of its case, the title only for those who work on it.

    `passed_on`: how often offices passed the case to one another, once that is noted; else 0.
    """

    duty: Owed
    number: str
    title: str
    passed_on: int = 0


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One page and the cursor of the next, if there is one."""

    rows: tuple[BoardRow, ...]
    next: tuple[date, int] | None
    passed: tuple[PassedRow, ...] = ()


def board(
    *, chosen: Filter, own: bool, limit: int = PAGE, passed: "QuerySet[Case] | None" = None
) -> BoardPage:
    """Two statements, whatever is owed; the second only if any of it is of cases. `chosen.hidden`: as `unseen`.

    `passed`: as passed_on.noted; the first MOST_PASSED of them come along, and one more if there are more.
    """
    rows = owed.listed(chosen, limit=limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    known = _cases(_ids(rows[:limit]), passed, titles=own)
    found = tuple(_row(row, known.get(row.subject_id)) for row in rows[:limit])
    noted = sorted((one for one in known.values() if one["noted"]), key=itemgetter("due_on", "id"))
    return BoardPage(found, (last.due_on, last.id) if last else None, tuple(map(passed_on.row, noted)))


def unseen(*, person_id: int, units: Collection[int], on: date) -> "QuerySet[Any, Any]":
    """Cases at these units whose duties this person is not shown: a part of the statements that follow."""
    return firewall.hidden(person_id=person_id, units=units, on=on)


def nearest(
    *, post_ids: Collection[int], limit: int, hidden: "QuerySet[Any, Any] | None" = None
) -> tuple[BoardRow, ...]:
    """The nearest duties of several posts, without any title: for a calendar. Two statements."""
    return _with_cases(owed.nearest(post_ids=post_ids, limit=limit, hidden=hidden))


def counts(*, post_id: int, key: str, on: date, hidden: "QuerySet[Any, Any] | None" = None) -> Counts:
    """How many are late, due today, until Sunday, later; up to a limit. One statement."""
    return owed.counts(post_id=post_id, key=key, on=on, hidden=hidden)


def _with_cases(rows: Collection[Owed]) -> tuple[BoardRow, ...]:
    known = _cases(_ids(rows), None, titles=False)
    return tuple(_row(row, known.get(row.subject_id)) for row in rows)


def _ids(rows: Collection[Owed]) -> set[int]:
    return {row.subject_id for row in rows if row.subject == CASE}


def _cases(
    ids: Collection[int], passed: "QuerySet[Case] | None", *, titles: bool
) -> dict[int, dict[str, Any]]:
    """By id: the columns of passed_on, and whether it is one of those. One statement; none when nothing is asked."""
    asked = [Case.objects.filter(pk__in=ids).annotate(noted=Value(0))] if ids else []
    if passed is not None:
        first = passed.values("pk")[: MOST_PASSED + 1]
        asked.append(Case.objects.filter(pk__in=first).annotate(noted=Value(1)))
    columns = (*passed_on.COLUMNS, *(("title",) if titles else ()), "noted")
    found: dict[int, dict[str, Any]] = {}
    for row in _union([one.values(*columns) for one in asked]):
        if row["noted"] or row["id"] not in found:
            found[row["id"]] = row
    return found


def _union(parts: "list[QuerySet[Case, dict[str, Any]]]") -> "Iterable[dict[str, Any]]":
    return parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0] if parts else ()


def _row(duty: Owed, case: Mapping[str, Any] | None) -> BoardRow:
    if case is None or duty.subject != CASE:
        return BoardRow(duty, "", "")
    number = cards.number_of(case["received_on"], duty.subject_id)
    return BoardRow(duty, number, str(case.get("title", "")), case["passed_on"] or 0)
