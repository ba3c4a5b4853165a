"""The files of figures that everybody can have: written once a day, fixed in the log by their SHA-256."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings

from hoiam.desk.cases.actions import duty_log
from hoiam.desk.dialogues.queries import table as dialogues
from hoiam.desk.reception.queries.figures import table as posts
from hoiam.duties import published
from hoiam.journal import named
from hoiam.kit.moments import local_day
from hoiam.law import kept, told
from hoiam.ledger.record import replace_all_durably

FOLDER = "scores"
JSON, CSV = "scores.json", "scores.csv"


def figures(*, on: date) -> str:
    """As JSON, from the database as it is now."""
    log = settings.HOIAM_ORIGIN
    beside = kept.spelled(posts(on=on), dialogues(on=on), log=log, on=on)
    return told.spelled(_table(on), kept=beside, log=log, on=on)


def table(*, on: date) -> str:
    """The duties as CSV."""
    return told.as_table(_table(on))


def publish(*, at: datetime) -> None:
    """Tell the log every duty, fix the figures of this moment there, and write them to the files."""
    on, csv = local_day(at), ""

    def both() -> str:
        nonlocal csv
        csv = table(on=on)
        return figures(on=on)

    text = duty_log.publish(figures=both, at=at)
    home().mkdir(parents=True, exist_ok=True)
    files = {JSON: text.encode(), CSV: csv.encode()}
    replace_all_durably(str(home()), files, mark=str(os.getpid()))


def keep_up(*, at: datetime) -> bool:
    """Once a day; whether it was done now."""
    if written_on() == local_day(at):
        return False
    publish(at=at)
    return True


def written_on() -> date | None:
    """The day of the files that are there."""
    try:
        seconds = (home() / JSON).stat().st_mtime
    except FileNotFoundError:
        return None
    return local_day(datetime.fromtimestamp(seconds, UTC))


def home() -> Path:
    """The folder of the files."""
    return Path(settings.HOIAM_DATA) / FOLDER


def _table(on: date) -> told.Table:
    return published.table(on=on, chain_of=named.of_post)
