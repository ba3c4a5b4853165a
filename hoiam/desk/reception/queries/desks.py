"""Posts that receive citizens, as their desk shows them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from hoiam.desk.reception.models import Regulation
from hoiam.law import schedules
from hoiam.law.schedules import Exempted, OffDay, Pattern
from hoiam.office import owing, queries as office
from hoiam.office.owing import OwingPost


@dataclass(frozen=True, slots=True)
class DeskPost:
    """A post, what it is called, and who holds it on the day asked for. `on_paper`: its title in Vietnamese."""

    owing: OwingPost
    title: str
    holder: str
    on_paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationCard:
    """A regulation as it was entered."""

    id: int
    pattern: Pattern
    off_day: OffDay
    sittings: str
    place: str
    slot_minutes: int
    slot_places: int
    document: str
    document_on: date
    from_on: date
    until_on: date | None
    exempted: tuple[Exempted, ...]

    def governs(self, on: date) -> bool:
        """Whether it is in force on that day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


def posts(unit_id: int, *, on: date) -> tuple[DeskPost, ...]:
    """All of a unit that receive citizens, its head first. Two statements."""
    named = {one.id: one for one in office.posts(unit_id=unit_id, on=on)}
    found = ((one, named[one.id]) for one in owing.of_unit(unit_id))
    return tuple(DeskPost(one, post.shown, post.holder_name, post.title) for one, post in found)


def regulations(post_id: int) -> tuple[RegulationCard, ...]:
    """The latest first. One statement."""
    return tuple(map(_card, Regulation.objects.filter(post_id=post_id).order_by("-from_on")))


def exempted(kept: Collection[dict[str, Any]]) -> tuple[Exempted, ...]:
    """The days that the unit itself moved or left out, as they are stored."""
    return tuple(
        Exempted(
            date.fromisoformat(one["on"]), date.fromisoformat(one["to"]) if one["to"] else None, one["reason"]
        )
        for one in kept
    )


def _card(row: Regulation) -> RegulationCard:
    return RegulationCard(
        id=row.pk,
        pattern=schedules.pattern(row.pattern),
        off_day=OffDay(row.off_day),
        sittings=row.sittings,
        place=row.place,
        slot_minutes=row.slot_minutes,
        slot_places=row.slot_places,
        document=row.document,
        document_on=row.document_on,
        from_on=row.from_on,
        until_on=row.until_on,
        exempted=exempted(row.exempted),
    )
