import pytest


@pytest.fixture(autouse=True)
def nothing_remembered():
    """The served units are kept for a minute; a test's own are gone with it."""
    from hoiam.office import queries  # noqa: PLC0415 - this file is read before the settings are

    queries.forget_served()
    yield
    queries.forget_served()
