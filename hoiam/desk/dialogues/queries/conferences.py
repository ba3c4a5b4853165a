"""Conferences: lists, one, the one before it."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from hoiam.desk.dialogues.models import Chair, Conference, Sitting, Step
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
