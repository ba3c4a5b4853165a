"""hoiam scores: how often posts received citizens, from the database or counted anew from the log's public entries."""

from collections.abc import Iterator
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from hoiam.desk.reception.queries import figures
from hoiam.journal import openings
from hoiam.law import receptions
from hoiam.law.receptions import Entry
from hoiam.ledger import statement
from hoiam.ledger.receipt import Open, parse_opening


@click.command()
@click.option(
    "--from-log", "from_log", is_flag=True, help="Count the public entries of the log, nothing else."
)
@click.option(
    "--openings",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A copy of the log's folder `openings`; by default this installation's.",
)
def command(*, from_log: bool, folder: Path | None) -> None:
    """The figures of receptions, as the page gives them for download: byte for byte the same both ways."""
    home = folder or Path(settings.HOIAM_LOG_DIR) / openings.FOLDER
    rows = receptions.recount(_entries(home)) if from_log else figures.table(on=timezone.localdate())
    click.echo(receptions.spelled(rows, log=settings.HOIAM_ORIGIN), nl=False)


def _entries(home: Path) -> Iterator[Entry]:
    """In the order of the log; what is sealed says nothing."""
    for index in sorted(int(file.name) for file in home.iterdir() if file.name.isdecimal()):
        opening = parse_opening((home / str(index)).read_bytes())
        if isinstance(opening, Open):
            said = statement.parse(opening.statement)
            yield Entry(said.kind, said.unit, said.case or "", said.facts)
