"""An installation with N cases of the corpus, made in HOIAM_DATA: python -m bench.fill N [--data DIR] [--texts 500].

Prints what a scenario needs to know (`--var` of bench.load) as one JSON line, and keeps it in DIR/bench.json.
"""

import argparse
import importlib
import json
import os
import time
from pathlib import Path

import django

SETTINGS = "hoiam.config.settings"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n", type=int)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument(
        "--texts", type=int, default=500, help="how many of them are made by the real actions"
    )
    asked = parser.parse_args()
    os.environ.update(HOIAM_DATA=str(asked.data.absolute()), DJANGO_SETTINGS_MODULE=SETTINGS)
    if asked.n:
        os.environ.pop("DATABASE_URL", None)  # cases are multiplied on SQLite only
    django.setup()
    began = time.perf_counter()
    facts = importlib.import_module("bench.installation").make(asked.n, texts=asked.texts)
    (asked.data / "bench.json").write_text(json.dumps(facts), encoding="utf-8")
    print(json.dumps({**facts, "seconds": round(time.perf_counter() - began, 1)}), flush=True)


if __name__ == "__main__":
    main()
