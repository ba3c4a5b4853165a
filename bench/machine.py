"""The facts of a machine without which a figure says nothing."""

import os
import platform
import sqlite3
import statistics
import tempfile
import time
from importlib import metadata
from pathlib import Path

from bench import cpuacct

PACKAGES = ("django", "granian", "cryptography")


def facts(folder: Path | None = None) -> dict[str, object]:
    """CPU, cores, load, disk, versions, and how fast a core is right now."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "spin_ms": cpuacct.spin_ms(),
        "fsync_ms": fsync_ms(folder or Path(tempfile.gettempdir())),
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: metadata.version(name) for name in PACKAGES},
    }


def fsync_ms(folder: Path, times: int = 40) -> float:
    """Median of making one appended kilobyte durable."""
    waits = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(times):
            file.write(b"x" * 1024)
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            waits.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(waits), 2)


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def show(found: dict[str, object]) -> str:
    """One line each."""
    return "\n".join(f"  {name:<14} {value}" for name, value in found.items())
