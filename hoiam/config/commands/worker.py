"""hoiam worker: a loop that sends notices, moves dates with the calendar, notes overdue duties, finishes the log.

Every part is idempotent and claims its rows by compare-and-swap: killed anywhere, or running twice, nothing is doubled.
Once a day, after a round without a fault, it also removes files that no upload knows, opens and ends the periods of
what recurs, lets cases follow units that changed, and puts into the log what was missed, each
month's scoreboard, and every duty with the figures of the day.
Then the files of open data are made, in a process of their own.
"""

import logging
import queue
import random
import signal
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

import click
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from hoiam.config import memory, publishing
from hoiam.config.addresses import address_of, mailbox, number_of, transport
from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import (
    bulk,
    calendar,
    digest,
    drafts,
    exporting,
    importing,
    logbook,
    mail_in,
    remote,
    snapshots,
    staffing,
    succession,
)
from hoiam.desk.dialogues.actions import moved, promises, succession as conferences
from hoiam.desk.directives.actions import late, succession as tasks
from hoiam.desk.inspections.actions import lateness, succession as remedies
from hoiam.desk.reception.actions import bookings, minutes, missing, succession as sessions
from hoiam.desk.reports.actions import accounting, succession as accounts
from hoiam.duties import recurring
from hoiam.files import actions as files
from hoiam.files.queries import STAGED_FOR
from hoiam.journal import actions as journal, covers, monitoring, stamping, witnessing
from hoiam.law.refusal import Refused
from hoiam.notices import actions as notices, quiet, sms
from hoiam.public import score_files

Part = Callable[[datetime], None]
log = logging.getLogger("hoiam.worker")
BATCH = 50
MAIL_EVERY = timedelta(minutes=1)


def tick(at: datetime) -> bool:
    """One round of everything; a part that fails does not stop the others. Returns whether all went well."""
    went = [_well(name, part, at) for name, part in PARTS.items()]
    return all(went)


def housekeeping(at: datetime, done_on: date | None) -> date:
    """What is enough once a day, if it was not yet done on this one."""
    today = timezone.localdate(at)
    if done_on != today:
        _well("orphans", _orphans_part, at)
        _well("drafts", _drafts_part, at)
        _well("succession", _succession_part, at)
        _well("recurring", _recurring_part, at)
        _well("accounts", _accounts_part, at)
        _well("archive", _archive_part, at)
        _well("timestamp", _timestamp_part, at)
        _well("missed", _missed_part, at)
        _well("visits", _visits_part, at)
        _well("promises", _promises_part, at)
        _well("tasks", _tasks_part, at)
        _well("remedies", _remedies_part, at)
        _well("snapshot", _snapshot_part, at)
        _well("figures", _figures_part, at)
        _well("substitutes", _substitutes_part, at)
        _well("digest", _digest_part, at)
    return today


def _well(name: str, part: Part, at: datetime) -> bool:
    try:
        with witnessing.later():
            part(at)
    except Exception as error:  # noqa: BLE001 - a worker outlives any single fault, and says so
        log.error("part %s failed: %s", name, type(error).__name__)  # noqa: TRY400 - no values in logs
        return False
    return True


def _guard_part(at: datetime) -> None:
    monitoring.look(at=at)


def _log_part(at: datetime) -> None:
    journal.run(at=at)


def _witnesses_part(at: datetime) -> None:
    witnessing.keep_up(at=at)


def _archive_part(at: datetime) -> None:
    witnessing.thin(at=at)


def _calendar_part(at: datetime) -> None:
    moved = calendar.recount(at=at)
    if moved:
        log.info("calendar: %d dates counted anew", moved)


def _places_part(at: datetime) -> None:
    moved = remote.recount(at=at)
    if moved:
        log.info("remote areas: %d dates counted anew", moved)


def _sweep_part(at: datetime) -> None:
    cases.sweep(at=at)


def _bulk_part(at: datetime) -> None:
    bulk.work(at=at)


def _mail_part(at: datetime) -> None:
    notices.reap(at=at)
    for chosen, address in ((transport(), address_of), (sms.configured(), number_of)):
        if chosen is not None and not quiet.holds(at, chosen.channel):
            notices.send_due(at=at, limit=BATCH, transport=chosen, address_of=address)


class _MailIn:
    """Once a minute: a mail server need not be asked every other second."""

    def __init__(self) -> None:
        self.next_at: datetime | None = None

    def __call__(self, at: datetime) -> None:
        if not settings.HOIAM_MAIL_IN or (self.next_at is not None and at < self.next_at):
            return
        self.next_at = at + MAIL_EVERY
        box = mailbox()
        if box is None:
            return
        try:
            done = mail_in.fetch(box=box, clock=timezone.now)
        finally:
            box.close()
        if done:
            log.info("mail: %s", ", ".join(f"{count} {what}" for what, count in sorted(done.items())))


def _import_part(at: datetime) -> None:
    importing.work(at=at)


def _export_part(at: datetime) -> None:
    exporting.work(at=at)


def _files_part(at: datetime) -> None:
    files.sweep_staged(before=at - STAGED_FOR)


def _drafts_part(at: datetime) -> None:
    while drafts.sweep(at=at):
        pass


def _recurring_part(at: datetime) -> None:
    recurring.keep_up(at=at)


def _accounts_part(at: datetime) -> None:
    while accounting.keep_up(at=at):
        pass


def _succession_part(at: datetime) -> None:
    while succession.follow(at=at).moved:
        pass
    others = (conferences.follow, sessions.follow, tasks.follow, remedies.follow, accounts.follow)
    for follow in others:
        while follow(at=at):
            pass


def _logbook_part(at: datetime) -> None:
    logbook.keep_up(at=at)


def _timestamp_part(at: datetime) -> None:  # noqa: ARG001 - every part is told the moment
    stamping.stamp()


def _missed_part(at: datetime) -> None:
    while logbook.miss(at=at) + missing.note(at=at):
        pass


def _visits_part(at: datetime) -> None:
    bookings.remind(at=at)
    bookings.forget(at=at)


def _answers_part(at: datetime) -> None:
    while minutes.keep_up(at=at):
        pass


def _promises_part(at: datetime) -> None:
    while promises.keep_up(at=at) + moved.keep_up(at=at):
        pass


def _tasks_part(at: datetime) -> None:
    while late.keep_up(at=at):
        pass


def _remedies_part(at: datetime) -> None:
    while lateness.keep_up(at=at):
        pass


def _snapshot_part(at: datetime) -> None:
    snapshots.take(at=at)


def _figures_part(at: datetime) -> None:
    score_files.keep_up(at=at)


def _substitutes_part(at: datetime) -> None:
    staffing.keep_up(at=at)


def _digest_part(at: datetime) -> None:
    digest.send(at=at)


def _orphans_part(at: datetime) -> None:
    try:
        removed = files.sweep_orphans(before=at - STAGED_FOR)
    except Refused as refusal:
        log.error("attachments: %(orphans)d of %(files)d files belong to no upload; kept", refusal.facts)  # noqa: TRY400
        return
    if removed:
        log.info("attachments: %d files that belonged to no upload removed", removed)


def _covers(stop: threading.Event) -> None:
    """A thread of its own: at the worker's rounds they could be told from what people send at any moment."""

    def stopped(seconds: float) -> bool:
        close_old_connections()
        return stop.wait(seconds)

    covers.keep(
        per_minute=settings.HOIAM_COVER_PER_MINUTE,
        source=random.SystemRandom(),
        stopped=stopped,
        clock=timezone.now,
    )


PARTS: dict[str, Part] = {
    "guard": _guard_part,
    "log": _log_part,
    "witnesses": _witnesses_part,
    "logbook": _logbook_part,
    "calendar": _calendar_part,
    "places": _places_part,
    "sweep": _sweep_part,
    "answers": _answers_part,
    "bulk": _bulk_part,
    "mail": _mail_part,
    "mail-in": _MailIn(),
    "import": _import_part,
    "export": _export_part,
    "files": _files_part,
}


def work(*, every: float, once: bool = False) -> None:
    """Rounds, until SIGTERM or SIGINT, or one."""
    over = threading.Event()
    asked = queue.SimpleQueue[None]()  # unlike an event, it can be told within its own telling: twice at once
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: asked.put(None))
    log.info("worker on %s", settings.HOIAM_DATA)
    if settings.HOIAM_COVER_PER_MINUTE > 0 and not once:
        threading.Thread(target=_covers, args=(over,), name="covers", daemon=True).start()
    kept_on: date | None = None
    settled = False
    files_of_all = publishing.Publishing()
    while True:
        at = timezone.now()
        if tick(at):
            before, kept_on = kept_on, housekeeping(at, kept_on)
            if before != kept_on:
                files_of_all.begin()
        files_of_all.look()
        close_old_connections()
        if not settled:
            memory.settle()
            settled = True
        if once or _within(every, asked):
            over.set()
            files_of_all.end()
            return


def _within(seconds: float, asked: "queue.SimpleQueue[None]") -> bool:
    """Whether it was asked to end in so many seconds; waits no longer."""
    try:
        asked.get(timeout=seconds)
    except queue.Empty:
        return False
    return True


@click.command()
@click.option("--every", default=2.0, show_default=True, help="Seconds between rounds.")
@click.option("--once", is_flag=True, help="One round, then stop.")
def command(*, every: float, once: bool) -> None:
    """Send notices, note overdue duties, finish what the log waits for."""
    work(every=every, once=once)
