"""Server and worker killed at random moments under load; `python -m bench.crash 50` is the long form."""

import random

import pytest

from bench import crash

ROUNDS = 12

pytestmark = pytest.mark.loopback


@pytest.fixture
def trial(tmp_path, monkeypatch):
    """A served ward in a folder of its own, on SQLite whatever the other tests use."""
    for name in ("DATABASE_URL", "HOIAM_DATA"):
        monkeypatch.delenv(name, raising=False)
    return crash.prepare(tmp_path, clients=4)


def test_nothing_acknowledged_is_lost_unproven_or_told_twice(trial):
    luck = random.Random(crash.SEED)
    for _ in range(ROUNDS):
        trial.round(luck)
    assert len(trial.acks) >= ROUNDS
    assert trial.faults() == []
