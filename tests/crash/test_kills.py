"""Processes that register events, killed at random; `python -m bench.kills` is the long form, 200 on each database."""

import contextlib
import subprocess
import sys
import uuid

import pytest
from django.conf import settings
from django.db import connection

from tests.walks import house

KILLS = "20"

pytestmark = pytest.mark.database


@contextlib.contextmanager
def an_empty_database():
    """Where the killed processes write: a database beside the tests' own, or SQLite in their folder."""
    if connection.vendor == "sqlite":
        yield []
        return
    name, known = f"kills_{uuid.uuid4().hex}", settings.DATABASES["default"]
    server = connection.Database.connect(
        host=known["OPTIONS"].get("host") or known["HOST"],
        user=known["USER"],
        dbname="postgres",
        autocommit=True,
    )
    server.execute(f"CREATE DATABASE {name}")
    try:
        yield ["--database", f"postgres://{known['USER']}@/{name}?host={server.info.host}"]
    finally:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        server.close()


def test_whoever_is_killed_the_log_stays_whole():
    with an_empty_database() as where:
        told = subprocess.run(
            [sys.executable, "-m", "bench.kills", KILLS, *where],
            cwd=house.ROOT,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    assert told.returncode == 0, told.stdout + told.stderr
    figures = dict(line.strip().rsplit(maxsplit=1) for line in told.stdout.strip().splitlines())
    assert (figures["kills"], figures["faults"]) == (KILLS, "0")
    assert int(figures["acknowledged"]) > 0
    assert int(figures["checkpoints seen"]) > 0
    assert int(figures["entries"]) > int(figures["acknowledged"])
