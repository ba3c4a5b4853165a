"""A conference by its steps: clocks, log, questions, promises, signatures."""

import threading
from datetime import date, time, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from hoiam.desk.dialogues import actions as dialogues, queries
from hoiam.desk.dialogues.actions import promises
from hoiam.desk.dialogues.models import Conference, Promise, Question, Signature, Step, Vote
from hoiam.desk.dialogues.queries import codes, questions
from hoiam.desk.reception import actions as reception
from hoiam.duties.models import Duty, Occurrence
from hoiam.journal.models import Event
from hoiam.law import clocks, packs
from hoiam.law.refusal import Refused
from hoiam.office import calendars
from hoiam.sealed.actions import Personal
from hoiam.sealed.models import Opening
from tests import cast as people
from tests.desk import dialogue_story as story

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DEVICE = bytes(32)
VN = packs.load("vn")


def duties(subject):
    return list(Duty.objects.filter(subject=subject).order_by("id").values_list("key", "outcome"))


def kinds():
    return list(
        Event.objects.filter(kind__startswith="dialogue.").order_by("id").values_list("kind", flat=True)
    )


# Steps


def test_a_conference_is_called_announced_held_and_published(cast):
    row = story.today(cast)
    story.held(cast, row)
    story.published(cast, row)
    assert row.state == "published"
    assert duties("conference") == [("announce", "met"), ("results", "met")]
    assert kinds() == [
        "dialogue.called",
        "dialogue.announced",
        "dialogue.took-place",
        "dialogue.held",
        "dialogue.results",
    ]
    assert list(Step.objects.order_by("id").values_list("event", flat=True)) == [
        "call",
        "announce",
        "hold",
        "publish_results",
    ]


def test_the_yearly_duty_is_met_once_even_if_the_day_was_noted_by_hand(cast):
    row = story.today(cast)
    people_noted(cast, row.held_on)
    story.held(cast, row)
    assert Occurrence.objects.filter(frequency_id="freq.dialogue_commune").count() == 1


def people_noted(cast, day):
    reception.note_dialogue(
        post_id=cast.ward.posts.get(is_head=True).pk,
        day=day,
        in_person=True,
        by=people.actor(cast.clerk),
        at=NOW,
    )


def test_a_conference_that_a_deputy_chairs_does_not_count_for_the_head(cast):
    story.held(cast, story.today(cast), in_person=False)
    assert Occurrence.objects.get().by_post_holder is False


def test_a_thematic_one_is_not_the_yearly_one(cast):
    at = NOW - timedelta(days=10)
    said = dialogues.Called(title="Đất", held_on=timezone.localdate(), begins=time(8), place="Trụ sở")
    pk = dialogues.call(
        said=said, by=story.acting(cast.head, at), at=at, unit_id=cast.ward.pk, kind="thematic"
    )
    dialogues.announce(conference_id=pk, by=story.acting(cast.clerk, at), at=at)
    story.held(cast, Conference.objects.get(pk=pk))
    assert not Occurrence.objects.exists()


def test_it_is_announced_seven_days_before_or_not_at_all(cast):
    row = story.called(cast)
    with pytest.raises(Refused, match="notice_too_short"):
        dialogues.announce(
            conference_id=row.pk,
            by=story.acting(cast.clerk, NOW + timedelta(days=4)),
            at=NOW + timedelta(days=4),
        )
    assert duties("conference") == [("announce", "")]


def test_a_postponed_one_keeps_what_people_asked_and_is_announced_again(cast):
    row = story.announced(cast)
    question = story.ask(row)
    day = row.held_on + timedelta(days=14)
    said = {"held_on": day, "begins": time(14), "reason": "Mưa lũ, đường vào xã bị chia cắt."}
    dialogues.postpone(conference_id=row.pk, by=people.actor(cast.head), at=NOW, **said)
    assert duties("conference") == [("announce", "met"), ("announce", "")]
    again = story.ask(row, "Còn đường ngõ 9?")
    assert {question.phase, again.phase} == {"before"}
    dialogues.announce(conference_id=row.pk, by=people.actor(cast.clerk), at=NOW)
    row.refresh_from_db()
    assert (row.held_on, row.state) == (day, "announced")
    assert Step.objects.get(event="postpone").reason.startswith("Mưa lũ")
    assert "Mưa" not in Event.objects.get(kind="dialogue.postponed").statement


@pytest.mark.parametrize(("who", "does"), [("clerk", "call"), ("stranger", "announce"), ("handler", "hold")])
def test_who_may_not(cast, who, does):
    row = story.today(cast)
    by = people.actor(getattr(cast, who))
    step = {
        "call": lambda: dialogues.call(
            said=dialogues.Called(
                title="x", held_on=timezone.localdate() + timedelta(days=9), begins=time(8), place="x"
            ),
            by=by,
            at=NOW,
            unit_id=cast.ward.pk,
        ),
        "announce": lambda: dialogues.announce(conference_id=row.pk, by=by, at=NOW),
        "hold": lambda: dialogues.hold(conference_id=row.pk, in_person=True, present=1, by=by, at=NOW),
    }
    with pytest.raises(Refused, match="not_yours"):
        step[does]()


# Questions


def test_a_question_waits_until_it_is_shown_and_its_asker_follows_it(cast):
    row = story.announced(cast)
    code = story.asked(row)
    own = queries.followed(code).own
    assert (own.state, own.phase, own.number) == ("waiting", "before", None)
    story.move(cast, Question.objects.get(), "show")
    assert queries.followed(code.lower()).own.number == 1
    assert b"ng\xc3\xb5" not in bytes(
        Question.objects.extra(select={"raw": "text"}).values_list("raw", flat=True)[0]
    )


@pytest.mark.parametrize(("text", "code"), [("  ", "question_empty"), ("x" * 1001, "question_too_long")])
def test_an_empty_or_endless_question_is_refused(cast, text, code):
    with pytest.raises(Refused, match=code):
        story.ask(story.announced(cast), text)


def test_nobody_asks_before_it_is_announced_or_after_the_results(cast):
    with pytest.raises(Refused, match="not_asking"):
        story.ask(story.called(cast))
    row = story.published(cast, story.held(cast, story.today(cast)))
    with pytest.raises(Refused, match="not_asking"):
        story.ask(row)


def test_the_same_form_twice_is_one_question(cast):
    row = story.announced(cast)
    story.ask(row, form_key="k" * 40)
    with pytest.raises(Refused, match="already_asked"):
        story.ask(row, form_key="k" * 40)
    assert Question.objects.count() == 1


def test_one_device_asks_five_times(cast):
    row = story.announced(cast)
    for _ in range(5):
        story.ask(row, device=DEVICE)
    with pytest.raises(Refused, match="too_many_questions"):
        story.ask(row, device=DEVICE)


def test_abuse_and_personal_data_are_pointed_out_and_nothing_is_removed(cast):
    row = story.announced(cast)
    question = story.ask(row, "Lũ ăn hại! Gọi tôi 0912 345 678")
    assert question.pointed_out == "abuse phone"
    assert question.state == "waiting"


def test_a_clerk_types_what_came_on_paper_and_a_stranger_does_not(cast):
    row = story.announced(cast)
    story.ask(row, channel="paper", by=people.actor(cast.clerk))
    with pytest.raises(Refused, match="not_yours"):
        story.ask(row, channel="paper", by=people.actor(cast.stranger))


def test_of_two_who_decide_on_one_question_the_second_is_told(cast):
    question = story.ask(story.announced(cast))
    story.move(cast, question, "show")
    with pytest.raises(Refused, match="question_changed"):
        dialogues.move(
            question_id=question.pk,
            version=1,
            event="set_aside",
            ground="abuse",
            by=people.actor(cast.head),
            at=NOW,
        )
    question.refresh_from_db()
    assert question.state == "shown"


def test_it_is_set_aside_on_a_ground_only_and_comes_back(cast):
    question = story.ask(story.announced(cast))
    with pytest.raises(Refused, match="unknown_ground"):
        story.move(cast, question, "set_aside", ground="khac")
    story.move(cast, question, "set_aside", ground="personal")
    assert question.ground == "personal"
    story.move(cast, question, "wait")
    assert (question.state, question.ground) == ("waiting", "")


def test_like_questions_are_suggested_and_grouped_and_votes_counted_once(cast):
    row = story.announced(cast)
    first = story.shown(cast, row, "Bao giờ phường sửa đường ngõ 7?")
    second = story.shown(cast, row, "Đường ngõ 7 bao giờ thì phường sửa?")
    story.shown(cast, row, "Nước sạch khối 2 khi nào có?")
    dialogues.want(question_id=first.pk, device=DEVICE)
    dialogues.want(question_id=second.pk, device=DEVICE)
    dialogues.want(question_id=second.pk, device=b"x" * 32)
    assert [one.card.id for one in questions.alike(queries.question(second.pk))] == [first.pk]
    second.refresh_from_db()
    merge = {"question_id": second.pk, "version": second.version, "by": people.actor(cast.clerk), "at": NOW}
    with pytest.raises(Refused, match="cannot_merge"):
        dialogues.merge(into_id=second.pk, **merge)
    dialogues.merge(into_id=first.pk, **merge)
    assert (queries.question(first.pk).votes, queries.question(first.pk).merged) == (2, 1)


def test_what_was_grouped_waits_again_when_its_question_is_set_aside(cast):
    row = story.announced(cast)
    first, second = story.shown(cast, row), story.ask(row)
    dialogues.merge(question_id=second.pk, version=1, into_id=first.pk, by=people.actor(cast.clerk), at=NOW)
    story.move(cast, first, "set_aside", ground="elsewhere")
    second.refresh_from_db()
    assert (second.state, second.into_id) == ("waiting", None)


def test_a_device_wants_a_question_once(cast):
    row = story.announced(cast)
    question = story.shown(cast, row)
    assert dialogues.want(question_id=question.pk, device=DEVICE)
    assert not dialogues.want(question_id=question.pk, device=DEVICE)
    assert queries.question(question.pk).votes == 1
    with pytest.raises(Refused, match="question_decided"):
        dialogues.want(question_id=story.ask(row).pk, device=DEVICE)


def test_a_token_of_one_conference_is_another_device_at_the_next(cast):
    assert codes.device(1, "t") != codes.device(2, "t")
    assert codes.mark(1, "020190123456") != codes.mark(2, "020190123456")


def test_the_room_sees_what_is_in_hand_and_what_is_wanted_next(cast, django_assert_num_queries):
    row = story.announced(cast)
    made = [story.shown(cast, row, f"Câu hỏi số {n}") for n in range(7)]
    dialogues.want(question_id=made[6].pk, device=DEVICE)
    by = people.actor(cast.clerk)
    dialogues.put_on_screen(conference_id=row.pk, question_id=made[3].pk, by=by)
    with django_assert_num_queries(2):
        room = queries.room(row.pk)
    assert room.current.id == made[3].pk
    assert [one.id for one in room.next] == [made[n].pk for n in (6, 0, 1, 2)]
    assert room.more == 2
    story.answer(cast, made[3])
    assert queries.room(row.pk).current.answer
    story.move(cast, made[0], "set_aside", ground="abuse")
    with pytest.raises(Refused, match="question_decided"):
        dialogues.put_on_screen(conference_id=row.pk, question_id=made[0].pk, by=by)


def test_results_wait_until_each_question_has_an_answer_or_an_owner_with_a_day(cast):
    row = story.today(cast)
    question = story.shown(cast, row)
    dialogues.want(question_id=question.pk, device=DEVICE)
    story.ask(row, device=DEVICE)
    story.held(cast, row)
    with pytest.raises(Refused, match="questions_open") as refused:
        story.published(cast, row)
    assert refused.value.facts == {"count": 2}
    for one in Question.objects.all():
        defer(cast, one)
    story.published(cast, row)
    assert not Vote.objects.exists()
    assert not Question.objects.exclude(device=None).exists()
    assert queries.question(question.pk).votes == 1
    facts = Event.objects.get(kind="dialogue.results").statement
    assert "\nlater 2\n" in facts
    assert "\npromises 2\n" in facts


def defer(cast, question, days=20):
    return dialogues.defer(
        question_id=question.pk,
        version=question.version,
        post_id=story.head_post(cast).pk,
        due_on=timezone.localdate() + timedelta(days=days),
        form_key=f"defer-{question.pk}",
        by=people.actor(cast.clerk),
        at=NOW,
    )


def test_an_answer_that_was_put_off_is_a_duty_and_kept_by_answering_even_after_the_results(cast):
    row = story.today(cast)
    question = story.shown(cast, row)
    pk = defer(cast, question)
    story.published(cast, story.held(cast, row))
    assert duties("promise") == [("promised_answer", "")]
    with pytest.raises(Refused, match="answer_first"):
        dialogues.keep(promise_id=pk, evidence="x", link="", by=people.actor(cast.clerk), at=NOW)
    story.answer(cast, question)
    assert duties("promise") == [("promised_answer", "met")]
    assert Promise.objects.get().kept_on == timezone.localdate()


# Promises


def test_a_promise_is_a_duty_of_its_post_with_the_day_that_was_named(cast):
    row = story.today(cast)
    pk = story.promise(cast, row)
    duty = Duty.objects.get(subject="promise", subject_id=pk)
    assert (duty.post, duty.due_on) == (story.head_post(cast), timezone.localdate() + story.DUE)
    assert "Lắp" not in Event.objects.get(kind="dialogue.promised").statement
    dialogues.keep(
        promise_id=pk, evidence="Biên bản nghiệm thu", link="", by=people.actor(cast.clerk), at=NOW
    )
    duty.refresh_from_db()
    assert duty.outcome == "met"
    with pytest.raises(Refused, match="kept_already"):
        dialogues.keep(promise_id=pk, evidence="x", link="", by=people.actor(cast.clerk), at=NOW)


def test_a_promise_whose_day_is_past_is_late_and_in_the_log_once(cast):
    row = story.today(cast)
    pk = story.promise(cast, row)
    after = NOW + story.DUE + timedelta(days=1)
    assert promises.keep_up(at=NOW) == 0
    assert (promises.keep_up(at=after), promises.keep_up(at=after)) == (1, 0)
    assert f"\npromise {pk}\n" in Event.objects.get(kind="dialogue.promise-late").statement
    assert queries.promised(pk).state(timezone.localdate(after)) == "late"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"text": " "}, "words_needed"),
        ({"due_on": date(2026, 1, 1)}, "day_in_past"),
        ({"post_id": 0}, "no_such_post"),
    ],
)
def test_a_promise_names_what_who_and_when(cast, said, code):
    row = story.today(cast)
    with pytest.raises(Refused, match=code):
        story.promise(cast, row, **said)
    assert not Promise.objects.exists()


def test_the_same_promise_sent_twice_is_there_once(cast):
    row = story.today(cast)
    assert story.promise(cast, row, form_key="p" * 40) == story.promise(cast, row, form_key="p" * 40)
    assert Duty.objects.filter(subject="promise").count() == 1


def test_those_to_whom_it_was_promised_judge_it_once_and_are_only_counted(cast):
    row = story.today(cast)
    code = story.asked(row)
    question = Question.objects.get()
    pk = story.promise(cast, row, question_id=question.pk)
    with pytest.raises(Refused, match="verdict_too_early"):
        dialogues.judge(code=code, promise_id=pk, verdict="kept", at=NOW)
    after = NOW + story.DUE + timedelta(days=1)
    dialogues.judge(code=code, promise_id=pk, verdict="partly", at=after)
    with pytest.raises(Refused, match="judged_already"):
        dialogues.judge(code=code, promise_id=pk, verdict="kept", at=after)
    card = queries.promised(pk)
    assert (card.said, card.said_partly, card.counts_shown) == (1, 1, False)
    Promise.objects.update(said_kept=4)
    assert queries.promised(pk).counts_shown
    other = story.asked(row, "Câu khác")
    with pytest.raises(Refused, match="no_such_promise"):
        dialogues.judge(code=other, promise_id=pk, verdict="kept", at=after)


def test_the_next_conference_begins_with_the_promises_of_the_last(cast):
    first = story.today(cast)
    story.promise(cast, first)
    story.published(cast, story.held(cast, first))
    second = story.announced(cast)
    assert queries.before(queries.one(second.pk)) == first.pk
    assert queries.before(queries.one(first.pk)) is None


# Who asks for a conference


def voter(number):
    return Personal(name=f"Nông Thị Giả Định {number}", id_number=f"0201999{number:05d}", address="Khối 4")


def demanded(cast, by=None):
    pk = dialogues.demand(unit_id=cast.ward.pk, title="Đối thoại về nước sạch", by=by, at=NOW)
    return Conference.objects.get(pk=pk)


def counted(cast, row, voters):
    said = {"voters": voters, "source": "Danh sách cử tri", "on": date(2026, 3, 1)}
    dialogues.count_voters(conference_id=row.pk, by=people.actor(cast.clerk), at=NOW, **said)


def test_voters_sign_once_on_web_or_paper(cast):
    row = demanded(cast)
    assert dialogues.sign(conference_id=row.pk, who=voter(1), at=NOW) == 1
    again = Personal(name="Khác", id_number="0201 9990 0001")
    with pytest.raises(Refused, match="signed_already"):
        dialogues.sign(conference_id=row.pk, who=again, at=NOW)
    listed = [voter(1), voter(2), voter(3), voter(3)]
    found = dialogues.sign_on_paper(conference_id=row.pk, people=listed, by=people.actor(cast.clerk), at=NOW)
    assert found == (2, 2)
    row.refresh_from_db()
    assert (row.asking, Signature.objects.count()) == (3, 3)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (Personal(name="A", id_number="12"), "id_number_wrong"),
        (Personal(id_number="020199900001"), "name_missing"),
    ],
)
def test_a_signature_needs_a_name_and_a_number(cast, who, code):
    row = demanded(cast)
    with pytest.raises(Refused, match=code):
        dialogues.sign(conference_id=row.pk, who=who, at=NOW)


def test_only_the_clerk_whom_the_head_named_opens_the_list_and_it_is_recorded(cast):
    row = demanded(cast)
    dialogues.sign(conference_id=row.pk, who=voter(1), at=NOW)
    look = {"conference_id": row.pk, "reason": "Kiểm tra chữ ký trùng", "at": NOW}
    for who in (cast.clerk, cast.head):
        with pytest.raises(Refused, match="not_the_keeper"):
            dialogues.open_list(by=people.actor(who), **look)
    with pytest.raises(Refused, match="not_staff_here"):
        dialogues.name_keeper(
            conference_id=row.pk, person_id=cast.handler.pk, by=people.actor(cast.head), at=NOW
        )
    dialogues.name_keeper(conference_id=row.pk, person_id=cast.clerk.pk, by=people.actor(cast.head), at=NOW)
    [(_pk, person)] = dialogues.open_list(by=people.actor(cast.clerk), **look)
    assert person.name == voter(1).name
    assert Opening.objects.get().reason == "Kiểm tra chữ ký trùng"
    with pytest.raises(Refused, match="reason_needed"):
        dialogues.open_list(by=people.actor(cast.clerk), **{**look, "reason": ""})


def test_a_tenth_of_the_voters_makes_the_head_call_it(cast):
    row = demanded(cast)
    for number in range(2):
        dialogues.sign(conference_id=row.pk, who=voter(number), at=NOW)
    decline = {
        "conference_id": row.pk,
        "reason": "Chưa đủ số cử tri.",
        "by": people.actor(cast.head),
        "at": NOW,
    }
    with pytest.raises(Refused, match="voters_needed"):
        dialogues.decline(**decline)
    counted(cast, row, 20)
    with pytest.raises(Refused, match="enough_asked"):
        dialogues.decline(**decline)
    said = dialogues.Called(
        title=row.title, held_on=timezone.localdate() + timedelta(days=9), begins=time(8), place="Trụ sở"
    )
    dialogues.call(said=said, by=people.actor(cast.head), at=NOW, unit_id=cast.ward.pk, conference_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.kind) == ("planned", "asked")
    with pytest.raises(Refused, match="not_signing"):
        dialogues.sign(conference_id=row.pk, who=voter(7), at=NOW)


def test_the_signature_that_makes_a_tenth_opens_a_dated_duty_of_the_head(cast):
    row = demanded(cast)
    counted(cast, row, 11)
    dialogues.sign(conference_id=row.pk, who=voter(1), at=NOW)
    assert duties("conference") == []
    assert dialogues.sign(conference_id=row.pk, who=voter(2), at=NOW) == 2
    row.refresh_from_db()
    duty = Duty.objects.get(subject="conference")
    due = clocks.compute(VN.rules["house.dialogue_call"], timezone.localdate(), calendars.of("/20/05977/"))
    assert (row.state, duty.key, duty.rule_id) == ("owed", "call", "house.dialogue_call")
    assert (duty.post_id, duty.due_on, duty.safe_on) == (row.post_id, due.legal_due, due.safe_due)
    told = Event.objects.get(kind="dialogue.enough-asked").statement
    assert f"\nasking 2\ncall-due {due.legal_due.isoformat()}\ncall-rule house.dialogue_call\n" in told
    dialogues.sign(conference_id=row.pk, who=voter(3), at=NOW)
    assert Event.objects.filter(kind="dialogue.enough-asked").count() == 1


def test_on_paper_and_by_the_number_of_voters_a_tenth_is_reached_and_lost_too(cast):
    row = demanded(cast)
    paper = {"conference_id": row.pk, "by": people.actor(cast.clerk), "at": NOW}
    dialogues.sign_on_paper(people=[voter(n) for n in range(3)], **paper)
    counted(cast, row, 31)
    assert duties("conference") == []
    counted(cast, row, 30)
    assert duties("conference") == [("call", "")]
    counted(cast, row, 31)
    row.refresh_from_db()
    assert (row.state, duties("conference")) == ("demanded", [("call", "void")])
    dialogues.sign_on_paper(people=[voter(4)], **paper)
    assert duties("conference") == [("call", "void"), ("call", "")]
    assert [kind for kind in kinds() if kind.endswith("-asked")] == [
        "dialogue.enough-asked",
        "dialogue.too-few-asked",
        "dialogue.enough-asked",
    ]


def test_setting_the_day_meets_it_in_time_or_late(cast):
    for days, outcome in ((0, "met"), (30, "late")):
        row = demanded(cast)
        for number in range(2):
            dialogues.sign(conference_id=row.pk, who=voter(number), at=NOW)
        counted(cast, row, 20)
        at = NOW + timedelta(days=days)
        day = timezone.localdate(at) + timedelta(days=9)
        said = dialogues.Called(title=row.title, held_on=day, begins=time(8), place="Trụ sở")
        head = story.acting(cast.head, at)
        dialogues.call(said=said, by=head, at=at, unit_id=cast.ward.pk, conference_id=row.pk)
        assert Duty.objects.get(subject_id=row.pk, key="call").outcome == outcome


def test_with_too_few_the_head_declines_and_says_why(cast):
    row = demanded(cast, by=people.actor(cast.clerk))
    dialogues.sign(conference_id=row.pk, who=voter(1), at=NOW)
    counted(cast, row, 21)
    dialogues.decline(
        conference_id=row.pk, reason="Mới có 1 trong 3 chữ ký cần có.", by=people.actor(cast.head), at=NOW
    )
    assert Event.objects.get(kind="dialogue.declined").visibility == "public"
    assert "\nasking 1\n" in Event.objects.get(kind="dialogue.declined").statement


def test_what_is_not_announced_is_listed_inside_only(cast):
    row = story.called(cast)
    assert [one.id for one in queries.listed(inside=True).rows] == [row.pk]
    assert queries.listed(inside=False).rows == ()


@pytest.mark.django_db(transaction=True)
def test_many_ask_at_once_and_nothing_is_lost(cast):
    row = story.announced(cast)
    failed = []

    def asking(number):
        try:
            story.ask(row, f"Câu hỏi {number}")
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=asking, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Question.objects.count() == 24
