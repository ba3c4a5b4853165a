"""A complaint of either instance: each step with its documents, clocks, refusals, and who may."""

from datetime import date

import pytest

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.actions import erasing
from hoiam.desk.cases.models import OPEN_STATES, Case, Decision, Dialogue, Verification
from hoiam.duties.models import STANDS_STILL
from hoiam.journal.models import Event
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.notices.models import Notice
from hoiam.sealed.models import Opening
from tests import cast as people
from tests.desk import calendar_story
from tests.desk.complaint_story import (
    NUMBER,
    accepted,
    act,
    day,
    decided,
    ended,
    received,
    running,
    second,
    staffed,
    with_dialogue,
)

pytestmark = pytest.mark.django_db


def refused(event, case, person, days=0, **more):
    with pytest.raises(Refused) as caught:
        act(event, case, person, days, **more)
    return caught.value.code


def test_open_states_are_those_in_which_a_procedure_still_owes_something():
    ruled = [one.procedure for one in kinds.BY_KIND.values()]
    going_on = {str(state) for one in ruled for state in one.states if state not in one.ends}
    assert set(OPEN_STATES) == going_on - {"answered"}


def test_a_complaint_received_waits_for_its_acceptance(cast):
    case = received(cast)
    assert (case.kind, case.state, set(running(case))) == ("complaint", "received", {"accept"})
    assert running(case)["accept"].due_on == date(2026, 12, 10)
    assert case.due_on == date(2026, 12, 10)


def test_acceptance_begins_the_settlement_from_the_day_of_its_notice(cast):
    case = accepted(cast)
    assert ended(case) == [("accept", "met")]
    assert running(case)["settle"].event_on == day(1).date()
    assert case.answer_due_on == running(case)["settle"].due_on
    assert Decision.objects.get(case=case).number == "05/TB-UBND"
    assert Notice.objects.filter(template="cases/step").count() == 1


@pytest.mark.parametrize(
    ("event", "after"), [("refuse", "refused"), ("guide", "guided"), ("accept", "accepted")]
)
def test_what_becomes_of_a_complaint_received(cast, event, after):
    case = received(cast)
    act(event, case, cast.head, 1)
    assert case.state == after
    assert ("accept", "met") in ended(case)


@pytest.mark.parametrize("event", ["refuse", "guide"])
def test_what_is_not_accepted_has_a_reason(cast, event):
    assert refused(event, received(cast), cast.head, 1, reason=" ") == "reason_needed"


HEADS = ("accept", "refuse", "verify", "suspend", "decide", "terminate")


@pytest.mark.parametrize("event", HEADS)
@pytest.mark.parametrize("who", ["clerk", "handler", "stranger", "other_head", "operator", "inspector"])
def test_what_only_the_head_signs_nobody_else_can(cast, event, who):
    assert refused(event, received(cast), getattr(cast, who)) == "not_yours"


def test_a_petition_knows_no_step_of_a_complaint_nor_a_complaint_one_of_a_petition(cast):
    case, by = received(cast), people.actor(cast.head)
    with pytest.raises(Refused, match="unknown_event"):
        cases.promise(case_id=case.pk, version=1, on=day(9).date(), reason="", by=by, at=day(0))
    with pytest.raises(Refused, match="unknown_event"):
        cases.take("suspend", case_id=people.received(cast, at=day(0)).pk, by=by, at=day(0))


def test_verification_is_ordered_and_its_report_says_whether_findings_differ(cast):
    case = accepted(cast)
    act("verify", case, cast.head, 2)
    cases.assign(
        case_id=case.pk, version=case.version, to=cast.handler.pk, by=people.actor(cast.head), at=day(2)
    )
    act("report", case, cast.handler, 9)
    row = Verification.objects.get(case=case)
    assert (row.verifier, row.differs, row.reported_on) == ("Phòng Kinh tế", True, day(9).date())
    assert refused("decide", case, cast.head, 10) == "dialogue_needed"


def test_a_report_without_an_order_is_refused(cast):
    assert refused("report", accepted(cast), cast.head, 2) == "verification_missing"


def test_a_handler_reports_only_on_what_is_theirs(cast):
    case = accepted(cast)
    act("verify", case, cast.head, 2)
    assert refused("report", case, cast.handler, 3) == "not_yours"


def test_a_complex_case_has_fifteen_days_more_from_the_same_event(cast):
    case = accepted(cast)
    before = running(case)["settle"].due_on
    act("find_complex", case, cast.head, 10)
    after = running(case)["settle"]
    assert (before, after.due_on, after.rule_id) == (
        date(2027, 1, 4),
        date(2027, 1, 18),
        "kn.settle1_complex",
    )
    assert after.event_on == day(1).date()
    assert case.answer_due_on == after.due_on
    assert Event.objects.filter(kind="case.deadline-extended").count() == 1


def test_found_complex_too_late_it_is_late(cast):
    assert refused("find_complex", accepted(cast), cast.head, 40) == "finding_too_late"
    assert refused("find_complex", accepted(cast), cast.head, 10, criteria=()) == "finding_needed"


def test_while_suspended_the_clock_stands_still_and_then_has_what_was_left(cast):
    case = accepted(cast)
    due = running(case)["settle"].due_on
    act("suspend", case, cast.head, 11)
    assert running(case)["settle"].stopped
    assert case.answer_due_on is None
    assert set(running(case)) == {"settle", "stop_send"}
    act("send_stop", case, cast.clerk, 12)
    assert case.due_on == STANDS_STILL
    act("resume", case, cast.head, 31)
    after = running(case)["settle"]
    assert not after.stopped
    assert (due, after.due_on) == (date(2027, 1, 4), date(2027, 1, 20))
    assert [row["sign"] for row in after.signs] == ["stop", "resume"]


def test_a_suspension_needs_number_and_reason_and_is_not_doubled(cast):
    case = accepted(cast)
    assert refused("suspend", case, cast.head, 2, number="") == "decision_needed"
    assert refused("suspend", case, cast.head, 2, reason="") == "reason_needed"
    assert refused("resume", case, cast.head, 2) == "resume_without_stop"
    act("suspend", case, cast.head, 2)
    assert refused("suspend", case, cast.head, 3) == "already_stopped"


def test_a_decision_is_neither_of_tomorrow_nor_of_before_the_complaint(cast):
    case = received(cast)
    assert refused("accept", case, cast.head, 1, on=day(2).date()) == "day_not_yet"
    assert refused("accept", case, cast.head, 1, on=day(-2).date()) == "day_before_receipt"


def test_a_dialogue_is_announced_five_days_before(cast):
    case = accepted(cast)
    act("plan_dialogue", case, cast.clerk, 2, day=day(6).date())
    assert running(case)["dialogue_notice"].due_on == day(1).date()
    assert refused("announce_dialogue", case, cast.clerk, 2) == "notice_too_short"
    act("plan_dialogue", case, cast.clerk, 2, day=day(7).date())
    act("announce_dialogue", case, cast.clerk, 2)
    assert Dialogue.objects.filter(case=case, given_up=True).count() == 1
    assert refused("hold_dialogue", case, cast.head, 6) == "day_not_come"
    act("hold_dialogue", case, cast.head, 7, absence="unexcused")
    row = Dialogue.objects.get(case=case, given_up=False)
    assert (row.held_on, row.absence, row.participants[0]["role"]) == (
        day(7).date(),
        "unexcused",
        "Người khiếu nại",
    )


def test_a_dialogue_that_nobody_announced_is_not_held(cast):
    case = accepted(cast)
    act("plan_dialogue", case, cast.clerk, 2, day=day(8).date())
    assert refused("hold_dialogue", case, cast.head, 8) == "not_announced"


def test_the_contested_decision_is_stayed_and_the_stay_lifted(cast):
    case = accepted(cast)
    act("halt_contested", case, cast.head, 2)
    act("lift_halt", case, cast.head, 5)
    kept = Decision.objects.filter(case=case).order_by("id").values_list("kind", flat=True)
    assert list(kept) == ["accept", "halt", "lift"]


@pytest.mark.parametrize("by", [None, "clerk"])
def test_papers_asked_for_are_owed_within_seven_days(cast, by):
    """Law 02/2011/QH13, article 12.1.đ; asked on a Wednesday, so that the Wednesday after is the last day."""
    case, who = received(cast), getattr(cast, by) if by else None
    act("ask_papers", case, who, 1, reason="Biên bản đo đạc thửa đất số 7.")
    assert running(case)["papers"].due_on == day(8).date()
    assert refused("ask_papers", case, who, 2, reason="Bản đồ.") == "papers_asked"
    act("give_papers", case, cast.clerk, 5, reason="Bản sao biên bản, 3 trang.")
    assert ("papers", "met") in ended(case)
    statement = Event.objects.get(kind="complaint.papers-asked").statement
    assert f"papers-due {day(8).date().isoformat()}" in statement
    assert "Biên bản" not in statement


def test_papers_can_still_be_handed_over_when_the_complaint_has_ended(cast):
    case = received(cast)
    act("ask_papers", case, None, 1, reason="Biên bản đo đạc.")
    act("refuse", case, cast.head, 2)
    assert running(case).keys() == {"papers"}
    act("give_papers", case, cast.clerk, 12, reason="Bản sao.")
    assert ("papers", "late") in ended(case)


def test_a_decision_is_sent_delivered_takes_effect_and_is_carried_out(cast):
    case = decided(cast)
    assert set(running(case)) == {"send", "effect"}
    assert ("settle", "met") in ended(case)
    act("send", case, cast.clerk, 21)
    act("delivered", case, cast.clerk, 24, day=day(23).date())
    assert running(case)["second_window"].event_on == day(23).date()
    assert refused("take_effect", case, cast.clerk, 40) == "window_open"
    effect = running(case)["effect"].due_on
    act("take_effect", case, cast.clerk, 60)
    assert ("effect", "met") in ended(case)
    assert running(case)["implement"].event_on == effect
    act("order_execution", case, cast.head, 61, number="16/QĐ-UBND", until=day(90).date())
    assert case.due_on == day(90).date()
    act("execute", case, cast.clerk, 80)
    assert (case.state, case.due_on) == ("executed", None)
    row = Decision.objects.get(case=case, kind="settle")
    assert (row.number, row.sent_on, row.delivered_on) == (NUMBER, day(21).date(), day(23).date())


def test_a_delivery_is_neither_of_tomorrow_nor_of_before_the_decision(cast):
    case = decided(cast)
    assert refused("delivered", case, cast.clerk, 21, day=day(22).date()) == "day_not_yet"
    assert refused("delivered", case, cast.clerk, 21, day=day(19).date()) == "day_before_decision"


def test_withdrawn_before_acceptance_it_ends_and_after_it_by_a_decision(cast):
    early = received(cast)
    cases.withdraw(case_id=early.pk, reason="", at=day(1))
    early.refresh_from_db()
    assert (early.state, early.due_on) == ("withdrawn", None)
    case = accepted(cast)
    cases.withdraw_part(case_id=case.pk, parts="Nội dung thứ hai.", at=day(2))
    cases.withdraw(case_id=case.pk, reason="", at=day(3))
    act("terminate", case, cast.head, 4)
    assert case.state == "terminated"
    assert set(running(case)) == {"stop_send", "continue_window"}
    act("send_stop", case, cast.clerk, 5)
    assert set(running(case)) == {"continue_window"}


def test_a_terminated_complaint_is_taken_up_again_within_thirty_days(cast):
    case = accepted(cast)
    act("terminate", case, cast.head, 4)
    with pytest.raises(Refused, match="window_over"):
        cases.go_on(case_id=case.pk, reason="Tiếp tục.", at=day(50))
    cases.go_on(case_id=case.pk, reason="Tiếp tục.", at=day(20))
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.outcome) == ("received", None, "")
    assert running(case)["accept"].event_on == day(20).date()


def test_a_second_complaint_opens_a_case_at_the_unit_above_linked_both_ways(cast):
    first, again = second(cast)
    first.refresh_from_db()
    assert (first.state, first.due_on) == ("appealed", None)
    assert (again.kind, again.unit_id, again.earlier_id) == ("complaint_again", cast.province.pk, first.pk)
    assert first.steps.order_by("-id").first().facts["later"] == str(again.pk)
    assert Opening.objects.filter(identity_id=first.identity_id).count() == 1
    assert again.identity_id != first.identity_id
    assert set(running(again)) == {"accept"}


def test_a_second_complaint_comes_within_its_window_and_to_a_unit_above(cast):
    staffed(cast)
    case = decided(cast)
    act("delivered", case, cast.clerk, 21, day=day(21).date())
    with pytest.raises(Refused, match="window_over"):
        cases.complain_again(case_id=case.pk, reason="Muộn.", at=day(60))
    assert not Opening.objects.filter(identity_id=case.identity_id).exists()
    with pytest.raises(Refused, match="reason_needed"):
        cases.complain_again(case_id=case.pk, reason=" ", at=day(30))
    cast.province.served = False
    cast.province.save()
    people.office.forget_served()
    with pytest.raises(Refused, match="no_higher_unit"):
        cases.complain_again(case_id=case.pk, reason="Không đồng ý.", at=day(30))


def test_unsettled_past_its_limit_it_goes_on_above_and_the_ward_was_late(cast):
    staffed(cast)
    case = accepted(cast)
    with pytest.raises(Refused, match="limit_not_passed"):
        cases.complain_again(case_id=case.pk, reason="Quá hạn.", at=day(20))
    cases.complain_again(case_id=case.pk, reason="Quá hạn.", at=day(40))
    assert ("settle", "late") in ended(case)
    assert Case.objects.get(earlier=case).kind == "complaint_again"


def test_a_lawsuit_is_noted_and_opens_no_case(cast):
    case = decided(cast)
    by = people.actor(cast.clerk)
    cases.to_court(case_id=case.pk, version=case.version, body="Tòa án Ví Dụ", reason="", by=by, at=day(25))
    case.refresh_from_db()
    assert case.state == "appealed"
    assert not Case.objects.filter(earlier=case).exists()


def test_the_second_instance_always_has_a_dialogue_and_its_decision_is_published(cast):
    _, again = second(cast)
    chair = cast.inspector
    act("accept", again, chair, 31)
    assert running(again)["settle"].rule_id == "kn.settle2"
    assert refused("decide", again, chair, 33) == "dialogue_needed"
    with_dialogue(cast, again, chair, 33)
    act("decide", again, chair, 45)
    assert set(running(again)) == {"send", "publish", "effect"}
    act("send", again, cast.overseer, 46)
    act("publish", again, cast.overseer, 47)
    assert refused("end_posting", again, cast.overseer, 50) == "posting_too_short"
    act("end_posting", again, cast.overseer, 63)
    row = Decision.objects.get(case=again, kind="settle")
    assert (row.published_on, row.posted_until) == (day(47).date(), day(63).date())
    assert ("posting", "met") in ended(again)


def test_a_day_off_announced_late_moves_a_clock_that_had_stood_still(cast):
    case = accepted(cast)
    act("suspend", case, cast.head, 11)
    act("resume", case, cast.head, 31)
    last = running(case)["settle"].due_on
    off = calendar_story.closure(cast.ward.path, last)
    calendar_story.announce(cast, off, at=day(33))
    case.refresh_from_db()
    moved = running(case)["settle"]
    assert (last, moved.due_on) == (date(2027, 1, 20), date(2027, 1, 21))
    assert case.answer_due_on == moved.due_on
    card = queries.case(case_id=case.pk, by=people.actor(cast.head), on=day(34).date())
    settle = next(one for one in card.dates if one.key == "settle" and one.running)
    paused = [row.on for row in settle.due.days if row.role == "paused"]
    assert (paused[0], paused[-1]) == (day(12).date(), day(30).date())


def test_while_it_stands_still_no_announcement_moves_it(cast):
    case = accepted(cast)
    act("suspend", case, cast.head, 11)
    off = calendar_story.closure(cast.ward.path, date(2027, 1, 4))
    calendar_story.announce(cast, off, at=day(12))
    assert running(case)["settle"].due_on == STANDS_STILL
    act("resume", case, cast.head, 31)
    assert running(case)["settle"].due_on == date(2027, 1, 20)


def test_erased_on_a_decision_nothing_is_left_of_what_was_said_and_written(cast):
    case = accepted(cast)
    act("verify", case, cast.head, 2)
    act("report", case, cast.head, 3)
    with_dialogue(cast, case, days=4)
    act("terminate", case, cast.head, 20)
    number = f"{case.received_on.year}-{case.pk:06d}"
    erasing.erase(
        code=number,
        documents_only=False,
        ground="request",
        decision="1/QĐ",
        by=people.actor(cast.operator),
        at=day(60),
    )
    for row in Decision.objects.filter(case=case):
        assert (row.reason, row.content, row.recipients) == ("", "", "")
    row = Verification.objects.get(case=case)
    assert (row.plan, row.findings) == ("", "")
    row = Dialogue.objects.get(case=case)
    assert (row.participants, row.agreed, row.disputed) == ([], "", "")
