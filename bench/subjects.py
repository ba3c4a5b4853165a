"""What is measured: Hồi Âm and its peer, each with a folder of cases, a command that serves it and its variables."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench import load, servers

ROOT = Path(__file__).resolve().parent.parent
SCENARIOS = ROOT / "bench" / "scenarios"
PEER_HOME = Path("/tmp/hoiam-bench-peer")  # noqa: S108 - an environment that is made anew when it is gone
PEER_PACKAGES = ("django-helpdesk", "granian")


@dataclass
class Subject:
    """One product that is served."""

    name: str
    scenario: load.Scenario
    command: list[str]
    environment: Mapping[str, str]
    extra: dict[str, str] = field(default_factory=dict)
    companion: list[str] = field(default_factory=list)
    port: int = 0
    pids: list[int] = field(default_factory=list)
    started: list[servers.Started] = field(default_factory=list)

    def start(self) -> None:
        """Server, and whatever else it needs all the time."""
        self.port = servers.free_port()
        command = [word.format(port=self.port) for word in self.command]
        first = servers.start(command, self.port, environment=self.environment)
        self.started, self.pids = [first], [first.process.pid]
        if self.companion:
            process = servers.spawn(self.companion, environment=self.environment)
            self.started.append(servers.Started(process, 0, 0))
            self.pids.append(process.pid)

    def stop(self) -> None:
        for one in reversed(self.started):
            servers.end(one.process)
        self.started, self.pids = [], []

    def measure(self, op: str, **limits: object) -> dict[str, object]:
        """One run of one operation, warm in every thread of the server."""
        limits.setdefault("warm", 20)
        asked = load.Run(self.scenario, op, self.port, self.pids, extra=dict(self.extra), **limits)  # type: ignore[arg-type]
        return load.measure(asked)


def hoiam(folder: Path, size: int, *, texts: int = 500, together: bool = False) -> Subject:
    """A new installation with `size` cases, with its worker: another service, or the same."""
    if not (folder / "bench.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        command = [
            sys.executable,
            "-m",
            "bench.fill",
            str(size),
            "--texts",
            str(texts),
            "--data",
            str(folder),
        ]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    program = str(Path(sys.executable).parent / "hoiam")
    return Subject(
        "hoiam",
        load.scenario(SCENARIOS / "hoiam.json"),
        [program, "run" if together else "serve", "--port", "{port}"],
        {"HOIAM_DATA": str(folder.absolute())},
        json.loads((folder / "bench.json").read_text(encoding="utf-8")),
        [] if together else [program, "worker"],
    )


def helpdesk(folder: Path, size: int, *, texts: int = 500) -> Subject:
    """django-helpdesk from PyPI in an environment of its own, with the same cases."""
    python = PEER_HOME / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEER_HOME)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PEER_PACKAGES], check=True)
    environment = {"PEER_DATA": str(folder.absolute()), "DJANGO_SETTINGS_MODULE": "bench.peer.settings"}
    if not (folder / "peer.sqlite3").exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["env", *(f"{name}={value}" for name, value in environment.items()), str(python)]
        command += ["-m", "bench.peer.load", str(size), "--texts", str(texts)]
        subprocess.run(command, cwd=ROOT, check=True)
    serve = [str(PEER_HOME / "bin" / "granian"), "--interface", "wsgi", "--port", "{port}", "--workers", "1"]
    serve += ["--blocking-threads", "8", "--log-level", "error", "bench.peer.wsgi:application"]
    return Subject(
        "django-helpdesk",
        load.scenario(SCENARIOS / "django_helpdesk.json"),
        serve,
        environment | {"PYTHONPATH": str(ROOT)},
    )
