"""A petition is declined: explained in person or, on the grounds that need it, with a written notice owed in 3 days."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import documents
from hoiam.desk.cases.models import Decision, Step
from hoiam.desk.cases.queries import status
from hoiam.duties import queries as duties
from hoiam.journal.models import Event
from hoiam.law.document_templates import Addressee, Recipient
from hoiam.law.refusal import Refused
from hoiam.law.sheet import Capacity
from hoiam.notices.models import Notice
from tests import cast as people
from tests.desk.test_citizen_case import code_of

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=timezone.get_default_timezone())
WEDNESDAY = FRIDAY + timedelta(days=5)
VALUES = {
    "person": "Nông Thị Giả Định",
    "id_number": "020190000001",
    "address": "Thôn 3, phường Đông Kinh",
    "matter": "Đèn đường ngõ 7",
    "ground": "điểm h khoản 1 Điều 4 Nghị định số 154/2026/NĐ-CP",
    "reason": "Đã trả lời bằng văn bản, không có tình tiết mới.",
    "body": "Sở Xây dựng",
}


@pytest.fixture
def at(client):
    def at(who, case, event="", /, **data):
        client.force_login(who)
        url = f"/desk/cases/{case.pk}/{event}"
        return client.post(url, data) if data else client.get(url)

    return at


def refuse(cast, ground, *, at=FRIDAY):
    case = people.received(cast, at=at)
    head = people.actor(cast.head)
    cases.refuse(case_id=case.pk, version=1, ground=ground, reason="Lý do cụ thể.", by=head, at=at)
    case.refresh_from_db()
    return case


def notify(cast, case, *, at=WEDNESDAY, by=None, **said):
    said = {"number": "02/TB-UBND", **said} if "document" not in said else said
    actor = people.actor(by or cast.head)
    cases.notify_refusal(case_id=case.pk, version=case.version, said=cases.Said(**said), by=actor, at=at)
    case.refresh_from_db()
    return case


def notice_of(case):
    return [duty for duty in duties.of_subject("case", case.pk) if duty.key == "refusal_notice"]


def issued(cast, case, *, on, form="tcd.01"):
    clerk = people.actor(cast.clerk)
    made = documents.start(case_id=case.pk, form=form, by=clerk, at=on)
    to = [Recipient(kind=Addressee.COMPLAINANT, name=VALUES["person"])]
    version = documents.save(document_id=made, version=1, values=VALUES, recipients=to, by=clerk, at=on)
    signing = documents.Signing(capacity=Capacity.HEAD, name=cast.head.name, on=timezone.localtime(on).date())
    code = documents.issue(
        document_id=made, version=version, signing=signing, by=people.actor(cast.head), at=on
    )
    return made, code


def test_a_ground_that_needs_writing_starts_a_duty_of_three_working_days(cast):
    """Decree 154/2026, article 4.3: refused on a Friday; 24 November is a holiday, so Thursday is the last day."""
    case = refuse(cast, people.WRITTEN)
    assert (case.state, case.outcome, case.due_on) == ("refusing", "refused", date(2026, 11, 26))
    [owed] = notice_of(case)
    assert (owed.rule_id, owed.due_on, owed.open) == ("tcd.refusal_notice", date(2026, 11, 26), True)
    assert {duty.key for duty in duties.of_subject("case", case.pk) if duty.open} == {"refusal_notice"}
    statement = Event.objects.get(vault_id=case.ref, kind="case.refused").statement
    assert "refusal-notice-due 2026-11-26" in statement
    assert Notice.objects.filter(template="cases/refused").exists()


def test_any_other_ground_is_explained_and_recorded_and_nothing_runs(cast):
    case = refuse(cast, people.SPOKEN)
    assert (case.state, case.due_on, notice_of(case)) == ("refused", None, [])
    assert Step.objects.filter(case=case, event="refuse", facts__ground=people.SPOKEN).exists()
    with pytest.raises(Refused, match="wrong_state"):
        notify(cast, case)


def test_the_notice_ends_the_duty_and_the_case(cast):
    case = notify(cast, refuse(cast, people.WRITTEN))
    assert (case.state, case.outcome, case.due_on, case.closed_at) == ("refused", "refused", None, WEDNESDAY)
    assert [duty.outcome for duty in notice_of(case)] == ["met"]
    row = Decision.objects.get(case=case)
    assert (row.kind, row.number, row.on) == ("refuse", "02/TB-UBND", date(2026, 11, 25))
    assert "02/TB-UBND" not in Event.objects.get(kind="case.refusal-notified").statement


def test_a_notice_after_its_last_day_is_late(cast):
    case = refuse(cast, people.WRITTEN)
    cases.sweep(at=FRIDAY + timedelta(days=8))
    assert Event.objects.filter(vault_id=case.ref, kind="case.overdue").count() == 1
    case.refresh_from_db()
    notify(cast, case, at=FRIDAY + timedelta(days=10))
    assert [duty.outcome for duty in notice_of(case)] == ["late"]


def test_it_may_stand_on_the_form_issued_here_and_on_no_other(cast):
    case = refuse(cast, people.WRITTEN)
    made, code = issued(cast, case, on=WEDNESDAY)
    case.refresh_from_db()
    notify(cast, case, document=made)
    row = Decision.objects.get(case=case)
    assert (row.document_id, row.number) == (made, code)
    assert f"{code}" in {one.number for one in case.decisions.all()}


def test_a_form_of_another_step_is_no_notice(cast):
    case = people.received(cast, at=FRIDAY)
    made, _code = issued(cast, case, on=FRIDAY, form="don.guidance")
    cases.refuse(
        case_id=case.pk, version=1, ground=people.WRITTEN, reason="x", by=people.actor(cast.head), at=FRIDAY
    )
    case.refresh_from_db()
    with pytest.raises(Refused, match="document_decides_other"):
        notify(cast, case, document=made)


@pytest.mark.parametrize(
    ("who", "said", "code"),
    [
        ("clerk", {}, "not_yours"),
        ("head", {"number": " "}, "decision_needed"),
        ("head", {"on": date(2026, 11, 26)}, "day_not_yet"),
        ("head", {"on": date(2026, 11, 19)}, "day_before_receipt"),
        ("head", {"document": 10**6}, "no_such_document"),
    ],
)
def test_what_is_no_notice_is_refused(cast, who, said, code):
    case = refuse(cast, people.WRITTEN)
    with pytest.raises(Refused, match=code):
        notify(cast, case, by=getattr(cast, who), **said)
    assert notice_of(case)[0].open


def test_who_takes_it_back_is_owed_no_notice(cast):
    case = refuse(cast, people.WRITTEN)
    cases.withdraw(case_id=case.pk, reason="", at=WEDNESDAY)
    assert [duty.outcome for duty in notice_of(case)] == ["void"]


def test_head_and_citizen_see_what_is_owed_and_what_went_out(cast, at, client):
    case = refuse(cast, people.WRITTEN, at=timezone.now())
    page = at(cast.head, case).content.decode()
    assert "Ban hành thông báo từ chối bằng văn bản" in page
    assert "Hạn thông báo từ chối bằng văn bản" in client.get(f"/cases/{code_of(case)}").content.decode()
    sent = {"version": case.version, "seen": "0", "number": "02/TB-UBND", "on": ""}
    assert at(cast.head, case, "notify_refusal", **sent).status_code == 302
    assert "02/TB-UBND" in at(cast.head, case).content.decode()
    assert "02/TB-UBND" in client.get(f"/cases/{code_of(case)}").content.decode()
    assert status(code=code_of(case), on=timezone.localdate()).state == "refused"
