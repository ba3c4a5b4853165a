"""The job that writes files: dataset by dataset, each whole or not at all; one that fails does not stop the others."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from hoiam.kit.moments import local_day
from hoiam.public.data import datasets, popolo, store, writers
from hoiam.public.data.table import Dataset, Row

log = logging.getLogger("hoiam.data")
POPOLO = "popolo"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one: `made` is None when nothing had changed, `error` empty unless it failed."""

    name: str
    made: store.Made | None = None
    error: str = ""


def names() -> tuple[str, ...]:
    """Of everything there is to make."""
    return (*datasets.BY_NAME, POPOLO)


def make(wanted: Sequence[str], *, at: datetime) -> Iterator[Outcome]:
    """Each of these anew, as of the local day of `at`. KeyError for a name that is none of `names`."""
    for name in wanted:
        yield _make(name, _popolo if name == POPOLO else _of(datasets.BY_NAME[name]), at)


Maker = Callable[[date, datetime], store.Made | None]


def _make(name: str, maker: Maker, at: datetime) -> Outcome:
    try:
        return Outcome(name, maker(local_day(at), at))
    except Exception as error:  # noqa: BLE001 - the others are made all the same, and the page says what failed
        kind = type(error).__name__
        log.error("open data: %s could not be made: %s", name, kind)  # noqa: TRY400 - no values in logs
        store.failed(name, error=kind, at=at)
        return Outcome(name, error=kind)


def _of(dataset: Dataset) -> Maker:
    def maker(on: date, at: datetime) -> store.Made | None:
        return store.replace(
            dataset.name,
            on=on,
            at=at,
            write=lambda folder: write(dataset, dataset.rows(on), folder),
            finish=lambda folder: finish(dataset, folder),
        )

    return maker


def _popolo(on: date, at: datetime) -> store.Made | None:
    return store.replace(POPOLO, on=on, at=at, write=popolo.write)


def write(dataset: Dataset, rows: Iterator[Row], folder: Path) -> int:
    """CSV and JSON Lines in one going; gives how many rows."""
    done = 0
    with ExitStack() as stack:
        puts = [
            stack.enter_context(writers.commas(folder / f"{dataset.name}.csv", dataset.columns)),
            stack.enter_context(writers.lines(folder / f"{dataset.name}.jsonl", dataset.columns)),
        ]
        while batch := list(islice(rows, writers.BATCH)):
            for put in puts:
                put(batch)
            done += len(batch)
    return done


def finish(dataset: Dataset, folder: Path) -> None:
    """Parquet from the lines."""
    source = folder / f"{dataset.name}.jsonl"
    writers.parquet(folder / f"{dataset.name}.parquet", source, dataset.columns)
