"""Running duties follow a function to the post that has it now: no date changes, and each unit keeps its figures."""

from datetime import date, datetime

from hoiam.duties import actions as duties
from hoiam.duties.models import Duty, Outcome
from hoiam.duties.tallies import Changes, Clock
from hoiam.kit import db
from hoiam.kit.moments import local_day

EVENT = "succession"
"""What ended a row that stays with a unit which others followed."""


def follow(*, subject: str, subject_id: int, post_id: int, unit_id: int, since: date, at: datetime) -> int:
    """Another post owes the open duties since a day; gives how many.

    The running row stays the same row. A row that ended stays with the earlier unit: it carries the receipt, and
    is late when the last day was past before the successor began. What was told of as overdue is not told again.
    """
    with db.writing():
        rows = Duty.objects.select_for_update().filter(subject=subject, subject_id=subject_id, closed_at=None)
        moved = list(rows.exclude(unit_id=unit_id, post_id=post_id).order_by("id"))
        changes = Changes()
        Duty.objects.bulk_create([_left_behind(duty, since, at) for duty in moved])
        for duty in moved:
            _passed_on(duty, duties.clock_of(duty), since, at, changes, (unit_id, post_id))
        Duty.objects.filter(pk__in=[duty.pk for duty in moved]).update(
            unit_id=unit_id, post_id=post_id, received_on=None, opened_by=EVENT, told=False
        )
        changes.save()
    return len(moved)


def open_of(*, subject: str, post_id: int) -> tuple[int, ...]:
    """What a post owes of that kind, by number, the first one first. One statement."""
    rows = Duty.objects.filter(subject=subject, post_id=post_id, closed_at=None).order_by("subject_id")
    return tuple(rows.values_list("subject_id", flat=True))


def _left_behind(duty: Duty, since: date, at: datetime) -> Duty:
    """What the earlier unit had of it, ended."""
    ended = {"closed_at": at, "outcome": _outcome(duty, since), "ended_by": EVENT}
    return Duty(**{**duties.columns_of(duty), **ended, "id": None, "token": "", "told": False})


def _passed_on(
    duty: Duty, clock: Clock, since: date, at: datetime, changes: Changes, to: tuple[int, int]
) -> None:
    changes.closed(clock, _outcome(duty, since), local_day(at), EVENT)
    unit_id, post_id = to
    changes.opened(clock._replace(unit_id=unit_id, post_id=post_id, received_on=None))


def _outcome(duty: Duty, since: date) -> str:
    return Outcome.LATE if duty.due_on < since else Outcome.HANDED_OVER
