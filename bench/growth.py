"""Do pages grow with the number of cases? SQLite's own steps, query plans, statements and bytes of every page.

    python -m bench.growth [--sizes 1000,50000] [--texts 100]

Nothing here depends on how fast the machine is. Prints one JSON object; tests/guards asserts on it.
"""

import argparse
import importlib
import json

from django.conf import settings

from bench import scratch


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="1000,50000", help="each a multiple of the one before")
    parser.add_argument("--texts", type=int, default=100)
    asked = parser.parse_args()
    with scratch.django_in("hoiam-growth-"):
        plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        settings.STORAGES = {**settings.STORAGES, **plain}
        sizes = [int(size) for size in asked.sizes.split(",")]
        print(
            json.dumps(importlib.import_module("bench.pages").measure(sizes, asked.texts), ensure_ascii=False)
        )


if __name__ == "__main__":
    main()
