"""Seconds of the tests: law and ledger without Django, and the whole suite.

python -m bench.suite [--whole]
"""

import argparse
import os
import re
import subprocess
import sys
import time

from bench.subjects import ROOT

TARGET = 5.0
_SUMMARY = re.compile(r"^\d.* in [\d.]+s.*$|^=*.*passed.*$", re.MULTILINE)


def timed(*options: str) -> tuple[float, int, str]:
    """Seconds of wall time, exit code, and pytest's last word."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("HOIAM_", "DATABASE"))
    }
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *options],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    words = _SUMMARY.findall(done.stdout)
    return (
        time.perf_counter() - began,
        done.returncode,
        words[-1].strip("= ") if words else done.stdout[-200:],
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--whole", action="store_true", help="also every test, with a browser, on SQLite")
    asked = parser.parse_args(arguments)
    seconds, code, words = timed("-p", "no:django", "tests/law", "tests/ledger")
    print(
        f"law + ledger  {seconds:7.1f} s  target {TARGET} s  {'yes' if seconds <= TARGET and not code else 'NO'}  {words}"
    )
    if asked.whole:
        seconds, code, words = timed("-n", "2")
        print(f"whole suite   {seconds:7.1f} s  exit {code}  {words}", flush=True)


if __name__ == "__main__":
    main()
