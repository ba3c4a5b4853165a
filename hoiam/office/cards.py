"""What the office tells the other rooms: frozen cards, never a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.translation import get_language

from hoiam.law.roles import Role
from hoiam.office.models import UnitKind

_VI = {
    UnitKind.CITY: "thành phố",
    UnitKind.PROVINCE: "tỉnh",
    UnitKind.WARD: "phường",
    UnitKind.COMMUNE: "xã",
    UnitKind.SPECIAL_ZONE: "đặc khu",
    UnitKind.TOWN: "thị trấn",
    UnitKind.PROVINCIAL_CITY: "thành phố",
}
_EN = {
    UnitKind.CITY: "city",
    UnitKind.PROVINCE: "province",
    UnitKind.WARD: "ward",
    UnitKind.COMMUNE: "commune",
    UnitKind.SPECIAL_ZONE: "special zone",
    UnitKind.TOWN: "town",
    UnitKind.PROVINCIAL_CITY: "city",
}


def page_language() -> str:
    """`vi` or `en`."""
    return get_language() or settings.LANGUAGE_CODE


def full_name(kind: str, name: str, name_en: str, language: str) -> str:
    """With its kind: phường Đông Kinh; Dong Kinh ward."""
    if language == "en":
        return f"{name_en} {_EN[UnitKind(kind)]}"
    return f"{_VI[UnitKind(kind)]} {name}"


@dataclass(frozen=True)
class UnitCard:
    """A unit as pages name it; `parent_…` are empty at the top."""

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
    served: bool = False

    @cached_property
    def full_name(self) -> str:
        """In Vietnamese, with its kind."""
        return full_name(self.kind, self.name, self.name_en, "vi")

    @cached_property
    def parent_full_name(self) -> str:
        """Of the unit above, in Vietnamese; empty at the top."""
        return self._parent("vi")

    @property
    def shown(self) -> str:
        """With its kind, in the page's language."""
        return full_name(self.kind, self.name, self.name_en, page_language())

    @property
    def parent_shown(self) -> str:
        """The unit above in the page's language; empty at the top."""
        return self._parent(page_language())

    def _parent(self, language: str) -> str:
        if not self.parent_kind:
            return ""
        return full_name(self.parent_kind, self.parent_name, self.parent_name_en, language)


@dataclass(frozen=True)
class Branch:
    """A province or city with the units in it that are served; its own office is when `province.served`."""

    province: UnitCard
    units: tuple[UnitCard, ...]


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
class PostCard:
    """A named office and who holds it on the day asked for; vacant when `holder_id` is None."""

    id: int
    unit_id: int
    title: str
    title_en: str
    is_head: bool
    holder_id: int | None
    holder_name: str

    @property
    def shown(self) -> str:
        """In the page's language."""
        return self.title_en if page_language() == "en" else self.title


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Somebody of the office."""

    id: int
    name: str


@dataclass(frozen=True)
class Actor:
    """A signed-in person with the roles held on the day asked for, by unit."""

    person_id: int
    name: str
    roles: Mapping[int, frozenset[Role]]
    roles_by_path: Mapping[str, frozenset[Role]]
    unit_names: Mapping[int, str]

    def roles_in(self, unit_id: int) -> frozenset[Role]:
        """What this person may do there; nothing for a stranger."""
        return self.roles.get(unit_id, frozenset())

    def in_person(self, unit_id: int) -> frozenset[Role]:
        """The same without what somebody only does for the head."""
        held = self.roles_in(unit_id)
        return held - {Role.HEAD} if Role.PROXY in held else held

    def holds(self, *roles: Role) -> bool:
        """Any of these, anywhere."""
        return any(held.intersection(roles) for held in self.roles.values())

    def units(self) -> tuple[tuple[int, str], ...]:
        """Where this person works: id and name."""
        return tuple(self.unit_names.items())
