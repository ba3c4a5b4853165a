"""Cover entries are entries like all others, come at random and open to the auditor."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from hoiam.journal import covers, openings, queries
from hoiam.journal.models import Event
from hoiam.ledger import receipt, statement
from hoiam.ledger.tiles import Reader
from tests.journal import builders
from tests.journal.builders import AT, recorded

RATE = 5.0


def run(seconds, seed=7, per_minute=RATE):
    """The worker's part, in a time of its own; the moments at which something was added."""
    now, moments = [0.0], []

    def stopped(pause):
        now[0] += pause
        return now[0] > seconds

    def clock():
        moments.append(now[0])
        return AT + timedelta(seconds=now[0])

    added = covers.keep(per_minute=per_minute, source=random.Random(seed), stopped=stopped, clock=clock)
    assert added == len(moments)
    return moments


@pytest.mark.django_db
def test_the_same_source_gives_the_same_moments(log):
    assert run(120) == run(120) != run(120, seed=8)


def test_they_are_a_poisson_process():
    source = random.Random(20261124)
    pauses = [covers.pause(per_minute=RATE, source=source) for _ in range(20_000)]
    mean = sum(pauses) / len(pauses)
    assert mean == pytest.approx(60 / RATE, rel=0.03)
    longer = [pause - mean for pause in pauses if pause > mean]
    assert sum(longer) / len(longer) == pytest.approx(mean, rel=0.05)  # no memory of how long one waited
    assert min(pauses) >= 0


@pytest.mark.parametrize("rate", [0, -1])
def test_there_is_no_rate_below_nothing(rate):
    with pytest.raises(ValueError, match=str(rate)):
        covers.pause(per_minute=rate, source=random.Random(1))


@pytest.mark.django_db
def test_each_is_published_and_opens_to_the_auditor_alone(log):
    recorded()
    run(60)
    found = Event.objects.filter(kind=covers.KIND)
    assert found.count() > 1
    for one in found.select_related("vault"):
        opening = receipt.parse_opening(openings.text_of(one).encode())
        assert opening.commitment == bytes(one.entry)[-32:]
        assert statement.parse(opening.statement).kind == "log.cover"
        assert one.index is not None
        assert not (log / "openings" / str(one.index)).exists()
        assert queries.receipt_of(event_id=one.pk).verified


@pytest.mark.django_db
def test_nobody_can_tell_them_from_anything_else(log):
    recorded()
    run(60)
    recorded(kind="case.refused", visibility="sealed")
    size = Event.objects.count()
    entries = Reader(log).entries(0, size)
    assert {len(entry) for entry in entries} == {41}
    assert len({entry[:9] for entry in entries}) == 1
    assert len(set(entries)) == size


@pytest.mark.django_db
def test_one_that_fails_is_not_the_last(log, monkeypatch):
    builders.failing(monkeypatch, covers.journal, "append")
    added = covers.keep(
        per_minute=RATE,
        source=random.Random(1),
        stopped=_twice(),
        clock=lambda: AT,
    )
    assert added == 1


def _twice():
    answers = iter([False, False, True])
    return lambda _: next(answers)


@pytest.mark.django_db
def test_they_are_a_chain_in_order_of_time(log):
    run(60)
    moments = [statement.parse(one.statement).at for one in Event.objects.filter(vault_id=covers.REF)]
    assert all(before <= after for before, after in pairwise(moments))
