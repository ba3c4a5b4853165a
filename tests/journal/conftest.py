"""A log of its own for every test, in a folder of its own, and no memory of the last one."""

from importlib import import_module

import pytest


@pytest.fixture
def folder(settings, tmp_path):
    settings.HOIAM_LOG_DIR = tmp_path / "log"
    return settings.HOIAM_LOG_DIR


@pytest.fixture
def log(folder, request):
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    # Django is set up only after this file is read.
    import_module("hoiam.journal.actions").open_log(at=import_module("tests.journal.builders").AT)
    return folder
