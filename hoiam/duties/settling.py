"""Whether a period of what recurs is met follows from the days that are noted: ended, and ended otherwise after all.

A day noted late meets a period that had been found late; a note taken back leaves one open again, or late.
"""

from datetime import date, datetime, timedelta

from hoiam.duties import actions as duties
from hoiam.duties.days import overdue_at
from hoiam.duties.models import Duty, Occurrence, Outcome
from hoiam.duties.tallies import Changes
from hoiam.kit.moments import local_day
from hoiam.law.frequencies import Period

SUBJECT = "post"
_SECOND = timedelta(seconds=1)


def settle(post_id: int, key: str, period: Period, *, at: datetime) -> None:
    """The duty of a period as its days say now; one that was not followed here, or is not assessed, stays so.

    The duty is locked before its days are read: of two who note and take back at once, the second sees both.
    """
    rows = Duty.objects.select_for_update().filter(subject=SUBJECT, subject_id=post_id, key=key)
    duty = rows.filter(event_on=period.first).first()
    if duty is None or not period.assessable:
        return
    held = Occurrence.objects.filter(
        post_id=post_id,
        frequency_id=period.frequency.id,
        by_post_holder=True,
        taken_back_at=None,
        on__range=(period.first, period.last),
    )
    done = period.completed_on(held.values_list("on", flat=True))
    if done is not None:
        _met(duty, min(at, overdue_at(done) - _SECOND))
    elif duty.outcome == Outcome.MET:
        _met_no_more(duty, at)


def close(post_id: int, key: str, outcome: str, at: datetime) -> None:
    """End the open duty of this key."""
    duties.close(subject=SUBJECT, subject_id=post_id, keys=[key], outcome=outcome, at=at, on=local_day(at))


def _met(duty: Duty, moment: datetime) -> None:
    if duty.closed_at is None:
        close(duty.subject_id, duty.key, Outcome.MET, moment)
    elif duty.outcome == Outcome.LATE or local_day(duty.closed_at) != local_day(moment):
        _end_otherwise(duty, Outcome.MET, moment)


def _met_no_more(duty: Duty, at: datetime) -> None:
    """Late since the day after its last one; while that has not come, it runs again."""
    if duty.due_on < local_day(at):
        _end_otherwise(duty, Outcome.LATE, min(at, overdue_at(duty.due_on)))
        return
    changes = Changes()
    changes.ended(duties.clock_of(duty), duty.outcome, _ended_on(duty), -1, duty.ended_by)
    changes.opened(duties.clock_of(duty))
    Duty.objects.filter(pk=duty.pk).update(outcome="", closed_at=None, ended_by="", told=False)
    changes.save()


def _end_otherwise(duty: Duty, outcome: Outcome, moment: datetime) -> None:
    changes = Changes()
    changes.ended(duties.clock_of(duty), duty.outcome, _ended_on(duty), -1, duty.ended_by)
    changes.ended(duties.clock_of(duty), outcome, local_day(moment), ended_by=duty.ended_by)
    Duty.objects.filter(pk=duty.pk).update(outcome=outcome, closed_at=moment, told=False)
    changes.save()


def _ended_on(duty: Duty) -> date:
    assert duty.closed_at is not None  # noqa: S101 - only asked of what has ended
    return local_day(duty.closed_at)
