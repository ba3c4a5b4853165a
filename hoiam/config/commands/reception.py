"""hoiam reception: the days of reception of many posts at once."""

import click
from django.utils import timezone

from hoiam.desk.reception.actions import generating
from hoiam.office import owing
from hoiam.office.models import Person


@click.group()
def command() -> None:
    """The days of reception of many posts at once."""


@command.command()
@click.option("--year", type=int, required=True)
@click.option("--as", "username", required=True, help="Sign-in name of whoever answers for it.")
def schedules(*, year: int, username: str) -> None:
    """Put a year of every post that has a regulation into the schedule; again: only what is missing."""
    at = timezone.now()
    person = Person.objects.filter(username=Person.normalize_username(username), is_active=True).first()
    if person is None:
        raise click.ClickException(f"no such person: {username}")
    made = generating.generate_all(owing.posts(on=timezone.localdate(at)), year=year, by=person.pk, at=at)
    click.echo(made)
