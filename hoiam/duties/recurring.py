"""What recurs as duties of posts: a period is opened when it begins and ends met, late or void.

A duty of this kind has the subject "post"; its key is the family of the frequency, its rule the version of the
period. Each action joins the transaction of its caller. Days are local, moments are aware.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from hoiam.duties import actions as duties, settling
from hoiam.duties.days import overdue_at
from hoiam.duties.models import Duty, Occurrence, Outcome
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law import frequencies, packs
from hoiam.law.catalogue import Frequency
from hoiam.law.frequencies import Period
from hoiam.law.refusal import Refused
from hoiam.office import calendars, owing
from hoiam.office.owing import OwingPost

SUBJECT = settling.SUBJECT
PLANNED = "planned_day"
POSTING = "schedule_posting"
BATCH = 50
_DAY = timedelta(days=1)


# What a post owes


def key_of(frequency: Frequency) -> str:
    """The same for every version: commune_chair."""
    return frequency.family.removeprefix("freq.")


def key_of_id(frequency_id: str) -> str:
    """The same from the id of a version: freq.commune_chair.v2."""
    name = frequency_id.removeprefix("freq.")
    return name.rpartition(".v")[0] or name


def families(kind: str) -> dict[str, tuple[Frequency, ...]]:
    """Every version of what a post of this kind owes, by key."""
    found: dict[str, tuple[Frequency, ...]] = {}
    for one in packs.load(settings.HOIAM_PACK).frequencies.values():
        if kind and kind in one.post_kinds:
            found[key_of(one)] = (*found.get(key_of(one), ()), one)
    return found


def periods(post: OwingPost, key: str, first: date, last: date) -> tuple[Period, ...]:
    """Of what this post owes under that key. Refused: frequency_not_owed."""
    versions = families(post.kind).get(key)
    if versions is None:
        raise Refused("frequency_not_owed", key=key)
    return frequencies.of_family(versions, first, last, calendars.of(post.path), lived=post.days)


# The worker's part


def keep_up(*, at: datetime) -> int:
    """Open what began, end what is over, also what a standstill left out; gives how many periods. Idempotent."""
    db.stand_alone()
    on = local_day(at)
    _end_with_unit(at=at)
    _end_planned(at=at)
    running = set(
        Duty.objects.filter(subject=SUBJECT, due_on__gte=on).values_list("subject_id", "key").distinct()
    )
    waiting = [
        (post, key)
        for post in owing.posts(on=on)
        for key in families(post.kind)
        if (post.id, key) not in running
    ]
    opened = 0
    for start in range(0, len(waiting), BATCH):
        with db.writing():
            opened += sum(catch_up(post, key, at=at) for post, key in waiting[start : start + BATCH])
    return opened


def catch_up(post: OwingPost, key: str, *, at: datetime) -> int:
    """Every period from the last one known to the one that runs; the first is the one that runs."""
    on = local_day(at)
    last = (
        Duty.objects.filter(subject=SUBJECT, subject_id=post.id, key=key).order_by("-due_on", "-id").first()
    )
    if last is not None and last.due_on < on:
        _over(last, at=at)
    first = last.due_on + _DAY if last is not None else on
    found = periods(post, key, first, on) if first <= on else ()
    for period in found:
        _begin(post, key, period, at=at)
    return len(found)


def _begin(post: OwingPost, key: str, period: Period, *, at: datetime) -> None:
    spec = duties.NewDuty(
        unit_id=post.unit_id,
        post_id=post.id,
        subject=SUBJECT,
        subject_id=post.id,
        key=key,
        rule_id=period.frequency.id,
        event_on=period.first,
        due_on=period.due,
        safe_on=period.safe,
    )
    duties.open_many(specs=[spec], at=at)
    if not period.assessable:
        settling.close(post.id, key, Outcome.VOID, at)
        return
    settling.settle(post.id, key, period, at=at)
    if period.due < local_day(at):
        settling.close(post.id, key, Outcome.LATE, overdue_at(period.due))


def _over(duty: Duty, *, at: datetime) -> None:
    """Its last day is past: late since the next one, whenever the worker comes to say so."""
    if duty.closed_at is None:
        settling.close(duty.subject_id, duty.key, Outcome.LATE, min(at, overdue_at(duty.due_on)))


def _end_with_unit(*, at: datetime) -> None:
    """A post whose unit ended within a period is not assessed for it, nor owes the posting of a day after it."""
    on = local_day(at)
    rows = Duty.objects.filter(subject__in=(SUBJECT, PLANNED), closed_at=None)
    open_now = list(rows.values_list("post_id", "subject", "subject_id", "key"))
    gone = owing.ended({row[0] for row in open_now}, on=on)
    for post_id, subject, subject_id, key in open_now:
        if post_id in gone:
            duties.close(
                subject=subject, subject_id=subject_id, keys=[key], outcome=Outcome.VOID, at=at, on=on
            )


def _end_planned(*, at: datetime) -> None:
    """A day of reception that came and was never posted: late."""
    rows = Duty.objects.filter(subject=PLANNED, closed_at=None, event_on__lt=local_day(at))
    for planned_id in list(rows.values_list("subject_id", flat=True)):
        duties.close(
            subject=PLANNED,
            subject_id=planned_id,
            keys=[POSTING],
            outcome=Outcome.LATE,
            at=at,
            on=local_day(at),
        )


# A day was held


def record(*, post_id: int, key: str, day: date, by_post_holder: bool, by: int, at: datetime) -> Occurrence:
    """Note a day on which it was done, in person or by a deputy; a deputy's day does not count for the post.

    Refused: no_such_post, frequency_not_owed, day_in_future, before_post, after_post, holder_gap, day_noted_already.
    """
    with db.writing():
        post = owing.post(post_id)
        if day > local_day(at):
            raise Refused("day_in_future", day=day, today=local_day(at))
        period = period_of(post, key, day)
        owing.require_holder(post_id=post_id, on=day)
        row = Occurrence(
            post_id=post_id,
            frequency_id=period.frequency.id,
            on=day,
            by_post_holder=by_post_holder,
            recorded_at=at,
            recorded_by_id=by,
        )
        _save_once(row, Refused("day_noted_already", day=day))
        catch_up(post, key, at=at)
        settling.settle(post.id, key, period, at=at)
    return row


# How


def period_of(post: OwingPost, key: str, day: date) -> Period:
    """The one with this day. Refused: before_post, after_post, frequency_not_owed."""
    require_lived(post, day)
    found = periods(post, key, day, day)
    if not found:
        raise Refused("frequency_not_owed", key=key, day=day)
    return found[0]


def require_lived(post: OwingPost, day: date) -> None:
    """The post exists on that day. Refused: before_post, after_post."""
    if post.days.first is not None and day < post.days.first:
        raise Refused("before_post", day=day, since=post.days.first)
    if not post.days.holds(day):
        raise Refused("after_post", day=day, until=post.days.last)


def _save_once(row: Occurrence, twice: Refused) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise twice from None
