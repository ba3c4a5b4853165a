"""Receptions of the ward's chair in November 2026: who acts, on which day, by which regulation."""

from datetime import UTC, date, datetime

from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.actions import missing, online
from hoiam.desk.reception.models import Session
from hoiam.journal.models import Event
from hoiam.law import schedules
from hoiam.law.schedules import OffDay
from hoiam.office.models import Post
from tests import cast as people

BEGIN = date(2026, 11, 2)
DAY, NEXT = date(2026, 11, 16), date(2026, 12, 1)
WHERE = reception.Where(sittings="07:30-11:30, 13:30-16:30", place="Trụ sở tiếp công dân phường")
REASON = "Chủ tịch dự họp theo giấy mời số 12/GM-UBND."


def at(day, hour=3):
    """Ten in the morning there, unless told otherwise."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def chair(cast):
    return Post.objects.get(unit=cast.ward, is_head=True)


def by(cast, who="clerk", on=BEGIN):
    return people.actor(getattr(cast, who), on)


def regulation(**changes):
    said = {
        "pattern": schedules.pattern("month:1,16"),
        "off_day": OffDay.NEXT,
        "sittings": "07:30-11:30, 13:30-16:30",
        "place": "Trụ sở tiếp công dân phường",
        "slot_minutes": 30,
        "slot_places": 2,
        "document": "Quy chế tiếp công dân số 05/QC-UBND",
        "document_on": date(2026, 7, 1),
        "from_on": date(2026, 7, 1),
    }
    return reception.NewRegulation(**{**said, **changes})


def ruled(cast, when=BEGIN, **changes):
    return reception.enter(post_id=chair(cast).pk, said=regulation(**changes), by=by(cast), at=at(when))


def planned(cast, day=DAY, when=BEGIN):
    return reception.plan(post_id=chair(cast).pk, day=day, where=WHERE, by=by(cast), at=at(when))


def posted(cast, day=DAY, when=BEGIN):
    row = planned(cast, day, when)
    reception.post(post_id=row.post_id, until=day, by=by(cast), at=at(when))
    row.refresh_from_db()
    return row


def does(action, row, *, cast, who="clerk", when=DAY, hour=3, **said):
    """One thing done with a session, as it stands now; gives it as it stands then."""
    action(session_id=row.pk, version=None, by=by(cast, who, when), at=at(when, hour), **said)
    row.refresh_from_db()
    return row


def held(cast, day=DAY, *, deputy=False):
    row = posted(cast, day)
    does(reception.begin, row, cast=cast, when=day, chair=reception.Chair(deputy=deputy))
    return does(reception.close, row, cast=cast, when=day, hour=9)


def kinds(post_id):
    """What the log says of a post, in order."""
    wanted = Event.objects.filter(kind__regex="^(session|publication)").order_by("id")
    return list(wanted.values_list("kind", flat=True))


def said(kind):
    """The latest statement of a kind."""
    return Event.objects.filter(kind=kind).latest("id").statement


def live(day):
    return Session.objects.get(on=day, taken_back_at=None)


def note(unit, by, day, *, when, key="commune_chair", in_person=True):
    """A day of a unit's head written down afterwards; a dialogue where the key says so."""
    post = Post.objects.get(unit=unit, is_head=True)
    said = {"post_id": post.pk, "day": day, "by": by, "at": when}
    if key == "dialogue_commune":
        return reception.note_dialogue(in_person=in_person, **said)
    return reception.note(chair=reception.Chair(deputy=not in_person), **said)


def life(cast):
    """Something of everything that the log says of receptions."""
    post = ruled(cast).post_id
    reception.generate(post_id=post, year=2026, by=by(cast), at=at(BEGIN))
    reception.post(post_id=post, until=NEXT, by=by(cast), at=at(BEGIN))
    first, second = live(DAY), live(NEXT)
    said = {"post_id": post, "day": date(2026, 11, 9), "where": WHERE, "reason": REASON}
    reception.call_unscheduled(ground="many", by=by(cast, "head"), at=at(BEGIN), **said)
    missing.note(at=at(date(2026, 11, 10)))
    does(reception.miss, live(date(2026, 11, 9)), cast=cast, when=date(2026, 11, 10), reason=REASON)
    does(
        reception.change,
        first,
        cast=cast,
        when=BEGIN,
        sittings="8h00-11h00",
        place="Hội trường",
        reason=REASON,
    )
    does(online.choose, first, cast=cast, when=BEGIN, link="https://hop.example.invalid/1")
    does(online.did, first, cast=cast, when=BEGIN, event="announce_online")
    does(reception.begin, first, cast=cast, chair=reception.Chair())
    does(online.recorded, first, cast=cast, reference="Máy chủ tỉnh", sha256="ab" * 32)
    does(reception.close, first, cast=cast, hour=9)
    taken = {"post_id": post, "note_id": first.occurrence_id, "reason": REASON}
    reception.take_back(by=by(cast, "head", DAY), at=at(DAY, 10), **taken)
    does(reception.postpone, second, cast=cast, who="head", to=date(2026, 12, 3), reason=REASON)
