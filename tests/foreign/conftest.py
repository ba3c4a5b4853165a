"""The demonstration that the walks use too: built once for a run."""

import pytest

from tests.desk.conftest import cast, log
from tests.walks import house

__all__ = ["cast", "demonstration", "log"]


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, worker_id):
    """The folder of a demonstration as it was built: copy it, do not change it."""
    return house.built_for_run(tmp_path_factory, worker_id)
