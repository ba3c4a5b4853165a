"""CPU seconds and memory of whole process trees, read from /proc (Linux).

A tree is named by the pid of its root. CPU is what every live process of it used, plus what their ended and reaped
children used.
"""

import contextlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def _stat(pid: int) -> tuple[int, tuple[int, ...]]:
    """Parent, and utime, stime, cutime, cstime in ticks."""
    rest = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return int(rest[1]), tuple(int(x) for x in rest[11:15])


def tree(roots: Iterable[int]) -> set[int]:
    """Every process under these."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                children.setdefault(_stat(int(entry.name))[0], []).append(int(entry.name))
    seen: set[int] = set()
    todo = list(roots)
    while todo:
        pid = todo.pop()
        if pid not in seen and (PROC / str(pid)).exists():
            seen.add(pid)
            todo += children.get(pid, [])
    return seen


def cpu_seconds(roots: Iterable[int]) -> float:
    """Seconds of CPU that the trees have used since they began."""
    total = 0
    for pid in tree(roots):
        with contextlib.suppress(OSError):
            total += sum(_stat(pid)[1])
    return total / TICK


def memory_mb(roots: Iterable[int]) -> dict[str, float]:
    """Resident and proportional set size of the trees, in MB."""
    sums = {"Rss": 0, "Pss": 0}
    pids = tree(roots)
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
                name, _, value = line.partition(":")
                if name in sums:
                    sums[name] += int(value.split()[0])
    return {
        "rss_mb": round(sums["Rss"] / 1024, 1),
        "pss_mb": round(sums["Pss"] / 1024, 1),
        "processes": len(pids),
    }


def spin_ms() -> float:
    """CPU ms of a fixed piece of pure Python, best of three: how fast this core is at this moment.

    On a shared core the same work takes more CPU time when the neighbours are busy; a figure divided by this can be
    compared with that of another moment or machine.
    """
    best = float("inf")
    for _ in range(3):
        began, counts = time.process_time(), dict[int, int]()
        for i in range(60000):
            counts[i & 1023] = counts.get(i & 511, 0) + (i * 7) % 13
        best = min(best, (time.process_time() - began) * 1000)
    return round(best, 2)
