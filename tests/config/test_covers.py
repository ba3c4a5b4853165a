"""The worker's own part in cover entries."""

import pytest
from django.utils import timezone

from hoiam.config.commands import worker
from hoiam.journal import actions as journal, covers
from hoiam.journal.models import Event


class Stop:
    """Asks to go on so many times."""

    def __init__(self, times):
        self.left, self.pauses = times, []

    def wait(self, seconds):
        self.pauses.append(seconds)
        self.left -= 1
        return self.left < 0


@pytest.mark.django_db
def test_it_adds_one_after_each_pause_until_it_is_stopped(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's own is in a transaction
    settings.HOIAM_LOG_DIR, settings.HOIAM_COVER_PER_MINUTE = tmp_path / "log", 6.0
    journal.open_log(at=timezone.now())
    stop = Stop(3)
    worker._covers(stop)
    assert Event.objects.filter(kind=covers.KIND).exclude(index=None).count() == 3
    assert len(set(stop.pauses)) == 4
    assert all(pause > 0 for pause in stop.pauses)


def test_there_are_none_unless_the_operator_asks(settings):
    assert settings.HOIAM_COVER_PER_MINUTE == 0
