"""Conferences with something open follow their unit's function to whoever has it now: no date changes, figures stay.

Each moves in a transaction of its own and is then no longer at the unit that ended: killed anywhere or run twice,
nothing is doubled. Of a unit that was split they go to the leading one: no column says where else they belong.
"""

import logging
from datetime import date, datetime

from django.db.models import Q, QuerySet

from hoiam.desk.dialogues.actions import promises, record
from hoiam.desk.dialogues.models import Chair, Conference, Promise, Step
from hoiam.duties import succession as duties
from hoiam.journal import actions as journal
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.office import passing, queries as office
from hoiam.office.passing import Passing

log = logging.getLogger("hoiam.succession")
FUNCTION = "dialogues"
RUNNING = ("demanded", "owed", "planned", "announced", "held")
AHEAD = frozenset({"planned", "announced"})
EVENT = "succeed"
BATCH = 100


def follow(*, at: datetime, limit: int = BATCH) -> int:
    """Let up to so many follow; gives how many did. Those whose successor has nobody to owe them wait."""
    db.stand_alone()
    on, moved = local_day(at), 0
    for one in passing.begun(function=FUNCTION, on=on):
        try:
            desk = _desk(one, on)
        except Refused as refused:
            log.warning("succession: dialogues of %s wait: %s", one.unit_code, refused.code)
            continue
        for conference_id in list(_open(one).values_list("pk", flat=True)[: limit - moved]):
            moved += _move(conference_id, one, desk, at)
    return moved


def _desk(one: Passing, on: date) -> office.Desk:
    """Refused: no_such_unit, no_recipient, successor_not_unique."""
    unit_id = office.successor(unit_id=one.successors[0], function=FUNCTION, on=on)
    return office.desk(unit_id=unit_id, on=on)


def _open(one: Passing) -> "QuerySet[Conference]":
    """Not over yet, or with a promise that is not kept."""
    owed = Promise.objects.filter(kept_on=None).values("conference_id")
    rows = Conference.objects.filter(Q(state__in=RUNNING) | Q(pk__in=owed), unit_id=one.unit_id)
    return rows.order_by("id")


def _move(conference_id: int, one: Passing, desk: office.Desk, at: datetime) -> bool:
    """False when somebody else was faster."""
    with journal.recording():
        row = _open(one).select_for_update().filter(pk=conference_id).first()
        if row is None or desk.unit.id == one.unit_id:
            return False
        said = {
            "from": one.unit_code,
            "to": desk.unit.code,
            "since": one.on.isoformat(),
            "began": passing.began(desk.unit.id).isoformat(),
            "post": str(desk.head_post_id),
        }
        entry = record.log(row, "dialogue.transferred", said, at=at)
        _pass_on(record.SUBJECT, row.pk, one, desk, at)
        for owed in row.promises.filter(kept_on=None):
            told = {**said, "promise": str(owed.pk)}
            record.log(row, "dialogue.promise-passed", told, at=at)
            _pass_on(promises.SUBJECT, owed.pk, one, desk, at)
        row.promises.filter(kept_on=None).update(owner_id=desk.head_post_id)
        _seat(row, desk)
        if row.state in AHEAD and row.held_on is not None and row.held_on < one.on:
            row.held_by_id = row.post_id
        row.unit_id, row.post_id, row.keeper_id = desk.unit.id, desk.head_post_id, None
        row.save(update_fields=("unit", "post", "keeper", "held_by"))
        Step.objects.create(
            conference=row, event=EVENT, at=at, day=one.on, reason=one.legal_basis[:500], entry=entry
        )
    return True


def _pass_on(subject: str, subject_id: int, one: Passing, desk: office.Desk, at: datetime) -> None:
    duties.follow(
        subject=subject,
        subject_id=subject_id,
        post_id=desk.head_post_id,
        unit_id=desk.unit.id,
        since=one.on,
        at=at,
    )


def _seat(row: Conference, desk: office.Desk) -> None:
    """Who chairs what was not held yet: the head of the unit after, in the place of posts that are no more."""
    if row.state not in AHEAD:
        return
    row.chairs.filter(post__unit_id=row.unit_id).delete()
    Chair.objects.get_or_create(conference=row, post_id=desk.head_post_id)
