"""Every test of attachments has a folder of its own."""

import pytest


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.HOIAM_FILES_DIR = tmp_path / "files"
    return settings.HOIAM_FILES_DIR
