"""hoiam ledger request | cosign | accept | policy: witnesses without a network, and the file that names them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from django.utils import timezone

from hoiam.config.commands import speaking, witness as witnesses
from hoiam.config.commands.ledger_worded import worded
from hoiam.journal import queries as journal, witnessing
from hoiam.ledger import cosigning, note
from hoiam.ledger.errors import Malformed

TWO = 2


@click.command()
@click.argument("name")
@click.option(
    "--size", type=int, help="The kept checkpoint of this size, as others were sent; else the newest."
)
@speaking.lang
def request(name: str, size: int | None, lang: str) -> None:
    """Print what the witness NAME of the policy is to cosign: a checkpoint, and its proof."""
    with worded(lang):
        body = witnessing.request(name=name, size=size)
    sys.stdout.buffer.write(body)


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--log", "logs", multiple=True, metavar="VKEY", help="A log to cosign; remembered.")
@speaking.lang
def cosign(directory: Path, logs: tuple[str, ...], lang: str) -> None:
    """Read a request, print the answer of the witness kept in DIR; exit status 1 if it refuses."""
    witnesses.answer(witnesses.opened_or_told(directory, logs, None, lang), lang)


@click.command()
@click.argument("name")
@speaking.lang
def accept(name: str, lang: str) -> None:
    """Read the answer of the witness NAME to a request, and file it."""
    with worded(lang):
        answer = sys.stdin.buffer.read(cosigning.MAX_ANSWER + 1)
        size = witnessing.accept(name=name, answer=answer, at=timezone.now())
    click.echo(f"{name}: {size}")


@click.command()
@click.argument("vkeys", nargs=-1, required=True, metavar="VKEY[=URL]...")
@click.option("--needed", default=TWO, show_default=True, help="How many of them it takes.")
@speaking.lang
def policy(vkeys: tuple[str, ...], needed: int, lang: str) -> None:
    """Print a policy of this log and these witnesses, to be looked through and put at DATA/policy."""
    with worded(lang):
        lines = [f"log {journal.vkey()}", *_witnesses(vkeys, needed), "quorum enough"]
    click.echo("\n".join(lines))


def _witnesses(vkeys: tuple[str, ...], needed: int) -> Iterator[str]:
    names = [f"w{number}" for number in range(1, len(vkeys) + 1)]
    for name, given in zip(names, vkeys, strict=True):
        vkey, url = _parts(given)
        yield f"witness {name} {vkey} {url}".rstrip()
    if not 1 <= needed <= len(names):
        raise Malformed("too_few_witnesses")
    yield f"group enough {needed} {' '.join(names)}"


def _parts(given: str) -> tuple[str, str]:
    """A key ends with base64, which may end with `=`; an address begins with http."""
    at = given.find("=http")
    vkey, url = (given, "") if at < 0 else (given[:at], given[at + 1 :])
    if note.parse_vkey(vkey).kind != note.COSIGNATURE:
        raise Malformed("not_a_witness")
    return vkey, url


COMMANDS = (request, cosign, accept, policy)
