import tempfile
from pathlib import Path

import pytest

from tests.ledger.stores import Log

MEMORY = Path("/dev/shm")  # noqa: S108 - a place in memory, where there is one; each test makes its own folder in it


@pytest.fixture
def tmp_path():
    """Thousands of small files that no test wants to keep: in memory, gone after the test."""
    with tempfile.TemporaryDirectory(prefix="hoiam-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def log(tmp_path):
    return Log(tmp_path / "log")
