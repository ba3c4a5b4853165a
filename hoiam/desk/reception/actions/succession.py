"""Sessions that are ahead, and promises made at earlier ones, follow their post to whoever heads the unit after.

What was held or missed stays with the unit that ended. Each moves in a transaction of its own: killed anywhere or
run twice, nothing is doubled. Where the post after receives on that day already, the session is dropped and whoever
had a place is told.
"""

import logging
from datetime import date, datetime

from django.db.models import QuerySet

from hoiam.desk.reception.actions import acting, bookings
from hoiam.desk.reception.actions.acting import Entry
from hoiam.desk.reception.actions.minutes import SUBJECT as PROMISE
from hoiam.desk.reception.models import Session, SessionStep
from hoiam.duties import planning, succession as duties
from hoiam.journal import actions as journal
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law.procedures.reception_session import AHEAD, State
from hoiam.law.refusal import Refused
from hoiam.office import owing, passing, queries as office
from hoiam.office.owing import OwingPost
from hoiam.office.passing import Passing

log = logging.getLogger("hoiam.succession")
FUNCTION = "reception"
EVENT = "succeed"
BATCH = 100


def follow(*, at: datetime, limit: int = BATCH) -> int:
    """Let up to so many follow; gives how many did. Those without such a post in the unit after wait."""
    db.stand_alone()
    moved = 0
    for one in passing.begun(function=FUNCTION, on=local_day(at)):
        try:
            unit_id = office.successor(unit_id=one.successors[0], function=FUNCTION, on=local_day(at))
        except Refused as refused:
            log.warning("succession: sessions of %s wait: %s", one.unit_code, refused.code)
            continue
        after = {(post.kind, post.is_head): post for post in owing.of_unit(unit_id)}
        for post in owing.of_unit(one.unit_id) if unit_id != one.unit_id else ():
            target = after.get((post.kind, post.is_head))
            if target is not None:
                moved += _of_post(post, target, one, limit - moved, at)
    return moved


def _of_post(post: OwingPost, target: OwingPost, one: Passing, limit: int, at: datetime) -> int:
    ahead = list(_ahead(post.id, one.on).values_list("pk", flat=True)[:limit])
    owed = list(duties.open_of(subject=PROMISE, post_id=post.id)[: max(limit - len(ahead), 0)])
    for session_id in ahead:
        with journal.recording():
            _move(session_id, post, target, one, at)
    for content_id in owed:
        with journal.recording():
            _pass_on(content_id, post, target, one, at)
    return len(ahead) + len(owed)


def _ahead(post_id: int, since: date) -> "QuerySet[Session]":
    rows = Session.objects.filter(post_id=post_id, state__in=AHEAD, taken_back_at=None, on__gte=since)
    return rows.order_by("on", "id")


def _move(session_id: int, post: OwingPost, target: OwingPost, one: Passing, at: datetime) -> None:
    row = _ahead(post.id, one.on).select_for_update(of=("self",)).filter(pk=session_id).first()
    if row is None:
        return
    facts = {"on": row.on.isoformat(), **_facts(one, target)}
    taken = Session.objects.filter(post_id=target.id, on=row.on, taken_back_at=None)
    if taken.exclude(state=State.MISSED).exists():
        bookings.drop(row, at=at)
        row.taken_back_at = at
    else:
        if row.planned_id is not None:
            planning.follow(planned_id=row.planned_id, post=target, since=one.on, at=at)
        _follow(acting.SUBJECT, row.pk, target, one, at)
        row.post_id, row.unit_id = target.id, target.unit_id
        row.announced_id = owing.holders([target.id], on=row.on).get(target.id) if row.posted_on else None
    row.version, row.sequence, row.changed_at = row.version + 1, row.sequence + 1, at
    row.save()
    SessionStep.objects.create(
        session=row, event=EVENT, before=row.state, after=row.state, at=at, reason=one.legal_basis[:300]
    )
    acting.log(post.id, one.unit_code, Entry(kind="session.transferred", facts=facts), at=at)


def _pass_on(content_id: int, post: OwingPost, target: OwingPost, one: Passing, at: datetime) -> None:
    if not _follow(PROMISE, content_id, target, one, at):
        return
    facts = {"promise": str(content_id), **_facts(one, target)}
    acting.log(post.id, one.unit_code, Entry(kind="session.promise-passed", facts=facts), at=at)


def _facts(one: Passing, target: OwingPost) -> dict[str, str]:
    """From where to where, and since when."""
    return {
        "from": one.unit_code,
        "to": acting.unit_code(target),
        "since": one.on.isoformat(),
        "began": passing.began(target.unit_id).isoformat(),
        "post": str(target.id),
    }


def _follow(subject: str, subject_id: int, target: OwingPost, one: Passing, at: datetime) -> int:
    return duties.follow(
        subject=subject,
        subject_id=subject_id,
        post_id=target.id,
        unit_id=target.unit_id,
        since=one.on,
        at=at,
    )
