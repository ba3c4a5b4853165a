"""hoiam data: the files of open data, made now or once a day."""

import sys
from datetime import datetime
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from hoiam.config.commands import opened
from hoiam.journal import openings
from hoiam.kit.moments import local_day
from hoiam.ledger import edition
from hoiam.public.data import editions, making, store

WHAT = {
    "missing": "told to the log, not on disk",
    "unknown": "on disk, unknown to the log",
    "other": "another file than the log was told of",
}


@click.command()
@click.argument("names", nargs=-1)
@click.option("--daily", is_flag=True, help="Only what was not made or looked at today: the worker's call.")
@click.option("--list", "only_list", is_flag=True, help="What is there, and make nothing.")
@click.option("--check", is_flag=True, help="Hold the files on disk against the newest edition in the log.")
@click.option(
    "--openings",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="With --check: a copy of the log's folder `openings`; by default this installation's.",
)
def command(
    *, names: tuple[str, ...], daily: bool, only_list: bool, check: bool, folder: Path | None
) -> None:
    """Write the open data anew where what it shows has changed: NAMES, or all of it."""
    if unknown := [name for name in names if name not in making.names()]:
        raise click.UsageError(f"Unknown: {', '.join(unknown)}. There are: {', '.join(making.names())}.")
    wanted = names or making.names()
    if only_list:
        for name in wanted:
            click.echo(_there(name))
        return
    if check:
        sys.exit(_check(folder or Path(settings.HOIAM_LOG_DIR) / openings.FOLDER))
    at = timezone.now()
    if daily:
        wanted = tuple(name for name in wanted if store.looked_on(name) != local_day(at))
    failed = False
    for outcome in making.make(wanted, at=at):
        failed |= bool(outcome.error)
        click.echo(_said(outcome))
    sys.exit(1 if failed | _failed_to_tell(at) else 0)


def _failed_to_tell(at: datetime) -> bool:
    """The edition that stands there now goes into the log; files stay as they are where that fails."""
    try:
        if editions.tell(at=at):
            click.echo("This edition is in the public log.")
    except Exception as error:  # noqa: BLE001 - whatever ails the log, the files are there; the next call tells it
        click.echo(
            f"This edition could not be put into the log ({type(error).__name__}); the next call tries again."
        )
        return True
    return False


def _check(home: Path) -> int:
    """Files on disk against the newest edition of which the log tells; says where they differ."""
    told = [(index, said) for index, said in opened.statements(home) if said.kind == edition.KIND]
    if not told:
        click.echo("The log has no edition yet.")
        return 1
    index, said = told[-1]
    text = opened.beside(home, index, said)
    if text is None:
        click.echo(f"What entry {index} names by its SHA-256 is not there, or is something else.")
        return 1
    found = editions.check(edition.read(text))
    for one in found:
        click.echo(f"{one.path}: {WHAT[one.what]} (log {one.told or '–'}, disk {one.stands or '–'})")
    same = "" if found else " The files are those."
    click.echo(f"{len(told)} editions in the log; the newest is entry {index}, of {said.facts['on']}.{same}")
    return 1 if found else 0


def _said(outcome: making.Outcome) -> str:
    if outcome.error:
        return f"{outcome.name}: could not be made ({outcome.error}); what was there stays"
    if outcome.made is None:
        return f"{outcome.name}: as before"
    return f"{outcome.name}: {outcome.made.rows} rows, {_sizes(outcome.made)}"


def _there(name: str) -> str:
    made, failure = store.made(name), store.failure(name)
    said = f"{made.rows} rows of {made.on}, {_sizes(made)}" if made else "not made yet"
    return f"{name}: {said}{f'; failed at {failure.at} ({failure.error})' if failure else ''}"


def _sizes(made: store.Made) -> str:
    return ", ".join(f"{one.name} {one.size}" for one in made.files)
