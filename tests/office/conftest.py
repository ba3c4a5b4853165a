import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def nothing_remembered():
    """The served units are kept for a minute; a test's own are gone with it."""
    from hoiam.office import queries  # noqa: PLC0415 - this file is read before the settings are

    queries.forget_served()
    yield
    queries.forget_served()


@pytest.fixture(autouse=True)
def in_vietnamese():
    """A request leaves its language behind."""
    with translation.override("vi"):
        yield
