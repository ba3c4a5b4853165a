"""What a matter is decides its procedure; a denunciation is there for its keeper alone."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.models import Case, Press
from hoiam.desk.cases.queries import board
from hoiam.duties import queries as duties
from hoiam.duties.models import Tally
from hoiam.duties.owed import Filter
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.notices.models import Notice
from hoiam.office.models import Person, Role as RoleRow
from hoiam.sealed.actions import Personal
from tests import cast as people
from tests.desk.complaint_story import START, act, day, running

pytestmark = pytest.mark.django_db


def keeper(cast):
    person = Person.objects.create_user("keeper", "Keeper Ví Dụ", people.PASSWORD, "keeper@example.invalid")
    RoleRow.objects.create(person=person, unit=cast.ward, role=Role.KEEPER.value, from_on=people.FIRST_DAY)
    return person


def taken(cast, kind, **changes):
    return people.received(cast, at=START, kind=kind, **changes)


def classify(cast, case, kind, who=None, days=0):
    by = people.actor(who or cast.clerk)
    case.refresh_from_db()
    cases.classify(case_id=case.pk, version=case.version, kind=kind, field="land", by=by, at=day(days))
    case.refresh_from_db()


@pytest.mark.parametrize(
    ("kind", "clocks"),
    [
        ("petition", {"notice", "answer"}),
        ("report", {"notice", "answer"}),
        ("press", {"notice", "answer"}),
        ("complaint", {"accept"}),
        ("complaint_again", {"accept"}),
        ("explanation", {"accept"}),
        ("denunciation", {"initial"}),
    ],
)
def test_each_kind_begins_the_clocks_of_its_procedure(cast, kind, clocks):
    keeper(cast)
    case = taken(cast, kind)
    assert set(running(case)) == clocks
    assert case.due_on == min(duty.safe_on for duty in running(case).values())


def test_a_kind_nobody_knows_is_refused(cast):
    with pytest.raises(Refused, match="unknown_kind"):
        taken(cast, "letter")


def test_a_kind_that_the_pack_has_no_procedure_for_is_refused(cast, settings):
    settings.HOIAM_PACK = "demo_en"
    with pytest.raises(Refused, match="unknown_kind"):
        taken(cast, "complaint")


def test_a_matter_of_the_press_has_source_and_day_and_needs_no_person(cast):
    source = cases.PressSource(source="Báo Ví Dụ", published_on=date(2026, 11, 30))
    case = taken(cast, "press", press=source, person=Personal(code=""))
    assert case.identity_id is None
    assert Press.objects.get(case=case).published_on == date(2026, 11, 30)


def test_what_was_received_as_a_petition_becomes_a_complaint_with_its_day_of_receipt(cast):
    case = taken(cast, "petition")
    classify(cast, case, "complaint", days=2)
    before = {(duty.key, duty.outcome) for duty in duties.of_subject("case", case.pk) if not duty.open}
    assert before == {("notice", "handed_over"), ("answer", "handed_over")}
    assert running(case)["accept"].event_on == START.date()
    assert case.answer_due_on is None
    assert sum(Tally.objects.filter(measure="received").values_list("n", flat=True)) == 0


def test_and_back_it_counts_as_received_again(cast):
    case = taken(cast, "complaint")
    classify(cast, case, "report", days=1)
    assert set(running(case)) == {"notice", "answer"}
    assert case.answer_due_on == running(case)["answer"].due_on
    assert sum(Tally.objects.filter(measure="received", key="answer").values_list("n", flat=True)) == 1


def test_once_accepted_another_procedure_cannot_take_over(cast):
    case = people.accepted(cast, at=START)
    with pytest.raises(Refused, match="wrong_state"):
        classify(cast, case, "complaint")
    classify(cast, case, "petition")
    assert case.kind == "petition"


def test_an_explanation_is_owed_in_days_and_once_extended(cast):
    case = taken(cast, "explanation")
    with pytest.raises(Refused, match="not_affected"):
        act("accept", case, cast.head, 1)
    act("accept", case, cast.head, 1, affected=True)
    due = running(case)["explain"].due_on
    act("extend", case, cast.head, 5, number="17/QĐ-UBND", reason="Phức tạp.", criteria=("contents",))
    assert (running(case)["explain"].due_on - due).days >= 14
    with pytest.raises(Refused, match="no_more_extensions"):
        act("extend", case, cast.head, 6, number="18/QĐ-UBND", reason="Phức tạp.", criteria=("contents",))
    act("explain", case, cast.head, 10, number="19/BC-UBND", content="Giải trình.")
    assert (case.state, case.due_on) == ("explained", None)


def test_the_scoreboard_of_complaints_counts_what_was_accepted(cast):
    case = taken(cast, "complaint")
    act("accept", case, cast.head, 1)
    act("decide", case, cast.head, 20)
    first = START.date().replace(day=1)
    scores = duties.scoreboard(from_month=first, until_month=first, on=day(21).date(), key="settle")
    [row] = scores.rows
    assert (row.received, row.met, row.late) == (1, 1, 0)


# What is held


def test_without_a_keeper_no_denunciation_is_taken_in(cast):
    with pytest.raises(Refused, match="no_keeper"):
        taken(cast, "denunciation")
    case = taken(cast, "report")
    with pytest.raises(Refused, match="no_keeper"):
        classify(cast, case, "denunciation")


@pytest.mark.parametrize("who", ["clerk", "handler", "head", "inspector", "overseer", "operator", "stranger"])
def test_a_denunciation_is_not_there_for_anybody_but_its_keeper(cast, who):
    person = keeper(cast)
    case = taken(cast, "denunciation")
    on = timezone.localdate(START)
    by = people.actor(getattr(cast, who), on)
    with pytest.raises(Refused, match="no_such_case"):
        queries.case(case_id=case.pk, by=by, on=on)
    assert not queries.seen_by(case_id=case.pk, by=by)
    with pytest.raises(Refused, match=r"not_yours|no_such_case"):
        cases.identity(case_id=case.pk, purpose="contact", reason="x", by=by, at=day(0))
    with pytest.raises(Refused, match="not_yours"):
        classify(cast, case, "report", getattr(cast, who))
    assert queries.case(case_id=case.pk, by=people.actor(person, on), on=on).may == (
        "classify",
        "name",
        "lift",
        "recuse",
    )


def test_no_list_and_no_count_holds_it(cast):
    keeper(cast)
    case = taken(cast, "denunciation")
    on, by = timezone.localdate(START), people.actor(cast.head)
    chosen = queries.QueueFilter(unit_id=cast.ward.pk)
    assert queries.queue(chosen=chosen, by=by, on=on).rows == ()
    late = queries.counts(unit_id=cast.ward.pk, by=by, on=on + timedelta(days=90))
    assert (late.received, late.late) == (0, 0)
    assert (
        queries.find(chosen=queries.SearchFilter(unit_id=cast.ward.pk, text="đèn đường"), by=by, on=on).rows
        == ()
    )
    assert queries.register(chosen=queries.RegisterFilter(), on=on).rows == ()
    with pytest.raises(Refused, match="no_such_case"):
        queries.public_case(case_id=case.pk, on=on)
    [duty] = running(case).values()
    assert board.board(chosen=Filter(post_id=duty.post_id), own=True).rows == ()
    assert board.counts(post_id=duty.post_id, key="", on=on).later == 0
    assert board.nearest(post_ids=[duty.post_id], limit=9) == ()


def test_its_keeper_lists_it_and_its_denouncer_follows_it(cast):
    person = keeper(cast)
    intake = people.intake(cast.ward, kind="denunciation")
    sent = cases.submit(intake=intake, at=START)
    on = timezone.localdate(START)
    [row] = queries.held(unit_id=cast.ward.pk, by=people.actor(person, on), on=on).rows
    assert row.id == sent.case_id
    with pytest.raises(Refused, match="not_yours"):
        queries.held(unit_id=cast.ward.pk, by=people.actor(cast.head, on), on=on)
    card = queries.status(code=sent.code, on=on)
    assert [one.key for one in card.dates] == ["initial"]


def test_its_log_entries_are_sealed(cast):
    keeper(cast)
    taken(cast, "denunciation")
    assert set(Event.objects.filter(kind="case.received").values_list("visibility", flat=True)) == {"sealed"}


def test_overdue_only_its_keeper_is_told(cast):
    person = keeper(cast)
    case = taken(cast, "denunciation")
    cases.sweep(at=day(40))
    told = set(Notice.objects.filter(template="cases/overdue-clock").values_list("person", flat=True))
    assert told == {f"person:{person.pk}", f"identity:{case.identity_id}"}


def test_found_to_be_a_denunciation_it_leaves_every_hand_and_list(cast):
    person = keeper(cast)
    case = taken(cast, "report")
    assert queries.find(
        chosen=queries.SearchFilter(unit_id=cast.ward.pk, text="đèn"),
        by=people.actor(cast.clerk),
        on=day(0).date(),
    ).rows
    classify(cast, case, "denunciation")
    assert (case.handler_id, case.consent) == (None, False)
    assert not queries.seen_by(case_id=case.pk, by=people.actor(cast.clerk))
    classify(cast, case, "report", person)
    by = people.actor(cast.clerk)
    assert queries.find(
        chosen=queries.SearchFilter(unit_id=cast.ward.pk, text="đèn"), by=by, on=day(0).date()
    ).rows
    assert queries.seen_by(case_id=case.pk, by=by)


def test_the_database_lets_no_denunciation_be_public(cast):
    keeper(cast)
    case = taken(cast, "denunciation")
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(cleared_at=START, consent=True)


def test_the_public_figures_of_complaints_are_apart_from_those_of_petitions(cast, client):
    case = people.received(cast, kind="complaint")
    at = timezone.now()
    cases.take("accept", case_id=case.pk, said=cases.Said(number="1/TB"), by=people.actor(cast.head), at=at)
    board = client.get("/scores?of=complaints").context["board"]
    assert (board.total.received, board.total.running) == (1, 1)
    for asked in ("", "?of=explanations", "?of=nothing"):
        assert client.get(f"/scores{asked}").context["board"].total.received == 0
