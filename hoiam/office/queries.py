"""Who is who, now or on a day: units served, desks, staff, and what a signed-in person may do where."""

import time
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext

from hoiam.kit import fold, prepared
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import calendars, remote
from hoiam.office.cards import Actor, Branch, Desk, PersonCard, PostCard, UnitCard, full_name, page_language
from hoiam.office.models import Holder, Person, Post, Role as RoleRow, Succession, Unit

__all__ = [
    "Actor",
    "Branch",
    "Desk",
    "PersonCard",
    "PostCard",
    "UnitCard",
    "actor",
    "children",
    "committee",
    "contact",
    "desk",
    "forget_served",
    "full_name",
    "holder_name",
    "holder_names",
    "in_force",
    "open_for_citizens",
    "page_language",
    "posts",
    "provinces",
    "served",
    "served_tree",
    "served_unit",
    "staff",
    "successor",
    "units",
]

_KEEP_SECONDS = 60
_UNIT = ("id", "code", "name", "name_en", "kind", "path", "served")
_ABOVE = {"above_id": "id", "above_name": "name", "above_name_en": "name_en", "above_kind": "kind"}
_HEAD = ("head_post_id", "head_title", "head_title_en", "head_name", "head_person_id", "has_clerk")


# Units


class _Served:
    """The served units, kept for a minute: they change with reforms, not with requests."""

    def __init__(self) -> None:
        self.kept: tuple[date, float, tuple[Branch, ...]] | None = None

    def get(self) -> tuple[Branch, ...]:
        today = timezone.localdate()
        kept = self.kept  # read once: another thread may forget meanwhile
        if kept and kept[0] == today and time.monotonic() < kept[1]:
            return kept[2]
        tree = _tree(_cards(Unit.objects.filter(exists_on(today), Q(served=True) | Q(parent=None)), today))
        self.kept = (today, time.monotonic() + _KEEP_SECONDS, tree)
        return tree

    def forget(self) -> None:
        self.kept = None


_served = _Served()
forget_served = _served.forget


def served_tree() -> tuple[Branch, ...]:
    """Provinces with the units this installation works for today, by name; no statement when warm."""
    return _served.get()


def served() -> tuple[UnitCard, ...]:
    """Units this installation works for today: each province before its parts; no statement when warm."""
    return tuple(unit for branch in _served.get() for unit in (branch.province, *branch.units) if unit.served)


def served_unit(unit_id: int) -> UnitCard | None:
    """One of them; no statement when warm."""
    return next((unit for unit in served() if unit.id == unit_id), None)


def open_for_citizens(*, on: date) -> frozenset[int]:
    """Ids of served units with a head's post and a clerk: only these can be sent anything. One statement.

    Not those that handed the function over to another.
    """
    rows = Unit.objects.filter(exists_on(on), _has_role(on, Role.CLERK), served=True, posts__is_head=True)
    handed = Succession.objects.filter(predecessor=OuterRef("pk"), function="petitions", on__lte=on)
    rows = rows.exclude(Exists(handed))
    return frozenset(rows.values_list("pk", flat=True))


def provinces(*, on: date) -> tuple[UnitCard, ...]:
    """All provinces and cities of a day, by name. One statement."""
    return _cards(Unit.objects.filter(exists_on(on), parent=None), on)


def children(*, unit_id: int, on: date) -> tuple[UnitCard, ...]:
    """The units below on a day, by name, whichever row of the unit above is given. One statement."""
    above = Unit.objects.filter(pk=unit_id).values("code")
    return _cards(Unit.objects.filter(exists_on(on), parent__code=Subquery(above[:1])), on)


def units(unit_ids: Iterable[int], *, on: date) -> Mapping[int, UnitCard]:
    """By id, in force or not, under the province of that day; unknown ids are left out. One statement."""
    return {card.id: card for card in _cards(Unit.objects.filter(pk__in=set(unit_ids)), on)}


def successor(*, unit_id: int, function: str, on: date) -> int:
    """The unit that has this function on that day: from successor to successor, the function's own before `all`.

    Law 72/2025/QH15, article 54. Refused: successor_not_unique when the rows name several.
    """
    seen = [unit_id]
    while True:
        following = _next(seen[-1], function, on)
        if following is None or following in seen:
            return seen[-1]
        seen.append(following)


def committee(unit: UnitCard) -> str:
    """The People's Committee of a unit, in the page's language."""
    return gettext("People's Committee of %(unit)s") % {"unit": unit.shown}


# Posts and people


def desk(*, unit_id: int, on: date) -> Desk:
    """One statement. Refused: no_such_unit; no_recipient when nobody owes anything there.

    From then on this process counts days by everything that was announced (hoiam.office.calendars), and knows every
    remote area (hoiam.office.remote).

    A unit that has ended still has its desk: its running matters are owed until somebody takes them over.
    """
    row = _DESK.first(unit_id=unit_id, on=on)
    if row is None:
        raise Refused("no_such_unit")
    if row["head_post_id"] is None:
        raise Refused("no_recipient")
    calendars.seen(row["announced"])
    remote.seen(row["declared"])
    return Desk(unit=_card(row), **{key: row[key] for key in _HEAD})


def posts(*, unit_id: int, on: date) -> tuple[PostCard, ...]:
    """Posts of a unit and who holds them on a day, its head first. One statement."""
    now = _holders(on).filter(post=OuterRef("pk"))
    rows = Post.objects.filter(unit_id=unit_id).annotate(
        holder_id=Subquery(now.values("person_id")[:1]), holder_name=_text(now.values("person__name")[:1])
    )
    columns = ("id", "unit_id", "title", "title_en", "is_head", "holder_id", "holder_name")
    return tuple(PostCard(**row) for row in rows.order_by("-is_head", "title").values(*columns))


def holder_name(*, post_id: int, on: date) -> str:
    """Who held a post on a day; empty when it stood vacant. One statement."""
    return holder_names([post_id], on=on).get(post_id, "")


def holder_names(post_ids: Iterable[int], *, on: date) -> Mapping[int, str]:
    """Who held each post on a day; a vacant one is left out. One statement."""
    return dict(_holders(on).filter(post_id__in=set(post_ids)).values_list("post_id", "person__name"))


def staff(*, unit_id: int, role: Role, on: date) -> tuple[PersonCard, ...]:
    """Who holds a role in a unit on a day, by given name. One statement."""
    rows = _STAFF.rows(unit_id=unit_id, role=role.value, on=on)
    cards = {PersonCard(row["person_id"], row["person__name"]) for row in rows}
    return tuple(sorted(cards, key=lambda card: (_given(card.name), card.name, card.id)))


def contact(*, person_id: int) -> str:
    """The office e-mail of a person, empty when there is none."""
    return Person.objects.filter(pk=person_id, is_active=True).values_list("email", flat=True).first() or ""


def actor(*, person: Person, on: date) -> Actor:
    """One statement."""
    roles: dict[int, frozenset[Role]] = {}
    paths: dict[str, frozenset[Role]] = {}
    names: dict[int, str] = {}
    for row in _ROLES.rows(person_id=person.pk, on=on):
        unit_id, path, acting = row["unit_id"], row["unit__path"], _acting(Role(row["role"]))
        roles[unit_id] = roles.get(unit_id, frozenset()) | acting
        paths[path] = paths.get(path, frozenset()) | acting
        names[unit_id] = full_name(
            row["unit__kind"], row["unit__name"], row["unit__name_en"], page_language()
        )
    return Actor(person.pk, person.name, roles, paths, names)


# How rows are picked and become cards


def _acting(role: Role) -> frozenset[Role]:
    """Who signs for the head does as the head does."""
    return frozenset({role, Role.HEAD}) if role is Role.PROXY else frozenset({role})


def in_force(on: date) -> Q:
    """Rows with from_on and until_on, both included."""
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))


def exists_on(on: date) -> Q:
    """Units with valid_from, included, and valid_until, the first day they are no longer so."""
    return Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))


def _next(unit_id: int, function: str, on: date) -> int | None:
    rows = Succession.objects.filter(predecessor_id=unit_id, function__in=(function, "all"), on__lte=on)
    found = set(rows.values_list("function", "successor_id"))
    heirs = {unit for name, unit in found if name == function} or {unit for _, unit in found}
    if len(heirs) > 1:
        raise Refused("successor_not_unique", unit_id=unit_id)
    return next(iter(heirs), None)


def _desk_rows(rows: "QuerySet[Unit, dict[str, Any]]", on: date) -> "QuerySet[Unit, dict[str, Any]]":
    post = Post.objects.filter(unit=OuterRef("pk"), is_head=True)
    holder = _holders(on).filter(post__unit=OuterRef("pk"), post__is_head=True)
    found: QuerySet[Unit, dict[str, Any]] = rows.annotate(
        head_post_id=Subquery(post.values("id")[:1]),
        head_title=Subquery(post.values("title")[:1]),
        head_title_en=Subquery(post.values("title_en")[:1]),
        head_name=_text(holder.values("person__name")[:1]),
        head_person_id=Subquery(holder.values("person_id")[:1]),
        has_clerk=_has_role(on, Role.CLERK),
        announced=RawSQL(calendars.COUNTED, ()),  # noqa: S611 - no value in it
        declared=RawSQL(remote.COUNTED, ()),  # noqa: S611 - no value in it
    ).values(*_UNIT, *_ABOVE, *_HEAD, "announced", "declared")
    return found


def _desk_of(unit_id: int, on: date) -> "QuerySet[Unit, dict[str, Any]]":
    return _desk_rows(_with_parent(Unit.objects.filter(pk=unit_id, served=True), on), on)


def _staff_of(unit_id: int, role: str, on: date) -> "QuerySet[RoleRow, Any]":
    rows = RoleRow.objects.filter(in_force(on), unit_id=unit_id, role=role, person__is_active=True)
    return rows.values("person_id", "person__name")


def _roles_of(person_id: int, on: date) -> "QuerySet[RoleRow, Any]":
    rows = RoleRow.objects.filter(in_force(on), person_id=person_id)
    columns = ("unit_id", "role", "unit__path", "unit__kind", "unit__name", "unit__name_en")
    found: QuerySet[RoleRow, Any] = rows.order_by("unit__path", "unit__valid_from").values(*columns)
    return found


_STAFF = prepared.Query(_staff_of, unit_id=-1_000_001, role="stand-in of a role", on=date(1, 1, 1))
_ROLES = prepared.Query(_roles_of, person_id=-1_000_001, on=date(1, 1, 1))
_DESK = prepared.Query(_desk_of, unit_id=-1_000_001, on=date(1, 1, 1))


def _holders(on: date) -> "QuerySet[Holder]":
    return Holder.objects.filter(in_force(on)).order_by("from_on")


def _has_role(on: date, role: Role) -> Exists:
    held = RoleRow.objects.filter(in_force(on), unit=OuterRef("pk"), role=role.value, person__is_active=True)
    return Exists(held)


def _text(one: "QuerySet[Any, Any]") -> Coalesce:
    return Coalesce(Subquery(one), Value(""), output_field=CharField())


def _with_parent(rows: "QuerySet[Unit]", on: date) -> "QuerySet[Unit, dict[str, Any]]":
    """With what is above on that day, which may be a later row than the one the unit began under."""
    above = Unit.objects.filter(exists_on(on), code=OuterRef("parent__code"))
    wanted = {key: Subquery(above.values(column)[:1]) for key, column in _ABOVE.items()}
    found: QuerySet[Unit, dict[str, Any]] = rows.annotate(**wanted).values(*_UNIT, *_ABOVE)
    return found


def _card(row: Mapping[str, Any]) -> UnitCard:
    above = {f"parent_{column}": row[key] for key, column in _ABOVE.items() if row["above_id"]}
    return UnitCard(**{"parent_id": None} | above, **{column: row[column] for column in _UNIT})


def _cards(rows: "QuerySet[Unit]", on: date) -> tuple[UnitCard, ...]:
    return tuple(
        sorted(map(_card, _with_parent(rows, on)), key=lambda card: (fold.fold(card.name), card.path))
    )


def _tree(cards: tuple[UnitCard, ...]) -> tuple[Branch, ...]:
    """Provinces in which something is served."""
    below: dict[int | None, list[UnitCard]] = {}
    for card in cards:
        below.setdefault(card.parent_id, []).append(card)
    branches = [Branch(top, tuple(below.get(top.id, ()))) for top in below.get(None, ())]
    return tuple(branch for branch in branches if branch.units or branch.province.served)


def _given(name: str) -> str:
    """Vietnamese names are ordered by the given name, the last word."""
    return fold.fold(name.rsplit(maxsplit=1)[-1]) if name.strip() else ""
