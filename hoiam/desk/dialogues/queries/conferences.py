"""Conferences: lists, one, the one before it, figures of units and years."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractYear

from hoiam.desk.dialogues.models import Chair, Conference, Promise, Sitting, Step
from hoiam.desk.dialogues.queries.cards import ChairCard, ConferenceCard, Row, SittingCard, StepCard
from hoiam.law.refusal import Refused

PAGE = 25
INSIDE = ("planned",)
"""Not public yet, unless it was announced before."""
_ROW = ("id", "unit_id", "kind", "state", "title", "held_on", "begins", "place", "asking")
_OWN = (
    *(
        "id",
        "unit_id",
        "post_id",
        "kind",
        "state",
        "title",
        "programme",
        "held_on",
        "begins",
        "place",
        "link",
    ),
    *("room", "announced_on", "closed_on", "in_person", "present", "results", "published_at", "current_id"),
    *("asking", "voters", "voters_source", "voters_on", "keeper_id"),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a unit did in one year: conferences held, and what became of the promises made at them."""

    unit_id: int
    year: int
    held: int
    in_person: int
    questions: int
    promises: int
    kept: int
    late: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, and the id after which the next begins."""

    rows: tuple[Row, ...]
    next: int | None


def listed(
    *, unit_id: int | None = None, inside: bool, after: int | None = None, limit: int = PAGE
) -> Listed:
    """The newest first, of one unit or of all. One statement.

    `inside`: also what is not announced yet, and requests of voters that the office has not looked at.
    """
    rows = Conference.objects.order_by("-id")
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    if not inside:
        rows = rows.exclude(state__in=INSIDE, announced_on=None).exclude(state="demanded", voters=0)
    counted = rows.annotate(
        made=Count("promises"), done=Count("promises", filter=Q(promises__kept_on__isnull=False))
    )
    found = [Row(*row) for row in counted.values_list(*_ROW, "made", "done")[: limit + 1]]
    return Listed(tuple(found[:limit]), found[limit - 1].id if len(found) > limit else None)


def one(conference_id: int) -> ConferenceCard:
    """Three statements. Refused: no_such_conference."""
    return _card(Conference.objects.filter(pk=conference_id))


def by_room(room: str) -> ConferenceCard:
    """By the short address. Three statements. Refused: no_such_conference."""
    return _card(Conference.objects.filter(room=room.lower()))


def before(card: ConferenceCard) -> int | None:
    """The last conference of the unit whose results were out before this one: whose promises open it."""
    rows = Conference.objects.filter(unit_id=card.unit_id, state="published").exclude(pk=card.id)
    if card.published_at is not None:
        rows = rows.filter(published_at__lt=card.published_at)
    return rows.order_by("-published_at").values_list("pk", flat=True).first()


def steps(conference_id: int) -> tuple[StepCard, ...]:
    """Oldest first. One statement."""
    rows = Step.objects.filter(conference_id=conference_id).order_by("id")
    return tuple(StepCard(*row) for row in rows.values_list("event", "at", "day", "reason", "entry"))


def figures(*, on: date, unit_id: int | None = None) -> tuple[Figures, ...]:
    """By unit and year of the conference, the newest year first; a promise belongs to its conference's year.

    Three statements.
    """
    held = Conference.objects.filter(closed_on__isnull=False)
    owed = Promise.objects.filter(conference__closed_on__isnull=False)
    if unit_id is not None:
        held, owed = held.filter(unit_id=unit_id), owed.filter(conference__unit_id=unit_id)
    years = _by_year(held, "", held=Count("id"), in_person=Count("id", filter=Q(in_person=True)))
    asked = _by_year(held, "", questions=Count("questions"))
    late = Q(kept_on=None, due_on__lt=on) | Q(kept_on__gt=F("due_on"))
    promised = _by_year(
        owed,
        "conference__",
        promises=Count("id"),
        kept=Count("id", filter=Q(kept_on__lte=F("due_on"))),
        late=Count("id", filter=late),
    )
    none = {"promises": 0, "kept": 0, "late": 0}
    return tuple(
        Figures(unit_id=unit, year=year, **counts, **asked[unit, year], **promised.get((unit, year), none))
        for (unit, year), counts in sorted(years.items(), key=lambda one: (-one[0][1], one[0][0]))
    )


def _by_year(
    rows: "QuerySet[Conference] | QuerySet[Promise]", path: str, **counts: Count
) -> dict[tuple[int, int], dict[str, int]]:
    unit = f"{path}unit_id"
    grouped = rows.annotate(year=ExtractYear(f"{path}held_on")).values(unit, "year").annotate(**counts)
    found: dict[tuple[int, int], dict[str, int]] = {}
    row: Mapping[str, int]
    for row in grouped.order_by():
        found[row[unit], row["year"]] = {name: row[name] for name in counts}
    return found


def _card(rows: "QuerySet[Conference]") -> ConferenceCard:
    row = rows.values(*_OWN).first()
    if row is None:
        raise Refused("no_such_conference")
    chairs = Chair.objects.filter(conference_id=row["id"]).order_by("id")
    sittings = Sitting.objects.filter(conference_id=row["id"]).order_by("on", "begins", "id")
    return ConferenceCard(
        **row,
        chairs=tuple(
            ChairCard(*one) for one in chairs.values_list("post_id", "post__title", "post__title_en")
        ),
        sittings=tuple(
            SittingCard(*one) for one in sittings.values_list("villages", "on", "begins", "place")
        ),
    )
