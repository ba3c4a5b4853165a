"""hoiam run: server and worker as two copies of one process, so that what both have loaded is in memory once."""

import importlib
import sys
from functools import partial
from typing import Any

import click

from hoiam.config import tending
from hoiam.config.commands import serve


@click.command()
@serve.options
@click.option("--every", default=2.0, show_default=True, help="Seconds between the rounds of the worker.")
def command(*, every: float, **asked: Any) -> None:
    """Serve the product over HTTP, and work."""
    servers = serve.parts(**asked)
    importlib.import_module(serve.APPLICATION)
    worker = importlib.import_module("hoiam.config.commands.worker")
    sys.exit(tending.tend({**servers, "worker": partial(worker.work, every=every)}))
