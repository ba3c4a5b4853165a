"""Copies of one process: begun anew when one ends, asked to finish and waited for, gone with whom they came from."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from multiprocessing import get_context

import pytest

from hoiam.config import tending as house

PATIENCE = 30.0
PARTS = """
import os, pathlib, signal, sys, threading
from functools import partial
from hoiam.config import tending

home, soon, *names = sys.argv[1:]
tending.SOON = float(soon)

def stay(name):
    asked = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked.set())
    (pathlib.Path(home) / f"{name}-{os.getpid()}").touch()
    threading.Thread(target=asked.wait).start()
    asked.wait()
    (pathlib.Path(home) / f"{name}-{os.getpid()}").write_text("finished")

def fall(name):
    raise ZeroDivisionError(name)

sys.exit(tending.tend({name: partial(fall if name == "falls" else stay, name) for name in names}))
"""


def until(condition):
    ends = time.monotonic() + PATIENCE
    while not (met := condition()) and time.monotonic() < ends:
        time.sleep(0.01)
    return met


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def tended(tmp_path):
    """A process that tends parts of these names; which of them are there, by name; and which finished."""
    with contextlib.ExitStack() as stack:

        def begin(*names, soon=0.0):
            process = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", PARTS, str(tmp_path), str(soon), *names], start_new_session=True
                )
            )
            stack.callback(lambda: process.poll() is None and os.killpg(process.pid, signal.SIGKILL))
            return process

        yield begin


@pytest.fixture
def pids(tmp_path):
    def told(name):
        return sorted(int(mark.name.partition("-")[2]) for mark in tmp_path.glob(f"{name}-*"))

    return told


@pytest.fixture
def finished(tmp_path):
    return lambda: {
        mark.name.partition("-")[0] for mark in tmp_path.iterdir() if mark.read_text() == "finished"
    }


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_each_part_finishes_what_it_is_at(tended, pids, finished, sign):
    process = tended("one", "two", soon=PATIENCE)
    assert until(lambda: pids("one") and pids("two"))
    process.send_signal(sign)
    assert (process.wait(PATIENCE), finished()) == (0, {"one", "two"})
    assert not any(lives(pid) for pid in pids("one") + pids("two"))


def test_what_is_killed_is_begun_anew_and_the_rest_stays(tended, pids, finished):
    process = tended("one", "two")
    assert until(lambda: pids("one") and pids("two"))
    for _ in range(3):
        before = pids("one")
        os.kill(next(pid for pid in before if lives(pid)), signal.SIGKILL)
        assert until(lambda before=before: len(pids("one")) == len(before) + 1)
        assert not any(lives(pid) for pid in before)
    assert len(pids("two")) == 1
    assert (process.poll(), finished()) == (None, set())


def test_when_a_part_cannot_stay_all_end_and_the_exit_says_so(tended, pids, finished):
    process = tended("one", "falls", soon=PATIENCE)
    assert process.wait(PATIENCE) == 1
    assert finished() == ({"one"} if pids("one") else set())
    assert not any(lives(pid) for pid in pids("one"))


def test_parts_go_with_whom_they_came_from(tended, pids, finished):
    process = tended("one", "two")
    assert until(lambda: pids("one") and pids("two"))
    process.kill()
    assert process.wait(PATIENCE) == -signal.SIGKILL
    assert until(lambda: finished() == {"one", "two"})


def deaf(ready):
    """Hears no request to end, as a server may that was asked twice at once."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    ready.set()
    while True:
        signal.pause()


def test_a_part_that_does_not_end_when_asked_is_ended(monkeypatch):
    monkeypatch.setattr(house, "PATIENCE", 0.2)
    copies = get_context("fork")
    ready = copies.Event()
    part = copies.Process(target=deaf, args=(ready,))
    part.start()
    assert ready.wait(20)
    house._end([part])
    assert part.exitcode == -signal.SIGKILL
