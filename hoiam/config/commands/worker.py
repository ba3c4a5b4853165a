"""hoiam worker: a loop that sends notices, notes overdue duties and finishes what the log waits for.

Every part is idempotent and claims its rows by compare-and-swap: killed anywhere, or running twice, nothing is doubled.
"""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import click
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from hoiam.config.addresses import address_of, transport
from hoiam.desk.cases import actions as cases
from hoiam.files import actions as files
from hoiam.journal import actions as journal
from hoiam.notices import actions as notices

log = logging.getLogger("hoiam.worker")
BATCH = 50
STAGED_FOR = timedelta(hours=24)


def tick(at: datetime) -> None:
    """One round of everything; a part that fails does not stop the others."""
    for name, part in PARTS.items():
        try:
            part(at)
        except Exception as error:  # noqa: BLE001 - a worker outlives any single fault, and says so
            log.error("part %s failed: %s", name, type(error).__name__)  # noqa: TRY400 - no values in logs


def _log_part(at: datetime) -> None:
    journal.run(at=at)


def _sweep_part(at: datetime) -> None:
    cases.sweep(at=at)


def _mail_part(at: datetime) -> None:
    notices.reap(at=at)
    chosen = transport()
    if chosen is not None:
        notices.send_due(at=at, limit=BATCH, transport=chosen, address_of=address_of)


def _files_part(at: datetime) -> None:
    files.sweep_staged(before=at - STAGED_FOR)


PARTS: dict[str, Callable[[datetime], None]] = {
    "log": _log_part,
    "sweep": _sweep_part,
    "mail": _mail_part,
    "files": _files_part,
}


@click.command()
@click.option("--every", default=2.0, show_default=True, help="Seconds between rounds.")
@click.option("--once", is_flag=True, help="One round, then stop.")
def command(*, every: float, once: bool) -> None:
    """Send notices, note overdue duties, finish what the log waits for."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    log.info("worker on %s", settings.HOIAM_DATA)
    while True:
        tick(timezone.now())
        close_old_connections()
        if once or stop.wait(every):
            return
