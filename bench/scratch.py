"""A scratch installation of this process: a folder of its own, nothing of the caller's settings, Django set up."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


@contextmanager
def django_in(prefix: str, *, database: str = "") -> Iterator[Path]:
    """The folder, gone afterwards; `database` is a DATABASE_URL, by default SQLite in it."""
    for name in [name for name in os.environ if name.startswith(("HOIAM_", "DATABASE_URL"))]:
        del os.environ[name]
    with tempfile.TemporaryDirectory(prefix=prefix) as folder:
        os.environ.update(HOIAM_DATA=folder, DJANGO_SETTINGS_MODULE="hoiam.config.settings")
        if database:
            os.environ["DATABASE_URL"] = database
        django.setup()
        yield Path(folder)
