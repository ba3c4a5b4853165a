"""A reception day noted by mistake is taken back: by whom, until when, and what is left of it everywhere."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from hoiam.desk.cases.actions import logbook
from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.actions import missing
from hoiam.duties import audit, recurring, recurring_cards
from hoiam.duties.models import Duty, Occurrence
from hoiam.journal.models import Event
from hoiam.law.frequencies import Verdict
from hoiam.law.refusal import Refused
from hoiam.ledger import statement
from hoiam.office import owing
from hoiam.office.models import Holder, Post
from tests import cast as people
from tests.desk import reception_story as story

CHAIR, DIALOGUE = "commune_chair", "dialogue_commune"
FIRST, SECOND, THIRD = date(2026, 11, 3), date(2026, 11, 12), date(2026, 11, 20)
DECEMBER = date(2026, 12, 5)
REASON = "Ghi nhầm: hôm đó cấp phó chủ trì."
PAGE = "/desk/reception/"


def at(day, hour=3):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def hold(cast, *days, key=CHAIR, in_person=True, when=None):
    for day in days:
        clerk = people.actor(cast.clerk, when or day)
        story.note(cast.ward, clerk, day, when=at(when or day), key=key, in_person=in_person)


def take_back(cast, day, *, by="head", reason=REASON, when=THIRD):
    reception.take_back(
        post_id=story.chair(cast).pk,
        note_id=Occurrence.objects.get(on=day, taken_back_at=None).pk,
        reason=reason,
        by=people.actor(getattr(cast, by)),
        at=at(when, 9),
    )


def duty(key=CHAIR):
    return Duty.objects.get(post__unit__code="05977", key=key, event_on=date(2026, 11, 1))


def refused(*args, **said):
    with pytest.raises(Refused) as caught:
        take_back(*args, **said)
    return caught.value


@pytest.fixture
def followed(cast):
    """November is followed from its first week on."""
    recurring.keep_up(at=at(date(2026, 11, 2)))
    return cast


# What becomes of the period


def test_a_period_that_was_met_runs_again(followed):
    hold(followed, FIRST, SECOND)
    assert duty().outcome == "met"
    take_back(followed, SECOND)
    assert (duty().outcome, duty().closed_at) == ("", None)
    assert audit.recount() == ()


def test_a_period_that_is_over_becomes_late_since_the_day_after_its_last(followed):
    hold(followed, FIRST, SECOND)
    take_back(followed, SECOND, when=DECEMBER)
    assert duty().outcome == "late"
    assert timezone.localtime(duty().closed_at).date() == date(2026, 12, 1)
    assert audit.recount() == ()


def test_with_days_enough_left_it_stays_met_by_the_day_that_now_completes_it(followed):
    hold(followed, FIRST, SECOND, THIRD)
    take_back(followed, SECOND)
    assert (duty().outcome, timezone.localtime(duty().closed_at).date()) == ("met", THIRD)
    assert audit.recount() == ()


def test_the_day_of_a_deputy_is_taken_back_without_any_effect_on_the_period(followed):
    hold(followed, FIRST, SECOND)
    hold(followed, THIRD, in_person=False)
    before = Duty.objects.values().get(pk=duty().pk)
    take_back(followed, THIRD)
    assert Duty.objects.values().get(pk=duty().pk) == before


def test_the_same_day_can_be_noted_anew(followed):
    hold(followed, FIRST, SECOND)
    take_back(followed, SECOND)
    hold(followed, SECOND, in_person=False, when=THIRD)
    assert duty().outcome == ""
    assert Occurrence.objects.filter(on=SECOND).count() == 2
    hold(followed, THIRD)
    assert duty().outcome == "met"
    assert audit.recount() == ()


def test_the_cards_count_only_what_stands_and_still_show_the_note(followed):
    hold(followed, FIRST, SECOND)
    take_back(followed, SECOND)
    post = owing.head_of(followed.ward.pk)
    november = next(
        card for card in recurring_cards.periods(post, first=date(2026, 11, 1), on=THIRD) if card.key == CHAIR
    )
    assert (november.held, november.verdict) == (1, Verdict.RUNNING)
    newest, oldest = recurring_cards.held(post_id=post.id, limit=5)
    assert oldest.taken_back is None
    assert newest.taken_back == recurring_cards.TakenBack(at(THIRD, 9), followed.head.name, REASON)


def test_a_planned_day_whose_note_is_taken_back_is_missed(followed):
    story.planned(followed, SECOND)
    hold(followed, SECOND)
    assert missing.note(at=at(date(2026, 11, 13))) == 0
    take_back(followed, SECOND)
    assert missing.note(at=at(THIRD, 10)) == 1


# What the log says


@pytest.mark.parametrize(("key", "kind"), [(CHAIR, "session.withdrawn"), (DIALOGUE, "dialogue.withdrawn")])
def test_the_log_says_which_note_and_commits_to_the_reason(followed, key, kind):
    hold(followed, FIRST, key=key)
    take_back(followed, FIRST)
    event = Event.objects.get(kind=kind)
    said = statement.parse(event.statement)
    assert (said.facts["on"], said.facts["chaired"]) == (FIRST.isoformat(), "head")
    assert (said.facts["noted"], said.facts["by"]) == (FIRST.isoformat(), "holder")
    assert (event.visibility, set(said.docs)) == ("public", {"reason"})
    assert followed.head.name not in event.statement
    assert "nhầm" not in event.statement
    assert Occurrence.objects.get().taken_back_by == followed.head


def test_a_period_missed_because_of_it_is_in_the_log_as_missed(followed):
    hold(followed, FIRST, SECOND)
    take_back(followed, SECOND, when=DECEMBER)
    logbook.miss(at=at(DECEMBER, 10))
    said = statement.parse(Event.objects.get(kind="session.missed").statement)
    assert said.facts["from"] == "2026-11-01"


# What is refused


def test_nobody_but_the_holder_takes_it_back(followed):
    hold(followed, FIRST)
    assert refused(followed, FIRST, by="clerk").code == "not_the_holder"
    Holder.objects.filter(post__unit=followed.ward).update(until_on=SECOND)
    assert refused(followed, FIRST).code == "not_the_holder"
    assert refused(followed, FIRST, by="stranger").code == "not_yours"
    assert Occurrence.objects.get().taken_back_at is None


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_it_stays(followed, reason):
    hold(followed, FIRST)
    assert refused(followed, FIRST, reason=reason).code == "reason_needed"
    assert not Event.objects.filter(kind="session.withdrawn").exists()


def test_a_period_that_is_long_closed_stays_as_it_is(followed):
    hold(followed, FIRST)
    too_late = refused(followed, FIRST, when=date(2027, 1, 1))
    assert (too_late.code, too_late.facts["until"]) == ("period_closed", date(2026, 12, 31))
    take_back(followed, FIRST, when=date(2026, 12, 31))


def test_twice_is_refused_and_so_is_a_note_of_another_unit(followed):
    hold(followed, FIRST)
    note_id = Occurrence.objects.get().pk
    said = {"note_id": note_id, "reason": REASON, "at": at(THIRD)}
    ward, other = (Post.objects.get(unit=unit).pk for unit in (followed.ward, followed.other))
    with pytest.raises(Refused, match="no_such_note"):
        reception.take_back(post_id=other, by=people.actor(followed.other_head), **said)
    reception.take_back(post_id=ward, by=people.actor(followed.head), **said)
    with pytest.raises(Refused, match="already_taken_back"):
        reception.take_back(post_id=ward, by=people.actor(followed.head), **said)


# The page


@pytest.fixture
def noted(cast):
    """The day of today, noted by the clerk."""
    today = timezone.localdate()
    story.note(cast.ward, people.actor(cast.clerk), today, when=timezone.now())
    return Occurrence.objects.get()


def page_of(note):
    return reverse("reception:take_back", args=(note.post_id, note.pk))


def test_the_head_takes_it_back_and_the_list_tells(cast, client, noted):
    client.force_login(cast.head)
    assert page_of(noted) in client.get(PAGE).content.decode()
    assert "Rút lại ngày ghi nhầm" in client.get(page_of(noted)).content.decode()
    assert client.post(page_of(noted), {"reason": REASON}).status_code == 302
    page = client.get(PAGE).content.decode()
    for word in ("đã rút lại", REASON, cast.head.name, "0 trên 2"):
        assert word in page
    assert page_of(noted) not in page


def test_a_clerk_is_told_why_not_and_loses_nothing_typed(cast, client, noted):
    client.force_login(cast.clerk)
    assert page_of(noted) not in client.get(PAGE).content.decode()
    response = client.post(page_of(noted), {"reason": REASON})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Chỉ người đang giữ chức vụ mới rút lại được" in page
    assert REASON in page
    english = client.post(f"{page_of(noted)}?lang=en", {"reason": REASON}).content.decode()
    assert "Only whoever holds the post" in english


def test_an_empty_reason_is_asked_for(cast, client, noted):
    client.force_login(cast.head)
    assert client.post(page_of(noted), {"reason": " "}).status_code == 422
    assert Occurrence.objects.get().taken_back_at is None


def test_a_note_of_another_unit_has_no_page(cast, client, noted):
    client.force_login(cast.other_head)
    assert client.get(page_of(noted)).status_code == 404
    client.force_login(cast.inspector)
    assert client.get(page_of(noted)).status_code == 404


def test_the_page_takes_the_same_few_statements(cast, client, noted, django_assert_num_queries):
    client.force_login(cast.head)
    client.get(page_of(noted))
    with django_assert_num_queries(7):
        client.get(page_of(noted))
