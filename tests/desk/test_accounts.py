"""An account of a head by its steps: owed, counted, written, signed, published; questions about it."""

import hashlib
import json
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from hoiam.config.addresses import address_of
from hoiam.desk.dialogues import actions as dialogues
from hoiam.desk.reports import actions as reports, queries
from hoiam.desk.reports.actions import assembling
from hoiam.desk.reports.models import Account, Question
from hoiam.duties import owed
from hoiam.duties.models import Duty
from hoiam.journal import actions as journal, queries as log
from hoiam.journal.models import Event, Supplement
from hoiam.law.accounts import Section
from hoiam.law.refusal import Refused
from hoiam.notices.models import Notice
from hoiam.office.models import Holder, Person, Role as RoleRow
from hoiam.sealed.actions import Personal
from tests import cast as people
from tests.desk import account_story as story, dialogue_story
from tests.desk.account_story import NOW, TODAY

pytestmark = pytest.mark.django_db


def kinds():
    rows = Event.objects.filter(kind__startswith="account.").order_by("id")
    return list(rows.values_list("kind", flat=True))


def duties(subject):
    return list(Duty.objects.filter(subject=subject).order_by("id").values_list("key", "outcome"))


def lines(row):
    """Counts by key, of all holders."""
    card = queries.one(row.pk)
    return {one.key: dict(one.counts) for period in card.periods for one in period.lines}


# Owed


def year(day):
    return timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=9)))


def test_the_account_of_a_year_is_owed_while_it_runs_and_due_a_month_after_it(cast):
    assert reports.keep_up(at=year(date(2026, 12, 1))) == 2
    row = Account.objects.get(unit=cast.ward)
    duty = Duty.objects.get(subject="report", subject_id=row.pk)
    assert (row.kind, row.first, row.last) == ("yearly", date(2026, 1, 1), date(2026, 12, 31))
    assert (duty.key, duty.rule_id, duty.due_on) == ("account", "house.account", date(2027, 2, 1))
    assert reports.keep_up(at=year(date(2026, 12, 2))) == 0
    assert reports.keep_up(at=year(date(2027, 1, 1))) == 2


def test_the_draft_of_a_year_is_put_together_by_itself_when_thirty_days_are_left(cast):
    reports.keep_up(at=year(date(2026, 12, 1)))
    row = Account.objects.get(unit=cast.ward)
    reports.keep_up(at=year(date(2027, 1, 1)))
    row.refresh_from_db()
    assert row.counted_on is None
    assert reports.keep_up(at=year(date(2027, 1, 2))) == 2
    row.refresh_from_db()
    assert (row.state, row.counted_on) == ("draft", date(2027, 1, 2))
    assert row.figures
    assert list(row.steps.order_by("id").values_list("event", "by")) == [("owe", None), ("recount", None)]
    before = row.version
    assert reports.keep_up(at=year(date(2027, 1, 3))) == 0
    row.refresh_from_db()
    assert row.version == before


def test_figures_that_the_office_has_counted_itself_stay_as_they_are(cast):
    reports.keep_up(at=year(date(2026, 12, 1)))
    row, at = Account.objects.get(unit=cast.ward), year(date(2027, 1, 1))
    reports.recount(account_id=row.pk, by=people.actor(cast.head, date(2027, 1, 1)), at=at)
    reports.keep_up(at=year(date(2027, 1, 2)))
    row.refresh_from_db()
    assert row.counted_on == date(2027, 1, 1)


def test_of_a_year_before_the_rule_no_account_is_owed(cast):
    assert reports.keep_up(at=year(date(2026, 1, 5))) == 2
    assert not Account.objects.filter(first__year=2025).exists()


def test_it_stands_on_the_board_of_the_head(cast):
    reports.keep_up(at=year(date(2026, 12, 1)))
    post = story.head_post(cast)
    found = owed.listed(owed.Filter(post_id=post.pk), limit=10)
    assert "account" in {one.key for one in found}


def test_publishing_it_is_what_was_owed(cast):
    reports.keep_up(at=year(date(2026, 12, 1)))
    row, at = Account.objects.get(unit=cast.ward), year(date(2027, 1, 11))
    head = people.actor(cast.head, date(2027, 1, 11))
    reports.recount(account_id=row.pk, by=head, at=at)
    row.refresh_from_db()
    reports.sign(account_id=row.pk, version=row.version, by=head, at=at)
    assert duties("report")[0] == ("account", "")
    reports.publish(account_id=row.pk, by=head, at=at)
    assert ("account", "met") in duties("report")
    assert kinds()[-2:] == ["account.signed", "account.published"]


def test_published_after_its_day_it_is_late(cast):
    reports.keep_up(at=year(date(2026, 12, 1)))
    row, at = Account.objects.get(unit=cast.ward), year(date(2027, 3, 1))
    head = people.actor(cast.head, date(2027, 3, 1))
    reports.recount(account_id=row.pk, by=head, at=at)
    row.refresh_from_db()
    reports.sign(account_id=row.pk, version=row.version, by=head, at=at)
    reports.publish(account_id=row.pk, by=head, at=at)
    assert ("account", "late") in duties("report")


# Counted


def test_every_kind_of_duty_that_fell_due_is_counted_with_what_became_of_it(cast):
    at = NOW - timedelta(days=90)
    people.received(cast, at=at)
    row = story.begun(cast)
    assert lines(row)["cases"] == {"received": 1}
    assert lines(row)["answer"] == {"in_time": 0, "late": 0, "running": 0, "overdue": 1}


def test_promises_and_conferences_are_in_it(cast):
    conference = dialogue_story.announced(cast, at=NOW - timedelta(days=60))
    dialogue_story.promise(cast, conference, at=NOW - timedelta(days=50), due=TODAY - timedelta(days=20))
    dialogues.hold(conference_id=conference.pk, in_person=True, present=9, by=people.actor(cast.head), at=NOW)
    found = lines(story.begun(cast))
    assert found["dialogues"] == {"in_person": 1, "by_deputy": 0, "missed": 0}
    assert found["promise"]["overdue"] == 1


def test_a_kind_that_no_counter_has_yet_is_counted_all_the_same(cast):
    post = story.head_post(cast)
    Duty.objects.create(
        unit=cast.ward, post=post, subject="novel", subject_id=1, key="novelty", rule_id="x",
        event_on=TODAY - timedelta(days=9), due_on=TODAY - timedelta(days=5), safe_on=TODAY - timedelta(days=5),
        overdue_at=NOW, opened_at=NOW,
    )  # fmt: skip
    card = queries.one(story.begun(cast).pk)
    assert [(one.key, one.section) for one in card.periods[0].lines] == [("novelty", Section.OTHER)]


def test_figures_under_one_holder_are_never_added_to_those_of_another(cast):
    post, change = story.head_post(cast), TODAY - timedelta(days=30)
    Holder.objects.filter(post=post).update(until_on=change - timedelta(days=1))
    after = Person.objects.create_user("after", "Hoàng Văn Giả Định", people.PASSWORD, "a@example.invalid")
    Holder.objects.create(post=post, person=after, from_on=change + timedelta(days=5))
    people.received(cast, at=NOW - timedelta(days=90))
    card = queries.one(story.begun(cast).pk)
    assert [(one.first, one.holder is not None) for one in card.periods] == [
        (TODAY - timedelta(days=100), True),
        (change, False),
        (change + timedelta(days=5), True),
    ]
    assert list(queries.own(card).values()) == [cast.head.name, "Hoàng Văn Giả Định"]
    assert [bool(one.lines) for one in card.periods] == [True, False, False]


def test_figures_are_counted_anew_until_it_is_signed(cast):
    row = story.begun(cast)
    people.received(cast, at=NOW - timedelta(days=90))
    assert lines(row) == {}
    reports.recount(account_id=row.pk, by=people.actor(cast.clerk), at=NOW)
    assert "cases" in lines(row)
    row.refresh_from_db()
    story.signed(cast, row)
    with pytest.raises(Refused, match="account_signed"):
        reports.recount(account_id=row.pk, by=people.actor(cast.clerk), at=NOW)


# On demand


def test_asked_for_twice_it_is_the_same(cast):
    assert story.begun(cast).pk == story.begun(cast).pk


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (5, 9, "period_wrong"),
        (400, 1, "account_too_long"),
        (9, 0, "period_not_over"),
        (340, 338, "no_such_days"),
    ],
)
def test_days_that_make_no_account_are_refused(cast, first, last, code):
    cast.ward.valid_from = TODAY - timedelta(days=200)
    cast.ward.save()
    days = {"first": TODAY - timedelta(days=first), "last": TODAY - timedelta(days=last)}
    with pytest.raises(Refused, match=code):
        story.begun(cast, **days)


def test_only_the_desk_of_the_unit_begins_one(cast):
    with pytest.raises(Refused, match="not_yours"):
        reports.begin(
            post_id=story.head_post(cast).pk,
            first=TODAY - timedelta(days=9),
            last=TODAY - timedelta(days=1),
            by=people.actor(cast.stranger),
            at=NOW,
        )


# Written, signed


def test_two_who_write_at_once_lose_nothing(cast):
    row = story.begun(cast)
    said = {"account_id": row.pk, "version": row.version, "by": people.actor(cast.clerk), "at": NOW}
    reports.write(said={"summary": "Một."}, **said)
    with pytest.raises(Refused, match="changed_meanwhile"):
        reports.write(said={"summary": "Hai."}, **said)


def test_signed_figures_and_words_are_frozen_and_the_log_has_their_hash(cast):
    row = story.signed(cast)
    beside = Supplement.objects.get(event_id=row.signed_entry)
    assert beside.text == row.figures
    assert hashlib.sha256(beside.text.encode()).hexdigest() == row.digest
    assert row.digest in log.receipt_of(event_id=row.signed_entry).statement
    assert json.loads(row.figures)["format"] == "hoiam.account/v1"
    with pytest.raises(Refused, match="account_signed"):
        reports.write(account_id=row.pk, version=row.version, said={}, by=people.actor(cast.head), at=NOW)


def test_no_holder_is_named_in_the_log(cast):
    row = story.signed(cast)
    journal.run(at=NOW)
    told = log.receipt_of(event_id=row.signed_entry).opening + row.figures
    assert cast.head.name not in told


def test_a_former_holder_does_not_sign(cast):
    row = story.begun(cast)
    Holder.objects.filter(person=cast.head).update(until_on=TODAY - timedelta(days=2))
    after = Person.objects.create_user("after", "Hoàng Văn Giả Định", people.PASSWORD, "a@example.invalid")
    RoleRow.objects.create(person=after, unit=cast.ward, role="head", from_on=people.FIRST_DAY)
    Holder.objects.create(post=story.head_post(cast), person=after, from_on=TODAY - timedelta(days=1))
    said = {"account_id": row.pk, "version": row.version, "at": NOW}
    with pytest.raises(Refused, match="former_holder"):
        reports.sign(by=people.actor(cast.head), **said)
    reports.sign(by=people.actor(after), **said)


def test_nobody_signs_for_the_holder(cast):
    row = story.begun(cast)
    with pytest.raises(Refused, match="not_the_holder"):
        reports.sign(account_id=row.pk, version=row.version, by=people.actor(cast.clerk), at=NOW)


def test_a_year_is_signed_when_it_is_over_and_counted(cast):
    reports.keep_up(at=NOW)
    row = Account.objects.get(unit=cast.ward)
    said = {"account_id": row.pk, "version": row.version, "by": people.actor(cast.head), "at": NOW}
    with pytest.raises(Refused, match="period_not_over"):
        reports.sign(**said)
    at = year(date(TODAY.year + 1, 1, 5))
    with pytest.raises(Refused, match="count_first"):
        reports.sign(**{**said, "at": at, "by": people.actor(cast.head, timezone.localdate(at))})


def test_it_is_published_once_and_only_signed(cast):
    row = story.begun(cast)
    with pytest.raises(Refused, match="wrong_state"):
        reports.publish(account_id=row.pk, by=people.actor(cast.head), at=NOW)
    assert not queries.published().rows
    story.published(cast, row)
    assert [one.id for one in queries.published().rows] == [row.pk]


# Questions


def test_a_question_is_owed_an_answer_by_a_rule_of_this_system(cast):
    question = story.asked(story.published(cast))
    duty = Duty.objects.get(subject="account_question", subject_id=question.pk)
    assert (duty.key, duty.rule_id, duty.post) == (
        "account_answer", "house.account_answer", story.head_post(cast),
    )  # fmt: skip
    reports.answer(
        question_id=question.pk, version=1, text="Do thiếu cán bộ.", by=people.actor(cast.head), at=NOW
    )
    found = queries.of_account(question.account_id)[0]
    assert (found.state, found.answer) == ("answered", "Do thiếu cán bộ.")
    assert duties("account_question") == [("account_answer", "met")]


def test_sent_twice_it_is_there_once(cast):
    row = story.published(cast)
    for _ in range(2):
        story.asked(row, form_key="k" * 40)
    assert Question.objects.count() == 1


def test_what_is_hidden_shows_that_it_is_and_why(cast):
    question = story.asked(story.published(cast))
    by = people.actor(cast.clerk)
    with pytest.raises(Refused, match="unknown_ground"):
        reports.hide(question_id=question.pk, version=1, ground="critical", by=by, at=NOW)
    reports.hide(question_id=question.pk, version=1, ground="abuse", by=by, at=NOW)
    found = queries.of_account(question.account_id)[0]
    assert (found.state, found.ground, found.text) == ("hidden", "abuse", "")
    assert duties("account_question") == [("account_answer", "void")]
    assert kinds()[-1] == "account.hidden"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" ", "question_empty"),
        ("a" * 1001, "question_too_long"),
        ("Gọi tôi 0912 345 678", "personal_in_text"),
    ],
)
def test_a_question_that_cannot_stand_there_is_refused(cast, text, code):
    row = story.published(cast)
    with pytest.raises(Refused, match=code):
        story.asked(row, text)


def test_nobody_asks_about_what_is_not_published(cast):
    with pytest.raises(Refused, match="no_such_account"):
        story.asked(story.signed(cast))


def test_who_asks_is_sealed_and_in_no_card(cast):
    who = Personal(email="hoi@example.invalid")
    question = story.asked(story.published(cast), who=who)
    assert question.identity is not None
    assert "hoi@example" not in repr(queries.of_account(question.account_id))


def test_who_left_an_address_is_told_of_the_answer_and_nobody_else(cast):
    row = story.published(cast)
    for who in (Personal(email="hoi@example.invalid"), Personal()):
        question = story.asked(row, who=who)
        by = people.actor(cast.head)
        reports.answer(question_id=question.pk, version=1, text="Do thiếu người.", by=by, at=NOW)
    told = Notice.objects.get(template="reports/answered")
    found = address_of(told.person)
    assert (found.address, told.context["number"]) == ("hoi@example.invalid", "1")
    assert found.link.endswith("/accounts/")


def test_of_two_who_answer_the_second_is_told(cast):
    question = story.asked(story.published(cast))
    said = {"question_id": question.pk, "version": 1, "by": people.actor(cast.head), "at": NOW}
    reports.answer(text="Một.", **said)
    with pytest.raises(Refused, match="changed_meanwhile"):
        reports.answer(text="Hai.", **said)


def test_strangers_neither_answer_nor_hide(cast):
    question = story.asked(story.published(cast))
    by = people.actor(cast.stranger)
    with pytest.raises(Refused, match="not_yours"):
        reports.answer(question_id=question.pk, version=1, text="x", by=by, at=NOW)
    with pytest.raises(Refused, match="not_yours"):
        reports.hide(question_id=question.pk, version=1, ground="abuse", by=by, at=NOW)


def test_behind_a_figure_stand_the_duties_it_counts(cast):
    people.received(cast, at=NOW - timedelta(days=90))
    card = queries.one(story.begun(cast).pk)
    found = queries.evidence(card, key="answer", first=card.first, last=card.last)
    assert [(one.subject, one.outcome) for one in found] == [("case", "")]
    period = card.periods[0]
    assert sum(next(one for one in period.lines if one.key == "answer").counts.values()) == len(found)


def test_how_many_statements_it_takes_does_not_grow(cast, django_assert_max_num_queries):
    post = story.head_post(cast)
    for days in range(80, 90):
        people.received(cast, at=NOW - timedelta(days=days))
    with django_assert_max_num_queries(9):
        assembling.counted(post_id=post.pk, first=TODAY - timedelta(days=100), last=TODAY, on=TODAY)
