"""One of several signers is forgotten on a decision: who they are and their code go, how many they were stays."""

import pytest
from click.testing import CliRunner
from django.db import connection

from hoiam.config.commands import erase as command
from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.actions import erasing, groups, record
from hoiam.desk.cases.models import Case, Signer
from hoiam.journal import queries as log
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.ledger import receipt
from hoiam.sealed.models import Opening
from tests import cast as people
from tests.desk import complaint_story as complaint, group_story as story
from tests.desk.group_story import NOW, TODAY

pytestmark = pytest.mark.django_db
DECISION = "Quyết định số 12/QĐ-UBND"


def finished(cast, number=6, representatives=2, **changes):
    case = story.received(cast, number, representatives, **changes)
    head = people.actor(cast.head)
    cases.refuse(**story.now(case), ground=people.SPOKEN, reason="Không đủ", by=head, at=NOW)
    case.refresh_from_db()
    return case


def forget(cast, case, number, *, by=None, ground="request", decision=DECISION):
    actor = people.actor(by or cast.operator)
    where = {"code": record.number(case), "number": number}
    return erasing.erase_signer(**where, ground=ground, decision=decision, by=actor, at=NOW)


def opens(code):
    try:
        return queries.find_by_code(code=code) is not None
    except Refused:
        return False


@pytest.mark.parametrize("number", [1, 2, 5], ids=["the sender", "a representative", "a signer"])
def test_who_they_are_and_their_code_go_and_all_else_stays(cast, number):
    case = finished(cast)
    codes = {at: story.code_of(case, at) for at in range(1, 7)}
    before = list(Signer.objects.filter(case=case).values_list("number", "representative", "joined_on"))
    assert all(map(opens, codes.values()))
    assert forget(cast, case, number) == ()
    row = Signer.objects.get(case=case, number=number)
    assert (row.identity.data, row.mark) == ({}, None)
    assert {at: opens(code) for at, code in codes.items()} == {at: at != number for at in codes}
    case.refresh_from_db()
    assert (case.people, case.representatives, case.title) == (6, 2, people.TITLE)
    after = list(Signer.objects.filter(case=case).values_list("number", "representative", "joined_on"))
    assert after == before
    assert all(Signer.objects.get(case=case, number=at).identity.data for at in codes if at != number)


def test_history_and_log_say_that_and_on_what_ground_and_receipts_hold(cast):
    case = finished(cast)
    held = log.receipt_of(event_id=Event.objects.get(kind="case.received").pk).text
    forget(cast, case, 3)
    step = case.steps.get(event="erase")
    assert step.facts == {"what": "signer", "signer": "3", "ground": "request", "decision": DECISION}
    said = Event.objects.get(kind="case.erased")
    assert "\nwhat signer\n" in said.statement
    assert "QĐ-UBND" not in said.statement
    assert receipt.check(held, log.trust()).statement.case == case.ref
    assert Opening.objects.filter(purpose="erase", by_id=cast.operator.pk).count() == 1


def test_nothing_of_them_is_left_in_the_database(cast):
    case = finished(cast)
    identity, code = Signer.objects.get(case=case, number=4).identity, story.code_of(case, 4)
    name = identity.data["name"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM sealed_identity WHERE id = %s", [identity.pk])
        sealed_before = bytes(cursor.fetchone()[0])
    forget(cast, case, 4)
    names = groups.names(
        case_id=case.pk, left=True, by=people.actor(cast.clerk), purpose="verify", reason="x", at=NOW
    )
    assert name not in {one.name for one in names.values()}
    assert (sorted(names), code in {one.code for one in names.values()}) == ([1, 2, 3, 5, 6], False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM sealed_identity WHERE id = %s", [identity.pk])
        assert bytes(cursor.fetchone()[0]) != sealed_before


def test_of_an_open_matter_only_who_left_it(cast):
    case = story.received(cast, 6, 2)
    with pytest.raises(Refused, match="signer_stands"):
        forget(cast, case, 4)
    story.change("leave", case, cast.clerk, number=4, on=TODAY, paper="Giấy xin thôi")
    forget(cast, case, 4)
    row = Signer.objects.get(case=case, number=4)
    assert (row.left_on, row.left_paper, row.identity.data) == (TODAY, "", {})
    case.refresh_from_db()
    assert (case.people, case.state) == (5, "received")
    story.change("join", case, cast.clerk, fellows=[story.fellow(4)], on=TODAY, paper="Đơn mới")
    assert case.people == 6


@pytest.mark.parametrize(
    ("number", "changes", "why"),
    [
        (9, {}, "no_such_signer"),
        (2, {"by": "head"}, "not_operator"),
        (2, {"ground": "because"}, "unknown_ground"),
        (2, {"decision": " "}, "reason_needed"),
    ],
)
def test_what_is_no_decision_on_one_of_them_is_refused(cast, number, changes, why):
    case = finished(cast)
    changes = {**changes, **({"by": cast.head} if "by" in changes else {})}
    with pytest.raises(Refused, match=why):
        forget(cast, case, number, **changes)
    assert not Event.objects.filter(kind="case.erased").exists()


def test_once_is_enough(cast):
    case = finished(cast)
    forget(cast, case, 2)
    with pytest.raises(Refused, match="signer_erased"):
        forget(cast, case, 2)
    with pytest.raises(Refused, match="no_such_signer"):
        forget(cast, people.received(cast, submit_key="b" * 40), 1)


def test_cases_made_from_it_are_named(cast):
    complaint.staffed(cast)
    first = story.received(cast, 3, 1, kind="complaint", at=complaint.START)
    Signer.objects.filter(case=first).update(signed=True)
    story.change("appoint", first, cast.clerk, on=complaint.START.date(), at=complaint.START)
    complaint.act("accept", first, cast.head, 1)
    complaint.act("decide", first, cast.head, 20)
    served = complaint.day(23).date()
    story.change("serve", first, cast.clerk, numbers=(1, 2, 3), on=served, at=complaint.day(24))
    sender = Signer.objects.get(case=first, number=1).pk
    taken = cases.complain_again(case_id=first.pk, reason="x", at=complaint.day(25), signer=sender)
    first.refresh_from_db()
    second = Case.objects.get(pk=taken.case_id)
    assert forget(cast, first, 2) == (record.number(second),)


@pytest.mark.django_db(transaction=True)
def test_the_command_says_what_went_and_what_to_look_at(cast):
    case = finished(cast)
    said = ["--by", cast.operator.username, "--ground", "request", "--decision", DECISION, "--yes"]
    done = CliRunner().invoke(command.command, [*said, "--signer", "3", record.number(case)])
    assert done.exit_code == 0, done.output
    assert "Đã xóa danh tính và mã tra cứu của người này" in done.output
    assert "--documents" in done.output
    again = CliRunner().invoke(command.command, [*said, "--signer", "3", record.number(case)])
    assert "(signer_erased)" in again.output
    both = CliRunner().invoke(command.command, [*said, "--signer", "3", "--documents", record.number(case)])
    assert both.exit_code == 2
