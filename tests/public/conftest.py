"""Every test of the public pages has a log of its own and, if it asks, the whole cast."""

from importlib import import_module

import pytest
from django.utils import timezone


@pytest.fixture
def log(db, settings, tmp_path):
    """An opened log in a folder of its own, and a folder for open data."""
    settings.HOIAM_LOG_DIR = tmp_path / "log"
    settings.HOIAM_OPEN_DIR = tmp_path / "open"
    # Django is set up only after this file is read.
    import_module("hoiam.journal.actions").open_log(at=timezone.now())


@pytest.fixture
def cast(log):
    """Two wards of a province and who works there."""
    return import_module("tests.cast").gather()
