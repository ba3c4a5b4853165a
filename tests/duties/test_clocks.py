"""A duty is opened, closed, handed over, moved."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from hoiam.duties import actions as duties, queries
from hoiam.duties.audit import recount
from hoiam.duties.models import Duty, Tally
from tests.duties.builders import AT, DUE, EVENT, closed, new, opened

pytestmark = pytest.mark.django_db


def tallies(**wanted):
    """Without how many days were spent: tests/duties/test_figures.py."""
    rows = Tally.objects.filter(**wanted).exclude(n=0).exclude(measure="spent")
    return {(row.unit_id, row.measure, row.day): (row.n, row.used, row.allowed) for row in rows}


def local(year, month, day, hour=0, minute=0):
    """A moment by the clock in Lạng Sơn (UTC+7)."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def test_an_open_duty_is_counted_at_its_last_day_and_as_received(here):
    opened(here)
    assert tallies() == {
        (here.unit_id, "open", DUE): (1, 0, 0),
        (here.unit_id, "received", date(2026, 3, 1)): (1, 0, 0),
    }


def test_only_what_counts_a_receipt_is_counted_as_received(here):
    opened(here, key="notice")
    assert tallies() == {(here.unit_id, "open", DUE): (1, 0, 0)}


def test_it_becomes_overdue_when_the_last_day_ends_here(here):
    opened(here)
    assert Duty.objects.get().overdue_at == local(2026, 3, 17)


def test_two_clocks_are_opened_with_one_insert_and_one_tally(here, django_assert_num_queries):
    specs = [new(here, key="answer"), new(here, key="notice")]
    with transaction.atomic(), django_assert_num_queries(2):
        duties.open_many(specs=specs, at=AT)
    assert [card.key for card in queries.of_subject("case", 1)] == ["answer", "notice"]


def test_nothing_to_open_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        duties.open_many(specs=[], at=AT)


def test_a_key_is_open_once(here):
    opened(here)
    with pytest.raises(IntegrityError), transaction.atomic():
        opened(here)
    assert tallies()[here.unit_id, "open", DUE] == (1, 0, 0)


def test_a_key_may_be_open_again_once_closed(here):
    opened(here)
    closed()
    opened(here)
    assert [card.outcome for card in queries.of_subject("case", 1)] == ["met", ""]


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        (local(2026, 3, 2, 9), "met"),
        (local(2026, 3, 16, 23, 59), "met"),
        (local(2026, 3, 17, 0, 0), "late"),
        (local(2026, 3, 17, 6, 59), "late"),  # 16 March still, in UTC
    ],
)
def test_it_is_met_on_the_last_day_and_late_on_the_next(here, at, outcome):
    opened(here)
    closed(at=at)
    [card] = queries.of_subject("case", 1)
    assert (card.outcome, card.closed_at) == (outcome, at)
    used = (duties.local_day(at) - EVENT).days
    assert tallies(measure__in=["met", "late", "open"]) == {
        (here.unit_id, outcome, date(2026, 3, 1)): (1, used, 14)
    }


def test_the_end_is_counted_in_the_month_of_closing(here):
    opened(here)
    closed(at=local(2026, 4, 1))
    assert tallies(measure="late") == {(here.unit_id, "late", date(2026, 4, 1)): (1, 30, 14)}


def test_closing_says_which_keys_were_open(here):
    opened(here, key="notice")
    both = {"subject": "case", "subject_id": 1, "keys": ["notice", "answer"], "outcome": "met"}
    on = duties.local_day(AT)
    assert duties.close(**both, at=AT, on=on) == {"notice"}
    assert duties.close(**both, at=AT, on=on) == frozenset()
    assert recount() == ()


def test_closing_takes_one_update_and_one_tally(here, django_assert_num_queries):
    opened(here)
    with transaction.atomic(), django_assert_num_queries(2):
        closed()


def test_closing_no_key_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        duties.close(subject="case", subject_id=1, keys=[], outcome="met", at=AT, on=date(2026, 3, 2))


def test_the_day_of_closing_must_be_the_local_day_of_its_moment(here):
    opened(here)
    with pytest.raises(ValueError, match="local day"):
        closed(at=local(2026, 3, 17), on=date(2026, 3, 16))


def test_what_is_void_is_counted_neither_met_nor_late(here):
    opened(here)
    closed(outcome="void", at=local(2026, 5, 1))
    assert {measure for _, measure, _ in tallies()} == {"received", "void"}


def test_a_handed_over_duty_leaves_its_receipt_to_the_next(here):
    opened(here)
    later = new(here, event_on=date(2026, 3, 9), due_on=date(2026, 4, 9), counts_receipt=False)
    duties.hand_over(specs=[later], at=AT)
    old, card = queries.of_subject("case", 1)
    assert (old.outcome, card.outcome, card.due_on) == ("handed_over", "", date(2026, 4, 9))
    assert tallies() == {
        (here.unit_id, "open", date(2026, 4, 9)): (1, 0, 0),
        (here.unit_id, "received", date(2026, 3, 1)): (1, 0, 0),
    }
    assert recount() == ()


def test_handing_over_what_is_not_open_just_opens(here):
    duties.hand_over(specs=[new(here)], at=AT)
    assert [card.open for card in queries.of_subject("case", 1)] == [True]
    assert recount() == ()


def test_a_moved_duty_keeps_its_days_and_is_counted_elsewhere(here, there):
    opened(here)
    opened(here, key="notice")
    duties.move(subject="case", subject_id=1, post_id=there.pk, unit_id=there.unit_id, at=AT, keys=["answer"])
    cards = {card.key: card for card in queries.of_subject("case", 1)}
    assert (cards["answer"].post_id, cards["answer"].due_on) == (there.pk, DUE)
    assert cards["notice"].post_id == here.pk
    assert set(tallies(key="answer")) == {
        (there.unit_id, "open", DUE),
        (there.unit_id, "received", date(2026, 3, 1)),
    }
    assert recount() == ()


def test_moving_all_takes_what_is_open_and_not_there_yet(here, there):
    opened(here, key="notice")
    closed(key="notice")
    opened(here)
    for _ in range(2):
        duties.move(subject="case", subject_id=1, post_id=there.pk, unit_id=there.unit_id, at=AT)
    assert {card.key: card.post_id for card in queries.of_subject("case", 1)} == {
        "notice": here.pk,
        "answer": there.pk,
    }
    assert recount() == ()


def test_a_post_sees_its_open_duties_by_last_day_page_by_page(here, there):
    for number in range(5):
        opened(here, number, due_on=DUE + timedelta(days=number % 2))
    opened(there, 9)
    closed(4)
    first = queries.of_post(post_id=here.pk, limit=3)
    rest = queries.of_post(post_id=here.pk, limit=3, after=(first[-1].due_on, first[-1].id))
    assert [card.subject_id for card in (*first, *rest)] == [0, 2, 1, 3]


def test_a_card_knows_whether_it_is_late(here):
    opened(here)
    [card] = queries.of_subject("case", 1)
    assert (card.late(on=DUE), card.late(on=DUE + timedelta(days=1))) == (False, True)
    closed(at=local(2026, 3, 20))
    [card] = queries.of_subject("case", 1)
    assert card.late(on=DUE)
