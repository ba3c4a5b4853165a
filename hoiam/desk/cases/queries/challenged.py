"""What a complaint is brought against, as pages show it, and the count of the days in which it could be."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from hoiam.desk.cases.models import Challenged
from hoiam.law import limitation, numbering, packs
from hoiam.law.limitation import Count, Obstacle
from hoiam.law.procedures import kinds
from hoiam.office import calendars

COMPLAINTS = frozenset({"complaint", "complaint_again"})


@dataclass(frozen=True, slots=True)
class ObstacleCard:
    """Days that are not counted, on which ground, and what was said of it."""

    first: date
    last: date
    ground: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengedCard:
    """The decision or act; `count` for staff and only of a first complaint with a day it was known on."""

    number: str
    issuer: str
    issued_on: date | None
    learned_on: date | None
    obstacles: tuple[ObstacleCard, ...] = ()
    count: Count | None = None


def of(*, case_id: int, kind: str, lodged_on: date, path: str = "") -> ChallengedCard | None:
    """One statement for a complaint, none for anything else; with the `path` of its unit the count as well."""
    if kind not in COMPLAINTS or kind not in kinds.BY_KIND:
        return None
    row = Challenged.objects.filter(case_id=case_id).first()
    if row is None:
        return None
    obstacles = tuple(_obstacle(one) for one in row.obstacles)
    return ChallengedCard(
        number=row.number,
        issuer=row.issuer,
        issued_on=row.issued_on,
        learned_on=row.learned_on,
        obstacles=obstacles if path else (),
        count=counted(row.learned_on, lodged_on, obstacles, path)
        if path and kind in limitation.KINDS
        else None,
    )


def counted(
    learned_on: date | None, lodged_on: date, obstacles: tuple[ObstacleCard, ...], path: str
) -> Count | None:
    """None while nobody said since when it was known."""
    if learned_on is None:
        return None
    return limitation.count(
        learned_on=learned_on,
        lodged_on=lodged_on,
        obstacles=[Obstacle(one.first, one.last) for one in obstacles],
        pack=packs.load(settings.HOIAM_PACK),
        calendar=calendars.of(path),
    )


def named(*, number: str, issuer: str, issued_on: date | None) -> str:
    """As documents name it, in Vietnamese: number, day, issuer, as far as they are known."""
    said = (
        f"Quyết định số {number}" if number else "",
        numbering.dated(issued_on) if issued_on else "",
        f"của {issuer}" if issuer else "",
    )
    return " ".join(filter(None, said))


def _obstacle(said: dict[str, str]) -> ObstacleCard:
    return ObstacleCard(
        date.fromisoformat(said["first"]), date.fromisoformat(said["last"]), said["ground"], said["note"]
    )
