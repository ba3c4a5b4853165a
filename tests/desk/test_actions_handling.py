"""What the office does with a matter before it answers: each step, who may, and what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Step
from hoiam.duties import queries as duties
from hoiam.journal.models import Event
from hoiam.law import packs
from hoiam.law.refusal import Refused
from hoiam.notices.models import Notice
from hoiam.office.models import Role as RoleRow
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()
STEPS = {
    "classify": {"kind": "petition", "field": "land"},
    "accept": {},
    "transfer": {"reason": "Thuộc địa bàn khác."},
    "transfer_out": {"body": "Sở Xây dựng tỉnh Lạng Sơn", "reason": "Thuộc thẩm quyền của Sở."},
    "refuse": {"ground": "court_ruling", "reason": "Đã có bản án ngày 02/10/2026."},
    "promise": {"on": TODAY + timedelta(days=10), "reason": ""},
}
HEAD_ONLY = {"refuse", "promise"}


def act(event, case, by, *, version=None, at=NOW, **said):
    action = getattr(cases, event)
    return action(case_id=case.pk, version=version or case.version, by=people.actor(by), at=at, **said)


def said(event, cast):
    return {**STEPS[event], **({"to_unit": cast.other.pk} if event == "transfer" else {})}


def refusal(event, case, by, **more):
    with pytest.raises(Refused) as caught:
        act(event, case, by, **more)
    return caught.value


def open_keys(case):
    return {duty.key for duty in duties.of_subject("case", case.pk) if duty.open}


def outcomes(case):
    return [(duty.key, duty.outcome) for duty in duties.of_subject("case", case.pk)]


@pytest.mark.parametrize("event", STEPS)
@pytest.mark.parametrize("who", ["clerk", "head"])
def test_clerk_and_head_may_but_some_steps_are_the_heads(cast, event, who):
    case = people.received(cast)
    if who == "clerk" and event in HEAD_ONLY:
        assert refusal(event, case, cast.clerk, **said(event, cast)).code == "not_yours"
    else:
        act(event, case, getattr(cast, who), **said(event, cast))
        case.refresh_from_db()
        assert case.version == 2


@pytest.mark.parametrize("event", [*STEPS, "assign", "send_back", "close"])
@pytest.mark.parametrize("who", ["handler", "operator", "inspector", "overseer", "stranger", "other_head"])
def test_nobody_else_may(cast, event, who):
    case = people.received(cast)
    more = {"assign": {"to": cast.handler.pk}, "send_back": {"reason": "x"}, "close": {}}.get(event)
    given = said(event, cast) if more is None else more
    assert refusal(event, case, getattr(cast, who), **given).code == "not_yours"
    assert Step.objects.filter(case=case).count() == 1


@pytest.mark.parametrize("event", STEPS)
def test_pressed_twice_it_happens_once(cast, event):
    case = people.received(cast)
    act(event, case, cast.head, **said(event, cast))
    before = Step.objects.filter(case=case).count()
    again = refusal(event, case, cast.head, **said(event, cast))
    assert again.code == "changed_meanwhile"
    assert again.facts["version"] == 2
    assert Step.objects.filter(case=case).count() == before


@pytest.mark.parametrize("event", STEPS)
def test_an_answered_case_is_past_all_that(cast, event):
    case = people.answered(cast)
    assert refusal(event, case, cast.head, **said(event, cast)).code == "wrong_state"


def test_a_case_that_is_not_there(cast):
    with pytest.raises(Refused, match="no_such_case"):
        cases.accept(case_id=999, version=1, by=people.actor(cast.clerk), at=NOW)


def test_classifying_keeps_kind_and_field(cast):
    case = people.received(cast)
    act("classify", case, cast.clerk, kind="petition", field="land")
    case.refresh_from_db()
    assert (case.kind, case.field, case.state) == ("petition", "land", "received")


def test_a_field_that_the_pack_does_not_know_is_refused(cast):
    case = people.received(cast)
    assert refusal("classify", case, cast.clerk, kind="report", field="opinions").code == "unknown_field"


def test_accepting_ends_the_notice_clock_and_tells_the_citizen(cast):
    case = people.received(cast)
    act("accept", case, cast.clerk)
    case.refresh_from_db()
    assert (case.state, open_keys(case)) == ("accepted", {"answer"})
    assert ("notice", "met") in outcomes(case)
    assert case.due_on == next(d.safe_on for d in duties.of_subject("case", case.pk) if d.open)
    assert (
        Notice.objects.filter(person=f"identity:{case.identity_id}", template="cases/accepted").count() == 1
    )
    assert Event.objects.filter(kind="case.accepted").count() == 1


def test_accepting_after_the_last_day_is_late(cast):
    case = people.received(cast, at=NOW - timedelta(days=40))
    act("accept", case, cast.clerk)
    assert ("notice", "late") in outcomes(case)


def test_only_handlers_of_the_unit_get_a_case(cast):
    case = people.received(cast)
    act("accept", case, cast.clerk)
    case.refresh_from_db()
    assert refusal("assign", case, cast.clerk, to=cast.stranger.pk).code == "not_staff_here"
    assert refusal("assign", case, cast.clerk, to=cast.clerk.pk).code == "not_staff_here"
    act("assign", case, cast.clerk, to=cast.handler.pk)
    case.refresh_from_db()
    assert case.handler_id == cast.handler.pk
    assert Step.objects.filter(case=case).last().note == cast.handler.name
    assert Notice.objects.filter(person=f"person:{cast.handler.pk}").count() == 1


def test_a_received_case_is_not_assigned_yet(cast):
    case = people.received(cast)
    assert refusal("assign", case, cast.clerk, to=cast.handler.pk).code == "wrong_state"


def test_a_transfer_moves_the_case_and_keeps_the_date_of_the_answer(cast):
    case = people.received(cast)
    answer_due = case.answer_due_on
    act("transfer", case, cast.clerk, to_unit=cast.other.pk, reason="Thuộc địa bàn khác.")
    case.refresh_from_db()
    assert (case.unit_id, case.came_from_id, case.handler_id) == (cast.other.pk, cast.ward.pk, None)
    assert (case.state, case.answer_due_on) == ("received", answer_due)
    running = {duty.key: duty for duty in duties.of_subject("case", case.pk) if duty.open}
    assert {duty.unit_id for duty in running.values()} == {cast.other.pk}
    assert ("notice", "handed_over") in outcomes(case)
    assert running["answer"].due_on == answer_due


@pytest.mark.parametrize(
    ("to", "reason", "code"),
    [("ward", "x", "same_unit"), ("other", " ", "reason_needed"), (None, "x", "no_such_unit")],
)
def test_a_transfer_needs_another_unit_and_a_reason(cast, to, reason, code):
    case = people.received(cast)
    unit = getattr(cast, to).pk if to else 999
    assert refusal("transfer", case, cast.clerk, to_unit=unit, reason=reason).code == code


def test_a_unit_without_a_clerk_gets_nothing(cast):
    case = people.received(cast)
    RoleRow.objects.filter(person=cast.stranger).update(until_on=TODAY - timedelta(days=1))
    assert refusal("transfer", case, cast.clerk, to_unit=cast.other.pk, reason="x").code == "no_recipient"


def test_what_was_transferred_can_be_sent_back_once(cast):
    case = people.received(cast)
    act("transfer", case, cast.clerk, to_unit=cast.other.pk, reason="Thuộc địa bàn khác.")
    case.refresh_from_db()
    assert refusal("send_back", case, cast.stranger, reason=" ").code == "reason_needed"
    act("send_back", case, cast.stranger, reason="Không thuộc địa bàn.")
    case.refresh_from_db()
    assert (case.unit_id, case.came_from_id) == (cast.ward.pk, None)
    assert refusal("send_back", case, cast.clerk, reason="x").code == "not_transferred"


def test_passing_to_another_body_ends_the_case_here(cast):
    case = people.received(cast)
    assert refusal("transfer_out", case, cast.clerk, body="", reason="").code == "reason_needed"
    act("transfer_out", case, cast.clerk, **STEPS["transfer_out"])
    case.refresh_from_db()
    assert (case.state, case.outcome, case.due_on) == ("transferred", "transferred", None)
    assert open_keys(case) == set()
    assert case.closed_at == NOW


def test_a_refusal_stands_on_a_ground_of_the_law(cast):
    case = people.received(cast)
    for ground in ("political_line", "incapable", ""):
        assert refusal("refuse", case, cast.head, ground=ground, reason="x").code == "unknown_ground"
    act("refuse", case, cast.head, **STEPS["refuse"])
    case.refresh_from_db()
    assert (case.state, case.outcome, open_keys(case)) == ("refused", "refused", set())


def test_a_promised_day_becomes_the_duty(cast):
    case = people.received(cast)
    day = packs.load("vn").calendar.next_working(TODAY + timedelta(days=10))
    act("promise", case, cast.head, on=day, reason="")
    case.refresh_from_db()
    running = [duty for duty in duties.of_subject("case", case.pk) if duty.open]
    assert [(duty.key, duty.due_on, duty.rule_id) for duty in running] == [
        ("answer", day, "tcd.head_promised_reply")
    ]
    assert (case.promised_on, case.due_on) == (day, day)
    assert set(outcomes(case)) >= {("notice", "met"), ("answer", "handed_over")}


@pytest.mark.parametrize(
    ("days", "reason", "code"), [(0, "x", "promise_in_past"), (60, " ", "promise_needs_reason")]
)
def test_a_promise_lies_ahead_and_a_late_one_is_explained(cast, days, reason, code):
    case = people.received(cast)
    day = TODAY + timedelta(days=days)
    assert refusal("promise", case, cast.head, on=day, reason=reason).code == code


def test_a_later_promise_needs_a_reason(cast):
    case = people.accepted(cast)
    act("promise", case, cast.head, on=TODAY + timedelta(days=10), reason="")
    case.refresh_from_db()
    later = TODAY + timedelta(days=12)
    assert refusal("promise", case, cast.head, on=later, reason="").code == "promise_needs_reason"
    act("promise", case, cast.head, on=later, reason="Chờ kết quả đo đạc.")
    case.refresh_from_db()
    assert case.promised_on == later


def test_a_case_is_closed_only_when_nobody_can_contest_any_more(cast):
    case = people.answered(cast, at=NOW - timedelta(days=31))
    early = refusal("close", case, cast.clerk, at=NOW - timedelta(days=1))
    assert early.code == "contest_window_open"
    assert early.facts["until"] == TODAY - timedelta(days=1)
    act("close", case, cast.clerk)
    case.refresh_from_db()
    assert (case.state, case.closed_at) == ("closed", NOW)


def test_neither_log_nor_history_facts_hold_what_people_wrote(cast):
    case = people.received(cast)
    act("transfer", case, cast.clerk, to_unit=cast.other.pk, reason="Lý do riêng")
    held = [str(event.statement) for event in Event.objects.all()]
    held += [str(step.facts) for step in Step.objects.filter(case=case)]
    for secret in ("Lý do riêng", people.TITLE, people.CITIZEN.name, people.CITIZEN.phone):
        assert not [text for text in held if secret in text]
