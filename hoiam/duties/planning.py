"""Days on which posts will receive citizens, each with its duty to be posted in time, also when it is moved.

Each action joins the transaction of its caller. Days are local, moments are aware.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from hoiam.duties import actions as duties, recurring, succession
from hoiam.duties.models import Outcome, PlannedDay
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law import clocks, packs
from hoiam.law.refusal import Refused
from hoiam.office import calendars, owing
from hoiam.office.owing import OwingPost

RULE = "tcd.schedule_posting"
_BATCH = 500
Day = tuple[OwingPost, date]


def schedule(*, post_id: int, day: date, by: int, at: datetime) -> PlannedDay:
    """Plan a day of reception; it must be posted five working days before (Law 42/2013/QH13, article 24.4).

    Refused: no_such_post, day_not_ahead, before_post, after_post, day_planned_twice.
    """
    with db.writing():
        post = owing.post(post_id)
        require_ahead(post, day, on=local_day(at))
        try:
            with transaction.atomic():
                (row,) = schedule_many([(post, day)], by=by, at=at).values()
        except IntegrityError:
            raise Refused("day_planned_twice", day=day) from None
    return row


def schedule_many(days: Iterable[Day], *, by: int, at: datetime) -> Mapping[tuple[int, date], PlannedDay]:
    """As schedule, for many in few statements, by post and day. IntegrityError where one is planned already.

    Whoever calls has seen that each lies ahead within its post's life (`require_ahead`).
    """
    made: dict[tuple[int, date], PlannedDay] = {}
    with db.writing():
        given = list(days)
        for some in (given[start : start + _BATCH] for start in range(0, len(given), _BATCH)):
            rows = [
                PlannedDay(post_id=post.id, on=day, planned_at=at, planned_by_id=by) for post, day in some
            ]
            PlannedDay.objects.bulk_create(rows)
            specs = [_spec(post, row.pk, day) for (post, day), row in zip(some, rows, strict=True)]
            duties.open_many(specs=specs, at=at)
            made |= {(row.post_id, row.on): row for row in rows}
    return made


def posted(*, planned_id: int, at: datetime) -> None:
    """The day can be read by people since today. Refused: no_such_day, already_posted, day_over."""
    on = local_day(at)
    with db.writing():
        row = _row(planned_id)
        if row.posted_on is not None:
            raise Refused("already_posted", day=row.on, since=row.posted_on)
        if row.on < on:
            raise Refused("day_over", day=row.on)
        row.posted_on = on
        row.save(update_fields=("posted_on",))
        _end(row, Outcome.MET, at)


def postpone(*, planned_id: int, to: date, at: datetime) -> None:
    """Another day instead, to be posted anew. The first is not counted as missed, nor its posting as owed.

    Refused: no_such_day, no_such_post, day_not_ahead, before_post, after_post, day_planned_twice.
    """
    with db.writing():
        row = _row(planned_id)
        post = owing.post(row.post_id)
        require_ahead(post, to, on=local_day(at))
        spec, waiting = _spec(post, row.pk, to), row.posted_on is None
        row.on, row.posted_on = to, None
        try:
            with transaction.atomic():
                row.save(update_fields=("on", "posted_on"))
        except IntegrityError:
            raise Refused("day_planned_twice", day=to) from None
        if waiting:
            duties.hand_over(specs=[spec], at=at)
        else:
            duties.open_many(specs=[spec], at=at)


def follow(*, planned_id: int, post: OwingPost, since: date, at: datetime) -> None:
    """Another post receives on that day since a reform of units, and owes the posting where that is still owed."""
    with db.writing():
        row = _row(planned_id)
        PlannedDay.objects.filter(pk=row.pk).update(post_id=post.id)
        succession.follow(
            subject=recurring.PLANNED,
            subject_id=row.pk,
            post_id=post.id,
            unit_id=post.unit_id,
            since=since,
            at=at,
        )


def require_ahead(post: OwingPost, day: date, *, on: date) -> None:
    """It lies ahead, in the life of the post. Refused: day_not_ahead, before_post, after_post."""
    if day <= on:
        raise Refused("day_not_ahead", day=day, today=on)
    recurring.require_lived(post, day)


def _row(planned_id: int) -> PlannedDay:
    row = PlannedDay.objects.select_for_update().filter(pk=planned_id).first()
    if row is None:
        raise Refused("no_such_day")
    return row


def _end(row: PlannedDay, outcome: Outcome, at: datetime) -> None:
    duties.close(
        subject=recurring.PLANNED,
        subject_id=row.pk,
        keys=[recurring.POSTING],
        outcome=outcome,
        at=at,
        on=local_day(at),
    )


def _spec(post: OwingPost, planned_id: int, day: date) -> duties.NewDuty:
    due = clocks.dates(packs.load(settings.HOIAM_PACK).rules[RULE], day, calendars.of(post.path))
    return duties.NewDuty(
        unit_id=post.unit_id,
        post_id=post.id,
        subject=recurring.PLANNED,
        subject_id=planned_id,
        key=recurring.POSTING,
        rule_id=RULE,
        event_on=day,
        due_on=due.legal_due,
        safe_on=due.safe_due,
    )
