"""The page of reception days: what is owed, a day is noted, planned, posted; each goes to the log."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hoiam.desk.cases.actions import reception
from hoiam.duties import recurring
from hoiam.duties.models import Duty, Occurrence, PlannedDay
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.office.models import Holder
from tests import cast as people

PAGE = "/desk/reception/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def clerk(cast, client):
    client.force_login(cast.clerk)
    return client


def send(client, **said):
    return client.post(PAGE, said)


def hold(client, day, key="commune_chair", who="head"):
    return send(client, do="hold", key=key, day=day.strftime("%d/%m/%Y"), who=who)


def test_the_address(cast):
    assert reverse("reception:index") == PAGE


def test_it_shows_what_the_head_owes(clerk, cast):
    page = clerk.get(PAGE).content.decode()
    assert "Lịch tiếp công dân của người đứng đầu" in page
    assert "0 trên 2" in page


def test_a_day_held_in_person_is_noted_and_logged(clerk, cast, today):
    assert hold(clerk, today).status_code == 302
    row = Occurrence.objects.get()
    assert (row.on, row.by_post_holder, row.recorded_by) == (today, True, cast.clerk)
    event = Event.objects.get(kind="session.held")
    assert f"\non {today.isoformat()}\n" in event.statement
    assert "\nchaired head\n" in event.statement
    assert event.visibility == "public"
    assert "1 trên 2" in clerk.get(PAGE).content.decode()


def test_a_day_held_by_a_deputy_does_not_count_and_says_so(clerk, cast, today):
    hold(clerk, today, who="deputy")
    page = clerk.get(PAGE).content.decode()
    assert "không tính cho người đứng đầu" in page
    assert "0 trên 2" in page
    assert "\nchaired deputy\n" in Event.objects.get(kind="session.held").statement


def test_a_dialogue_has_an_entry_of_its_own_kind(clerk, cast, today):
    hold(clerk, today, key="dialogue_commune")
    assert Event.objects.filter(kind="dialogue.held").count() == 1
    assert Duty.objects.get(key="dialogue_commune").outcome == "met"


def test_no_name_stands_in_an_entry(clerk, cast, today):
    hold(clerk, today)
    text = Event.objects.get(kind="session.held").statement
    assert cast.clerk.name not in text
    assert cast.head.name not in text


@pytest.mark.parametrize(("ahead", "words"), [(1, "Ngày này chưa đến"), (-600, "Chức vụ này chưa có")])
def test_a_wrong_day_is_refused_with_words_and_what_was_typed_stays(clerk, cast, today, ahead, words):
    day = today + timedelta(days=ahead)
    response = hold(clerk, day)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert day.strftime("%d/%m/%Y") in page
    assert not Occurrence.objects.exists()


def test_the_same_day_twice_is_refused(clerk, cast, today):
    hold(clerk, today)
    assert "Ngày này đã được ghi" in hold(clerk, today).content.decode()


def test_a_day_without_a_holder_is_refused_with_the_gap(clerk, cast, today):
    Holder.objects.filter(post__unit=cast.ward).update(until_on=today - timedelta(days=3))
    page = hold(clerk, today).content.decode()
    assert "không có người giữ chức vụ" in page


def test_an_empty_form_says_what_is_missing(clerk, cast):
    response = send(clerk, do="hold", key="commune_chair", day="", who="head")
    assert response.status_code == 422
    assert send(clerk, do="plan", day="soon").status_code == 422
    assert send(clerk, do="dance").status_code == 404
    assert send(clerk, do="posted", day="soon").status_code == 404


def test_a_day_is_planned_and_posted_and_both_are_logged(clerk, cast, today):
    day = today + timedelta(days=20)
    assert send(clerk, do="plan", day=day.strftime("%d/%m/%Y")).status_code == 302
    assert "Công bố hôm nay" in clerk.get(PAGE).content.decode()
    assert send(clerk, do="posted", day=day.isoformat()).status_code == 302
    assert PlannedDay.objects.get().posted_on == today
    assert Duty.objects.get(subject="planned_day").outcome == "met"
    assert list(
        Event.objects.filter(kind__in=("session.scheduled", "publication.made"))
        .order_by("id")
        .values_list("kind", flat=True)
    ) == ["session.scheduled", "publication.made"]
    assert send(clerk, do="posted", day=day.isoformat()).status_code == 422


def test_a_day_that_is_past_cannot_be_planned(clerk, cast, today):
    assert "chưa đến" in send(clerk, do="plan", day=today.strftime("%d/%m/%Y")).content.decode()


@pytest.mark.parametrize("who", ["handler", "inspector"])
def test_only_clerk_and_head_have_the_page(cast, client, who):
    client.force_login(getattr(cast, who))
    assert client.get(PAGE).status_code == 404


def test_nobody_notes_a_day_of_another_unit(cast, today):
    with pytest.raises(Refused, match="not_yours"):
        reception.hold(
            unit_id=cast.other.pk,
            key="commune_chair",
            day=today,
            in_person=True,
            by=people.actor(cast.clerk),
            at=timezone.now(),
        )


def test_a_unit_without_a_head_has_no_such_page(cast, client):
    client.force_login(cast.inspector)
    assert client.get(PAGE).status_code == 404
    with pytest.raises(Refused, match="not_yours"):
        reception.plan(
            unit_id=cast.province.pk,
            day=timezone.localdate(),
            by=people.actor(cast.clerk),
            at=timezone.now(),
        )


def test_a_change_of_holder_is_said_to_count_for_nobody(clerk, cast, today):
    first = today.replace(day=1)
    Holder.objects.filter(post__unit=cast.ward).update(until_on=first + timedelta(days=9))
    post = Holder.objects.get(post__unit=cast.ward).post
    Holder.objects.create(post=post, person=cast.other_head, from_on=first + timedelta(days=10))
    assert "thay người giữa kỳ" in clerk.get(PAGE).content.decode()


def test_what_was_never_followed_here_is_not_called_missed(clerk, cast, today):
    assert "chưa thực hiện đủ" not in clerk.get(PAGE).content.decode()
    last_month = today.replace(day=1) - timedelta(days=1)
    since_the_month_before = (today - last_month.replace(day=1)) + timedelta(days=15)
    recurring.keep_up(at=timezone.now() - since_the_month_before)
    recurring.keep_up(at=timezone.now())
    assert clerk.get(PAGE).content.decode().count("chưa thực hiện đủ") == 2


def test_long_histories_are_paged_and_cost_the_same(clerk, cast, today, django_assert_num_queries):
    post = Holder.objects.get(post__unit=cast.ward).post
    for back in range(30):
        Occurrence.objects.create(
            post=post,
            frequency_id="freq.commune_chair.v2",
            on=today - timedelta(days=back),
            by_post_holder=True,
            recorded_at=timezone.now(),
            recorded_by=cast.clerk,
        )
    for ahead in range(1, 4):
        recurring.schedule(
            post_id=post.pk, day=today + timedelta(days=ahead), by=cast.clerk.pk, at=timezone.now()
        )
    clerk.get(PAGE)
    with django_assert_num_queries(10):
        page = clerk.get(PAGE).content.decode()
    oldest = today - timedelta(days=29)
    cursor = Occurrence.objects.get(on=today - timedelta(days=24))
    assert f"?after={cursor.on.isoformat()}.{cursor.pk}" in page
    with django_assert_num_queries(10):
        second = clerk.get(f"{PAGE}?after={cursor.on.isoformat()}.{cursor.pk}").content.decode()
    assert oldest.strftime("%d/%m/%Y") in second


def test_the_page_is_in_english_too(clerk, cast):
    page = clerk.get(f"{PAGE}?lang=en").content.decode()
    assert "Reception days of the head" in page
    assert "0 of 2" in page


def test_the_board_of_duties_names_what_recurs(clerk, cast):
    recurring.keep_up(at=timezone.now())
    page = clerk.get("/desk/board/").content.decode()
    assert "Tiếp công dân" in page or "tiếp công dân" in page
    assert "freq." not in page
