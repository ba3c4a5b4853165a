"""A year of sessions, made from the regulations of posts: what is missing is planned, all or none of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.desk.cases.actions import logbook
from hoiam.desk.reception.actions import acting, making
from hoiam.desk.reception.models import Regulation, Session, SessionKind
from hoiam.desk.reception.queries import yearly
from hoiam.desk.reception.queries.yearly import Year
from hoiam.duties import planning
from hoiam.duties.models import PlannedDay
from hoiam.journal import actions as journal
from hoiam.kit import many
from hoiam.kit.moments import local_day
from hoiam.law.procedures.reception_session import State
from hoiam.law.refusal import Refused
from hoiam.law.schedules import Planned
from hoiam.office import owing, queries as office
from hoiam.office.owing import OwingPost

BATCH = 200


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The days to be planned of one post, with the regulations they follow."""

    post: OwingPost
    year: Year
    regulations: dict[int, Regulation]


def generate(*, post_id: int, year: int, by: office.Actor, at: datetime) -> int:
    """Every day of the year that is not planned yet; gives how many. Again: only what is missing.

    Refused: no_such_post, not_yours, no_regulation, nothing_to_plan.
    """
    post = owing.post(post_id)
    acting.require_office(post, by, on=local_day(at))
    with journal.recording():
        if not Regulation.objects.select_for_update().filter(post_id=post.id).exists():
            raise Refused("no_regulation")
        made = _write([post], year, by.person_id, at)
        if not made:
            raise Refused("nothing_to_plan", year=year)
    return made


def generate_all(posts: Sequence[OwingPost], *, year: int, by: int, at: datetime) -> int:
    """Of many posts, some in each transaction; gives how many days. Killed anywhere, run again: what is missing."""
    made = 0
    for start in range(0, len(posts), BATCH):
        with journal.recording():
            made += _write(posts[start : start + BATCH], year, by, at)
    return made


def _write(posts: Sequence[OwingPost], year: int, by: int, at: datetime) -> int:
    wanted = _wanted(posts, year, at)
    days = [(one.post, day.planned.on) for one in wanted for day in one.year.new if day.planned.on]
    planned = planning.schedule_many(days, by=by, at=at)
    rows = [
        _row(one, day.planned, one.regulations[day.regulation_id], planned, by, at)
        for one in wanted
        for day in one.year.new
    ]
    many.insert(rows)
    for one in wanted:
        _log(one, at)
    return len(rows)


def _wanted(posts: Sequence[OwingPost], year: int, at: datetime) -> list[_Wanted]:
    ids = [post.id for post in posts]
    ruled, before = yearly.regulations(ids), yearly.known(ids, year)
    made = []
    for post in posts:
        rows = ruled.get(post.id, [])
        found = yearly.made(post, rows, before.get(post.id, yearly.NOTHING), year, on=local_day(at))
        if found.new:
            made.append(_Wanted(post, found, {row.pk: row for row in rows}))
    return made


def _row(
    wanted: _Wanted,
    day: Planned,
    regulation: Regulation,
    planned: Mapping[tuple[int, date], PlannedDay],
    by: int,
    at: datetime,
) -> Session:
    on = day.on or day.nominal
    row = making.fresh(
        post=wanted.post,
        on=on,
        kind=SessionKind.REGULAR,
        state=State.PLANNED,
        where=making.of_regulation(regulation),
        by=by,
        at=at,
    )
    row.nominal_on, row.planned = day.nominal, planned[wanted.post.id, on]
    return row


def _log(wanted: _Wanted, at: datetime) -> None:
    """One entry for a post: how many days, and beside it which."""
    days = sorted(one.planned.on.isoformat() for one in wanted.year.new if one.planned.on)
    entry = acting.Entry(
        kind="session.scheduled",
        facts={"from": days[0], "until": days[-1], "days": str(len(days))},
        beside=logbook.canonical({"days": days}),
    )
    acting.log(wanted.post.id, acting.unit_code(wanted.post), entry, at=at)
