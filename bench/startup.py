"""Seconds and CPU from command to first answer, and memory when idle.

python -m bench.startup --port P [--path /] [--repeat 5] [--idle 3] COMMAND [ARGUMENT ...]
"""

import argparse
import json
import statistics
import time
from collections.abc import Mapping, Sequence
from typing import Any

from bench import cpuacct, servers


def measure(
    command: Sequence[str],
    port: int,
    *,
    path: str = "/",
    repeat: int = 5,
    idle: float = 3,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Start it several times; memory is looked at after the first."""
    ups, cpus, memory = [], [], dict[str, float]()
    for _ in range(repeat):
        started = servers.start(command, port, path=path, environment=environment)
        ups.append(started.seconds)
        cpus.append(started.cpu_seconds)
        if not memory:
            time.sleep(idle)
            memory = cpuacct.memory_mb([started.process.pid])
        servers.end(started.process)
    return {
        "first_answer_s": round(statistics.median(ups), 3),
        "min_s": round(min(ups), 3),
        "max_s": round(max(ups), 3),
        "cpu_s": round(statistics.median(cpus), 3),
        "idle": memory,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", default="/")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--idle", type=float, default=3)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    print(
        json.dumps(measure(asked.command, asked.port, path=asked.path, repeat=asked.repeat, idle=asked.idle))
    )


if __name__ == "__main__":
    main()
