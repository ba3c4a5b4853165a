"""A session is planned by itself, called outside the schedule, posted, moved, its hours or place changed."""

from collections.abc import Sequence
from datetime import date, datetime

from hoiam.desk.cases.actions import logbook
from hoiam.desk.reception.actions import acting, bookings, making
from hoiam.desk.reception.actions.acting import Entry, Mark
from hoiam.desk.reception.actions.making import Where
from hoiam.desk.reception.models import Session, SessionKind
from hoiam.duties import planning
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import schedules
from hoiam.law.refusal import Refused
from hoiam.office import owing, queries as office
from hoiam.office.owing import OwingPost


def plan(*, post_id: int, day: date, where: Where | None = None, by: office.Actor, at: datetime) -> Session:
    """One day by itself; hours and place as the regulation of that day says, unless they are given.

    Refused: no_such_post, not_yours, day_in_past, day_is_day_off, no_regulation, before_post, after_post,
    day_planned_twice, and as schedules.sittings.
    """
    with journal.recording():
        mark = Mark(post=owing.post(post_id), by=by, at=at)
        step = acting.decide("plan", state=None, mark=mark, held_on=day)
        acting.require_working(mark.post, day)
        where = where or making.ruled(post_id, day)
        row = _fresh(mark, day, SessionKind.REGULAR, where)
        row.planned = planning.schedule(post_id=post_id, day=day, by=by.person_id, at=at)
        acting.save_once(row)
        entry = Entry(kind="session.scheduled", facts={"on": day.isoformat()})
        acting.record(row, step, mark=mark, entry=entry)
    return row


def call_unscheduled(
    *, post_id: int, day: date, where: Where, ground: str, reason: str, by: office.Actor, at: datetime
) -> Session:
    """Outside the schedule, on a ground of the law (Law 42/2013/QH13, article 18.3), on any day from today on.

    Refused: no_such_post, not_yours, reason_needed, unknown_ground, day_over, day_planned_twice, before_post,
    after_post, and as schedules.sittings.
    """
    with journal.recording():
        mark = Mark(post=owing.post(post_id), by=by, at=at, reason=reason)
        step = acting.decide("call_unscheduled", state=None, mark=mark, ground=ground)
        if day < mark.on:
            raise Refused("day_over", day=day)
        row = _fresh(mark, day, SessionKind.UNSCHEDULED, where)
        row.ground, row.posted_on, row.announced_id = ground, mark.on, _holder(mark.post, mark.on)
        acting.save_once(row)
        entry = Entry(kind="session.called", facts={"on": day.isoformat(), "ground": ground}, reason=reason)
        acting.record(row, step, mark=mark, entry=entry)
    return row


def post(*, post_id: int, until: date, by: office.Actor, at: datetime) -> int:
    """People can read of all planned days up to that one since today; gives how many.

    A posting less than five working days before is late, and says so.
    Refused: no_such_post, not_yours, nothing_to_post.
    """
    with journal.recording():
        mark = Mark(post=owing.post(post_id), by=by, at=at)
        acting.require_office(mark.post, by, on=mark.on)
        waiting = Session.objects.select_for_update(of=("self",)).select_related("unit")
        rows = list(
            waiting.filter(
                post_id=post_id, state="planned", taken_back_at=None, on__range=(mark.on, until)
            ).order_by("on")
        )
        if not rows:
            raise Refused("nothing_to_post", until=until)
        holder = _holder(mark.post, mark.on)
        for row in rows:
            _post(row, mark, holder)
        acting.log(post_id, rows[0].unit.code, _publication(rows), at=at)
    return len(rows)


def postpone(
    *, session_id: int, version: int | None, to: date, reason: str, by: office.Actor, at: datetime
) -> None:
    """To another day, announced with the reason (Law 42/2013/QH13, article 24.4); the first day is never missed.

    Refused: no_such_session, changed_meanwhile, not_yours, wrong_state, reason_needed, day_over, day_in_past,
    day_is_day_off, before_post, after_post, day_planned_twice.
    """
    with acting.opened(session_id=session_id, version=version) as row:
        mark = Mark(post=owing.post(row.post_id), by=by, at=at, reason=reason)
        step = acting.decide("postpone", state=row.state, mark=mark, held_on=to, planned_on=row.on)
        acting.require_working(mark.post, to)
        before = row.on
        if row.planned_id is None:
            row.planned = planning.schedule(post_id=row.post_id, day=to, by=by.person_id, at=at)
        else:
            planning.postpone(planned_id=row.planned_id, to=to, at=at)
        row.on, row.reason, row.posted_on, row.online, row.link = to, reason.strip(), None, False, ""
        said = {"on": before.isoformat(), "to": to.isoformat()}
        entry = Entry(kind="session.postponed", facts=said, reason=reason)
        acting.record(row, step, mark=mark, entry=entry, facts=said)
        bookings.follow(row, at=at)


def change(
    *,
    session_id: int,
    version: int | None,
    sittings: str,
    place: str,
    reason: str,
    by: office.Actor,
    at: datetime,
) -> None:
    """Other hours or another place. Refused: as postpone, and as schedules.sittings."""
    with acting.opened(session_id=session_id, version=version) as row:
        mark = Mark(post=owing.post(row.post_id), by=by, at=at, reason=reason)
        step = acting.decide("change", state=row.state, mark=mark, planned_on=row.on)
        before = {"sittings": row.sittings, "place": row.place}
        row.sittings, row.place, row.reason = hours(sittings), place, reason.strip()
        entry = Entry(kind="session.changed", facts={"on": row.on.isoformat()}, reason=reason)
        acting.record(row, step, mark=mark, entry=entry, facts=before)
        bookings.follow(row, at=at)


def hours(text: str) -> str:
    """As they are stored. Refused: as schedules.sittings."""
    return schedules.spelled(schedules.sittings(text))


def _fresh(mark: Mark, day: date, kind: SessionKind, where: Where) -> Session:
    checked = Where(
        sittings=hours(where.sittings),
        place=where.place,
        slot_minutes=where.slot_minutes,
        slot_places=where.slot_places,
        regulation_id=where.regulation_id,
    )
    return making.fresh(
        post=mark.post, on=day, kind=kind, state="", where=checked, by=mark.by.person_id, at=mark.at
    )


def _post(row: Session, mark: Mark, holder: int | None) -> None:
    step = acting.decide("post", state=row.state, mark=mark)
    if row.planned_id is not None:
        planning.posted(planned_id=row.planned_id, at=mark.at)
    row.posted_on, row.announced_id = local_day(mark.at), holder
    acting.record(row, step, mark=mark)


def _holder(post: OwingPost, on: date) -> int | None:
    return owing.holders([post.id], on=on).get(post.id)


def _publication(rows: Sequence[Session]) -> Entry:
    days = [row.on.isoformat() for row in rows]
    span = {"on": days[0]} if len(days) == 1 else {"from": days[0], "until": days[-1], "days": str(len(days))}
    return Entry(
        kind="publication.made",
        facts={"what": "schedule", **span},
        beside=logbook.canonical({"days": days}) if len(days) > 1 else "",
    )
