"""Inspections: lists, one, what happened to it."""

from dataclasses import dataclass

from django.db.models import Count, Q

from hoiam.desk.inspections.models import Inspection, Member, Presence, Relation, Step
from hoiam.desk.inspections.queries import columns
from hoiam.desk.inspections.queries.cards import InspectionCard, PersonName, RelationCard, Row, StepCard
from hoiam.law.refusal import Refused

PAGE = 25
HIDDEN = "decided"
"""Nobody outside reads of it until it is announced."""
_ROW = ("id", "kind", "state", "theme", "number", "decided_on", "published_on")
_OWN = (
    *("id", "unit_id", "entry_id", "kind", "state", "theme", "ground", "number", "decided_on", "leader_id"),
    *("announced_on", "until_on", "ended_on", "draft", "drafted_on", "explanation", "explained_on"),
    *("conclusion", "conclusion_number", "concluded_on", "published", "published_on", "posted_until"),
    *("order_number", "ordered_on"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, and the id after which the next begins."""

    rows: tuple[Row, ...]
    next: int | None


def listed(
    *,
    unit_id: int | None = None,
    target_ids: tuple[int, ...] = (),
    inside: bool = False,
    after: int | None = None,
    limit: int = PAGE,
) -> Listed:
    """The newest first: of the unit that inspects, of units inspected, or all. `inside`: also what is not announced.

    One statement.
    """
    rows = Inspection.objects.order_by("-id")
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    if target_ids:
        rows = rows.filter(target_id__in=target_ids)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    if not inside:
        rows = rows.exclude(announced_on=None)
    counted = rows.annotate(
        found=Count("findings"), done=Count("findings", filter=Q(findings__accepted_on__isnull=False))
    )
    found = [
        _row(row) for row in counted.values(*_ROW, *columns.unit("target"), "found", "done")[: limit + 1]
    ]
    return Listed(tuple(found[:limit]), found[limit - 1].id if len(found) > limit else None)


def one(inspection_id: int) -> InspectionCard:
    """Three statements. Refused: no_such_inspection."""
    rows = Inspection.objects.filter(pk=inspection_id)
    row = rows.values(*_OWN, *columns.unit("target"), *columns.post("post")).first()
    if row is None:
        raise Refused("no_such_inspection")
    members = Member.objects.filter(inspection_id=inspection_id).order_by("person__name", "id")
    days = Presence.objects.filter(inspection_id=inspection_id).order_by("on")
    return InspectionCard(
        **columns.bare(row),
        target=columns.unit_of(row, "target"),
        post=columns.post_of(row, "post"),
        members=tuple(PersonName(*one) for one in members.values_list("person_id", "person__name")),
        days=tuple(days.values_list("on", flat=True)),
    )


def steps(inspection_id: int) -> tuple[StepCard, ...]:
    """Oldest first. One statement."""
    rows = Step.objects.filter(inspection_id=inspection_id).order_by("id")
    return tuple(
        StepCard(*row)
        for row in rows.values_list("event", "at", "day", "number", "reason", "in_person", "logged")
    )


def relations(*, person_id: int) -> tuple[RelationCard, ...]:
    """What an inspector said of themselves and holds still. One statement."""
    rows = Relation.objects.filter(person_id=person_id, ended_at=None).order_by("id")
    return tuple(
        RelationCard(
            row["id"],
            columns.unit_of(row, "unit"),
            row["what"],
            row["said_at"],
            columns.post_of(row, "post") if row["post__id"] else None,
        )
        for row in rows.values("id", "what", "said_at", *columns.unit("unit"), *columns.post("post"))
    )


def _row(row: dict[str, object]) -> Row:
    own = columns.bare(row)
    found, done = own.pop("found"), own.pop("done")
    return Row(**own, target=columns.unit_of(row, "target"), findings=found, remedied=done)
