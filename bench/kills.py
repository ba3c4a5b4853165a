"""kill -9 of one of four processes that register events, again and again; then: is the log whole?

    python -m bench.kills [KILLS] [--writers 4] [--database URL]

A watcher keeps every checkpoint it sees. Afterwards an auditor recomputes the log; every checkpoint seen must be
a prefix of it, and every acknowledged event must stand in it once. Exit code 1 and the reasons otherwise. URL is of
an empty PostgreSQL database; without it, SQLite. bench.crash kills whole servers instead.
"""

import argparse
import importlib
import json
import multiprocessing
import random
import sys
import time
from pathlib import Path
from typing import Any

from bench import machine, scratch

KILLS = 200
SEED = 20261124
MOST = 0.15  # seconds between two kills
_fork = multiprocessing.get_context("fork")


class Trial:
    """Processes are forked from this one, which opens neither database nor log itself."""

    def __init__(self, home: Path, writers: int) -> None:
        self.home = home
        self.part: Any = importlib.import_module("bench.kills_parts")
        self.apart("prepare")
        self.watcher = self.start("watch", home)
        self.writers = [self.start("write", home) for _ in range(writers)]

    def start(self, name: str, *values: object) -> Any:
        process = _fork.Process(target=getattr(self.part, name), args=values, daemon=True)
        process.start()
        return process

    def apart(self, name: str, *values: object) -> None:
        process = self.start(name, *values)
        process.join()
        if process.exitcode:
            sys.exit(f"{name} failed")

    def kill(self, luck: random.Random) -> None:
        """End one at a random moment, and have another in its place."""
        time.sleep(luck.uniform(0, MOST))
        at = luck.randrange(len(self.writers))
        self.writers[at].kill()
        self.writers[at].join()
        self.writers[at] = self.start("write", self.home)

    def judged(self) -> dict[str, Any]:
        """Everybody ended, what was left is finished and looked at."""
        for process in (*self.writers, self.watcher):
            process.kill()
            process.join()
        self.apart("judge", self.home)
        found: dict[str, Any] = json.loads((self.home / "verdict").read_text("utf-8"))
        return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kills", type=int, nargs="?", default=KILLS)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--database", default="")
    asked = parser.parse_args(arguments)
    with scratch.django_in("hoiam-kills-", database=asked.database) as folder:
        trial, luck, began = Trial(folder, asked.writers), random.Random(SEED), time.monotonic()
        for _ in range(asked.kills):
            trial.kill(luck)
        verdict = trial.judged()
    faults = verdict.pop("faults")
    verdict = {
        "database": "PostgreSQL" if asked.database else "SQLite",
        "kills": asked.kills,
        "writers": asked.writers,
        "seconds": round(time.monotonic() - began, 1),
        **verdict,
        "faults": len(faults),
    }
    print(machine.show(verdict))
    print("\n".join(faults[:20]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
