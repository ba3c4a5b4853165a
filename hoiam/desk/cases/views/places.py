"""Offices as citizens choose and read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hoiam.kit import fold
from hoiam.office import cards, queries as office

MOST_FOUND = 60


@dataclass(frozen=True, slots=True)
class Place:
    """One office of the list; a closed one cannot be sent anything yet."""

    id: int
    name: str
    above: str
    open: bool


@dataclass(frozen=True, slots=True)
class Province:
    """What is opened first where several are served."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What the page of offices shows: provinces to open, or offices to pick."""

    places: tuple[Place, ...]
    provinces: tuple[Province, ...] = ()
    province: str = ""
    more: bool = False


def named(kind: str, name: str, name_en: str) -> str:
    """phường Đông Kinh; Dong Kinh ward."""
    return cards.full_name(kind, name, name_en, cards.page_language())


def committee(unit: str) -> str:
    """The People's Committee of a unit named so."""
    return _("People's Committee of %(unit)s") % {"unit": unit}


def office_of(unit_id: int) -> str:
    """The office in words, or nothing when it does not work with us."""
    card = office.served_unit(unit_id)
    return committee(card.shown) if card else ""


def opened(*, on: date) -> frozenset[int]:
    """Offices that can be sent something today. One statement."""
    return office.open_for_citizens(on=on)


def choice(*, text: str, province: str, on: date) -> Choice:
    """All offices of a province; those that match a text; or the provinces, when there are several. One statement."""
    served, ready = office.served(), opened(on=on)
    wanted = fold.fold(text).strip()
    if wanted:
        found = [card for card in served if wanted in fold.fold(card.shown)]
        return Choice(_places(found[:MOST_FOUND], ready), more=len(found) > MOST_FOUND)
    provinces = _provinces(served)
    if len(provinces) < 2:  # noqa: PLR2004 - nothing to choose between
        return Choice(_places(served, ready))
    inside = [card for card in served if card.path.startswith(f"/{province}/")]
    return Choice(_places(inside, ready), provinces, province)


def _places(units: Sequence[office.UnitCard], ready: frozenset[int]) -> tuple[Place, ...]:
    return tuple(Place(card.id, _capital(card.shown), card.parent_shown, card.id in ready) for card in units)


def _provinces(units: Sequence[office.UnitCard]) -> tuple[Province, ...]:
    names = {card.path.split("/")[1]: card.parent_shown or card.shown for card in units}
    return tuple(Province(code, _capital(name)) for code, name in sorted(names.items()))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
