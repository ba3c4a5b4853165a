"""A scratch demonstration and a server of its own: the same programs, started the same way, as an operator would.

Why not live_server: it runs Django's own development handler in this process, with test settings, one database
connection shared by threads and no folder of its own. What is walked here is granian with its threads, the manifest of
static files, the headers, and a log whose checkpoint waits for the disk.
"""

import contextlib
import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HOIAM = str(Path(sys.executable).with_name("hoiam"))
PETITIONS = 84  # one in each month of the year for each unit whose year is shown
STARTS_WITHIN = 120


@dataclass(frozen=True)
class House:
    """A served installation and what the tests know of it."""

    folder: Path
    url: str
    facts: dict[str, Any]

    @property
    def log(self) -> str:
        """What the server has said so far."""
        return (self.folder / "server.log").read_text(encoding="utf-8")

    @property
    def vkey(self) -> str:
        return (self.folder / "log" / "vkey").read_text(encoding="ascii").strip()

    @property
    def password(self) -> str:
        """Of everyone, as the demonstration prints it."""
        said = (self.folder / "build.log").read_text(encoding="utf-8")
        return said.partition("password of everyone: ")[2].split()[0]

    def path(self, template: str) -> str:
        """`/cases/{answered[code]}` with the facts filled in."""
        return template.format(**self.facts["cases"], **{k: v for k, v in self.facts.items() if k != "cases"})


def environment(folder: Path, url: str = "http://localhost:8000", **more: str) -> dict[str, str]:
    """Everything of the installation in one folder; nothing of the caller's but what is named."""
    mine = ("HOIAM_", "DATABASE_", "DJANGO_")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(mine)},
        "HOIAM_DATA": str(folder),
        "HOIAM_URL": url,
        "HOIAM_QUIET_HOURS": "",
        "HOIAM_SITE_NAME": "Tỉnh Lạng Sơn (trình diễn)",
        "PYTHONPATH": str(ROOT),
        **more,
    }


def hoiam(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One command of the installation, with all it says."""
    return subprocess.run(
        [HOIAM, *arguments],
        env=environment(folder, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def build(folder: Path, petitions: int = PETITIONS) -> None:
    """The demonstration and a case in every state; what was said lies beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    made = hoiam(folder, "build-demo", "--limit", str(petitions))
    assert made.returncode == 0, made.stdout + made.stderr
    (folder / "build.log").write_text(made.stdout + made.stderr, encoding="utf-8")
    staged = subprocess.run(
        [sys.executable, "-m", "tests.walks.stage"],
        env=environment(folder),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert staged.returncode == 0, staged.stderr
    (folder / "stage.log").write_text(staged.stderr, encoding="utf-8")
    (folder / "facts.json").write_text(staged.stdout, encoding="utf-8")


def built_for_run(temporary: Any, worker: str) -> Path:
    """One for all processes of a test run; WALKS_DEMO names a folder that keeps it from run to run."""
    base = Path(temporary.getbasetemp())
    kept = os.environ.get("WALKS_DEMO")
    return built_once(Path(kept) if kept else (base if worker == "master" else base.parent) / "demonstration")


def build_ahead(temporary: Any, worker: str) -> None:
    """The same, early; what goes wrong is told to the test that needs it, which tries again."""
    with contextlib.suppress(AssertionError, OSError):
        built_for_run(temporary, worker)


def built_once(folder: Path) -> Path:
    """Build it, unless another process of the same run has done so or is doing so."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "facts.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            build(folder)
    return folder


def copied(built: Path, to: Path) -> Path:
    """A copy to be changed. What SQLite keeps beside the file while somebody reads comes and goes: left out."""
    return Path(shutil.copytree(built, to, ignore=shutil.ignore_patterns("*-wal", "*-shm")))


@contextlib.contextmanager
def served(folder: Path, *, port: int = 0, **more: str) -> Iterator[House]:
    """`hoiam serve` on the folder, until the caller is done."""
    port = port or free_port()
    url = f"http://localhost:{port}"
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [HOIAM, "serve", "--port", str(port)],
            env=environment(folder, url, **more),
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        try:
            wait_for(port, server)
            yield House(folder, url, json.loads((folder / "facts.json").read_text(encoding="utf-8")))
        finally:
            server.terminate()
            server.wait(timeout=STARTS_WITHIN)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Until the port answers."""
    deadline = time.monotonic() + STARTS_WITHIN
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server does not start; see server.log in its folder")
