"""Start a server command, wait for its first answer, end or kill its whole tree."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import cpuacct

SERVED = frozenset({200, 201, 204, 301, 302, 303, 401, 403})
PORT_WAIT = 5.0


@dataclass(frozen=True)
class Started:
    """A server that has answered: its process, seconds and CPU seconds until then."""

    process: subprocess.Popen[bytes]
    seconds: float
    cpu_seconds: float


def free_port() -> int:
    """One that nobody listens on at the moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def start(
    command: Sequence[str],
    port: int,
    *,
    path: str = "/",
    environment: Mapping[str, str] | None = None,
    log: Path | None = None,
    limit: float = 120,
) -> Started:
    """Run it in a session of its own, and ask until it serves. SystemExit when it never does."""
    _wait_for_port(port)
    began = time.perf_counter()
    process = spawn(command, environment=environment, log=log)
    while time.perf_counter() - began < limit and process.poll() is None:
        if _answers(port, path, limit):
            return Started(process, time.perf_counter() - began, cpuacct.cpu_seconds([process.pid]))
        time.sleep(0.02)
    end(process, signal.SIGKILL)
    raise SystemExit(f"no answer on port {port}: {' '.join(command)}")


def spawn(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, log: Path | None = None
) -> subprocess.Popen[bytes]:
    """Without waiting for anything; output goes to the end of `log`."""
    with (log or Path(os.devnull)).open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )


def end(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM, wait: float = 10) -> None:
    """Send the signal to every process of the tree, wait, then kill what is left of it."""
    pids = cpuacct.tree([process.pid])
    _send(pids, how)
    until = time.monotonic() + wait
    while (left := {pid for pid in pids if _lives(pid, process)}) and time.monotonic() < until:
        time.sleep(0.01)
    _send(left, signal.SIGKILL)
    process.wait()


def _send(pids: set[int], how: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, how)


def _lives(pid: int, process: subprocess.Popen[bytes]) -> bool:
    if pid == process.pid:
        return process.poll() is None
    try:
        return (cpuacct.PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _answers(port: int, path: str, limit: float) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=limit)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return answer.status in SERVED


def _wait_for_port(port: int) -> None:
    """A killed server's last thread may hold the port for a moment."""
    until = time.monotonic() + PORT_WAIT
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise SystemExit(f"port {port} is in use")
