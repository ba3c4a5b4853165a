"""What pages cost, counted once per run: at 1,000 cases and at 50,000, by a program in a process of its own."""

import fcntl
import json
import subprocess
import sys

import pytest

from tests.shape.source import ROOT

SIZES = ("1000", "50000")


@pytest.fixture(scope="session")
def growth(tmp_path_factory, worker_id):
    """Looks by page and size; test processes of one run share one measurement."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "growth.json"
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            command = [sys.executable, "-W", "ignore", "-m", "bench.growth", "--sizes", ",".join(SIZES)]
            done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr[-2000:]
            shared.write_text(done.stdout, encoding="utf-8")
    return json.loads(shared.read_text(encoding="utf-8"))
