"""hoiam notices: what was not sent, or perhaps; nobody's name or address is shown. Decision 10 says why."""

import sys

import click
from django.utils import timezone

from hoiam.law.refusal import Refused
from hoiam.notices import actions as notices, queries

LINE = "{:>8}  {:<6}  {:<8}  {:>8}  {:<16}  {:<32}  {}"
IDS = click.argument("ids", nargs=-1, type=int, metavar="ID...")


@click.group(invoke_without_command=True)
@click.option("--limit", default=100, show_default=True, help="How many to list, the oldest first.")
@click.pass_context
def command(context: click.Context, limit: int) -> None:
    """Failed and unsure notices; with `retry` or `leave`, what becomes of them."""
    if context.invoked_subcommand:
        return
    counts, cards = queries.counts(), queries.stuck(limit=limit)
    if cards:
        click.echo(LINE.format("id", "state", "channel", "attempts", "last tried", "event", "why"))
    for card in cards:
        when = timezone.localtime(card.tried_at).strftime("%Y-%m-%d %H:%M")
        row = (card.id, card.state, card.channel, card.attempts, when, card.event, card.error)
        click.echo(LINE.format(*row).rstrip())
    click.echo(f"{counts.failed} failed, {counts.unsure} unsure, {counts.waiting} waiting")


@command.command()
@IDS
@click.option("--all-failed", is_flag=True, help="Every failed one; an unsure one only by its id.")
def retry(ids: tuple[int, ...], *, all_failed: bool) -> None:
    """Send notices (again) with the next round of the worker."""
    _need(given=bool(ids) or all_failed)
    at = timezone.now()
    done = notices.again_failed(at=at) if all_failed else 0
    refused = []
    for notice_id in ids:
        try:
            notices.again(notice_id=notice_id, at=at)
            done += 1
        except Refused:
            refused.append(notice_id)
    _tell(f"{done} will be sent again", refused)


@command.command()
@IDS
def leave(ids: tuple[int, ...]) -> None:
    """Leave notices as they are; they are not listed any more."""
    _need(given=bool(ids))
    refused = []
    for notice_id in ids:
        try:
            notices.let_be(notice_id=notice_id)
        except Refused:
            refused.append(notice_id)
    _tell(f"{len(ids) - len(refused)} left", refused)


def _need(*, given: bool) -> None:
    if not given:
        raise click.UsageError("Which ones? Give their ids as `hoiam notices` lists them.")


def _tell(done: str, refused: list[int]) -> None:
    click.echo(done)
    for notice_id in refused:
        click.echo(f"{notice_id} is neither failed nor unsure", err=True)
    sys.exit(1 if refused else 0)
