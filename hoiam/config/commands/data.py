"""hoiam data: the files of open data, made now or once a day."""

import sys

import click
from django.utils import timezone

from hoiam.kit.moments import local_day
from hoiam.public.data import making, store


@click.command()
@click.argument("names", nargs=-1)
@click.option("--daily", is_flag=True, help="Only what was not made or looked at today: the worker's call.")
@click.option("--list", "only_list", is_flag=True, help="What is there, and make nothing.")
def command(*, names: tuple[str, ...], daily: bool, only_list: bool) -> None:
    """Write the open data anew where what it shows has changed: NAMES, or all of it."""
    if unknown := [name for name in names if name not in making.names()]:
        raise click.UsageError(f"Unknown: {', '.join(unknown)}. There are: {', '.join(making.names())}.")
    wanted = names or making.names()
    if only_list:
        for name in wanted:
            click.echo(_there(name))
        return
    at = timezone.now()
    if daily:
        wanted = tuple(name for name in wanted if store.looked_on(name) != local_day(at))
    failed = False
    for outcome in making.make(wanted, at=at):
        failed |= bool(outcome.error)
        click.echo(_said(outcome))
    sys.exit(1 if failed else 0)


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
