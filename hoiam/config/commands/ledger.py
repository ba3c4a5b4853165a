"""hoiam ledger: the public log from the command line.

Exit status: 0 all is well; 1 it is late, or what was asked for cannot be done; 3 the log is not signed.
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from hoiam.config.commands import ledger_witness, speaking, zipped
from hoiam.config.commands.ledger_worded import worded
from hoiam.journal import (
    actions,
    guarding,
    queries as journal,
    repair as repairing,
    rotation,
    store,
    successor as succession,
    wide,
)
from hoiam.journal.guarding import Health, State
from hoiam.ledger import cli, words
from hoiam.ledger.errors import LedgerError

EXIT = {State.FINE: 0, State.LATE: 1, State.REFUSE: 3}
PAUSE = 2.0


@click.group()
def command() -> None:
    """The public log: how it stands, its keys, verifying, auditing, repairing, witnesses."""


for _one in (*ledger_witness.COMMANDS, zipped.command):
    command.add_command(_one)


@command.command()
@speaking.lang
def vkey(lang: str) -> None:
    """Print the public key of this installation's log; with HOIAM_ML_DSA=1 the second one below it."""
    with worded(lang):
        click.echo("\n".join([journal.vkey(), *wide.vkeys()]))


@command.command(context_settings={"ignore_unknown_options": True})
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def verify(args: tuple[str, ...]) -> None:
    """Verify a receipt file."""
    sys.exit(cli.main_verify(list(args)))


@command.command(context_settings={"ignore_unknown_options": True})
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def audit(args: tuple[str, ...]) -> None:
    """Recompute a copy of the log from its entries."""
    sys.exit(cli.main_audit(list(args)))


@command.command()
@speaking.lang
def status(lang: str) -> None:
    """Say whether the log is signed, and if not, why."""
    at, language = timezone.now(), words.LANGUAGES[lang]
    health = journal.health(at=at)
    for line in _status(health, language):
        click.echo(line)
    sys.exit(EXIT[health.state])


@command.command()
@click.option("--once", is_flag=True, help="One round, then stop.")
@speaking.lang
def run(lang: str, *, once: bool) -> None:
    """Place and publish whatever waits, again and again; the worker does this too."""
    while True:
        with worded(lang):
            size = actions.run(at=timezone.now())
        if once:
            click.echo(size)
            return
        time.sleep(PAUSE)


@command.command()
@click.option(
    "--from",
    "source",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A mirror of /log/; else this installation's own published files.",
)
@speaking.lang
def repair(source: Path | None, lang: str) -> None:
    """Bring back from published tiles what the database lost."""
    language = words.LANGUAGES[lang]
    with worded(lang):
        done = repairing.repair(at=timezone.now(), source=source)
    if done is None:
        click.echo(words.say(language, "nothing_lost"))
        return
    facts = {"first": done.first, "last": done.end - 1, "orphans": done.orphans, "size": done.size}
    click.echo(words.say(language, "repaired", **facts))


@command.command()
@speaking.lang
def anchor(lang: str) -> None:
    """Begin the file HOIAM_ANCHOR, on another disk, for a log that has entries."""
    language = words.LANGUAGES[lang]
    with worded(lang):
        size = guarding.adopt_anchor()
    click.echo(words.say(language, "anchored", size=size))


@command.command("rotate-key")
@click.option("--add", "step", flag_value="add", help="Begin to sign with a new key beside the old one.")
@click.option(
    "--retire", "step", flag_value="retire", help="Let the old one go, 90 days later at the earliest."
)
@speaking.lang
def rotate_key(step: str | None, lang: str) -> None:
    """Change the log's key: --add, and 90 days later --retire."""
    steps: dict[str, tuple[Callable[..., rotation.Rotated], str]] = {
        "add": (rotation.add, "key_added"),
        "retire": (rotation.retire, "key_retired"),
    }
    if step is None:
        raise click.UsageError("--add or --retire")
    language, (act, saying) = words.LANGUAGES[lang], steps[step]
    with worded(lang):
        done = act(at=timezone.now())
    click.echo(words.say(language, saying, key=done.key))
    click.echo(words.say(language, "policy_follows"))
    click.echo(rotation.policy(), nl=False)


@command.command()
@speaking.lang
def successor(lang: str) -> None:
    """End the log and begin the next, named by HOIAM_ORIGIN; the servers must be stopped."""
    language = words.LANGUAGES[lang]
    with worded(lang):
        done = succession.succeed(at=timezone.now())
    facts = {"old": done.last.origin, "size": done.last.size, "new": settings.HOIAM_ORIGIN, "key": done.key}
    click.echo(words.say(language, "succeeded", **facts))
    click.echo(words.say(language, "policy_follows"))
    click.echo(rotation.policy(), nl=False)


def _status(health: Health, language: int) -> Iterator[str]:
    log = journal.log_status(at=timezone.now())
    why = words.why(language, health.reason, **health.facts) if health.reason else ""
    saying = "state_clock" if health.reason in guarding.CLOCK else f"state_{health.state}"
    yield words.say(language, saying, why=why)
    for key, value in health.facts.items():
        yield words.say(language, "log_facts", key=key, value=value)
    yield words.say(language, "log_size", origin=log.origin, size=log.size, published=log.published)
    yield words.say(language, "log_root", root=log.root)
    kept = "log_anchor" if settings.HOIAM_ANCHOR else "log_no_anchor"
    yield words.say(language, kept, size=_anchored())
    yield words.say(language, "log_waiting", waiting=log.waiting, oldest=int(log.oldest_waiting_seconds or 0))
    yield words.say(language, "log_orphans", orphans=journal.orphans())
    if health.reason != "key_unreadable":
        for one in store.signers():
            yield words.say(language, "log_key", vkey=one.verifier.vkey)


def _anchored() -> str:
    try:
        return str(sum(mark.point.size for mark in store.publisher().marks()))
    except LedgerError:
        return "?"
