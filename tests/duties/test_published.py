"""The tallies and the lines of the log give the same figures after any story; an older database is filled in."""

import random
from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction

from hoiam.duties import actions as duties, figures, published, succession, telling
from hoiam.duties.audit import recount
from hoiam.duties.models import Duty, Tally
from hoiam.law import told
from hoiam.office.models import Unit
from tests.duties.builders import closed, opened
from tests.duties.test_scoreboard import MARCH, MAY, noon, wander

pytestmark = pytest.mark.django_db
KEPT = "{}"


def chain(post_id):
    return f"post-{post_id}"


def file_of(table):
    return told.spelled(table, kept=KEPT, log="x.example/log", on=MAY)


def of_log():
    with transaction.atomic():
        while telling.take(limit=7, chain_of=chain):
            pass
    return told.recount(telling.told(chain_of=chain), on=MAY)


def live(chance, at, posts):
    """What may happen to duties: as in the story of the scoreboard, and besides."""
    number, post = chance.randrange(12), chance.choice(posts)
    said = {"subject": "case", "subject_id": number}
    deed = chance.choice(["wander", "wander", "wander", "field", "transfer", "succeed", "refuse", "again"])
    runs = Duty.objects.filter(subject_id=number, key="answer", closed_at=None).exists()
    if deed == "field":
        duties.set_field(**said, field=chance.choice(["land", "utility", ""]))
    elif deed == "transfer":
        duties.move(**said, post_id=post.pk, unit_id=post.unit_id, at=at, event="transfer")
    elif deed == "succeed":
        succession.follow(**said, post_id=post.pk, unit_id=post.unit_id, since=duties.local_day(at), at=at)
    elif deed == "refuse":
        ends = {"outcome": "met", "event": "refuse"}
        duties.close(**said, keys=["answer"], at=at, on=duties.local_day(at), **ends)
    elif deed == "again" and not runs:
        opened(post, number, at=at, opened_by="contest", counts_receipt=False)
    else:
        wander(chance, at, posts)


@pytest.mark.parametrize("seed", range(4))
def test_tallies_and_lines_give_the_same_bytes_after_any_story(here, there, seed):
    chance, at = random.Random(seed), noon(MARCH)
    Unit.objects.filter(pk=there.unit_id).update(valid_from=date(2026, 3, 20))
    for _ in range(150):
        at += timedelta(hours=chance.randrange(20))
        live(chance, at, [here, there])
    assert file_of(of_log()) == file_of(published.table(on=MAY, chain_of=chain))
    assert recount() == ()


def test_what_is_held_and_what_lapses_is_in_no_tally(here):
    opened(here, 1, subject="held")
    opened(here, 2, key="effect", lapses=True)
    assert not Tally.objects.exists()


def test_an_older_database_is_counted_anew(here):
    opened(here, 1)
    closed(1, at=noon(date(2026, 3, 10)))
    Tally.objects.all().delete()
    fill = import_module("hoiam.duties.migrations.0003_counted").fill
    fill(apps, SimpleNamespace(connection=connection))
    assert recount() == ()
    assert Tally.objects.filter(measure="spent", bucket=8, n=1).exists()


def test_an_empty_database_needs_nothing(db):
    fill = import_module("hoiam.duties.migrations.0003_counted").fill
    fill(apps, SimpleNamespace(connection=connection))
    assert not Tally.objects.exists()


SPAN = (date(2026, 3, 1), date(2026, 4, 1))


def test_one_office_kind_by_kind(here, there, django_assert_num_queries):
    opened(here, 1)
    opened(here, 2, key="promise", opened_by="contest")
    opened(there, 3)
    closed(1, at=noon(date(2026, 3, 16)))
    with django_assert_num_queries(1):
        found = figures.by_kind(unit_id=here.unit_id, span=SPAN, on=MAY)
    assert set(found) == {"answer", "promise"}
    assert (found["answer"].in_time, found["answer"].last_day, found["answer"].received) == (1, 1, 1)
    assert (found["promise"].running, found["promise"].running_late, found["promise"].reopened) == (1, 1, 1)
    assert figures.by_kind(unit_id=here.unit_id, span=SPAN, on=MAY, post_id=there.pk) == {}
    assert figures.spent(unit_id=here.unit_id, span=SPAN, post_id=here.pk) == {"answer": {14: 1}}
    assert figures.by_month(unit_id=here.unit_id, span=SPAN)[MARCH].in_time == 1


def test_a_year_that_is_over_knows_nothing_of_later_duties(here):
    opened(here, 1)
    opened(here, 2, due_on=date(2026, 5, 10), safe_on=date(2026, 5, 10))
    later, over = date(2026, 7, 1), (date(2026, 1, 1), date(2026, 4, 30))
    found = figures.by_kind(unit_id=here.unit_id, span=over, on=later)["answer"]
    assert (found.running, found.running_late) == (1, 1)
    everything = figures.by_kind(unit_id=here.unit_id, span=(over[0], later), on=later)["answer"]
    assert (everything.running, everything.running_late) == (2, 2)
    _kind, beside = figures.standing(keys=("answer",), span=over, on=later)["05977"]
    assert beside.running_late == 1
    assert figures.due_by(over, later) == date(2026, 4, 30)
    assert figures.due_by((over[0], date(2026, 1, 31)), later) == date(2026, 1, 31)
    assert figures.due_by((over[0], later), later) == date.max


def test_units_beside_each_other(here, there, django_assert_num_queries):
    opened(here, 1)
    opened(there, 2)
    closed(1, at=noon(date(2026, 3, 16)))
    with django_assert_num_queries(1):
        found = figures.standing(keys=("answer", "promise"), span=SPAN, on=MAY)
    assert {code: (kind, one.in_time, one.running_late) for code, (kind, one) in found.items()} == {
        "05977": ("ward", 1, 0),
        "06040": ("ward", 0, 1),
    }
