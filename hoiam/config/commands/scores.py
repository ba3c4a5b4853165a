"""hoiam scores: the published figures, from the database or counted anew from the log alone; and whether both agree."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from hoiam.config.commands import opened
from hoiam.desk.cases.actions.duty_log import PUBLISHED
from hoiam.desk.dialogues.queries import table as dialogues
from hoiam.desk.reception.queries.figures import table as posts
from hoiam.duties import audit, gone, telling
from hoiam.journal import named, openings
from hoiam.kit.moments import local_day
from hoiam.law import conferences, kept, receptions, told
from hoiam.law.keeping import Entry
from hoiam.public import score_files

MOST = 40
"""Differences that are listed one by one."""


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
@click.option("--csv", "as_table", is_flag=True, help="As a table: duties, or with --kept dialogues.")
@click.option("--kept", "only_kept", is_flag=True, help="Receptions and dialogues alone, as in kept.json.")
@click.option("--check", is_flag=True, help="Say where the database differs from what the log was told.")
@click.option("--recount", is_flag=True, help="Say where tallies differ from duties; --fix writes them anew.")
@click.option("--fix", is_flag=True, help="With --recount: write the tallies anew from the duties.")
@click.option("--publish", is_flag=True, help="Tell the log every duty now, and write the files of figures.")
def command(
    *,
    from_log: bool,
    folder: Path | None,
    day: datetime | None,
    as_table: bool,
    only_kept: bool,
    check: bool,
    recount: bool,
    fix: bool,
    publish: bool,
) -> None:
    """The figures that pages give for download: byte for byte the same from database and log."""
    home = folder or Path(settings.HOIAM_LOG_DIR) / openings.FOLDER
    on = day.date() if day else timezone.localdate()
    if check:
        sys.exit(_check(home))
    if recount:
        sys.exit(_recount(fix=fix))
    if publish:
        score_files.publish(at=timezone.now())
        return
    click.echo(_figures(home if from_log else None, on, as_table=as_table, only_kept=only_kept), nl=False)


def _figures(home: Path | None, on: date, *, as_table: bool, only_kept: bool) -> str:
    """From the openings of that folder, or from the database."""
    if only_kept:
        return _kept(_entries(home) if home else None, on, as_table=as_table)
    if home is None:
        return score_files.table(on=on) if as_table else score_files.figures(on=on)
    cut, on = _published(home, on)
    table = told.recount(_told(home, cut).values(), on=on)
    if as_table:
        return told.as_table(table)
    beside = _kept(_entries(home, cut), on, as_table=False)
    return told.spelled(table, kept=beside, log=settings.HOIAM_ORIGIN, on=on)


def _kept(found: Iterable[Entry] | None, on: date, *, as_table: bool) -> str:
    if found is None:
        received, talked = posts(on=on), dialogues(on=on)
    else:
        entries = tuple(found)
        received = receptions.recount(entries, on=on, chain_of=_chain)
        talked = conferences.recount(entries, on=on, chain_of=_chain)
    if as_table:
        return kept.table(talked)
    return kept.spelled(received, talked, log=settings.HOIAM_ORIGIN, on=on)


def _check(home: Path) -> int:
    """Every line the log was told against its row; says where they differ. What waits to be told is not compared."""
    known = _told(home, None)
    stones = gone.tokens()
    accounted = stones | telling.changed()
    differ = told.differences(known, telling.told(chain_of=named.of_post))
    found = list(islice((one for one in differ if one.token not in accounted), MOST + 1))
    rows = telling.numbers({one.token for one in found})
    for one in found[:MOST]:
        where = f"duty {rows[one.token]}" if one.token in rows else "no duty"
        click.echo(f"{where} ({one.token}): {_said(one, known)}")
    if len(found) > MOST:
        click.echo("… and more")
    for index, one in islice(told.told_otherwise(_batches(home)), MOST):
        click.echo(
            f"entry {index} changed what had ended ({one.token}), {one.column}: {one.told} → {one.stands}"
        )
    if stones:
        click.echo(
            f"{len(stones)} duties were deleted since they were told; each is counted as it was told last"
        )
    waiting = " Some duties changed since they were told: they wait for the worker." * telling.waiting()
    click.echo(f"{len(known)} duties told.{waiting}{'' if found else ' The database says the same.'}")
    return 1 if found else 0


def _said(one: told.Difference, known: dict[str, told.Line]) -> str:
    if one.column == "gone":
        return f"told to the log, deleted from the database: {one.told}"
    if one.column == "untold":
        return f"marked as told, unknown to the log: {one.stands}"
    line = known[one.token]
    return f"{line.kind} of {line.unit}, {one.column}: log {one.told or '–'}, database {one.stands or '–'}"


def _recount(*, fix: bool) -> int:
    wrong = audit.recount()
    for one in wrong[:MOST]:
        click.echo(f"{one.key} {one.measure} {one.day} unit {one.unit_id} post {one.post_id}: ", nl=False)
        click.echo(f"tally {one.stored}, duties {one.counted}")
    click.echo(f"{len(wrong)} figures differ from the duties they count")
    if wrong and fix:
        click.echo(f"{audit.refill()} figures written anew")
    return 1 if wrong and not fix else 0


def _chain(post: str) -> str:
    return named.of_post(int(post))


def _published(home: Path, on: date) -> tuple[int | None, date]:
    """The entry that fixes the last file of that day or before, and its day; all entries where there is none."""
    cut: tuple[int | None, date] = None, on
    for index, said in opened.statements(home):
        if said.kind == PUBLISHED and date.fromisoformat(said.facts["on"]) <= on:
            cut = index, date.fromisoformat(said.facts["on"])
    return cut


def _told(home: Path, cut: int | None) -> dict[str, told.Line]:
    """Every duty as it was last told before that entry."""
    return told.latest(lines for _index, lines in _batches(home, cut))


def _batches(home: Path, cut: int | None = None) -> Iterator[tuple[int, Iterator[told.Line]]]:
    for index, said in opened.statements(home, cut):
        if said.kind == told.KIND:
            yield index, told.read((home / f"{index}.json").read_bytes())


def _entries(home: Path, cut: int | None = None) -> Iterator[Entry]:
    for _index, said in opened.statements(home, cut):
        yield Entry(said.kind, said.unit, said.case or "", said.facts, local_day(said.at).isoformat())
