"""The `hoiam` command. Each command lives in a module of its own, loaded when called: help is instant."""

import importlib
import os
import sys

import click
import django

_BARE = frozenset({"manage", "demo", "run", "serve", "witness"})
"""Set up Django themselves, start processes that do, or do without."""
_COMMANDS = {
    "run": "hoiam.config.commands.run",
    "serve": "hoiam.config.commands.serve",
    "worker": "hoiam.config.commands.worker",
    "migrate": "hoiam.config.commands.install",
    "doctor": "hoiam.config.commands.doctor",
    "notices": "hoiam.config.commands.notices",
    "mail": "hoiam.config.commands.mail",
    "import": "hoiam.config.commands.importing",
    "backup": "hoiam.config.commands.backup",
    "law": "hoiam.config.commands.law",
    "succession": "hoiam.config.commands.succession",
    "remote": "hoiam.config.commands.remote",
    "erase": "hoiam.config.commands.erase",
    "scores": "hoiam.config.commands.scores",
    "data": "hoiam.config.commands.data",
    "reception": "hoiam.config.commands.reception",
    "factor": "hoiam.config.commands.factor",
    "manage": "hoiam.config.commands.manage",
    "ledger": "hoiam.config.commands.ledger",
    "witness": "hoiam.config.commands.witness",
    "demo": "hoiam.config.commands.demo",
    "build-demo": "hoiam.config.commands.build_demo",
}
_HELP = {
    "run": "Serve and work: the two that follow in one service.",
    "serve": "Serve the product over HTTP.",
    "worker": "Send notices, note overdue duties, finish what the log waits for.",
    "migrate": "Prepare or upgrade database, static files, units and log.",
    "doctor": "Check this installation and say what is wrong.",
    "notices": "Notices that were not sent, or perhaps; send them again or leave them.",
    "mail": "Mail that came in becomes cases.",
    "import": "Bring over an older register from a spreadsheet.",
    "backup": "Copy database, files and log into a folder.",
    "law": "The time rules: why a day, day by day, and where it is written.",
    "succession": "Units that merge, split or end, from a file; cases follow.",
    "remote": "Units that are remote areas, from a file; complaints there get longer limits.",
    "erase": "Forget a finished case on a decision; the log says that it was done.",
    "scores": "The published figures; counted anew from the log with --from-log, compared with it by --check.",
    "data": "Files of open data: made anew where what they show has changed.",
    "reception": "A year of reception days for every post with a regulation.",
    "factor": "Who has a second factor; taking it away from somebody who lost the phone.",
    "manage": "Run a Django management command.",
    "ledger": "The public log: its key, verifying a receipt, auditing a copy.",
    "witness": "Cosign the logs of others: an independent witness.",
    "demo": "A fresh installation of Lạng Sơn with a year of history.",
}


class _Lazy(click.Group):
    """Finds a command by its module."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order an operator meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Load the module; its `command` is the command."""
        if cmd_name not in _COMMANDS:
            return None
        if cmd_name not in _BARE:
            django.setup()
        command = importlib.import_module(_COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)  # noqa: S101 - told to the type checker
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Help without loading anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_HELP.items()))


@click.command(cls=_Lazy)
def group() -> None:
    """Hồi Âm: every duty has a holder, a date and a proof."""


def main() -> None:
    """Entry point of the console script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
    group(prog_name="hoiam", args=sys.argv[1:])
