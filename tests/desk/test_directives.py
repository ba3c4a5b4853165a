"""Directives, plans, tasks: who may do what, which days contradict one another, what becomes of a duty."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hoiam.desk.directives import actions as directives
from hoiam.desk.directives.models import Directive, Milestone, Plan, Step, Task
from hoiam.duties.models import Duty
from hoiam.files import actions as files, queries as file_queries
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.ledger import statement
from hoiam.notices.models import Notice
from tests import cast as people
from tests.desk import directive_story as story

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


def refused(action, *args, **said):
    with pytest.raises(Refused) as caught:
        action(*args, **said)
    return caught.value.code


def kinds():
    rows = Event.objects.filter(kind__startswith="directive.").order_by("id")
    return [kind.removeprefix("directive.") for kind in rows.values_list("kind", flat=True)]


def duty():
    return Duty.objects.get(subject="task")


def facts(kind):
    return statement.parse(Event.objects.filter(kind=f"directive.{kind}").latest("id").statement).facts


def ago(days):
    return NOW - timedelta(days=days)


# Directives


def test_a_directive_is_registered_with_its_files_and_a_hash_of_its_text(cast):
    token = files.stage(upload=SimpleUploadedFile("21-KL.txt", "Toàn văn".encode()), at=NOW).token
    row = story.registered(cast, tokens=[token])
    assert file_queries.of_owner(owner="directive", owner_id=row.pk)[0].token == token
    said = statement.parse(Event.objects.get(kind="directive.registered").statement)
    assert said.facts == {"directive": str(row.pk), "number": "21-KL/TW", "issued": row.issued_on.isoformat()}
    assert set(said.docs) == {"text", "file-1"}


def test_a_directive_sent_twice_is_there_once(cast):
    same = story.key()
    assert story.registered(cast, form_key=same).pk == story.registered(cast, form_key=same).pk
    assert refused(story.registered, cast) == "directive_known"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"number": "hai mốt"}, "document_number_wrong"),
        ({"subject": " "}, "words_needed"),
        ({"issued_on": TODAY + DAY}, "day_ahead"),
    ],
)
def test_a_directive_that_cannot_be_is_refused(cast, said, code):
    assert refused(story.registered, cast, **said) == code
    assert not Directive.objects.exists()


def test_a_number_with_marks_stands_in_the_log_without_them(cast):
    story.registered(cast, number="12/QĐ-UBND")
    assert facts("registered")["number"] == "12/QD-UBND"


def test_the_head_alone_opens_the_text(cast):
    row = story.registered(cast, open=False)
    said = {"directive_id": row.pk, "shown": True, "at": NOW}
    assert refused(directives.open_text, by=people.actor(story.clerk(cast)), **said) == "not_yours"
    directives.open_text(by=people.actor(story.chair(cast)), **said)
    directives.open_text(by=people.actor(story.chair(cast)), **said)
    row.refresh_from_db()
    assert row.open
    assert kinds() == ["registered", "text-opened"]
    directives.open_text(by=people.actor(story.chair(cast)), **{**said, "shown": False})
    assert kinds()[-1] == "text-closed"
    assert refused(
        directives.open_text, by=people.actor(story.chair(cast)), **{**said, "directive_id": 0}
    ) == ("no_such_directive")


def test_a_stranger_registers_nothing_for_the_province(cast):
    story.chair(cast)
    said = directives.Incoming(
        number="1-CT/TU", issuer="x", issued_on=TODAY, subject="y", form_key=story.key()
    )
    by = people.actor(cast.clerk)
    assert refused(directives.register, unit_id=cast.province.pk, said=said, by=by, at=NOW) == "not_yours"


# Plans


def test_a_plan_of_a_directive_gives_its_tasks_out_as_duties(cast):
    plan = story.drawn(cast, directive_id=story.registered(cast).pk)
    first = story.written(cast, plan, steps=[(TODAY + 5 * DAY, "Danh sách")], beside=[cast.other.pk])
    second = story.written(cast, plan, post_id=story.post(cast.other).pk)
    assert not Duty.objects.exists()
    assert story.give_out(cast, plan) == 2
    assert [one.number for one in (first, second)] == [1, 2]
    owed = Duty.objects.order_by("id").values_list("subject_id", "post_id", "due_on", "rule_id")
    assert list(owed) == [
        (one.pk, one.post_id, one.due_on, "house.directive_task") for one in (first, second)
    ]
    assert kinds() == ["registered", "task-given", "task-given", "plan-issued"]
    assert story.give_out(cast, plan) == 0


def test_only_the_head_gives_out_and_only_what_is_there(cast):
    plan = story.drawn(cast)
    assert refused(story.give_out, cast, plan) == "no_tasks"
    story.written(cast, plan, by=story.clerk(cast))
    assert refused(story.give_out, cast, plan, by=story.clerk(cast)) == "not_yours"
    assert refused(directives.give_out, plan_id=0, by=people.actor(cast.head), at=NOW) == "no_such_plan"


def test_a_plan_sent_twice_is_there_once(cast):
    same = story.key()
    assert story.drawn(cast, form_key=same).pk == story.drawn(cast, form_key=same).pk
    plan, again = Plan.objects.get(), story.key()
    first = story.written(cast, plan, form_key=again)
    assert story.written(cast, plan, form_key=again).pk == first.pk


def test_a_plan_is_of_something_that_is_there(cast):
    assert refused(story.drawn, cast, directive_id=0) == "no_such_directive"
    assert refused(story.drawn, cast, task_id=0) == "no_such_task"
    assert refused(story.drawn, cast, unit=cast.ward, by=cast.other_head) == "not_yours"


def test_a_unit_without_a_head_post_makes_no_plan(cast):
    clerk = story.clerk(cast)
    story.post(cast.province).holders.all().delete()
    story.post(cast.province).delete()
    assert refused(story.drawn, cast, by=clerk) == "no_such_post"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"post_id": None}, "post_needed"),
        ({"post_id": 0}, "no_such_post"),
        ({"title": "  "}, "words_needed"),
        ({"due_on": TODAY}, "day_in_past"),
        ({"steps": [(TODAY + 31 * DAY, "Sau hạn")]}, "step_outside"),
        ({"steps": [(TODAY - DAY, "Trước khi giao")]}, "step_outside"),
        ({"steps": [(TODAY + DAY, str(n)) for n in range(21)]}, "too_many_steps"),
    ],
)
def test_a_task_that_contradicts_itself_is_refused(cast, said, code):
    plan = story.drawn(cast)
    assert refused(story.written, cast, plan, **said) == code
    assert not Task.objects.exists()


def test_a_plan_of_a_ward_gives_nothing_to_another_one(cast):
    plan = story.drawn(cast, unit=cast.ward, by=cast.head)
    said = {"post_id": story.post(cast.other).pk, "by": cast.head}
    assert refused(story.written, cast, plan, **said) == "unit_not_below"


def test_what_is_not_given_out_yet_is_taken_off(cast):
    plan = story.drawn(cast)
    task = story.written(cast, plan)
    directives.drop(task_id=task.pk, by=people.actor(story.clerk(cast)))
    assert not Task.objects.exists()
    given = story.given(cast, plan=plan)
    assert refused(directives.drop, task_id=given.pk, by=people.actor(story.chair(cast))) == "task_given"


# Cascade


def part(cast, above, **changes):
    """A plan of the ward that carries a task of the province out, with one task in it."""
    plan = story.drawn(cast, unit=cast.ward, by=cast.head, task_id=above.pk, number="5/KH-UBND")
    return plan, story.written(cast, plan, by=cast.head, **changes)


def test_a_unit_below_carries_a_task_out_by_a_plan_of_its_own(cast):
    above = story.in_work(cast)
    plan, task = part(cast, above, due_on=above.due_on - 5 * DAY)
    story.give_out(cast, plan, by=cast.head)
    assert facts("task-given")["part-of"] == str(above.pk)
    assert Duty.objects.filter(subject="task").count() == 2
    assert story.again(task).state == "assigned"


def test_no_part_is_due_after_the_task_above(cast):
    above = story.in_work(cast)
    assert refused(part, cast, above, due_on=above.due_on + DAY) == "after_task_above"


def test_a_part_gets_more_time_only_within_the_task_above(cast):
    above = story.in_work(cast)
    plan, task = part(cast, above, due_on=above.due_on)
    story.give_out(cast, plan, by=cast.head)
    task = story.take(cast, task, "take_up")
    story.asked(cast, task, until=above.due_on + DAY)
    said = directives.Said(number="9/QĐ-UBND", day=above.due_on + DAY)
    by = people.actor(cast.head)
    assert refused(directives.grant_time, task_id=task.pk, said=said, by=by, at=NOW) == "after_task_above"


def test_a_task_is_not_reported_while_its_parts_run(cast):
    above = story.in_work(cast)
    plan, _task = part(cast, above, due_on=above.due_on)
    story.give_out(cast, plan, by=cast.head)
    assert refused(story.reported, cast, above) == "parts_open"


def test_a_task_that_has_ended_is_not_carried_out_any_more(cast):
    above = story.approved(cast, story.reported(cast, story.in_work(cast)))
    assert refused(part, cast, above) == "task_not_running"


# Work


def test_a_task_is_taken_up_worked_on_reported_and_closed_by_somebody_else(cast):
    task = story.in_work(cast, steps=[(TODAY + DAY, "Danh sách")])
    step = Milestone.objects.get()
    directives.note_progress(
        task_id=task.pk,
        said=directives.Said(text="Xong nửa số hộ."),
        by=people.actor(cast.clerk),
        at=NOW,
        reached=[step.pk],
    )
    task = story.approved(cast, story.reported(cast, task))
    assert (task.state, task.done_on, duty().outcome) == ("done", TODAY, "met")
    assert Milestone.objects.get().done_on == TODAY
    assert list(Step.objects.order_by("id").values_list("event", flat=True)) == [
        "assign",
        "take_up",
        "note_progress",
        "report",
        "approve",
    ]
    assert "words" in statement.parse(Event.objects.get(kind="directive.task-reported").statement).docs
    assert kinds()[-1] == "task-done"


def test_a_report_shows_something(cast):
    task = story.in_work(cast)
    assert refused(story.reported, cast, task, text=" ") == "evidence_needed"
    token = files.stage(upload=SimpleUploadedFile("ds.txt", b"214"), at=NOW).token
    story.reported(cast, task, text="", tokens=[token])
    step = Step.objects.get(event="report")
    assert step.files == len(file_queries.of_owner(owner="task-step", owner_id=step.pk)) == 1


def test_nobody_closes_what_they_reported_themselves(cast):
    plan = story.drawn(cast, unit=cast.ward, by=cast.head)
    task = story.written(cast, plan, by=cast.head)
    story.give_out(cast, plan, by=cast.head)
    task = story.reported(cast, story.take(cast, task, "take_up"))
    assert refused(story.approved, cast, task, by=cast.head) == "doer_may_not_close"
    assert refused(story.approved, cast, task) == "not_yours"


def test_what_was_reported_by_the_clerk_the_head_of_the_same_unit_closes(cast):
    plan = story.drawn(cast, unit=cast.ward, by=cast.head)
    task = story.written(cast, plan, by=cast.head)
    story.give_out(cast, plan, by=cast.head)
    task = story.reported(cast, story.take(cast, task, "take_up"), by=cast.clerk)
    assert story.approved(cast, task, by=cast.head).state == "done"


def test_a_report_sent_back_is_made_again(cast):
    task = story.reported(cast, story.in_work(cast))
    assert refused(story.take, cast, task, "return", by=story.chair(cast)) == "reason_needed"
    task = story.take(cast, task, "return", by=story.chair(cast), text="Thiếu thôn Nà Pàn.")
    assert (task.state, duty().closed_at) == ("in_work", None)
    assert story.approved(cast, story.reported(cast, task)).state == "done"


def test_a_report_in_time_is_in_time_however_late_somebody_looks_at_it(cast):
    at = ago(40)
    task = story.in_work(cast, at=at, due_on=timezone.localdate(ago(10)))
    task = story.approved(cast, story.reported(cast, task, at=ago(11)))
    assert (duty().outcome, task.done_on) == ("met", timezone.localdate(ago(11)))


def test_what_is_reported_after_its_day_is_late(cast):
    task = story.in_work(cast, at=ago(40), due_on=timezone.localdate(ago(10)))
    story.approved(cast, story.reported(cast, task))
    assert duty().outcome == "late"


def test_only_the_unit_that_does_it_takes_it_up(cast):
    task = story.given(cast)
    assert refused(story.take, cast, task, "take_up", by=cast.other_head) == "not_yours"
    assert refused(story.take, cast, task, "take_up", by=story.chair(cast)) == "not_yours"
    assert refused(directives.step, task_id=0, event="take_up", by=people.actor(cast.head), at=NOW) == (
        "no_such_task"
    )


def test_a_task_is_cancelled_by_a_numbered_document(cast):
    task, chair = story.in_work(cast), story.chair(cast)
    assert refused(story.take, cast, task, "cancel", by=chair, text="Trùng") == "decision_needed"
    task = story.take(cast, task, "cancel", by=chair, text="Trùng", number="7/QĐ-UBND")
    assert (task.state, duty().outcome) == ("cancelled", "void")


def test_the_head_hands_a_task_on_within_the_unit(cast):
    deputy = cast.ward.posts.create(title="Phó Chủ tịch", title_en="Deputy chair")
    task = story.in_work(cast)
    said = {"said": directives.Said(text="Phân công lại"), "by": people.actor(cast.head), "at": NOW}
    directives.hand_on(task_id=task.pk, post_id=deputy.pk, **said)
    assert (story.again(task).post_id, duty().post_id, task.state) == (deputy.pk, deputy.pk, "assigned")
    elsewhere = story.post(cast.other).pk
    assert refused(directives.hand_on, task_id=task.pk, post_id=elsewhere, **said) == "no_such_post"


# More time


def test_more_time_is_asked_for_and_granted_by_a_decision(cast):
    task = story.in_work(cast)
    first, later = task.due_on, task.due_on + 14 * DAY
    task = story.asked(cast, task, until=later)
    assert (task.state, task.wanted_on, duty().due_on) == ("asked", later, first)
    said = directives.Said(number="15/QĐ-UBND", day=later)
    directives.grant_time(task_id=task.pk, said=said, by=people.actor(story.chair(cast)), at=NOW)
    task = story.again(task)
    assert (task.due_on, task.first_due_on, task.wanted_on, task.state) == (later, first, None, "in_work")
    owed = duty()
    assert (owed.due_on, owed.signs[0]["number"], owed.signs[0]["named"]) == (
        later,
        "15/QĐ-UBND",
        later.isoformat(),
    )
    assert facts("time-granted") | {"task": "", "plan": ""} == {
        "task": "",
        "plan": "",
        "was": first.isoformat(),
        "due": later.isoformat(),
        "document": "15/QD-UBND",
    }


def test_more_time_is_denied_with_a_reason(cast):
    task = story.in_work(cast)
    story.asked(cast, task, until=task.due_on + DAY)
    task = story.take(cast, task, "deny_time", by=story.chair(cast), text="Đã có đủ người.")
    assert (task.state, task.wanted_on, duty().due_on) == ("in_work", None, task.due_on)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"number": "", "day": TODAY + 60 * DAY}, "decision_needed"),
        ({"number": "1/QĐ", "day": None}, "day_missing"),
        ({"number": "1/QĐ", "day": TODAY + DAY}, "day_not_later"),
    ],
)
def test_more_time_without_a_number_or_a_later_day_is_refused(cast, said, code):
    task = story.in_work(cast)
    story.asked(cast, task, until=task.due_on + DAY)
    by = people.actor(story.chair(cast))
    assert (
        refused(directives.grant_time, task_id=task.pk, said=directives.Said(**said), by=by, at=NOW) == code
    )


def test_more_time_is_asked_for_before_the_last_day_is_past(cast):
    task = story.in_work(cast, at=ago(40), due_on=timezone.localdate(ago(1)))
    assert refused(story.asked, cast, task, until=TODAY + 5 * DAY) == "asked_too_late"


# Late


def late_one(cast):
    return story.in_work(cast, at=ago(40), due_on=timezone.localdate(ago(2)))


def test_a_late_task_is_told_to_the_head_above_once(cast):
    task = late_one(cast)
    assert (directives.keep_up(at=NOW), directives.keep_up(at=NOW)) == (1, 0)
    letter = Notice.objects.get(template="directives/task-late")
    assert letter.person == f"person:{story.chair(cast).pk}"
    assert letter.context == {"task": str(task.pk), "due": task.due_on.isoformat(), "unit": "Đông Kinh"}
    assert kinds()[-1] == "task-late"


def test_what_was_reported_in_time_is_not_called_late(cast):
    story.reported(cast, late_one(cast), at=ago(3))
    assert directives.keep_up(at=NOW) == 0


def test_with_the_post_above_vacant_the_log_still_says_it(cast):
    late_one(cast)
    story.post(cast.province).holders.all().delete()
    assert directives.keep_up(at=NOW) == 1
    assert not Notice.objects.filter(template="directives/task-late").exists()


# Briefings


def test_who_was_briefed_acknowledges_once_and_the_others_are_reminded_once_a_day(cast):
    briefing = story.briefed(cast, story.registered(cast))
    own = briefing.briefed.get(unit=cast.ward)
    directives.acknowledge(briefed_id=own.pk, by=people.actor(cast.clerk), at=NOW)
    said = {"briefed_id": own.pk, "by": people.actor(cast.clerk), "at": NOW}
    assert refused(directives.acknowledge, **said) == "acknowledged_already"
    assert refused(directives.acknowledge, **{**said, "briefed_id": 0}) == "not_briefed"
    other = briefing.briefed.get(unit=cast.other)
    assert refused(directives.acknowledge, **{**said, "briefed_id": other.pk}) == "not_yours"
    by = people.actor(story.clerk(cast))
    assert directives.remind(briefing_id=briefing.pk, by=by, at=NOW) == 1
    assert refused(directives.remind, briefing_id=briefing.pk, by=by, at=NOW) == "reminded_today"
    assert (
        Notice.objects.get(template="directives/briefing-reminder").person == f"person:{cast.other_head.pk}"
    )
    assert kinds() == ["registered", "briefed", "acknowledged"]


def test_a_session_without_anybody_or_of_tomorrow_is_refused(cast):
    row, by = story.registered(cast), people.actor(story.clerk(cast))
    plain = {"held_on": TODAY, "place": "Hội trường", "posts": [], "form_key": story.key()}

    def held(**changes):
        said = directives.Session(**{**plain, **changes})
        return directives.hold(directive_id=changes.pop("of", row.pk), said=said, by=by, at=NOW)

    assert refused(held) == "nobody_briefed"
    assert refused(held, place=" ") == "words_needed"
    assert refused(held, held_on=TODAY + DAY) == "day_ahead"
    missing = directives.Session(**plain)
    assert refused(directives.hold, directive_id=0, said=missing, by=by, at=NOW) == "no_such_directive"
    assert refused(directives.remind, briefing_id=0, by=by, at=NOW) == "no_such_briefing"


def test_a_session_sent_twice_is_there_once(cast):
    row, by = story.registered(cast), people.actor(story.clerk(cast))
    said = directives.Session(
        held_on=TODAY, place="Hội trường", posts=[story.post(cast.ward).pk], form_key=story.key()
    )
    once = directives.hold(directive_id=row.pk, said=said, by=by, at=NOW)
    assert directives.hold(directive_id=row.pk, said=said, by=by, at=NOW) == once


def test_what_was_written_for_a_unit_that_ended_meanwhile_is_not_given_out(cast):
    plan = story.drawn(cast)
    story.written(cast, plan)
    cast.ward.valid_until = TODAY
    cast.ward.save()
    with pytest.raises(Refused) as caught:
        story.give_out(cast, plan)
    assert (caught.value.code, caught.value.facts["unit_id"]) == ("unit_dissolved", cast.ward.pk)
    assert not Duty.objects.exists()
