"""hoiam ledger request | cosign | accept | policy: witnesses without a network, and the file that names them."""

import sys
from pathlib import Path

import click
from django.utils import timezone

from hoiam.config.commands import witness as witnesses
from hoiam.journal import queries as journal, witnessing
from hoiam.law.refusal import Refused
from hoiam.ledger import cosigning, note
from hoiam.ledger.errors import LedgerError

TWO = 2


@click.command()
@click.argument("name")
@click.option(
    "--size", type=int, help="The kept checkpoint of this size, as others were sent; else the newest."
)
def request(name: str, size: int | None) -> None:
    """Print what the witness NAME of the policy is to cosign: a checkpoint, and its proof."""
    try:
        body = witnessing.request(name=name, size=size)
    except (Refused, LedgerError) as error:
        raise click.ClickException(error.code) from None
    sys.stdout.buffer.write(body)


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--log", "logs", multiple=True, metavar="VKEY", help="A log to cosign; remembered.")
def cosign(directory: Path, logs: tuple[str, ...]) -> None:
    """Read a request, print the answer of the witness kept in DIR; exit status 1 if it refuses."""
    witnesses.answer(witnesses.opened(directory, logs, None))


@click.command()
@click.argument("name")
def accept(name: str) -> None:
    """Read the answer of the witness NAME to a request, and file it."""
    try:
        answer = sys.stdin.buffer.read(cosigning.MAX_ANSWER + 1)
        size = witnessing.accept(name=name, answer=answer, at=timezone.now())
    except (Refused, LedgerError) as error:
        raise click.ClickException(error.code) from None
    click.echo(f"{name}: {size}")


@click.command()
@click.argument("vkeys", nargs=-1, required=True, metavar="VKEY[=URL]...")
@click.option("--needed", default=TWO, show_default=True, help="How many of them it takes.")
def policy(vkeys: tuple[str, ...], needed: int) -> None:
    """Print a policy of this log and these witnesses, to be looked through and put at DATA/policy."""
    names, lines = list[str](), [f"log {journal.vkey()}"]
    for number, given in enumerate(vkeys, 1):
        vkey, url = _parts(given)
        names.append(f"w{number}")
        lines.append(f"witness {names[-1]} {vkey} {url}".rstrip())
    if not 1 <= needed <= len(names):
        raise click.UsageError("--needed is more than there are witnesses")
    lines += [f"group enough {needed} {' '.join(names)}", "quorum enough"]
    click.echo("\n".join(lines))


def _parts(given: str) -> tuple[str, str]:
    """A key ends with base64, which may end with `=`; an address begins with http."""
    at = given.find("=http")
    vkey, url = (given, "") if at < 0 else (given[:at], given[at + 1 :])
    try:
        kind = note.parse_vkey(vkey).kind
    except LedgerError as error:
        raise click.ClickException(error.code) from None
    if kind != note.COSIGNATURE:
        raise click.ClickException("this is the key of a log, not of a witness")
    return vkey, url


COMMANDS = (request, cosign, accept, policy)
