"""The figures of a unit and its head, from tallies alone."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from hoiam.duties import actions as duties, queries
from hoiam.duties.audit import recount
from hoiam.duties.models import Duty, Measure, Tally
from hoiam.law import counting
from tests.duties.builders import closed, new, opened

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def noon(on):
    return datetime(on.year, on.month, on.day, 5, tzinfo=UTC)


def board(on=date(2026, 4, 20), **which):
    return queries.scoreboard(from_month=MARCH, until_month=APRIL, on=on, **which)


def story(here, there):
    """Here: one met, one late in April, one running late, one running. There: one met."""
    for number, event in enumerate((date(2026, 3, 2), date(2026, 3, 2), date(2026, 4, 1), date(2026, 4, 8))):
        opened(here, number, event_on=event, due_on=event + timedelta(days=14), at=noon(event))
    opened(there, 9, event_on=MARCH, due_on=APRIL)
    closed(0, at=noon(date(2026, 3, 12)))
    closed(1, at=noon(date(2026, 4, 2)))
    closed(9, at=noon(date(2026, 3, 2)))


def test_it_says_what_came_what_ended_and_what_runs(here, there):
    story(here, there)
    mine, theirs = board().rows
    assert (mine.unit_code, mine.post_title_en, mine.unit_name) == ("05977", "Chairman", "Phường 05977")
    assert (mine.received, mine.met, mine.late, mine.running, mine.running_late) == (4, 1, 1, 2, 1)
    assert (mine.used, mine.allowed) == (10 + 31, 14 + 14)
    assert (theirs.received, theirs.met, theirs.running, theirs.used, theirs.allowed) == (1, 1, 0, 1, 31)


def test_what_runs_is_not_late_on_its_last_day(here, there):
    story(here, there)
    assert [board(on=date(2026, 4, day)).rows[0].running_late for day in (15, 16, 22, 23)] == [0, 1, 1, 2]


def test_every_month_has_a_row(here, there):
    story(here, there)
    months = queries.scoreboard(from_month=date(2026, 2, 27), until_month=MAY, on=MAY).months
    assert [(row.month, row.received, row.met, row.late) for row in months] == [
        (date(2026, 2, 1), 0, 0, 0),
        (MARCH, 3, 2, 0),
        (APRIL, 2, 0, 1),
        (MAY, 0, 0, 0),
    ]


def test_a_year_ends_in_january():
    months = queries.scoreboard(from_month=date(2025, 11, 1), until_month=date(2026, 1, 31), on=MAY).months
    assert [row.month for row in months] == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]


def test_it_can_be_asked_for_some_units_or_below_a_path(here, there):
    story(here, there)
    assert [row.unit_id for row in board(unit_ids=[there.unit_id]).rows] == [there.unit_id]
    assert board(unit_ids=[]).rows == ()
    assert [row.unit_id for row in board(within="/20/05977/").rows] == [here.unit_id]
    assert len(board(within="/20/").rows) == 2
    assert board(within="/2/").rows == ()
    assert sum(row.received for row in board(within="/20/05977/").months) == 4


def test_other_clocks_than_the_answer_can_be_asked_for(here):
    opened(here, key="notice")
    assert board().rows == ()
    assert board(key="notice").rows[0].running == 1


def test_two_statements(here, there, django_assert_num_queries):
    story(here, there)
    with django_assert_num_queries(2):
        board()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="counts the steps of SQLite's machine")
def test_the_number_of_cases_does_not_change_the_work(here, there):
    Tally.objects.bulk_create(cells(here, there, n=3))
    few = steps()
    Tally.objects.all().delete()
    Tally.objects.bulk_create(cells(here, there, n=150))
    Duty.objects.bulk_create(
        Duty(
            **{name: getattr(new(here, number), name) for name in COPIED},
            overdue_at=noon(MAY),
            opened_at=noon(MARCH),
        )
        for number in range(2000)
    )
    assert few * 0.9 <= steps() <= few * 1.1


COPIED = ("unit_id", "post_id", "subject", "subject_id", "key", "rule_id", "event_on", "due_on", "safe_on")


def cells(*posts, n):
    return [
        Tally(key="answer", unit_id=post.unit_id, post_id=post.pk, measure=measure, day=day, n=n)
        for post in posts
        for measure in ("received", "met", "late", "open")
        for day in (MARCH, APRIL)
    ]


def steps():
    """SQLite's own count of what a scoreboard makes it do."""
    ticks = []
    connection.connection.set_progress_handler(lambda: ticks.append(1), 1)
    try:
        board(within="/20/")
    finally:
        connection.connection.set_progress_handler(None, 0)
    return len(ticks)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="reads SQLite's plan")
def test_no_tally_is_read_that_is_not_asked_for():
    with connection.cursor() as cursor:
        for statement, values in asked(within="/20/"):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plan = [row[3] for row in cursor.fetchall()]
            assert not [line for line in plan if line.startswith("SCAN duties_tally")], plan
            assert any("tally_cell" in line or "sqlite_autoindex" in line for line in plan), plan


def asked(**which):
    seen = []

    def note(execute, sql, params, many, context):
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        board(**which)
    return seen


@pytest.mark.parametrize("seed", range(4))
def test_tallies_agree_with_the_duties_after_any_story(here, there, seed):
    chance, at = random.Random(seed), noon(MARCH)
    for _ in range(120):
        at += timedelta(hours=chance.randrange(30))
        wander(chance, at, [here, there])
    assert recount() == ()
    assert Duty.objects.count() > 10


def wander(chance, at, posts):
    on, number, post = duties.local_day(at), chance.randrange(12), chance.choice(posts)
    runs = {card.key for card in queries.of_subject("case", number) if card.open}
    deed = chance.choice(["open", "open", "close", "hand_over", "move", "claim"])
    key = chance.choice(["answer", "notice"])
    due = on + timedelta(days=chance.randrange(1, 20))
    spec = new(post, number, key, event_on=on, due_on=due, counts_receipt=chance.random() < 0.5)
    if deed == "open" and key not in runs:
        duties.open_many(specs=[spec], at=at)
    elif deed == "close":
        closed(number, key, chance.choice(["met", "met", "void", "handed_over"]), at=at)
    elif deed == "hand_over":
        duties.hand_over(specs=[spec], at=at)
    elif deed == "move":
        duties.move(subject="case", subject_id=number, post_id=post.pk, unit_id=post.unit_id, at=at)
    else:
        duties.claim_overdue(at=at, limit=3)


def test_a_wrong_tally_is_found(here):
    opened(here)
    Tally.objects.filter(measure="received").update(n=7)
    [wrong] = recount()
    assert (wrong.measure, wrong.stored, wrong.counted) == ("received", (7, 0, 0, 0), (1, 0, 0, 0))


def test_a_tally_without_duties_is_found(here):
    opened(here)
    Duty.objects.all().delete()
    assert {wrong.counted for wrong in recount()} == {(0, 0, 0, 0)}


def test_the_table_counts_what_the_law_counts():
    assert {one.value for one in counting.Measure} == {one.value for one in Measure}
