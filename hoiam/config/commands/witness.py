"""hoiam witness: cosign the logs of others, in one command; no database, no settings, no log of its own.

The first run makes the key. DIR is the witness: lost, or put back from an older copy, it must start with a new key.
"""

import contextlib
import os
import socket
import sys
import threading
import time
from http import HTTPStatus
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

import click

from hoiam.config.commands import speaking
from hoiam.ledger import note, witness_store
from hoiam.ledger.cosigning import MAX_REQUEST
from hoiam.ledger.errors import LedgerError
from hoiam.ledger.witness import App, Witness

AT_ONCE = 32
PATIENCE = 10.0


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each request, so many at once; whoever comes when all are busy is turned away."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str, port: int, app: App) -> None:
        self._free = threading.BoundedSemaphore(AT_ONCE)
        super().__init__((host, port), Handler)
        self.set_app(app)

    def server_bind(self) -> None:
        """Without asking the network what this machine is called."""
        super(WSGIServer, self).server_bind()
        self.server_name, self.server_port = "witness", self.server_address[1]
        self.setup_environ()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take it, if one is free."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Give the place back when it is answered."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A line that broke; nobody's address is written down."""


class Handler(WSGIRequestHandler):
    """Gives up on the slow, logs nobody."""

    timeout = PATIENCE

    def log_message(self, *_: Any) -> None:
        """No addresses."""

    def address_string(self) -> str:
        """Of nobody."""
        return ""


ServerHandler.server_software = "witness"


def opened(directory: Path, logs: tuple[str, ...], name: str | None) -> Witness:
    """The witness kept in this folder. Raises LedgerError."""
    return witness_store.open_witness(
        directory,
        [note.parse_vkey(one) for one in logs],
        name=name or f"{socket.gethostname()}/witness",
        seed=lambda: os.urandom(32),
        clock=lambda: int(time.time()),
    )


def opened_or_told(directory: Path, logs: tuple[str, ...], name: str | None, lang: str) -> Witness:
    """The same; what is wrong is said in words, and the program ends with status 1."""
    try:
        return opened(directory, logs, name)
    except LedgerError as error:
        speaking.refuse(lang, error.code, **error.facts)


def answer(witness: Witness, lang: str) -> None:
    """One request from standard input, its cosignature to standard output; exit status 1 if it refuses."""
    given = sys.stdin.buffer.read(MAX_REQUEST + 1)
    try:
        said = witness.add_checkpoint(given)
    except LedgerError as error:
        speaking.refuse(lang, error.code, **error.facts)
    if said.status is not HTTPStatus.OK:
        speaking.refuse(lang, str(said.status.value), known=said.body.strip())
    sys.stdout.buffer.write(said.body.encode())


@click.command()
@click.option("--dir", "directory", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=7380, show_default=True)
@click.option("--name", help="Of a new key: a name under your own domain, e.g. press.example/w1.")
@click.option("--log", "logs", multiple=True, metavar="VKEY", help="A log to cosign; remembered.")
@click.option("--once", is_flag=True, help="Cosign one request from standard input, without a network.")
@click.option("--key", is_flag=True, help="Print the key, and stop.")
@speaking.lang
def command(
    directory: Path,
    host: str,
    port: int,
    name: str | None,
    logs: tuple[str, ...],
    lang: str,
    *,
    once: bool,
    key: bool,
) -> None:
    """Cosign the logs of others. Prints the key to give to those who keep the logs."""
    witness = opened_or_told(directory, logs, name, lang)
    if once:
        answer(witness, lang)
        return
    if key:
        click.echo(witness.verifier.vkey)
        return
    with Server(host, port, App(witness)) as server:
        click.echo(witness.verifier.vkey)
        click.echo(f"http://{host}:{server.server_port}/add-checkpoint", err=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
