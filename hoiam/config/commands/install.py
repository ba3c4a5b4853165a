"""hoiam migrate: everything an installation needs before it serves; safe to run again."""

import click
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from hoiam.journal import actions as journal, queries as log
from hoiam.office import actions as office


def prepare() -> None:
    """Tables, static files, units, log."""
    settings.HOIAM_DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    at = timezone.now()
    office.load_units(rows=office.unit_rows())
    journal.open_log(at=at)
    (settings.HOIAM_LOG_DIR / "vkey").write_text(f"{log.vkey()}\n", encoding="ascii")


@click.command()
@click.option(
    "--serve-unit", multiple=True, metavar="PATH", help="Serve a unit and those under it, e.g. /20/"
)
def command(serve_unit: tuple[str, ...]) -> None:
    """Prepare or upgrade database, static files, units and log."""
    prepare()
    for path in serve_unit:
        office.serve(unit_path=path)
    click.echo(f"Ready: {settings.HOIAM_DATA}")
