"""Who is who, now or on a day: units served, desks, staff, and what a signed-in person may do where."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language, gettext

from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office.models import Holder, Person, Post, Succession, Unit, UnitKind
from hoiam.office.models import Role as RoleRow

_KEEP_SECONDS = 60
_VI = {
    UnitKind.CITY: "thành phố",
    UnitKind.PROVINCE: "tỉnh",
    UnitKind.WARD: "phường",
    UnitKind.COMMUNE: "xã",
    UnitKind.SPECIAL_ZONE: "đặc khu",
}
_EN = {
    UnitKind.CITY: "city",
    UnitKind.PROVINCE: "province",
    UnitKind.WARD: "ward",
    UnitKind.COMMUNE: "commune",
    UnitKind.SPECIAL_ZONE: "special zone",
}


def full_name(kind: str, name: str, name_en: str, language: str) -> str:
    """With its kind: phường Đông Kinh; Dong Kinh ward."""
    if language == "en":
        return f"{name_en} {_EN[UnitKind(kind)]}"
    return f"{_VI[UnitKind(kind)]} {name}"


@dataclass(frozen=True)
class UnitCard:
    """A unit as pages name it."""

    id: int
    code: str
    name: str
    name_en: str
    kind: str
    path: str
    parent_id: int | None
    parent_name: str = ""
    parent_name_en: str = ""
    parent_kind: str = ""

    @cached_property
    def full_name(self) -> str:
        """In Vietnamese, with its kind."""
        return full_name(self.kind, self.name, self.name_en, "vi")

    @cached_property
    def parent_full_name(self) -> str:
        """Of the unit above, in Vietnamese; empty at the top."""
        return full_name(self.parent_kind, self.parent_name, self.parent_name_en, "vi") if self.parent_name else ""

    @property
    def shown(self) -> str:
        """With its kind, in the page's language."""
        return full_name(self.kind, self.name, self.name_en, get_language() or settings.LANGUAGE_CODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A unit with the post that owes what it owes, who holds that post, and whether anybody receives citizens."""

    unit: UnitCard
    head_post_id: int
    head_title: str
    head_title_en: str
    head_name: str
    head_person_id: int | None
    has_clerk: bool


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Somebody of the office."""

    id: int
    name: str


@dataclass(frozen=True)
class Actor:
    """A signed-in person with the roles held today, by unit."""

    person_id: int
    name: str
    roles: Mapping[int, frozenset[Role]]
    roles_by_path: Mapping[str, frozenset[Role]]
    unit_names: Mapping[int, str]

    def roles_in(self, unit_id: int) -> frozenset[Role]:
        """What this person may do there; nothing for a stranger."""
        return self.roles.get(unit_id, frozenset())

    def units(self) -> tuple[tuple[int, str], ...]:
        """Where this person works: id and name."""
        return tuple(self.unit_names.items())


def in_force(on: date) -> Q:
    """Rows with from_on and until_on, both included."""
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))


def actor(*, person: Person, on: date) -> Actor:
    """One statement."""
    roles: dict[int, set[Role]] = {}
    paths: dict[str, set[Role]] = {}
    names: dict[int, str] = {}
    language = get_language() or settings.LANGUAGE_CODE
    for row in RoleRow.objects.filter(in_force(on), person=person).select_related("unit").order_by("unit__path"):
        roles.setdefault(row.unit_id, set()).add(Role(row.role))
        paths.setdefault(row.unit.path, set()).add(Role(row.role))
        names[row.unit_id] = full_name(row.unit.kind, row.unit.name, row.unit.name_en, language)
    return Actor(
        person_id=person.pk,
        name=person.name,
        roles={unit: frozenset(held) for unit, held in roles.items()},
        roles_by_path={path: frozenset(held) for path, held in paths.items()},
        unit_names=names,
    )


class _Served:
    """The served units, kept for a minute: they change with reforms, not with requests."""

    def __init__(self) -> None:
        self.cards: tuple[UnitCard, ...] = ()
        self.until = 0.0

    def get(self) -> tuple[UnitCard, ...]:
        if time.monotonic() >= self.until:
            self.cards = tuple(card(unit) for unit in _units(Unit.objects.filter(served=True, valid_until=None)))
            self.until = time.monotonic() + _KEEP_SECONDS
        return self.cards

    def forget(self) -> None:
        self.until = 0.0


_served = _Served()
forget_served = _served.forget


def served() -> tuple[UnitCard, ...]:
    """Units this installation works for, from the top down; no statement when warm."""
    return _served.get()


def served_unit(unit_id: int) -> UnitCard | None:
    """One of them; no statement when warm."""
    return next((unit for unit in served() if unit.id == unit_id), None)


def open_for_citizens(*, on: date) -> frozenset[int]:
    """Ids of served units with a head's post and a clerk: only these can be sent anything. One statement."""
    rows = Unit.objects.filter(_has_role(on, Role.CLERK), served=True, valid_until=None, posts__is_head=True)
    return frozenset(rows.values_list("pk", flat=True))


def desk(*, unit_id: int, on: date) -> Desk:
    """One statement. Refused: no_such_unit; no_recipient when nobody owes anything there."""
    heads = Holder.objects.filter(in_force(on), post__unit=OuterRef("pk"), post__is_head=True).order_by("-from_on")
    unit = (
        _units(Unit.objects.filter(pk=unit_id, served=True))
        .annotate(
            clerk=Exists(RoleRow.objects.filter(in_force(on), unit=OuterRef("pk"), role=Role.CLERK.value)),
            head_person=heads.values("person_id")[:1],
            head_name=heads.values("person__name")[:1],
            post_id=_head_post().values("id")[:1],
            post_title=_head_post().values("title")[:1],
            post_title_en=_head_post().values("title_en")[:1],
        )
        .first()
    )
    if unit is None:
        raise Refused("no_such_unit")
    if unit.post_id is None:
        raise Refused("no_recipient")
    return Desk(
        unit=card(unit),
        head_post_id=unit.post_id,
        head_title=unit.post_title,
        head_title_en=unit.post_title_en,
        head_name=unit.head_name or "",
        head_person_id=unit.head_person,
        has_clerk=unit.clerk,
    )


def staff(*, unit_id: int, role: Role, on: date) -> tuple[PersonCard, ...]:
    """Who holds a role in a unit on a day, by name. One statement."""
    rows = RoleRow.objects.filter(in_force(on), unit_id=unit_id, role=role.value, person__is_active=True)
    return tuple(PersonCard(*row) for row in rows.order_by("person__name").values_list("person_id", "person__name"))


def holder_name(*, post_id: int, on: date) -> str:
    """Who held a post on a day; empty when it stood vacant."""
    row = Holder.objects.filter(in_force(on), post_id=post_id).select_related("person").first()
    return row.person.name if row else ""


def contact(*, person_id: int) -> str:
    """The office e-mail of a person, empty when there is none."""
    return Person.objects.filter(pk=person_id, is_active=True).values_list("email", flat=True).first() or ""


def successor(*, unit_id: int, function: str, on: date) -> int:
    """The unit that has this function on that day: from successor to successor, the function's own before `all`."""
    seen = [unit_id]
    while True:
        rows = Succession.objects.filter(predecessor_id=seen[-1], function__in=(function, "all"), on__lte=on)
        found = sorted(rows, key=lambda row: row.function != function)
        if not found or found[0].successor_id in seen:
            return seen[-1]
        seen.append(found[0].successor_id)


def card(unit: Unit) -> UnitCard:
    """With its parent, which must be loaded."""
    above = unit.parent
    return UnitCard(
        id=unit.pk,
        code=unit.code,
        name=unit.name,
        name_en=unit.name_en,
        kind=unit.kind,
        path=unit.path,
        parent_id=unit.parent_id,
        parent_name=above.name if above else "",
        parent_name_en=above.name_en if above else "",
        parent_kind=above.kind if above else "",
    )


def committee(unit: UnitCard) -> str:
    """The People's Committee of a unit, in the page's language."""
    return gettext("People's Committee of %(unit)s") % {"unit": unit.shown}


def _units(rows: "QuerySet[Unit]") -> "QuerySet[Unit]":
    return rows.select_related("parent").order_by("path")


def _head_post() -> "QuerySet[Post]":
    return Post.objects.filter(unit=OuterRef("pk"), is_head=True)


def _has_role(on: date, role: Role) -> Exists:
    return Exists(RoleRow.objects.filter(in_force(on), unit=OuterRef("pk"), role=role.value))
