"""Clocks that decisions stop, resume and extend; those that lapse; and what no list shows."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from hoiam.duties import actions as duties, owed, queries, standing
from hoiam.duties.models import STANDS_STILL, Duty, Tally
from hoiam.law.refusal import Refused
from tests.duties import builders

pytestmark = pytest.mark.django_db
ACCEPTED = date(2026, 8, 3)


def at(day):
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=timezone.get_default_timezone())


def settling(rule_id="kn.settle1", due=date(2026, 9, 3)):
    """A complaint accepted on 3 August: its thirtieth day is 2 September, a holiday."""
    post = builders.post("05977")
    builders.opened(
        post, key="settle", rule_id=rule_id, event_on=ACCEPTED, due_on=due, safe_on=due, at=at(ACCEPTED)
    )
    return post


def signed(day, number="1/QĐ-UBND", **changes):
    said = {
        "subject": "case",
        "subject_id": 1,
        "keys": {"settle"},
        "number": number,
        "on": day,
        "at": at(day),
    }
    return standing.Signed(**{**said, **changes})


def row():
    return Duty.objects.get()


def running():
    return {cell.day: cell.n for cell in Tally.objects.filter(measure="open", n__gt=0)}


def test_suspended_with_sixteen_days_left_it_ends_sixteen_days_after_it_is_resumed():
    settling()
    [moved] = standing.stop(signed(date(2026, 8, 17)))
    assert moved.after == STANDS_STILL == row().due_on
    assert running() == {STANDS_STILL: 1}
    [moved] = standing.resume(signed(date(2026, 9, 14)))
    assert (moved.before, moved.after) == (STANDS_STILL, date(2026, 9, 29))
    assert running() == {date(2026, 9, 29): 1}
    assert [one["sign"] for one in row().signs] == ["stop", "resume"]


def test_while_it_stands_still_nobody_is_late():
    settling()
    standing.stop(signed(date(2026, 8, 17)))
    assert duties.claim_overdue(at=at(date(2027, 8, 17)), limit=9) == []
    [card] = queries.of_subject("case", 1)
    assert card.stopped
    assert not card.late(on=date(2027, 8, 17))


@pytest.mark.parametrize(
    ("rule_id", "day", "code"),
    [
        ("kn.accept.v2", date(2026, 8, 4), "clock_cannot_stop"),
        ("kn.settle1", date(2026, 8, 2), "stop_before_event"),
        ("kn.settle1", date(2026, 10, 2), "stop_after_limit"),
    ],
)
def test_what_cannot_be_stopped_is_not(rule_id, day, code):
    settling(rule_id)
    with pytest.raises(Refused, match=code):
        standing.stop(signed(day))
    assert row().due_on == date(2026, 9, 3)


def test_it_is_not_stopped_twice_nor_resumed_while_it_runs():
    settling()
    with pytest.raises(Refused, match="resume_without_stop"):
        standing.resume(signed(date(2026, 8, 17)))
    standing.stop(signed(date(2026, 8, 17)))
    with pytest.raises(Refused, match="already_stopped"):
        standing.stop(signed(date(2026, 8, 18)))
    with pytest.raises(Refused, match="decision_needed"):
        standing.resume(signed(date(2026, 8, 18), number=" "))


def test_found_complex_it_has_its_longer_limit_with_the_days_it_stood_still():
    settling()
    standing.stop(signed(date(2026, 8, 17)))
    standing.resume(signed(date(2026, 8, 27)))
    [moved] = standing.extend(signed(date(2026, 8, 28), found=frozenset({"complex"})))
    assert (moved.rule_id, moved.after) == ("kn.settle1_complex", date(2026, 9, 28))


def test_an_extension_counts_on_from_the_unrolled_limit_and_only_as_often_as_the_law_knows():
    settling("gt.explain", due=date(2026, 8, 18))
    [moved] = standing.extend(signed(date(2026, 8, 10)))
    assert moved.after == date(2026, 9, 3)
    with pytest.raises(Refused, match="no_more_extensions"):
        standing.extend(signed(date(2026, 8, 11)))


def test_an_extension_signed_too_late_is_refused():
    settling("gt.explain", due=date(2026, 8, 18))
    with pytest.raises(Refused, match="extension_too_late"):
        standing.extend(signed(date(2026, 8, 30)))


def test_what_lapses_passes_without_anybody_being_late():
    post = builders.post("05977")
    builders.opened(post, key="effect", lapses=True)
    later = builders.AT + timedelta(days=90)
    assert duties.claim_overdue(at=later, limit=9) == []
    builders.closed(key="effect", at=later)
    assert row().outcome == "met"


def test_what_is_held_and_what_lapses_stands_on_no_board():
    post = builders.post("05977")
    builders.opened(post, key="effect", lapses=True)
    builders.opened(post, key="initial", subject="held")
    builders.opened(post, key="notice")
    listed = owed.listed(owed.Filter(post_id=post.pk), limit=9)
    assert [one.key for one in listed] == ["notice"]
    assert [one.key for one in owed.nearest(post_ids=[post.pk], limit=9)] == ["notice"]
    assert owed.counts(post_id=post.pk, key="", on=builders.EVENT).later == 1


def test_given_up_a_duty_no_longer_counts_as_received():
    post = builders.post("05977")
    builders.opened(post)
    builders.opened(post, key="notice")
    duties.give_up(subject="case", subject_id=1, at=builders.AT)
    assert set(Duty.objects.values_list("outcome", flat=True)) == {"handed_over"}
    assert all(cell.n == 0 for cell in Tally.objects.all())
