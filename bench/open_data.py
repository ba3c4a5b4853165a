"""Does the memory of an export grow with its rows? The dataset of duties as CSV, JSON and Parquet at several sizes.

    python -m bench.open_data [--sizes 10000,100000,1000000]

Each size is a database of its own, filled in SQL; the export then runs in a fresh process, as the worker starts it.
`base` is what that process has in memory before it begins. Prints one JSON object; fails when the peak at the
largest size is above the peak at the smallest by more than a quarter.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django

from bench import machine

GROWS = 1.25
MB = 1024


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10000,100000,1000000", help="duties")
    parser.add_argument("--fill", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--export", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.fill:
        fill(asked.fill)
        return 0
    if asked.export:
        print(json.dumps(export()))
        return 0
    sizes = [int(size) for size in asked.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="hoiam-open-data-") as folder:
        figures = {size: measured(size, Path(folder) / str(size)) for size in sizes}
        told = {"machine": machine.facts(Path(folder)), "figures": figures}
    growth = figures[sizes[-1]]["peak_mb"] / figures[sizes[0]]["peak_mb"]
    print(json.dumps({**told, "growth": round(growth, 2), "aim": GROWS}, ensure_ascii=False, indent=1))
    return int(growth > GROWS)


def measured(size: int, folder: Path) -> dict[str, Any]:
    """Of one database, made and then exported, each in a process of its own."""
    folder.mkdir()
    mine = ("HOIAM_", "DATABASE_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(mine)}
    env |= {"HOIAM_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "hoiam.config.settings"}
    call = [sys.executable, "-m", "bench.open_data"]
    subprocess.run([*call, "--fill", str(size)], env=env, check=True)
    done = subprocess.run([*call, "--export"], env=env, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["rows"] == size, found
    return found


def fill(size: int) -> None:
    """So many duties of the heads of one province, two of three ended."""
    django.setup()
    from bench import open_data_stock  # noqa: PLC0415 - needs Django set up

    open_data_stock.fill(size)


def export() -> dict[str, Any]:
    """The job as it is, of this one dataset."""
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hoiam.public.data import making  # noqa: PLC0415 - needs Django set up

    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    (outcome,) = making.make(["duties"], at=timezone.now())
    seconds = time.perf_counter() - began
    assert outcome.made is not None, outcome
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "rows": outcome.made.rows,
        "base_mb": round(base / MB, 1),
        "peak_mb": round(peak / MB, 1),
        "seconds": round(seconds, 1),
        "rows_per_second": round(outcome.made.rows / seconds),
        "bytes": {one.format: one.size for one in outcome.made.files},
    }


if __name__ == "__main__":
    sys.exit(main())
