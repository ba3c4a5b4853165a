"""Every measurement, each with its table: python3 dev.py bench [quick|full|NAME] [OPTIONS].

quick   minutes: 1,000 cases, short rounds            full   an hour: 10,000 and 100,000 cases
NAME    pair crowd durability crash kills ledger growth clocks board log suite startup load import_ search
        duplicates routing calendar conference open_data: --help
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUICK = (
    ("suite",),
    ("log",),
    ("clocks", "--duties", "20000", "--cases", "300"),
    ("pair", "--cases", "1000", "--rounds", "2", "--seconds", "2"),
    ("crowd", "quick"),
    ("durability", "--ops", "100"),
    ("crash", "6"),
    ("kills", "20"),
    ("import_", "--rows", "2000"),
    ("ledger", "--seconds", "4", "--entries", "20000"),
    ("search", "--cases", "1000,10000"),
    ("duplicates", "--stored", "2000", "--each", "20"),
    ("routing", "--confirmed", "0,100,500", "--asked", "100"),
    ("calendar", "--units", "300", "--rounds", "50"),
    ("conference", "--devices", "100", "--asks", "40", "--seconds", "25"),
    ("open_data", "--sizes", "10000,50000"),
)
FULL = (
    ("suite", "--whole"),
    ("log", "--entries", "5000", "--verify", "20000"),
    ("clocks",),
    ("board",),
    ("pair", "--cases", "10000", "--rounds", "5", "--seconds", "6"),
    ("pair", "--cases", "10000", "--rounds", "3", "--seconds", "6", "--clients", "16", "--ops", "submit"),
    ("crowd", "full"),
    ("durability", "--ops", "400"),
    ("crash", "50"),
    ("kills", "200"),
    ("import_",),
    ("ledger",),
    ("search", "--cases", "10000,100000"),
    ("duplicates",),
    ("routing",),
    ("calendar",),
    ("conference",),
    ("open_data",),
)


def main() -> int:
    name, *rest = sys.argv[1:] or ["quick"]
    if name in ("help", "-h", "--help"):
        print(__doc__)
        return 0
    programs = {"quick": QUICK, "full": FULL}.get(name, ((name, *rest),))
    results = ROOT / "bench" / "results"
    results.mkdir(exist_ok=True)
    ended = 0
    with (results / f"{time.strftime('%Y%m%d-%H%M%S')}-{name}.txt").open("w", encoding="utf-8") as file:
        for program, *options in programs:
            heading = f"== {program} {' '.join(options)}".rstrip()
            print(heading, flush=True)
            done = subprocess.run(
                [sys.executable, "-m", f"bench.{program}", *options],
                cwd=ROOT,
                check=False,
                stdout=subprocess.PIPE,
                text=True,
            )
            print(done.stdout, flush=True)
            file.write(f"{heading}\n{done.stdout}\n")
            ended = ended or done.returncode
    return ended


if __name__ == "__main__":
    sys.exit(main())
