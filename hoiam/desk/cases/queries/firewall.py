"""Rows that somebody keeps out of: filtered here, for every list; who that is, hoiam.law.conflict decides."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from hoiam.desk.cases.models import Case, Party, Why
from hoiam.kit import prepared
from hoiam.law import conflict
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import colleagues, queries as office


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCard:
    """One entry, for those who see the case."""

    id: int
    why: str
    who: str
    said: str
    note: str
    by: str
    at: datetime
    lifted_at: datetime | None


def open_to(rows: "QuerySet[Case, Any]", *, person_id: int, on: date) -> "QuerySet[Case, Any]":
    """Without the cases that this person keeps out of."""
    return rows.filter(Q(guarded=False) | ~Exists(_against(person_id, on)))


def hidden(*, person_id: int, units: Collection[int], on: date) -> "QuerySet[Case, Any]":
    """Ids of cases at these units that this person keeps out of: to leave out in a query of another room.

    Ended ones too: asked for open cases alone, SQLite would go through all of these in place of the few guarded.
    """
    rows = Case.objects.filter(guarded=True, unit_id__in=tuple(units))
    return rows.filter(Exists(_against(person_id, on))).order_by().values("pk")


def hidden_within(*, person_id: int, unit_id: int, on: date) -> tuple[str, list[Any]]:
    """The same of one unit as text of a statement and what stands in its places; put together once per process."""
    return _HIDDEN.within(person_id=person_id, unit_id=unit_id, today=on)


def _hidden_of(*, person_id: int, unit_id: int, today: date) -> "QuerySet[Case, Any]":
    return hidden(person_id=person_id, units=(unit_id,), on=today)


_HIDDEN = prepared.Query(_hidden_of, person_id=-1_000_001, unit_id=-1_000_002, today=date(1, 1, 1))


def hidden_ids(*, person_id: int, unit_id: int, on: date) -> frozenset[int]:
    """Cases of a unit, open or ended, that this person keeps out of. One statement."""
    rows = Case.objects.filter(Exists(_against(person_id, on)), guarded=True, unit_id=unit_id)
    return frozenset(rows.values_list("pk", flat=True))


def bars(*, case_id: int, person_id: int, on: date) -> bool:
    """Whether this person keeps out of it, whatever they do otherwise. One statement."""
    return Case.objects.filter(Exists(_against(person_id, on)), pk=case_id, guarded=True).exists()


def bars_actor(case: Case, by: office.Actor) -> bool:
    """The same for somebody who is signed in. No statement unless the case is guarded."""
    return case.guarded and conflict.barred(member(case, by), named(case.pk))


def bars_since(*, moment: datetime, person_id: int, unit_id: int, days: tuple[date, date], on: date) -> bool:
    """Whether this person keeps out of a case of these days that the unit has or had, by an entry made after a moment.

    What was written down for them before may hold it. One statement.
    """
    new = Party.objects.filter(at__gt=moment, lifted_at=None, case__received_on__range=days)
    ids = new.filter(Q(case__unit_id=unit_id) | Q(case__came_from_id=unit_id)).values("case_id")
    return Case.objects.filter(Exists(_against(person_id, on)), pk__in=ids).exists()


def named(case_id: int) -> tuple[conflict.Named, ...]:
    """What the law decides on. One statement."""
    rows = Party.objects.filter(case_id=case_id, lifted_at=None).order_by("id")
    return tuple(
        conflict.Named(person_id=person_id, unit_path=path or "", unsettled=why == Why.SAID)
        for why, person_id, path in rows.values_list("why", "person_id", "unit__path")
    )


def member(case: Case, by: office.Actor) -> conflict.Member:
    """The actor, as the law sees them."""
    return conflict.Member(
        person_id=by.person_id,
        paths=frozenset(by.roles_by_path),
        clerk_here=Role.CLERK in kinds.acting(case.kind, by.roles_in(case.unit_id)),
    )


def colleague(one: colleagues.Colleague, kind: str = "") -> conflict.Member:
    """Somebody of the unit that has the case; what is held, its keeper receives."""
    receives = Role.CLERK in kinds.acting(kind, one.roles)
    return conflict.Member(person_id=one.id, paths=one.paths, clerk_here=receives)


def parties(case_id: int) -> tuple[PartyCard, ...]:
    """Every entry, lifted ones too. One statement."""
    rows = Party.objects.filter(case_id=case_id).select_related("person", "post", "unit", "by").order_by("id")
    return tuple(
        PartyCard(
            id=row.pk,
            why=row.why,
            who=_who(row),
            said=row.said,
            note=row.note,
            by=row.by.name if row.by else "",
            at=row.at,
            lifted_at=row.lifted_at,
        )
        for row in rows
    )


def _who(row: Party) -> str:
    unit = row.unit
    shown = office.full_name(unit.kind, unit.name, unit.name_en, office.page_language()) if unit else ""
    parts = (row.person.name if row.person else "", row.post.title if row.post else "", shown)
    return ", ".join(filter(None, parts))


def _against(person_id: int, on: date) -> "QuerySet[Party]":
    """Standing entries that keep this person out of the case of the outer query: `conflict.barred`, as SQL."""
    held = colleagues.held(person_id=person_id, on=on)
    under = held.filter(unit__path__startswith=OuterRef("unit__path"))
    here = held.filter(unit_id=OuterRef("case__unit_id"))
    unsettled, apart = Q(why=Why.SAID), Q(case__kind__in=kinds.HELD)
    return Party.objects.filter(
        Q(person_id=person_id)
        | (Q(unit__isnull=False) & Exists(under))
        | (unsettled & ~apart & ~Exists(here.filter(role=Role.CLERK.value)))
        | (unsettled & apart & ~Exists(here.filter(role=Role.KEEPER.value))),
        case_id=OuterRef("pk"),
        lifted_at=None,
    )


def out_among(
    person_ids: Collection[int], *, case_id: int, guarded: bool, unit_id: int, on: date
) -> set[int]:
    """Which of these people keep out. Two statements, none unless the case is guarded."""
    if not guarded:
        return set()
    known, those = named(case_id), colleagues.those(person_ids, unit_id=unit_id, on=on)
    return {pk for pk, one in those.items() if conflict.barred(colleague(one), known)}


def units_out(*, case_id: int, guarded: bool, unit_id: int, on: date) -> tuple[set[int], int | None]:
    """Units that it cannot go to, and the next higher one. None, and three statements if the case is guarded."""
    if not guarded:
        return set(), None
    units, known = {unit.id: unit.path for unit in office.served()}, named(case_id)
    heads = colleagues.heads_of(units, on=on)
    out = {pk for pk, path in units.items() if not _takes(path, heads.get(pk, ()), known)}
    higher = [desk.unit.id for desk in colleagues.above(unit_id=unit_id, on=on) if desk.unit.id not in out]
    return out, next(iter(higher), None)


def _takes(path: str, heads: Collection[colleagues.Colleague], known: tuple[conflict.Named, ...]) -> bool:
    try:
        conflict.require_destination(path, [colleague(one) for one in heads], known)
    except Refused:
        return False
    return True
