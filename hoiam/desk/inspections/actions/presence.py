"""Days on which the head of the inspecting unit was there in person."""

from collections.abc import Sequence
from datetime import date, datetime

from hoiam.desk.inspections.actions import record
from hoiam.desk.inspections.models import Presence
from hoiam.kit.moments import local_day
from hoiam.law import inspecting
from hoiam.office import queries as office


def note(*, inspection_id: int, days: Sequence[date], by: office.Actor, at: datetime) -> None:
    """A day that was noted before stays noted once. Refused: not_yours, not_announced, day_missing, day_outside."""
    with record.opened(inspection_id) as row:
        record.require(by, row.unit_id, *record.OFFICE)
        since = inspecting.require_announced(row.announced_on)
        inspecting.require_days(days, since=since, on=row.ended_on or local_day(at))
        known = set(row.presences.values_list("on", flat=True))
        for day in sorted(set(days) - known):
            told = {"post": str(row.post_id), "on": day.isoformat()}
            logged = record.log(row, "inspection.head-present", told, at=at)
            Presence.objects.create(inspection=row, post_id=row.post_id, on=day, logged=logged)
