"""Servers that a bench or a crash test starts are gone afterwards, whatever happened to the test meanwhile."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from bench import crash, servers

pytestmark = pytest.mark.loopback
PATIENCE = 30.0
PARENT = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a child inherits that
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(float(sys.argv[2]))
"""


def lives(pid):
    """Whether it runs; one that only waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(condition):
    ends = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < ends:
        time.sleep(0.01)
    return condition()


@pytest.fixture
def family(tmp_path):
    """A server that hears no request to end, and its child, which hears none either."""
    made = []

    def make(lasts=600.0):
        told = tmp_path / f"child-{len(made)}"
        process = servers.spawn([sys.executable, "-c", PARENT, str(told), str(lasts)])
        made.append(process)
        assert until(lambda: told.exists() and told.read_text().isdecimal())
        return process, int(told.read_text())

    yield make
    for process in made:
        servers.kill(process)


def fails_with(what, processes):
    with servers.gone_afterwards() as ours:
        for process in processes:
            ours(process)
        raise what


@pytest.mark.parametrize("what", [ZeroDivisionError, KeyboardInterrupt, SystemExit])
def test_a_test_that_fails_or_is_interrupted_leaves_no_server_behind(family, what):
    (first, child), (second, other) = family(), family()
    with pytest.raises(what):
        fails_with(what, (first, second))
    assert {first.returncode, second.returncode} == {-signal.SIGKILL}
    assert until(lambda: not lives(child) and not lives(other))


def test_a_child_whose_parent_is_gone_goes_with_the_group(family):
    process, child = family(lasts=0)
    assert until(lambda: not lives(process.pid))
    assert lives(child)
    servers.end(process)
    assert until(lambda: not lives(child))


def test_who_does_not_end_when_asked_is_killed(family):
    process, child = family()
    servers.end(process, wait=0.05)
    assert process.returncode == -signal.SIGKILL
    assert until(lambda: not lives(child))


def test_ending_goes_through_when_it_is_itself_interrupted(family, monkeypatch):
    process, child = family()
    with monkeypatch.context() as patch:
        patch.setattr(servers.time, "sleep", interrupted)
        with pytest.raises(KeyboardInterrupt):
            servers.end(process)
    assert process.returncode == -signal.SIGKILL
    assert until(lambda: not lives(child))


def test_a_server_that_never_answers_is_gone_when_that_is_said(tmp_path):
    told = tmp_path / "child"
    command = [sys.executable, "-c", PARENT, str(told), "600"]
    with pytest.raises(SystemExit, match="no answer"):
        servers.start(command, servers.free_port(), limit=1.5)
    assert not told.exists() or until(lambda: not lives(int(told.read_text() or 0)))


def test_a_start_that_is_interrupted_leaves_nothing(monkeypatch):
    started = []
    spawn = servers.spawn
    monkeypatch.setattr(servers, "spawn", lambda *a, **k: started.append(spawn(*a, **k)) or started[-1])
    monkeypatch.setattr(servers, "_answers", interrupted)
    with pytest.raises(KeyboardInterrupt):
        servers.start([sys.executable, "-c", "import time; time.sleep(600)"], servers.free_port())
    assert started[0].returncode == -signal.SIGKILL
    with pytest.raises(ProcessLookupError):
        os.killpg(started[0].pid, 0)


def test_a_crash_round_that_fails_in_the_middle_kills_server_and_worker(tmp_path, monkeypatch, family):
    trial = crash.Trial(tmp_path, {}, {}, clients=0)
    (server, served), (worker, working) = family(), family()
    monkeypatch.setattr(trial, "serve", lambda *_words: servers.Started(server, 0, 0))
    monkeypatch.setattr(trial, "work", lambda: worker)
    monkeypatch.setattr(trial, "wait_for_one", interrupted)
    monkeypatch.setattr(crash, "WAITING", 1.0)
    monkeypatch.setattr(crash, "TOGETHER", 0.0)
    with pytest.raises(KeyboardInterrupt):
        trial.round(crash.random.Random(1))
    assert {server.returncode, worker.returncode} == {-signal.SIGKILL}
    assert until(lambda: not lives(served) and not lives(working))


def interrupted(*_args, **_said):
    raise KeyboardInterrupt
