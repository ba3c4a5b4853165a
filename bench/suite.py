"""Seconds of the tests: law and ledger without Django, and the whole suite.

python -m bench.suite [--whole]
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import time

from bench.subjects import ROOT

TARGET = 5.0
_SUMMARY = re.compile(r"^\d.* in [\d.]+s.*$|^=*.*passed.*$", re.MULTILINE)


def timed(*options: str) -> tuple[float, float, int, str]:
    """Seconds of wall time and of CPU, exit code, and pytest's last word."""
    unset = ("HOIAM_", "DATABASE", "PYTHONDONTWRITEBYTECODE")
    began, cpu = time.perf_counter(), _children()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *options],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith(unset)},
        check=False,
        capture_output=True,
        text=True,
    )
    words = _SUMMARY.findall(done.stdout)
    word = words[-1].strip("= ") if words else done.stdout[-200:]
    return time.perf_counter() - began, _children() - cpu, done.returncode, word


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def pace() -> float:
    """Seconds this machine takes just now for ten million additions: what the seconds of the tests are worth."""
    began, total = time.perf_counter(), 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - began


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--whole", action="store_true", help="also every test, with a browser, on SQLite")
    asked = parser.parse_args(arguments)
    print(f"pace: ten million additions take {pace():.2f} s just now")
    print("tests           seconds  CPU seconds  target  reached")
    seconds, cpu, code, words = timed("-p", "no:django", "tests/law", "tests/ledger")
    reached = "yes" if seconds <= TARGET and not code else "NO"
    print(f"law + ledger  {seconds:9.1f} {cpu:12.1f} {TARGET:7.1f}  {reached:<7} {words}", flush=True)
    if asked.whole:
        seconds, cpu, code, words = timed("-n", "2")
        print(f"whole suite   {seconds:9.1f} {cpu:12.1f}          exit {code}  {words}", flush=True)


if __name__ == "__main__":
    main()
