"""hoiam manage: Django's own commands."""

import sys

import click
from django.core.management import execute_from_command_line


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def command(args: tuple[str, ...]) -> None:
    """Run a Django management command."""
    sys.argv = ["hoiam manage", *args]
    execute_from_command_line(sys.argv)
