"""hoiam ledger: the public log from the command line."""

import sys

import click

from hoiam.journal import queries as journal
from hoiam.ledger import cli


@click.group()
def command() -> None:
    """The public log: its key, verifying a receipt, auditing a copy."""


@command.command()
def vkey() -> None:
    """Print the public key of this installation's log."""
    click.echo(journal.vkey())


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
