"""Places in a session: booked, full, given up, moved with the session; the day's queue; what came of it."""

import secrets
from datetime import date, datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner
from django.db import connection

from hoiam.config.commands import scores
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries.status import status
from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.actions import bookings, day, minutes
from hoiam.desk.reception.actions.bookings import Wanted
from hoiam.desk.reception.models import Booking, Content
from hoiam.desk.reception.queries import minutes as read, places
from hoiam.duties import audit
from hoiam.duties.models import Duty
from hoiam.journal import actions as journal
from hoiam.law import booking
from hoiam.law.booking import State
from hoiam.law.refusal import Refused
from hoiam.notices.models import Notice
from hoiam.sealed.actions import Personal
from hoiam.sealed.models import Identity, Opening
from tests import cast as people
from tests.desk import reception_story as story
from tests.desk.reception_story import BEGIN, DAY, NEXT, REASON, at, by, does

HEAD = reception.Chair()


def eight(on=DAY, minutes_later=0):
    """The beginning of a slot."""
    return datetime(on.year, on.month, on.day, 7, 30, tzinfo=places.ZONE) + timedelta(minutes=minutes_later)


def person(number=1):
    return Personal(name="Nguyễn Thị Ví Dụ", phone=f"09000000{number:02}", email="vidu@example.org")


def wanted(session, number=1, **changes):
    said = {
        "session_id": session.pk,
        "slot_at": eight(),
        "person": person(number),
        "matter": "Đường thôn bị sạt lở",
        "channel": "web",
        "submit_key": f"form-{number}-{changes.get('slot_at', '')}-{session.pk}",
        "secret": secrets.token_bytes(8),
    }
    return Wanted(**{**said, **changes})


def booked(session, number=1, when=BEGIN, **changes):
    return bookings.book(wanted=wanted(session, number, **changes), by=None, at=at(when))


def story_code(case):
    return Identity.objects.get(pk=case.identity_id).data["code"]


def refused(action, *args, **named):
    with pytest.raises(Refused) as caught:
        action(*args, **named)
    return caught.value.code


def row(one):
    return Booking.objects.get(pk=one.booking_id)


def told(one):
    found = Notice.objects.filter(event__startswith=f"booking:{one.booking_id}:").order_by("id")
    return list(found.values_list("template", flat=True))


def waiting(one):
    """Wordings of what is still to be sent by e-mail."""
    rows = Notice.objects.filter(event__startswith=f"booking:{one.booking_id}:", channel="email")
    found = rows.filter(state="waiting").order_by("id").values_list("template", flat=True)
    return [template.partition("/")[2] for template in found]


class TestBooking:
    def test_a_place_is_held_and_its_code_opens_it(self, cast):
        one = booked(story.posted(cast))
        assert (one.number, one.state, one.again) == (1, State.BOOKED, False)
        assert places.of_code(one.code).matter == "Đường thôn bị sạt lở"
        assert told(one) == ["reception/booked"]

    def test_the_row_holds_nothing_of_who_it_is_or_what_they_want(self, cast):
        one = booked(story.posted(cast))
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM reception_booking")
            (stored,) = cursor.fetchall()
        raw = b" ".join(
            bytes(cell) if isinstance(cell, memoryview) else str(cell).encode() for cell in stored
        )
        for secret in ("0900000001", "Ví Dụ", "sạt lở", one.code):
            assert secret.encode() not in raw

    def test_cases_that_were_named_lie_ready(self, cast):
        case = people.received(cast, at=at(BEGIN))
        code = story_code(case)
        one = booked(story.posted(cast), codes=[code, code.lower()])
        assert places.named_cases([one.booking_id]) == {one.booking_id: {case.pk: case.received_on}}

    def test_a_case_of_another_office_one_that_is_held_and_none_are_the_same(self, cast):
        session = story.posted(cast)
        elsewhere = people.received(cast, at=at(BEGIN))
        Case.objects.filter(pk=elsewhere.pk).update(unit=cast.other)
        held = people.received(cast, at=at(BEGIN), kind="petition")
        Case.objects.filter(pk=held.pk).update(kind="denunciation")
        for code in (story_code(elsewhere), story_code(held), "7K2M-9QXD-4TVA-3C", "x"):
            assert refused(booked, session, codes=[code]) == "no_such_case"
        assert not Booking.objects.exists()

    def test_the_same_form_sent_twice_is_one_place(self, cast):
        session = story.posted(cast)
        first = booked(session)
        again = booked(session)
        assert (again.booking_id, again.code, again.again) == (first.booking_id, first.code, True)

    def test_the_same_person_cannot_take_two_places_in_one_session(self, cast):
        session = story.posted(cast)
        booked(session)
        later = {"slot_at": eight(minutes_later=30), "submit_key": "another form"}
        assert refused(booked, session, **later) == "booked_already"

    def test_nobody_takes_places_in_every_session(self, cast):
        days = [DAY, NEXT, date(2026, 12, 16)]
        sessions = [story.posted(cast, one) for one in days]
        for session, one in zip(sessions[: booking.AHEAD], days, strict=False):
            booked(session, slot_at=eight(one))
        assert refused(booked, sessions[-1], slot_at=eight(days[-1])) == "too_many_bookings"

    def test_a_full_slot_has_a_waiting_list_and_a_freed_place_goes_to_its_first(self, cast):
        session = story.posted(cast)
        first, *_rest = [booked(session, n) for n in (1, 2)]
        third, fourth = booked(session, 3), booked(session, 4)
        assert (third.state, fourth.state) == (State.WAITING, State.WAITING)
        bookings.cancel(booking_id=first.booking_id, version=None, by=None, at=at(BEGIN))
        assert (row(third).state, row(fourth).state) == ("booked", "waiting")
        assert told(third) == ["reception/booked", "reception/booking-moved-up"]

    def test_only_a_posted_session_that_lies_ahead_can_be_booked(self, cast):
        planned = story.planned(cast)
        assert refused(booked, planned) == "not_open_to_book"
        reception.post(post_id=planned.post_id, until=DAY, by=by(cast), at=at(BEGIN))
        assert refused(booked, planned, when=DAY) == "slot_over"
        assert refused(booked, planned, slot_at=eight(minutes_later=7)) == "no_such_slot"
        assert refused(booked, planned, needs=["a horse"]) == "unknown_need"

    def test_a_group_comes_with_its_representatives(self, cast):
        session = story.posted(cast)
        assert refused(booked, session, people=12, representatives=6) == "too_many_representatives"
        assert booked(session, people=12, representatives=5).state is State.BOOKED

    def test_a_stranger_of_another_office_changes_nothing(self, cast):
        session = story.posted(cast)
        one = booked(session)
        other = by(cast, "other_head")
        assert (
            refused(bookings.cancel, booking_id=one.booking_id, version=None, by=other, at=at(BEGIN))
            == "not_yours"
        )

    def test_an_old_page_is_told_so(self, cast):
        one = booked(story.posted(cast))
        bookings.cancel(booking_id=one.booking_id, version=1, by=None, at=at(BEGIN))
        assert (
            refused(bookings.cancel, booking_id=one.booking_id, version=1, by=None, at=at(BEGIN))
            == "changed_meanwhile"
        )

    def test_whoever_booked_goes_with_the_session_to_another_day(self, cast):
        session = story.posted(cast)
        one = booked(session)
        does(
            reception.postpone,
            session,
            cast=cast,
            when=BEGIN,
            who="head",
            to=date(2026, 11, 18),
            reason=REASON,
        )
        assert row(one).slot_at == eight(date(2026, 11, 18))
        assert told(one) == ["reception/booked", "reception/booking-moved"]

    def test_hours_that_are_no_more_drop_the_booking(self, cast):
        session = story.posted(cast)
        one = booked(session)
        does(
            reception.change,
            session,
            cast=cast,
            when=BEGIN,
            sittings="13:30-16:30",
            place=session.place,
            reason=REASON,
        )
        assert (row(one).state, told(one)[-1]) == ("dropped", "reception/booking-dropped")

    def test_a_session_that_is_not_held_lets_everybody_know(self, cast):
        session = story.posted(cast)
        one, other = booked(session), booked(session, 2)
        does(reception.miss, session, cast=cast, reason=REASON)
        assert {row(one).state, row(other).state} == {"dropped"}

    def test_a_reminder_goes_out_once_the_day_before(self, cast):
        one = booked(story.posted(cast))
        for _ in range(2):
            bookings.remind(at=at(DAY - timedelta(days=1)))
        assert told(one) == ["reception/booked", "reception/booking-reminder"]

    def test_of_a_day_that_moved_nobody_is_reminded_and_of_the_new_one_they_are(self, cast):
        session, new = story.posted(cast), date(2026, 11, 18)
        one = booked(session)
        bookings.remind(at=at(DAY - timedelta(days=1)))
        moved = {"cast": cast, "who": "head", "when": DAY - timedelta(days=1), "to": new, "reason": REASON}
        does(reception.postpone, session, **moved)
        assert waiting(one) == ["booked", "booking-moved"]
        bookings.remind(at=at(new - timedelta(days=1)))
        assert waiting(one) == ["booked", "booking-moved", "booking-reminder"]

    def test_who_gave_the_place_up_is_reminded_of_nothing(self, cast):
        session, eve = story.posted(cast), DAY - timedelta(days=1)
        early, late, kept = (booked(session, number) for number in (1, 2, 3))
        bookings.cancel(booking_id=early.booking_id, version=None, by=None, at=at(BEGIN))
        bookings.remind(at=at(eve))
        bookings.cancel(booking_id=late.booking_id, version=None, by=None, at=at(eve, 4))
        bookings.remind(at=at(eve, 5))
        assert "booking-reminder" not in waiting(early) + waiting(late)
        assert waiting(kept)[-1] == "booking-reminder"

    def test_a_day_that_is_not_held_is_reminded_of_by_nothing(self, cast):
        session = story.posted(cast)
        one = booked(session)
        bookings.remind(at=at(DAY - timedelta(days=1)))
        does(reception.miss, session, cast=cast, reason=REASON)
        assert waiting(one) == ["booked", "booking-dropped"]

    def test_many_are_reminded_in_few_statements(self, cast, django_assert_max_num_queries):
        session = story.posted(cast)
        for number in range(8):
            booked(session, number, slot_at=eight(minutes_later=30 * (number // 2)))
        with django_assert_max_num_queries(6):
            assert bookings.remind(at=at(DAY - timedelta(days=1))) == 8

    def test_marks_are_forgotten_when_the_day_is_over(self, cast):
        one = booked(story.posted(cast))
        assert bookings.forget(at=at(DAY)) == 0
        assert bookings.forget(at=at(DAY + timedelta(days=1))) == 1
        assert row(one).mark is None


class TestTheDay:
    @pytest.fixture
    def session(self, cast):
        return story.posted(cast)

    @pytest.fixture
    def open_session(self, cast, session):
        return does(reception.begin, session, cast=cast, hour=0, chair=HEAD)

    def test_people_are_called_in_order_received_and_counted(self, cast, session):
        late, early = booked(session, 1), booked(session, 2)
        clerk = {"by": by(cast, on=DAY)}
        does(reception.begin, session, cast=cast, hour=0, chair=HEAD)
        walked_in = self.walk_in(cast, session, hour=0)
        for one in (early,):
            day.arrive(booking_id=one.booking_id, version=None, at=eight(), **clerk)
        first = day.call_next(session_id=session.pk, at=eight(), **clerk)
        assert first.pk == early.booking_id
        day.begin(booking_id=first.pk, version=None, at=eight(minutes_later=1), **clerk)
        day.end(booking_id=first.pk, version=None, at=eight(minutes_later=21), **clerk)
        day.miss(booking_id=late.booking_id, version=None, at=eight(minutes_later=30), **clerk)
        assert day.call_next(session_id=session.pk, at=eight(minutes_later=31), **clerk).pk == walked_in.pk
        found = places.day(session.pk, at=eight(minutes_later=31))
        assert [one.number for one in found.called] == [3]
        assert [(one.number, one.state, one.minutes) for one in found.over] == [
            (1, State.NO_SHOW, None),
            (2, State.DONE, 20),
        ]
        assert found.received == 1

    def walk_in(self, cast, session, key="walk", hour=1):
        return day.walk_in(
            session_id=session.pk,
            matter="",
            people=1,
            submit_key=key,
            by=by(cast, on=DAY),
            at=at(DAY, hour),
        )

    def test_a_number_asked_twice_by_one_press_is_one_number(self, cast, open_session):
        assert self.walk_in(cast, open_session).pk == self.walk_in(cast, open_session).pk
        assert self.walk_in(cast, open_session, "other").number == 2

    def test_nobody_is_called_from_an_empty_room(self, cast, open_session):
        assert (
            refused(day.call_next, session_id=open_session.pk, by=by(cast, on=DAY), at=at(DAY))
            == "nobody_there"
        )

    def test_called_by_mistake_goes_back_and_is_next_again(self, cast, open_session):
        one = self.walk_in(cast, open_session)
        clerk = {"by": by(cast, on=DAY), "at": at(DAY)}
        day.call_next(session_id=open_session.pk, **clerk)
        day.put_back(booking_id=one.pk, version=None, **clerk)
        assert day.call_next(session_id=open_session.pk, **clerk).pk == one.pk

    def test_who_did_not_answer_may_be_called_once_more(self, cast, open_session):
        one = self.walk_in(cast, open_session)
        clerk = {"by": by(cast, on=DAY), "at": at(DAY)}
        day.call_next(session_id=open_session.pk, **clerk)
        day.miss(booking_id=one.pk, version=None, **clerk)
        assert day.call(booking_id=one.pk, version=None, **clerk).calls == 2

    def test_nobody_is_received_before_the_session_is_open(self, cast, session):
        one = booked(session)
        clerk = {"by": by(cast, on=DAY), "at": at(DAY)}
        day.arrive(booking_id=one.booking_id, version=None, **clerk)
        assert refused(day.begin, booking_id=one.booking_id, version=None, **clerk) == "session_not_open"

    def test_nobody_arrives_on_another_day(self, cast, session):
        one = booked(session)
        assert (
            refused(day.arrive, booking_id=one.booking_id, version=None, by=by(cast), at=at(BEGIN))
            == "not_today"
        )


class TestWhatCameOfIt:
    @pytest.fixture
    def heard(self, cast):
        session = story.posted(cast)
        one = booked(session)
        does(reception.begin, session, cast=cast, hour=0, chair=HEAD)
        clerk = {"by": by(cast, on=DAY), "at": at(DAY)}
        day.arrive(booking_id=one.booking_id, version=None, **clerk)
        day.begin(booking_id=one.booking_id, version=None, **clerk)
        day.end(booking_id=one.booking_id, version=None, **clerk)
        return row(one)

    def note(self, cast, heard, key="content", **changes):
        said = {
            "booking_id": heard.pk,
            "form_key": key,
            "direction": "Phòng Kinh tế, Hạ tầng kiểm tra thực địa.",
            "title": "Đường thôn bị sạt lở",
            "body": "Đoạn đường dài 20 m bị sạt lở từ tháng 10.",
            "promised_on": date(2026, 11, 30),
        }
        return minutes.note(
            said=minutes.Said(**{**said, **changes}), reason="Ghi biên bản", by=by(cast, on=DAY), at=at(DAY)
        )

    def test_a_new_matter_is_a_case_of_that_person_and_the_promise_a_duty(self, cast, heard):
        content = self.note(cast, heard)
        case = Case.objects.get(pk=content.case_id)
        assert (case.channel, case.unit, case.title) == ("counter", cast.ward, "Đường thôn bị sạt lở")
        assert Opening.objects.filter(identity=heard.identity_id, purpose="verify").count() == 1
        duty = Duty.objects.get(subject="content", subject_id=content.pk)
        assert (duty.post, duty.due_on, duty.outcome) == (story.chair(cast), date(2026, 11, 30), "")
        assert audit.recount() == ()

    def test_figures_say_whether_it_was_kept_and_so_does_the_log(self, cast, heard, client):
        kept = self.note(cast, heard)
        self.note(cast, heard, "second", case_id=kept.case_id)
        minutes.answered(content_id=kept.pk, by=by(cast, on=DAY), at=at(DAY))
        after = at(date(2026, 12, 1))
        journal.run(at=after)
        with time_machine.travel(after, tick=False):
            told = [
                CliRunner().invoke(scores.command, ["--kept", *options]).stdout
                for options in ((), ("--from-log",))
            ]
            assert told[0] == told[1] == client.get("/reception/kept.json").content.decode()
            page = client.get("/reception/kept").content.decode()
        assert '"promises_in_time":1,"promises_late":0,"promises_overdue":1' in told[0]
        assert "Đã hẹn tại buổi tiếp công dân" in page

    def test_pressed_twice_it_is_one_content_and_one_case(self, cast, heard):
        assert self.note(cast, heard).pk == self.note(cast, heard).pk
        assert Case.objects.count() == 1

    def test_an_earlier_case_takes_the_direction_without_a_new_one(self, cast, heard):
        first = self.note(cast, heard)
        second = self.note(cast, heard, "second", case_id=first.case_id, promised_on=None)
        assert (second.case_id, Case.objects.count()) == (first.case_id, 1)

    def test_a_case_of_another_office_is_none(self, cast, heard):
        assert refused(self.note, cast, heard, case_id=999) == "no_such_case"

    @pytest.mark.parametrize(
        ("changes", "code"), [({"direction": " "}, "direction_needed"), ({"promised_on": DAY}, "day_in_past")]
    )
    def test_without_direction_or_with_a_day_gone_by_nothing_is_written(self, cast, heard, changes, code):
        assert refused(self.note, cast, heard, **changes) == code
        assert not Content.objects.exists()
        assert not Case.objects.exists()

    def test_the_conclusion_names_the_last_promised_day_and_is_told(self, cast, heard):
        self.note(cast, heard)
        session = does(reception.close, heard.session, cast=cast, hour=9)
        minutes.conclude(
            session_id=session.pk,
            version=None,
            number="15/TB-UBND",
            on=DAY,
            by=by(cast, on=DAY),
            at=at(DAY, 9),
        )
        session.refresh_from_db()
        assert session.state == "concluded"
        duty = Duty.objects.get(subject="session", key="replies")
        assert duty.due_on == date(2026, 11, 30)
        assert Notice.objects.filter(template="reception/concluded").count() == 1
        assert "\ncontents 1\n" in story.said("session.concluded")

    def concluded(self, cast, heard):
        session = does(reception.close, heard.session, cast=cast, hour=9)
        said = {"number": "15/TB-UBND", "on": DAY, "by": by(cast, on=DAY), "at": at(DAY, 9)}
        minutes.conclude(session_id=session.pk, version=None, **said)
        session.refresh_from_db()
        return session

    def test_the_last_promised_answer_ends_what_the_conclusion_started(self, cast, heard):
        contents = [self.note(cast, heard, key) for key in ("first", "second")]
        session = self.concluded(cast, heard)
        for content, state in zip(contents, ("concluded", "done"), strict=True):
            minutes.answered(content_id=content.pk, by=by(cast, on=DAY), at=at(DAY, 10))
            session.refresh_from_db()
            assert session.state == state
        assert Duty.objects.get(subject="session", key="replies").outcome == "met"
        assert "\npromised 2\n" in story.said("session.replied")
        assert audit.recount() == ()

    def test_a_promise_of_a_session_that_was_taken_back_is_kept_all_the_same(self, cast, heard):
        content = self.note(cast, heard)
        session = does(reception.close, heard.session, cast=cast, hour=9)
        said = {"session_id": session.pk, "version": None, "reason": REASON}
        reception.take_back_session(**said, by=by(cast, "head", DAY), at=at(DAY, 10))
        Case.objects.filter(pk=content.case_id).update(answered_at=at(date(2026, 11, 20)))
        assert minutes.keep_up(at=at(date(2026, 11, 20))) == 1
        assert Duty.objects.get(subject="content").outcome == "met"

    def test_a_conclusion_whose_promises_were_kept_before_owes_nothing(self, cast, heard):
        content = self.note(cast, heard)
        minutes.answered(content_id=content.pk, by=by(cast, on=DAY), at=at(DAY, 8))
        assert self.concluded(cast, heard).state == "done"
        assert not Duty.objects.filter(subject="session", closed_at=None).exists()

    def test_the_booking_leads_to_the_case_that_came_in_and_to_no_other(self, cast, heard):
        content = self.note(cast, heard)
        earlier = self.note(cast, heard, "second", case_id=content.case_id)
        code = minutes.case_code(booking_id=heard.pk, content_id=content.pk, at=at(DAY))
        assert status(code=code, on=DAY).id == content.case_id
        wrong = [(heard.pk, earlier.pk), (heard.pk + 1, content.pk), (heard.pk, 0)]
        for booking_id, content_id in wrong:
            named = {"booking_id": booking_id, "content_id": content_id, "at": at(DAY)}
            assert refused(minutes.case_code, **named) == "no_such_content"

    def test_the_answer_of_the_case_keeps_the_promise(self, cast, heard):
        content = self.note(cast, heard)
        Case.objects.filter(pk=content.case_id).update(answered_at=at(date(2026, 11, 20)))
        assert minutes.keep_up(at=at(date(2026, 11, 20))) == 1
        assert minutes.keep_up(at=at(date(2026, 11, 20))) == 0
        assert Duty.objects.get(subject="content").outcome == "met"
        assert read.counted(heard.session_id) == read.Counted(1, 1, 1)

    def test_a_promise_kept_too_late_is_late(self, cast, heard):
        content = self.note(cast, heard)
        late = date(2026, 12, 3)
        minutes.answered(content_id=content.pk, by=by(cast, on=late), at=at(late))
        assert Duty.objects.get(subject="content").outcome == "late"
        assert (
            refused(minutes.answered, content_id=content.pk, by=by(cast, on=late), at=at(late))
            == "nothing_promised"
        )

    def test_somebody_without_a_booking_is_asked_who_they_are(self, cast, heard):
        session = heard.session
        one = day.walk_in(
            session_id=session.pk, matter="", people=1, submit_key="w", by=by(cast, on=DAY), at=at(DAY)
        )
        clerk = {"by": by(cast, on=DAY), "at": at(DAY)}
        day.begin(booking_id=one.pk, version=None, **clerk)
        assert refused(self.note, cast, one) == "identity_needed"
        code = day.identify(booking_id=one.pk, person=person(7), **clerk)
        assert self.note(cast, one).case_id
        assert places.of_code(code).number == one.number
        assert refused(day.identify, booking_id=one.pk, person=person(8), **clerk) == "identity_known"
