"""The page of an office shows what its head owes in person: held, not held, not assessed; the same few statements."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.desk.reception import actions as reception
from hoiam.duties import recurring
from hoiam.duties.models import Occurrence
from hoiam.office.models import Holder
from tests import cast as people
from tests.desk import reception_story as story

pytestmark = pytest.mark.django_db
PAGE = "/scores/05977"
RUNNING = "đang trong kỳ"


def shown(client, language="vi", query=""):
    client.cookies["lang"] = language
    return unescape(client.get(PAGE + query).content.decode())


def hold(cast, day, *, in_person=True):
    story.note(cast.ward, people.actor(cast.clerk), day, when=timezone.now(), in_person=in_person)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", ("1 trên 2", RUNNING, "chưa thực hiện đủ")), ("en", ("1 of 2", "still running", "not held"))],
)
def test_held_running_and_missed_periods_are_shown(client, cast, today, language, words):
    recurring.keep_up(at=timezone.now() - timedelta(days=62))
    recurring.keep_up(at=timezone.now())
    hold(cast, today)
    page = shown(client, language)
    for word in words:
        assert word in page


def test_a_day_of_a_deputy_and_a_note_taken_back_do_not_count(client, cast, today):
    hold(cast, today, in_person=False)
    assert "0 trên 2" in shown(client)
    deputy = Occurrence.objects.get()
    take_back = {"post_id": story.chair(cast).pk, "reason": "Ghi nhầm.", "by": people.actor(cast.head)}
    reception.take_back(note_id=deputy.pk, at=timezone.now(), **take_back)
    hold(cast, today)
    assert "1 trên 2" in shown(client)
    noted = Occurrence.objects.get(taken_back_at=None)
    reception.take_back(note_id=noted.pk, at=timezone.now(), **take_back)
    page = shown(client)
    assert "0 trên 2" in page
    assert "Ghi nhầm" not in page


def test_a_change_of_holder_is_said_to_count_for_nobody(client, cast, today):
    first = today.replace(day=1)
    Holder.objects.filter(post__unit=cast.ward).update(until_on=first + timedelta(days=9))
    post = Holder.objects.get(post__unit=cast.ward).post
    Holder.objects.create(post=post, person=cast.other_head, from_on=first + timedelta(days=10))
    assert "thay người giữa kỳ" in shown(client)


def test_what_was_never_followed_is_not_called_missed(client, cast):
    assert "chưa thực hiện đủ" not in shown(client)


def test_another_year_shows_its_own_periods(client, cast, today):
    hold(cast, today)
    assert "1 trên 2" in shown(client, query=f"?period={today.year}")
    before = shown(client, query=f"?period={today.year - 1}")
    assert "1 trên 2" not in before
    assert RUNNING not in before


def test_it_takes_the_same_statements_however_many_periods(client, cast, today):
    counts = []
    for back in (62, 0):
        recurring.keep_up(at=timezone.now() - timedelta(days=back))
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 13
