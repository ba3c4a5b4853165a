"""Figures of receptions: held in person, by a deputy, missed; of every post and year, of every head."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear

from hoiam.desk.reception.models import Session
from hoiam.desk.reception.queries import sessions
from hoiam.desk.reception.queries.promised import KEYS, SUBJECTS
from hoiam.duties import kept
from hoiam.duties.kept import Kept
from hoiam.journal import named as journal_named
from hoiam.law.procedures.reception_session import COUNTS_FOR_HEAD
from hoiam.law.receptions import Row
from hoiam.office import owing


@dataclass(frozen=True, slots=True)
class PostYear:
    """A post in a year, as pages show it."""

    unit_id: int
    unit_code: str
    post_id: int
    title: str
    title_en: str
    year: int
    in_person: int
    by_deputy: int
    missed: int

    @property
    def due(self) -> int:
        """Sessions whose day has come."""
        return self.in_person + self.by_deputy + self.missed


@dataclass(frozen=True, slots=True)
class HeadYear:
    """Sessions that one person held in a year."""

    name: str
    year: int
    in_person: int


def of_posts(
    *, on: date, unit_ids: Collection[int] | None = None, year: int | None = None
) -> tuple[PostYear, ...]:
    """Of all posts, or those of some units; of all years, or one. One statement."""
    rows = Session.objects.filter(taken_back_at=None)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    if year is not None:
        rows = rows.filter(on__range=(date(year, 1, 1), date(year, 12, 31)))
    columns = ("unit_id", "unit__code", "post_id", "post__title", "post__title_en")
    found = (
        rows.annotate(of=ExtractYear("on"))
        .values_list(*columns, "of")
        .annotate(
            in_person=Count("id", filter=Q(state__in=COUNTS_FOR_HEAD)),
            by_deputy=Count("id", filter=Q(state__in=sessions.BY_DEPUTY)),
            missed=Count("id", filter=sessions.missed(on)),
        )
        .order_by("unit__code", "post_id", "of")
    )
    cards = (PostYear(*row) for row in found)
    return tuple(card for card in cards if card.due)


def of_heads(*, unit_id: int) -> tuple[HeadYear, ...]:
    """Who held how many in person, the latest year first. One statement."""
    rows = Session.objects.filter(unit_id=unit_id, taken_back_at=None, state__in=COUNTS_FOR_HEAD)
    found = rows.filter(chair__isnull=False).annotate(of=ExtractYear("on")).values_list("chair__name", "of")
    counted = found.annotate(n=Count("id")).order_by("-of", "chair__name")
    return tuple(HeadYear(*row) for row in counted)


def table(*, on: date) -> tuple[Row, ...]:
    """As anybody can count them from the log (hoiam.law.receptions). Three statements."""
    rows = {(one.post_id, one.year): _row(one) for one in of_posts(on=on)}
    promised = of_promises(on=on)
    known = owing.named({one.post_id for one in promised})
    for one in promised:
        post = known[one.post_id]
        row = rows.get((post.id, one.year), Row(post.unit_code, journal_named.of_post(post.id), one.year))
        rows[post.id, one.year] = replace(
            row,
            promises_in_time=one.in_time,
            promises_late=one.late,
            promises_running=one.running,
            promises_overdue=one.overdue,
        )
    return tuple(sorted(rows.values()))


def of_promises(*, on: date) -> tuple[Kept, ...]:
    """What was promised at receptions, by post and year of the day. One statement."""
    found = kept.of(subjects=SUBJECTS, keys=KEYS, on=on)
    return tuple(one for one in found if one.in_time or one.late or one.running or one.overdue)


def _row(one: PostYear) -> Row:
    chain = journal_named.of_post(one.post_id)
    return Row(one.unit_code, chain, one.year, one.in_person, one.by_deputy, one.missed)


def received_between(*, post_id: int, first: date, last: date, on: date) -> dict[str, int]:
    """Days of reception of a post: held in person, by a deputy, missed. One statement."""
    rows = Session.objects.filter(taken_back_at=None, post_id=post_id, on__range=(first, last))
    return rows.aggregate(
        in_person=Count("id", filter=Q(state__in=COUNTS_FOR_HEAD)),
        by_deputy=Count("id", filter=Q(state__in=sessions.BY_DEPUTY)),
        missed=Count("id", filter=sessions.missed(on)),
    )
