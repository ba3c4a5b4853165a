"""Who works with whom: everybody of a unit with all their roles, the heads below, and the offices above."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries
from hoiam.office.cards import Desk
from hoiam.office.models import Holder, Post, Role as RoleRow, Unit

_COLUMNS = ("person_id", "person__name", "unit_id", "unit__path")


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with a role on a day: what they may do at the unit asked for, and every path they work at."""

    id: int
    name: str
    roles: frozenset[Role] = frozenset()
    paths: frozenset[str] = field(default_factory=frozenset)


def held(*, person_id: int, on: date) -> "QuerySet[RoleRow]":
    """Roles of a person in force on a day, for queries that filter by them."""
    return RoleRow.objects.filter(queries.in_force(on), person_id=person_id)


def of_unit(*, unit_id: int, on: date) -> tuple[Colleague, ...]:
    """All who have a role at a unit, by name. One statement."""
    rows = RoleRow.objects.filter(queries.in_force(on), person__is_active=True)
    rows = rows.filter(
        person__in=RoleRow.objects.filter(queries.in_force(on), unit_id=unit_id).values("person")
    )
    return _colleagues(rows, unit_id)


def those(person_ids: Collection[int], *, unit_id: int, on: date) -> Mapping[int, Colleague]:
    """These people, by id, with their roles at a unit. One statement; who has no role is left out."""
    rows = RoleRow.objects.filter(queries.in_force(on), person_id__in=set(person_ids))
    return {one.id: one for one in _colleagues(rows, unit_id)}


def heads_of(units: Collection[int], *, on: date) -> Mapping[int, tuple[Colleague, ...]]:
    """Who holds the role of head at each of these units. One statement."""
    rows = RoleRow.objects.filter(queries.in_force(on), unit_id__in=set(units), role=Role.HEAD.value)
    found: dict[int, tuple[Colleague, ...]] = {}
    for person_id, name, unit_id, path in rows.order_by("id").values_list(*_COLUMNS):
        one = Colleague(person_id, name, frozenset({Role.HEAD}), frozenset({path}))
        found[unit_id] = (*found.get(unit_id, ()), one)
    return found


def headed_by(*, person_id: int, on: date) -> tuple[int, ...]:
    """Units whose head this person is: by role, or by holding the post. Two statements."""
    roles = held(person_id=person_id, on=on).filter(role=Role.HEAD.value).values_list("unit_id", flat=True)
    posts = Holder.objects.filter(queries.in_force(on), person_id=person_id, post__is_head=True)
    return tuple(sorted({*roles, *posts.values_list("post__unit_id", flat=True)}))


def holder(*, post_id: int, on: date) -> int:
    """Who holds a post. One statement. Refused: nobody_holds_it."""
    rows = Holder.objects.filter(queries.in_force(on), post_id=post_id)
    person_id = rows.order_by("-from_on").values_list("person_id", flat=True).first()
    if person_id is None:
        raise Refused("nobody_holds_it")
    return person_id


def posts_under(*, path: str, on: date) -> tuple[tuple[int, str], ...]:
    """Posts at a unit, and the heads' posts of served units below: id and title. One statement."""
    rows = Post.objects.filter(unit__path__startswith=path, unit__served=True, holders__until_on=None)
    rows = rows.filter(holders__from_on__lte=on).order_by("unit__path", "-is_head", "title")
    columns = rows.values_list("id", "title", "is_head", "unit__path")
    return tuple((pk, title) for pk, title, is_head, where in columns if is_head or where == path)


def above(*, unit_id: int, on: date) -> tuple[Desk, ...]:
    """Desks of served units above that have a clerk, the nearest first. A statement for each level, and one more."""
    path = Unit.objects.filter(pk=unit_id).values_list("path", flat=True).first() or ""
    codes = [code for code in path.split("/") if code][:-1]
    rows = Unit.objects.filter(queries.exists_on(on), code__in=codes, served=True).order_by("-path")
    desks = []
    for pk in rows.values_list("pk", flat=True):
        try:
            desks.append(queries.desk(unit_id=pk, on=on))
        except Refused:
            continue
    return tuple(desk for desk in desks if desk.has_clerk)


def _colleagues(rows: "QuerySet[RoleRow]", unit_id: int) -> tuple[Colleague, ...]:
    found: dict[int, Colleague] = {}
    for row in rows.order_by("person__name", "person_id").values(*_COLUMNS, "role"):
        known = found.get(row["person_id"]) or Colleague(row["person_id"], row["person__name"])
        here = {Role(row["role"])} if row["unit_id"] == unit_id else frozenset[Role]()
        found[known.id] = Colleague(
            known.id, known.name, known.roles | here, known.paths | {row["unit__path"]}
        )
    return tuple(found.values())
