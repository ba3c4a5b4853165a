"""The answer: drafted point by point, proposed, sent back or approved, and how it looks as a letter."""

import hashlib

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Point, Step
from hoiam.duties import queries as duties
from hoiam.files import queries as files
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.notices.models import Notice
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def save(case, by, *texts, version=None, at=NOW, **said):
    return cases.save_points(
        case_id=case.pk,
        version=version or case.version,
        points=people.points(*texts, **said),
        by=people.actor(by),
        at=at,
    )


def act(event, case, by, **said):
    given = {"case_id": case.pk, "version": case.version, "by": people.actor(by), "at": NOW, **said}
    return getattr(cases, event)(**given)


def refused(event, case, by, **said):
    with pytest.raises(Refused) as caught:
        act(event, case, by, **said)
    return caught.value


def test_an_unfinished_draft_is_kept(cast):
    case = people.accepted(cast)
    version = save(case, cast.handler, "Đèn đường", ground="", next_step="")
    assert version == case.version + 1
    kept = Point.objects.get(case=case)
    assert (kept.number, kept.text, kept.ground) == (1, "Đèn đường", "")


def test_points_are_numbered_in_their_order(cast):
    case = people.accepted(cast)
    version = save(case, cast.handler, "a", "b", "c")
    save(case, cast.handler, "c", "a", version=version)
    assert list(Point.objects.filter(case=case).order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize("who", ["clerk", "second_handler", "inspector", "overseer", "operator", "stranger"])
@pytest.mark.parametrize("event", ["save_points", "propose"])
def test_only_the_assigned_handler_and_the_head_draft(cast, who, event):
    case = people.accepted(cast)
    more = {"points": people.points()} if event == "save_points" else {}
    assert refused(event, case, getattr(cast, who), **more).code == "not_yours"


@pytest.mark.parametrize("who", ["clerk", "handler", "second_handler", "inspector", "stranger"])
@pytest.mark.parametrize("event", ["approve", "rework"])
def test_only_the_head_decides(cast, who, event):
    case = people.proposed(cast)
    more = {"reason": "x"} if event == "rework" else {}
    assert refused(event, case, getattr(cast, who), **more).code == "not_yours"


def test_a_handler_who_saves_from_an_old_page_is_told(cast):
    case = people.accepted(cast)
    save(case, cast.handler, "a")
    assert refused("save_points", case, cast.handler, points=people.points("b")).code == "changed_meanwhile"
    assert Point.objects.get(case=case).text == "a"


def test_the_history_says_who_drafted_last_in_one_line_a_stretch(cast):
    case = people.accepted(cast)
    version = save(case, cast.handler, "a")
    version = save(case, cast.handler, "b", version=version)
    save(case, cast.head, "c", version=version)
    drafts = Step.objects.filter(case=case, event="draft").order_by("id")
    assert [step.by_id for step in drafts] == [cast.handler.pk, cast.head.pk]


@pytest.mark.parametrize(
    ("texts", "code"),
    [([" "], "point_without_text"), (["x"] * 31, "too_many_points")],
    ids=["empty", "too many"],
)
def test_a_draft_has_points_with_texts_and_not_too_many(cast, texts, code):
    case = people.accepted(cast)
    assert refused("save_points", case, cast.handler, points=people.points(*texts)).code == code


def test_a_contested_point_stays_and_keeps_what_the_citizen_said(cast):
    case = people.contested(cast)
    gone = refused("save_points", case, cast.handler, points=people.points("chỉ một nội dung"))
    assert (gone.code, gone.facts["number"]) == ("contested_point_gone", 2)
    swapped = [cases.PointDraft(number=2, text="Rác"), cases.PointDraft(number=1, text="Đèn")]
    act("save_points", case, cast.handler, points=swapped)
    first = Point.objects.get(case=case, number=1)
    assert (first.text, first.contested, first.contest_reason) == ("Rác", True, "Chưa nêu thời hạn.")


def test_what_lacks_something_is_not_proposed(cast):
    case = people.accepted(cast)
    assert refused("propose", case, cast.handler).code == "no_points"
    version = save(case, cast.handler, "Đèn", "Rác", ground="", decision="maybe")
    lacking = refused("propose", case, cast.handler, version=version)
    assert lacking.code == "points_incomplete"
    assert set(lacking.facts["missing"]) == {(1, "decision"), (1, "ground"), (2, "decision"), (2, "ground")}


def test_what_lies_before_the_head_is_not_changed(cast):
    case = people.proposed(cast)
    assert case.state == "proposed"
    assert refused("save_points", case, cast.handler, points=people.points()).code == "wrong_state"


def test_the_head_sends_a_draft_back_with_a_reason(cast):
    case = people.proposed(cast)
    assert refused("rework", case, cast.head, reason=" ").code == "reason_needed"
    act("rework", case, cast.head, reason="Nêu rõ thời hạn.")
    case.refresh_from_db()
    assert case.state == "accepted"
    assert Notice.objects.filter(person=f"person:{cast.handler.pk}", template="cases/rework").count() == 1


def test_an_approved_reply_is_frozen_numbered_and_sent(cast):
    case = people.proposed(cast)
    reply = act("approve", case, cast.head)
    case.refresh_from_db()
    assert (case.state, case.due_on, case.answered_at, case.reply_id) == ("answered", None, NOW, reply.pk)
    assert reply.number == "01/UBND-TCD"
    assert [point["number"] for point in reply.points] == [1, 2]
    assert {duty.outcome for duty in duties.of_subject("case", case.pk)} == {"met"}
    assert Notice.objects.filter(person=f"identity:{case.identity_id}", template="cases/replied").count() == 1
    assert Event.objects.filter(kind="case.replied").count() == 1
    letter = next(
        file for file in files.of_owner(owner="case", owner_id=case.pk) if file.id == reply.letter_id
    )
    pdf = files.read(token=letter.token, clean=True).data
    assert pdf.startswith(b"%PDF-")
    assert hashlib.sha256(pdf).digest() == letter.sha256


def test_approved_twice_it_goes_out_once(cast):
    case = people.proposed(cast)
    act("approve", case, cast.head)
    assert refused("approve", case, cast.head).code == "changed_meanwhile"
    case.refresh_from_db()
    assert refused("approve", case, cast.head).code == "wrong_state"
    assert case.replies.count() == 1


def test_letters_of_a_unit_are_numbered_through_the_year(cast):
    numbers = [people.answered(cast).reply.number for _ in range(2)]
    assert numbers == ["01/UBND-TCD", "02/UBND-TCD"]


def test_the_letter_can_be_seen_before_anything_is_signed(cast):
    case = people.proposed(cast)
    for who in (cast.handler, cast.head, cast.clerk):
        assert cases.preview(case_id=case.pk, by=people.actor(who), at=NOW).startswith(b"%PDF-")
    assert not case.replies.exists()
    assert not files.of_owner(owner="case", owner_id=case.pk)


def test_who_has_no_part_in_it_sees_no_letter(cast):
    case = people.proposed(cast)
    for who in (cast.second_handler, cast.stranger, cast.overseer, cast.operator):
        with pytest.raises(Refused, match="not_yours"):
            cases.preview(case_id=case.pk, by=people.actor(who), at=NOW)
    with pytest.raises(Refused, match="no_such_case"):
        cases.preview(case_id=999, by=people.actor(cast.head), at=NOW)


def test_without_points_there_is_no_letter(cast):
    case = people.accepted(cast)
    with pytest.raises(Refused, match="no_points"):
        cases.preview(case_id=case.pk, by=people.actor(cast.handler), at=NOW)
