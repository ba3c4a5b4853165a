"""What posts owe: open duties by their last day, those of cases with the case's number."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import cards, firewall
from hoiam.duties import owed
from hoiam.duties.owed import Counts, Filter, Owed

PAGE = 25
CASE = "case"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One duty; `number` and `title` are of its case, the title only for those who work on it."""

    duty: Owed
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One page and the cursor of the next, if there is one."""

    rows: tuple[BoardRow, ...]
    next: tuple[date, int] | None


def board(*, chosen: Filter, own: bool, limit: int = PAGE) -> BoardPage:
    """Two statements, whatever is owed; the second only if any of it is of cases. `chosen.hidden`: as `unseen`."""
    rows = owed.listed(chosen, limit=limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return BoardPage(_with_cases(rows[:limit], titles=own), (last.due_on, last.id) if last else None)


def unseen(*, person_id: int, units: Collection[int], on: date) -> "QuerySet[Any, Any]":
    """Cases at these units whose duties this person is not shown: a part of the statements that follow."""
    return firewall.hidden(person_id=person_id, units=units, on=on)


def nearest(
    *, post_ids: Collection[int], limit: int, hidden: "QuerySet[Any, Any] | None" = None
) -> tuple[BoardRow, ...]:
    """The nearest duties of several posts, without any title: for a calendar. Two statements."""
    return _with_cases(owed.nearest(post_ids=post_ids, limit=limit, hidden=hidden), titles=False)


def counts(*, post_id: int, key: str, on: date, hidden: "QuerySet[Any, Any] | None" = None) -> Counts:
    """How many are late, due today, until Sunday, later; up to a limit. One statement."""
    return owed.counts(post_id=post_id, key=key, on=on, hidden=hidden)


def _with_cases(rows: Collection[Owed], *, titles: bool) -> tuple[BoardRow, ...]:
    ids = {row.subject_id for row in rows if row.subject == CASE}
    columns = ("pk", "received_on", "title") if titles else ("pk", "received_on")
    known = (
        {found[0]: found for found in Case.objects.filter(pk__in=ids).values_list(*columns)} if ids else {}
    )
    return tuple(_row(row, known.get(row.subject_id) if row.subject == CASE else None) for row in rows)


def _row(duty: Owed, case: tuple[object, ...] | None) -> BoardRow:
    if case is None:
        return BoardRow(duty, "", "")
    received_on, title = case[1], case[2] if len(case) > 2 else ""  # noqa: PLR2004 - with a title, or without
    assert isinstance(received_on, date)  # noqa: S101 - told to the type checker
    return BoardRow(duty, cards.number_of(received_on, duty.subject_id), str(title))
