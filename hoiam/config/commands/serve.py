"""hoiam serve: granian, one process with a few threads, so that simultaneous submissions share one flush to disk."""

import importlib
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from hoiam.config import tending

APPLICATION = "hoiam.config.wsgi"


class _Here(MPServer):
    """Serves in the process that calls it: its own way is a process above it that waits, at a tenth of the memory."""

    def _serve(self, spawn_target: Any, target_loader: Any) -> None:
        self._init_shared_socket()  # type: ignore[no-untyped-call]
        self._spawn_worker(0, spawn_target, target_loader).inner.run()


def run(*, host: str, port: int, threads: int) -> None:
    """Serve until SIGTERM or SIGINT, then answer what is being asked."""
    _Here(
        f"{APPLICATION}:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=threads,
        backlog=1024,
        log_access=False,
        log_level=LogLevels.error,
    ).serve()


def options(command: Callable[..., None]) -> Callable[..., None]:
    """What can be said of a server."""
    for option in (
        click.option(
            "--workers",
            type=click.IntRange(min=1),
            default=1,
            show_default=True,
            help="Processes; more than one only with PostgreSQL, and each counts attempts by itself.",
        ),
        click.option(
            "--threads", default=8, show_default=True, help="Requests handled at once by a process."
        ),
        click.option("--port", default=8000, show_default=True),
        click.option("--host", default="127.0.0.1", show_default=True),
    ):
        command = option(command)
    return command


def parts(*, host: str, port: int, threads: int, workers: int) -> dict[str, Callable[[], None]]:
    """One server for each process; they share the port."""
    if (
        workers > 1 and importlib.import_module("django.db").connection.vendor == "sqlite"
    ):  # this process is small
        raise click.UsageError("More than one process needs PostgreSQL; on SQLite raise --threads instead.")
    one = partial(run, host=host, port=port, threads=threads)
    return {f"server {number}": one for number in range(1, workers + 1)}


@click.command()
@options
def command(**asked: Any) -> None:
    """Serve the product over HTTP."""
    servers = parts(**asked)
    if len(servers) == 1:
        run(host=asked["host"], port=asked["port"], threads=asked["threads"])
    else:
        importlib.import_module(APPLICATION)
        sys.exit(tending.tend(servers))
