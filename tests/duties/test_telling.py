"""Every duty is told to the log as it stands, once; whatever changes it has it told again."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from hoiam.duties import actions as duties, telling
from hoiam.duties.models import Duty
from tests.duties.builders import AT, DUE, EVENT, at, closed, new, opened

pytestmark = pytest.mark.django_db


def chain(post_id):
    return f"post-{post_id}"


def take(limit=500):
    with transaction.atomic():
        return telling.take(limit=limit, chain_of=chain)


def test_a_new_duty_is_told_once(here):
    opened(here)
    [line] = take()
    assert (line.unit, line.post, line.kind) == ("05977", chain(here.pk), "answer")
    assert (line.event, line.due, line.received, line.opened) == (
        "2026-03-02",
        "2026-03-16",
        "2026-03-02",
        "2026-03-02",
    )
    assert (line.closed, line.outcome, line.began) == ("", "", "2025-07-01")
    assert take() == []


def test_a_line_keeps_its_name_when_it_is_told_again(here):
    opened(here)
    [before] = take()
    closed(outcome="met", at=at(date(2026, 3, 10)))
    [after] = take()
    assert after.token == before.token
    assert (after.closed, after.outcome) == ("2026-03-10", "met")


def test_names_do_not_count_up(here):
    opened(here, 1)
    opened(here, 2)
    assert len({line.token for line in take()}) == 2
    assert all(len(token) == 16 for token in Duty.objects.values_list("token", flat=True))


@pytest.mark.parametrize(
    "change",
    [
        lambda here, there: closed(at=at(date(2026, 3, 5))),
        lambda here, there: duties.hand_over(
            specs=[new(here, due_on=DUE + timedelta(days=9))], at=at(date(2026, 3, 5))
        ),
        lambda here, there: duties.move(
            subject="case", subject_id=1, post_id=there.pk, unit_id=there.unit_id, at=AT
        ),
        lambda here, there: duties.give_up(subject="case", subject_id=1, at=AT),
        lambda here, there: duties.set_field(subject="case", subject_id=1, field="land"),
    ],
    ids=["closed", "handed over", "moved", "given up", "of a field"],
)
def test_whatever_changes_it_has_it_told_again(here, there, change):
    opened(here)
    take()
    change(here, there)
    assert telling.waiting()
    assert take()


def test_being_reminded_of_changes_nothing(here):
    opened(here)
    take()
    duties.claim_overdue(at=at(date(2026, 4, 1)), limit=5)
    assert not telling.waiting()


def test_what_is_held_and_what_lapses_is_never_told(here):
    opened(here, 1, subject="held")
    opened(here, 2, key="effect", lapses=True)
    assert not telling.waiting()
    assert take() == []
    assert list(telling.told(chain_of=chain)) == []


def test_it_is_told_in_batches_of_any_size(here):
    for number in range(5):
        opened(here, number)
    assert [len(take(limit=2)) for _ in range(4)] == [2, 2, 1, 0]


@transaction.atomic
def cut_off():
    telling.take(limit=500, chain_of=chain)
    raise RuntimeError


def test_a_telling_that_fails_leaves_all_of_it_to_be_told(here):
    opened(here)
    with pytest.raises(RuntimeError):
        cut_off()
    assert len(take()) == 1


def test_what_passes_on_leaves_a_row_with_whoever_owed_it(here, there):
    opened(here)
    duties.move(
        subject="case", subject_id=1, post_id=there.pk, unit_id=there.unit_id, at=AT, event="transfer"
    )
    lines = {line.unit: line for line in take()}
    assert (lines["05977"].outcome, lines["05977"].ended_by) == ("handed_over", "transfer")
    assert (lines["06040"].outcome, lines["06040"].received) == ("", EVENT.isoformat())
    assert lines["05977"].token != lines["06040"].token
