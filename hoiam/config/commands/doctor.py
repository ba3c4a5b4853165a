"""hoiam doctor: what an operator should know, one line each; exit code 1 when something is wrong."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import click
import cryptography
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from hoiam.config.addresses import mailbox
from hoiam.desk.cases.queries import mail
from hoiam.duties import audit as duties
from hoiam.files import queries as files
from hoiam.journal import queries as journal, trust, wide
from hoiam.kit import keys
from hoiam.notices import queries as notices
from hoiam.notices.inbound import boxes
from hoiam.office import queries as office

KEYS = ("django", "sealed", "files", "cases", "codes", "search", "journal", "factors", "log")


WITNESS_LATE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: fine, or what to do."""

    fine: bool
    text: str


def _keys() -> Iterator[Finding]:
    for name in KEYS:
        try:
            keys.named(name)
        except keys.KeyUnusableError:
            yield Finding(
                fine=False,
                text=f"key {name}: cannot be read; put it back from your backup of {settings.HOIAM_KEYS_DIR}",
            )
    yield Finding(fine=True, text=f"keys in {settings.HOIAM_KEYS_DIR}: back them up apart from the database")


def _database() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Finding(
        fine=not waiting,
        text=f"database {connection.vendor}: {len(waiting)} changes wait for `hoiam migrate`",
    )


def _log() -> Iterator[Finding]:
    at = timezone.now()
    status, health = journal.log_status(at=at), journal.health(at=at)
    aged = status.oldest_waiting_seconds or 0
    yield Finding(
        fine=not health.alarm,
        text=f"log {settings.HOIAM_ORIGIN}: {status.size} entries, {status.waiting} waiting for {aged:.0f} s"
        + (f"; {health.state}: {health.reason}, see `hoiam ledger status`" if health.alarm else ""),
    )
    if health.broken:
        yield Finding(fine=False, text="log: a promise of 24 hours was not kept; its holder can prove it")
    yield Finding(
        fine=True,
        text=f"log anchor: {settings.HOIAM_ANCHOR or 'HOIAM_ANCHOR is not set, see docs/howto/log.md'}",
    )


def _wide_signature() -> Iterator[Finding]:
    if not wide.asked():
        return
    if wide.offered():
        yield Finding(fine=True, text="log: HOIAM_ML_DSA=1, checkpoints carry an ML-DSA-44 signature too")
        return
    yield Finding(
        fine=False,
        text=f"log: HOIAM_ML_DSA=1, but cryptography {cryptography.__version__} does not offer ML-DSA-44: "
        "checkpoints carry the Ed25519 signature alone; install cryptography 48 or later (with OpenSSL 3.5)",
    )


def _witnesses() -> Iterator[Finding]:
    policy = settings.HOIAM_DATA / "policy"
    if trust.problem():
        yield Finding(fine=False, text=f"{policy}: {trust.problem()}; no witness is asked until it is mended")
        return
    cards, late = journal.witnesses(), timezone.now() - WITNESS_LATE
    if not cards:
        yield Finding(fine=True, text=f"no witnesses: there is no {policy}; see docs/howto/witness.md")
    for card in cards:
        seen = f"{card.last_seen_at:%Y-%m-%d %H:%M} UTC" if card.last_seen_at else "never"
        silent = bool(card.url) and (card.last_seen_at is None or card.last_seen_at < late)
        yield Finding(
            fine=not card.flag and not silent,
            text=f"witness {card.name}: cosigned {card.size} entries, last {seen}"
            + (f"; {card.flag}, see docs/howto/witness.md" if card.flag else ""),
        )


def _notices() -> Iterator[Finding]:
    counts = notices.counts()
    yield Finding(
        fine=bool(settings.HOIAM_SMTP_URL),
        text="mail: "
        + (
            settings.DEFAULT_FROM_EMAIL
            if settings.HOIAM_SMTP_URL
            else "HOIAM_SMTP_URL is not set, notices wait"
        ),
    )
    stuck = counts.unsure + counts.failed
    yield Finding(
        fine=not stuck,
        text=f"outbox: {counts.waiting} waiting, {counts.unsure} unsure, {counts.failed} failed"
        + ("; see `hoiam notices`" if stuck else ""),
    )


def _mail_in() -> Iterator[Finding]:
    units = mail.open_units()
    if units and not settings.HOIAM_MAIL_IN:
        text = f"mail in: {len(units)} units have an address, but HOIAM_MAIL_IN is not set: nobody fetches their mail"
        yield Finding(fine=False, text=text)
    silent = units - office.open_for_citizens(on=timezone.localdate())
    if silent:
        text = f"mail in: {len(silent)} units with an address have no clerk: their mail is held"
        yield Finding(fine=False, text=text)
    if settings.HOIAM_MAIL_IN:
        try:
            box = mailbox()
        except boxes.BoxError as error:
            yield Finding(
                fine=False, text=f"mail in: HOIAM_MAIL_IN cannot be used ({error}); see `hoiam mail fetch`"
            )
            return
        if box is not None:
            box.close()
        yield Finding(fine=True, text=f"mail in: {len(units)} units have an address")


def _files() -> Iterator[Finding]:
    found = files.orphans(before=timezone.now() - files.STAGED_FOR)
    yield Finding(
        fine=not found.too_many,
        text=f"attachments: {len(found.paths)} of {found.files} files belong to no upload; "
        + ("too many to sweep: is this the right database?" if found.too_many else "swept once a day"),
    )


def _units() -> Iterator[Finding]:
    today = timezone.localdate()
    served = office.served()
    silent = [unit for unit in served if not office.desk(unit_id=unit.id, on=today).has_clerk]
    yield Finding(fine=bool(served), text=f"{len(served)} units served")
    yield Finding(fine=not silent, text=f"{len(silent)} served units have no clerk: their form stays shut")


def _tallies() -> Iterator[Finding]:
    wrong = duties.recount()
    yield Finding(fine=not wrong, text=f"scoreboard: {len(wrong)} figures differ from the duties they count")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _keys,
    _database,
    _log,
    _wide_signature,
    _witnesses,
    _notices,
    _mail_in,
    _files,
    _units,
    _tallies,
)


@click.command()
def command() -> None:
    """Check this installation and say what is wrong."""
    findings = [finding for check in CHECKS for finding in check()]
    for finding in findings:
        click.echo(f"{'  ok  ' if finding.fine else ' LOOK '} {finding.text}")
    sys.exit(0 if all(finding.fine for finding in findings) else 1)
