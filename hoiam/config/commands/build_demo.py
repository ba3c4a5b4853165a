"""hoiam build-demo: fill the installation that the environment names; called by `hoiam demo`."""

import click
from django.utils import timezone

from hoiam.config.commands import install
from hoiam.config.demo import story, year
from hoiam.config.demo.people import PASSWORD, PROVINCE, SignIn, settle_people
from hoiam.journal import actions as journal
from hoiam.kit import db
from hoiam.office import actions as office


@click.command()
@click.option("--port", default=8000)
@click.option("--limit", type=int, help="How many petitions of the sample; all of them unless given.")
def command(port: int, limit: int | None) -> None:
    """Make the demonstration in this process."""
    with db.rebuilding():
        install.prepare()
        office.serve(unit_path=PROVINCE)
        today = timezone.localdate()
        signs = settle_people(today=today)
        tale = story.Story(today, limit)
        tale.schedule()
        length = (today - year.begin(today)).days + 1
        with click.progressbar(tale.play(), length=length, label="A year of history") as days:
            for _day in days:
                pass
        journal.run(at=timezone.now())
    _tell(signs, port)


def _tell(signs: list[SignIn], port: int) -> None:
    click.echo(f"\n  http://localhost:{port}/   password of everyone: {PASSWORD}\n")
    for sign in signs:
        click.echo(f"  {sign.role:<10} {sign.username:<24} {sign.unit}")
    click.echo("")
