"""What the citizen does with the code: rate once, contest single points, take the matter back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Point
from hoiam.duties import queries as duties
from hoiam.law.refusal import Refused
from hoiam.notices.models import Notice
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()


def refused(action, case, **said):
    with pytest.raises(Refused) as caught:
        action(case_id=case.pk, at=NOW, **said)
    return caught.value.code


def test_a_reply_is_rated_once(cast):
    case = people.answered(cast)
    cases.rate(case_id=case.pk, score=4, comment="Cảm ơn", at=NOW)
    case.reply.refresh_from_db()
    assert (case.reply.score, case.reply.comment) == (4, "Cảm ơn")
    assert refused(cases.rate, case, score=5, comment="") == "already_rated"


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_rating_is_one_to_five(cast, score):
    assert refused(cases.rate, people.answered(cast), score=score, comment="") == "score_out_of_range"


def test_nothing_to_rate_before_the_reply(cast):
    assert refused(cases.rate, people.received(cast), score=3, comment="") == "wrong_state"


def test_a_contested_point_is_open_again_and_the_others_keep_their_answer(cast):
    case = people.answered(cast)
    cases.contest(case_id=case.pk, numbers=(2, 2), reason="Chưa nêu thời hạn.", at=NOW)
    case.refresh_from_db()
    kept, contested = Point.objects.filter(case=case).order_by("number")
    assert case.state == "contested"
    assert (kept.decision, kept.contested) == ("accepted", False)
    assert (contested.decision, contested.ground, contested.next_step, contested.contested) == (
        "",
        "",
        "",
        True,
    )
    running = [duty for duty in duties.of_subject("case", case.pk) if duty.open]
    assert [(duty.key, duty.event_on) for duty in running] == [("answer", TODAY)]
    assert case.due_on == running[0].safe_on
    told = set(Notice.objects.filter(template="cases/contested").values_list("person", flat=True))
    assert told == {f"person:{cast.handler.pk}", f"person:{cast.head.pk}"}


@pytest.mark.parametrize(
    ("numbers", "reason", "code"),
    [((), "x", "no_points"), ((3,), "x", "unknown_point"), ((1,), " ", "reason_needed")],
)
def test_what_is_contested_is_a_point_of_the_reply_with_a_reason(cast, numbers, reason, code):
    assert refused(cases.contest, people.answered(cast), numbers=numbers, reason=reason) == code


def test_a_case_answered_again_gets_a_second_letter(cast):
    case = people.contested(cast)
    by = people.actor(cast.handler)
    version = cases.save_points(case_id=case.pk, version=case.version, points=people.points(), by=by, at=NOW)
    cases.propose(case_id=case.pk, version=version, by=by, at=NOW)
    reply = cases.approve(case_id=case.pk, version=version + 1, by=people.actor(cast.head), at=NOW)
    assert (reply.round, case.replies.count()) == (2, 2)


@pytest.mark.parametrize("state", ["received", "accepted", "proposed", "contested"])
def test_a_running_matter_is_taken_back_without_a_reason(cast, state):
    case = getattr(people, state)(cast)
    cases.withdraw(case_id=case.pk, reason="", at=NOW + timedelta(hours=2))
    case.refresh_from_db()
    assert (case.state, case.outcome, case.due_on) == ("withdrawn", "withdrawn", None)
    assert not [duty for duty in duties.of_subject("case", case.pk) if duty.open]


def test_an_answered_matter_cannot_be_taken_back(cast):
    assert refused(cases.withdraw, people.answered(cast), reason="") == "wrong_state"
