"""The log alone: CPU of appending and settling one entry, of verifying receipts, and of auditing all of it.

python -m bench.log [--entries 500] [--verify 2000]
"""

import argparse
import importlib
import json

from bench import machine, scratch


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=500)
    parser.add_argument("--verify", type=int, default=2000)
    asked = parser.parse_args(arguments)
    with scratch.django_in("hoiam-log-"):
        figures = importlib.import_module("bench.entries").measure(asked.entries, asked.verify)
    print(json.dumps({**figures, "spin_ms": machine.cpuacct.spin_ms()}))


if __name__ == "__main__":
    main()
