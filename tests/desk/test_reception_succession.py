"""Sessions that are ahead follow their post to the unit after; what was held or missed stays."""

import secrets
from datetime import date, datetime

import pytest
import time_machine
from click.testing import CliRunner

from hoiam.config.commands import scores, worker
from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.actions import bookings, day, minutes, succession
from hoiam.desk.reception.models import Booking, Session
from hoiam.desk.reception.queries import figures, places
from hoiam.duties import audit
from hoiam.duties.models import Duty, PlannedDay
from hoiam.journal import actions as journal
from hoiam.journal.models import Event
from hoiam.ledger import statement
from hoiam.notices.models import Notice
from hoiam.office import succession as units
from hoiam.office.models import Holder, Person, Post
from hoiam.sealed.actions import Personal
from tests import cast as people
from tests.desk import reception_story as story
from tests.desk.reception_story import BEGIN, DAY, NEXT, at, by, does

pytestmark = pytest.mark.django_db
SINCE = date(2026, 11, 20)


@pytest.fixture
def after(cast):
    return Post.objects.get(unit=people.next_ward(cast, SINCE))


def booked(session):
    slot = datetime(session.on.year, session.on.month, session.on.day, 7, 30, tzinfo=places.ZONE)
    who = Personal(name="Nguyễn Thị Ví Dụ", phone="0900000001", email="vidu@example.org")
    wanted = bookings.Wanted(
        session_id=session.pk, slot_at=slot, person=who, matter="Đường", channel="web", submit_key="k",
        secret=secrets.token_bytes(8),
    )  # fmt: skip
    bookings.book(wanted=wanted, by=None, at=at(BEGIN))
    return Booking.objects.get(session=session)


def merge(cast):
    units.merge(unit_codes=(cast.ward.code,), into="06400", on=SINCE, legal_basis="1/NQ-UBTVQH16")


def follow(when=SINCE):
    with time_machine.travel(at(when), tick=False):
        return succession.follow(at=at(when))


def test_a_day_ahead_follows_with_its_places_and_is_held_there(cast, after):
    row = story.posted(cast, NEXT)
    place = booked(row)
    merge(cast)
    assert [follow(), follow()] == [1, 0]
    row.refresh_from_db()
    place.refresh_from_db()
    assert (row.post, row.unit, row.state, place.session_id) == (after, after.unit, "posted", row.pk)
    assert PlannedDay.objects.get(pk=row.planned_id).post == after
    said = statement.parse(Event.objects.get(kind="session.transferred").statement)
    assert (said.unit, said.facts["to"], said.facts["on"]) == ("05977", "06400", NEXT.isoformat())
    actor = people.actor(Person.objects.get(username="new_head"), NEXT)
    reception.begin(session_id=row.pk, version=None, by=actor, at=at(NEXT), chair=reception.Chair())
    reception.close(session_id=row.pk, version=None, by=actor, at=at(NEXT, 9))
    found = {one.unit_code: (one.in_person, one.missed) for one in figures.of_posts(on=NEXT)}
    assert found == {"06400": (1, 0)}


def test_what_was_held_or_missed_before_stays_and_nothing_is_missed_after(cast, after):
    story.held(cast, date(2026, 11, 5))
    story.posted(cast, DAY)
    story.posted(cast, NEXT)
    merge(cast)
    assert follow() == 1
    later = date(2026, 12, 20)
    found = {one.unit_code: (one.in_person, one.missed) for one in figures.of_posts(on=later)}
    assert found == {"05977": (1, 1), "06400": (0, 1)}


def test_the_posting_of_a_day_that_was_only_planned_is_owed_by_the_post_after(cast, after):
    row = story.planned(cast, date(2026, 12, 22))
    before = Duty.objects.get(subject="planned_day")
    merge(cast)
    with time_machine.travel(at(SINCE), tick=False):
        worker.housekeeping(at(SINCE), None)
    duty = Duty.objects.get(pk=before.pk)
    assert (duty.post, duty.due_on, duty.outcome) == (after, before.due_on, "")
    row.refresh_from_db()
    assert row.post == after
    assert audit.recount() == ()


def test_where_the_post_after_receives_on_that_day_already_who_had_a_place_is_told(cast, after):
    row = story.posted(cast, NEXT)
    place = booked(row)
    own = Session.objects.create(
        uid="1" * 32, post=after, unit=after.unit, on=NEXT, nominal_on=NEXT, kind="regular", state="posted",
        sittings="08:00-11:00", place="Trụ sở mới", slot_minutes=30, slot_places=2, made_at=at(BEGIN),
        made_by=cast.clerk, changed_at=at(BEGIN), posted_on=BEGIN,
    )  # fmt: skip
    merge(cast)
    assert follow() == 1
    row.refresh_from_db()
    place.refresh_from_db()
    assert (row.taken_back_at is not None, row.post.unit) == (True, cast.ward)
    assert place.state == "dropped"
    assert Notice.objects.filter(template="reception/booking-dropped").count() == 1
    assert list(Session.objects.filter(on=NEXT, taken_back_at=None)) == [own]


def test_an_answer_that_is_owed_follows_and_the_log_counts_the_same(cast, after, client):
    session = story.posted(cast)
    place = booked(session)
    does(reception.begin, session, cast=cast, hour=0, chair=reception.Chair())
    clerk = {"by": by(cast, on=DAY), "at": at(DAY)}
    for step in (day.arrive, day.begin, day.end):
        step(booking_id=place.pk, version=None, **clerk)
    said = minutes.Said(
        booking_id=place.pk, form_key="k", direction="Kiểm tra.", title="Đường", body="Sạt lở.",
        promised_on=date(2026, 11, 30),
    )  # fmt: skip
    content = minutes.note(said=said, reason="Ghi biên bản", **clerk)
    merge(cast)
    assert [follow(), follow()] == [1, 0]
    assert Duty.objects.get(subject="content", subject_id=content.pk, closed_at=None).post == after
    for when in (date(2026, 11, 25), date(2026, 12, 5)):
        journal.run(at=at(when))
        told = [
            CliRunner().invoke(scores.command, ["--kept", *more, "--on", when.isoformat()]).stdout
            for more in ([], ["--from-log"])
        ]
        assert told[0] == told[1]
    assert '"promises_overdue":1' in told[0]
    assert audit.recount() == ()


def test_without_such_a_post_they_wait(cast, after):
    story.posted(cast, NEXT)
    merge(cast)
    Holder.objects.filter(post=after).delete()
    after.delete()
    assert follow() == 0
    assert Session.objects.get().unit == cast.ward
