"""One demonstration per run, one server and one browser per process; people stay signed in."""

import pytest

from tests import axe
from tests.walks import house, trouble
from tests.walks.visitors import Visitors


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, worker_id):
    """The folder of a demonstration as it was built: copy it, do not change it."""
    return house.built_for_run(tmp_path_factory, worker_id)


@pytest.fixture(scope="session")
def walked(demonstration, tmp_path_factory):
    """A copy of the demonstration, served; in the end the server must have had nothing to complain of."""
    folder = tmp_path_factory.mktemp("walked") / "data"
    house.copied(demonstration, folder)
    with house.served(folder) as house_:
        yield house_
        assert "ERROR" not in house_.log, house_.log


@pytest.fixture(scope="session")
def visitors(walked, chromium):
    """visitors.visit(role, language=…): the page of somebody who is signed in already."""
    company = Visitors(chromium, walked, tool=axe.QUICK)
    yield company
    company.leave()


@pytest.fixture(scope="session")
def troubled(demonstration, tmp_path_factory, chromium):
    """Visitors of a copy in which something is broken, and where it does no harm to be slowed down."""
    folder = tmp_path_factory.mktemp("troubled") / "data"
    house.copied(demonstration, folder)
    trouble.damage(folder)
    with house.served(folder) as house_:
        company = Visitors(chromium, house_, tool=axe.QUICK)
        yield company
        company.leave()
