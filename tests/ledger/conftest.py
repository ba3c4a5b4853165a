import os

import pytest

from tests.ledger.stores import Log


@pytest.fixture(autouse=True, scope="session")
def nothing_is_flushed():
    """A killed process loses no page the kernel has; only power loss does, and tests play that by hand."""
    patch = pytest.MonkeyPatch()
    for name in ("fsync", "fdatasync"):
        patch.setattr(os, name, lambda handle: None)
    patch.setattr(os, "sync", lambda: None)
    yield
    patch.undo()


@pytest.fixture
def log(tmp_path):
    return Log(tmp_path / "log")
