"""How many flushes to disk stand behind an acknowledgement, alone and in a crowd (strace, on Linux).

    python -m bench.durability [--clients 1,16] [--ops 200] [--keep DIR]

Targets: 2.2 alone (the case, then its published checkpoint), 0.5 at 16 clients.
"""

import argparse
import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import cpuacct, load, subjects

TARGETS = {1: 2.2, 16: 0.5}
CALL = re.compile(r"\b(fsync|fdatasync|sync_file_range|msync|syncfs)\(")
ATTACH = 1.5


def count(subject: subjects.Subject, clients: int, ops: int, start: int) -> dict[str, Any]:
    """Attach strace to the running server and its worker, submit, and count calls."""
    with tempfile.NamedTemporaryFile("r", suffix=".strace") as file:
        command = [
            "strace",
            "-f",
            "-q",
            "-o",
            file.name,
            "-e",
            "trace=fsync,fdatasync,sync_file_range,msync,syncfs",
        ]
        command += [word for pid in sorted(cpuacct.tree(subject.pids)) for word in ("-p", str(pid))]
        tracer = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(ATTACH)
        before = len(CALL.findall(file.read()))
        run = load.Run(
            subject.scenario,
            "submit",
            subject.port,
            [],
            clients,
            120,
            ops,
            ops,
            start,
            dict(subject.extra),
            0,
        )
        figures = load.measure(run)
        time.sleep(ATTACH / 3)
        tracer.send_signal(signal.SIGINT)
        tracer.wait()
        file.seek(0)
        calls = len(CALL.findall(file.read())) - before
    target = TARGETS.get(clients)
    each = round(calls / max(1, figures["ops"]), 2)
    return {
        "clients": clients,
        "acknowledged": figures["ops"],
        "errors": figures["errors"],
        "flushes": calls,
        "each": each,
        "target": target,
        "reached": target is None or each <= target,
    }


def ready() -> None:
    """Have strace, or get it where that is allowed. SystemExit without it."""
    if not shutil.which("strace"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "strace"], check=False, stdout=subprocess.DEVNULL)
    if not shutil.which("strace"):
        sys.exit("bench.durability needs strace (on Debian: apt-get install strace).")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", default="1,16")
    parser.add_argument("--ops", type=int, default=200)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(arguments)
    ready()
    with tempfile.TemporaryDirectory(prefix="hoiam-flush-") as scratch:
        subject = subjects.hoiam((asked.keep or Path(scratch)) / "hoiam", 100, texts=100)
        subject.start()
        try:
            for turn, clients in enumerate(map(int, asked.clients.split(","))):
                print(
                    json.dumps(
                        count(subject, clients, asked.ops, int(time.time()) * 1000 + turn * 1_000_000)
                    ),
                    flush=True,
                )
        finally:
            subject.stop()


if __name__ == "__main__":
    main()
