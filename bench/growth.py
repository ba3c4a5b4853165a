"""Do pages grow with the number of cases? SQLite's own steps, query plans, statements and bytes of every page.

    python -m bench.growth [--sizes 1000,50000] [--texts 100]

Nothing here depends on how fast the machine is. Prints one JSON object; tests/guards asserts on it.
"""

import argparse
import importlib
import json
import os
import tempfile

import django
from django.conf import settings


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="1000,50000", help="each a multiple of the one before")
    parser.add_argument("--texts", type=int, default=100)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hoiam-growth-") as folder:
        for name in [name for name in os.environ if name.startswith("HOIAM_")]:
            del os.environ[name]
        os.environ.pop("DATABASE_URL", None)
        os.environ.update(HOIAM_DATA=folder, DJANGO_SETTINGS_MODULE="hoiam.config.settings")
        plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        settings.STORAGES = {**settings.STORAGES, **plain}
        django.setup()
        sizes = [int(size) for size in asked.sizes.split(",")]
        print(
            json.dumps(importlib.import_module("bench.pages").measure(sizes, asked.texts), ensure_ascii=False)
        )


if __name__ == "__main__":
    main()
