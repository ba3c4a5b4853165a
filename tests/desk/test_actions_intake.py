"""A matter comes in: what is kept, what runs from then on, and what a second press of the button does."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.models import Case, Step
from hoiam.duties import queries as duties
from hoiam.files import actions as files, queries as file_queries
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.notices.models import Notice
from hoiam.office.models import Role as RoleRow
from hoiam.sealed.models import Opening
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()


def register(cast, who="clerk", **changes):
    intake = people.intake(cast.ward, **changes)
    return cases.register(intake=intake, by=people.actor(getattr(cast, who)), at=NOW)


def test_a_registered_case_has_two_clocks_a_history_and_a_log_entry(cast):
    taken = register(cast)
    case = Case.objects.get(pk=taken.case_id)
    running = {duty.key: duty for duty in duties.of_subject("case", case.pk)}
    assert {key: duty.rule_id for key, duty in running.items()} == {
        "notice": "tcd.result_notice",
        "answer": "tcd.petition_idle_discipline",
    }
    assert case.due_on == min(duty.safe_on for duty in running.values())
    assert case.answer_due_on == running["answer"].due_on
    assert (case.state, case.channel, case.received_on) == ("received", "counter", TODAY)
    step = Step.objects.get(case=case)
    assert (step.event, step.by_id, step.entry) == ("register", cast.clerk.pk, taken.event_id)
    assert Event.objects.get(pk=taken.event_id).kind == "case.received"
    assert Notice.objects.filter(person=f"identity:{case.identity_id}").count() == 1


def test_the_code_opens_the_case_and_is_stored_nowhere(cast):
    taken = register(cast)
    assert queries.status(code=taken.code, on=TODAY).title == people.TITLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_case")
        row = str([bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone()])
    for secret in (taken.code, people.TITLE, "Đèn đường", people.CITIZEN.name, people.CITIZEN.phone):
        assert secret not in row


@pytest.mark.parametrize("who", ["handler", "operator", "inspector", "overseer", "stranger"])
def test_only_clerk_and_head_of_the_unit_register(cast, who):
    with pytest.raises(Refused, match="not_yours"):
        register(cast, who)
    assert not Case.objects.exists()


def test_the_head_registers_too(cast):
    assert register(cast, "head").case_id


def test_a_citizen_sends_one_in_alone(cast):
    taken = cases.submit(intake=people.intake(cast.ward, channel="web"), at=NOW)
    assert Step.objects.get(case_id=taken.case_id).by_id is None


def test_nobody_there_to_receive_it(cast):
    RoleRow.objects.filter(person=cast.clerk).update(until_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="no_recipient"):
        cases.submit(intake=people.intake(cast.ward), at=NOW)


def test_a_unit_that_does_not_work_here(cast):
    cast.other.served = False
    cast.other.save()
    with pytest.raises(Refused, match="no_such_unit"):
        cases.submit(intake=people.intake(cast.other), at=NOW)


def test_the_same_form_twice_is_one_case_and_gives_the_same_code(cast):
    key = "k" * 40
    first = register(cast, submit_key=key)
    second = register(cast, submit_key=key, title="Việc khác")
    assert (second.case_id, second.code, second.again) == (first.case_id, first.code, True)
    assert second.event_id == first.event_id
    assert Case.objects.count() == 1
    assert [opening.purpose for opening in Opening.objects.all()] == ["print"]


def test_the_same_form_after_the_person_was_erased(cast):
    key = "k" * 40
    first = register(cast, submit_key=key)
    Case.objects.filter(pk=first.case_id).update(identity=None)
    with pytest.raises(Refused, match="already_sent"):
        register(cast, submit_key=key)


def test_files_come_along_or_nothing_does(cast):
    upload = SimpleUploadedFile("don.txt", "Đơn viết tay".encode())
    staged = files.stage(upload=upload, at=NOW)
    taken = register(cast, files=[staged.token])
    assert [file.name for file in file_queries.of_owner(owner="case", owner_id=taken.case_id)] == ["don.txt"]
    with pytest.raises(Refused, match="file_gone"):
        register(cast, files=[staged.token])
    assert Case.objects.count() == 1


def test_a_case_just_registered_is_found_by_words_with_or_without_accents(cast):
    taken = register(cast)
    by = people.actor(cast.clerk)
    for text in ("đèn đường", "den duong hong", "ĐÈN"):
        found = queries.find(chosen=wanted(cast, text), by=by, on=TODAY)
        assert [found.row.id for found in found.rows] == [taken.case_id]
    assert not queries.find(chosen=wanted(cast, "cầu treo"), by=by, on=TODAY).rows


def wanted(cast, text):
    return queries.SearchFilter(unit_id=cast.ward.pk, text=text)


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE cases_case; --", "<script>alert(1)</script>", "=HYPERLINK(1)", '"*', "NEAR(", ""]
)
def test_no_text_is_a_command(cast, text):
    taken = register(cast, title=text or "-", body=text)
    assert Case.objects.get(pk=taken.case_id).body == text
    queries.find(chosen=wanted(cast, text), by=people.actor(cast.clerk), on=TODAY)
