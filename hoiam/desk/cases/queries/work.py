"""How staff arrange their work: saved filters, substitutes of a day, a division at one glance."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from hoiam.desk.cases.models import Case, Reception, SavedFilter, StaffChoice, Substitution
from hoiam.desk.cases.queries import cards, firewall
from hoiam.kit import prepared
from hoiam.law import sheet, sight, staffing
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.sheet import Capacity
from hoiam.office import queries as office

MOST_FILTERS = 12
MOST_HANDLERS = 100
COUNT_LIMIT = 1000
SHOWN = 50
WATCH = frozenset({Role.HEAD, Role.OVERSEER})
_OPEN = (
    "FROM cases_case WHERE unit_id = %s AND due_on IS NOT NULL AND kind <> 'denunciation' "
    "AND (NOT guarded OR id NOT IN ({hidden}))"
)
_OF = {True: "AND handler_id = %s", False: "AND handler_id IS NULL"}


@dataclass(frozen=True, slots=True)
class FilterCard:
    """A saved part of the queue."""

    id: int
    name: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstitutionCard:
    """Who works in whose place, and when."""

    id: int
    person_id: int
    person: str
    substitute_id: int
    substitute: str
    from_on: date
    until_on: date
    with_cases: bool
    reason: str
    capacity: str
    title: str
    document: str

    @property
    def signs(self) -> str:
        """KT., TL. or TUQ.; nothing for whoever only works on cases."""
        return sheet.PREFIX[Capacity(self.capacity)] if self.capacity else ""


@dataclass(frozen=True, slots=True)
class Lent:
    """In which capacity somebody signs for the head, and with which office of their own."""

    person_id: int
    name: str
    capacity: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerRow:
    """One handler's open cases, up to COUNT_LIMIT each; `oldest` is the day of receipt of the oldest of them."""

    person_id: int | None
    name: str
    open: int
    late: int
    this_week: int
    oldest: date | None


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A case of somebody's, to be handed over."""

    id: int
    number: str
    title: str
    state: str


def filters(person_id: int) -> tuple[FilterCard, ...]:
    """By name. One statement."""
    rows = _FILTERS.all(person_id=person_id)
    return tuple(FilterCard(row.pk, row.name, row.query) for row in rows)


def _saved(*, person_id: int) -> "QuerySet[SavedFilter]":
    return SavedFilter.objects.filter(person_id=person_id).order_by("name")[:MOST_FILTERS]


_FILTERS = prepared.Rows(_saved, person_id=-1_000_001)


def substitutes(*, on: date) -> dict[int, int]:
    """Who works in whose place on a day, everywhere. One statement."""
    return {row["person_id"]: row["substitute_id"] for row in _SUBSTITUTES.rows(on=on)}


def _substituted(*, on: date) -> "QuerySet[Substitution, Any]":
    rows = Substitution.objects.filter(until_on__gte=on, from_on__lte=on, ended_at=None).order_by("pk")
    return rows.values("person_id", "substitute_id")


_SUBSTITUTES = prepared.Query(_substituted, on=date(1, 1, 1))


def stands_in(person_id: int, *, on: date) -> int:
    """Who gets what is meant for this person today. One statement."""
    return staffing.stands_in(person_id, substitutes(on=on))


def substitutions(*, unit_id: int, on: date) -> tuple[SubstitutionCard, ...]:
    """Those that run or lie ahead, the nearest first, up to SHOWN. One statement."""
    return tuple(
        SubstitutionCard(
            id=row.pk,
            person_id=row.person_id,
            person=row.person.name,
            substitute_id=row.substitute_id,
            substitute=row.substitute.name,
            from_on=row.from_on,
            until_on=row.until_on,
            with_cases=row.with_cases,
            reason=row.reason,
            capacity=row.capacity,
            title=row.title,
            document=row.document,
        )
        for row in _AWAY.all(unit_id=unit_id, today=on)
    )


def _away(*, unit_id: int, today: date) -> "QuerySet[Substitution]":
    rows = Substitution.objects.filter(unit_id=unit_id, until_on__gte=today, ended_at=None)
    return rows.select_related("person", "substitute").order_by("from_on", "pk")[:SHOWN]


_AWAY = prepared.Rows(_away, unit_id=-1_000_001, today=date(1, 1, 1))


def lent(*, unit_id: int, on: date, person_id: int | None = None) -> Lent | None:
    """Who signs for the head of a unit on a day, or whether this person does. One statement."""
    rows = Substitution.objects.filter(unit_id=unit_id, until_on__gte=on, from_on__lte=on, ended_at=None)
    rows = rows.exclude(capacity="").order_by("-pk")
    if person_id is not None:
        rows = rows.filter(substitute_id=person_id)
    found = rows.values_list("substitute_id", "substitute__name", "capacity", "title").first()
    return Lent(*found) if found else None


def wants_digest(person_id: int) -> bool:
    """Unless they said no. One statement."""
    return not StaffChoice.objects.filter(person_id=person_id, digest=False).exists()


def work_of(*, unit_id: int, person_id: int, by: office.Actor, on: date) -> tuple[WorkRow, ...]:
    """Open cases of a handler by their nearest date, up to what goes over at once. Refused: not_yours."""
    if not (by.roles_in(unit_id) & {Role.CLERK, Role.HEAD} or by.person_id == person_id):
        raise Refused("not_yours")
    rows = Case.objects.filter(unit_id=unit_id, handler_id=person_id, due_on__isnull=False)
    return _work_rows(rows, by, on)


def chosen(*, unit_id: int, case_ids: Collection[int], by: office.Actor, on: date) -> tuple[WorkRow, ...]:
    """Those of these open cases that are this unit's, for its clerks and head. One statement. Refused: not_yours."""
    if not by.roles_in(unit_id) & {Role.CLERK, Role.HEAD}:
        raise Refused("not_yours")
    rows = Case.objects.filter(unit_id=unit_id, pk__in=set(case_ids), due_on__isnull=False)
    return _work_rows(rows, by, on)


def numbers(*, unit_id: int, case_ids: Collection[int], by: office.Actor, on: date) -> list[str]:
    """Numbers of those of these cases that are this unit's, and not kept from them. One statement, none for nothing."""
    if not case_ids:
        return []
    rows = Case.objects.filter(unit_id=unit_id, pk__in=set(case_ids)).exclude(kind__in=kinds.HELD)
    rows = firewall.open_to(rows, person_id=by.person_id, on=on).order_by("due_on", "pk")
    return [cards.number_of(received_on, pk) for pk, received_on in rows.values_list("pk", "received_on")]


def may_watch(*, unit_path: str, unit_id: int, by: office.Actor) -> bool:
    """The head of the unit, and whoever oversees it or what it lies under."""
    if Role.HEAD in by.roles_in(unit_id):
        return True
    return any(
        Role.OVERSEER in roles and sight.within(unit_path, path) for path, roles in by.roles_by_path.items()
    )


def division(*, unit: office.UnitCard, by: office.Actor, on: date) -> tuple[HandlerRow, ...]:
    """What each handler has, and what nobody has yet. Two statements. Refused: not_yours."""
    if not may_watch(unit_path=unit.path, unit_id=unit.id, by=by):
        raise Refused("not_yours")
    people = office.staff(unit_id=unit.id, role=Role.HANDLER, on=on)[:MOST_HANDLERS]
    named: Mapping[int | None, str] = {None: "", **{person.id: person.name for person in people}}
    hidden = firewall.hidden_within(person_id=by.person_id, unit_id=unit.id, on=on)
    figures = _figures(unit.id, list(named), on, *hidden)
    return tuple(
        HandlerRow(person_id=one, name=name, open=got[0], late=got[1], this_week=got[2], oldest=_day(got[3]))
        for (one, name), got in zip(named.items(), figures, strict=True)
    )


def receptions(*, unit_id: int, since: datetime) -> tuple[tuple[int, int], ...]:
    """How people who got no answer say they were received, since a moment: score and how many. One statement."""
    rows = (
        Reception.objects.filter(unit_id=unit_id, at__gte=since).values_list("score").annotate(n=Count("pk"))
    )
    return tuple((score, count) for score, count in rows.order_by("-score"))


def _work_rows(rows: "QuerySet[Case]", by: office.Actor, on: date) -> tuple[WorkRow, ...]:
    """By their nearest date, without what they keep out of."""
    found = firewall.open_to(rows.exclude(kind="denunciation"), person_id=by.person_id, on=on)
    columns = found.order_by("due_on", "pk").values_list("pk", "received_on", "title", "state")[
        : staffing.MOST_AT_ONCE
    ]
    return tuple(
        WorkRow(pk, cards.number_of(received_on, pk), title, state)
        for pk, received_on, title, state in columns
    )


def _figures(
    unit_id: int, people: list[int | None], on: date, hidden: str, out: list[Any]
) -> list[tuple[int, int, int, object]]:
    """One row for each, in one statement; each count stops at COUNT_LIMIT, so none grows with the queue."""
    sunday = on + timedelta(days=6 - on.weekday())
    parts: list[str] = []
    values: list[Any] = []
    for one in people:
        base: list[Any] = [unit_id, *out] if one is None else [unit_id, *out, one]
        which = f"{_OPEN.format(hidden=hidden)} {_OF[one is not None]}"
        parts += [
            f"(SELECT COUNT(*) FROM (SELECT 1 {which} LIMIT %s) a)",  # noqa: S608 - all of it stands here
            f"(SELECT COUNT(*) FROM (SELECT 1 {which} AND due_on < %s LIMIT %s) b)",  # noqa: S608
            f"(SELECT COUNT(*) FROM (SELECT 1 {which} AND due_on >= %s AND due_on <= %s LIMIT %s) c)",  # noqa: S608
            f"(SELECT MIN(received_on) FROM (SELECT received_on {which} ORDER BY due_on LIMIT %s) d)",  # noqa: S608
        ]
        values += [*base, COUNT_LIMIT, *base, on, COUNT_LIMIT, *base, on, sunday, COUNT_LIMIT]
        values += [*base, COUNT_LIMIT]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        row = cursor.fetchone()
    return [tuple(row[start : start + 4]) for start in range(0, len(row), 4)]


def _day(value: object) -> date | None:
    """SQLite gives days as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value  # type: ignore[return-value]
