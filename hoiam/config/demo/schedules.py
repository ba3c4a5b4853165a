"""The ward that visitors look at receives by its own regulation: secretary, council chair and committee chair.

Days as in the seed: the secretary on the 16th, the council chair on the first day of a quarter, the committee chair on
the 1st and the 16th. Most sessions are held, one by a deputy, one is missed and explained.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count

from django.utils import timezone

from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.models import Session
from hoiam.law import schedules
from hoiam.law.schedules import OffDay
from hoiam.office import calendars, queries as office
from hoiam.office.models import Post

Put = Callable[[datetime, Callable[[datetime], None]], None]
WARD = "/20/05977/"
PATTERNS = {"party_secretary_commune": "month:16", "council_chair": "quarter:1", "": "month:1,16"}
PLACE = "Trụ sở tiếp công dân phường Đông Kinh, số 1 đường Ví Dụ"
REASON = "Người đứng đầu dự họp đột xuất về phòng, chống thiên tai (trình diễn)."
POSTED_AHEAD = timedelta(days=45)
_FATES = ("head", "head", "deputy", "head", "missed", "head")


def lay(put: Put, *, since: date, today: date, clerk: office.Actor) -> None:
    """Plan all of it: from the regulation on the first day to what became of each session."""
    for post in Post.objects.filter(unit__path=WARD).order_by("-is_head", "id"):
        put(_at(since, 7), partial(_enter, post=post, clerk=clerk))
        for year in _years(since, today):
            put(_at(since, 8), partial(_generate, post=post, clerk=clerk, year=year))
        fates = count(0)
        for day in _days(post, since, today):
            put(_at(max(day - POSTED_AHEAD, since), 9), partial(_post, post=post, clerk=clerk, until=day))
            if day < today:
                _held(put, post, day, _FATES[next(fates) % len(_FATES)], clerk)


def _enter(at: datetime, *, post: Post, clerk: office.Actor) -> None:
    on = timezone.localdate(at)
    said = reception.NewRegulation(
        pattern=schedules.pattern(PATTERNS[post.kind]),
        off_day=OffDay.NEXT,
        sittings="07:30-11:30, 13:30-16:30",
        place=PLACE,
        slot_minutes=30,
        slot_places=1,
        document="Quy chế tiếp công dân số 05/QC-UBND (trình diễn)",
        document_on=on,
        from_on=on,
    )
    reception.enter(post_id=post.pk, said=said, by=clerk, at=at)


def _generate(at: datetime, *, post: Post, clerk: office.Actor, year: int) -> None:
    reception.generate(post_id=post.pk, year=year, by=clerk, at=at)


def _post(at: datetime, *, post: Post, clerk: office.Actor, until: date) -> None:
    reception.post(post_id=post.pk, until=until, by=clerk, at=at)


def _held(put: Put, post: Post, day: date, fate: str, clerk: office.Actor) -> None:
    if fate == "missed":
        put(_at(day + timedelta(days=1), 10), partial(_miss, post=post, day=day, clerk=clerk))
        return
    chair = reception.Chair(deputy=fate == "deputy", title="Cấp phó được phân công (trình diễn)")
    put(_at(day, 8), partial(_begin, post=post, day=day, chair=chair, clerk=clerk))
    put(_at(day, 16), partial(_close, post=post, day=day, clerk=clerk))


def _begin(at: datetime, *, post: Post, day: date, chair: reception.Chair, clerk: office.Actor) -> None:
    reception.begin(session_id=_session(post, day), version=None, chair=chair, by=clerk, at=at)


def _close(at: datetime, *, post: Post, day: date, clerk: office.Actor) -> None:
    reception.close(session_id=_session(post, day), version=None, by=clerk, at=at)


def _miss(at: datetime, *, post: Post, day: date, clerk: office.Actor) -> None:
    reception.miss(session_id=_session(post, day), version=None, reason=REASON, by=clerk, at=at)


def _session(post: Post, day: date) -> int:
    return Session.objects.get(post=post, on=day, taken_back_at=None).pk


def _days(post: Post, since: date, today: date) -> Iterator[date]:
    """Of the schedule that _enter makes, from then until some weeks from now."""
    calendar = calendars.of(WARD)
    for year in _years(since, today):
        for one in schedules.year(schedules.pattern(PATTERNS[post.kind]), year, calendar):
            if one.on and since < one.on and one.nominal >= since and one.on <= today + POSTED_AHEAD:
                yield one.on


def _years(since: date, today: date) -> range:
    return range(since.year, (today + POSTED_AHEAD).year + 1)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
