"""The process that makes the files of open data: one at a time, heard when it fails, ended with the worker."""

import time

import pytest

from hoiam.config import publishing

LONG = "import time; time.sleep(60)"


@pytest.fixture
def published(monkeypatch):
    """What the worker has, with another program in the place of the command."""
    one = publishing.Publishing()
    yield lambda program: (monkeypatch.setattr(publishing, "_CALL", program), one)[1]
    one.end()


def settled(one):
    """Whether it was over within some seconds."""
    until = time.monotonic() + 30
    while not one.look():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def test_nothing_runs_before_it_is_begun_and_nothing_is_left_when_it_is_over(published, caplog):
    one = published("pass")
    assert one.look()
    one.begin()
    assert settled(one)
    assert caplog.messages == []


def test_one_that_fails_is_heard_and_the_next_one_runs(published, caplog):
    one = published("import sys; sys.exit(3)")
    one.begin()
    assert settled(one)
    assert caplog.messages == ["open data: not everything could be made (3)"]
    one.begin()
    assert settled(one)
    assert len(caplog.messages) == 2


def test_while_one_runs_no_other_is_begun_and_it_ends_with_the_worker(published):
    one = published(LONG)
    one.begin()
    first = one._running
    one.begin()
    assert one._running is first
    one.end()
    assert first.returncode is not None


def test_one_that_does_not_hear_is_killed(published, monkeypatch):
    monkeypatch.setattr(publishing, "PATIENCE", 0.2)
    one = published(
        f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); {LONG}"
    )
    one.begin()
    time.sleep(0.5)
    one.end()
    assert one._running.returncode is not None
    one.end()
