"""Conferences follow a unit's function: clocks go on, promises find their next owner, past figures stay."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hoiam.config.commands import scores
from hoiam.desk.dialogues import actions as dialogues, queries
from hoiam.desk.dialogues.actions import succession
from hoiam.desk.dialogues.models import Conference, Promise, Question
from hoiam.duties import audit
from hoiam.duties.models import Duty
from hoiam.journal import actions as journal
from hoiam.journal.models import Event
from hoiam.ledger import statement
from hoiam.office import queries as office, succession as units
from hoiam.office.models import Holder, Person, Post, Role as RoleRow
from tests import cast as people
from tests.desk import dialogue_story as story
from tests.public.test_dialogue_figures import asked

pytestmark = pytest.mark.django_db
BASIS = "1/NQ-UBTVQH16"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def after(cast, today):
    return people.next_ward(cast, today)


def head_of(unit):
    return Post.objects.get(unit=unit, is_head=True)


def merge(cast, today):
    units.merge(unit_codes=(cast.ward.code,), into="06400", on=today, legal_basis=BASIS)


def follow():
    return succession.follow(at=timezone.now())


def same_from_the_log(on):
    journal.run(at=timezone.now())
    day = on.isoformat()
    told = [
        CliRunner().invoke(scores.command, ["--kept", *more, "--on", day]).stdout
        for more in ([], ["--from-log"])
    ]
    assert told[0] == told[1]
    return told[0]


def counts(on):
    return {
        (row.unit, name): getattr(row, name)
        for row in queries.table(on=on)
        for name in row.__slots__[3:]
        if getattr(row, name)
    }


def test_what_is_ahead_follows_with_its_clock_and_its_questions(cast, after, today):
    row = story.called(cast)
    before = Duty.objects.get(subject="conference")
    merge(cast, today)
    assert [follow(), follow()] == [1, 0]
    row.refresh_from_db()
    assert (row.unit, row.post, row.state) == (after, head_of(after), "planned")
    duty = Duty.objects.get(pk=before.pk)
    assert (duty.unit, duty.post, duty.due_on, duty.rule_id) == (
        after, head_of(after), before.due_on, before.rule_id,
    )  # fmt: skip
    assert [one.post for one in row.chairs.all()] == [head_of(after)]
    head = people.actor(Person.objects.get(username="new_head"))
    dialogues.announce(conference_id=row.pk, by=head, at=timezone.now())
    story.ask(row)
    assert audit.recount() == ()


def test_the_log_says_from_where_to_where_and_since_when_without_a_name(cast, after, today):
    story.promise(cast, story.announced(cast))
    merge(cast, today)
    follow()
    for kind in ("dialogue.transferred", "dialogue.promise-passed"):
        said = statement.parse(Event.objects.get(kind=kind).statement)
        assert (said.unit, said.facts["from"], said.facts["to"]) == ("05977", "05977", "06400")
        assert (said.facts["since"], said.facts["began"]) == (today.isoformat(), today.isoformat())
        assert said.facts["post"] == str(head_of(after).pk)


def test_a_promise_is_kept_and_a_put_off_question_answered_by_whoever_follows(cast, after, today):
    row = story.today(cast)
    deed = story.promise(cast, row)
    question = story.shown(cast, row)
    later = {"post_id": story.head_post(cast).pk, "due_on": today + timedelta(days=9), "form_key": "f" * 40}
    dialogues.defer(
        question_id=question.pk,
        version=question.version,
        by=people.actor(cast.clerk),
        at=timezone.now(),
        **later,
    )
    story.published(cast, story.held(cast, row))
    merge(cast, today)
    assert follow() == 1
    card = queries.promised(deed)
    assert (card.post, card.owed_by) == (story.head_post(cast).title, "Chủ tịch mới")
    by = people.actor(Person.objects.get(username="new_head"))
    dialogues.keep(promise_id=deed, evidence="Biên bản", link="", by=by, at=timezone.now())
    question.refresh_from_db()
    said = {"text": "Xong quý này.", "post_id": head_of(after).pk}
    dialogues.answer(question_id=question.pk, version=question.version, by=by, at=timezone.now(), **said)
    assert Question.objects.get().state == "answered"
    assert set(Duty.objects.filter(subject="promise").values_list("unit__code", "outcome")) == {
        ("05977", "handed_over"),
        ("06400", "met"),
    }


def test_past_figures_stay_with_the_unit_that_ended_and_the_log_says_the_same(cast, after, today):
    story.published(cast, story.held(cast, story.today(cast)))
    waiting = story.held(cast, story.today(cast))
    then = timezone.now() - timedelta(days=40)
    story.announced(cast, at=then)  # its day passed, nobody held it
    for due in (today - timedelta(days=1), today + timedelta(days=3)):
        story.promise(cast, waiting, at=timezone.now() - timedelta(days=3), due=due)
    asked(cast, timezone.now())
    before = counts(today)
    merge(cast, today)
    assert follow() == 3
    found = counts(today)
    same = {key: n for key, n in before.items() if not key[1].endswith(("_running", "promises_overdue"))}
    assert {key: n for key, n in found.items() if key[0] == "05977"} == {
        **same,
        ("05977", "promises_late"): 1,
    }
    assert {key: n for key, n in found.items() if key[0] == "06400"} == {
        ("06400", "results_running"): 1,
        ("06400", "calls_running"): 1,
        ("06400", "promises_running"): 1,
    }
    for days in (0, 5, 60):
        assert "06400" in same_from_the_log(today + timedelta(days=days))
    assert audit.recount() == ()


def test_what_is_over_and_owes_nothing_stays(cast, after, today):
    row = story.published(cast, story.held(cast, story.today(cast)))
    merge(cast, today)
    assert follow() == 0
    assert Conference.objects.get(pk=row.pk).unit == cast.ward


def test_without_anybody_to_owe_them_they_wait(cast, after, today):
    story.announced(cast)
    RoleRow.objects.filter(unit=after).delete()
    Holder.objects.filter(post__unit=after).delete()
    Post.objects.filter(unit=after).delete()
    merge(cast, today)
    assert follow() == 0
    assert Promise.objects.count() == 0
    assert Conference.objects.get().unit == cast.ward


def test_pages_name_who_owes_it_now(cast, after, today, client):
    row = story.announced(cast)
    story.promise(cast, row)
    merge(cast, today)
    follow()
    page = client.get(f"/dialogues/{row.pk}/promises").content.decode()
    assert "Chủ tịch mới" in page
    assert "Chuyển cho đơn vị kế thừa" in client.get(f"/dialogues/{row.pk}/").content.decode()


def test_the_unit_after_shows_the_figures_of_the_one_before_apart(cast, after, today, client):
    story.published(cast, story.held(cast, story.today(cast)))
    merge(cast, today)
    follow()
    office.forget_served()
    page = client.get("/dialogues/figures?unit=06400").content.decode()
    assert "Các đơn vị trước khi sắp xếp" in page
    assert 'data-label="Trực tiếp chủ trì">1<' in page
    assert "Chưa ghi nhận hội nghị nào" not in page
