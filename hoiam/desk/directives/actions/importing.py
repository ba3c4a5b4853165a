"""Tasks of a plan from a table: read, shown row by row, taken in only when somebody confirms.

The file waits among the uploads under its token; nothing of it is a task before. A row that is taken in twice is there
once: its key follows from the file and its number.
"""

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from hoiam.desk.directives.actions import plans, record
from hoiam.desk.directives.actions.plans import Wanted
from hoiam.desk.directives.models import Plan, Task
from hoiam.desk.directives.queries import choices
from hoiam.desk.directives.queries.choices import Place
from hoiam.files import queries as files
from hoiam.kit.moments import local_day
from hoiam.kit.sheets import reading
from hoiam.law import plan_table, tasks
from hoiam.law.plan_table import Cell
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office

MOST_ROWS = 2_500
MOST_WORDS = 500
HEADING_COLUMNS = 3
"""A row merged over so many columns is a heading of the plan, no task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row as it was read; `problems`: why it is no task yet.

    `carried`: columns whose cell is merged with one above. `beside`: units that work with it, as they are named.
    """

    number: int
    title: str
    unit: str
    post: str
    due: str
    measure: str
    evidence: str
    beside: tuple[str, ...] = ()
    beside_ids: tuple[int, ...] = ()
    due_on: date | None = None
    before: bool = False
    unit_id: int | None = None
    post_id: int | None = None
    post_title: str = ""
    carried: tuple[str, ...] = ()
    problems: tuple[Refused, ...] = ()
    taken: bool = False


def read(*, plan_id: int, token: str, by: office.Actor, at: datetime) -> tuple[ReadRow, ...]:
    """Every row below the headings, with what was read or why not. Changes nothing.

    Refused: no_such_plan, not_yours, file_gone, headings_missing(columns), too_many_rows(most); as reading.sniffed.
    """
    plan = Plan.objects.select_related("unit", "task").filter(pk=plan_id).first()
    if plan is None:
        raise Refused("no_such_plan")
    record.require(by, plan.unit_id, Role.CLERK, Role.HEAD)
    rows, under = _table(token)
    places = choices.places(plan.unit_id, on=local_day(at), function=plans.FUNCTION)
    cells = [row.cells for row in rows]
    start, columns = plan_table.require_headings(cells)
    by_number = {row.number: row.cells for row in rows}
    keys = {_key(token, row.number) for row in rows}
    known = set(Task.objects.filter(plan=plan, form_key__in=keys).values_list("form_key", flat=True))
    found = []
    for row in rows[start + 1 :]:
        if _is_heading(row.number, under) or not any(row.cells):
            continue
        one = _row(row.number, by_number, columns, under, plan)
        found.append(_judged(one, plan, places, at, taken=_key(token, row.number) in known))
    return tuple(found)


def take_in(*, plan_id: int, token: str, by: office.Actor, at: datetime) -> int:
    """The rows that are right become tasks of the plan; gives how many. Refused: as `read`; no_rows_right."""
    rows = [row for row in read(plan_id=plan_id, token=token, by=by, at=at) if not row.problems]
    if not rows:
        raise Refused("no_rows_right")
    fresh = [row for row in rows if not row.taken]
    with record.opened_plan(plan_id):
        for row in fresh:
            plans.write(plan_id=plan_id, said=_wanted(row, token), by=by, at=at)
    return len(fresh)


def _table(token: str) -> tuple[list[reading.Row], Mapping[tuple[int, int], tuple[int, int]]]:
    held = files.staged(tokens=[token])
    if not held:
        raise Refused("file_gone")
    content = files.read(token=token, clean=False)
    file = io.BytesIO(content.data)
    kind = "csv" if held[0].name.lower().endswith(".csv") else "xlsx"
    form = reading.sniffed(file, kind)
    under = reading.merged(file, form, most=MOST_ROWS)
    rows = list(reading.rows(file, form, most=MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise Refused("too_many_rows", most=MOST_ROWS)
    return rows, under


def _is_heading(number: int, under: Mapping[tuple[int, int], tuple[int, int]]) -> bool:
    """Merged along the row, as "I. Nhiệm vụ trọng tâm" is."""
    along = sum(1 for (row, _column), (top, _left) in under.items() if row == number and top == number)
    return along >= HEADING_COLUMNS - 1


def _row(
    number: int,
    rows: Mapping[int, Sequence[Cell]],
    columns: Mapping[str, int],
    under: Mapping[tuple[int, int], tuple[int, int]],
    plan: Plan,
) -> ReadRow:
    """Texts of the cells; of a cell that lies under a merged one, that one's."""
    found: dict[str, Cell] = {}
    carried = []
    for name, place in columns.items():
        top, left = under.get((number, place), (number, place))
        cells = rows.get(top, ())
        found[name] = cells[left] if left < len(cells) else None
        if top != number and found[name] not in (None, ""):
            carried.append(name)
    texts: dict[str, Any] = {
        name: _text(found.get(name)) for name in ("title", "unit", "post", "measure", "evidence")
    }
    others = plan_table.several(found.get("beside"))
    row = ReadRow(number=number, due=_text(found.get("due")), carried=tuple(carried), beside=others, **texts)
    try:
        named = plan_table.day(found.get("due"), year=plan.signed_on.year)
    except Refused as refused:
        return replace(row, problems=(refused,))
    return replace(row, due_on=named.on, before=named.before)


def _judged(row: ReadRow, plan: Plan, places: Sequence[Place], at: datetime, *, taken: bool) -> ReadRow:
    """With the unit and post that are meant, and everything that stands against it."""
    problems = list(row.problems)
    if not row.title:
        problems.append(Refused("title_missing"))
    if max(len(row.title), len(row.measure), len(row.evidence)) > MOST_WORDS:
        problems.append(Refused("words_too_long", most=MOST_WORDS))
    row = replace(row, beside_ids=_others(row.beside, places, problems))
    place = _attempt(problems, lambda: _place(row.unit, places))
    if place is not None:
        row = replace(row, unit_id=place.unit_id)
        post = _attempt(problems, lambda: _post(row.post, place))
        if post is not None:
            row = replace(row, post_id=post[0], post_title=post[1])
    if row.post_id is not None and row.due_on is not None and row.title:
        _attempt(problems, lambda: plans.require(plan, _wanted(row, ""), at))
    return replace(row, problems=tuple(problems), taken=taken)


def _others(names: Sequence[str], places: Sequence[Place], problems: list[Refused]) -> tuple[int, ...]:
    """Units that work with the responsible one; each that is not found is a problem with its name."""
    found = []
    for name in names:
        try:
            found.append(_place(name, places).unit_id)
        except Refused as refused:
            problems.append(Refused(f"beside_{refused.code}", **{**refused.facts, "named": name}))
    return tuple(dict.fromkeys(found))


def _attempt(problems: list[Refused], what: Callable[[], Any]) -> Any:
    """What it gives; or None, and one problem more."""
    try:
        return what()
    except Refused as refused:
        problems.append(refused)
        return None


def _place(text: str, places: Sequence[Place]) -> Place:
    """By code or name, with or without its kind. Refused: unit_missing, unit_unknown, unit_unclear, unit_dissolved."""
    if not text:
        raise Refused("unit_missing")
    wanted = plan_table.fold(text).removeprefix("ubnd ").removeprefix("uy ban nhan dan ")
    found = [one for one in places if wanted in one.names]
    standing = [one for one in found if one.until is None]
    if not found:
        raise Refused("unit_unknown")
    if len(standing or found) > 1:
        raise Refused("unit_unclear")
    chosen = (standing or found)[0]
    if chosen.until is not None:
        tasks.require_standing(
            unit_id=chosen.unit_id, until=chosen.until, successor_id=chosen.heir_id, on=chosen.until
        )
    return chosen


def _post(text: str, place: Place) -> tuple[int, str]:
    """By its title or how it begins. Refused: post_needed, post_unknown."""
    if not text:
        raise Refused("post_needed")
    wanted = plan_table.fold(text).replace("ubnd", "uy ban nhan dan").replace("hdnd", "hoi dong nhan dan")
    fits = [(pk, title) for pk, title, _head in place.posts if plan_table.fold(title).startswith(wanted)]
    heads = [(pk, title) for pk, title, head in place.posts if head and (pk, title) in fits]
    chosen = fits if len(fits) == 1 else heads
    if not chosen:
        raise Refused("post_unknown")
    return chosen[0]


def _wanted(row: ReadRow, token: str) -> Wanted:
    assert row.due_on is not None  # noqa: S101 - only of rows without a problem
    return Wanted(
        title=row.title,
        due_on=row.due_on,
        form_key=_key(token, row.number),
        post_id=row.post_id,
        measure=row.measure,
        evidence=row.evidence,
        beside=row.beside_ids,
    )


def _key(token: str, number: int) -> str:
    return hashlib.sha256(f"{token} {number}".encode()).hexdigest()


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else " ".join(str(cell).split())
