"""Overdue duties are given out once, whoever asks and how often."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from hoiam.duties import actions as duties
from hoiam.duties.models import Duty
from tests.duties.builders import AT, DUE, closed, opened, post

MIDNIGHT = datetime(2026, 3, 16, 17, 0, tzinfo=UTC)  # in Lạng Sơn, after the last day


def claimed(at, limit=10):
    return [card.subject_id for card in duties.claim_overdue(at=at, limit=limit)]


@pytest.mark.django_db
def test_nothing_is_overdue_on_the_last_day_and_all_of_it_right_after(here):
    opened(here)
    assert claimed(MIDNIGHT - timedelta(microseconds=1)) == []
    assert claimed(MIDNIGHT) == [1]


@pytest.mark.django_db
def test_what_was_claimed_is_not_claimed_again(here):
    opened(here)
    assert claimed(MIDNIGHT) == [1]
    assert claimed(MIDNIGHT + timedelta(days=30)) == []


@pytest.mark.django_db
def test_what_was_closed_is_not_claimed(here):
    opened(here)
    closed()
    assert claimed(MIDNIGHT) == []


@pytest.mark.django_db
def test_the_longest_overdue_come_first_and_no_more_than_asked(here):
    for number in range(4):
        opened(here, number, due_on=DUE - timedelta(days=number))
    assert claimed(MIDNIGHT, limit=2) == [3, 2]
    assert claimed(MIDNIGHT, limit=9) == [1, 0]


@pytest.mark.django_db
def test_a_new_holder_hears_of_it_again(here, there):
    opened(here)
    assert claimed(MIDNIGHT) == [1]
    duties.move(subject="case", subject_id=1, post_id=there.pk, unit_id=there.unit_id, at=MIDNIGHT)
    assert claimed(MIDNIGHT) == [1]


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_never_both_get_a_row():
    here = post("05977")
    for number in range(40):
        opened(here, number)
    got, start = [[], []], threading.Barrier(2)

    def sweep(mine):
        start.wait()
        while found := claimed(MIDNIGHT, limit=3):
            mine += found
        connection.close()

    threads = [threading.Thread(target=sweep, args=(mine,)) for mine in got]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got[0] + got[1]) == list(range(40))
    assert not Duty.objects.filter(noticed_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_two_closers_count_the_end_once():
    here = post("05977")
    for number in range(20):
        opened(here, number)
    got, start = [[], []], threading.Barrier(2)

    def close(mine):
        start.wait()
        mine += [number for number in range(20) if closed(number, at=AT)]
        connection.close()

    threads = [threading.Thread(target=close, args=(mine,)) for mine in got]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got[0] + got[1]) == list(range(20))
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(n) FROM duties_tally WHERE measure = 'met'")
        assert cursor.fetchone()[0] == 20
