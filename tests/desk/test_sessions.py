"""A session from the schedule to its end: posted, moved, opened, closed, missed, taken back; each step in the log."""

from datetime import date, timedelta

import pytest

from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.actions import missing, online
from hoiam.desk.reception.models import Session, SessionStep
from hoiam.desk.reception.queries import sessions
from hoiam.duties import audit, recurring
from hoiam.duties.models import Duty, Occurrence, PlannedDay
from hoiam.journal.models import Event
from hoiam.law.procedures.reception_session import State
from hoiam.law.refusal import Refused
from hoiam.office.models import Holder, Person, Post, Role
from tests.desk import reception_story as story
from tests.desk.reception_story import BEGIN, DAY, NEXT, REASON, WHERE, at, by, does

DEPUTY = reception.Chair(deputy=True, title="Phó Chủ tịch")
HEAD = reception.Chair()


def refused(action, *args, **named):
    with pytest.raises(Refused) as caught:
        action(*args, **named)
    return caught.value.code


def state(row, on):
    return sessions.one(row.pk, on=on).state


class TestPosting:
    def test_a_schedule_is_posted_in_one_go_and_says_which_days(self, cast):
        row = story.planned(cast)
        story.planned(cast, NEXT)
        assert reception.post(post_id=row.post_id, until=NEXT, by=by(cast), at=at(BEGIN)) == 2
        assert set(Session.objects.values_list("state", "posted_on")) == {("posted", BEGIN)}
        assert set(Duty.objects.filter(subject="planned_day").values_list("outcome", flat=True)) == {"met"}
        assert "\ndays 2\nfrom 2026-11-16\n" in story.said("publication.made")
        assert story.kinds(row.post_id) == ["session.scheduled", "session.scheduled", "publication.made"]

    def test_posting_too_late_is_late_and_shown_so(self, cast):
        row = story.posted(cast, when=date(2026, 11, 11))
        (card,) = sessions.ahead(post_id=row.post_id, on=date(2026, 11, 11), limit=5)
        assert (card.due_on, card.late) == (date(2026, 11, 9), True)

    def test_with_nothing_to_post_it_is_refused(self, cast):
        row = story.posted(cast)
        assert (
            refused(reception.post, post_id=row.post_id, until=NEXT, by=by(cast), at=at(BEGIN))
            == "nothing_to_post"
        )

    def test_it_is_kept_who_held_the_post_when_it_was_posted(self, cast):
        row = story.posted(cast)
        assert row.announced == cast.head
        Holder.objects.filter(post=row.post_id).update(until_on=date(2026, 11, 10))
        Holder.objects.create(post_id=row.post_id, person=cast.other_head, from_on=date(2026, 11, 11))
        does(reception.begin, row, cast=cast, chair=HEAD)
        card = sessions.one(row.pk, on=DAY)
        assert (card.announced_id, card.chair_id, card.another_received) == (
            cast.head.pk,
            cast.other_head.pk,
            True,
        )


class TestPlanning:
    def test_not_on_a_day_off_and_the_next_working_day_is_named(self, cast):
        with pytest.raises(Refused, match="day_is_day_off") as caught:
            story.planned(cast, date(2026, 11, 24))
        assert (caught.value.facts["next"], caught.value.facts["vi"]) == (
            date(2026, 11, 25),
            "Ngày Văn hóa Việt Nam",
        )

    def test_not_twice_nor_in_the_past(self, cast):
        story.planned(cast)
        assert refused(story.planned, cast) == "day_planned_twice"
        assert refused(story.planned, cast, BEGIN) == "day_in_past"

    def test_without_hours_it_follows_the_regulation_of_the_day(self, cast):
        post = story.chair(cast).pk
        assert refused(reception.plan, post_id=post, day=DAY, by=by(cast), at=at(BEGIN)) == "no_regulation"
        story.ruled(cast)
        assert (
            reception.plan(post_id=post, day=DAY, by=by(cast), at=at(BEGIN)).place
            == "Trụ sở tiếp công dân phường"
        )

    @pytest.mark.parametrize("who", ["handler", "stranger", "other_head"])
    def test_nobody_else_plans(self, cast, who):
        named = {"post_id": story.chair(cast).pk, "day": DAY, "where": WHERE}
        assert refused(reception.plan, by=by(cast, who), at=at(BEGIN), **named) == "not_yours"

    def test_outside_the_schedule_on_a_ground_of_the_law_by_the_head(self, cast):
        named = {
            "post_id": story.chair(cast).pk,
            "day": BEGIN,
            "where": WHERE,
            "reason": REASON,
            "at": at(BEGIN),
        }
        assert refused(reception.call_unscheduled, ground="danger", by=by(cast), **named) == "not_yours"
        head = by(cast, "head")
        assert refused(reception.call_unscheduled, ground="", by=head, **named) == "unknown_ground"
        row = reception.call_unscheduled(ground="danger", by=head, **named)
        assert (row.kind, row.state, row.planned_id) == ("unscheduled", "posted", None)
        assert "\nground danger\n" in story.said("session.called")
        late = {**named, "day": BEGIN - timedelta(days=1)}
        assert refused(reception.call_unscheduled, ground="danger", by=head, **late) == "day_over"


class TestMoving:
    def move(self, row, cast, to=date(2026, 11, 19), **said):
        when = said.pop("when", date(2026, 11, 12))
        return does(
            reception.postpone, row, cast=cast, who=said.pop("who", "head"), when=when, to=to, reason=REASON
        )

    def test_to_another_day_with_its_reason_and_the_first_is_never_missed(self, cast):
        row = self.move(story.posted(cast), cast)
        assert (row.on, row.nominal_on, row.state, row.reason) == (date(2026, 11, 19), DAY, "planned", REASON)
        statement = story.said("session.postponed")
        assert "\non 2026-11-16\nto 2026-11-19\ndoc reason " in statement
        assert "họp" not in statement
        recurring.keep_up(at=at(DAY + timedelta(days=1)))
        assert missing.note(at=at(DAY + timedelta(days=1))) == 0
        assert PlannedDay.objects.get().on == date(2026, 11, 19)
        assert audit.recount() == ()

    def test_it_is_posted_anew_and_calendars_are_told(self, cast):
        row = story.posted(cast)
        uid, before = row.uid, row.sequence
        self.move(row, cast)
        assert (row.uid, row.sequence) == (uid, before + 1)
        reception.post(post_id=row.post_id, until=row.on, by=by(cast), at=at(date(2026, 11, 13)))
        assert set(Duty.objects.filter(subject="planned_day").values_list("outcome", flat=True)) == {
            "met",
            "late",
        }

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"who": "clerk"}, "not_yours"),
            ({"to": date(2026, 11, 21)}, "day_is_day_off"),
            ({"to": date(2026, 11, 12)}, "day_in_past"),
            ({"when": date(2026, 11, 17)}, "day_over"),
            ({"to": NEXT}, "day_planned_twice"),
        ],
    )
    def test_it_is_refused_and_nothing_changes(self, cast, said, code):
        row = story.posted(cast)
        story.planned(cast, NEXT)
        assert refused(self.move, row, cast, **said) == code
        row.refresh_from_db()
        assert (row.on, row.state) == (DAY, "posted")
        assert not Event.objects.filter(kind="session.postponed").exists()

    def test_an_unscheduled_one_becomes_a_planned_day(self, cast):
        named = {
            "post_id": story.chair(cast).pk,
            "day": DAY,
            "where": WHERE,
            "ground": "many",
            "reason": REASON,
        }
        row = reception.call_unscheduled(by=by(cast, "head"), at=at(BEGIN), **named)
        self.move(row, cast)
        assert row.planned.on == row.on

    def test_hours_and_place_change_with_a_reason_and_the_old_ones_stay_in_the_history(self, cast):
        row = story.posted(cast)
        said = {"sittings": "8h00-11h00", "place": "Nhà văn hóa khối 3", "reason": REASON}
        does(reception.change, row, cast=cast, **said)
        assert (row.sittings, row.place, row.state) == ("08:00-11:00", "Nhà văn hóa khối 3", "posted")
        assert sessions.history(row.pk)[0].facts["place"] == "Trụ sở tiếp công dân phường"
        assert refused(does, reception.change, row, cast=cast, when=NEXT, **said) == "day_over"
        assert (
            refused(does, reception.change, row, cast=cast, **{**said, "sittings": "8-11"})
            == "sittings_unreadable"
        )

    def test_two_at_once_are_not_written_over_one_another(self, cast):
        row = story.posted(cast)
        named = {"session_id": row.pk, "by": by(cast, "head"), "at": at(BEGIN), "reason": REASON}
        reception.postpone(version=row.version, to=NEXT, **named)
        assert refused(reception.postpone, version=row.version, to=DAY, **named) == "changed_meanwhile"
        assert (
            refused(reception.postpone, version=None, to=DAY, **{**named, "session_id": 0})
            == "no_such_session"
        )


class TestHolding:
    def test_by_the_head_it_counts_and_says_who_opened_it(self, cast):
        row = story.posted(cast)
        strong = reception.Chair(strongly=True)
        does(reception.begin, row, cast=cast, who="head", chair=strong)
        assert (row.chair, row.opened_own, row.opened_strongly) == (cast.head, True, True)
        assert "\nchaired head\nfactors 2\non 2026-11-16\nopened holder\n" in story.said("session.opened")
        does(reception.close, row, cast=cast, hour=9)
        assert (row.state, row.occurrence.by_post_holder) == ("held", True)
        held = "\nchaired head\nclosed office\nfactors 1\nfrequency freq.commune_chair.v2\non 2026-11-16\n"
        assert held in story.said("session.held")

    @pytest.mark.parametrize(
        ("who", "strongly", "said"),
        [
            ("head", True, "holder\nfactors 2"),
            ("head", False, "holder\nfactors 1"),
            ("clerk", True, "office\nfactors 1"),
        ],
    )
    def test_it_says_who_closed_it_and_how_they_signed_in(self, cast, who, strongly, said):
        row = story.posted(cast)
        does(reception.begin, row, cast=cast, who="clerk", chair=reception.Chair())
        does(reception.close, row, cast=cast, who=who, hour=9, strongly=strongly)
        assert f"\nclosed {said}\n" in story.said("session.held")
        assert (row.closed_own, row.closed_strongly) == (who == "head", who == "head" and strongly)

    def test_a_head_who_closes_what_a_deputy_held_does_not_make_it_theirs(self, cast):
        row = story.posted(cast)
        does(reception.begin, row, cast=cast, who="head", chair=DEPUTY)
        does(reception.close, row, cast=cast, who="head", hour=9, strongly=True)
        assert (row.opened_own, row.closed_own, row.closed_strongly) == (False, False, False)

    def test_opened_by_a_clerk_it_says_so_whatever_they_signed_in_with(self, cast):
        row = story.posted(cast)
        does(reception.begin, row, cast=cast, chair=reception.Chair(strongly=True))
        assert (row.chair, row.opened_by, row.opened_own, row.opened_strongly) == (
            cast.head,
            cast.clerk,
            False,
            False,
        )

    def test_a_deputys_never_counts_for_the_head(self, cast):
        row = story.held(cast, deputy=True)
        assert (row.state, row.chair, row.occurrence.by_post_holder) == ("held_deputy", None, False)
        recurring.keep_up(at=at(DAY))
        assert not Duty.objects.filter(key="commune_chair", outcome="met").exists()

    def test_two_days_in_person_meet_the_month(self, cast):
        recurring.keep_up(at=at(BEGIN))
        story.held(cast, date(2026, 11, 5))
        row = story.held(cast)
        assert Duty.objects.get(subject="post", key="commune_chair", post=row.post_id).outcome == "met"
        assert audit.recount() == ()

    def test_closed_twice_is_refused_and_counted_once(self, cast):
        row = story.held(cast)
        assert refused(does, reception.close, row, cast=cast) == "wrong_state"
        assert Occurrence.objects.count() == 1

    def test_not_before_its_day(self, cast):
        row = story.posted(cast)
        assert refused(does, reception.begin, row, cast=cast, when=BEGIN, chair=HEAD) == "day_not_come"

    def test_never_posted_it_is_held_all_the_same(self, cast):
        row = story.planned(cast)
        does(reception.begin, row, cast=cast, chair=HEAD)
        does(reception.close, row, cast=cast)
        assert row.state == "held"
        recurring.keep_up(at=at(DAY + timedelta(days=1)))
        assert Duty.objects.get(subject="planned_day").outcome == "late"

    def test_without_a_holder_nobody_is_said_to_have_received(self, cast):
        row = story.posted(cast)
        Holder.objects.filter(post=row.post_id).update(until_on=date(2026, 11, 10))
        assert refused(does, reception.begin, row, cast=cast, chair=HEAD) == "holder_gap"
        does(reception.begin, row, cast=cast, chair=DEPUTY)
        assert row.chair_title == "Phó Chủ tịch"


class TestMissing:
    TOMORROW = DAY + timedelta(days=1)

    def test_a_day_that_passed_is_missed_without_anybody_doing_anything(self, cast):
        row = story.posted(cast)
        assert state(row, DAY) is State.POSTED
        assert state(row, self.TOMORROW) is State.MISSED
        row.refresh_from_db()
        assert row.state == "posted"

    def test_the_worker_brings_it_into_the_log_once(self, cast):
        story.posted(cast)
        assert missing.note(at=at(DAY)) == 0
        assert missing.note(at=at(self.TOMORROW)) == 1
        assert missing.note(at=at(self.TOMORROW)) == 0
        assert "\non 2026-11-16\n" in story.said("session.missed")

    def test_why_is_said_afterwards_and_stays_missed(self, cast):
        row = story.posted(cast)
        missing.note(at=at(self.TOMORROW))
        does(reception.miss, row, cast=cast, when=self.TOMORROW, reason=REASON)
        assert (row.state, row.reason) == ("missed", REASON)
        assert Event.objects.filter(kind="session.missed").count() == 1
        assert "\ndoc reason " in story.said("session.explained")

    def test_said_on_the_day_it_is_in_the_log_at_once(self, cast):
        row = story.posted(cast)
        does(reception.miss, row, cast=cast, reason=REASON)
        assert "\ndoc reason " in story.said("session.missed")
        assert missing.note(at=at(self.TOMORROW)) == 0
        assert refused(does, reception.miss, row, cast=cast, reason=REASON) == "wrong_state"
        assert refused(does, reception.begin, row, cast=cast, chair=HEAD) == "wrong_state"

    def test_not_without_a_reason_nor_before_the_day(self, cast):
        row = story.posted(cast)
        assert refused(does, reception.miss, row, cast=cast, reason=" ") == "reason_needed"
        assert refused(does, reception.miss, row, cast=cast, when=BEGIN, reason=REASON) == "day_not_come"

    def test_written_down_late_it_was_held_after_all(self, cast):
        row = story.posted(cast)
        missing.note(at=at(self.TOMORROW))
        reception.note(post_id=row.post_id, day=DAY, chair=HEAD, by=by(cast), at=at(self.TOMORROW))
        assert state(row, self.TOMORROW) is State.HELD
        assert story.kinds(row.post_id)[-3:] == ["session.missed", "session.opened", "session.held"]

    def test_a_unit_that_has_ended_misses_nothing(self, cast):
        story.posted(cast)
        cast.ward.valid_until = DAY
        cast.ward.save()
        assert missing.note(at=at(self.TOMORROW)) == 0


class TestNoting:
    def note(self, cast, day=DAY, chair=HEAD, who="clerk", when=DAY):
        return reception.note(
            post_id=story.chair(cast).pk, day=day, chair=chair, by=by(cast, who), at=at(when)
        )

    def test_a_day_that_was_not_planned_here(self, cast):
        row = self.note(cast)
        assert (row.kind, row.state, row.chair) == ("noted", "held", cast.head)
        assert list(SessionStep.objects.values_list("event", flat=True)) == ["note"]

    def test_an_open_session_is_closed(self, cast):
        row = story.posted(cast)
        does(reception.begin, row, cast=cast, chair=DEPUTY)
        assert self.note(cast).state == "held_deputy"

    def test_only_once_and_only_of_the_past(self, cast):
        self.note(cast)
        assert refused(self.note, cast) == "day_noted_already"
        assert refused(self.note, cast, NEXT) == "day_not_come"
        assert refused(self.note, cast, who="stranger", day=BEGIN) == "not_yours"

    def test_taken_back_a_planned_day_begins_anew(self, cast):
        row = story.held(cast)
        named = {"post_id": row.post_id, "note_id": row.occurrence_id, "reason": "Ghi nhầm.", "at": at(DAY)}
        reception.take_back(by=by(cast, "head"), **named)
        again = story.live(DAY)
        assert (again.pk != row.pk, again.uid, again.state, again.chair) == (True, row.uid, "posted", None)
        does(reception.begin, again, cast=cast, chair=DEPUTY)
        does(reception.close, again, cast=cast)
        assert again.state == "held_deputy"

    def test_taken_back_a_noted_day_is_gone(self, cast):
        row = self.note(cast)
        named = {"post_id": row.post_id, "note_id": row.occurrence_id, "reason": "Ghi nhầm."}
        reception.take_back(by=by(cast, "head"), at=at(DAY), **named)
        assert not Session.objects.filter(taken_back_at=None).exists()
        assert refused(sessions.one, row.pk, on=DAY) == "no_such_session"

    def test_with_its_conclusion_issued_it_is_not_taken_back(self, cast):
        row = story.held(cast)
        Session.objects.update(state="concluded")
        named = {"post_id": row.post_id, "note_id": row.occurrence_id, "reason": "Ghi nhầm."}
        assert refused(reception.take_back, by=by(cast, "head"), at=at(DAY), **named) == "session_concluded"
        assert Occurrence.objects.get().taken_back_at is None


class TestOtherPosts:
    @pytest.fixture
    def secretary(self, cast):
        person = Person.objects.create_user("secretary", "Bí Thư Ví Dụ")
        post = Post.objects.create(
            unit=cast.ward, title="Bí thư Đảng ủy", title_en="Party secretary", kind="party_secretary_commune"
        )
        Holder.objects.create(post=post, person=person, from_on=date(2026, 1, 1))
        return post, person

    @pytest.fixture
    def council(self, cast):
        return Post.objects.create(
            unit=cast.ward, title="Chủ tịch Hội đồng nhân dân", title_en="Council chair", kind="council_chair"
        )

    def test_the_holder_acts_for_it_and_the_head_of_the_committee_does_not(self, cast, secretary):
        post, person = secretary
        Role.objects.create(person=person, unit=cast.ward, role="clerk", from_on=date(2026, 1, 1))
        named = {"post_id": post.pk, "day": DAY, "where": WHERE, "at": at(BEGIN)}
        assert refused(reception.plan, by=by(cast, "head"), **named) == "not_yours"
        row = reception.plan(by=by(cast), **named)
        cast_of = story.people.actor(person, BEGIN)
        reception.postpone(session_id=row.pk, version=None, to=NEXT, reason=REASON, by=cast_of, at=at(BEGIN))

    def test_its_days_count_for_its_own_duty(self, cast, secretary):
        post, person = secretary
        recurring.keep_up(at=at(BEGIN))
        for day in (date(2026, 11, 5), DAY):
            reception.note(post_id=post.pk, day=day, chair=HEAD, by=by(cast), at=at(DAY))
        assert Duty.objects.get(subject="post", key="party_commune").outcome == "met"
        assert set(Duty.objects.filter(key="commune_chair").values_list("outcome", flat=True)) == {""}
        assert set(Session.objects.values_list("chair", flat=True)) == {person.pk}

    def test_a_post_of_which_no_frequency_was_read_has_sessions_all_the_same(self, cast, council):
        row = reception.note(post_id=council.pk, day=DAY, chair=DEPUTY, by=by(cast), at=at(DAY))
        assert (row.state, row.occurrence) == ("held_deputy", None)
        assert "frequency" not in story.said("session.held")

    def test_its_note_can_be_taken_back_by_its_holder_while_it_is_fresh(self, cast, council):
        person = Person.objects.create_user("council", "Hội Đồng Ví Dụ")
        Holder.objects.create(post=council, person=person, from_on=date(2026, 1, 1))
        row = reception.note(post_id=council.pk, day=DAY, chair=HEAD, by=by(cast), at=at(DAY))
        said = {"session_id": row.pk, "version": None, "reason": REASON}
        holder = {"by": story.people.actor(person, DAY), "at": at(DAY)}
        late = {**holder, "at": at(DAY + timedelta(days=32))}
        assert (
            refused(reception.take_back_session, **said, by=by(cast, on=DAY), at=at(DAY)) == "not_the_holder"
        )
        assert refused(reception.take_back_session, **{**said, "reason": " "}, **holder) == "reason_needed"
        assert refused(reception.take_back_session, **said, **late) == "period_closed"
        reception.take_back_session(**said, **holder)
        row.refresh_from_db()
        assert row.taken_back_at == at(DAY)
        assert "\nchaired head\n" in story.said("session.withdrawn")
        assert refused(reception.take_back_session, **said, **holder) == "no_such_session"

    def test_of_a_post_that_owes_days_the_note_goes_with_the_session(self, cast):
        row = story.held(cast)
        said = {"session_id": row.pk, "version": row.version, "reason": REASON}
        reception.take_back_session(**said, by=by(cast, "head", DAY), at=at(DAY, 10))
        row.refresh_from_db()
        assert row.occurrence.taken_back_at == row.taken_back_at == at(DAY, 10)
        assert story.live(DAY).state == "posted"


class TestOnline:
    def choose(self, row, cast, when=BEGIN):
        return does(online.choose, row, cast=cast, when=when, link="https://hop.example.invalid/p/1")

    def outcomes(self):
        return dict(Duty.objects.filter(subject="session").values_list("key", "outcome"))

    def did(self, event, row, cast, when, hour=0):
        does(online.did, row, cast=cast, when=when, hour=hour, event=event)

    def test_notice_test_and_connection_are_owed_and_met(self, cast):
        row = self.choose(story.posted(cast), cast)
        dues = dict(Duty.objects.filter(subject="session").values_list("key", "due_on"))
        assert dues == {
            "online_notice": date(2026, 11, 9),
            "online_test": date(2026, 11, 13),
            "online_connect": DAY,
        }
        self.did("announce_online", row, cast, date(2026, 11, 9))
        self.did("test_online", row, cast, date(2026, 11, 13))
        self.did("connect_online", row, cast, date(2026, 11, 15), hour=23)
        assert set(self.outcomes().values()) == {"met"}
        assert Event.objects.filter(kind="session.online").count() == 4

    def test_connected_within_the_last_hour_is_late(self, cast):
        row = self.choose(story.posted(cast), cast)
        self.did("connect_online", row, cast, DAY, hour=0)
        assert self.outcomes()["online_connect"] == "late"

    def test_announced_too_late_is_refused(self, cast):
        row = self.choose(story.posted(cast), cast)
        assert refused(self.did, "announce_online", row, cast, date(2026, 11, 10)) == "notice_too_short"

    def test_of_a_session_that_is_not_online_nothing_is_noted(self, cast):
        row = story.posted(cast)
        assert refused(self.did, "test_online", row, cast, BEGIN) == "not_online"
        assert refused(self.did, "dance", row, cast, BEGIN) == "unknown_event"

    def test_opened_without_them_they_are_void(self, cast):
        row = self.choose(story.posted(cast), cast)
        does(reception.begin, row, cast=cast, chair=HEAD)
        assert set(self.outcomes().values()) == {"void"}

    def test_where_the_recording_lies_and_its_hash(self, cast):
        row = self.choose(story.posted(cast), cast)
        said = {"reference": "Máy chủ tỉnh, tệp 2026-11-16", "sha256": "ab" * 32}
        assert refused(does, online.recorded, row, cast=cast, **said) == "day_not_come"
        does(reception.begin, row, cast=cast, chair=HEAD)
        assert refused(does, online.recorded, row, cast=cast, **{**said, "sha256": "xyz"}) == "bad_hash"
        does(online.recorded, row, cast=cast, **said)
        assert row.recording_sha256 == "ab" * 32
        assert f"\nsha256 {'ab' * 32}\n" in story.said("session.recorded")

    def test_the_link_is_sealed(self, cast):
        row = self.choose(story.posted(cast), cast)
        assert sessions.link_of(row.pk) == "https://hop.example.invalid/p/1"
        assert "hop.example" not in str(
            Session.objects.extra(select={"raw": "link"}).values_list("raw").get()
        )
