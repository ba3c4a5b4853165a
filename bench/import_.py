"""An older register in, and out again as a file: rows per second, and memory that does not follow the rows.

python -m bench.import_ [--rows 100000] [--kind csv|xlsx] [--database URL]

`check`: reading and judging. `import`: becoming cases, half of them open with clocks, each with its log entry.
`export`: form 03/TCD, each identity opened on the record. For each, rows per second of the wall clock and of the
processor, and what the process grew by, over the most it had before.
"""

import argparse
import csv
import importlib
import json
import resource
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench import machine, scratch

HEAD = (
    "STT",
    "Ngày tiếp nhận",
    "Họ và tên",
    "Địa chỉ",
    "Phân loại",
    "Nội dung",
    "Ngày giải quyết",
    "Kết quả",
)
FIRST = date(2024, 1, 2)
TEXT = (
    "Đề nghị xem xét việc đường ngõ bị hỏng, rác không thu gom, đèn đường không sáng từ nhiều tháng nay. " * 4
)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--kind", choices=["csv", "xlsx"], default="csv")
    parser.add_argument("--database", default="")
    asked = parser.parse_args(arguments)
    with scratch.django_in("hoiam-import-", database=asked.database) as folder:
        figures = measure(folder, asked.rows, asked.kind)
    print(json.dumps({**figures, "spin_ms": machine.cpuacct.spin_ms()}, indent=1))


def measure(folder: Path, rows: int, kind: str) -> dict[str, Any]:
    """Django is set up only now."""
    parts = importlib.import_module("bench.import_parts")
    path = folder / f"register.{kind}"
    written(path, rows, kind)
    figures: dict[str, Any] = {"rows": rows, "kind": kind, "file_mb": round(path.stat().st_size / 1e6, 1)}
    for name, done, before in parts.steps(path):
        after = start()
        figures[f"{name}_rows_per_s"] = round(rows / (after[0] - before[0]))
        figures[f"{name}_rows_per_cpu_s"] = round(rows / (after[1] - before[1]))
        figures[f"{name}_grown_mb"] = round(after[2] - before[2])
        if done != rows:
            raise SystemExit(f"{name}: {done} of {rows} rows")
    return figures


def written(path: Path, rows: int, kind: str) -> None:
    """A register as offices keep them: half settled, half open."""
    lines = (line(number) for number in range(rows))
    if kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(HEAD)
            csv.writer(file).writerows(lines)
        return
    sheets = importlib.import_module("hoiam.kit.sheets.writing")
    with path.open("wb") as raw, sheets.xlsx_file(raw, name="register") as put:
        put(HEAD)
        for one in lines:
            put(one)


def line(number: int) -> tuple[str, ...]:
    day = FIRST + timedelta(days=number % 700)
    settled = f"{day + timedelta(days=20):%d/%m/%Y}" if number % 2 else ""
    text = f"Vụ việc số {number}. {TEXT}"
    said = (f"{day:%d/%m/%Y}", f"Người Giả Định {number}", f"Thôn {number % 40}", "Kiến nghị", text)
    return (str(number), *said, settled, "Đã trả lời" if settled else "")


def start() -> tuple[float, float, float]:
    """The wall clock, the processor's, and the most memory so far."""
    return time.perf_counter(), time.process_time(), _peak_mb()


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
