"""hoiam scores: figures of receptions and dialogues, from the database or counted anew from the log alone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from hoiam.desk.dialogues.queries import table as dialogues
from hoiam.desk.reception.queries.figures import table as posts
from hoiam.journal import named, openings
from hoiam.kit.moments import local_day
from hoiam.law import conferences, kept, receptions
from hoiam.law.keeping import Entry
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
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day for which to count; by default today."
)
@click.option("--csv", "as_table", is_flag=True, help="Dialogues alone, as a table.")
def command(*, from_log: bool, folder: Path | None, day: date | None, as_table: bool) -> None:
    """The figures that pages give for download: byte for byte the same from database and log."""
    home = folder or Path(settings.HOIAM_LOG_DIR) / openings.FOLDER
    on = date(day.year, day.month, day.day) if day else timezone.localdate()
    if from_log:
        entries = tuple(_entries(home))
        received = receptions.recount(entries, on=on, chain_of=_chain)
        talked = conferences.recount(entries, on=on, chain_of=_chain)
    else:
        received, talked = posts(on=on), dialogues(on=on)
    told = (
        kept.table(talked) if as_table else kept.spelled(received, talked, log=settings.HOIAM_ORIGIN, on=on)
    )
    click.echo(told, nl=False)


def _chain(post: str) -> str:
    return named.of_post(int(post))


def _entries(home: Path) -> Iterator[Entry]:
    """In the order of the log; what is sealed says nothing."""
    for index in sorted(int(file.name) for file in home.iterdir() if file.name.isdecimal()):
        opening = parse_opening((home / str(index)).read_bytes())
        if isinstance(opening, Open):
            said = statement.parse(opening.statement)
            yield Entry(said.kind, said.unit, said.case or "", said.facts, local_day(said.at).isoformat())
