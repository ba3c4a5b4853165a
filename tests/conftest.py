"""What every test starts from: a data folder of its own, closed sockets, cheap passwords, plain static files.

The database is DATABASE_URL, by default SQLite in a file. `-p no:django` runs the pure rooms without Django.
"""

import gc
import os
import shutil
import tempfile
import threading
from pathlib import Path

import pytest

from tests import built, midnight

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
LOOPBACK = ["127.0.0.1", "::1", "localhost"]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",  # as root there is none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DATA = Path(tempfile.mkdtemp(prefix="hoiam-tests-"))


def pytest_configure(config):
    gc.set_threshold(
        100_000, 50, 100
    )  # whole runs fit into memory: looking for garbage so often is time lost
    midnight.avoid()
    if config.pluginmanager.hasplugin("django"):
        configure_django()


def configure_django():
    """Point the settings at this run's folder and load them; pytest-django then does the rest."""
    for name in [name for name in os.environ if name.startswith("HOIAM_")]:
        del os.environ[name]
    os.environ["DJANGO_SETTINGS_MODULE"] = "hoiam.config.settings"
    os.environ["HOIAM_DATA"] = str(DATA)
    (DATA / "static").mkdir()
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{DATA / 'test.sqlite3'}")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop lives in this thread
    from django.conf import settings  # noqa: PLC0415 - the pure rooms' tests run without it

    settings.HOIAM_QUIET_HOURS = ""  # tests run at any hour
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "hoiam.kit.sqlite":
        # A file, as in production: in memory, threads share one cache, and its locks wait for nobody.
        database.setdefault("TEST", {})["NAME"] = str(DATA / "tests.sqlite3")


def pytest_unconfigure():
    shutil.rmtree(DATA, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
        if item.get_closest_marker("browser") or item.get_closest_marker("loopback"):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))


@pytest.fixture(autouse=True, scope="session")
def nothing_is_flushed():
    """A killed process loses no page the kernel has; only power loss does, and tests play that by hand."""
    patch = pytest.MonkeyPatch()
    for name in ("fsync", "fdatasync"):
        patch.setattr(os, name, lambda handle: None)
    patch.setattr(os, "sync", lambda: None)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def assets():
    """Style sheets, fonts and pictures as set-up builds them."""
    built.demand()


@pytest.fixture(scope="session")
def chromium(assets):
    """Chromium under Playwright, opening no connection of its own; pages by chromium.new_context()."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only browser tests pay for it

    program = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def demonstration_in_the_making(request):
    """Whoever will need the demonstration: it is built beside the first tests, not waited for."""
    if any("demonstration" in getattr(item, "fixturenames", ()) for item in request.session.items):
        from tests.walks import house  # noqa: PLC0415 - only these tests pay for it

        temporary, worker = map(request.getfixturevalue, ("tmp_path_factory", "worker_id"))
        temporary.getbasetemp()  # made here: two threads that make it at once trip over each other
        threading.Thread(target=house.build_ahead, args=(temporary, worker), daemon=True).start()


@pytest.fixture(autouse=True)
def as_at_the_start(request):
    """What a request or a test leaves behind in the process is gone: language, attempts, units and days remembered."""
    if not request.node.get_closest_marker("database"):
        yield
        return
    from django.core.cache import cache  # noqa: PLC0415 - the pure rooms' tests run without it
    from django.utils import translation  # noqa: PLC0415 - as above

    from hoiam.desk.cases.queries import choices  # noqa: PLC0415 - as above
    from hoiam.office import (  # noqa: PLC0415 - this file is read before the settings are
        calendars,
        queries,
        remote,
        signoff,
    )

    cache.clear()
    queries.forget_served()
    choices.forget()
    for kept in (calendars, remote):
        kept.forget()  # or what an earlier test has read grows old in the midst of this one
        kept.seen(0)
    signoff.forget()
    with translation.override("vi"):
        yield
    queries.forget_served()
