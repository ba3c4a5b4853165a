import subprocess
import sys

import dev


def test_a_step_is_done_again_only_when_what_it_reads_has_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(dev, "VENV", tmp_path)
    lock, done = tmp_path / "lock", []

    def step():
        return dev.once("packages", lambda: done.append(1), [lock])

    lock.write_text("a")
    assert [step(), step()] == [True, False]
    lock.write_text("b")
    assert [step(), step()] == [True, False]
    assert len(done) == 2


def test_a_step_that_failed_is_tried_again(tmp_path, monkeypatch):
    monkeypatch.setattr(dev, "VENV", tmp_path)

    def fail():
        raise subprocess.CalledProcessError(1, ["npm"])

    for _ in range(2):
        try:
            dev.once("assets", fail, [])
        except subprocess.CalledProcessError:
            continue
        raise AssertionError


def test_an_older_python_is_told_so():
    pretend = "import sys; sys.version_info = (3, 10, 0); sys.argv = ['dev.py']; import dev"
    told = subprocess.run(
        [sys.executable, "-c", pretend], cwd=dev.ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert told.stderr == "Hồi Âm needs Python 3.11 or newer; this is 3.10.\n"


def test_every_command_is_described():
    told = subprocess.run(
        [sys.executable, "dev.py", "?"], cwd=dev.ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 2
    commands = ("setup", "demo", "test", "check", "fix", "bench", "lock")
    assert all(f"    {name} " in told.stdout for name in commands)


def test_a_check_says_how_it_went(capsys):
    assert dev.checked("fine", [sys.executable, "-c", "print('quiet')"], {})
    assert not dev.checked("bad", [sys.executable, "-c", "print('why'); raise SystemExit(1)"], {})
    first, second, why, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith("OK")
    assert second.startswith("failed")
    assert why == "why"
