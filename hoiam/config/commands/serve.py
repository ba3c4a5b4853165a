"""hoiam serve: granian, one process with a few threads, so that simultaneous submissions share one flush to disk."""

import importlib

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def run(*, host: str, port: int, threads: int, workers: int) -> None:
    """Serve until stopped."""
    Granian(
        "hoiam.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backlog=1024,
        log_access=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
    ).serve()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=8, show_default=True, help="Requests handled at once by a process.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes; more than one only with PostgreSQL, and each counts attempts by itself.",
)
def command(host: str, port: int, threads: int, workers: int) -> None:
    """Serve the product over HTTP."""
    if (
        workers > 1 and importlib.import_module("django.db").connection.vendor == "sqlite"
    ):  # this process is small
        raise click.UsageError("More than one process needs PostgreSQL; on SQLite raise --threads instead.")
    run(host=host, port=port, threads=threads, workers=workers)
