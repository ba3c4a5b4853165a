"""Start a server command, wait for its first answer, end or kill its whole tree: none of it outlives who started it."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    try:
        while time.perf_counter() - began < limit and process.poll() is None:
            if _answers(port, path, limit):
                return Started(process, time.perf_counter() - began, cpuacct.cpu_seconds([process.pid]))
            time.sleep(0.02)
    except BaseException:
        kill(process)
        raise
    kill(process)
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


@contextlib.contextmanager
def gone_afterwards() -> Iterator[Callable[["subprocess.Popen[bytes]"], "subprocess.Popen[bytes]"]]:
    """Whatever happens inside, each process that is handed over is dead when this is left, and all that it started."""
    with contextlib.ExitStack() as stack:

        def ours(process: "subprocess.Popen[bytes]") -> "subprocess.Popen[bytes]":
            stack.callback(kill, process)
            return process

        yield ours


def end(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM, wait: float = 10) -> None:
    """Send the signal to every process of the tree, wait, then kill what is left of it and of its group."""
    try:
        pids = cpuacct.tree([process.pid])
        _send(pids, how)
        until = time.monotonic() + wait
        while (left := {pid for pid in pids if _lives(pid)}) and time.monotonic() < until:
            time.sleep(0.01)
        _send(left, signal.SIGKILL)
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Its whole process group at once, children whose parent is gone too; the process is reaped only then.

    `spawn` made the group: until its leader is reaped no other group can have that number.
    """
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _send(pids: set[int], how: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, how)


def _lives(pid: int) -> bool:
    """Whether it runs; one that only waits to be reaped does not."""
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
